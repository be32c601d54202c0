#pragma once

#include "api/decision.h"
#include "api/session.h"
#include "question/decision/circuit.h"

/// From a question as people fill it in to what can be computed, and what the windows show of it meanwhile.
namespace tacit::question::decision {

/// A formula with its ranges, before one knows among how many.
struct Asked {
    Formula formula;
    std::vector<Range> ranges;  ///< parallel to Formula::fields
};
/// Of formula and ranges, one value or the problem.
struct AskedReading {
    std::optional<Asked> asked;
    std::optional<api::FormulaProblem> problem;
};
AskedReading read_asked(const api::DecisionQuestion& question);
/// As a Result: Fault::usage with the sentence.
Result<Asked> asked_of(const api::DecisionQuestion& question);

/// Bits by place. Places that are not there are left out.
std::uint32_t recipients_of(const api::DecisionQuestion& question, std::uint16_t participants);

/// What can run among so many; the circuit is within what the protocols take. Fault::usage with a sentence.
struct Prepared {
    Setting setting;
    Compiled compiled;
};
Result<Prepared> prepare(const api::DecisionQuestion& question, std::uint16_t participants);

/// ANDs that the protocol among so many takes.
std::uint64_t most_gates(std::uint16_t participants);

/// api::Engine::read_formula.
api::FormulaReading reading_of(const api::DecisionQuestion& question, std::uint16_t participants);

/// api::Engine::try_formula.
Result<std::vector<api::DecisionResult>> try_out(const api::DecisionQuestion& question,
                                                 std::uint16_t participants,
                                                 const std::vector<std::vector<std::string>>& samples);

/// `names` by place.
api::DecisionResult result_of(const Formula& formula, const Answer& answer,
                              const std::vector<std::string>& names);

/// Who is asked, as AskedColumn::places.
std::vector<std::uint16_t> places_of(const Formula& formula, const std::string& name,
                                     std::uint16_t participants);

}  // namespace tacit::question::decision
