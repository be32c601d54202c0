#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "crypto/block.h"

namespace tacit::crypto {

namespace detail {
void* guarded_allocate(std::size_t size);
void guarded_free(void* memory);
}  // namespace detail

/// Overwrites memory in a way that the compiler does not remove.
void wipe(std::span<std::uint8_t> memory);

/// Equality in fixed time for equal lengths; lengths are public.
bool equal_fixed_time(View a, View b);
inline bool equal_fixed_time(Block a, Block b) {
    return equal_fixed_time(as_bytes({&a, 1}), as_bytes({&b, 1}));
}

/// A long-lived key of N bytes in guarded, locked memory, wiped at the end. Move-only, not printable.
/// For few keys: each takes pages of its own. Shares and rows use `SecretBytes`.
template <std::size_t N>
class Secret {
  public:
    Secret() : data_(static_cast<std::uint8_t*>(detail::guarded_allocate(N))) {}
    explicit Secret(std::span<const std::uint8_t, N> value) : Secret() {
        std::copy(value.begin(), value.end(), data_.get());
    }
    std::span<const std::uint8_t, N> view() const { return std::span<const std::uint8_t, N>(data_.get(), N); }
    std::span<std::uint8_t, N> bytes() { return std::span<std::uint8_t, N>(data_.get(), N); }
    Secret copy() const { return Secret(view()); }

  private:
    struct Free {
        void operator()(std::uint8_t* memory) const { detail::guarded_free(memory); }
    };
    std::unique_ptr<std::uint8_t, Free> data_;
};

/// Allocator that wipes before it frees; for many short-lived secrets.
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) {}  // NOLINT: as the standard asks
    T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
    void deallocate(T* memory, std::size_t n) {
        wipe({reinterpret_cast<std::uint8_t*>(memory), n * sizeof(T)});
        std::allocator<T>().deallocate(memory, n);
    }
    template <class U>
    bool operator==(const WipingAllocator<U>&) const {
        return true;
    }
};
using SecretBytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

}  // namespace tacit::crypto
