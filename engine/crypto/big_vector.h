#pragma once

#include "base/large_vector.h"

namespace tacit::crypto {

/// Wipes what it gets back.
struct WipedHeap {
    static void* allocate(std::size_t bytes) { return PlainHeap::allocate(bytes); }
    static void free(void* memory, std::size_t bytes);
};

/// For shares and other secrets that are written once as a whole: as LargeVector, and nobody sees them
/// afterwards. Large ones are unmapped at the end, and the system zeroes a page before anybody else gets it.
template <class T>
using BigVector = std::vector<T, LargeAllocator<T, WipedHeap>>;

}  // namespace tacit::crypto
