#include "net/socket.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tacit::net {

namespace {

/// Messages, not bytes: with `frame_limit` at most 32 MiB to and 16 MiB from one connection.
constexpr int send_mark = 128;
constexpr int receive_mark = 64;
constexpr int handshake_limit_ms = 5000;
constexpr int connect_limit_ms = 5000;
constexpr int reconnect_first_ms = 100;
constexpr int reconnect_most_ms = 1000;
constexpr int backlog = 64;

void release_body(void*, void* hint) {
    delete static_cast<Body*>(hint);
}

}  // namespace

Context::Context() : context_(zmq_ctx_new()) {
    // Sockets of ours, not connections of others: a transport needs a handful.
    zmq_ctx_set(context_.get(), ZMQ_MAX_SOCKETS, 32);
    zmq_ctx_set(context_.get(), ZMQ_IO_THREADS, 1);
}

void Context::Free::operator()(void* context) const {
    while (zmq_ctx_term(context) != 0 && errno == EINTR) {
    }
}

Frame::Frame(View bytes) {
    if (zmq_msg_init_size(&message_, bytes.size()) != 0) throw std::bad_alloc();
    std::copy(bytes.begin(), bytes.end(), static_cast<std::uint8_t*>(zmq_msg_data(&message_)));
}

Frame::Frame(Body body) {
    const auto& bytes = *body;
    auto* keeper = new Body(std::move(body));
    auto* data = const_cast<std::uint8_t*>(bytes.data());  // libzmq only reads what it sends
    if (zmq_msg_init_data(&message_, data, bytes.size(), release_body, keeper) != 0) {
        delete keeper;
        throw std::bad_alloc();
    }
}

Frame::Frame(Frame&& other) noexcept {
    zmq_msg_init(&message_);
    zmq_msg_move(&message_, &other.message_);
}

Frame& Frame::operator=(Frame&& other) noexcept {
    if (this != &other) zmq_msg_move(&message_, &other.message_);
    return *this;
}

View Frame::view() const {
    return {static_cast<const std::uint8_t*>(zmq_msg_data(&message_)), zmq_msg_size(&message_)};
}

std::string Frame::user_id() const {
    const char* text = zmq_msg_gets(&message_, "User-Id");
    return text ? text : "";
}

Socket::Socket(const Context& context, int type) : socket_(zmq_socket(context.get(), type)) {
    if (socket_) set(ZMQ_LINGER, 0);
}

void Socket::set_raw(int option, const void* value, std::size_t size) {
    if (zmq_setsockopt(get(), option, value, size) != 0) well_set_ = false;
}

void Socket::set(int option, int value) {
    set_raw(option, &value, sizeof value);
}
void Socket::set(int option, std::int64_t value) {
    set_raw(option, &value, sizeof value);
}
void Socket::set(int option, View value) {
    set_raw(option, value.data(), value.size());
}

bool Socket::bind(const std::string& endpoint) {
    return zmq_bind(get(), endpoint.c_str()) == 0;
}
bool Socket::connect(const std::string& endpoint) {
    return zmq_connect(get(), endpoint.c_str()) == 0;
}

std::string Socket::last_endpoint() const {
    char text[512];
    std::size_t size = sizeof text;
    if (zmq_getsockopt(get(), ZMQ_LAST_ENDPOINT, text, &size) != 0 || size == 0) return {};
    return std::string(text, size - 1);
}

Sent Socket::send(Frame& frame, bool more) {
    for (;;) {
        if (zmq_msg_send(frame.get(), get(), ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)) >= 0) return Sent::done;
        if (errno == EINTR) continue;
        return errno == EAGAIN ? Sent::full : Sent::gone;
    }
}

std::optional<Frame> Socket::receive() {
    Frame frame;
    for (;;) {
        if (zmq_msg_recv(frame.get(), get(), ZMQ_DONTWAIT) >= 0) return frame;
        if (errno != EINTR) return std::nullopt;
    }
}

std::size_t Socket::skip_rest(const Frame& frame) {
    std::size_t skipped = 0;
    for (bool more = frame.more(); more; ++skipped) {
        const auto next = receive();
        more = next && next->more();
    }
    return skipped;
}

void bound(Socket& socket, std::chrono::milliseconds ping, std::chrono::milliseconds silent) {
    socket.set(ZMQ_MAXMSGSIZE, static_cast<std::int64_t>(frame_limit));
    socket.set(ZMQ_SNDHWM, send_mark);
    socket.set(ZMQ_RCVHWM, receive_mark);
    socket.set(ZMQ_IMMEDIATE, 1);
    socket.set(ZMQ_HANDSHAKE_IVL, handshake_limit_ms);
    socket.set(ZMQ_CONNECT_TIMEOUT, connect_limit_ms);
    socket.set(ZMQ_RECONNECT_IVL, reconnect_first_ms);
    socket.set(ZMQ_RECONNECT_IVL_MAX, reconnect_most_ms);
    socket.set(ZMQ_BACKLOG, backlog);
    socket.set(ZMQ_HEARTBEAT_IVL, static_cast<int>(ping.count()));
    socket.set(ZMQ_HEARTBEAT_TIMEOUT, static_cast<int>(silent.count()));
    socket.set(ZMQ_HEARTBEAT_TTL, static_cast<int>(silent.count()));
}

void make_curve_server(Socket& socket, const crypto::CurveKey& key) {
    socket.set(ZMQ_CURVE_SERVER, 1);
    socket.set(ZMQ_CURVE_SECRETKEY, View(key.secret().view()));
}

void make_curve_client(Socket& socket, const crypto::CurveKey& key, const crypto::CurvePublic& server) {
    socket.set(ZMQ_CURVE_SERVERKEY, View(server));
    socket.set(ZMQ_CURVE_PUBLICKEY, View(key.public_key()));
    socket.set(ZMQ_CURVE_SECRETKEY, View(key.secret().view()));
}

Bell::Bell() : fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
Bell::~Bell() {
    close(fd_);
}

void Bell::ring() {
    if (ringing_.exchange(true)) return;
    const std::uint64_t one = 1;
    (void)!write(fd_, &one, sizeof one);
}

void Bell::silence() {
    std::uint64_t count;
    (void)!read(fd_, &count, sizeof count);
    ringing_ = false;
}

}  // namespace tacit::net
