#pragma once

#include <cstdlib>

/// Stops the program, so that a fuzzing engine or the replay sees it. Not assert: it must work in every
/// build.
inline void must(bool condition) {
    if (!condition) std::abort();
}
