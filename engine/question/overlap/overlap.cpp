#include "question/overlap/overlap.h"

#include <algorithm>

#include "crypto/hash.h"
#include "mpc/parallel.h"
#include "mpc/psi/dh_count.h"
#include "mpc/psi/oprf_rows.h"
#include "mpc/psi/vole_rows.h"
#include "question/overlap/match_keys.h"
#include "question/overlap/protection.h"
#include "question/text.h"
#include "table/keys.h"
#include "table/limits.h"
#include "table/unicode.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::question {

namespace {

constexpr std::uint8_t version = 3;
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

/// The protocol's receiver learns first; where both learn, it is the organizer, unless its list is long and
/// the other's is not (mpc/psi/vole_rows.md).
bool is_receiver(api::Recipients to, std::uint16_t place) {
    return (to == api::Recipients::partner) == (place == 1);
}

std::vector<std::string> warnings(const api::OverlapQuestion& p) {
    std::vector<std::string> out;
    const bool rows = p.reveal == api::Reveal::rows, both = p.to == api::Recipients::all;
    if (p.effective_security() == api::Security::malicious)
        out.push_back(
            "Whoever puts keys on its list that it merely guesses learns which of these the other one has. "
            "The number of keys that it announces limits how many: an altered program can exceed that about "
            "threefold, with a short list by more.");
    else
        out.push_back(
            "This protocol trusts both to follow it. A participant with an altered program could ask about "
            "keys "
            "that are not in its table, up to the number it announces.");
    if (both)
        out.push_back(
            rows
                ? "One of the two programs learns the matches first, usually the organizer's, and an altered "
                  "one could keep some of them from the other."
                : "The organizer's program learns the number first and passes it on; an altered one "
                  "could pass on another.");
    return out;
}

std::vector<View> as_items(const table::KeyList& keys) {
    std::vector<View> items;
    items.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) items.push_back(as_view(keys[i]));
    return items;
}

bool is_too_long(std::string_view key) {
    return key.size() > mpc::psi::max_item_size;
}

/// Keys that are hashed between two looks at the stop button.
constexpr std::size_t keys_at_a_time = std::size_t{1} << 17;

/// The keys as the protocol takes them: hashed under the agreement, so that nobody can prepare for them.
Result<std::vector<crypto::Block>> as_blocks(const std::vector<View>& items, const RunContext& context) {
    const crypto::KeyedBlake2b hash(context.agreement);
    std::vector<crypto::Block> blocks(items.size());
    mpc::Workers workers(context.threads);
    for (std::size_t begin = 0; begin < items.size(); begin += keys_at_a_time) {
        if (context.progress.stop_requested()) return error(Fault::cancelled);
        workers.all_of(
            std::min(keys_at_a_time, items.size() - begin),
            [&](std::size_t i) {
                blocks[begin + i] = crypto::Block::load(hash(items[begin + i]).data());
                return true;
            },
            1024);
    }
    return blocks;
}

using Matches = mpc::psi::VoleRowsOutcome;

Result<Matches> rows_by_vole(const api::OverlapQuestion& p, const std::vector<View>& items, bool receiver,
                             mpc::Channel& peer, RunContext& context) {
    mpc::psi::VoleOptions options;
    options.reveal_to_sender = p.to == api::Recipients::all;
    options.threads = context.threads;
    options.session = context.agreement;
    TACIT_ASSIGN(const auto blocks, as_blocks(items, context));
    return receiver ? mpc::psi::receive_rows_by_vole(options, blocks, peer, context.random, context.progress)
                    : mpc::psi::send_rows_by_vole(options, blocks, peer, context.random, context.progress);
}

Result<Matches> rows_by_oprf(const mpc::psi::Options& options, const std::vector<View>& items, bool receiver,
                             mpc::Channel& peer, RunContext& context) {
    TACIT_ASSIGN(const auto match,
                 receiver ? mpc::psi::receive_rows(options, items, peer, context.random, context.progress)
                          : mpc::psi::send_rows(options, items, peer, context.random, context.progress));
    return Matches{{match.matches.begin(), match.matches.end()}, match.peer_items};
}

