#include "crypto/bitsliced_aes.h"

namespace tacit::crypto::bitsliced {

namespace {

// The S-box inverts in GF(2^8). We do that in a tower of quadratic extensions (as Satoh, Morioka, Takano and
// Munetoh do, ASIACRYPT 2001, and Canright, CHES 2005; the tower and the base changes are our own):
//   GF(4) = GF(2)[w] / (w^2 + w + 1),  GF(16) = GF(4)[y] / (y^2 + y + w),  GF(256) = GF(16)[z] / (z^2 + z +
//   wy).
// The inverse of a = high * z + low is its conjugate (high * z + high + low) divided by the norm a *
// conjugate.
struct Quad {
    Lanes high, low;
};
struct Nibble {
    Quad high, low;
};

Quad operator^(Quad a, Quad b) {
    return {a.high ^ b.high, a.low ^ b.low};
}
Quad operator*(Quad a, Quad b) {
    const Lanes low = a.low & b.low;
    return {((a.high ^ a.low) & (b.high ^ b.low)) ^ low, (a.high & b.high) ^ low};
}
Quad squared(Quad a) {
    return {a.high, a.high ^ a.low};
}
Quad times_w(Quad a) {
    return {a.high ^ a.low, a.high};
}

Nibble operator^(Nibble a, Nibble b) {
    return {a.high ^ b.high, a.low ^ b.low};
}
Nibble operator*(Nibble a, Nibble b) {
    const Quad low = a.low * b.low;
    return {((a.high ^ a.low) * (b.high ^ b.low)) ^ low, times_w(a.high * b.high) ^ low};
}
Nibble squared(Nibble a) {
    const Quad high = squared(a.high);
    return {high, times_w(high) ^ squared(a.low)};
}
Nibble times_wy(Nibble a) {
    const Quad high = times_w(a.high);
    return {high ^ times_w(a.low), times_w(high)};
}
Nibble inverse(Nibble a) {
    const Quad norm = times_w(squared(a.high)) ^ (a.high * a.low) ^ squared(a.low);
    const Quad divisor = squared(norm);  // in GF(4) the square is the inverse
    return {a.high * divisor, (a.high ^ a.low) * divisor};
}

struct Tower {
    Nibble high, low;
};

/// x, the root of the polynomial of AES, goes to an element of the tower that keeps both matrices sparse; the
/// common sums are found by Paar's greedy method.
Tower to_tower(const Planes& p) {
    const Lanes s16 = p[1] ^ p[6], s25 = p[2] ^ p[5], s57 = p[5] ^ p[7], s45 = p[4] ^ p[5];
    const Lanes s136 = p[3] ^ s16;
    return {{{s57, s136 ^ p[4] ^ s25}, {s16 ^ s45, p[1] ^ s57}},
            {{p[7] ^ s136, s25}, {p[7] ^ s16, p[0] ^ p[2]}}};
}

/// Back, together with the affine map of the S-box (FIPS-197, section 5.1.1).
Planes from_tower(const Tower& t) {
    const std::array<Lanes, 8> p{t.low.low.low,  t.low.low.high,  t.low.high.low,  t.low.high.high,
                                 t.high.low.low, t.high.low.high, t.high.high.low, t.high.high.high};
    const Lanes s24 = p[2] ^ p[4], s05 = p[0] ^ p[5], s01 = p[0] ^ p[1], s34 = p[3] ^ p[4];
    const Lanes s2405 = s24 ^ s05;
    return {
        ~s2405,    ~(p[2] ^ s01), s01, s2405 ^ p[6], s05 ^ s34, ~(s24 ^ p[3] ^ p[5]), ~(p[4] ^ p[6] ^ p[7]),
        p[6] ^ s24};
}

Planes substitute(const Planes& in) {
    const auto [high, low] = to_tower(in);
    const Nibble norm = times_wy(squared(high)) ^ (high * low) ^ squared(low);
    const Nibble divisor = inverse(norm);
    return from_tower({high * divisor, (high ^ low) * divisor});
}

/// Byte 4c + r of the state is row r of column c: rows turn by whole nibbles of the lane.
Lanes shift_rows(Lanes a) {
    return (a & 0x1111) | ((a >> 4) & 0x0222) | ((a << 12) & 0x2000) | ((a >> 8) & 0x0044) |
           ((a << 8) & 0x4400) | ((a >> 12) & 0x0008) | ((a << 4) & 0x8880);
}

/// Row r gets what was in row r + 1, within each column.
Lanes next_row(Lanes a) {
    return ((a >> 1) & 0x7777) | ((a << 3) & 0x8888);
}

Planes mix_columns(const Planes& in) {
    Planes next, sum, out;
    for (std::size_t i = 0; i < 8; ++i) {
        next[i] = next_row(in[i]);
        sum[i] = in[i] ^ next[i];  // to be doubled in GF(2^8)
    }
    for (std::size_t i = 0; i < 8; ++i) {
        const Lanes third_and_fourth = next_row(next_row(sum[i]));
        out[i] = next[i] ^ third_and_fourth ^ (i == 0 ? sum[7] : sum[i - 1]);
        if (i == 1 || i == 3 || i == 4) out[i] ^= sum[7];
    }
    return out;
}

void add(Planes& state, const Planes& other) {
    for (std::size_t i = 0; i < 8; ++i) state[i] ^= other[i];
}

/// The 8x8 bit matrix of eight bytes, transposed: byte i of the result holds bit i of each of them.
std::uint64_t transposed(std::uint64_t x) {
    std::uint64_t swap = (x ^ (x >> 7)) & 0x00aa00aa00aa00aa;
    x ^= swap ^ (swap << 7);
    swap = (x ^ (x >> 14)) & 0x0000cccc0000cccc;
    x ^= swap ^ (swap << 14);
    swap = (x ^ (x >> 28)) & 0x00000000f0f0f0f0;
    return x ^ swap ^ (swap << 28);
}

}  // namespace

Planes pack(const Block* blocks) {
    std::array<std::array<std::uint16_t, width>, 8> planes;
    for (std::size_t k = 0; k < width; ++k) {
        const auto low = transposed(blocks[k].low), high = transposed(blocks[k].high);
        for (std::size_t i = 0; i < 8; ++i)
            planes[i][k] =
                static_cast<std::uint16_t>(((low >> 8 * i) & 0xff) | ((high >> 8 * i) & 0xff) << 8);
    }
    return std::bit_cast<Planes>(planes);
}

void unpack(const Planes& planes, Block* blocks) {
    const auto words = std::bit_cast<std::array<std::array<std::uint16_t, width>, 8>>(planes);
    for (std::size_t k = 0; k < width; ++k) {
        std::uint64_t low = 0, high = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            low |= std::uint64_t(words[i][k] & 0xff) << 8 * i;
            high |= std::uint64_t(words[i][k] >> 8) << 8 * i;
        }
        blocks[k] = {transposed(low), transposed(high)};
    }
}

