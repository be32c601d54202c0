#pragma once

#include <QString>
#include <map>
#include <string>
#include <vector>

#include "api/engine.h"

namespace tacit::ui {

/// What the organizer answers about a Decision: a template that is filled in, or a formula of their own; and
/// who learns the answer, if it is not one of the usual groups.
struct DecisionAnswers {
    bool own = false;          ///< the formula instead of the template
    std::string templateName;  ///< empty = none chosen yet
    std::map<std::pair<std::string, std::string>, std::string> slots;  ///< {template, slot} -> as typed
    QString formula;
    struct Limits {
        QString smallest, largest;  ///< as typed; empty: none
        QString unit;
    };
    /// By api::FormulaRange::name. Those of numbers that the formula does not have are of no say.
    std::map<std::string, Limits> limits;
    bool named = false;                 ///< those of `places` alone learn the answer
    std::vector<std::uint16_t> places;  ///< ascending; 0 = the organizer
};

const api::DecisionTemplate* chosenTemplate(const std::vector<api::DecisionTemplate>& templates,
                                            const DecisionAnswers& answers);
/// What stands in a slot: as typed, or the first choice where there are choices.
std::string slotValue(const api::DecisionTemplate& from, const api::TemplateSlot& slot,
                      const DecisionAnswers& answers);
/// Whether a slot is asked at all, as the others are filled in.
bool slotAsked(const api::DecisionTemplate& from, const api::TemplateSlot& slot,
               const DecisionAnswers& answers);
/// The title of the first slot that still needs a value; empty if none does.
QString missingSlot(const api::DecisionTemplate& from, const DecisionAnswers& answers);

/// The question that is asked. Fault::usage with a sentence for people: nothing is chosen yet, a slot is
/// empty, a value does not fit, which begins with the slot's title and a colon. Whether the formula is in
/// order is told by Engine::read_formula.
Result<api::DecisionQuestion> decisionQuestion(const api::Engine& engine,
                                               const std::vector<api::DecisionTemplate>& templates,
                                               const DecisionAnswers& answers, api::Recipients to);

/// Whether own data for the one is own data for the other.
bool sameAsked(const std::vector<api::AskedColumn>& one, const std::vector<api::AskedColumn>& other);

/// A name as formulas have it: with quotes where a bare word would not do.
QString inFormula(const QString& name);
/// How many characters of the text the first `bytes` bytes of its UTF-8 are: the engine counts in those.
int charactersOf(const QString& text, std::size_t bytes);

}  // namespace tacit::ui
