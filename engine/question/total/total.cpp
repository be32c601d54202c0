#include "question/total/total.h"

#include <algorithm>
#include <functional>
#include <set>

#include "mpc/sharing/additive.h"
#include "mpc/sharing/centred.h"
#include "question/numbers.h"
#include "question/text.h"
#include "question/total/cells.h"
#include "question/total/expectations.h"
#include "question/total/joint.h"
#include "question/total/rules.h"
#include "question/total/words.h"
#include "table/decimal.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::question {

namespace {

namespace sharing = mpc::sharing;

/// Of the parameters: plain ones, and those with categories, rules or statistics.
constexpr std::uint8_t plain = 1, extended = 2, with_hosts = 3, with_expectations = 4;
constexpr std::size_t longest_name = 200;
constexpr std::uint32_t most_statistics = 5;

const api::TotalQuestion& parameters_of_total(const api::Question& question) {
    return std::get<api::TotalQuestion>(question);
}

using total::all_of;

void write_extension(wire::Writer& w, const api::TotalQuestion& question) {
    w.text(question.group).u32(static_cast<std::uint32_t>(question.categories.size()));
    for (const auto& category : question.categories) w.text(category);
    w.boolean(question.categories_from_data);
    total::write_rules(w, question.rules);
    w.u32(static_cast<std::uint32_t>(question.statistics.size()));
    for (const auto statistic : question.statistics) w.u8(static_cast<std::uint8_t>(statistic));
}

void read_extension(wire::Reader& r, api::TotalQuestion& question) {
    question.group = r.text(longest_name);
    const auto categories = r.count(total::most_categories, 4);
    for (std::uint32_t i = 0; i < categories; ++i)
        question.categories.push_back(r.text(total::longest_category));
    question.categories_from_data = r.boolean();
    question.rules = total::read_rules(r);
    const auto statistics = r.count(most_statistics, 1);
    for (std::uint32_t i = 0; i < statistics; ++i) {
        const auto statistic = r.u8();
        if (statistic >= most_statistics) r.fail();
        question.statistics.push_back(static_cast<api::Statistic>(statistic));
    }
}

std::uint8_t version_of(const api::TotalQuestion& question) {
    if (total::any_expected(question)) return with_expectations;
    if (question.hosts > 0) return with_hosts;
    return question.compares() ? extended : plain;
}

Status check_statistics(const api::TotalQuestion& question) {
    const auto& all = question.statistics;
    if (all.empty()) return {};
    if (std::adjacent_find(all.begin(), all.end(), std::greater_equal<>()) != all.end())
        return error(Fault::usage, "A statistic is named twice.");
    return {};
}

/// What is wrong with categories and rules, however many take part.
Status check_extension(const api::TotalQuestion& question) {
    TACIT_TRY(total::check_rules(question.rules));
    if (question.group.empty()) {
        if (!question.categories.empty() || question.categories_from_data)
            return error(Fault::usage, "Categories need a column that tells them.");
    } else {
        if (!is_name(question.group, longest_name))
            return error(Fault::usage, "A column name is empty, longer than 200 bytes or not plain text.");
        if (std::count(question.columns.begin(), question.columns.end(), question.group) > 0)
            return error(Fault::usage, "A column cannot be added up and tell the category as well.");
        TACIT_TRY(total::check_categories(question.categories));
    }
    if (question.hosts > 0 && (question.hosts < 2 || question.hosts > total::most_hosts))
        return error(Fault::usage, "A Total is computed by 2 to " + std::to_string(total::most_hosts) +
                                       " participants, the organizer included.");
    return check_statistics(question);
}

Status check_extension_among(const api::TotalQuestion& question, std::uint16_t participants) {
    if (participants > total::joint_most_participants)
        return error(Fault::usage, "A Total with rules or categories needs 1 to " +
                                       std::to_string(total::joint_most_participants - 1) + " partners.");
    if (question.hosts > participants)
        return error(Fault::usage, "There are only " + std::to_string(participants) + " participants, so " +
                                       std::to_string(question.hosts) + " cannot compute.");
    if (question.rules.minimum_contributors > participants)
        return error(Fault::usage, "A minimum of " + std::to_string(question.rules.minimum_contributors) +
                                       " contributors among " + std::to_string(participants) +
                                       " participants would hide everything.");
    const auto cells = total::layout_of(question, participants).cells();
    if (const auto most = total::statistics_most_cells(participants);
        !question.statistics.empty() && cells > most)
        return error(
            Fault::usage,
            "Among so many participants minimum, maximum, median and quartiles are for up to " +
                std::to_string(most) +
                (question.group.empty() ? " columns." : " numbers, which are columns times categories."));
    if (cells > total::most_cells(participants))
        return error(Fault::usage, "Columns times categories make " + std::to_string(cells) +
                                       " numbers; among so many participants a Total takes up to " +
                                       std::to_string(total::most_cells(participants)) + '.');
    return {};
}

/// All that does not depend on how many take part.
Status check_parameters(const api::TotalQuestion& question) {
    const auto& columns = question.columns;
    if (columns.empty()) return error(Fault::usage, "A Total needs at least one column to add up.");
    if (columns.size() > total_most_columns)
        return error(Fault::usage,
                     "A Total takes at most " + std::to_string(total_most_columns) + " columns.");
    if (std::set<std::string>(columns.begin(), columns.end()).size() != columns.size())
        return error(Fault::usage, "A column is named twice.");
    for (const auto& name : columns)
        if (!is_name(name, longest_name))
            return error(Fault::usage, "A column name is empty, longer than 200 bytes or not plain text.");
    TACIT_TRY(total::check_expectations(question));
    return check_extension(question);
}

}  // namespace

