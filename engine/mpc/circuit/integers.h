#pragma once

#include <cstdint>
#include <span>

#include "mpc/circuit/builder.h"

/// Arithmetic over signed integers of any width. Without a chosen width a result is exact, and as wide as
/// that takes; with one it is the exact result modulo 2^width. A Boolean word of 0 and -1 is one bit wide.
/// Gates: Kolesnikov, Sadeghi and Schneider, "Improved garbled circuit building blocks", CANS 2009.
namespace tacit::mpc::circuit {

/// `value` must fit.
Word constant(std::int64_t value, std::size_t bits);
/// The number 0 or 1, two bits wide.
Word from_bit(Wire bit);

/// Sign extension, or the low bits.
Word resized(const Word& x, std::size_t bits);
/// x * 2^bits; floor(x / 2^bits). No gates.
Word shifted_left(const Word& x, std::size_t bits);
Word shifted_right(const Word& x, std::size_t bits);

/// Bit by bit, as wide as the wider one.
Word bitwise_and(Builder& builder, const Word& x, const Word& y);
Word bitwise_or(Builder& builder, const Word& x, const Word& y);
Word bitwise_xor(Builder& builder, const Word& x, const Word& y);
Word bitwise_not(const Word& x);

// n ANDs for n + 1 bits of two n-bit words, n - 1 for n bits.
Word add(Builder& builder, const Word& x, const Word& y);
Word add(Builder& builder, const Word& x, const Word& y, std::size_t width);
Word subtract(Builder& builder, const Word& x, const Word& y);
Word subtract(Builder& builder, const Word& x, const Word& y, std::size_t width);
Word negate(Builder& builder, const Word& x);
Word negate(Builder& builder, const Word& x, std::size_t width);
/// One bit wider than x, because of the smallest value.
Word absolute(Builder& builder, const Word& x);

/// As wide as both together. Schoolbook: 2n^2 - n ANDs; modulo 2^n n^2 - n + 1. The sparser factor last.
Word multiply(Builder& builder, const Word& x, const Word& y);
Word multiply(Builder& builder, const Word& x, const Word& y, std::size_t width);

/// x / divisor, divisor > 0, truncated towards zero (as C++ does), as wide as x. About n * log2(divisor)
/// ANDs.
Word divide(Builder& builder, const Word& x, std::uint64_t divisor);

/// Of non-negative integers whose bits are given without a sign, least significant first: floor(x / y), as
/// many bits as x. All ones if y is 0. Non-restoring.
std::vector<Wire> divide_unsigned(Builder& builder, const std::vector<Wire>& x, const std::vector<Wire>& y);

/// Exact sum by a carry-save tree (Wallace 1964): as wide as no sum overflows; about n ANDs per word. At
/// least one word.
Word sum(Builder& builder, std::span<const Word> words);
Word sum(Builder& builder, std::span<const Word> words, std::size_t width);
/// How many are 1; never negative. Fewer than bits.size() ANDs. At least one bit.
Word count_true(Builder& builder, std::span<const Wire> bits);

}  // namespace tacit::mpc::circuit
