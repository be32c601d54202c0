#include "question/decision/decision.h"

#include <algorithm>

#include "question/decision/builder.h"
#include "question/decision/own_values.h"
#include "question/decision/parser.h"
#include "question/decision/proposal.h"
#include "question/decision/templates.h"
#include "question/decision/units.h"
#include "question/garbling.h"
#include "question/text.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::question {

namespace {

// The first version had a formula and one of three sets of recipients. What it can say is still encoded so.
constexpr std::uint8_t first_version = 1, second_version = 2, with_units = 3;
constexpr std::uint32_t most_ranges = 64, most_parameters = 16;

const api::DecisionQuestion& parameters(const api::Question& question) {
    return std::get<api::DecisionQuestion>(question);
}

bool fits_first_version(const api::DecisionQuestion& question) {
    return question.to_places.empty() && question.ranges.empty() && question.template_name.empty() &&
           question.parameters.empty() && question.units.empty();
}

std::uint8_t version_for(const api::DecisionQuestion& question) {
    if (!question.units.empty()) return with_units;
    return fits_first_version(question) ? first_version : second_version;
}

Status check_recipients(const api::DecisionQuestion& question, std::uint16_t participants) {
    const auto& places = question.to_places;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] >= participants)
            return error(Fault::usage, "The answer is meant for partner " + std::to_string(places[i]) +
                                           ", and the session has " +
                                           counted(participants - 1, "partner", "partners") + '.');
        if (i > 0 && places[i] <= places[i - 1])
            return error(Fault::usage, "Who learns the answer has to be named once each, in order.");
    }
    return {};
}

/// Nobody reads one template's sentence above another formula.
Status check_template(const api::DecisionQuestion& question) {
    if (question.template_name.empty()) {
        if (question.parameters.empty()) return {};
        return error(Fault::usage, "Parameters belong to a template.");
    }
    TACIT_ASSIGN(const auto filled, decision::fill(question.template_name, question.parameters));
    if (filled.formula != question.formula || filled.parameters != question.parameters)
        return error(Fault::usage, "The formula is not that of the template.");
    return {};
}

std::string local_name(const RunContext& context, std::uint16_t place) {
    if (place < context.names.size()) return context.names[place];
    return place == 0 ? "Organizer" : "Partner " + std::to_string(place);
}

}  // namespace

api::QuestionCard Decision::card() const {
    api::QuestionCard card;
    card.kind = "decision";
    card.title = "Decision";
    card.purpose =
        "A yes or no, or who it is, that depends on everybody's numbers, and reveals nothing else.";
    card.example = "Is our combined exposure above the limit?";
    card.least_partners = 1;
    card.most_partners = decision_most_participants - 1;
    return card;
}

Bytes Decision::encode(const api::Question& question) const {
    const auto& p = parameters(question);
    wire::Writer w;
    w.u8(version_for(p)).u8(static_cast<std::uint8_t>(p.to)).text(p.formula);
    if (fits_first_version(p)) return std::move(w).take();
    w.u32(static_cast<std::uint32_t>(p.to_places.size()));
    for (const auto place : p.to_places) w.u16(place);
    w.u32(static_cast<std::uint32_t>(p.ranges.size()));
    for (const auto& range : p.ranges) w.text(range.name).text(range.low).text(range.high);
    w.text(p.template_name).u32(static_cast<std::uint32_t>(p.parameters.size()));
    for (const auto& parameter : p.parameters) w.text(parameter.name).text(parameter.value);
    if (p.units.empty()) return std::move(w).take();
    w.u32(static_cast<std::uint32_t>(p.units.size()));
    for (const auto& one : p.units) w.text(one.name).text(one.unit);
    return std::move(w).take();
}

namespace {

/// A name may have the suffix of a field behind it.
constexpr std::size_t longest_range_name = 2 * decision::longest_name + 16;

void read_units(wire::Reader& r, api::DecisionQuestion& question) {
    question.units.resize(r.count(most_ranges, 8));
    for (auto& one : question.units) {
        one.name = r.text(longest_range_name);
        one.unit = r.text(longest_unit);
    }
    if (question.units.empty()) r.fail();
}

void read_second_version(wire::Reader& r, api::DecisionQuestion& question) {
    constexpr std::size_t longest_number = 64;
    question.to_places.resize(r.count(decision_most_participants, 2));
    for (auto& place : question.to_places) place = r.u16();
    question.ranges.resize(r.count(most_ranges, 12));
    for (auto& range : question.ranges) {
        range.name = r.text(longest_range_name);
        range.low = r.text(longest_number);
        range.high = r.text(longest_number);
    }
    question.template_name = r.text(decision::longest_name);
    question.parameters.resize(r.count(most_parameters, 8));
    for (auto& parameter : question.parameters) {
        parameter.name = r.text(decision::longest_name);
        parameter.value = r.text(decision::longest_name);
    }
}

}  // namespace

