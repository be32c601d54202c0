#include "question/total/words.h"

#include "question/text.h"
#include "question/total/disclosure.h"
#include "question/total/joint.h"
#include "question/total/rules.h"

namespace tacit::question::total {

namespace {

/// "the 3 categories of "department": "A", "B" and "C"".
std::string categories_in_words(const api::TotalQuestion& question) {
    return counted(question.categories.size(), "category", "categories") + " of \"" + question.group +
           "\": " + quoted_list(question.categories);
}

std::string statistics_in_words(const std::vector<api::Statistic>& statistics) {
    constexpr const char* names[] = {"the smallest", "the lower quartile", "the median", "the upper quartile",
                                     "the largest"};
    std::string out;
    for (std::size_t i = 0; i < statistics.size(); ++i) {
        if (i > 0) out += i + 1 == statistics.size() ? " and " : ", ";
        out += names[static_cast<std::size_t>(statistics[i])];
    }
    return out;
}

/// "The organizer and partners 1 and 2": places are by invitation.
std::string who_computes(std::uint16_t hosts) {
    std::string out = hosts == 2 ? "The organizer and partner " : "The organizer and partners ";
    for (std::uint16_t place = 1; place < hosts; ++place) {
        if (place > 1) out += place + 1 == hosts ? " and " : ", ";
        out += std::to_string(place);
    }
    return out;
}

void describe_who_learns(const api::TotalQuestion& question, std::uint16_t participants,
                         api::ProposalText& text) {
    const auto names = quoted_list(question.columns);
    const bool rules = question.rules.any();
    const std::string numbers = "the sum, the count of filled cells and the mean of " + names;
    const std::string together = " over " + all_of(participants) + " together";
    if (question.group.empty()) {
        text.learns.push_back({"Everyone", "learns " + numbers + ',' + together +
                                               (rules ? ", if the rules let it be shown." : ".")});
    } else {
        text.learns.push_back({"Everyone", "learns " + numbers + " for each category," + together +
                                               (rules ? ", where the rules let it be shown." : ".")});
        text.learns.push_back({"Everyone", rules ? "learns the total over all categories, if none of them is "
                                                   "hidden."
                                                 : "learns the total over all categories."});
    }
    if (!question.statistics.empty())
        text.learns.push_back({"Everyone", "learns " + statistics_in_words(question.statistics) +
                                               " of the participants' own sums of " + names +
                                               (question.group.empty() ? "" : " in each category") +
                                               ", each participant with a value counted once" +
                                               (rules ? ", where the rules let it be shown." : ".")});
    if (const auto hosts = layout_of(question, participants).hosts(); hosts < participants)
        text.learns.push_back(
            {who_computes(hosts), "compute this for " + all_of(participants) +
                                      " on encrypted pieces, and learn from it no more than "
                                      "everyone."});
    if (!rules) return;
    text.learns.push_back({"Nobody", std::string("learns a number, if ") + sentence_of(question.rules) +
                                         ". It is marked as hidden by the rules instead."});
}

void describe_never(const api::TotalQuestion& question, api::ProposalText& text) {
    text.never.emplace_back("Nobody sees a row, a single value or another participant's own sum or count.");
    if (question.rules.any())
        text.never.emplace_back(
            "Nobody learns a hidden number, not even in passing: the rules are applied to locked values, and "
            "only what passes is unlocked. No participant's program ever holds a number that is hidden.");
    text.never.emplace_back(
        "The data stays on each participant's computer; only its sums and counts leave it, encrypted.");
}

void describe_rules(const api::TotalQuestion& question, api::ProposalText& text) {
    const auto& rules = question.rules;
    text.protection.push_back(
        {"Stricter rules",
         "Each participant may bring stricter rules when agreeing. Of all, the strictest hold for every "
         "number, and the result says which they were. Nobody can loosen them."});
    if (rules.dominance < 100)
        text.protection.push_back(
            {"How a participant's part is measured",
             "It is that participant's own sum without its sign, as a part of all participants' sums without "
             "their signs. For numbers that are not negative this is simply the part of the total."});
    if (rules.any() && !question.group.empty())
        text.protection.push_back(
            {"Hidden categories and the total",
             "Whoever knew the total over all categories could subtract the categories that are shown, and "
             "would have the hidden ones together. So where one is hidden, the total is not computed at all. "
             "A hidden category may be small, or one participant's alone, or empty: the mark does not say "
             "which."});
}

void describe_limits(const api::TotalQuestion& question, std::uint16_t participants,
                     api::ProposalText& text) {
    const auto& rules = question.rules;
    if (rules.minimum_contributors == 0)
        text.beware.emplace_back(
            "No rule asks for a minimum of participants: a number may rest on one participant's values "
            "alone, "
            "and then it shows that one's own sum and count.");
    else if (rules.minimum_contributors <= 2)
        text.beware.emplace_back(
            "Where only two participants have values, each can subtract its own part from a number that is "
            "shown, and so learn the other's. A minimum of 3 participants prevents that.");
    else
        text.beware.push_back(
            "Each participant can subtract its own part from a number that is shown, and "
            "then sees the parts of at least " +
            std::to_string(rules.minimum_contributors - 1) + " others together.");
    if (!question.statistics.empty())
        text.beware.emplace_back(
            "The smallest and the largest are each one participant's own sum, and so may be a median or a "
            "quartile, or it lies between two. Nobody is told whose it is; but who knows roughly how large "
            "the "
            "others are may guess.");
    if (participants > 2)
        text.beware.emplace_back(
            "Participants who put their numbers together can subtract all of them. If they are all but one, "
            "they learn the remaining one's part of each number that is shown.");
    if (rules.any())
        text.beware.emplace_back(
            "That a number is hidden says something too: whoever has nearly enough values in it can conclude "
            "that the others have few or none.");
    if (rules.minimum_group > 0 || rules.dominance < 100)
        text.beware.emplace_back(
            "Nobody can check whether a participant gives true numbers. One who makes values up can lift a "
            "small group over the minimum of values, or hide a dominant part, and then subtract what it made "
            "up. The minimum of participants cannot be lifted by more than one in this way.");
    else
        text.beware.emplace_back("Nobody can check whether a participant gives true numbers.");
    text.beware.emplace_back(
        "A further session over nearly the same rows can show the difference: with other participants, other "
        "categories, or without categories, which would be the total that a hidden category needs.");
    if (participants > 2)
        text.beware.emplace_back(
            "Who the other partners are is the organizer's word alone. An organizer that takes several "
            "places "
            "under other names counts as several participants and knows the numbers there. The receipt names "
            "everybody with the fingerprint of their key: ask those whom you know for theirs.");
    if (question.categories_from_data)
        text.beware.emplace_back(
            "The list of categories is what stands in the organizer's own table: it shows which categories "
            "the organizer has, and rows of yours with another category must be corrected or taken out.");
}

/// Not all compute: these hold the pieces of everybody.
void describe_hosts(std::uint16_t hosts, api::ProposalText& text) {
    const auto all = hosts == 2 ? std::string("both") : "all " + std::to_string(hosts);
    text.security = who_computes(hosts) +
                    " compute for all and hold encrypted pieces of everybody's numbers. Your numbers stay "
                    "secret unless " +
                    all +
                    " of them join forces, whatever the programs of the others do (malicious security).";
    text.beware.push_back("An organizer that takes the places of " + all +
                          " who compute under other names can read everybody's numbers. Make sure that you "
                          "know at least one of them: the list of participants says who they are, with the "
                          "fingerprint of their keys.");
    text.protection.push_back(
        {"Who computes",
         who_computes(hosts) +
             ", which is the order of the invitations and of the list of participants. Each holds a piece of "
             "every number, and fewer than " +
             all + " of these tell nothing. All others only give their numbers: they check that " + all +
             " use the same locked number, after that they may leave, and who stays compares what " + all +
             " tell at the end, and stops where one differs."});
}

void describe_protocol(std::uint16_t participants, std::uint16_t hosts, api::ProposalText& text) {
    const bool two = hosts == 2;
    text.security = two ? "Your numbers stay secret even from a partner whose program was altered (malicious "
                          "security)."
                        : "Your numbers stay secret even if " +
                              (participants == 3 ? std::string("both others")
                                                 : "all " + std::to_string(participants - 1) + " others") +
                              " join forces and their programs were altered (malicious security).";
    text.protocol_name = two ? "KRRW18: authenticated garbling between two, malicious"
                             : "WRK17: authenticated garbling among many, malicious, all but one corrupted";
    text.protocol =
        two ? "Authenticated garbling with half-gates of Katz, Ranellucci, Rosulek and Wang (ePrint "
              "2018/578), "
              "over SoftSpoken OT (ePrint 2022/192). Adding up, comparing and hiding are one circuit; only "
              "what passes is opened. Statistical security 40 bits."
            : "Authenticated garbling among many of Wang, Ranellucci and Katz (ePrint 2017/189), over "
              "SoftSpoken OT (ePrint 2022/192). Adding up, comparing and hiding are one circuit; only what "
              "passes is opened. Statistical security 40 bits.";
    text.protection.push_back(
        {two ? "What a partner with an altered program cannot do"
             : "What partners with altered programs cannot do",
         "It cannot get a hidden number opened, loosen a rule, or make a number wrong for the values that "
         "were "
         "put in: the pieces of all values are authenticated, and the run stops where somebody alters one."});
    text.protection.push_back(
        {"What it still can do",
         "It can put in any numbers it likes, or break the run off, also after it has learnt the result and "
         "before the others have. No protocol can tell whether the numbers that somebody brings are true."});
    text.protection.push_back({"Protocol and source", text.protocol});
}

}  // namespace

std::string all_of(std::uint16_t participants) {
    return participants == 2 ? "both participants" : "all " + std::to_string(participants) + " participants";
}

void ask_for_numbers(const api::TotalQuestion& question, api::ProposalText& text) {
    for (std::size_t i = 0; i < question.columns.size(); ++i) {
        const auto expected = expected_in_words(question, i);
        text.asked.push_back({question.columns[i], true,
                              "a column of numbers" + (expected.empty() ? "" : ", " + expected) +
                                  "; its sum and count enter the total"});
    }
}

api::ProposalText describe_jointly(const api::TotalQuestion& question, std::uint16_t participants) {
    api::ProposalText text;
    text.question = "Total of " + quoted_list(question.columns) +
                    (question.group.empty() ? "" : " by \"" + question.group + '"') + " over " +
                    all_of(participants);
    ask_for_numbers(question, text);
    if (!question.group.empty())
        text.asked.push_back(
            {question.group, false,
             "tells which category a row belongs to, of the " + categories_in_words(question)});
    describe_who_learns(question, participants, text);
    describe_never(question, text);
    describe_limits(question, participants, text);
    describe_rules(question, text);
    const auto hosts = layout_of(question, participants).hosts();
    describe_protocol(participants, hosts, text);
    if (hosts < participants) describe_hosts(hosts, text);
    return text;
}

}  // namespace tacit::question::total
