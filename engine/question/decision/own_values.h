#pragma once

#include <stop_token>

#include "question/decision/circuit.h"
#include "question/definition.h"

/// One's own numbers for a Decision, computed on this computer from a column or typed.
namespace tacit::question::decision {

/// Whether somebody at `place` is asked for a name.
bool is_asked(const Formula& formula, const std::string& name, std::uint16_t place);

/// Parallel to Formula::fields; 0 where `input.place` is not asked. Fault::cell_invalid with what is wrong;
/// column_missing; cancelled.
Result<std::vector<table::Decimal>> own_values(const Formula& formula, const std::vector<Range>& ranges,
                                               const Input& input, const std::stop_token& stop = {});

/// The same looked at for the pre-flight check: notes and problems. The error is for missing columns and
/// cancelling alone.
Status check_own_values(const Formula& formula, const std::vector<Range>& ranges, const Input& input,
                        const std::stop_token& stop, api::ContributionCheck& check);

/// "yes", "no", "true", "false", "1" or "0", in any case.
std::optional<bool> read_vote(std::string_view text);

/// A sample value as it is typed, of a field: Fault::usage with a sentence.
Result<table::Decimal> typed_value(const Field& field, const Range& range, const std::string& text);

}  // namespace tacit::question::decision