Result<api::Question> Decision::decode(View bytes) const {
    wire::Reader r(bytes);
    const auto which = r.u8();
    if (which < first_version || which > with_units) r.fail();
    api::DecisionQuestion question;
    const auto to = r.u8();
    if (to > static_cast<std::uint8_t>(api::Recipients::partner)) r.fail();
    question.to = static_cast<api::Recipients>(to);
    question.formula = r.text(decision::longest_formula);
    if (which != first_version) read_second_version(r, question);
    if (which == with_units) read_units(r, question);
    if (which != version_for(question)) r.fail();
    TACIT_TRY(r.finish());
    const auto malformed = [](const Error& wrong) { return error(Fault::malformed_message, wrong.detail); };
    if (const auto asked = decision::asked_of(question); !asked) return malformed(asked.error());
    if (const auto valid = check_recipients(question, decision_most_participants); !valid)
        return malformed(valid.error());
    if (const auto valid = check_template(question); !valid) return malformed(valid.error());
    return api::Question(question);
}

Status Decision::validate(const api::Question& question, std::uint16_t participants) const {
    const auto& p = parameters(question);
    TACIT_TRY(decision::asked_of(p));
    if (participants < 2 || participants > decision_most_participants)
        return error(Fault::usage, "A Decision needs 1 to " + std::to_string(decision_most_participants - 1) +
                                       " partners.");
    if (p.units.size() > most_ranges) return error(Fault::usage, "There are too many units.");
    if (p.ranges.size() > most_ranges) return error(Fault::usage, "There are too many ranges.");
    TACIT_TRY(check_recipients(p, participants));
    TACIT_TRY(check_template(p));
    TACIT_TRY(decision::prepare(p, participants));
    return {};
}

api::ProposalText Decision::describe(const api::Question& question, std::uint16_t participants) const {
    const auto& p = parameters(question);
    auto asked = decision::asked_of(p).value();
    return decision::proposal_of({std::move(asked.formula), std::move(asked.ranges), participants,
                                  decision::recipients_of(p, participants)});
}

Result<api::ContributionCheck> Decision::check(const api::Question& question, const Input& input,
                                               const std::stop_token& stop) const {
    TACIT_ASSIGN(const auto asked, decision::asked_of(parameters(question)));
    const auto names = decision::names_of(asked.formula);
    if (input.columns.size() != names.size() ||
        (!input.values.empty() && input.values.size() != names.size()))
        return error(Fault::column_missing, "choose a column, or type a number, for " + quoted_list(names));
    api::ContributionCheck check;
    TACIT_TRY(decision::check_own_values(asked.formula, asked.ranges, input, stop, check));
    for (const auto& name : names)
        if (decision::is_asked(asked.formula, name, input.place)) ++check.items;
    check.acceptable = check.problems.empty() && check.more_problems == 0;
    return check;
}

std::string Decision::summary(const Input& input) const {
    std::size_t values = 0;
    for (std::size_t i = 0; i < input.columns.size(); ++i)
        if (!input.columns[i].empty() || (i < input.values.size() && !input.values[i].empty())) ++values;
    return values <= 1 ? "one value" : std::to_string(values) + " values";
}

Result<Outcome> Decision::run(const api::Question& question, const Input& input, RunContext& context) const {
    TACIT_ASSIGN(const auto prepared, decision::prepare(parameters(question), context.participants()));
    const auto& [setting, compiled] = prepared;
    auto mine = input;
    mine.place = context.me;
    TACIT_ASSIGN(const auto values,
                 decision::own_values(setting.formula, setting.ranges, mine, context.stop));
    std::vector<mpc::circuit::Bits> inputs;
    for (std::size_t f = 0; f < values.size(); ++f)
        if (setting.formula.fields[f].asks(context.me))
            inputs.push_back(decision::input_bits(setting.formula.fields[f], setting.ranges[f], values[f]));
    TACIT_ASSIGN(const auto outputs,
                 compute_by_garbling(compiled.circuit, inputs, context.agreement, context.participants(),
                                     "Computing with locked values", context));
    if ((setting.recipients >> context.me & 1) == 0) return Outcome{api::NotForYou{card().kind}, {}};
    std::vector<std::string> names;
    for (std::uint16_t place = 0; place < context.participants(); ++place)
        names.push_back(local_name(context, place));
    const auto answer = decision::answer_of(setting, compiled, outputs, context.me);
    return Outcome{decision::result_of(setting.formula, answer, names), {}};
}

std::uint64_t Decision::bytes_estimate(const api::Question& question, std::uint16_t participants,
                                       std::uint64_t /*rows*/) const {
    const auto prepared = decision::prepare(parameters(question), participants);
    return prepared ? garbling_bytes(prepared->compiled.circuit.shape(), participants, participants) : 0;
}

std::optional<api::CostEstimate> Decision::estimate(const api::Question& question, std::uint16_t participants,
                                                    std::uint64_t /*items*/, const Machine& machine) const {
    // For as few as can be asked, if nobody knows yet how many they are.
    const auto least = participants > 0 ? participants : std::uint16_t{2};
    const auto most = participants > 0 ? participants : decision_most_participants;
    for (auto among = least; among <= most; ++among) {
        const auto prepared = decision::prepare(parameters(question), among);
        if (prepared) return garbling_estimate(prepared->compiled.circuit.shape(), among, among, machine);
    }
    return std::nullopt;
}

}  // namespace tacit::question
