#include "question/decision/words.h"

#include "question/text.h"

namespace tacit::question::decision {

namespace {

std::string words_of(Comparison comparison) {
    switch (comparison) {
        case Comparison::greater:
            return "above";
        case Comparison::greater_or_equal:
            return "at least";
        case Comparison::less:
            return "below";
        case Comparison::less_or_equal:
            return "at most";
    }
    return {};
}

Comparison opposite(Comparison comparison) {
    switch (comparison) {
        case Comparison::greater:
            return Comparison::less_or_equal;
        case Comparison::greater_or_equal:
            return Comparison::less;
        case Comparison::less:
            return Comparison::greater_or_equal;
        case Comparison::less_or_equal:
            return Comparison::greater;
    }
    return comparison;
}

std::string subject(const Formula& formula) {
    return "the combined total of " + in_formula(formula.left.name);
}

std::string predicate(const Formula& formula) {
    return words_of(formula.comparison) + ' ' + grouped(formula.right);
}

}  // namespace

std::string question_of(const Formula& formula) {
    return "Is " + subject(formula) + ' ' + predicate(formula) + '?';
}

std::string meaning_of(const Formula& formula, bool answer) {
    auto true_one = formula;
    if (!answer) true_one.comparison = opposite(formula.comparison);
    auto text = subject(true_one) + " is " + predicate(true_one) + '.';
    text[0] = 'T';
    return text;
}

std::string whether(const Formula& formula) {
    return "whether " + subject(formula) + " is " + predicate(formula);
}

std::string inference(const Formula& formula, std::uint16_t participants) {
    const auto limit = formula.right.micros();
    // A tenth of the limit, where that is a round number; else ten.
    const table::Decimal own = limit != 0 && limit % (10 * table::Decimal::scale) == 0
                                   ? table::Decimal(limit / 10)
                                   : table::Decimal::whole(10);
    return "if the answer is yes and your own total is " + grouped(own) + ", you know that the " +
           (participants == 2 ? "other one's total is " : "others' totals together are ") +
           words_of(formula.comparison) + ' ' + grouped(formula.right - own);
}

}  // namespace tacit::question::decision