api::QuestionCard Total::card() const {
    api::QuestionCard card;
    card.kind = "total";
    card.title = "Total";
    card.purpose =
        "Add up numbers over all participants: sum, count, mean, and if you like the median and the like.";
    card.example = "What do our companies pay on average, without anyone showing a salary?";
    card.least_partners = 1;
    card.most_partners = total_most_participants - 1;
    return card;
}

Bytes Total::encode(const api::Question& question) const {
    const auto& p = parameters_of_total(question);
    wire::Writer w;
    w.u8(version_of(p)).u32(static_cast<std::uint32_t>(p.columns.size()));
    for (const auto& name : p.columns) w.text(name);
    const bool expected = total::any_expected(p);
    if (expected) w.boolean(p.compares());
    if (p.compares()) write_extension(w, p);
    if (p.hosts > 0 || (expected && p.compares())) w.u16(p.hosts);
    if (expected) total::write_expectations(w, p);
    return std::move(w).take();
}

Result<api::Question> Total::decode(View bytes) const {
    wire::Reader r(bytes);
    const auto form = r.u8();
    if (form < plain || form > with_expectations) r.fail();
    api::TotalQuestion question;
    const auto n = r.count(total_most_columns, 4);
    for (std::uint32_t i = 0; i < n; ++i) question.columns.push_back(r.text(longest_name));
    const bool compares = form == with_expectations ? r.boolean() : form != plain;
    if (compares) read_extension(r, question);
    if (compares && form != extended) question.hosts = r.u16();
    if (compares != question.compares() || (form == with_hosts && question.hosts == 0)) r.fail();
    if (form == with_expectations) total::read_expectations(r, question);
    TACIT_TRY(r.finish());
    if (const auto valid = check_parameters(question); !valid)
        return error(Fault::malformed_message, valid.error().detail);
    return api::Question(question);
}

Status Total::validate(const api::Question& question, std::uint16_t participants) const {
    TACIT_TRY(check_parameters(parameters_of_total(question)));
    if (participants < 2 || participants > total_most_participants)
        return error(Fault::usage,
                     "A Total needs 1 to " + std::to_string(total_most_participants - 1) + " partners.");
    return total::by_circuit(parameters_of_total(question), participants)
               ? check_extension_among(parameters_of_total(question), participants)
               : Status{};
}

