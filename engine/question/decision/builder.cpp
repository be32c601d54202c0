#include "question/decision/builder.h"

#include <algorithm>

#include "mpc/garble/garble.h"
#include "mpc/garble_many/garble_many.h"
#include "mpc/garble_many/windows.h"
#include "question/decision/own_values.h"
#include "question/decision/parser.h"
#include "question/decision/reveals.h"
#include "question/decision/units.h"
#include "question/decision/words.h"
#include "question/garbling.h"
#include "question/text.h"

namespace tacit::question::decision {

namespace {

using table::Decimal;

api::FormulaProblem without_place(const std::string& text, const std::string& range = {}) {
    return {0, 0, 0, text, range};
}

bool stands_for(const std::string& name, const Field& field) {
    if (field.local == Local::sum && (name == field.name || name == in_formula(field.name))) return true;
    const auto behind = '.' + suffix(field.local);
    return name == field.name + behind || name == in_formula(field.name) + behind;
}

/// As ranges are given for it.
std::string name_of(const Field& field) {
    return field.local == Local::sum ? field.name : field.name + '.' + suffix(field.local);
}

std::optional<api::FormulaProblem> read_range(const api::DecisionRange& declared, Asked& asked) {
    const auto name = '"' + declared.name + '"';
    const auto wrong = [&](const std::string& text) { return without_place(text, declared.name); };
    const auto& fields = asked.formula.fields;
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& one) { return stands_for(declared.name, one); });
    if (field == fields.end())
        return wrong("A range is given for " + name + ", which the formula does not have.");
    if (field->vote) return wrong("A yes or no has no range, as is given for " + name + '.');
    auto& range = asked.ranges[static_cast<std::size_t>(field - fields.begin())];
    if (range.declared) return wrong("Two ranges are given for " + name + '.');
    const auto low = Decimal::parse(declared.low), high = Decimal::parse(declared.high);
    if (!low || !high || *low > *high)
        return wrong("The range of " + name +
                     " has to be two numbers within +-10^18, the lower one first, with up to six places.");
    range = {*low, *high, true};
    return std::nullopt;
}

std::optional<api::FormulaProblem> read_unit(const api::DecisionUnit& declared, Formula& formula) {
    const auto name = '"' + declared.name + '"';
    const auto wrong = [&](const std::string& text) {
        auto out = without_place(text, declared.name);
        out.about_unit = true;
        return out;
    };
    auto& fields = formula.fields;
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& one) { return stands_for(declared.name, one); });
    if (field == fields.end())
        return wrong("A unit is given for " + name + ", which the formula does not have.");
    if (field->vote || field->local == Local::count)
        return wrong("A yes or no, or a count, has no unit, as is given for " + name + '.');
    if (!field->unit.empty()) return wrong("Two units are given for " + name + '.');
    if (!is_unit(declared.unit))
        return wrong("The unit of " + name + " has to be a short word such as EUR, kg or %.");
    field->unit = declared.unit;
    return std::nullopt;
}

std::vector<api::FormulaRange> ranges_of(const Formula& formula, const std::vector<Range>& ranges) {
    std::vector<api::FormulaRange> out;
    for (std::size_t f = 0; f < formula.fields.size(); ++f) {
        const auto& field = formula.fields[f];
        if (!field.vote)
            out.push_back({name_of(field), number_words(field.local), ranges[f].low.text(),
                           ranges[f].high.text(), ranges[f].declared, field.local != Local::count});
    }
    return out;
}

std::string gates_sentence(std::uint64_t gates, std::uint16_t participants) {
    return "The formula takes " + counted(gates, "step", "steps") + " of joint computing, and among " +
           std::to_string(participants) + " at most " +
           grouped(Decimal::whole(static_cast<std::int64_t>(most_gates(participants)))) +
           " are possible. Declare narrower ranges, or make the formula shorter.";
}

struct Preparation {
    std::optional<Prepared> prepared;
    std::optional<api::FormulaProblem> problem;
};

Preparation prepare_asked(const api::DecisionQuestion& question, Asked asked, std::uint16_t participants) {
    Prepared out{{std::move(asked.formula), std::move(asked.ranges), participants,
                  recipients_of(question, participants)},
                 {mpc::circuit::Circuit({}, {}), {}}};
    auto compilation = circuit_of(out.setting);
    if (compilation.flaw)
        return {std::nullopt, problem_at(question.formula, compilation.flaw->begin, compilation.flaw->end,
                                         compilation.flaw->text)};
    out.compiled = std::move(*compilation.compiled);
    const auto gates = out.compiled.circuit.shape().ands;
    if (gates > most_gates(participants))
        return {std::nullopt, without_place(gates_sentence(gates, participants))};
    return {std::move(out), std::nullopt};
}

bool is_count_of_participants(std::uint16_t participants) {
    return participants >= 2 && participants <= mpc::garble_many::most_participants;
}

}  // namespace

AskedReading read_asked(const api::DecisionQuestion& question) {
    auto reading = read_formula(question.formula);
    if (reading.problem) return {std::nullopt, reading.problem};
    Asked asked{std::move(*reading.formula), {}};
    asked.ranges.resize(asked.formula.fields.size());
    for (const auto& range : question.ranges)
        if (auto problem = read_range(range, asked)) return {std::nullopt, problem};
    for (const auto& unit : question.units)
        if (auto problem = read_unit(unit, asked.formula)) return {std::nullopt, problem};
    if (const auto flaw = apply_units(asked.formula))
        return {std::nullopt, problem_at(question.formula, flaw->begin, flaw->end, flaw->text)};
    return {std::move(asked), std::nullopt};
}

