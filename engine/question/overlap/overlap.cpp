#include "question/overlap/overlap.h"

#include <algorithm>

#include "mpc/psi/dh_count.h"
#include "mpc/psi/oprf_rows.h"
#include "question/text.h"
#include "table/keys.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::question {

namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t longest_name = 200;
constexpr std::size_t preview_rows = 1000;

const api::OverlapQuestion& parameters(const api::Question& question) {
    return std::get<api::OverlapQuestion>(question);
}

std::string recipients(api::Recipients to) {
    switch (to) {
        case api::Recipients::all:
            return "Both participants";
        case api::Recipients::organizer:
            return "The organizer";
        case api::Recipients::partner:
            return "The partner";
    }
    return {};
}

bool is_recipient(api::Recipients to, std::uint16_t place) {
    return to == api::Recipients::all || (to == api::Recipients::organizer) == (place == 0);
}

/// The protocol's receiver learns first; where both learn, it is the organizer.
bool is_receiver(api::Recipients to, std::uint16_t place) {
    return (to == api::Recipients::partner) == (place == 1);
}

std::vector<View> as_items(const std::vector<std::string>& keys) {
    std::vector<View> items;
    items.reserve(keys.size());
    for (const auto& key : keys) items.push_back(as_view(key));
    return items;
}

std::vector<std::string> cells_of(const table::Dataset& dataset, std::size_t row) {
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < dataset.columns().size(); ++c) cells.emplace_back(dataset.cell(row, c));
    return cells;
}

}  // namespace

api::QuestionCard Overlap::card() const {
    api::QuestionCard card;
    card.kind = "overlap";
    card.title = "Overlap";
    card.purpose = "Find what two lists have in common: the matching rows, or only how many.";
    card.example = "Which customers do we both serve, without exchanging our lists?";
    card.least_partners = 1;
    card.most_partners = 1;
    return card;
}

Bytes Overlap::encode(const api::Question& question) const {
    const auto& p = parameters(question);
    wire::Writer w;
    w.u8(version).text(p.key).u8(static_cast<std::uint8_t>(p.reveal)).u8(static_cast<std::uint8_t>(p.to));
    w.text(table::key_recipe);
    return std::move(w).take();
}

Result<api::Question> Overlap::decode(View bytes) const {
    wire::Reader r(bytes);
    if (r.u8() != version) r.fail();
    api::OverlapQuestion question;
    question.key = r.text(longest_name);
    const auto reveal = r.u8();
    const auto to = r.u8();
    if (reveal > 1 || to > 2 || r.text(50) != table::key_recipe) r.fail();
    TACIT_TRY(r.finish());
    question.reveal = static_cast<api::Reveal>(reveal);
    question.to = static_cast<api::Recipients>(to);
    if (const auto valid = validate(question, 2); !valid)
        return error(Fault::malformed_message, valid.error().detail);
    return api::Question(question);
}

Status Overlap::validate(const api::Question& question, std::uint16_t participants) const {
    if (!is_name(parameters(question).key, longest_name))
        return error(Fault::usage, "An Overlap needs a key column: the one whose values are matched.");
    if (participants != 2)
        return error(Fault::usage, "An Overlap is between two: invite exactly one partner.");
    return {};
}

api::ProposalText Overlap::describe(const api::Question& question, std::uint16_t /*participants*/) const {
    const auto& p = parameters(question);
    const auto who = recipients(p.to);
    const bool rows = p.reveal == api::Reveal::rows;
    const std::string verb = p.to == api::Recipients::all ? "learn" : "learns";
    api::ProposalText text;
    text.question =
        rows ? "Which rows match on \"" + p.key + "\"" : "How many keys match on \"" + p.key + "\"";
    text.asked.push_back({p.key, false, "a column of keys, matched with the other participant's"});
    if (rows) {
        text.learns.push_back({who, verb +
                                        (p.to == api::Recipients::all ? " which of their own rows have a \""
                                                                      : " which of its own rows have a \"") +
                                        p.key + "\" that the other participant has too."});
        text.never.push_back("Nobody sees a key or a row that they do not have themselves.");
    } else {
        text.learns.push_back({who, verb + " how many different \"" + p.key + "\" both participants have."});
        text.never.push_back("Nobody learns which keys match.");
        text.never.push_back("Nobody sees a key or a row of the other participant.");
    }
    text.learns.push_back({"Both participants", "learn how many different keys the other one has."});
    text.beware.push_back(
        "This protocol trusts both to follow it. A participant with an altered program could ask about keys "
        "that "
        "are not in its table, up to the number it announces.");
    if (p.to == api::Recipients::all)
        text.beware.push_back(
            rows ? "The organizer's program learns the matches first, and an altered one could keep "
                   "some of them from the partner."
                 : "The organizer's program learns the number first and passes it on; an altered one "
                   "could pass on another.");
    text.beware.push_back(
        "Keys are compared without regard to upper and lower case, outer and repeated spaces, and Unicode "
        "form "
        "(recipe " +
        std::string(table::key_recipe) + "). A duplicate counts once; blanks take no part.");
    text.security =
        "Your keys stay secret from a partner who uses the program unaltered (honest but curious).";
    text.protocol_name =
        rows ? "OPRF (RFC 9497, ristretto255-SHA512)" : "DH-PSI-CA (ePrint 2011/141, ristretto255)";
    text.protocol =
        rows ? "Oblivious PRF of RFC 9497 (ristretto255-SHA512), masks in random order. Semi-honest."
             : "DH-PSI-CA of De Cristofaro, Gasti and Tsudik (ePrint 2011/141) on the hash-to-group of "
               "RFC 9497 (ristretto255-SHA512). Semi-honest.";
    return text;
}