void expand_key(const Planes& key, RoundKeys& round_keys) {
    round_keys[0] = key;
    unsigned constant = 1;  // Rcon, FIPS-197 section 5.2
    for (std::size_t round = 1; round < round_keys.size(); ++round) {
        const Planes& before = round_keys[round - 1];
        const Planes substituted = substitute(before);
        for (std::size_t i = 0; i < 8; ++i) {
            // The last column, its rows turned by one, comes to each of the four columns; below it, each
            // column is the sum of all columns up to it.
            Lanes turned = next_row(substituted[i]) >> 12;
            if ((constant >> i & 1) != 0) turned ^= 1;
            turned |= turned << 4;
            turned |= turned << 8;
            Lanes columns = before[i] ^ (before[i] << 4);
            columns ^= columns << 8;
            round_keys[round][i] = columns ^ turned;
        }
        constant = (constant << 1) ^ (constant >> 7) * 0x11b;
    }
}

void repeat_key(const Block* round_keys, RoundKeys& out) {
    for (std::size_t round = 0; round < out.size(); ++round) {
        const auto low = transposed(round_keys[round].low), high = transposed(round_keys[round].high);
        for (std::size_t i = 0; i < 8; ++i) {
            const auto word =
                static_cast<std::uint16_t>(((low >> 8 * i) & 0xff) | ((high >> 8 * i) & 0xff) << 8);
            out[round][i] = Lanes{} + word;
        }
    }
}

void encrypt(const RoundKeys& round_keys, Planes& state) {
    add(state, round_keys[0]);
    for (std::size_t round = 1; round < round_keys.size(); ++round) {
        state = substitute(state);
        for (auto& plane : state) plane = shift_rows(plane);
        if (round + 1 < round_keys.size()) state = mix_columns(state);
        add(state, round_keys[round]);
    }
}

}  // namespace tacit::crypto::bitsliced