/// What the protocol would refuse once everybody has agreed.
void add_limits(api::Security security, const table::Dataset& dataset, std::size_t column,
                const table::CanonicalKeys& keys, api::ContributionCheck& check) {
    if (const auto problem = too_many_keys(keys.keys.size(), security)) check.problems.push_back(*problem);
    bool any = false;
    for (std::size_t i = 0; i < keys.keys.size() && !any; ++i) any = is_too_long(keys.keys[i]);
    for (std::size_t row = 0; any && row < dataset.rows(); ++row) {
        const auto key = keys.row_key[row];
        if (key < 0 || !is_too_long(keys.keys[static_cast<std::size_t>(key)])) continue;
        if (check.problems.size() >= table::max_issues) {
            ++check.more_problems;
            continue;
        }
        check.problems.push_back(
            {dataset.address(row, column),
             std::string(table::clipped(dataset.cell(row, column), table::max_issue_text)),
             "This key is longer than the " + std::to_string(mpc::psi::max_item_size) +
                 " bytes that an Overlap takes.",
             "Check the quotation marks around it, or choose a column of short keys."});
    }
}

std::vector<std::string> cells_of(const table::Dataset& dataset, std::size_t row) {
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < dataset.columns().size(); ++c) cells.emplace_back(dataset.cell(row, c));
    return cells;
}

}  // namespace

std::optional<api::ImportIssue> too_many_keys(std::uint64_t different, api::Security security) {
    const auto most = security == api::Security::malicious ? mpc::psi::max_vole_items : mpc::psi::max_items;
    if (different <= most) return std::nullopt;
    return api::ImportIssue{"", "",
                            "There are " + counted(different, "different key", "different keys") +
                                "; an Overlap takes at most " + std::to_string(most) + '.',
                            "Choose a file with fewer keys, or split it over several sessions."};
}

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
    w.u8(version).u8(static_cast<std::uint8_t>(p.reveal)).u8(static_cast<std::uint8_t>(p.to));
    w.u8(static_cast<std::uint8_t>(p.effective_security()));
    encode_keys(p, w);
    return std::move(w).take();
}

Result<api::Question> Overlap::decode(View bytes) const {
    wire::Reader r(bytes);
    if (r.u8() != version) r.fail();
    api::OverlapQuestion question;
    const auto reveal = r.u8();
    const auto to = r.u8();
    const auto security = r.u8();
    if (reveal > 1 || to > 2 || security > 1) r.fail();
    TACIT_TRY(decode_keys(r, question));
    TACIT_TRY(r.finish());
    question.reveal = static_cast<api::Reveal>(reveal);
    question.to = static_cast<api::Recipients>(to);
    question.security = static_cast<api::Security>(security);
    if (question.security != question.effective_security())
        return error(Fault::malformed_message, "a count cannot be asked with that security");
    if (const auto valid = validate(question, 2); !valid)
        return error(Fault::malformed_message, valid.error().detail);
    return api::Question(question);
}

Status Overlap::validate(const api::Question& question, std::uint16_t participants) const {
    TACIT_TRY(validate_keys(parameters(question)));
    if (participants != 2)
        return error(Fault::usage, "An Overlap is between two: invite exactly one partner.");
    return {};
}

api::ProposalText Overlap::describe(const api::Question& question, std::uint16_t /*participants*/) const {
    const auto& p = parameters(question);
    const auto who = recipients(p.to);
    const bool rows = p.reveal == api::Reveal::rows;
    const bool both = p.to == api::Recipients::all;
    const std::string verb = both ? "learn" : "learns", names = key_names(p);
    api::ProposalText text;
    text.question = (rows ? "Which rows match on " : "How many keys match on ") + names;
    for (const auto& part : p.parts())
        text.asked.push_back({part.name, false, "a column of keys, matched with the other participant's"});
    if (rows) {
        text.learns.push_back(
            {who, verb + (both ? " which of their own rows have " : " which of its own rows have ") +
                      (p.further.empty() ? "a " : "values of ") + names +
                      " that the other participant has too."});
        text.never.push_back("Nobody sees a key or a row that they do not have themselves.");
    } else {
        text.learns.push_back({who, verb + " how many different " + names + " both participants have."});
        text.never.push_back("Nobody learns which keys match.");
        text.never.push_back("Nobody sees a key or a row of the other participant.");
    }
    text.learns.push_back({"Both participants", "learn how many different keys the other one has."});
    for (auto& sentence : warnings(p)) text.beware.push_back(std::move(sentence));
    text.beware.push_back(how_keys_match(p));
    describe_protocol(p, text);
    return text;
}

