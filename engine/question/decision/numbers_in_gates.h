#pragma once

#include <optional>
#include <vector>

#include "mpc/circuit/builder.h"
#include "question/decision/wide.h"

/// Exact numbers inside a circuit, each with what it can be.
namespace tacit::question::decision {

/// word * unit; the word lies from `low` to `high` and is as narrow as that allows. The unit is positive: a
/// multiplication by a constant changes it and makes no gates.
struct GateNumber {
    mpc::circuit::Word word;
    Wide low, high;
    Rational unit{Wide(1)};
    bool constant() const { return low == high; }
};

/// Everything here gives nothing where a word or a factor would become too wide (circuit.h).
class NumbersInGates {
  public:
    explicit NumbersInGates(mpc::circuit::Builder& builder) : builder_(builder) {}

    static GateNumber constant(const Rational& value);
    /// Two's complement; or, `unsigned_bits`, without a sign.
    GateNumber input(std::uint8_t participant, std::size_t bits, bool unsigned_bits, const Rational& unit);

    using Maybe = std::optional<GateNumber>;
    Maybe times(const GateNumber& x, const Rational& factor);
    Maybe sum(std::vector<GateNumber> numbers);
    GateNumber negative(const GateNumber& x);
    Maybe least(std::vector<GateNumber> numbers);
    Maybe most(std::vector<GateNumber> numbers);
    Maybe choose(mpc::circuit::Wire condition, const GateNumber& then, const GateNumber& otherwise);
    /// The k-th smallest, k from 0.
    Maybe ranked(std::vector<GateNumber> numbers, std::size_t k);
    /// All in one unit, for comparisons.
    bool align(std::vector<GateNumber>& numbers);
    GateNumber count(const std::vector<mpc::circuit::Wire>& conditions);

  private:
    GateNumber fitted(mpc::circuit::Word word, const Wide& low, const Wide& high, const Rational& unit) const;
    bool scale(GateNumber& x, const Rational& unit);
    template <class Pick>
    Maybe extreme(std::vector<GateNumber> numbers, Pick pick, bool smallest);

    mpc::circuit::Builder& builder_;
};

mpc::circuit::Word constant_word(const Wide& value);

}  // namespace tacit::question::decision
