#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "crypto/random.h"
#include "mpc/ot/cot.h"
#include "mpc/progress.h"

/// Both sides of a protocol in this process without a network between, for benchmarks.
namespace tacit::mpc {

/// One direction between two threads.
struct Pipe {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Bytes> messages;
    bool closed = false;

    void close();
};

/// Holds two messages in each direction, like a network that lets each side be a little ahead.
class PipeChannel final : public Channel {
  public:
    PipeChannel(Pipe& out, Pipe& in) : out_(out), in_(in) {}
    /// Who waits for this side waits no longer.
    ~PipeChannel() override {
        out_.close();
        in_.close();
    }

    Status send(View message) override;
    Status flush() override { return {}; }
    Result<Bytes> receive(std::size_t size) override;
    Result<Bytes> receive_up_to(std::size_t maximum) override;
    ChannelCounters counters() const override { return counters_; }
    const std::string& peer_name() const override { return name_; }

  private:
    Pipe& out_;
    Pipe& in_;
    ChannelCounters counters_;
    const std::string name_ = "benchmark";
};

/// Runs both sides, a thread each and `workers` for the arithmetic of each; the receiver's in the calling
/// one.
template <class Receive, class Send>
Status run_both(unsigned workers, Receive receive, Send send) {
    Pipe there, back;
    const auto side = [workers](Pipe& out, Pipe& in, auto& protocol) -> Status {
        PipeChannel channel(out, in);
        crypto::SystemRandom random;
        Workers mine(workers);
        NoProgress progress;
        return protocol(ot::Endpoint{channel, random, mine, progress, as_view("benchmark")});
    };
    Status sent;
    std::thread other([&] { sent = side(back, there, send); });
    Status received = side(there, back, receive);
    other.join();
    TACIT_TRY(std::move(received));
    return sent;
}

}  // namespace tacit::mpc