api::ProposalText Total::describe(const api::Question& question, std::uint16_t participants) const {
    if (total::by_circuit(parameters_of_total(question), participants))
        return total::describe_jointly(parameters_of_total(question), participants);
    const auto& columns = parameters_of_total(question).columns;
    const auto names = quoted_list(columns);
    const bool several = columns.size() > 1;
    api::ProposalText text;
    text.question = "Total of " + names + " over " + all_of(participants);
    total::ask_for_numbers(parameters_of_total(question), text);
    text.learns.push_back({"Everyone", "learns the sum, the count of filled cells and the mean of " + names +
                                           (several ? ", each over " : ", over ") + all_of(participants) +
                                           " together."});
    text.never = {"Nobody sees a row, a single value or another participant's own sum or count.",
                  "The data stays on each participant's computer; only encrypted pieces leave it."};
    if (participants == 2)
        text.beware.push_back(
            "With two participants, each can subtract its own part from the total and so learn the other's "
            "sum and "
            "count.");
    else
        text.beware.push_back(
            "If all participants but one put their numbers together, they can work out the sum and "
            "count of the remaining one.");
    if (participants > 2)
        text.beware.push_back(
            "Who the other partners are is the organizer's word alone. An organizer that takes several "
            "places "
            "under other names knows the numbers there, and can subtract them. The receipt names everybody "
            "with the fingerprint of their key: ask those whom you know for theirs.");
    text.beware.push_back("Nobody can check whether a participant gives true numbers.");
    text.security = participants == 2
                        ? "Neither needs to trust the other to keep data secret beyond what the total itself "
                          "shows; for a right "
                          "total, both must use the program unaltered."
                        : "Your pieces stay secret unless all " + std::to_string(participants - 1) +
                              " others join forces; for a right total, all must use the program unaltered.";
    text.protocol_name = "additive sharing over the scalar field of ristretto255";
    text.protocol =
        "Additive secret sharing over the scalar field of ristretto255 (RFC 9496); every participant is a "
        "compute "
        "host; partial sums are committed (BLAKE2b) before they are opened, and all compare the openings. "
        "Private "
        "against all but one; correct against honest-but-curious participants.";
    return text;
}

Result<api::ContributionCheck> Total::check(const api::Question& question, const Input& input,
                                            const std::stop_token& stop) const {
    api::ContributionCheck check;
    const auto& p = parameters_of_total(question);
    auto asked = p.columns;
    if (!p.group.empty()) asked.push_back(p.group);
    if (input.columns.size() != asked.size())
        return error(Fault::column_missing, "choose a column for each of " + quoted_list(asked));
    if (input.rules.any() && !p.compares())
        return error(Fault::usage, "this Total is agreed to run without rules; ask the organizer for some");
    TACIT_TRY(total::check_rules(input.rules));
    std::vector<std::string> of_groups;
    for (std::size_t i = 0; i < p.columns.size(); ++i) {
        const auto& name = input.columns[i];
        TACIT_ASSIGN(const auto index, input.dataset->find_column(name));
        const auto& profile = input.dataset->columns()[index];
        const auto numbers = table::numeric_column(*input.dataset, index, stop);
        if (!numbers) {
            if (numbers.error().fault == Fault::cancelled) return numbers.error();
            add_number_problems(*input.dataset, index, numbers.error(), check);
            continue;
        }
        check.notes.push_back('"' + name + "\": " + numbers_and_blanks(profile, *numbers) +
                              " (left out, not counted as 0)" + read_by_choice(profile) + '.');
        total::add_warnings(p, i, *input.dataset, index, *numbers, check);
        if (counts_groups(*input.dataset, index)) of_groups.push_back(name);
    }
    if (!of_groups.empty())
        check.notes.push_back("Each row of your table is a group, and counts as one row: count and mean of " +
                              quoted_list(of_groups) + " are those of groups.");
    // Among more than those who can add up shares it is a circuit all the same.
    if (total::by_circuit(p, input.participants)) TACIT_TRY(total::check_parts(p, input, stop, check));
    check.acceptable = check.problems.empty() && check.more_problems == 0;
    return check;
}

