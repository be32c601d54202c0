#include <array>
#include <cassert>
#include <utility>

#include "mpc/circuit/known.h"

namespace tacit::mpc::circuit {

namespace {

/// Names and equations as in the paper's figures: x0 and s0 are the most significant bits.
class BoyarPeralta {
  public:
    explicit BoyarPeralta(Builder& builder) : builder_(builder) {}

    std::vector<Wire> run(const std::vector<Wire>& input) {
        for (std::size_t i = 0; i < 8; ++i) x[i] = input[i];
        linear_top();
        invert();
        multiply_out();
        return linear_bottom();
    }

  private:
    /// 23 sums of the input, as operands of what follows.
    void linear_top() {
        y[14] = add(x[3], x[5]);
        y[13] = add(x[0], x[6]);
        y[9] = add(x[0], x[3]);
        y[8] = add(x[0], x[5]);
        const auto x12 = add(x[1], x[2]);
        y[1] = add(x12, x[7]);
        y[4] = add(y[1], x[3]);
        y[12] = add(y[13], y[14]);
        y[2] = add(y[1], x[0]);
        y[5] = add(y[1], x[6]);
        y[3] = add(y[5], y[8]);
        const auto x4y12 = add(x[4], y[12]);
        y[15] = add(x4y12, x[5]);
        y[20] = add(x4y12, x[1]);
        y[6] = add(y[15], x[7]);
        y[10] = add(y[15], x12);
        y[11] = add(y[20], y[9]);
        y[7] = add(x[7], y[11]);
        y[17] = add(y[10], y[11]);
        y[19] = add(y[10], y[8]);
        y[16] = add(x12, y[11]);
        y[21] = add(y[13], y[16]);
        y[18] = add(x[0], y[16]);
        y[0] = x[7];
    }

    /// The norm of the input in GF(2^4), t21 to t24, and its inverse there, in t29, t33, t37 and t40.
    void invert() {
        const auto t2 = times(y[12], y[15]), t7 = times(y[13], y[16]), t12 = times(y[9], y[11]);
        const auto t14 = add(times(y[14], y[17]), t12), t16 = add(times(y[8], y[10]), t12);
        const auto t21 = add(add(add(times(y[3], y[6]), t2), t14), y[20]);
        const auto t22 = add(add(add(times(y[4], y[0]), t2), t16), y[19]);
        const auto t23 = add(add(add(times(y[5], y[1]), t7), t14), y[21]);
        const auto t24 = add(add(add(times(y[2], y[7]), t7), t16), y[18]);

        const auto t25 = add(t21, t22);
        const auto t26 = times(t21, t23);
        const auto t27 = add(t24, t26);
        t29 = add(times(t25, t27), t22);
        t33 = add(times(add(t22, t26), add(t23, t24)), t24);
        const auto t36 = times(t24, add(t27, t33));
        t37 = add(t36, add(t23, t33));
        t40 = add(t25, times(t29, add(t27, t36)));
    }

    void multiply_out() {
        const auto t41 = add(t40, t37), t42 = add(t29, t33), t43 = add(t29, t40), t44 = add(t33, t37);
        const auto t45 = add(t42, t41);
        const std::array<Wire, 9> left{t44, t37, t33, t43, t40, t29, t42, t45, t41};
        const std::array<int, 18> right{15, 6, 0, 16, 1, 7, 11, 17, 10, 12, 3, 4, 13, 5, 2, 9, 14, 8};
        for (std::size_t i = 0; i < z.size(); ++i) z[i] = times(left[i % left.size()], y[right[i]]);
    }

    /// From here on names are those of the paper's t46 to t67, where a sum is used twice.
    std::vector<Wire> linear_bottom() {
        const auto t46 = add(z[15], z[16]);
        const auto t48 = add(z[5], z[13]);
        const auto t53 = add(z[0], z[3]);
        const auto t54 = add(z[6], z[7]);
        const auto t57 = add(add(z[2], z[12]), t53);
        const auto t58 = add(z[4], t46);
        const auto t59 = add(z[3], t54);
        const auto t62 = add(add(z[7], z[8]), t58);
        const auto t63 = add(add(z[9], z[10]), t58);
        const auto t64 = add(z[4], t59);
        const auto t65 = add(add(z[14], t57), t62);
        const auto t66 = add(z[1], t63);
        const auto s3 = add(t53, t66);
        return {add(t59, t63),
                !add(t64, s3),
                !add(add(z[16], z[17]), add(t64, t65)),
                s3,
                add(add(z[2], z[5]), t66),
                add(add(z[10], z[11]), t65),
                !add(add(z[12], t48), t62),
                !add(t48, add(t46, t57))};
    }

