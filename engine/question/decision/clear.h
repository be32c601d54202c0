#pragma once

#include <vector>

#include "base/result.h"
#include "question/decision/formula.h"
#include "question/decision/wide.h"

/// A formula computed in the clear, in exact fractions: for tests, rehearsals and the try-out. Nothing of it
/// is shared with the circuit but the formula itself.
namespace tacit::question::decision {

/// By participant, then parallel to Formula::fields; a vote is 1 or 0. What one is not asked is not looked
/// at.
using Values = std::vector<std::vector<table::Decimal>>;

struct Answer {
    api::AnswerKind kind = api::AnswerKind::yes_no;
    bool withheld = false;
    bool yes = false;
    std::uint32_t who = 0;  ///< bit by place
    Rational number;
    friend bool operator==(const Answer&, const Answer&) = default;
};

/// What the recipient at `place` learns. Fault::usage where numbers become too large for Rational, which no
/// formula does that circuit_of (circuit.h) accepts.
Result<Answer> evaluate(const Formula& formula, const Values& values, std::uint16_t place = 0);

/// Of a node that is_constant, among so many. Not `good` after a division by zero.
Rational constant_value(const Node& node, std::uint16_t participants);

}  // namespace tacit::question::decision
