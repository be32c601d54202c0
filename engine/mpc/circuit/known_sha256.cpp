#include <array>
#include <cassert>
#include <utility>

#include "mpc/circuit/integers.h"
#include "mpc/circuit/known.h"

namespace tacit::mpc::circuit {

namespace {

/// FIPS 180-4, section 4.2.2.
constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::size_t word_bits = 32;

/// 32-bit words; word 0 is at the significant end of the string.
std::vector<Word> split(const Word& string) {
    std::vector<Word> out;
    for (auto end = string.bits().end(); end != string.bits().begin(); end -= word_bits)
        out.emplace_back(std::vector<Wire>(end - word_bits, end));
    return out;
}

Word joined(const std::vector<Word>& words) {
    std::vector<Wire> out;
    for (auto word = words.rbegin(); word != words.rend(); ++word)
        out.insert(out.end(), word->bits().begin(), word->bits().end());
    return Word(std::move(out));
}

Word rotated(const Word& x, std::size_t right) {
    std::vector<Wire> out;
    for (std::size_t i = 0; i < word_bits; ++i) out.push_back(x[(i + right) % word_bits]);
    return Word(std::move(out));
}

/// Zeros come in.
Word shifted(const Word& x, std::size_t right) {
    std::vector<Wire> out(x.bits().begin() + static_cast<std::ptrdiff_t>(right), x.bits().end());
    out.resize(word_bits);
    return Word(std::move(out));
}

Word xor_of(Builder& builder, const Word& x, const Word& y, const Word& z) {
    return bitwise_xor(builder, bitwise_xor(builder, x, y), z);
}

Word rotations(Builder& builder, const Word& x, std::size_t a, std::size_t b, std::size_t c) {
    return xor_of(builder, rotated(x, a), rotated(x, b), rotated(x, c));
}

template <class Gate>
Word of_three(const Word& x, const Word& y, const Word& z, Gate gate) {
    std::vector<Wire> out;
    for (std::size_t i = 0; i < word_bits; ++i) out.push_back(gate(x[i], y[i], z[i]));
    return Word(std::move(out));
}

std::vector<Word> message_schedule(Builder& builder, const Word& block) {
    auto w = split(block);
    for (std::size_t t = 16; t < 64; ++t) {
        const auto& before = w[t - 15];
        const auto& late = w[t - 2];
        const auto low = xor_of(builder, rotated(before, 7), rotated(before, 18), shifted(before, 3));
        const auto high = xor_of(builder, rotated(late, 17), rotated(late, 19), shifted(late, 10));
        const std::array<Word, 4> terms{high, w[t - 7], low, w[t - 16]};
        w.push_back(sum(builder, terms, word_bits));
    }
    return w;
}

void round(Builder& builder, std::vector<Word>& s, const Word& scheduled, std::uint32_t constant_bits) {
    const auto choice =
        of_three(s[4], s[5], s[6], [&](Wire e, Wire f, Wire g) { return builder.mux(e, f, g); });
    const auto majority =
        of_three(s[0], s[1], s[2], [&](Wire a, Wire b, Wire c) { return builder.majority(a, b, c); });
    const std::array<Word, 5> first{s[7], rotations(builder, s[4], 6, 11, 25), choice,
                                    constant(static_cast<std::int32_t>(constant_bits), word_bits), scheduled};
    const auto t1 = sum(builder, first, word_bits);
    const std::array<Word, 3> second{t1, rotations(builder, s[0], 2, 13, 22), majority};
    s.pop_back();
    s.insert(s.begin(), sum(builder, second, word_bits));
    s[4] = add(builder, s[4], t1, word_bits);
}

}  // namespace

Word sha256_compress(Builder& builder, const Word& block, const Word& state) {
    assert(block.width() == 512 && state.width() == 256);
    const auto w = message_schedule(builder, block);
    const auto before = split(state);
    auto after = before;
    for (std::size_t t = 0; t < 64; ++t) round(builder, after, w[t], round_constants[t]);
    for (std::size_t i = 0; i < 8; ++i) after[i] = add(builder, before[i], after[i], word_bits);
    return joined(after);
}

}  // namespace tacit::mpc::circuit
