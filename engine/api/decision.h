#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/question.h"

/// What windows need to put a Decision together: a formula's reading while it is typed, a try-out, templates.
/// Plain values; the engine (api/engine.h) makes them.
namespace tacit::api {

/// What is wrong with a formula, and where.
struct FormulaProblem {
    std::size_t begin = 0, end = 0;  ///< bytes of the text; both its length where something is missing there
    std::size_t character = 1;       ///< the same for people: characters counted from 1; 0 = not at a place
    std::string text;                ///< a sentence: what is wrong, and what may stand there
    std::string range{};             ///< the DecisionRange::name that it is about, if it is about one
    bool about_unit = false;         ///< with `range`: its unit, not its limits
};

/// A name that a formula asks numbers, or yes or no, for.
struct FormulaName {
    std::string name;
    bool vote = false;                    ///< a yes or no instead of a number
    std::vector<std::uint16_t> places{};  ///< who is asked; empty = everybody
    std::string purpose{};                ///< as AskedColumn::purpose
    std::string low{}, high{};            ///< its range, declared or not; empty for a vote
    bool declared = false;                ///< whether the question declares it
};

/// A number of each participant that may have a declared range.
struct FormulaRange {
    std::string name;           ///< as DecisionRange::name
    std::string what;           ///< "total of the column, or a typed number"
    std::string low{}, high{};  ///< declared or not
    bool declared = false;
    bool takes_unit = true;  ///< a mere count has none
};

/// What a formula says.
struct FormulaReading {
    std::optional<FormulaProblem> problem;  ///< if there, names alone may be filled besides
    std::vector<FormulaName> names;         ///< in the order of ProposalText::asked
    std::vector<FormulaRange> ranges;       ///< of its numbers, in the order of the text
    std::string question;                   ///< "Is the combined total of exposure above 1,000,000?"
    AnswerKind kind = AnswerKind::yes_no;
    bool own = false;              ///< each recipient learns an answer of their own
    bool may_be_withheld = false;  ///< "if C then X": no answer where C does not hold
    /// What somebody who learns the answer and knows their own number can conclude: complete sentences.
    std::vector<std::string> reveals;
    std::uint64_t gates = 0;  ///< ANDs of the circuit
    std::uint64_t bytes = 0;  ///< that each participant sends
};

/// What a template is filled in with.
struct TemplateSlot {
    enum class Kind {
        name,    ///< of a field: any text
        number,  ///< a decimal as it is typed: "-12.50"
        whole,   ///< a whole number from 1 up
        choice,  ///< one of `choices`
    };
    struct Choice {
        std::string value, title;
    };
    std::string name;   ///< as DecisionParameter::name
    std::string title;  ///< "Limit"
    Kind kind = Kind::name;
    std::vector<Choice> choices{};
    std::string example{};  ///< a value that fits
    /// Shown only where that other slot has that value; empty = always. Elsewhere no value is given.
    std::string only_if{}, only_value{};
};

struct DecisionTemplate {
    std::string name;     ///< "total-limit"
    std::string title;    ///< "Combined total against a limit"
    std::string purpose;  ///< one sentence
    std::vector<TemplateSlot> slots;
    std::uint16_t most_partners = 7;
    // The template filled in with the examples of its slots, among three, or two where that is the most:
    std::string formula;
    std::string question;
    std::vector<std::string> reveals;
};

}  // namespace tacit::api
