#include "question/decision/words.h"

#include <algorithm>

#include "question/decision/types.h"
#include "question/text.h"

namespace tacit::question::decision {

namespace {

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
        case Comparison::equal:
            return Comparison::different;
        case Comparison::different:
            return Comparison::equal;
    }
    return comparison;
}

/// "100 EUR", "5 %".
std::string with_unit(const std::string& number, const std::string& unit) {
    return unit.empty() ? number : number + ' ' + unit;
}

/// One's own number for a name.
std::string own_words(const Node& field) {
    const auto name = in_formula(field.name);
    switch (field.local) {
        case Local::sum:
            return name;
        case Local::count:
            return "number of filled cells of " + name;
        case Local::smallest:
            return "smallest value of " + name;
        case Local::largest:
            return "largest value of " + name;
        case Local::average:
            return "average value of " + name;
    }
    return name;
}

bool is_simple(const Node& node) {
    switch (node.op) {
        case Op::negate:
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::choose:
            return false;
        default:
            return true;
    }
}

std::string bracketed(const Node& node) {
    return is_simple(node) ? noun_of(node) : '(' + noun_of(node) + ')';
}

/// A field is "exposure", anything else stands in brackets.
std::string own_noun(const Node& node) {
    return node.op == Op::field ? own_words(node) : '(' + noun_of(node) + ')';
}

std::string of_all(const std::string& what, const Node& operand) {
    if (operand.op == Op::field && operand.local == Local::sum) return what + in_formula(operand.name);
    return what + "each one's " + own_noun(operand);
}

std::string list_of(const std::vector<Node>& nodes) {
    std::string out;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        out += (i == 0 ? "" : i + 1 == nodes.size() ? " and " : ", ") + bracketed(nodes[i]);
    return out;
}

std::string possessive(std::uint16_t place) {
    return place_words(place) + "'s ";
}

std::string quartile_words(std::uint16_t index) {
    return index == 1 ? "the lower quartile of " : index == 2 ? "the median of " : "the upper quartile of ";
}

std::string who_says(const Node& node) {
    const auto& operand = node.operands[0];
    const bool vote = operand.op == Op::vote;
    switch (node.op) {
        case Op::all:
            return vote ? "everybody says yes to " + in_formula(operand.name)
                        : "of every participant it is true that " + clause_of(operand);
        case Op::any:
            return vote ? "at least one participant says yes to " + in_formula(operand.name)
                        : "of at least one participant it is true that " + clause_of(operand);
        case Op::none:
            return vote ? "nobody says yes to " + in_formula(operand.name)
                        : "of no participant it is true that " + clause_of(operand);
        case Op::mine:
            return vote ? "you yourself say yes to " + in_formula(operand.name)
                        : "of yourself it is true that " + clause_of(operand);
        default:
            return vote ? place_words(node.index) + " says yes to " + in_formula(operand.name)
                        : "of " + place_words(node.index) + " it is true that " + clause_of(operand);
    }
}

std::string counted_words(const Node& operand) {
    if (operand.op == Op::field) return "the number of participants";
    if (operand.op == Op::vote)
        return "the number of participants who say yes to " + in_formula(operand.name);
    return "the number of participants of whom it is true that " + clause_of(operand);
}

/// A side of a comparison, which no word around it binds tighter than its own.
std::string side(const Node& node) {
    return node.op == Op::choose ? bracketed(node) : noun_of(node);
}

std::string predicate(const Node& node) {
    const auto limit = side(node.operands[1]);
    if (node.op == Op::between) return "between " + limit + " and " + side(node.operands[2]);
    return words_of(node.comparison) + ' ' + limit;
}

std::string joined(const Node& node, const std::string& word) {
    std::string out;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& x = node.operands[i];
        const bool brackets = (x.op == Op::conjunction || x.op == Op::disjunction) && x.op != node.op;
        out += (i > 0 ? ' ' + word + ' ' : "") + (brackets ? '(' + clause_of(x) + ')' : clause_of(x));
    }
    return out;
}

std::string extreme_words(const Node& node) {
    return (node.op == Op::highest ? "the highest " : "the lowest ") + own_noun(node.operands[0]);
}

const Node& answer_node(const Formula& formula) {
    return formula.root.op == Op::withheld ? formula.root.operands[1] : formula.root;
}

std::string names_text(std::uint32_t who, const std::vector<std::string>& names) {
    std::vector<std::string> chosen;
    for (std::size_t i = 0; i < names.size(); ++i)
        if ((who >> i & 1) != 0) chosen.push_back(names[i]);
    std::string out;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        out += (i == 0 ? "" : i + 1 == chosen.size() ? " and " : ", ") + chosen[i];
    return out;
}

}  // namespace

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
        case Comparison::equal:
            return "equal to";
        case Comparison::different:
            return "different from";
    }
    return {};
}

std::string place_words(std::uint16_t place) {
    if (place == 0) return "the organizer";
    return place == the_partner ? "the partner" : "partner " + std::to_string(place);
}

std::string sentence(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text + '.';
}

