#include "question/decision/proposal.h"

#include <bit>

#include "question/decision/protection.h"
#include "question/decision/reveals.h"
#include "question/decision/words.h"
#include "question/text.h"

namespace tacit::question::decision {

namespace {

std::string all_of(std::uint16_t participants) {
    return participants == 2 ? "both participants" : "all " + std::to_string(participants) + " participants";
}

/// "the organizer and partner 2"; of two participants the partner has no number.
std::string people(std::uint32_t who, std::uint16_t participants) {
    std::vector<std::string> names;
    for (std::uint16_t place = 0; place < participants; ++place)
        if ((who >> place & 1) != 0)
            names.push_back(place_words(participants == 2 && place == 1 ? the_partner : place));
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i)
        out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return out;
}

std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

void describe_recipients(const Setting& setting, api::ProposalText& text) {
    const auto n = setting.participants;
    const auto everyone = (std::uint32_t{1} << n) - 1;
    const auto learn = setting.recipients & everyone;
    const auto answer = (setting.formula.own ? "an answer of their own, " : "") + learnt(setting.formula) +
                        ", over " + all_of(n) + '.';
    const bool all = learn == everyone, partners = learn == (everyone & ~std::uint32_t{1});
    if (all) {
        text.learns.push_back(
            {n == 2 ? "Both participants" : "Everyone", (n == 2 ? "learn " : "learns ") + answer});
        return;
    }
    const std::string who = partners && n > 2 ? "The partners" : capital(people(learn, n));
    text.learns.push_back({who, (std::popcount(learn) == 1 ? "learns " : "learn ") + answer});
    const auto rest = everyone & ~learn;
    const std::string others =
        rest == (everyone & ~std::uint32_t{1}) && n > 2 ? "The partners" : capital(people(rest, n));
    text.never.push_back(others + (std::popcount(rest) == 1 ? " learns" : " learn") +
                         " nothing, not even the answer.");
}

bool is_limit_of_a_total(const Formula& formula) {
    const auto& root = formula.root;
    return root.op == Op::compare && root.operands[0].op == Op::sum &&
           root.operands[0].operands[0].op == Op::field && root.operands[1].op == Op::literal;
}

void describe_never(const Setting& setting, api::ProposalText& text) {
    const auto& formula = setting.formula;
    if (is_limit_of_a_total(formula))
        text.never.emplace_back("Nobody learns the combined total, or how far it is from the limit.");
    else if (formula.own)
        text.never.emplace_back(
            "Nobody learns another participant's answer, or anything that is computed on the way to it.");
    else
        text.never.emplace_back("Nobody learns anything that is computed on the way to the answer.");
    text.never.emplace_back(
        formula.kind == api::AnswerKind::number
            ? "Nobody sees a row of anybody's table, or how many rows there are."
            : "Nobody sees a row, a single value, another participant's number, or how many rows there are.");
}

void describe_ranges(const Setting& setting, api::ProposalText& text) {
    for (std::size_t f = 0; f < setting.ranges.size(); ++f) {
        const auto& range = setting.ranges[f];
        if (!range.declared) continue;
        const auto& unit = setting.formula.fields[f].unit;
        Node field;
        field.op = Op::field;
        field.name = setting.formula.fields[f].name;
        field.local = setting.formula.fields[f].local;
        text.beware.push_back("Everybody's " + text_of(field) + " has to be from " + grouped(range.low) +
                              " to " + grouped(range.high) + (unit.empty() ? "" : ' ' + unit) +
                              ". What an altered program puts in beyond counts as the nearer of the two.");
    }
}

void describe_limits(const Setting& setting, api::ProposalText& text) {
    const auto n = setting.participants;
    const auto learn = setting.recipients & ((std::uint32_t{1} << n) - 1);
    const auto reveals = inferences(setting.formula, n, learn);
    if (is_limit_of_a_total(setting.formula) && !reveals.empty())
        text.beware.push_back("Whoever learns the answer can subtract their own total: " + reveals[0].text +
                              '.');
    for (const auto& one : reveals_of(setting.formula, n, learn))
        if (!is_limit_of_a_total(setting.formula) || one != sentence(reveals[0].text))
            text.beware.push_back(one);
    text.beware.emplace_back(
        is_limit_of_a_total(setting.formula)
            ? "Each further session about the same numbers with another limit narrows the total down."
            : "Each further session about the same numbers with another formula narrows them down.");
    if (n > 2) {
        text.beware.emplace_back(
            "If all participants but one put their numbers together, they know as much of the remaining "
            "one's total alone.");
        text.beware.emplace_back(
            "Who the other partners are is the organizer's word alone. An organizer that takes several "
            "places under other names knows the numbers there. The receipt names everybody with the "
            "fingerprint of their key: ask those whom you know for theirs.");
    }
    if (std::popcount(learn) > 1)
        text.beware.emplace_back(
            n == 2 ? "The partner's program learns the answer first, and an altered one could keep it "
                     "from the organizer."
                   : "Somebody's program learns the answer first, and an altered one could keep it "
                     "from the others.");
    text.beware.emplace_back("Nobody can check whether a participant gives true numbers.");
}

}  // namespace

api::ProposalText proposal_of(const Setting& setting) {
    const auto& formula = setting.formula;
    api::ProposalText text;
    text.question = question_of(formula);
    for (const auto& name : names_of(formula)) {
        bool vote = false;
        for (const auto& field : formula.fields) vote = vote || (field.name == name && field.vote);
        text.asked.push_back(
            {name, !vote, purpose_of(formula, name), vote, places_of(formula, name, setting.participants)});
    }
    describe_recipients(setting, text);
    describe_never(setting, text);
    describe_limits(setting, text);
    describe_ranges(setting, text);
    describe_protocol(setting, text);
    return text;
}

}  // namespace tacit::question::decision