    Wire add(Wire a, Wire b) { return builder_.xor_gate(a, b); }
    Wire times(Wire a, Wire b) { return builder_.and_gate(a, b); }

    Builder& builder_;
    std::array<Wire, 8> x;
    std::array<Wire, 22> y;
    Wire t29, t33, t37, t40;
    std::array<Wire, 18> z;
};

using Byte = std::vector<Wire>;  ///< most significant bit first, as FIPS-197 writes it
using State = std::array<Byte, 16>;

State unpack(const Word& word) {
    State out;
    for (std::size_t byte = 0; byte < out.size(); ++byte)
        for (std::size_t bit = 8; bit-- > 0;) out[byte].push_back(word[8 * (15 - byte) + bit]);
    return out;
}

Word pack(const State& state) {
    std::vector<Wire> out;
    for (auto byte = state.rbegin(); byte != state.rend(); ++byte)
        out.insert(out.end(), byte->rbegin(), byte->rend());
    return Word(std::move(out));
}

Byte add(Builder& builder, const Byte& a, const Byte& b) {
    Byte out;
    for (std::size_t i = 0; i < 8; ++i) out.push_back(builder.xor_gate(a[i], b[i]));
    return out;
}

/// The byte as a polynomial times x, modulo x^8 + x^4 + x^3 + x + 1.
Byte times_x(Builder& builder, const Byte& a) {
    Byte out(a.begin() + 1, a.end());
    out.push_back(a[0]);
    for (const std::size_t i : {3, 4, 6}) out[i] = builder.xor_gate(out[i], a[0]);
    return out;
}

State substituted_and_shifted(Builder& builder, const State& state) {
    State out;
    for (std::size_t i = 0; i < 16; ++i) out[i] = aes_s_box(builder, state[(i + 4 * (i % 4)) % 16]);
    return out;
}

State columns_mixed(Builder& builder, const State& state) {
    State out;
    for (std::size_t column = 0; column < 16; column += 4)
        for (std::size_t row = 0; row < 4; ++row) {
            const auto at = [&](std::size_t step) -> const Byte& { return state[column + (row + step) % 4]; };
            const auto doubled = times_x(builder, add(builder, at(0), at(1)));
            out[column + row] = add(builder, add(builder, doubled, at(1)), add(builder, at(2), at(3)));
        }
    return out;
}

/// FIPS-197, section 5.2: the next round key; `constant` is that of the round.
State next_key(Builder& builder, const State& key, std::uint8_t constant) {
    State out;
    for (std::size_t i = 0; i < 4; ++i) {
        auto word = aes_s_box(builder, key[12 + (i + 1) % 4]);
        for (std::size_t bit = 0; i == 0 && bit < 8; ++bit)
            if ((constant >> (7 - bit) & 1) != 0) word[bit] = !word[bit];
        out[i] = add(builder, key[i], word);
    }
    for (std::size_t i = 4; i < 16; ++i) out[i] = add(builder, key[i], out[i - 4]);
    return out;
}

void add_key(Builder& builder, State& state, const State& key) {
    for (std::size_t i = 0; i < 16; ++i) state[i] = add(builder, state[i], key[i]);
}

}  // namespace

std::vector<Wire> aes_s_box(Builder& builder, const std::vector<Wire>& x) {
    assert(x.size() == 8);
    return BoyarPeralta(builder).run(x);
}

Word aes128(Builder& builder, const Word& key, const Word& plaintext) {
    assert(key.width() == 128 && plaintext.width() == 128);
    auto round_key = unpack(key);
    auto state = unpack(plaintext);
    add_key(builder, state, round_key);
    for (const std::uint8_t constant : {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1b, 0x36}) {
        round_key = next_key(builder, round_key, constant);
        state = substituted_and_shifted(builder, state);
        if (constant != 0x36) state = columns_mixed(builder, state);  // not in the last round
        add_key(builder, state, round_key);
    }
    return pack(state);
}

}  // namespace tacit::mpc::circuit
