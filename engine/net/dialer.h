#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "net/socket.h"
#include "net/transport.h"

namespace tacit::net {

/// Connects a DEALER to the first endpoint where the host with the right key answers, and tells from the
/// socket's monitor why it does not. libzmq hides these causes: a host with another key just closes the
/// connection, and after some failures the socket never tries again, so a new one is opened here.
class Dialer {
  public:
    enum class News {
        none,
        connected,  ///< a handshake succeeded: the first one, or again after a cut
        failed,     ///< no endpoint is worth another try; see `verdict`
    };

    Dialer(const Context& context, const ConnectOptions& options, const crypto::CurveKey& key);
    ~Dialer();

    Socket& socket() { return socket_; }
    void* monitor() const { return monitor_.get(); }
    /// Reads the monitor and reopens what is due.
    News work(SteadyTime now);
    SteadyTime next_due() const { return due_; }
    /// The best explanation so far: refused, wrong_host or unreachable.
    Error verdict() const;

  private:
    struct Endpoint {
        std::string address;
        int broken = 0;  ///< handshakes that somebody answered, but not as the host
        bool refused = false;
        bool usable() const;
    };
    void open(SteadyTime now);
    void close();
    News leave(SteadyTime now);
    News on_event(std::uint16_t event, std::uint32_t value, SteadyTime now);
    News on_broken(int weight, bool dead, SteadyTime now);
    void open_later(SteadyTime when) { due_ = when, reopen_ = true; }

    const Context& context_;
    crypto::CurvePublic host_key_;
    const crypto::CurveKey& key_;
    Timing timing_;
    std::vector<Endpoint> endpoints_;
    std::size_t current_ = 0;
    Socket socket_;
    Socket monitor_;
    bool settled_ = false;       ///< the host answered at the current endpoint once
    bool in_handshake_ = false;  ///< TCP is up, CURVE is not
    bool reopen_ = false;
    SteadyTime due_ = SteadyTime::max();
};

}  // namespace tacit::net
