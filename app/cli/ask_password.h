#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace tacit::cli {

/// Asks at the terminal for passwords of databases, without showing what is typed. Safe to call from any
/// thread.
class PasswordPrompt {
  public:
    /// Nothing if there is no terminal, if the answer is empty, or if Ctrl-C comes instead. A name is asked
    /// about once, as the organizer's table may be read twice: for its categories, and for the run.
    std::optional<std::string> ask(const std::string& database);

  private:
    std::mutex mutex_;
    std::map<std::string, std::optional<std::string>> answers_;
};

}  // namespace tacit::cli
