// Writes to a profile until its own k-th call that changes a file, and there dies as by `kill -9`.
// Usage: store_crash_writer FOLDER K whole|torn. "torn": half of the k-th write still happens.
//
// The calls of SQLite and of the store are caught by defining them here: the program's own symbols come
// before those of the C library.
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/clock.h"
#include "store/profile.h"

#define CAUGHT extern "C" __attribute__((visibility("default")))

namespace {

long calls_left = 0;
bool torn = false;

bool last_call() {
    return calls_left > 0 && --calls_left == 0;
}

void die() {
    ::raise(SIGKILL);
    std::abort();
}

template <class Write>
ssize_t write_or_die(int handle, std::size_t size, Write write) {
    if (handle == STDOUT_FILENO || !last_call()) return write(size);
    if (torn) write(size / 2);
    die();
    return -1;
}

template <class... Arguments>
int call_or_die(long number, Arguments... arguments) {
    if (last_call()) die();
    return static_cast<int>(::syscall(number, arguments...));
}

}  // namespace

CAUGHT ssize_t write(int handle, const void* data, std::size_t size) {
    return write_or_die(handle, size, [&](std::size_t n) { return ::syscall(SYS_write, handle, data, n); });
}
CAUGHT ssize_t pwrite64(int handle, const void* data, std::size_t size, off64_t at) {
    return write_or_die(handle, size,
                        [&](std::size_t n) { return ::syscall(SYS_pwrite64, handle, data, n, at); });
}
CAUGHT ssize_t pwrite(int handle, const void* data, std::size_t size, off_t at) {
    return pwrite64(handle, data, size, at);
}
CAUGHT int fsync(int handle) {
    return call_or_die(SYS_fsync, handle);
}
CAUGHT int fdatasync(int handle) {
    return call_or_die(SYS_fdatasync, handle);
}
CAUGHT int ftruncate64(int handle, off64_t size) noexcept {
    return call_or_die(SYS_ftruncate, handle, size);
}
CAUGHT int ftruncate(int handle, off_t size) noexcept {
    return call_or_die(SYS_ftruncate, handle, size);
}
CAUGHT int unlink(const char* path) noexcept {
    return call_or_die(SYS_unlink, path);
}
CAUGHT int rename(const char* from, const char* to) noexcept {
    return call_or_die(SYS_rename, from, to);
}

namespace {

using namespace tacit;

// Each line on standard output is a promise that what it names is on disk.
void promise(const std::string& text) {
    std::puts(text.c_str());
    std::fflush(stdout);
}

int run(const char* folder) {
    store::NoKeyVault vault;
    crypto::SystemRandom random;
    SystemClock clock;
    auto opened = store::Profile::open(folder, vault, {}, random, clock);
    if (!opened) return 2;
    store::Profile& profile = **opened;
    promise("opened " + profile.id());
    const auto key = crypto::SigningKey::generate(random);
    if (!profile.set_identity({"Northwind", "Ada", crypto::SigningKey::from_seed(key.seed().view()),
                               crypto::CurveKey::generate(random), 0}))
        return 3;
    promise("identity " + to_hex(key.verify_key()));
    for (int i = 0; i < 3; ++i) {
        store::Session session;
        session.id = "s" + std::to_string(i);
        session.title = "Title";
        session.proposal = Bytes(6000, static_cast<std::uint8_t>(i));
        session.participants = {{0, "Northwind", "Ada", {1}}, {1, "Contoso", "Grace", {2}}};
        if (!profile.save_session(session)) return 4;
        promise("session " + session.id);
        if (!profile.append_audit(session.id, as_view("first"), key)) return 5;
        promise("audit " + session.id + " 1");
    }
    if (!profile.erase_session("s0")) return 6;
    promise("erased s0");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 1;
    calls_left = std::atol(argv[2]);
    torn = std::string_view(argv[3]) == "torn";
    return run(argv[1]);
}
