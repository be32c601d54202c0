#include "adapters/session_bus.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace tacit {

namespace {

// Nothing for an address of another kind.
std::optional<std::string> bus_path() {
    const char* given = std::getenv("DBUS_SESSION_BUS_ADDRESS");
    if (given == nullptr || *given == '\0') {
        const char* runtime = std::getenv("XDG_RUNTIME_DIR");
        if (runtime == nullptr) return std::nullopt;
        return std::string(runtime) + "/bus";
    }
    const std::string address(given);
    const std::string prefix = "unix:path=";
    // Several addresses, and escaped bytes in a path, are left to the library.
    if (!address.starts_with(prefix) || address.find_first_of(";%") != std::string::npos) return std::nullopt;
    return address.substr(prefix.size(), address.find(',') - prefix.size());
}

class Socket {
  public:
    Socket() : handle_(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() {
        if (handle_ >= 0) ::close(handle_);
    }
    int handle() const { return handle_; }

  private:
    int handle_;
};

}  // namespace

Status session_bus_answers(std::chrono::milliseconds limit) {
    const auto path = bus_path();
    if (!path) return {};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path->size() >= sizeof(address.sun_path)) return {};
    std::memcpy(address.sun_path, path->data(), path->size());
    const Socket socket;
    if (::connect(socket.handle(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
        return error(Fault::not_supported, "there is no session bus");
    // The handshake of the D-Bus specification, section "Authentication Protocol": a zero byte, then the user
    // id as text in hexadecimal. Any answer at all will do.
    std::string hello(1, '\0');
    hello += "AUTH EXTERNAL " + to_hex(as_view(std::to_string(::getuid()))) + "\r\n";
    pollfd wait{socket.handle(), POLLIN, 0};
    char answer = 0;
    if (::send(socket.handle(), hello.data(), hello.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(hello.size()) ||
        ::poll(&wait, 1, static_cast<int>(limit.count())) != 1 || ::recv(socket.handle(), &answer, 1, 0) != 1)
        return error(Fault::storage_failed, "the session bus does not answer");
    return {};
}

}  // namespace tacit