Result<Asked> asked_of(const api::DecisionQuestion& question) {
    auto reading = read_asked(question);
    if (reading.problem) return error(Fault::usage, sentence_of(*reading.problem));
    return std::move(*reading.asked);
}

std::uint32_t recipients_of(const api::DecisionQuestion& question, std::uint16_t participants) {
    std::uint32_t bits = 0;
    for (std::uint16_t place = 0; place < participants; ++place) {
        const auto& named = question.to_places;
        const bool learns = !named.empty() ? std::find(named.begin(), named.end(), place) != named.end()
                                           : question.to == api::Recipients::all ||
                                                 (question.to == api::Recipients::organizer) == (place == 0);
        if (learns) bits |= std::uint32_t{1} << place;
    }
    return bits;
}

std::uint64_t most_gates(std::uint16_t participants) {
    return mpc::garble_many::most_ands(participants);
}

Result<Prepared> prepare(const api::DecisionQuestion& question, std::uint16_t participants) {
    TACIT_ASSIGN(auto asked, asked_of(question));
    auto preparation = prepare_asked(question, std::move(asked), participants);
    if (preparation.problem) return error(Fault::usage, sentence_of(*preparation.problem));
    return std::move(*preparation.prepared);
}

std::vector<std::uint16_t> places_of(const Formula& formula, const std::string& name,
                                     std::uint16_t participants) {
    std::vector<std::uint16_t> places;
    for (std::uint16_t place = 0; place < participants; ++place)
        if (is_asked(formula, name, place)) places.push_back(place);
    if (places.size() == participants) places.clear();
    return places;
}

api::FormulaReading reading_of(const api::DecisionQuestion& question, std::uint16_t participants) {
    api::FormulaReading out;
    auto asked = read_asked(question);
    const bool declares = !question.ranges.empty() || !question.units.empty();
    if (asked.problem && declares) {
        // The formula itself may be in order.
        auto open = question;
        open.ranges.clear();
        open.units.clear();
        out = reading_of(open, participants);
    }
    if ((out.problem = asked.problem)) return out;
    const auto& formula = asked.asked->formula;
    for (const auto& name : names_of(formula)) {
        const auto f =
            static_cast<std::size_t>(std::find_if(formula.fields.begin(), formula.fields.end(),
                                                  [&](const auto& field) { return field.name == name; }) -
                                     formula.fields.begin());
        const auto& range = asked.asked->ranges[f];
        const bool vote = formula.fields[f].vote;
        out.names.push_back({name, vote, places_of(formula, name, participants), purpose_of(formula, name),
                             vote ? "" : range.low.text(), vote ? "" : range.high.text(), range.declared});
    }
    out.ranges = ranges_of(formula, asked.asked->ranges);
    if (!is_count_of_participants(participants)) {
        out.problem = without_place("A Decision needs 1 to 7 partners.");
        return out;
    }
    out.question = question_of(formula);
    out.kind = formula.kind;
    out.own = formula.own;
    out.may_be_withheld = formula.root.op == Op::withheld;
    out.reveals = reveals_of(formula, participants, everybody);
    auto preparation = prepare_asked(question, std::move(*asked.asked), participants);
    out.problem = preparation.problem;
    if (out.problem) return out;
    const auto& shape = preparation.prepared->compiled.circuit.shape();
    out.gates = shape.ands;
    out.bytes = garbling_bytes(shape, participants, participants);
    return out;
}

Result<std::vector<api::DecisionResult>> try_out(const api::DecisionQuestion& question,
                                                 std::uint16_t participants,
                                                 const std::vector<std::vector<std::string>>& samples) {
    if (!is_count_of_participants(participants) || samples.size() != participants)
        return error(Fault::usage, "A Decision needs 1 to 7 partners.");
    TACIT_ASSIGN(const auto prepared, prepare(question, participants));
    const auto& formula = prepared.setting.formula;
    const auto asked_names = names_of(formula);
    Values values(participants, std::vector<Decimal>(formula.fields.size()));
    std::vector<std::string> names;
    for (std::uint16_t place = 0; place < participants; ++place) {
        names.push_back(place == 0 ? "Organizer" : "Partner " + std::to_string(place));
        for (std::size_t f = 0; f < formula.fields.size(); ++f) {
            const auto& field = formula.fields[f];
            if (!field.asks(place)) continue;
            const auto i = static_cast<std::size_t>(
                std::find(asked_names.begin(), asked_names.end(), field.name) - asked_names.begin());
            if (i >= samples[place].size())
                return error(Fault::usage, "A value for \"" + field.name + "\" is missing.");
            TACIT_ASSIGN(values[place][f], typed_value(field, prepared.setting.ranges[f], samples[place][i]));
        }
    }
    std::vector<api::DecisionResult> out;
    for (std::uint16_t place = 0; place < participants; ++place) {
        TACIT_ASSIGN(const auto answer, evaluate(formula, values, place));
        out.push_back(result_of(formula, answer, names));
    }
    return out;
}

api::DecisionResult result_of(const Formula& formula, const Answer& answer,
                              const std::vector<std::string>& names) {
    api::DecisionResult out;
    out.answer = answer.yes;
    out.question = question_of(formula);
    out.means = meaning_of(formula, answer, names);
    out.kind = answer.kind;
    out.own = formula.own;
    out.withheld = answer.withheld;
    if (answer.withheld) return out;
    for (std::uint16_t place = 0; place < names.size(); ++place)
        if ((answer.who >> place & 1) != 0) {
            out.places.push_back(place);
            out.names.push_back(names[place]);
        }
    if (answer.kind == api::AnswerKind::number) {
        const auto shown = decimal_text(answer.number);
        out.number = shown.text;
        out.rounded = shown.rounded;
        out.unit = formula.unit;
    }
    return out;
}

}  // namespace tacit::question::decision
