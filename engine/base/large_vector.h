#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace tacit {

/// Memory of this size and more is mapped; less comes from a heap.
inline constexpr std::size_t large_memory = std::size_t{1} << 20;

/// Zeroed memory at a 2 MiB boundary, in huge pages where the system has them: walking about in tens of
/// megabytes takes up to a third less time with them, and the system has less to do. Throws std::bad_alloc.
/// Unmapped with the same size.
void* map_large(std::size_t bytes);
void unmap_large(void* memory, std::size_t bytes);

/// The same hint for memory that somebody else allocated and nobody has written to.
void prefer_huge_pages(void* memory, std::size_t bytes);

/// Where small pieces come from and go to.
struct PlainHeap {
    static constexpr std::align_val_t alignment{64};
    static void* allocate(std::size_t bytes) { return ::operator new(bytes, alignment); }
    static void free(void* memory, std::size_t) { ::operator delete(memory, alignment); }
};

/// Allocator for vectors that may become large and are written once as a whole. Elements that are not given a
/// value stay uninitialised, so a resize costs nothing.
template <class T, class Heap = PlainHeap>
struct LargeAllocator {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= static_cast<std::size_t>(PlainHeap::alignment));
    using value_type = T;
    template <class U>
    struct rebind {
        using other = LargeAllocator<U, Heap>;
    };
    LargeAllocator() = default;
    template <class U>
    LargeAllocator(const LargeAllocator<U, Heap>&) {}  // NOLINT: as the standard asks
    T* allocate(std::size_t n) {
        if (n > std::numeric_limits<std::size_t>::max() / 2 / sizeof(T)) throw std::bad_alloc();
        const auto bytes = n * sizeof(T);
        return static_cast<T*>(bytes < large_memory ? Heap::allocate(bytes) : map_large(bytes));
    }
    void deallocate(T* memory, std::size_t n) {
        const auto bytes = n * sizeof(T);
        bytes < large_memory ? Heap::free(memory, bytes) : unmap_large(memory, bytes);
    }
    template <class U>
    void construct(U*) {}
    template <class U, class... Arguments>
    void construct(U* place, Arguments&&... arguments) {
        ::new (static_cast<void*>(place)) U{std::forward<Arguments>(arguments)...};
    }
    template <class U>
    bool operator==(const LargeAllocator<U, Heap>&) const {
        return true;
    }
};

/// Note that `LargeVector<T> v(n)` and `v.resize(n)` leave the elements uninitialised; `v(n, T{})` does not.
template <class T>
using LargeVector = std::vector<T, LargeAllocator<T>>;

}  // namespace tacit