Result<api::ContributionCheck> Overlap::check(const api::Question& question, const Input& input,
                                              const std::stop_token& stop) const {
    if (input.columns.size() != 1)
        return error(Fault::column_missing, "choose the column for \"" + parameters(question).key + '"');
    TACIT_ASSIGN(const auto column, input.dataset->find_column(input.columns[0]));
    TACIT_ASSIGN(const auto keys, table::canonical_keys(*input.dataset, column, stop));
    api::ContributionCheck check;
    check.acceptable = !keys.keys.empty();
    check.notes.push_back(counted(input.dataset->rows(), "row", "rows") + " with " +
                          counted(keys.keys.size(), "different key", "different keys") + '.');
    if (keys.duplicates > 0)
        check.notes.push_back(counted(keys.duplicates, "row repeats", "rows repeat") +
                              " a key: each key is matched once, and every row of it is in the result.");
    if (keys.blank > 0)
        check.notes.push_back(counted(keys.blank, "blank key takes", "blank keys take") + " no part.");
    if (keys.keys.empty())
        check.problems.push_back({"", "", "The column \"" + input.columns[0] + "\" holds no key at all.",
                                  "Choose another column or another file."});
    return check;
}

Result<Outcome> Overlap::run(const api::Question& question, const Input& input, RunContext& context) const {
    const auto& p = parameters(question);
    TACIT_ASSIGN(const auto column, input.dataset->find_column(input.columns.at(0)));
    TACIT_ASSIGN(const auto keys, table::canonical_keys(*input.dataset, column));
    const auto items = as_items(keys.keys);
    auto& peer = *context.peers.at(context.me == 0 ? 1 : 0);
    const bool receiver = is_receiver(p.to, context.me);

    mpc::psi::Options options;
    options.reveal_to_sender = p.to == api::Recipients::all;
    options.threads = context.threads;

    api::OverlapResult result;
    result.reveal = p.reveal;
    result.rows = input.dataset->rows();
    result.distinct = keys.keys.size();
    result.blank = keys.blank;
    Outcome outcome;
    if (p.reveal == api::Reveal::rows) {
        TACIT_ASSIGN(const auto match,
                     receiver ? mpc::psi::receive_rows(options, items, peer, context.random, context.progress)
                              : mpc::psi::send_rows(options, items, peer, context.random, context.progress));
        result.partner_distinct = match.peer_items;
        result.count = match.matches.size();
        const std::vector<std::uint32_t> matched(match.matches.begin(), match.matches.end());
        outcome.rows = table::rows_of_keys(keys, matched);
    } else {
        TACIT_ASSIGN(const auto match,
                     receiver
                         ? mpc::psi::receive_count(options, items, peer, context.random, context.progress)
                         : mpc::psi::send_count(options, items, peer, context.random, context.progress));
        result.partner_distinct = match.peer_items;
        result.count = match.count.value_or(0);
    }
    if (!is_recipient(p.to, context.me)) return Outcome{api::NotForYou{card().kind}, {}};
    if (p.reveal == api::Reveal::rows) {
        for (std::size_t c = 0; c < input.dataset->columns().size(); ++c)
            result.header.emplace_back(input.dataset->columns()[c].name);
        result.matching_rows = outcome.rows.size();
        for (std::size_t i = 0; i < std::min(outcome.rows.size(), preview_rows); ++i)
            result.preview.push_back(cells_of(*input.dataset, outcome.rows[i]));
    }
    outcome.view = result;
    return outcome;
}

std::uint64_t Overlap::bytes_estimate(const api::Question& question, std::uint16_t,
                                      std::uint64_t rows) const {
    // The partner's size is not known before the start; take the own one for both.
    const auto& p = parameters(question);
    const bool both = p.to == api::Recipients::all;
    const auto cost = p.reveal == api::Reveal::rows ? mpc::psi::rows_cost(rows, rows, both, 0)
                                                    : mpc::psi::count_cost(rows, rows, both);
    return cost.bytes_sent;
}

}  // namespace tacit::question
