#pragma once

#include <zmq.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/curve25519.h"
#include "net/stream.h"

namespace tacit::net {

/// A ZeroMQ context; one per transport, so that nothing of one session reaches another. Destroying it waits
/// for the last bytes of its sockets for at most their LINGER.
class Context {
  public:
    Context();
    void* get() const { return context_.get(); }

  private:
    struct Free {
        void operator()(void* context) const;
    };
    std::unique_ptr<void, Free> context_;
};

/// One frame. Move-only.
class Frame {
  public:
    Frame() { zmq_msg_init(&message_); }
    explicit Frame(View bytes);
    /// Shares the bytes with the socket instead of copying them.
    explicit Frame(Body body);
    Frame(Frame&& other) noexcept;
    Frame& operator=(Frame&& other) noexcept;
    ~Frame() { zmq_msg_close(&message_); }

    zmq_msg_t* get() { return &message_; }
    View view() const;
    bool more() const { return zmq_msg_more(&message_) != 0; }
    /// What the ZAP handler called the connection; empty if it was never asked.
    std::string user_id() const;

  private:
    mutable zmq_msg_t message_;
};

enum class Sent {
    done,
    full,  ///< try again later
    gone,  ///< there is no such connection
};

/// A socket of one thread.
class Socket {
  public:
    Socket() = default;
    Socket(const Context& context, int type);
    void* get() const { return socket_.get(); }
    explicit operator bool() const { return socket_ != nullptr; }

    void set(int option, int value);
    void set(int option, std::int64_t value);
    void set(int option, View value);
    /// False once an option was not accepted: the socket would be less safe than meant, and must not be used.
    bool well_set() const { return well_set_; }
    bool bind(const std::string& endpoint);
    bool connect(const std::string& endpoint);
    std::string last_endpoint() const;

    /// Never waits.
    Sent send(Frame& frame, bool more);
    /// Never waits; nothing if there is none.
    std::optional<Frame> receive();
    /// The rest of a message that began with `frame`, thrown away. How many frames that were.
    std::size_t skip_rest(const Frame& frame);

  private:
    void set_raw(int option, const void* value, std::size_t size);
    struct Free {
        void operator()(void* socket) const { zmq_close(socket); }
    };
    std::unique_ptr<void, Free> socket_;
    bool well_set_ = true;
};

/// Limits and heartbeats of every socket that faces the network.
void bound(Socket& socket, std::chrono::milliseconds ping, std::chrono::milliseconds silent);
void make_curve_server(Socket& socket, const crypto::CurveKey& key);
void make_curve_client(Socket& socket, const crypto::CurveKey& key, const crypto::CurvePublic& server);

/// An eventfd: any thread rings, the I/O thread polls it.
class Bell {
  public:
    Bell();
    ~Bell();
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;
    void ring();
    /// Look at what others have left only after this.
    void silence();
    int fd() const { return fd_; }

  private:
    int fd_;
    std::atomic<bool> ringing_{false};  ///< spares the system call when it rings already
};

}  // namespace tacit::net
