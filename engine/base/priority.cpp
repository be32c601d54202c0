#include "base/priority.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace tacit {

void stand_back() {
#ifdef __linux__
    // Each step of niceness is a factor of 1.25 in the kernel's weights (sched(7)): five leave a third of
    // what a thread at 0 gets, enough to go on under load of others. It is per thread there, against POSIX.
    constexpr int behind_windows = 5;
    if (getpriority(PRIO_PROCESS, 0) < behind_windows) setpriority(PRIO_PROCESS, 0, behind_windows);
#endif
}

}  // namespace tacit
