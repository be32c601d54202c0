#include "store/profile_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace tacit::store {

Result<ProfileLock> ProfileLock::take(const std::filesystem::path& file) {
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (handle < 0)
        return error(Fault::storage_failed, "cannot open " + file.string() + ": " + std::strerror(errno));
    ProfileLock lock(handle);
    // flock belongs to the open file, not to the process (as POSIX record locks do): a second opening in the
    // same process is refused as well.
    if (::flock(handle, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno == EWOULDBLOCK)
        return error(Fault::profile_busy, "the profile " + file.parent_path().string() + " is open already");
    return error(Fault::storage_failed, "cannot lock " + file.string() + ": " + std::strerror(errno));
}

ProfileLock::ProfileLock(ProfileLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

ProfileLock::~ProfileLock() {
    if (handle_ >= 0) ::close(handle_);
}

}  // namespace tacit::store
