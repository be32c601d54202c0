#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "mpc/channel.h"

namespace tacit::testing {

/// Parties in one process with a channel between every two. Each party is one thread, which may compute on
/// others but sends and receives by itself. Nothing here waits by the clock: as soon as every party that is
/// still running waits for another, the network is stalled, and all waits end with Fault::partner_gone. So a
/// test that loses a message ends at once, and one that hangs is a bug of the network.
class MemoryNetwork {
  public:
    /// A channel takes any message when it is empty, and otherwise up to `buffer_bytes` in each direction.
    explicit MemoryNetwork(std::vector<std::string> names, std::size_t buffer_bytes = std::size_t{1} << 20);
    ~MemoryNetwork();

    std::size_t size() const { return parties_.size(); }
    /// The end that `me` holds of its channel with `peer`.
    mpc::Channel& channel(std::size_t me, std::size_t peer);
    /// All channels of `me` by participant; null in its own place.
    std::vector<mpc::Channel*> channels(std::size_t me);

    /// Runs a function per party, each on a thread of its own; a party is finished when its function returns.
    void run(const std::vector<std::function<void()>>& parties);
    /// This party ended: peers still get what it sent, and then Fault::partner_gone.
    void finish(std::size_t party);
    /// Everything fails from now on with Fault::cancelled.
    void cancel();

    bool stalled() const;
    /// Hash of all messages on all channels, each direction in order. For golden transcripts.
    crypto::Digest transcript() const;

  private:
    class End;
    struct Link {
        std::deque<Bytes> messages;
        std::size_t bytes = 0;
        crypto::Hasher transcript{"tacit/test/link"};
    };
    struct Party {
        std::string name;
        bool finished = false;
        const std::function<bool()>* blocked = nullptr;  ///< what its thread waits for
        std::condition_variable wake;
    };

    Link& link(std::size_t from, std::size_t to) { return links_[from * size() + to]; }
    Status wait(std::unique_lock<std::mutex>& lock, std::size_t me, std::size_t peer,
                const std::function<bool()>& ready);
    bool nobody_can_go_on() const;
    void wake_all();

    const std::size_t buffer_bytes_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Party>> parties_;
    std::vector<Link> links_;
    std::vector<std::unique_ptr<End>> ends_;
    bool cancelled_ = false;
    bool stalled_ = false;
};

}  // namespace tacit::testing
