#pragma once

namespace tacit {

/// Lets the process keep memory that it has freed, up to 64 MiB, and use it again: a protocol allocates and
/// frees messages of megabytes all the time, and the system would zero their pages each time anew, which was
/// a fifth of an Overlap. For the main function of a program. Does nothing where the C library is not glibc.
void keep_freed_memory();

/// Gives back what `keep_freed_memory` kept: for the end of long work.
void give_back_freed_memory();

}  // namespace tacit
