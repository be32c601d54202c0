#pragma once

#include <stop_token>
#include <utility>

struct sqlite3;

namespace tacit::store {

/// While it lives, a stop ends the statement that an open connection runs, however far it is from its first
/// row: SQLite asks every few thousand steps, and the statement fails as interrupted. Not sqlite3_interrupt,
/// which is lost when it comes before the statement begins. The connection, which may be anybody's, outlives
/// it.
class StepWatch {
  public:
    StepWatch(sqlite3* connection, std::stop_token stop);
    ~StepWatch();
    StepWatch(const StepWatch&) = delete;
    StepWatch& operator=(const StepWatch&) = delete;

  private:
    static int wanted(void* self);

    sqlite3* connection_;
    std::stop_token stop_;
};

}  // namespace tacit::store