Result<Outcome> Total::run(const api::Question& question, const Input& input, RunContext& context) const {
    if (total::by_circuit(parameters_of_total(question), context.participants())) {
        TACIT_ASSIGN(const auto result, total::run_jointly(parameters_of_total(question), input, context));
        return Outcome{result, {}};
    }
    TACIT_ASSIGN(const auto rules, total::agreed_rules({}, context));
    if (rules.any()) return error(Fault::cheating, "rules for a Total that is agreed to run without");
    const auto& asked = parameters_of_total(question).columns;
    // Per column: the sum in millionths, then the count of filled cells.
    std::vector<crypto::Scalar> mine;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        TACIT_ASSIGN(const auto index, input.dataset->find_column(input.columns.at(i)));
        TACIT_ASSIGN(const auto column, table::numeric_column(*input.dataset, index));
        sharing::Int128 sum = 0;
        for (const auto& value : column.values)
            if (value) sum += value->micros();
        TACIT_ASSIGN(const auto sum_scalar, sharing::to_scalar(sum));
        mine.push_back(sum_scalar);
        mine.push_back(crypto::Scalar::from_u64(column.count));
    }
    const auto run =
        sharing::Parameters::among_all(context.participants(), context.me, mine.size(), context.agreement);
    TACIT_ASSIGN(const auto opened,
                 sharing::total(run, mine, context.peers, context.random, context.progress));
    api::TotalResult result;
    result.contributors = context.participants();
    for (std::size_t i = 0; i < asked.size(); ++i) {
        TACIT_ASSIGN(const auto sum, sharing::centred(opened.totals[2 * i]));
        TACIT_ASSIGN(const auto count, sharing::centred(opened.totals[2 * i + 1]));
        if (count < 0 || count > INT64_MAX) return error(Fault::cheating, "the total count is not a count");
        api::TotalColumn column;
        column.name = asked[i];
        column.sum = table::Decimal(sum).text();
        column.count = static_cast<std::uint64_t>(count);
        if (const auto mean = table::divide_half_even(table::Decimal(sum), column.count))
            column.mean = mean->text();
        result.columns.push_back(column);
    }
    return Outcome{result, {}};
}

std::uint16_t Total::hosts(const api::Question& question, std::uint16_t participants) const {
    if (!total::by_circuit(parameters_of_total(question), participants)) return participants;
    return total::layout_of(parameters_of_total(question), participants).hosts();
}

std::uint64_t Total::bytes_estimate(const api::Question& question, std::uint16_t participants,
                                    std::uint64_t /*rows*/) const {
    if (total::by_circuit(parameters_of_total(question), participants))
        return total::joint_bytes(parameters_of_total(question), participants);
    const auto run =
        sharing::Parameters::among_all(participants, 0, 2 * parameters_of_total(question).columns.size(), {});
    return sharing::cost(run, 1).bytes_sent * (participants - 1u);
}

std::optional<api::CostEstimate> Total::estimate(const api::Question& question, std::uint16_t participants,
                                                 std::uint64_t /*items*/, const Machine& machine) const {
    const auto& p = parameters_of_total(question);
    const auto least = std::max({p.hosts, p.rules.minimum_contributors, std::uint16_t{2}});
    const auto among = participants > 0 ? participants : least;
    if (!total::by_circuit(p, among)) return std::nullopt;
    return total::joint_estimate(p, among, machine);
}

/// How many rows there are is nobody's business: a count may be what the rules hide.
std::string Total::summary(const Input& /*input*/) const {
    return "a table";
}

Bytes Total::terms(const Input& input) const {
    return total::terms_of(input.rules);
}

std::string Total::words_of_terms(View terms) const {
    const auto rules = total::rules_of_terms(terms);
    if (!rules) return "has terms that are no rules";
    return rules->any() ? "hides a number if " + total::sentence_of(*rules) : std::string();
}

}  // namespace tacit::question
