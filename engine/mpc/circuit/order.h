#pragma once

#include <span>
#include <vector>

#include "mpc/circuit/builder.h"

/// Comparing, choosing and sorting signed integers. Operands may differ in width; results are as wide as the
/// widest operand.
namespace tacit::mpc::circuit {

// n ANDs for n bits.
Wire less(Builder& builder, const Word& x, const Word& y);
Wire less_or_equal(Builder& builder, const Word& x, const Word& y);
Wire greater(Builder& builder, const Word& x, const Word& y);
Wire greater_or_equal(Builder& builder, const Word& x, const Word& y);
/// Of non-negative integers whose bits, without a sign, are the words'.
Wire less_unsigned(Builder& builder, const Word& x, const Word& y);

// n - 1 ANDs in depth log2(n).
Wire equal(Builder& builder, const Word& x, const Word& y);
Wire is_zero(Builder& builder, const Word& x);
/// Whether all are 1; true for none. any_true: whether one is.
Wire all_true(Builder& builder, std::vector<Wire> bits);
Wire any_true(Builder& builder, std::vector<Wire> bits);

/// n ANDs.
Word mux(Builder& builder, Wire condition, const Word& if_true, const Word& if_false);

// 2n ANDs.
Word min(Builder& builder, const Word& x, const Word& y);
Word max(Builder& builder, const Word& x, const Word& y);

/// Ascending. Batcher's odd-even merge sort for any number of words (Batcher 1968; Knuth, The Art of Computer
/// Programming 3, 5.2.2, algorithm M): 2n ANDs per comparator, n log2(n)^2 / 4 comparators or so.
std::vector<Word> sorted(Builder& builder, std::span<const Word> words);
/// The k-th smallest, k from 0 and below words.size(): what is left of a sort if only this one is needed.
Word kth_smallest(Builder& builder, std::span<const Word> words, std::size_t k);

/// Four times a quartile of words in ascending order, exact: 0 the least, 1, 2 the median, 3, 4 the largest.
/// Quartile q stands at place q (n - 1) / 4, on the straight line between two neighbours: definition 7 of
/// Hyndman and Fan, "Sample quantiles in statistical packages", 1996; QUARTILE.INC of spreadsheets. At least
/// one word; two bits wider than the widest.
Word quartile_times_four(Builder& builder, std::span<const Word> ascending, unsigned quartile);

/// The same for each of `quartiles`, of those words alone whose wire in `present` is 1; how many these are
/// stays inside. Zeros if none is.
std::vector<Word> quartiles_of_present(Builder& builder, std::span<const Word> words,
                                       std::span<const Wire> present, std::span<const unsigned> quartiles);

}  // namespace tacit::mpc::circuit
