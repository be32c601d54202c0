#include "question/decision/templates.h"

#include <algorithm>
#include <functional>
#include <map>

#include "base/ascii.h"
#include "question/decision/builder.h"
#include "question/decision/parser.h"
#include "question/text.h"

namespace tacit::question::decision {

namespace {

using Kind = api::TemplateSlot::Kind;
using Slots = std::map<std::string, std::string>;

api::TemplateSlot::Choice above_choice() {
    return {"above", "above"};
}
std::vector<api::TemplateSlot::Choice> comparisons(bool between) {
    std::vector<api::TemplateSlot::Choice> out{
        above_choice(), {"at-least", "at least"}, {"below", "below"}, {"at-most", "at most"}};
    if (between) out.push_back({"between", "between"});
    return out;
}
std::string sign(const std::string& choice) {
    return choice == "above" ? " > " : choice == "at-least" ? " >= " : choice == "below" ? " < " : " <= ";
}

/// A name in the brackets of a function.
std::string in(const Slots& slots, const std::string& slot) {
    return '(' + in_formula(slots.at(slot)) + ')';
}

std::string total_limit(const Slots& s) {
    const auto sum = "sum" + in(s, "name");
    if (s.at("comparison") == "between") return sum + " between " + s.at("limit") + " and " + s.at("upper");
    return sum + sign(s.at("comparison")) + s.at("limit");
}

std::string cross(const Slots& s) {
    const bool buys = s.at("organizer") == "buys";
    const auto bid = (buys ? "organizer" : "partner") + in(s, "bid");
    const auto ask = (buys ? "partner" : "organizer") + in(s, "ask");
    const auto condition = bid + " >= " + ask;
    const auto& price = s.at("price");
    if (price == "none") return condition;
    return "if " + condition + " then " +
           (price == "bid"   ? bid
            : price == "ask" ? ask
                             : '(' + bid + " + " + ask + ") / 2");
}

std::string agreement(const Slots& s) {
    const auto& rule = s.at("rule");
    if (rule == "everyone") return "all" + in(s, "name");
    if (rule == "anyone-objects") return "any" + in(s, "name");
    return "count" + in(s, "name") + " >= " + s.at("least");
}

std::string highest(const Slots& s) {
    return s.at("which") + in(s, "name");
}

std::string own_position(const Slots& s) {
    const auto& against = s.at("against");
    const auto name = in(s, "name");
    const auto group = against == "average"  ? "average" + name
                       : against == "median" ? "median" + name
                                             : "quartile" + name.substr(0, name.size() - 1) +
                                                   (against == "lower-quartile" ? ", 1)" : ", 3)");
    return "mine" + name + sign(s.at("comparison")) + group;
}

std::string tolerance(const Slots& s) {
    return "max" + in(s, "name") + " - min" + in(s, "name") + " <= " + s.at("tolerance");
}

std::string ratio(const Slots& s) {
    return "sum" + in(s, "above") + sign(s.at("comparison")) + s.at("ratio") + " * sum" + in(s, "below");
}

struct Template {
    api::DecisionTemplate shown;
    std::string (*formula)(const Slots&);
};

std::vector<Template> make_templates() {
    std::vector<Template> out;
    const auto name = [](const std::string& title, const std::string& example,
                         const std::string& slot = "name") {
        return api::TemplateSlot{slot, title, Kind::name, {}, example, {}, {}};
    };
    const auto number = [](const std::string& slot, const std::string& title, const std::string& example) {
        return api::TemplateSlot{slot, title, Kind::number, {}, example, {}, {}};
    };
    const auto choice = [](const std::string& slot, const std::string& title,
                           std::vector<api::TemplateSlot::Choice> choices) {
        auto first = choices.front().value;
        return api::TemplateSlot{slot, title, Kind::choice, std::move(choices), std::move(first), {}, {}};
    };
    const auto add = [&](const std::string& key, const std::string& title, const std::string& purpose,
                         std::vector<api::TemplateSlot> slots, std::string (*formula)(const Slots&),
                         std::uint16_t most_partners = 7) {
        api::DecisionTemplate shown;
        shown.name = key;
        shown.title = title;
        shown.purpose = purpose;
        shown.slots = std::move(slots);
        shown.most_partners = most_partners;
        out.push_back({std::move(shown), formula});
    };
    auto upper = number("upper", "Upper limit", "2000000");
    upper.only_if = "comparison";
    upper.only_value = "between";
    add("total-limit", "Combined total against a limit",
        "Whether everybody's numbers together are above, below or between limits.",
        {name("What is added up", "exposure"), choice("comparison", "Is the total", comparisons(true)),
         number("limit", "Limit", "1000000"), upper},
        total_limit);
    add("cross", "Bid and ask",
        "Whether one side offers at least what the other asks for, and only then, if you wish, the price.",
        {choice("organizer", "The organizer", {{"buys", "buys"}, {"sells", "sells"}}),
         name("What the bid is called", "bid", "bid"), name("What the ask is called", "ask", "ask"),
         choice("price", "If they cross, also learn",
                {{"none", "nothing more"},
                 {"middle", "the price in the middle"},
                 {"bid", "the bid as the price"},
                 {"ask", "the ask as the price"}})},
        cross, 1);
    api::TemplateSlot least{"least", "At least so many", Kind::whole, {}, "2", "rule", "at-least"};
    add("agreement", "A vote", "Whether all agree, anyone objects, or enough say yes; not who.",
        {name("What is voted on", "approve"),
         choice("rule", "The answer is yes if",
                {{"everyone", "everyone says yes"},
                 {"anyone-objects", "anyone says yes, as to an objection"},
                 {"at-least", "at least so many say yes"}}),
         least},
        agreement);
    add("highest", "Who is highest", "Whose number is the highest or lowest: the name alone, not the number.",
        {name("What is compared", "bid"),
         choice("which", "Who has the", {{"highest", "highest"}, {"lowest", "lowest"}})},
        highest);
    add("own-position", "My value against the group",
        "Each learns whether their own number is above or below the average or a quartile of all.",
        {name("What is compared", "salary"), choice("comparison", "Is your own", comparisons(false)),
         choice("against", "Compared with",
                {{"average", "the average"},
                 {"lower-quartile", "the lower quartile"},
                 {"median", "the median"},
                 {"upper-quartile", "the upper quartile"}})},
        own_position);
    add("tolerance", "All within a tolerance", "Whether all numbers are at most so far apart.",
        {name("What is compared", "price"), number("tolerance", "At most so far apart", "5")}, tolerance);
    add("ratio", "Ratio of two totals", "Whether one combined total is above or below so many times another.",
        {name("The one total", "losses", "above"), choice("comparison", "Is it", comparisons(false)),
         number("ratio", "So many times", "0.5"), name("The other total", "premiums", "below")},
        ratio);
    return out;
}

const std::vector<Template>& all() {
    static const std::vector<Template> templates = make_templates();
    return templates;
}

bool is_shown(const api::TemplateSlot& slot, const Slots& values) {
    if (slot.only_if.empty()) return true;
    const auto other = values.find(slot.only_if);
    return other != values.end() && other->second == slot.only_value;
}

Error wrong(const api::TemplateSlot& slot, const std::string& what) {
    return error(Fault::usage, "\"" + slot.title + "\" (" + slot.name + "): " + what + '.');
}

Status check_value(const api::TemplateSlot& slot, const std::string& value) {
    switch (slot.kind) {
        case Kind::name:
            if (!is_name(value, longest_name)) return wrong(slot, "give a name of plain text");
            return {};
        case Kind::number:
            if (const auto number = table::Decimal::parse(value); !number)
                return wrong(slot,
                             "give a number such as 1000000 or -2.5, with no separators between its digits");
            return {};
        case Kind::whole: {
            const bool digits = !value.empty() && value.size() <= 6 && value[0] != '0' &&
                                std::all_of(value.begin(), value.end(), is_digit);
            if (!digits) return wrong(slot, "give a whole number from 1");
            return {};
        }
        case Kind::choice: {
            std::string choices;
            for (const auto& choice : slot.choices) {
                if (choice.value == value) return {};
                choices += (choices.empty() ? "" : ", ") + choice.value;
            }
            return wrong(slot, "choose one of " + choices);
        }
    }
    return {};
}

Result<Slots> values_of(const Template& chosen, std::span<const api::DecisionParameter> parameters) {
    Slots values;
    for (const auto& parameter : parameters) {
        const auto& slots = chosen.shown.slots;
        if (std::none_of(slots.begin(), slots.end(),
                         [&](const auto& slot) { return slot.name == parameter.name; }))
            return error(Fault::usage, "The template \"" + chosen.shown.name + "\" has no parameter \"" +
                                           parameter.name + "\".");
        if (!values.emplace(parameter.name, parameter.value).second)
            return error(Fault::usage, "The parameter \"" + parameter.name + "\" is given twice.");
    }
    for (const auto& slot : chosen.shown.slots) {
        const auto value = values.find(slot.name);
        if (!is_shown(slot, values)) {
            if (value != values.end())
                return wrong(slot, "it belongs to " + slot.only_if + '=' + slot.only_value + " alone");
            continue;
        }
        if (value == values.end()) return wrong(slot, "a value is missing, such as " + slot.example);
        TACIT_TRY(check_value(slot, value->second));
    }
    return values;
}

}  // namespace

Result<api::DecisionQuestion> fill(const std::string& name,
                                   std::span<const api::DecisionParameter> parameters) {
    const auto chosen =
        std::find_if(all().begin(), all().end(), [&](const auto& one) { return one.shown.name == name; });
    if (chosen == all().end()) {
        std::string names;
        for (const auto& one : all()) names += (names.empty() ? "" : ", ") + one.shown.name;
        return error(Fault::usage, "There is no template \"" + name + "\"; there are " + names + '.');
    }
    TACIT_ASSIGN(const auto values, values_of(*chosen, parameters));
    api::DecisionQuestion out;
    TACIT_ASSIGN(const auto formula, parse_formula(chosen->formula(values)));
    out.formula = text_of(formula);
    out.template_name = name;
    for (const auto& slot : chosen->shown.slots)
        if (const auto value = values.find(slot.name); value != values.end())
            out.parameters.push_back({slot.name, value->second});
    return out;
}

std::vector<api::DecisionTemplate> templates() {
    std::vector<api::DecisionTemplate> out;
    for (const auto& one : all()) {
        auto shown = one.shown;
        std::vector<api::DecisionParameter> parameters;
        Slots values;
        for (const auto& slot : shown.slots) {
            if (!is_shown(slot, values)) continue;
            values[slot.name] = slot.example;
            parameters.push_back({slot.name, slot.example});
        }
        if (const auto question = fill(shown.name, parameters)) {
            const auto reading = reading_of(*question, shown.most_partners == 1 ? 2 : 3);
            shown.formula = question->formula;
            shown.question = reading.question;
            shown.reveals = reading.reveals;
        }
        out.push_back(std::move(shown));
    }
    return out;
}

}  // namespace tacit::question::decision