Result<api::ContributionCheck> Overlap::check(const api::Question& question, const Input& input,
                                              const std::stop_token& stop) const {
    TACIT_ASSIGN(const auto shared, keys_of(parameters(question), input, stop));
    const auto& keys = *shared;
    api::ContributionCheck check;
    check.items = keys.keys.size();
    report_keys(input, keys, check);
    TACIT_ASSIGN(const auto column, input.dataset->find_column(input.columns[0]));
    add_limits(parameters(question).effective_security(), *input.dataset, column, keys, check);
    check.acceptable = check.problems.empty() && check.more_problems == 0;
    return check;
}

Result<Outcome> Overlap::run(const api::Question& question, const Input& input, RunContext& context) const {
    const auto& p = parameters(question);
    TACIT_ASSIGN(const auto shared, keys_of(p, input, context.stop));
    const auto& keys = *shared;
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
    result.invalid = keys.invalid;
    Outcome outcome;
    if (p.reveal == api::Reveal::rows) {
        TACIT_ASSIGN(const auto match, p.security == api::Security::malicious
                                           ? rows_by_vole(p, items, receiver, peer, context)
                                           : rows_by_oprf(options, items, receiver, peer, context));
        result.partner_distinct = match.peer_items;
        result.count = match.matches.size();
        outcome.rows = table::rows_of_keys(keys, match.matches);
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

namespace {

/// The partner's size is not known before the start, nor how many match: the own one is taken for both, and
/// half of it.
mpc::ChannelCounters traffic(const api::OverlapQuestion& p, std::uint64_t items) {
    const bool both = p.to == api::Recipients::all;
    if (p.effective_security() == api::Security::malicious) {
        mpc::psi::VoleOptions options;
        options.reveal_to_sender = both;
        return mpc::psi::vole_rows_cost(options, items, items, items / 2);
    }
    return p.reveal == api::Reveal::rows ? mpc::psi::rows_cost(items, items, both, items / 2)
                                         : mpc::psi::count_cost(items, items, both);
}

/// Seconds of computing, the two sides at the same time. What the protocol of OKVS and VOLE takes per key was
/// measured, on one machine, as that many AES blocks, about half of them shared out among threads. The others
/// are little else than multiplications of points, of which the number is counted from the protocol: 16,384
/// keys that were expected to take 5 s took 4.
double computing(const api::OverlapQuestion& p, std::uint64_t items, const Machine& machine) {
    constexpr double set_up_multiplications = 1000, blocks_per_key = 1500, shared_out = 0.5;
    constexpr double multiplications_per_key = 3.5;
    const auto n = static_cast<double>(items);
    const auto threads = static_cast<double>(std::max(machine.threads, 1u));
    const auto points = machine.rates.scalar_multiplications_per_second;
    if (p.effective_security() != api::Security::malicious)
        return n * multiplications_per_key / points / threads;
    return set_up_multiplications / points +
           n * blocks_per_key / machine.rates.aes_blocks_per_second * (1 - shared_out + shared_out / threads);
}

}  // namespace

std::uint64_t Overlap::bytes_estimate(const api::Question& question, std::uint16_t,
                                      std::uint64_t rows) const {
    return traffic(parameters(question), rows).bytes_sent;
}

std::optional<api::CostEstimate> Overlap::estimate(const api::Question& question,
                                                   std::uint16_t /*participants*/, std::uint64_t items,
                                                   const Machine& machine) const {
    const auto& p = parameters(question);
    const auto counted = traffic(p, items);
    api::CostEstimate out;
    out.bytes = counted.bytes_sent + counted.bytes_received;
    out.bits_per_second = assumed_bits_per_second;
    // One side mostly waits while the other sends.
    out.seconds = computing(p, items, machine) +
                  8 * static_cast<double>(out.bytes) / static_cast<double>(out.bits_per_second);
    return out;
}

}  // namespace tacit::question
