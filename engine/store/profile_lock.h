#pragma once

#include <filesystem>

#include "base/result.h"

namespace tacit::store {

/// Holds a profile for one owner. The kernel keeps the lock with the open file and releases it when the
/// process ends, however it ends; a lock file that was left behind therefore means nothing.
class ProfileLock {
  public:
    /// Fault::profile_busy if another program, or another object of this one, holds it.
    static Result<ProfileLock> take(const std::filesystem::path& file);

    ProfileLock(ProfileLock&& other) noexcept;
    ProfileLock& operator=(ProfileLock&&) = delete;
    ~ProfileLock();

  private:
    explicit ProfileLock(int handle) : handle_(handle) {}
    int handle_;
};

}  // namespace tacit::store
