#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "crypto/curve25519.h"
#include "net/peer_id.h"
#include "net/socket.h"

namespace tacit::net {

/// Who may pass the CURVE handshake of a host, and as whom. Closed to everybody at first. Every key that is
/// let in gets a name of its own ("m3.17": the seventeenth entry, a member key of partner 3), so that a
/// connection made with a key that was taken back or replaced is told apart from its successor's.
/// Safe for use by several threads.
class GuestList {
  public:
    enum class Kind { pairing, member };
    struct Guest {
        Kind kind;
        PeerId peer;
    };

    /// Replaces the key of this kind and peer. Putting in the same key again changes nothing.
    void allow(Kind kind, PeerId peer, const crypto::CurvePublic& key);
    void remove(Kind kind, PeerId peer);

    /// The User-Id for a key; nothing refuses it.
    std::optional<std::string> user_id(View key) const;
    /// Whom a User-Id names, as long as its key is still allowed.
    std::optional<Guest> find(const std::string& user_id) const;

  private:
    struct Entry {
        crypto::CurvePublic key;
        std::string user_id;
    };
    mutable std::mutex mutex_;
    std::map<std::pair<Kind, PeerId>, Entry> entries_;
    std::map<std::string, Guest> by_name_;
    std::uint64_t count_ = 0;
};

/// The ZAP handler of a host's context (ZeroMQ RFC 27): without one, CURVE lets everybody in.
class Door {
  public:
    /// Call before any server socket of the context is bound.
    Door(const Context& context, const GuestList& guests);
    bool ready() const { return ready_; }
    void* socket() const { return socket_.get(); }
    /// Answers what has been asked; never waits.
    void serve();
    std::uint64_t refused() const { return refused_; }

    static constexpr const char* domain = "tacit";

  private:
    void answer(const Bytes& request_id, const std::optional<std::string>& user_id);
    const GuestList& guests_;
    Socket socket_;
    bool ready_ = false;
    std::atomic<std::uint64_t> refused_{0};
};

}  // namespace tacit::net
