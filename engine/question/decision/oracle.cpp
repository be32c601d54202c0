#include "question/decision/oracle.h"

#include <algorithm>

#include "question/decision/parser.h"
#include "question/decision/words.h"
#include "question/text.h"

namespace tacit::question::decision {

namespace {

/// The same but for the numbers that are written in it.
bool same_form(const Node& a, const Node& b) {
    return a.op == b.op && a.name == b.name && a.local == b.local && a.comparison == b.comparison &&
           a.index == b.index && a.operands.size() == b.operands.size() &&
           std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), same_form);
}

bool is_limit(const Node& node) {
    return node.op == Op::compare && node.operands[1].op == Op::literal &&
           node.operands[0].op != Op::literal && node.comparison != Comparison::equal &&
           node.comparison != Comparison::different;
}

bool is_upward(Comparison comparison) {
    return comparison == Comparison::greater || comparison == Comparison::greater_or_equal;
}

/// What `node`, or its opposite, says of the number on its left: "above 90".
std::string bound(const Node& node, bool holds) {
    const auto comparison = (holds ? node : opposite_of(node)).comparison;
    return words_of(comparison) + ' ' + grouped(node.operands[1].number);
}

/// Two limits of the same number: the answer to the second that leaves an interval, if there is one.
std::string interval(const Node& now, const Node& before, bool answer_before) {
    const auto known = (answer_before ? before : opposite_of(before)).comparison;
    const auto low = now.operands[1].number, limit = before.operands[1].number;
    // From below one needs a bound from above, and the other way round.
    const bool want_upward = !is_upward(known);
    if (want_upward ? low > limit : low < limit) return {};
    const bool answer = is_upward(now.comparison) == want_upward;
    return ", and if this one is answered " + std::string(answer ? "yes" : "no") + ", " +
           noun_of(now.operands[0]) + " is known to be " + bound(now, answer) + " and " +
           bound(before, answer_before);
}

std::string answer_words(const api::ResultView& result) {
    const auto* decision = std::get_if<api::DecisionResult>(&result);
    if (decision == nullptr || decision->kind != api::AnswerKind::yes_no) return {};
    return decision->answer ? " (answer: yes)" : " (answer: no)";
}

std::string shared_names(const Formula& formula, const std::vector<std::string>& others) {
    std::vector<std::string> shared;
    for (const auto& name : names_of(formula))
        if (std::find(others.begin(), others.end(), name) != others.end()) shared.push_back(name);
    return shared.empty() ? std::string() : quoted_list(shared);
}

std::string about_decision(const Formula& now, const api::DecisionQuestion& asked, const Past& past) {
    const auto before = parse_formula(asked.formula);
    if (!before) return {};
    const auto begin = "On " + past.date + " a Decision with such a partner asked \"" + text_of(*before) +
                       '"' + answer_words(past.result);
    if (before->root == now.root)
        return begin +
               ". This is the same question: if the answer differs, it tells that numbers have "
               "changed, and in which direction.";
    const auto* result = std::get_if<api::DecisionResult>(&past.result);
    const bool limits = is_limit(now.root) && is_limit(before->root) && !now.own && result != nullptr &&
                        now.root.operands[0] == before->root.operands[0];
    if (limits)
        return begin + ". This one asks of the same number with another limit" +
               interval(now.root, before->root, result->answer) + '.';
    if (same_form(now.root, before->root))
        return begin +
               ". This one differs in its numbers only, and the two answers together say more than "
               "either alone.";
    const auto names = shared_names(now, names_of(*before));
    if (names.empty()) return {};
    return begin + ". This one is about " + names +
           " as well, and the two answers together say more than either alone.";
}

std::string about_total(const Formula& now, const api::TotalQuestion& total, const Past& past) {
    const auto names = shared_names(now, total.columns);
    if (names.empty()) return {};
    return "On " + past.date + " a Total with such a partner told the sum of " + names +
           ". What that left open, this Decision can answer.";
}

}  // namespace

std::vector<std::string> cautions_for(const api::DecisionQuestion& question, std::span<const Past> earlier) {
    std::vector<std::string> out;
    const auto now = parse_formula(question.formula);
    if (!now) return out;
    for (const auto& past : earlier) {
        if (out.size() == most_cautions) break;
        if (std::holds_alternative<api::NotForYou>(past.result)) continue;
        std::string text;
        if (const auto* asked = std::get_if<api::DecisionQuestion>(&past.question))
            text = about_decision(*now, *asked, past);
        if (const auto* total = std::get_if<api::TotalQuestion>(&past.question))
            text = about_total(*now, *total, past);
        if (!text.empty()) out.push_back(std::move(text));
    }
    return out;
}

}  // namespace tacit::question::decision
