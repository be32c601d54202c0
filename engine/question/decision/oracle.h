#pragma once

#include <span>

#include "api/session.h"

/// Answers that say little each and much together: a limit that moves from session to session finds a number.
namespace tacit::question::decision {

/// A session of the past, whose result this participant has.
struct Past {
    api::Question question;
    api::ResultView result;
    std::string date;  ///< "2026-11-27"
};

/// Sentences, one for each earlier session that together with this question tells more than either alone:
/// the same formula with another limit, with what the two answers would say together; the same once more,
/// which tells of changes; another formula of the same names; a Total of the same names. `earlier`: sessions
/// with somebody who takes part in this one. At most `most_cautions`.
inline constexpr std::size_t most_cautions = 5;
std::vector<std::string> cautions_for(const api::DecisionQuestion& question, std::span<const Past> earlier);

}  // namespace tacit::question::decision
