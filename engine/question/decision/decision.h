#pragma once

#include "api/question.h"

namespace tacit::question {

/// The place of Decision (a yes or no over everybody's values) in the catalogue. It has a card only, which
/// says that it comes; it becomes a Definition with the engine for authenticated circuits.
api::QuestionCard decision_card();

}  // namespace tacit::question
