#include "mpc/sharing/centred.h"

namespace tacit::mpc::sharing {

using crypto::Scalar;

namespace {

constexpr Int128 half_range = Int128{1} << centred_bits;
constexpr std::size_t int_size = 16;

Scalar from_unsigned(Int128 value) {
    ByteArray<64> wide{};
    for (std::size_t i = 0; i < int_size; ++i) wide[i] = static_cast<std::uint8_t>(value >> (8 * i));
    return Scalar::reduce(wide);
}

}  // namespace

// Both directions go through x + 2^126, which is never negative: no branch on the sign, and no arithmetic
// with the group order.
Result<Scalar> to_scalar(Int128 value) {
    if (value < -half_range || value >= half_range) return error(Fault::usage, "value outside 126 bits");
    return from_unsigned(value + half_range) - from_unsigned(half_range);
}

Result<Int128> centred(const Scalar& scalar) {
    const auto shifted = (scalar + from_unsigned(half_range)).bytes();
    bool fits = (shifted[int_size - 1] & 0x80) == 0;
    for (std::size_t i = int_size; i < shifted.size(); ++i) fits = fits && shifted[i] == 0;
    if (!fits) return error(Fault::cheating, "total outside 126 bits");
    Int128 value = 0;
    for (std::size_t i = int_size; i-- > 0;) value = (value << 8) | shifted[i];
    return value - half_range;
}

}  // namespace tacit::mpc::sharing
