#include "mpc/circuit/known.h"

#include <cassert>

#include "mpc/circuit/integers.h"
#include "mpc/circuit/order.h"

namespace tacit::mpc::circuit {

namespace {

template <class Function>
Circuit of_two(std::size_t first_bits, std::size_t second_bits, Function function) {
    Builder builder;
    const auto x = builder.input(0, first_bits);
    const auto y = builder.input(1, second_bits);
    builder.output(everybody, function(builder, x, y));
    return builder.finish();
}

template <class Function>
Circuit of_one(std::size_t bits, Function function) {
    Builder builder;
    builder.output(everybody, function(builder, builder.input(0, bits)));
    return builder.finish();
}

}  // namespace

std::vector<bool> bits_of_bytes(const std::vector<std::uint8_t>& bytes) {
    std::vector<bool> out;
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte)
        for (int bit = 0; bit < 8; ++bit) out.push_back(*byte >> bit & 1);
    return out;
}

std::vector<std::uint8_t> bytes_of_bits(const std::vector<bool>& bits) {
    assert(bits.size() % 8 == 0);
    std::vector<std::uint8_t> out(bits.size() / 8);
    for (std::size_t i = 0; i < bits.size(); ++i)
        if (bits[i]) out[out.size() - 1 - i / 8] |= static_cast<std::uint8_t>(1 << i % 8);
    return out;
}

Circuit aes128_circuit() {
    return of_two(128, 128, aes128);
}
Circuit sha256_circuit() {
    return of_two(512, 256, sha256_compress);
}
Circuit add64_circuit() {
    return of_two(64, 64, [](Builder& b, const Word& x, const Word& y) { return add(b, x, y, 64); });
}
Circuit subtract64_circuit() {
    return of_two(64, 64, [](Builder& b, const Word& x, const Word& y) { return subtract(b, x, y, 64); });
}
Circuit multiply64_circuit() {
    return of_two(64, 64, [](Builder& b, const Word& x, const Word& y) { return multiply(b, x, y, 64); });
}
Circuit negate64_circuit() {
    return of_one(64, [](Builder& b, const Word& x) { return negate(b, x, 64); });
}
Circuit divide_unsigned64_circuit() {
    return of_two(64, 64, [](Builder& b, const Word& x, const Word& y) {
        return Word(divide_unsigned(b, x.bits(), y.bits()));
    });
}
Circuit is_zero64_circuit() {
    return of_one(64, is_zero);
}
Circuit less64_circuit() {
    return of_two(64, 64, less);
}

}  // namespace tacit::mpc::circuit
