#include "store/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/bytes.h"

namespace tacit::store {

namespace {

constexpr std::size_t key_size = 32;

class File {
  public:
    File(const std::filesystem::path& path, int flags)
        : handle_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (handle_ >= 0) ::close(handle_);
    }
    bool ok() const { return handle_ >= 0; }
    int handle() const { return handle_; }

  private:
    int handle_;
};

Error failed(const char* action, const std::filesystem::path& file) {
    return error(Fault::storage_failed,
                 std::string("cannot ") + action + " " + file.string() + ": " + std::strerror(errno));
}

bool write_all(int handle, View bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(handle, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

// A rename is durable only once the folder that holds the name is on disk as well.
bool sync_folder(const std::filesystem::path& folder) {
    const File handle(folder, O_RDONLY | O_DIRECTORY);
    return handle.ok() && ::fsync(handle.handle()) == 0;
}

}  // namespace

Status write_key_file(const std::filesystem::path& file, const crypto::Secret<32>& key) {
    std::filesystem::path fresh = file;
    fresh += ".new";
    ::unlink(fresh.c_str());  // left behind by a crash
    {
        const File out(fresh, O_WRONLY | O_CREAT | O_EXCL);
        if (!out.ok() || !write_all(out.handle(), key.view()) || ::fsync(out.handle()) != 0)
            return failed("write", fresh);
    }
    if (::rename(fresh.c_str(), file.c_str()) != 0 || !sync_folder(file.parent_path()))
        return failed("write", file);
    return {};
}

Result<crypto::Secret<32>> read_key_file(const std::filesystem::path& file) {
    const File in(file, O_RDONLY);
    if (!in.ok() && errno == ENOENT)
        return error(Fault::profile_damaged,
                     "the key file " + file.string() +
                         " is missing; put it back from a backup, or start with another "
                         "profile folder");
    struct stat info {};
    if (!in.ok() || ::fstat(in.handle(), &info) != 0) return failed("read", file);
    if ((info.st_mode & 077) != 0)
        return error(Fault::storage_failed, "others may read the key file " + file.string() +
                                                "; take their permission away (chmod 600) and open it again");
    crypto::SecretBytes bytes(key_size + 1);
    const ssize_t count = ::read(in.handle(), bytes.data(), bytes.size());
    if (count < 0) return failed("read", file);
    if (count != static_cast<ssize_t>(key_size))
        return error(Fault::profile_damaged, "the key file " + file.string() + " does not hold a key");
    return crypto::Secret<32>(std::span<const std::uint8_t, key_size>(bytes.data(), key_size));
}

Status remove_key_file(const std::filesystem::path& file) {
    {
        const File old(file, O_WRONLY);
        if (!old.ok() && errno == ENOENT) return {};
        if (!old.ok() || !write_all(old.handle(), ByteArray<key_size>{}) || ::fsync(old.handle()) != 0)
            return failed("erase", file);
    }
    if (::unlink(file.c_str()) != 0 || !sync_folder(file.parent_path())) return failed("erase", file);
    return {};
}

}  // namespace tacit::store
