#pragma once

#include <optional>
#include <span>

#include "base/bytes.h"
#include "crypto/random.h"

namespace tacit::crypto {

/// An element of the prime field of order 2^252 + 27742317777372353535851937790883648493 (the group order of
/// ristretto255), canonical, little-endian. Arithmetic is libsodium's, in fixed time.
class Scalar {
  public:
    Scalar() = default;  ///< zero
    static Scalar random(Random& random);
    static Scalar random_nonzero(Random& random);
    static Scalar from_u64(std::uint64_t value);
    /// Reduces 64 uniform bytes.
    static Scalar reduce(std::span<const std::uint8_t, 64> wide);
    /// Nothing unless canonical (below the order).
    static std::optional<Scalar> decode(std::span<const std::uint8_t, 32> bytes);

    const ByteArray<32>& bytes() const { return bytes_; }
    bool is_zero() const;

    friend Scalar operator+(const Scalar& a, const Scalar& b);
    friend Scalar operator-(const Scalar& a, const Scalar& b);
    friend Scalar operator*(const Scalar& a, const Scalar& b);
    Scalar negated() const;
    Scalar inverted() const;                                   ///< of a non-zero scalar
    friend bool operator==(const Scalar& a, const Scalar& b);  ///< in fixed time

  private:
    ByteArray<32> bytes_{};
};

/// An element of ristretto255 (RFC 9496) in its canonical 32-byte encoding.
class Point {
  public:
    /// The element derivation of RFC 9496 section 4.3.4 from 64 uniform bytes.
    static Point from_uniform(std::span<const std::uint8_t, 64> uniform);
    static Point base(const Scalar& scalar);
    /// Nothing for a non-canonical encoding and for the identity: no honest message holds either.
    static std::optional<Point> decode(std::span<const std::uint8_t, 32> bytes);

    const ByteArray<32>& bytes() const { return bytes_; }
    /// scalar * this. `scalar` must not be zero: then the result is never the identity.
    Point times(const Scalar& scalar) const;
    /// The same for an encoding that decode would take, and nothing for any other: it decodes only once.
    static std::optional<Point> times(std::span<const std::uint8_t, 32> bytes, const Scalar& scalar);
    friend Point operator+(const Point& a, const Point& b);
    friend Point operator-(const Point& a, const Point& b);
    friend bool operator==(const Point& a, const Point& b) { return a.bytes_ == b.bytes_; }
    friend auto operator<=>(const Point& a, const Point& b) { return a.bytes_ <=> b.bytes_; }

  private:
    ByteArray<32> bytes_{};
};

}  // namespace tacit::crypto
