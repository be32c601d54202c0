#include "store/step_watch.h"

#include <sqlite3.h>

namespace tacit::store {

namespace {
constexpr int steps_between_stops = 10'000;
}

StepWatch::StepWatch(sqlite3* connection, std::stop_token stop)
    : connection_(connection), stop_(std::move(stop)) {
    sqlite3_progress_handler(connection_, steps_between_stops, wanted, this);
}

StepWatch::~StepWatch() {
    sqlite3_progress_handler(connection_, 0, nullptr, nullptr);
}

int StepWatch::wanted(void* self) {
    return static_cast<StepWatch*>(self)->stop_.stop_requested() ? 1 : 0;
}

}  // namespace tacit::store
