#include "mpc/vole/masked.h"

namespace tacit::mpc::vole {

namespace {

typedef std::uint64_t Two64 __attribute__((vector_size(16), may_alias));
typedef std::uint32_t Four32 __attribute__((vector_size(16)));

/// Counts places in every lane; sets all bits at one of them, without a branch.
class Places {
  public:
    explicit Places(std::size_t place) : place_(lanes(place)) {}
    Two64 is_place() const { return (Two64)(counter_ == place_); }
    void next() { counter_ += lanes(1); }

  private:
    static Four32 lanes(std::size_t number) {
        const auto n = static_cast<std::uint32_t>(number);
        return Four32{n, n, n, n};
    }
    const Four32 place_;
    Four32 counter_{};
};

Two64 vector_of(Block b) {
    return Two64{b.low, b.high};
}

}  // namespace

Block sum(const Block* x, std::size_t n) {
    const auto* const from = reinterpret_cast<const Two64*>(x);
    Two64 a{}, b{}, c{}, d{};
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        a ^= from[i];
        b ^= from[i + 1];
        c ^= from[i + 2];
        d ^= from[i + 3];
    }
    for (; i < n; ++i) a ^= from[i];
    a ^= b ^ c ^ d;
    return {a[0], a[1]};
}

void replace(Block* x, std::size_t n, std::size_t place, Block value) {
    auto* const to = reinterpret_cast<Two64*>(x);
    const Two64 wanted = vector_of(value);
    Places places(place);
    for (std::size_t i = 0; i < n; ++i, places.next()) to[i] ^= (to[i] ^ wanted) & places.is_place();
}

void replace_both(Block* x, std::size_t n, Block value, Block* y, std::size_t m, Block other,
                  std::size_t place) {
    auto* const to_x = reinterpret_cast<Two64*>(x);
    auto* const to_y = reinterpret_cast<Two64*>(y);
    const Two64 wanted_x = vector_of(value), wanted_y = vector_of(other);
    Places places(place);
    std::size_t i = 0;
    for (; i < m; ++i, places.next()) {
        const Two64 here = places.is_place();
        to_x[i] ^= (to_x[i] ^ wanted_x) & here;
        to_y[i] ^= (to_y[i] ^ wanted_y) & here;
    }
    for (; i < n; ++i, places.next()) to_x[i] ^= (to_x[i] ^ wanted_x) & places.is_place();
}

void settle(Block* x, std::size_t n, std::size_t place, Block value, Block carrier) {
    auto* const to = reinterpret_cast<Two64*>(x);
    const Two64 bits = vector_of(carrier), wanted = vector_of(value) | bits;
    Places places(place);
    for (std::size_t i = 0; i < n; ++i, places.next()) {
        const Two64 kept = to[i] & ~bits;
        to[i] = kept ^ ((kept ^ wanted) & places.is_place());
    }
}

void mark(Block* out, std::size_t stride, std::size_t n, std::size_t place, Block value) {
    auto* const to = reinterpret_cast<Two64*>(out);
    const Two64 wanted = vector_of(value);
    Places places(place);
    for (std::size_t i = 0; i < n; ++i, places.next()) to[i * stride] = wanted & places.is_place();
}

}  // namespace tacit::mpc::vole
