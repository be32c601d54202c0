#include "question/total/expectations.h"

#include <algorithm>
#include <array>

#include "question/text.h"
#include "table/unicode.h"

namespace tacit::question::total {

namespace {

constexpr std::size_t longest_decimal = 40;  ///< bytes
constexpr std::size_t most_named = 5;
constexpr std::size_t longest_quoted = 40;

struct Bounds {
    std::optional<table::Decimal> low, high;
    bool any() const { return low || high; }
    bool contain(table::Decimal value) const { return !(low && value < *low) && !(high && *high < value); }
};

/// Nothing for a text that is no number; for an empty one, no bound.
std::optional<std::optional<table::Decimal>> bound_of(const std::string& text) {
    if (text.empty()) return std::optional<table::Decimal>();
    table::Decimal value;
    if (text.size() > longest_decimal || table::Decimal::parse(text, value) != table::DecimalProblem::none)
        return std::nullopt;
    return std::optional(value);
}

Bounds bounds_of(const api::TotalExpectation& expected) {
    return {bound_of(expected.low).value_or(std::nullopt), bound_of(expected.high).value_or(std::nullopt)};
}

std::string in_words(const Bounds& bounds) {
    if (bounds.low && bounds.high) return "between " + grouped(*bounds.low) + " and " + grouped(*bounds.high);
    return bounds.low ? "at least " + grouped(*bounds.low) : "at most " + grouped(*bounds.high);
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// Whether they may be the same: a sign stands for one currency or, as the dollar's, for several.
bool alike(const std::string& found, const std::string& expected) {
    struct Sign {
        std::string_view sign, codes;
    };
    constexpr std::array<Sign, 6> signs{{{"\u20ac", "eur"},
                                         {"\u00a3", "gbp"},
                                         {"$", "usd aud cad hkd mxn nzd sgd"},
                                         {"\u00a5", "jpy cny"},
                                         {"\u20b9", "inr"},
                                         {"\u20aa", "ils"}}};
    constexpr std::size_t code_size = 3;
    const auto one = lower(found), other = lower(expected);
    const auto stands_for = [](const Sign& sign, const std::string& code) {
        return code.size() == code_size && sign.codes.find(code) != std::string_view::npos;
    };
    return one == other || std::any_of(signs.begin(), signs.end(), [&](const Sign& sign) {
               return (one == sign.sign && stands_for(sign, other)) ||
                      (other == sign.sign && stands_for(sign, one));
           });
}

const api::TotalExpectation& expectation_of(const api::TotalQuestion& question, std::size_t column) {
    static const api::TotalExpectation none;
    return column < question.expectations.size() ? question.expectations[column] : none;
}

}  // namespace

bool any_expected(const api::TotalQuestion& question) {
    return std::any_of(question.expectations.begin(), question.expectations.end(),
                       [](const auto& one) { return one.any(); });
}

void write_expectations(wire::Writer& w, const api::TotalQuestion& question) {
    for (std::size_t i = 0; i < question.columns.size(); ++i) {
        const auto& one = expectation_of(question, i);
        w.text(one.unit).text(one.low).text(one.high);
    }
}

void read_expectations(wire::Reader& r, api::TotalQuestion& question) {
    for (std::size_t i = 0; i < question.columns.size() && !r.failed(); ++i) {
        api::TotalExpectation one;
        one.unit = r.text(longest_unit);
        one.low = r.text(longest_decimal);
        one.high = r.text(longest_decimal);
        question.expectations.push_back(std::move(one));
    }
    if (!any_expected(question)) r.fail();
}

Status check_expectations(const api::TotalQuestion& question) {
    if (question.expectations.empty()) return {};
    if (question.expectations.size() != question.columns.size())
        return error(Fault::usage, "What is expected of the numbers is not said of each column.");
    for (std::size_t i = 0; i < question.columns.size(); ++i) {
        const auto& one = question.expectations[i];
        const auto name = '"' + question.columns[i] + '"';
        if (!one.unit.empty() && !is_unit(one.unit))
            return error(Fault::usage, "The unit of " + name +
                                           " has to be a short word, such as EUR, kg or %, without digits.");
        const auto low = bound_of(one.low), high = bound_of(one.high);
        if (!low || !high)
            return error(Fault::usage, "The numbers between which " + name +
                                           " probably lies are written like -12.50, with a decimal point and "
                                           "up to six decimal places.");
        if (*low && *high && **high < **low)
            return error(Fault::usage,
                         "The smallest number expected of " + name + " is larger than the largest.");
    }
    return {};
}

std::string expected_in_words(const api::TotalQuestion& question, std::size_t column) {
    const auto& expected = expectation_of(question, column);
    const auto bounds = bounds_of(expected);
    std::string out;
    if (!expected.unit.empty()) out = "in " + expected.unit;
    if (bounds.any()) out += (out.empty() ? "each probably " : ", each probably ") + in_words(bounds);
    return out;
}

void add_warnings(const api::TotalQuestion& question, std::size_t column, const table::Dataset& dataset,
                  std::size_t index, const table::NumericColumn& numbers, api::ContributionCheck& check) {
    const auto& expected = expectation_of(question, column);
    const auto& profile = dataset.columns()[index];
    const auto name = '"' + profile.name + '"';
    if (const auto unit = table::unit_text(profile.unit);
        !expected.unit.empty() && !unit.empty() && !alike(unit, expected.unit))
        check.warnings.push_back(name + " has numbers in " + unit + ", and the proposal asks for " +
                                 expected.unit + ".");
    const auto bounds = bounds_of(expected);
    if (!bounds.any()) return;
    std::uint64_t outside = 0;
    std::string named;
    for (std::size_t row = 0; row < numbers.values.size(); ++row) {
        if (!numbers.values[row] || bounds.contain(*numbers.values[row])) continue;
        if (++outside > most_named) continue;
        named += (outside == 1 ? "" : ", ") + dataset.address(row, index) + " \"" +
                 std::string(table::clipped(dataset.cell(row, index), longest_quoted)) + '"';
    }
    if (outside == 0) return;
    if (outside > most_named) named += " and " + std::to_string(outside - most_named) + " more";
    check.warnings.push_back(counted(outside, "number", "numbers") + " of " + name +
                             (outside == 1 ? " is" : " are") + " not as expected, " + in_words(bounds) +
                             ": " + named + ". " + (outside == 1 ? "It counts" : "They count") +
                             " all the same; make sure that nothing is mistyped.");
}

}  // namespace tacit::question::total
