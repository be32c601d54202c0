#include "support/fake_views.h"

#include <array>

#include "question/catalogue.h"
#include "support/fake_datasets.h"

namespace tacit::test {

namespace {

using namespace std::chrono_literals;
using api::ParticipantState;
using api::Stage;

const api::TotalQuestion salary_question{{"salary"}};
const api::OverlapQuestion customer_question{"customer_id", api::Reveal::rows, api::Recipients::all};
const api::DecisionQuestion exposure_question{"sum(exposure) > 1000000"};
const std::string hash = "5c1f0a9be27d4438a1c06e92f7b35d81";

WallTime ago(std::chrono::seconds seconds) {
    return SystemClock().wall() - seconds;
}

std::string quoted(const std::string& name) {
    return "\"" + name + "\"";
}

std::string list(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += quoted(names[i]);
    }
    return text;
}

api::ProposalText describe_total(const api::TotalQuestion& question, std::uint16_t partners) {
    api::ProposalText text;
    const auto columns = list(question.columns);
    text.question = "Total of " + columns + " over " + std::to_string(partners + 1) + " participants";
    for (const auto& column : question.columns)
        text.asked.push_back({column, true, "added up with everybody's"});
    if (!question.group.empty())
        text.asked.push_back({question.group, false, "tells which category a row belongs to"});
    text.learns = {{"Everyone", "learns the sum, the count and the mean of " + columns +
                                    " over all participants together."}};
    text.never = {"Nobody sees any row, or any single value, of another participant.",
                  "Nobody learns the sum or the count of one participant alone."};
    if (partners == 1) {
        text.beware = {
            "With two participants, each can subtract its own part from the total and so learns "
            "the other's total. Invite a third participant if that must stay private."};
    } else {
        text.beware = {
            "If all participants but one put their numbers together, they learn that one's total."};
    }
    text.security =
        "Private as long as at least one participant besides you keeps its encrypted pieces to itself; "
        "the total is right if all follow the protocol.";
    text.protocol = "Additive secret sharing over the scalar field of ristretto255";
    return text;
}

api::ProposalText describe_overlap(const api::OverlapQuestion& question) {
    api::ProposalText text;
    text.question = "Overlap on " + quoted(question.key) + " between 2 participants";
    text.asked = {{question.key, false, "matched with the partner's"}};
    const std::string what = question.reveal == api::Reveal::rows
                                 ? "learns which of its own rows the other side has as well, and how many."
                                 : "learns how many keys both sides have in common, not which.";
    switch (question.to) {
        case api::Recipients::all:
            text.learns = {{"Everyone", what}};
            break;
        case api::Recipients::organizer:
            text.learns = {{"The organizer", what}, {"The partner", "learns nothing about the match."}};
            break;
        case api::Recipients::partner:
            text.learns = {{"The partner", what}, {"The organizer", "learns nothing about the match."}};
            break;
    }
    text.learns.push_back({"Both sides", "learn how many distinct keys the other side has."});
    text.never = {"Nobody learns any key that only the other side has.",
                  "No column besides the key is used or sent."};
    text.beware = {
        "Whoever learns the overlap can put guessed keys into its own list and see whether they match."};
    text.security = "Private even if the other side does not follow the protocol.";
    text.protocol = "Private set intersection from vector OLE (ePrint 2022/320)";
    text.protection = {
        {"What happens to your keys",
         "Your table stays on this computer: no key and no row of it is sent. Each program turns every key "
         "into a "
         "number that looks random, by a calculation that needs secrets of both sides."},
        {"What a partner with an altered program cannot do",
         "It cannot find out a key of yours that it does not itself put on its list, and it cannot make a "
         "key "
         "match that is not on its list."},
        {"What it still can do",
         "It can put guessed keys on its list and learn which of them you have; the number of keys that it "
         "announces limits how many. It can leave keys out, or break the run off."},
        {"What becomes known besides the result",
         "Each side learns how many different keys the other one has. Everything on the network is "
         "encrypted."},
        {"Protocol and source", text.protocol}};
    return text;
}

/// Nothing is made up here: the words of a Decision come from its formula.
api::ProposalText describe_decision(const api::Question& question, std::uint16_t partners) {
    const auto& definition = question::definition_of(question);
    const auto participants = static_cast<std::uint16_t>(partners + 1);
    return definition.validate(question, participants) ? definition.describe(question, participants)
                                                       : api::ProposalText{};
}

api::ParticipantView participant(std::uint16_t place, std::string organisation, std::string person,
                                 ParticipantState state, bool me = false) {
    api::ParticipantView view;
    view.place = place;
    view.organisation = std::move(organisation);
    view.person = std::move(person);
    view.state = state;
    view.me = me;
    if (!view.organisation.empty()) {
        static const char* const fingerprints[] = {"3FQW-L8LB-KIZM-7TQA-DV5N", "PQVJ-2HNC-66RT-WX4E-5YSB",
                                                   "GLTI-K7D2-QMEU-NZ3C-AO6H"};
        view.fingerprint = fingerprints[place % 3];
    }
    if (!me && !view.organisation.empty()) view.verified = "by invitation";
    return view;
}

api::SessionView base(const std::string& id, const std::string& title, const api::Question& question,
                      std::uint16_t partners) {
    api::SessionView view;
    view.id = id;
    view.title = title;
    view.kind = fake_kind(question);
    view.question = question;
    view.created = ago(18min);
    view.updated = ago(40s);
    view.proposal = describe_fake(question, partners);
    view.proposal_hash = hash;
    view.live = true;
    return view;
}

/// Alder (me, organizer), Northwind and Birch.
api::SessionView three_companies(ParticipantState state) {
    auto view = base("9f2c41d0a7", "Salary benchmark 2024", salary_question, 2);
    view.participants = {participant(0, "Alder Insurance", "Clara Winter", state, true),
                         participant(1, "Northwind Logistics", "Jon Berg", state),
                         participant(2, "Birch & Partners", "Amira Said", state)};
    view.participants[1].invitation_file = "/home/clara/Documents/salary-benchmark-1.tacit";
    view.participants[2].invitation_file = "/home/clara/Documents/salary-benchmark-2.tacit";
    return view;
}

/// Birch (organizer) and Alder (me, partner).
api::SessionView two_companies(ParticipantState state) {
    auto view = base("b7e0035cf1", "Common customers with Birch", customer_question, 1);
    view.role = api::Role::partner;
    view.participants = {participant(0, "Birch & Partners", "Amira Said", state),
                         participant(1, "Alder Insurance", "Clara Winter", state, true)};
    return view;
}

/// Done, and signed by everybody.
void finish(api::SessionView& view) {
    view.stage = Stage::done;
    view.receipt.kept = true;
    for (const auto& one : view.participants) view.receipt.signed_by.push_back(one.organisation);
}

api::OverlapResult overlap_result() {
    const auto table = customers();
    api::OverlapResult result;
    result.count = 700;
    result.rows = 2'000;
    result.distinct = 1'990;
    result.blank = 3;
    result.partner_distinct = 3'412;
    result.matching_rows = 704;
    for (const auto& column : table.columns) result.header.push_back(column.name);
    for (std::size_t i = 0; i < 704; ++i) {
        auto row = table.preview[i % table.preview.size()];
        row[0] = "C-" + std::to_string(20'417 + 14 * i);
        row[1] = "customer" + std::to_string(20'417 + 14 * i) + "@mail.example";
        result.preview.push_back(std::move(row));
    }
    return result;
}

}  // namespace

std::string fake_kind(const api::Question& question) {
    static const char* kinds[] = {"total", "overlap", "decision"};
    return kinds[question.index()];
}

api::ProposalText describe_fake(const api::Question& question, std::uint16_t partners) {
    if (const auto* total = std::get_if<api::TotalQuestion>(&question))
        return describe_total(*total, partners);
    if (std::holds_alternative<api::DecisionQuestion>(question)) return describe_decision(question, partners);
    const auto& overlap = std::get<api::OverlapQuestion>(question);
    if (overlap.key.empty()) return {};
    return describe_overlap(overlap);
}

api::SessionView total_in_lobby() {
    auto view = base("9f2c41d0a7", "Salary benchmark 2024", salary_question, 5);
    view.stage = Stage::lobby;
    view.participants = {participant(0, "Alder Insurance", "Clara Winter", ParticipantState::ready, true),
                         participant(1, "Northwind Logistics", "Jon Berg", ParticipantState::ready),
                         participant(2, "Birch & Partners", "Amira Said", ParticipantState::joined),
                         participant(3, "", "", ParticipantState::invited),
                         participant(4, "Cedar Foods", "Paul Okoro", ParticipantState::silent),
                         participant(5, "Dogwood Energy", "Lea Marti", ParticipantState::declined)};
    for (std::size_t i = 1; i < view.participants.size(); ++i) {
        view.participants[i].invitation_file =
            "/home/clara/Documents/salary-benchmark-" + std::to_string(i) + ".tacit";
    }
    view.progress.step = "Waiting for partners";
    view.progress.waiting_for = {"Birch & Partners", "Partner 3", "Cedar Foods"};
    view.progress.since = ago(6min);
    return view;
}

api::SessionView overlap_connecting() {
    auto view = two_companies(ParticipantState::joined);
    view.stage = Stage::connecting;
    view.progress.step = "Looking for the organizer";
    view.progress.waiting_for = {"Birch & Partners"};
    view.progress.since = ago(4s);
    return view;
}

api::SessionView overlap_in_review() {
    auto view = two_companies(ParticipantState::joined);
    view.stage = Stage::review;
    return view;
}

api::SessionView total_in_review() {
    auto view = three_companies(ParticipantState::joined);
    view.role = api::Role::partner;
    view.stage = Stage::review;
    view.participants[0].me = false;
    view.participants[0].organisation = "Northwind Logistics";
    view.participants[0].person = "Jon Berg";
    view.participants[0].verified = "by invitation";
    view.participants[1] = participant(1, "Alder Insurance", "Clara Winter", ParticipantState::joined, true);
    view.participants[2].invitation_file.clear();
    return view;
}

api::SessionView overlap_waiting() {
    auto view = two_companies(ParticipantState::ready);
    view.stage = Stage::lobby;
    view.progress.waiting_for = {"Birch & Partners"};
    view.progress.since = ago(75s);
    return view;
}

api::SessionView total_sealing() {
    auto view = three_companies(ParticipantState::ready);
    view.stage = Stage::sealing;
    view.progress.step = "Signing the agreement";
    view.progress.done = 2;
    view.progress.total = 3;
    view.progress.waiting_for = {"Birch & Partners"};
    view.progress.since = ago(2s);
    return view;
}

api::SessionView overlap_running() {
    auto view = two_companies(ParticipantState::running);
    view.stage = Stage::running;
    view.progress.step = "Matching keys";
    view.progress.done = 1'234;
    view.progress.total = 1'990;
    view.progress.since = ago(11s);
    view.progress.bytes_sent = 4'812'300;
    view.progress.bytes_received = 6'120'844;
    view.progress.left = 9s;
    return view;
}

api::SessionView total_running_waiting() {
    auto view = three_companies(ParticipantState::running);
    view.stage = Stage::running;
    view.participants[2].state = ParticipantState::silent;
    view.progress.step = "Adding up encrypted pieces";
    view.progress.waiting_for = {"Birch & Partners"};
    view.progress.since = ago(40s);
    view.progress.bytes_sent = 18'220;
    view.progress.bytes_received = 12'004;
    return view;
}

api::SessionView total_done() {
    auto view = three_companies(ParticipantState::finished);
    finish(view);
    view.proposal = describe_fake(api::TotalQuestion{{"salary", "bonus_change"}}, 2);
    api::TotalResult result;
    result.contributors = 3;
    result.columns = {{"salary", "218450300.50", 3'912, "55841.078861"},
                      {"bonus_change", "-41250.75", 3'044, "-13.551495"}};
    view.result = result;
    return view;
}

api::SessionView total_done_by_category() {
    auto view = three_companies(ParticipantState::finished);
    finish(view);
    api::TotalQuestion question{{"salary"}};
    question.group = "department";
    question.categories = {"Operations", "Finance", "Legal"};
    question.rules = {3, 10, 60};
    view.question = question;
    view.proposal = describe_fake(question, 2);
    api::TotalResult result;
    result.contributors = 3;
    result.group = question.group;
    result.rules = question.rules;
    api::TotalColumn column;
    column.name = "salary";
    column.hidden = true;
    column.cells = {{"Operations", false, "218450300.50", 3'912, "55841.078861"},
                    {"Finance", false, "-41250.75", 304, "-135.693257"},
                    {"Legal", true, {}, 0, {}}};
    result.columns.push_back(std::move(column));
    view.result = result;
    return view;
}

api::SessionView total_done_by_category_with_statistics() {
    using enum api::Statistic;
    auto view = total_done_by_category();
    auto& question = std::get<api::TotalQuestion>(view.question);
    question.statistics = {minimum, median, maximum};
    view.proposal = describe_fake(question, 2);
    auto& result = std::get<api::TotalResult>(*view.result);
    result.statistics = question.statistics;
    result.columns[0].cells[0].statistics = {"51200100.25", "80125000", "87125200.25"};
    result.columns[0].cells[1].statistics = {"-91250.75", "11000", "39000"};
    return view;
}

api::SessionView overlap_done_rows() {
    auto view = two_companies(ParticipantState::finished);
    finish(view);
    view.result = overlap_result();
    return view;
}

api::SessionView overlap_done_count() {
    auto view = two_companies(ParticipantState::finished);
    finish(view);
    view.proposal =
        describe_fake(api::OverlapQuestion{"customer_id", api::Reveal::count, api::Recipients::all}, 1);
    auto result = overlap_result();
    result.reveal = api::Reveal::count;
    result.header.clear();
    result.preview.clear();
    result.matching_rows = 0;
    view.result = result;
    return view;
}

api::SessionView overlap_not_for_you() {
    auto view = two_companies(ParticipantState::finished);
    finish(view);
    view.proposal =
        describe_fake(api::OverlapQuestion{"customer_id", api::Reveal::rows, api::Recipients::organizer}, 1);
    view.result = api::NotForYou{"overlap"};
    return view;
}

api::SessionView decision_in_review() {
    auto view = three_companies(ParticipantState::joined);
    view.title = "Exposure above the limit?";
    view.role = api::Role::partner;
    view.stage = Stage::review;
    view.kind = "decision";
    view.question = exposure_question;
    view.proposal = describe_fake(exposure_question, 2);
    return view;
}

api::SessionView decision_in_review_of(const api::DecisionQuestion& question, const std::string& title) {
    auto view = decision_in_review();
    view.title = title;
    view.question = question;
    view.proposal = describe_fake(question, 2);
    return view;
}

api::SessionView decision_done_with(const api::DecisionQuestion& question, const std::string& title,
                                    api::DecisionResult result) {
    auto view = decision_in_review_of(question, title);
    for (auto& one : view.participants) one.state = ParticipantState::finished;
    finish(view);
    result.question = view.proposal.question;
    view.result = std::move(result);
    return view;
}

api::SessionView decision_done(bool answer) {
    auto view = decision_in_review();
    for (auto& one : view.participants) one.state = ParticipantState::finished;
    finish(view);
    view.result = api::DecisionResult{answer, "Is the combined total of exposure above 1,000,000?",
                                      answer ? "The combined total of exposure is above 1,000,000."
                                             : "The combined total of exposure is at most 1,000,000."};
    return view;
}

api::SessionView failed(Fault fault) {
    auto view = two_companies(ParticipantState::joined);
    view.stage = Stage::failed;
    view.live = false;
    view.fault = error(fault);
    switch (fault) {
        case Fault::partner_gone:
            view.participants[0].state = ParticipantState::gone;
            view.receipt.kept = true;  // they had agreed
            view.receipt.signed_by = {"Alder Insurance"};
            view.receipt.missing = {"Birch & Partners"};
            [[fallthrough]];
        case Fault::wrong_host:
        case Fault::cheating:
        case Fault::malformed_message:
        case Fault::version_differs:
            view.fault->partner = "Birch & Partners";
            break;
        case Fault::declined:
            view.participants[0].state = ParticipantState::declined;
            view.fault->partner = "Birch & Partners";
            view.fault->detail = "Our legal department still has to look at this.";
            break;
        case Fault::unreachable:
            view.fault->detail = "tcp://192.0.2.17:7441";
            break;
        case Fault::cell_invalid:
            view.fault->detail = "C4, C17, C203";
            break;
        case Fault::column_missing:
            view.fault->detail = "customer_id";
            break;
        default:
            break;
    }
    return view;
}

api::InvitationView total_invitation(const std::string& path) {
    api::InvitationView view;
    view.path = path;
    view.title = "Salary benchmark 2024";
    view.kind = "total";
    view.question = salary_question;
    view.organisation = "Northwind Logistics";
    view.person = "Jon Berg";
    view.fingerprint = "3FQW-88LB-K1ZM";
    view.place = 1;
    view.participants = 3;
    view.expires = SystemClock().wall() + 70h;
    view.proposal = describe_fake(salary_question, 2);
    view.proposal_hash = hash;
    view.endpoints = {"tcp://192.0.2.17:7441"};
    return view;
}

api::InvitationView overlap_invitation(const std::string& path) {
    auto view = total_invitation(path);
    view.title = "Common customers with Birch";
    view.kind = "overlap";
    view.question = customer_question;
    view.organisation = "Birch & Partners";
    view.person = "Amira Said";
    view.fingerprint = "P0VJ-2HNC-66RT";
    view.participants = 2;
    view.proposal = describe_fake(customer_question, 1);
    return view;
}

}  // namespace tacit::test
