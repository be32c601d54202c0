#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace tacit::crypto {

namespace detail {
/// Throws std::bad_alloc. The size given back must be the size asked for.
void* big_allocate(std::size_t bytes);
void big_free(void* memory, std::size_t bytes);
}  // namespace detail

/// Allocator for vectors of shares and other secrets that are written once as a whole. Elements that are not
/// given a value stay uninitialised, so a resize costs nothing. From 1 MiB on, memory is mapped at 2 MiB
/// boundaries, in huge pages where the system has them, and unmapped at the end: the system zeroes a page
/// before anybody else sees it. Less is taken from the heap and wiped.
template <class T>
struct BigAllocator {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= 64);
    using value_type = T;
    BigAllocator() = default;
    template <class U>
    BigAllocator(const BigAllocator<U>&) {}  // NOLINT: as the standard asks
    T* allocate(std::size_t n) {
        if (n > std::numeric_limits<std::size_t>::max() / 2 / sizeof(T)) throw std::bad_alloc();
        return static_cast<T*>(detail::big_allocate(n * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t n) { detail::big_free(memory, n * sizeof(T)); }
    template <class U>
    void construct(U*) {}
    template <class U, class... Arguments>
    void construct(U* place, Arguments&&... arguments) {
        ::new (static_cast<void*>(place)) U{std::forward<Arguments>(arguments)...};
    }
    template <class U>
    bool operator==(const BigAllocator<U>&) const {
        return true;
    }
};

/// Note that `BigVector<T> v(n)` and `v.resize(n)` leave the elements uninitialised; `v(n, T{})` does not.
template <class T>
using BigVector = std::vector<T, BigAllocator<T>>;

}  // namespace tacit::crypto
