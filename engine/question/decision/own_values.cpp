#include "question/decision/own_values.h"

#include <algorithm>

#include "question/numbers.h"
#include "question/text.h"

namespace tacit::question::decision {

namespace {

using table::Decimal;

std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

bool is_typed(const Input& input, std::size_t i) {
    return i < input.values.size() && !input.values[i].empty();
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

Result<std::size_t> column_of(const Input& input, std::size_t i) {
    if (!input.dataset || i >= input.columns.size() || input.columns[i].empty())
        return error(Fault::column_missing, "choose a column or type a value");
    return input.dataset->find_column(input.columns[i]);
}

/// All filled cells say the same.
Result<bool> column_vote(const table::Dataset& dataset, std::size_t column, const std::stop_token& stop) {
    std::optional<bool> vote;
    for (std::size_t row = 0; row < dataset.rows(); ++row) {
        if ((row & 0xfff) == 0 && stop.stop_requested()) return error(Fault::cancelled);
        const auto text = trimmed(dataset.cell(row, column));
        if (text.empty()) continue;
        const auto one = read_vote(text);
        if (!one) return error(Fault::cell_invalid, dataset.address(row, column) + " is neither yes nor no");
        if (vote && *vote != *one)
            return error(Fault::cell_invalid, "the column has yes and no, but a participant has one vote");
        vote = one;
    }
    if (!vote) return error(Fault::cell_invalid, "the column has no yes or no");
    return *vote;
}

bool is_extreme(Local local) {
    return local == Local::smallest || local == Local::largest;
}

Result<Decimal> local_value(const table::NumericColumn& column, Local local) {
    if (is_extreme(local) && !column.counts.empty())
        return error(Fault::cell_invalid, "the column has sums of groups, each for several rows");
    Decimal sum;
    std::optional<Decimal> least, most;
    for (const auto& value : column.values) {
        if (!value) continue;
        sum += *value;
        least = least ? std::min(*least, *value) : *value;
        most = most ? std::max(*most, *value) : *value;
    }
    if (local == Local::sum) return sum;
    if (local == Local::count) return Decimal::whole(static_cast<std::int64_t>(column.count));
    if (!least) return error(Fault::cell_invalid, "the column has no number");
    if (local == Local::average) return *table::divide_half_even(sum, column.count);
    return local == Local::smallest ? *least : *most;
}

std::string range_words(const Range& range) {
    return "from " + grouped(range.low) + " to " + grouped(range.high);
}

/// Of the one participant, before the range is looked at. `numbers` gets those of a column, if there is one.
Result<Decimal> own_value(const Field& field, const Input& input, std::size_t i, const std::stop_token& stop,
                          table::NumericColumn* numbers = nullptr) {
    if (field.vote && is_typed(input, i)) {
        const auto vote = read_vote(input.values[i]);
        if (!vote) return error(Fault::cell_invalid, "type yes or no");
        return Decimal::whole(*vote ? 1 : 0);
    }
    if (is_typed(input, i)) {
        TACIT_ASSIGN(const auto number, Decimal::parse(input.values[i]));
        return field.local == Local::count ? Decimal::whole(1) : number;
    }
    TACIT_ASSIGN(const auto index, column_of(input, i));
    if (field.vote) {
        TACIT_ASSIGN(const auto vote, column_vote(*input.dataset, index, stop));
        return Decimal::whole(vote ? 1 : 0);
    }
    TACIT_ASSIGN(auto column, table::numeric_column(*input.dataset, index, stop));
    const auto value = local_value(column, field.local);
    if (numbers != nullptr) *numbers = std::move(column);
    return value;
}

std::string local_words(Local local) {
    switch (local) {
        case Local::sum:
            return "total";
        case Local::count:
            return "number of filled cells";
        case Local::smallest:
            return "smallest value";
        case Local::largest:
            return "largest value";
        case Local::average:
            return "average";
    }
    return {};
}

void add_range_problem(const std::string& what, const Range& range, Decimal value,
                       api::ContributionCheck& check) {
    const auto begin = what + " is " + grouped(value);
    if (range.declared)
        check.problems.push_back({"", "", begin + ", outside the agreed range " + range_words(range) + '.',
                                  "Check the number. The range is part of the proposal: to change it, the "
                                  "organizer makes a new session."});
    else
        check.problems.push_back(
            {"", "", begin + ", beyond the 10^18 that a Decision takes.",
             "Use a coarser unit, such as thousands, and let all partners do the same."});
}

void check_typed(const Field& field, const Range& range, const std::string& text,
                 api::ContributionCheck& check) {
    const auto name = '"' + field.name + '"';
    if (field.vote) {
        if (const auto vote = read_vote(text); vote)
            check.notes.push_back("You say " + std::string(*vote ? "yes" : "no") + " to " + name +
                                  ". It stays on this computer.");
        else
            check.problems.push_back(
                {"", text, "Your answer to " + name + " is neither yes nor no.", "Type yes or no."});
        return;
    }
    const auto number = Decimal::parse(text);
    if (!number)
        check.problems.push_back({"", text,
                                  "The number for " + name + " cannot be used: " + number.error().detail,
                                  "Type digits with a decimal point, such as 1200 or -12.50."});
    else if (field.local != Local::count && !range.holds(*number))
        add_range_problem("Your number for " + name, range, *number, check);
    else if (field.local != Local::count)
        check.notes.push_back("Your number for " + name + " is " + grouped(*number) +
                              ". It stays on this computer.");
}

/// What the numbers of groups, counted as the rows in them, do not tell.
void add_extreme_problem(const std::string& column, Local local, api::ContributionCheck& check) {
    const bool least = local == Local::smallest;
    check.problems.push_back(
        {"", "",
         "Your column \"" + column +
             "\" has sums of groups that count as the rows in them, so it does not tell the " +
             local_words(local) + " of a row.",
         std::string("Let the database make the ") + (least ? "minimum" : "maximum") +
             " for each group, and choose that column."});
}

Status check_column(const Field& field, const Range& range, const Input& input, std::size_t i,
                    const std::stop_token& stop, api::ContributionCheck& check) {
    TACIT_ASSIGN(const auto index, column_of(input, i));
    const auto& profile = input.dataset->columns()[index];
    table::NumericColumn numbers;
    const auto value = own_value(field, input, i, stop, &numbers);
    if (!value && value.error().fault == Fault::cancelled) return value.error();
    if (field.vote) {
        if (value)
            check.notes.push_back("You say " + std::string(*value == Decimal() ? "no" : "yes") + " to \"" +
                                  field.name + "\". It stays on this computer.");
        else
            check.problems.push_back(
                {"", "",
                 "Your column \"" + profile.name + "\" is no yes or no: " + value.error().detail + '.',
                 "Choose a column in which every filled cell says the same, yes or no; "
                 "or type it."});
        return {};
    }
    if (!value && profile.valid == 0 && profile.invalid == 0) {
        check.problems.push_back({"", "", "Your column \"" + profile.name + "\" has no number.",
                                  "Choose another column, or type a number."});
        return {};
    }
    if (!value && is_extreme(field.local) && !numbers.counts.empty()) {
        add_extreme_problem(profile.name, field.local, check);
        return {};
    }
    if (!value) {
        add_number_problems(*input.dataset, index, value.error(), check);
        return {};
    }
    if (!range.holds(*value))
        add_range_problem("Your " + local_words(field.local) + " of \"" + profile.name + '"', range, *value,
                          check);
    else
        check.notes.push_back("Your " + local_words(field.local) + " for \"" + field.name + "\" is " +
                              grouped(*value) + ": " + numbers_and_blanks(profile, numbers) + " left out" +
                              read_by_choice(profile) + ". It stays on this computer.");
    // A total is the same either way.
    if (field.local != Local::sum && counts_groups(*input.dataset, index))
        check.notes.push_back("Each row of your table is a group, and counts as one row: the " +
                              local_words(field.local) + " of \"" + profile.name + "\" is that of groups.");
    return {};
}

}  // namespace

std::optional<bool> read_vote(std::string_view text) {
    const auto word = lower_case(std::string(trimmed(text)));
    if (word == "yes" || word == "true" || word == "1") return true;
    if (word == "no" || word == "false" || word == "0") return false;
    return std::nullopt;
}

bool is_asked(const Formula& formula, const std::string& name, std::uint16_t place) {
    return std::any_of(formula.fields.begin(), formula.fields.end(),
                       [&](const auto& field) { return field.name == name && field.asks(place); });
}

Result<std::vector<Decimal>> own_values(const Formula& formula, const std::vector<Range>& ranges,
                                        const Input& input, const std::stop_token& stop) {
    const auto names = names_of(formula);
    std::vector<Decimal> out(formula.fields.size());
    for (std::size_t f = 0; f < out.size(); ++f) {
        const auto& field = formula.fields[f];
        if (!field.asks(input.place)) continue;
        TACIT_ASSIGN(out[f], own_value(field, input, index_of(names, field.name), stop));
        if (!field.vote && !ranges[f].holds(out[f]))
            return error(Fault::cell_invalid, "the number for \"" + field.name +
                                                  "\" is beyond the agreed range " + range_words(ranges[f]));
    }
    return out;
}

Status check_own_values(const Formula& formula, const std::vector<Range>& ranges, const Input& input,
                        const std::stop_token& stop, api::ContributionCheck& check) {
    const auto names = names_of(formula);
    for (std::size_t f = 0; f < formula.fields.size(); ++f) {
        const auto& field = formula.fields[f];
        if (!field.asks(input.place)) continue;
        const auto i = index_of(names, field.name);
        if (is_typed(input, i))
            check_typed(field, ranges[f], input.values[i], check);
        else
            TACIT_TRY(check_column(field, ranges[f], input, i, stop, check));
        // The same column with the same fault for another of its numbers.
        if (!check.problems.empty()) return {};
    }
    return {};
}

Result<Decimal> typed_value(const Field& field, const Range& range, const std::string& text) {
    const auto wrong = [&](const std::string& why) {
        return error(Fault::usage, "The value for \"" + field.name + "\" " + why + '.');
    };
    if (field.vote) {
        const auto vote = read_vote(text);
        if (!vote) return wrong("has to be yes or no");
        return Decimal::whole(*vote ? 1 : 0);
    }
    const auto number = Decimal::parse(trimmed(text));
    if (!number) return wrong("is no number: " + number.error().detail);
    if (field.local == Local::count) return Decimal::whole(1);
    if (!range.holds(*number)) return wrong("is outside the range " + range_words(range));
    return *number;
}

}  // namespace tacit::question::decision
