#pragma once

#include "question/decision/clear.h"
#include "question/decision/formula.h"

/// What an answer tells somebody who knows their own number.
namespace tacit::question::decision {

/// One conclusion, by an example. It is exact: whatever the others brought, the answer is this one if and
/// only if the claim holds. The tests try that out over small domains.
struct Inference {
    /// In the middle of a sentence: "if the answer is yes and your own total is 10, you know that the other
    /// one's total is above 90".
    std::string text;
    std::uint16_t knower = 0;           ///< place
    std::vector<table::Decimal> own{};  ///< the knower's, parallel to Formula::fields
    Answer answer{};
    std::string claim{};  ///< a formula that says the same as the text
    /// Whether the claim is about the others alone, the knower taken out; else about all.
    bool over_others = true;
};

/// Of the forms that templates have; empty for other formulas. `recipients`: who learns the answer.
std::vector<Inference> inferences(const Formula& formula, std::uint16_t participants,
                                  std::uint32_t recipients);

/// The same as sentences; for other formulas one that says how to find out.
std::vector<std::string> reveals_of(const Formula& formula, std::uint16_t participants,
                                    std::uint32_t recipients);

}  // namespace tacit::question::decision
