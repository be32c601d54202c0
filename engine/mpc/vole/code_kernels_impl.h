// No include guard and no library headers: this is compiled once per kind of processor, each time with other
// flags, into names that stay inside the file that includes it.
#include "mpc/vole/code_kernels.h"

namespace tacit::mpc::vole {
namespace {

using u32 = std::uint32_t;
using u64 = std::uint64_t;

/// A block, and two beside each other. May alias, because what is passed are structs of numbers.
typedef u64 One __attribute__((vector_size(16), may_alias));
typedef u64 Two __attribute__((vector_size(32), may_alias));

/// The taps of the convolution reach back over 24 places, and one tap without a bit of its own over 25.
constexpr std::size_t width = 24;

template <class T>
T times_x(T a);
template <>
inline One times_x(One a) {
    typedef int Words __attribute__((vector_size(16)));
    // The bits that leave each half: from the low half into the high one, from the high half the polynomial.
    const Words top = (Words)a >> 31;
    const Words carries = __builtin_shufflevector(top, top, 3, 2, 1, 0) & Words{0x87, 0, 1, 0};
    return (a << 1) ^ (One)carries;
}
template <>
inline Two times_x(Two a) {
    typedef int Words __attribute__((vector_size(32)));
    const Words top = (Words)a >> 31;
    const Words carries =
        __builtin_shufflevector(top, top, 3, 2, 1, 0, 7, 6, 5, 4) & Words{0x87, 0, 1, 0, 0x87, 0, 1, 0};
    return (a << 1) ^ (Two)carries;
}

template <bool field, class T>
T first_tap(T a) {
    if constexpr (field) return times_x(a);
    return a;
}

/// a where the bit is one.
template <class T>
T masked(T a, u32 bit) {
    return a & (T{} - (T{} + u64{bit}));
}

/// The definition for one place j, as far as the places before it go.
template <bool field, class T>
void one_place(T* x, std::size_t j, u32 word) {
    T sum = x[j];
    if (j > width) sum = first_tap<field>(sum ^ x[j - width - 1]);
    for (std::size_t d = 1; d <= width && d <= j; ++d) sum ^= masked(x[j - d], (word >> (width - d)) & 1);
    x[j] = sum;
}

/// All sums of four neighbours.
template <class T>
void fill_table(T* table, const T* x) {
    const T a = x[0], b = x[1], c = x[2], d = x[3], ab = a ^ b, cd = c ^ d;
    table[0] = T{};
    table[1] = a, table[2] = b, table[3] = ab;
    table[4] = c, table[5] = a ^ c, table[6] = b ^ c, table[7] = ab ^ c;
    table[8] = d, table[9] = a ^ d, table[10] = b ^ d, table[11] = ab ^ d;
    table[12] = cd, table[13] = a ^ cd, table[14] = b ^ cd, table[15] = ab ^ cd;
}

/// Four places at a time. The 24 places before place j = 4g + a lie in the groups g - 6 (its last 4 - a) to
/// g - 1, and g itself (its first a). Of whole groups all sums are kept in tables, so that a nibble of the
/// word adds four places with one look-up: the method of the four Russians, with windows that slide.
template <bool field, class T>
void convolve(T* x, std::size_t begin, std::size_t end, const Random32* words) {
    constexpr std::size_t head = 28;  // from here on every tap is there
    std::size_t j = begin;
    for (; j < head && j < end; ++j) one_place<field>(x, j, words[j - begin]);
    T tables[8][16];
    if (j + 4 <= end)
        for (std::size_t g = j / 4 - 6; g < j / 4; ++g) fill_table(tables[g % 8], x + 4 * g);
    for (; j + 4 <= end; j += 4) {
        const std::size_t g = j / 4;
        const T* const t0 = tables[(g + 2) % 8];
        const T* const t1 = tables[(g + 3) % 8];
        const T* const t2 = tables[(g + 4) % 8];
        const T* const t3 = tables[(g + 5) % 8];
        const T* const t4 = tables[(g + 6) % 8];
        const T* const t5 = tables[(g + 7) % 8];
        T sum[4];
        u32 inside[4];
        for (std::size_t a = 0; a < 4; ++a) {
            const u32 word = (words[j - begin + a] & ((1u << width) - 1)) << a;
            T s = first_tap<field>(x[j + a] ^ x[j + a - width - 1]);
            s ^= t0[word & 15] ^ t1[(word >> 4) & 15] ^ t2[(word >> 8) & 15];
            s ^= t3[(word >> 12) & 15] ^ t4[(word >> 16) & 15] ^ t5[(word >> 20) & 15];
            inside[a] = word >> 24;
            sum[a] = s;
        }
        sum[1] ^= masked(sum[0], inside[1] & 1);
        sum[2] ^= masked(sum[0], inside[2] & 1) ^ masked(sum[1], (inside[2] >> 1) & 1);
        sum[3] ^= masked(sum[0], inside[3] & 1) ^ masked(sum[1], (inside[3] >> 1) & 1) ^
                  masked(sum[2], (inside[3] >> 2) & 1);
        for (std::size_t a = 0; a < 4; ++a) x[j + a] = sum[a];
        fill_table(tables[g % 8], sum);
    }
    for (; j < end; ++j) one_place<field>(x, j, words[j - begin]);
}

template <bool field, class T>
void wrap(T* x, std::size_t size, const Random32* words) {
    for (std::size_t i = size - width - 1; i < size; ++i) {
        for (std::size_t d = size - i; d <= width; ++d) {
            const std::size_t j = i + d - size;
            x[j] ^= masked(x[i], (words[j] >> (width - d)) & 1);
        }
        const std::size_t j = i + width + 1 - size;
        x[j] = first_tap<field>(x[j] ^ x[i]);
    }
}

template <bool field>
void convolve_one(crypto::Block* x, std::size_t begin, std::size_t end, const Random32* words) {
    convolve<field>(reinterpret_cast<One*>(x), begin, end, words);
}
template <bool field>
void wrap_one(crypto::Block* x, std::size_t size, const Random32* words) {
    wrap<field>(reinterpret_cast<One*>(x), size, words);
}
template <bool field>
void convolve_pairs(Pair* x, std::size_t begin, std::size_t end, const Random32* words) {
    convolve<field>(reinterpret_cast<Two*>(x), begin, end, words);
}
template <bool field>
void wrap_pairs(Pair* x, std::size_t size, const Random32* words) {
    wrap<field>(reinterpret_cast<Two*>(x), size, words);
}

std::size_t place(u32 random, std::size_t size) {
    return static_cast<std::size_t>((u64{random} * size) >> 32);
}

void gather(const crypto::Block* region, std::size_t size, const Random32* random, crypto::Block* out,
            std::size_t n) {
    const One* const from = reinterpret_cast<const One*>(region);
    One* const to = reinterpret_cast<One*>(out);
    for (std::size_t k = 0; k < n; ++k) {
        __builtin_prefetch(from + place(random[k + look_ahead], size));
        to[k] ^= from[place(random[k], size)];
    }
}

void gather_pairs(const Pair* region, std::size_t size, const Random32* random, crypto::Block* a,
                  crypto::Block* c, std::size_t n) {
    const One* const from = reinterpret_cast<const One*>(region);
    One* const to_a = reinterpret_cast<One*>(a);
    One* const to_c = reinterpret_cast<One*>(c);
    for (std::size_t k = 0; k < n; ++k) {
        __builtin_prefetch(from + 2 * place(random[k + look_ahead], size));
        const One* const pair = from + 2 * place(random[k], size);
        to_a[k] ^= pair[0];
        to_c[k] ^= pair[1];
    }
}

void gather_interleaved(const Pair* region, std::size_t size, const Random32* random, Pair* out,
                        std::size_t n) {
    const Two* const from = reinterpret_cast<const Two*>(region);
    Two* const to = reinterpret_cast<Two*>(out);
    for (std::size_t k = 0; k < n; ++k) {
        __builtin_prefetch(from + place(random[k + look_ahead], size));
        to[k] ^= from[place(random[k], size)];
    }
}

constexpr CodeKernels kernels_named(const char* name) {
    return {name,
            {convolve_one<false>, convolve_one<true>},
            {wrap_one<false>, wrap_one<true>},
            {convolve_pairs<false>, convolve_pairs<true>},
            {wrap_pairs<false>, wrap_pairs<true>},
            gather,
            gather_pairs,
            gather_interleaved};
}

}  // namespace
}  // namespace tacit::mpc::vole
