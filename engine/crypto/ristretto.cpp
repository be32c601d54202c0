#include "crypto/ristretto.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>

#include "crypto/sodium.h"

namespace tacit::crypto {

namespace {
/// The calls below fail on states that our own types exclude; going on would mean a wrong result.
void require(bool condition) {
    if (!condition) std::abort();
}
}  // namespace

Scalar Scalar::random(Random& random) {
    auto wide = random.array<64>();
    const auto out = reduce(wide);
    wipe(wide);
    return out;
}

Scalar Scalar::random_nonzero(Random& random) {
    for (;;) {
        const auto out = Scalar::random(random);
        if (!out.is_zero()) return out;
    }
}

Scalar Scalar::from_u64(std::uint64_t value) {
    Scalar out;
    for (std::size_t i = 0; i < 8; ++i) out.bytes_[i] = static_cast<std::uint8_t>(value >> (8 * i));
    return out;
}

Scalar Scalar::reduce(std::span<const std::uint8_t, 64> wide) {
    Scalar out;
    crypto_core_ristretto255_scalar_reduce(out.bytes_.data(), wide.data());
    return out;
}

std::optional<Scalar> Scalar::decode(std::span<const std::uint8_t, 32> bytes) {
    ByteArray<64> wide{};
    std::copy(bytes.begin(), bytes.end(), wide.begin());
    const auto out = reduce(wide);
    if (!std::equal(bytes.begin(), bytes.end(), out.bytes_.begin())) return std::nullopt;
    return out;
}

bool Scalar::is_zero() const {
    return sodium_is_zero(bytes_.data(), bytes_.size()) == 1;
}

Scalar operator+(const Scalar& a, const Scalar& b) {
    Scalar out;
    crypto_core_ristretto255_scalar_add(out.bytes_.data(), a.bytes_.data(), b.bytes_.data());
    return out;
}

Scalar operator-(const Scalar& a, const Scalar& b) {
    Scalar out;
    crypto_core_ristretto255_scalar_sub(out.bytes_.data(), a.bytes_.data(), b.bytes_.data());
    return out;
}

Scalar operator*(const Scalar& a, const Scalar& b) {
    Scalar out;
    crypto_core_ristretto255_scalar_mul(out.bytes_.data(), a.bytes_.data(), b.bytes_.data());
    return out;
}

Scalar Scalar::negated() const {
    Scalar out;
    crypto_core_ristretto255_scalar_negate(out.bytes_.data(), bytes_.data());
    return out;
}

Scalar Scalar::inverted() const {
    Scalar out;
    require(crypto_core_ristretto255_scalar_invert(out.bytes_.data(), bytes_.data()) == 0);
    return out;
}

bool operator==(const Scalar& a, const Scalar& b) {
    return equal_fixed_time(a.bytes_, b.bytes_);
}

Point Point::from_uniform(std::span<const std::uint8_t, 64> uniform) {
    ensure_sodium();
    Point out;
    crypto_core_ristretto255_from_hash(out.bytes_.data(), uniform.data());
    return out;
}

Point Point::base(const Scalar& scalar) {
    ensure_sodium();
    Point out;
    require(crypto_scalarmult_ristretto255_base(out.bytes_.data(), scalar.bytes().data()) == 0);
    return out;
}

std::optional<Point> Point::decode(std::span<const std::uint8_t, 32> bytes) {
    ensure_sodium();
    Point out;
    std::copy(bytes.begin(), bytes.end(), out.bytes_.begin());
    const bool identity = sodium_is_zero(out.bytes_.data(), out.bytes_.size()) == 1;
    if (identity || crypto_core_ristretto255_is_valid_point(out.bytes_.data()) != 1) return std::nullopt;
    return out;
}

Point Point::times(const Scalar& scalar) const {
    Point out;
    require(crypto_scalarmult_ristretto255(out.bytes_.data(), scalar.bytes().data(), bytes_.data()) == 0);
    return out;
}

std::optional<Point> Point::times(std::span<const std::uint8_t, 32> bytes, const Scalar& scalar) {
    ensure_sodium();
    Point out;
    if (crypto_scalarmult_ristretto255(out.bytes_.data(), scalar.bytes().data(), bytes.data()) != 0)
        return std::nullopt;
    return out;
}

Point operator+(const Point& a, const Point& b) {
    Point out;
    require(crypto_core_ristretto255_add(out.bytes_.data(), a.bytes_.data(), b.bytes_.data()) == 0);
    return out;
}

Point operator-(const Point& a, const Point& b) {
    Point out;
    require(crypto_core_ristretto255_sub(out.bytes_.data(), a.bytes_.data(), b.bytes_.data()) == 0);
    return out;
}

}  // namespace tacit::crypto