std::string noun_of(const Node& node) {
    const auto& x = node.operands;
    switch (node.op) {
        case Op::literal:
            return with_unit(grouped(node.number), node.unit);
        case Op::field:
            return "their " + own_words(node);
        case Op::negate:
            return "minus " + bracketed(x[0]);
        case Op::add:
            return (x[0].op == Op::add ? noun_of(x[0]) : bracketed(x[0])) + " plus " + bracketed(x[1]);
        case Op::subtract:
            return bracketed(x[0]) + " minus " + bracketed(x[1]);
        case Op::multiply:
            return bracketed(x[0]) + " times " + bracketed(x[1]);
        case Op::divide:
            return bracketed(x[0]) + " divided by " + bracketed(x[1]);
        case Op::least:
            return "the smallest of " + list_of(x);
        case Op::most:
            return "the largest of " + list_of(x);
        case Op::sum:
            return of_all("the combined total of ", x[0]);
        case Op::min:
            return of_all("the smallest ", x[0]);
        case Op::max:
            return of_all("the largest ", x[0]);
        case Op::average:
            return of_all("the average ", x[0]) + " of a participant";
        case Op::quartile:
            return of_all(quartile_words(node.index), x[0]) + " over the participants";
        case Op::count:
            return counted_words(x[0]);
        case Op::of_place:
            return possessive(node.index) + own_noun(x[0]);
        case Op::mine:
            return "your own " + own_noun(x[0]);
        case Op::choose:
            return noun_of(x[1]) + " if " + clause_of(x[0]) + ", else " + noun_of(x[2]);
        default:
            return {};
    }
}

std::string clause_of(const Node& node) {
    const auto& x = node.operands;
    switch (node.op) {
        case Op::vote:
            return "they say yes to " + in_formula(node.name);
        case Op::compare:
        case Op::between:
            return side(x[0]) + " is " + predicate(node);
        case Op::conjunction:
            return joined(node, "and");
        case Op::disjunction:
            return joined(node, "or");
        case Op::negation:
            return "it is not so that " + (x[0].op == Op::conjunction || x[0].op == Op::disjunction
                                               ? '(' + clause_of(x[0]) + ')'
                                               : clause_of(x[0]));
        case Op::choose:
            return "(if " + clause_of(x[0]) + ": " + clause_of(x[1]) + "; else: " + clause_of(x[2]) + ')';
        default:
            return who_says(node);
    }
}

Node opposite_of(const Node& node) {
    Node out = node;
    switch (node.op) {
        case Op::compare:
            out.comparison = opposite(node.comparison);
            return out;
        case Op::negation:
            return node.operands[0];
        case Op::any:
            out.op = Op::none;
            return out;
        case Op::none:
            out.op = Op::any;
            return out;
        default:
            out = {};
            out.op = Op::negation;
            out.operands.push_back(node);
            return out;
    }
}

std::string question_of(const Formula& formula) {
    const auto& node = answer_node(formula);
    const auto condition =
        formula.root.op == Op::withheld ? ", if " + clause_of(formula.root.operands[0]) : std::string();
    switch (formula.kind) {
        case api::AnswerKind::yes_no:
            if (node.op == Op::compare || node.op == Op::between)
                return "Is " + side(node.operands[0]) + ' ' + predicate(node) + '?';
            return "Is it true that " + clause_of(node) + '?';
        case api::AnswerKind::names:
            return "Who has " + extreme_words(node) + condition + '?';
        case api::AnswerKind::number:
            return "What is " + noun_of(node) + condition + '?';
    }
    return {};
}

std::string meaning_of(const Formula& formula, const Answer& answer, const std::vector<std::string>& names) {
    const auto& node = answer_node(formula);
    if (answer.withheld)
        return "There is no answer: " + clause_of(opposite_of(formula.root.operands[0])) + '.';
    switch (formula.kind) {
        case api::AnswerKind::yes_no:
            return sentence(clause_of(answer.yes ? node : opposite_of(node)));
        case api::AnswerKind::names: {
            const bool one = (answer.who & (answer.who - 1)) == 0;
            return names_text(answer.who, names) + (one ? " has " : " share ") + extreme_words(node) + '.';
        }
        case api::AnswerKind::number: {
            const auto shown = decimal_text(answer.number);
            return sentence(side(node) + " is " + (shown.rounded ? "about " : "") +
                            with_unit(shown.text, formula.unit));
        }
    }
    return {};
}

std::string learnt(const Formula& formula) {
    const auto& node = answer_node(formula);
    std::string out;
    switch (formula.kind) {
        case api::AnswerKind::yes_no:
            return "a yes or no: whether " + clause_of(node);
        case api::AnswerKind::names:
            out = "who has " + extreme_words(node) + ", by name alone";
            break;
        case api::AnswerKind::number:
            out = "a number: " + noun_of(node);
            break;
    }
    if (formula.root.op == Op::withheld)
        out +=
            "; but only if " + clause_of(formula.root.operands[0]) + ", else nothing but that this is not so";
    return out;
}

std::string number_words(Local local) {
    switch (local) {
        case Local::sum:
            return "total of the column, or a typed number";
        case Local::count:
            return "number of filled cells";
        case Local::smallest:
            return "smallest value of the column";
        case Local::largest:
            return "largest value of the column";
        case Local::average:
            return "average of the column, to six places";
    }
    return {};
}

std::string purpose_of(const Formula& formula, const std::string& name) {
    std::vector<std::string> own;
    bool vote = false;
    for (const auto& field : formula.fields) {
        if (field.name != name) continue;
        vote = field.vote;
        own.push_back(field.local == Local::sum        ? "total"
                      : field.local == Local::count    ? "number of filled cells"
                      : field.local == Local::smallest ? "smallest value"
                      : field.local == Local::largest  ? "largest value"
                                                       : "average, rounded to six places,");
        if (!field.unit.empty()) own.back() += " in " + field.unit;
    }
    if (vote) return "your own yes or no, which enters encrypted";
    std::string list;
    for (std::size_t i = 0; i < own.size(); ++i)
        list += (i == 0 ? "" : i + 1 == own.size() ? " and " : ", ") + own[i];
    const bool sum = formula.root.op == Op::compare && formula.root.operands[0].op == Op::sum &&
                     formula.root.operands[0].operands[0].op == Op::field && own.size() == 1;
    return "of which your own " + list + ", or a number that you type, enters " +
           (sum ? "the sum" : "the computation");
}

}  // namespace tacit::question::decision
