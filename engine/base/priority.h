#pragma once

namespace tacit {

/// Lets the calling thread, and the threads that it starts from then on, stand back when a processor is
/// wanted for something else: long work must not make windows wait, the program's own or anybody's. It takes
/// no time from the work while a processor is idle. Cannot be taken back. Does nothing where a system has no
/// priority per thread.
void stand_back();

}  // namespace tacit
