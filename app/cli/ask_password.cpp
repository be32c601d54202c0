#include "cli/ask_password.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "cli/run.h"

namespace tacit::cli {

namespace {

/// The terminal of the process, whatever standard input and output are.
class Terminal {
  public:
    Terminal() : handle_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {}
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal() {
        if (handle_ >= 0) ::close(handle_);
    }

    std::optional<std::string> ask(const std::string& question) const {
        termios usual{};
        if (handle_ < 0 || ::tcgetattr(handle_, &usual) != 0) return std::nullopt;
        termios quiet = usual;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (!write(question) || ::tcsetattr(handle_, TCSAFLUSH, &quiet) != 0) return std::nullopt;
        auto line = read_line();
        ::tcsetattr(handle_, TCSAFLUSH, &usual);
        write("\n");
        if (line && line->empty()) return std::nullopt;
        return line;
    }

  private:
    // Ctrl-C ends it: the signal goes to another thread, so that a read would wait on.
    std::optional<std::string> read_line() const {
        constexpr int look_again_ms = 100;
        std::string line;
        while (!interrupted()) {
            pollfd terminal{handle_, POLLIN, 0};
            if (::poll(&terminal, 1, look_again_ms) <= 0) continue;
            char c = 0;
            if (::read(handle_, &c, 1) != 1) return std::nullopt;
            if (c == '\n') return line;
            line.push_back(c);
        }
        return std::nullopt;
    }
    bool write(const std::string& text) const {
        return ::write(handle_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    }

    int handle_;
};

}  // namespace

std::optional<std::string> PasswordPrompt::ask(const std::string& database) {
    const std::lock_guard lock(mutex_);
    const auto known = answers_.find(database);
    if (known != answers_.end()) return known->second;
    return answers_[database] = Terminal().ask("Password for the database " + database + ": ");
}

}  // namespace tacit::cli
