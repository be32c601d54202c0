#pragma once

#include <QString>

#include "api/decision.h"
#include "api/session.h"

namespace tacit::ui {

/// "The answer is a yes or no, the same for everybody who learns it."
QString answerKindText(const api::FormulaReading& reading);
/// The answer itself, short: "Yes", "Alder and Birch", "1,250.50", "No answer".
QString answerText(const api::DecisionResult& result);
/// What is known besides: "As agreed, ...".
QString answerNote(const api::DecisionResult& result);
/// "You", "Partner 1", ...: before anybody has joined, seen by the organizer.
QString placeText(std::uint16_t place);

}  // namespace tacit::ui
