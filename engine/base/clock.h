#pragma once

#include <chrono>
#include <cstdint>

namespace tacit {

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
using SteadyTime = std::chrono::steady_clock::time_point;

/// Time by injection. Wall time is for expiry and records, steady time for waits.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual WallTime wall() const = 0;
    virtual SteadyTime steady() const = 0;
};

class SystemClock final : public Clock {
  public:
    WallTime wall() const override;
    SteadyTime steady() const override;
};

inline std::int64_t to_unix_ms(WallTime time) {
    return time.time_since_epoch().count();
}
inline WallTime from_unix_ms(std::int64_t ms) {
    return WallTime(std::chrono::milliseconds(ms));
}

}  // namespace tacit
