#include "question/total/cells.h"

#include <algorithm>
#include <map>

#include "question/text.h"
#include "table/keys.h"
#include "table/limits.h"

namespace tacit::question::total {

namespace {

constexpr std::int32_t blank = -1, unknown = -2;

/// Canonical form to place in the list.
Result<std::map<std::string, std::int32_t, std::less<>>> places_of(
    const std::vector<std::string>& categories) {
    std::map<std::string, std::int32_t, std::less<>> out;
    for (const auto& category : categories) {
        TACIT_ASSIGN(auto key, table::canonical_key(category));
        out.emplace(std::move(key), static_cast<std::int32_t>(out.size()));
    }
    return out;
}

/// The category of each row, or blank, or unknown. All 0 where there is no column of categories.
Result<std::vector<std::int32_t>> categories_by_row(const api::TotalQuestion& question, const Input& input,
                                                    const std::stop_token& stop) {
    if (question.group.empty()) return std::vector<std::int32_t>(input.dataset->rows(), 0);
    TACIT_ASSIGN(const auto column, input.dataset->find_column(input.columns.at(question.columns.size())));
    TACIT_ASSIGN(const auto keys, table::shared_keys(*input.dataset, column, stop));
    TACIT_ASSIGN(const auto places, places_of(question.categories));
    std::vector<std::int32_t> of_key;
    for (std::size_t i = 0; i < keys->keys.size(); ++i) {
        const auto found = places.find(keys->keys[i]);
        of_key.push_back(found == places.end() ? unknown : found->second);
    }
    std::vector<std::int32_t> out;
    out.reserve(keys->row_key.size());
    for (const auto key : keys->row_key)
        out.push_back(key == table::CanonicalKeys::blank_row ? blank
                                                             : of_key.at(static_cast<std::size_t>(key)));
    return out;
}

/// The asked columns of numbers.
Result<std::vector<table::NumericColumn>> numbers_of(const api::TotalQuestion& question, const Input& input,
                                                     const std::stop_token& stop) {
    std::vector<table::NumericColumn> out;
    for (std::size_t i = 0; i < question.columns.size(); ++i) {
        TACIT_ASSIGN(const auto index, input.dataset->find_column(input.columns.at(i)));
        TACIT_ASSIGN(auto column, table::numeric_column(*input.dataset, index, stop));
        out.push_back(std::move(column));
    }
    return out;
}

bool has_value(const std::vector<table::NumericColumn>& numbers, std::size_t row) {
    return std::any_of(numbers.begin(), numbers.end(),
                       [row](const auto& column) { return column.values[row].has_value(); });
}

bool is_countable(std::uint64_t count) {
    return count >> count_bits == 0;
}

bool is_within_range(table::Int128 sum) {
    const auto limit = table::Decimal::whole(largest_sum).micros();
    return sum <= limit && sum >= -limit;
}

std::string name_of_cell(const api::TotalQuestion& question, std::size_t cell) {
    const auto categories = std::max<std::size_t>(1, question.categories.size());
    const auto column = '"' + question.columns.at(cell / categories) + '"';
    return question.group.empty() ? column : column + " in \"" + question.categories[cell % categories] + '"';
}

std::vector<Part> add_up(const api::TotalQuestion& question, const std::vector<std::int32_t>& categories,
                         const std::vector<table::NumericColumn>& numbers) {
    const auto width = std::max<std::size_t>(1, question.categories.size());
    std::vector<Part> out(numbers.size() * width);
    for (std::size_t column = 0; column < numbers.size(); ++column)
        for (std::size_t row = 0; row < categories.size(); ++row) {
            const auto& value = numbers[column].values[row];
            if (!value || categories[row] < 0) continue;
            auto& part = out[column * width + static_cast<std::size_t>(categories[row])];
            part.sum += value->micros();
            part.count += numbers[column].cells(row);
        }
    return out;
}

}  // namespace

Status check_categories(const std::vector<std::string>& categories) {
    if (categories.empty() || categories.size() > most_categories)
        return error(Fault::usage,
                     "A Total by category has 1 to " + std::to_string(most_categories) + " categories.");
    std::map<std::string, bool> seen;
    for (const auto& category : categories) {
        if (!is_name(category, longest_category))
            return error(Fault::usage, "A category is empty, longer than 100 bytes or not plain text.");
        TACIT_ASSIGN(const auto key, table::canonical_key(category));
        if (key.empty()) return error(Fault::usage, "A category is blank.");
        if (!seen.emplace(key, true).second)
            return error(Fault::usage, "The category \"" + category + "\" is named twice.");
    }
    return {};
}

Result<std::vector<std::string>> categories_of(const table::Dataset& dataset, std::size_t column,
                                               const std::stop_token& stop) {
    TACIT_ASSIGN(const auto keys, table::shared_keys(dataset, column, stop));
    if (keys->keys.size() > most_categories)
        return error(Fault::usage, '"' + dataset.columns()[column].name + "\" has " +
                                       counted(keys->keys.size(), "category", "different categories") +
                                       "; a Total takes up to " + std::to_string(most_categories) + '.');
    std::vector<std::string> out(keys->keys.size());
    for (std::size_t row = 0; row < keys->row_key.size(); ++row) {
        if (keys->row_key[row] == table::CanonicalKeys::blank_row) continue;
        auto& text = out.at(static_cast<std::size_t>(keys->row_key[row]));
        if (!text.empty()) continue;
        text = dataset.cell(row, column);
        // As the cell shows it, but for the white space around it.
        text.erase(0, text.find_first_not_of(" \t\r\n"));
        text.erase(text.find_last_not_of(" \t\r\n") + 1);
    }
    TACIT_TRY(check_categories(out));
    return out;
}

Result<std::vector<Part>> parts_of(const api::TotalQuestion& question, const Input& input,
                                   const std::stop_token& stop) {
    TACIT_ASSIGN(const auto categories, categories_by_row(question, input, stop));
    TACIT_ASSIGN(const auto numbers, numbers_of(question, input, stop));
    for (std::size_t row = 0; row < categories.size(); ++row)
        if (categories[row] == unknown || (categories[row] == blank && has_value(numbers, row)))
            return error(Fault::cell_invalid, "a row has a category that is not in the agreed list");
    auto parts = add_up(question, categories, numbers);
    for (const auto& part : parts)
        if (!is_within_range(part.sum) || !is_countable(part.count))
            return error(Fault::cell_invalid, "a sum or a count is beyond the agreed range");
    return parts;
}

Status check_parts(const api::TotalQuestion& question, const Input& input, const std::stop_token& stop,
                   api::ContributionCheck& check) {
    TACIT_ASSIGN(const auto categories, categories_by_row(question, input, stop));
    const auto numbers = numbers_of(question, input, stop);
    if (!numbers && numbers.error().fault == Fault::cancelled) return numbers.error();
    const auto add = [&](const std::string& cell, std::string_view text, const std::string& problem,
                         const std::string& next) {
        if (check.problems.size() < table::max_issues)
            check.problems.push_back({cell, std::string(text.substr(0, longest_category)), problem, next});
        else
            ++check.more_problems;
    };
    if (!question.group.empty()) {
        TACIT_ASSIGN(const auto column,
                     input.dataset->find_column(input.columns.at(question.columns.size())));
        for (std::size_t row = 0; row < categories.size(); ++row) {
            const bool missing = categories[row] == blank && numbers && has_value(*numbers, row);
            if (categories[row] != unknown && !missing) continue;
            add(input.dataset->address(row, column), input.dataset->cell(row, column),
                missing
                    ? "This row has values but no category."
                    : "This category is not among the agreed ones: " + quoted_list(question.categories) + '.',
                "Give the row one of these categories, or take it out of the table.");
        }
    }
    if (!numbers) return {};
    const auto parts = add_up(question, categories, *numbers);
    for (std::size_t cell = 0; cell < parts.size(); ++cell) {
        if (!is_within_range(parts[cell].sum))
            add("", "",
                "Your sum of " + name_of_cell(question, cell) + " is beyond the 10^18 that this takes.",
                "Use a coarser unit, such as thousands, and let all partners do the same.");
        // Beyond what one table holds: the database counted them.
        if (!is_countable(parts[cell].count))
            add("", "",
                "Your count of " + name_of_cell(question, cell) + ", " +
                    counted(parts[cell].count, "number", "numbers") + ", is beyond the 2^32 that this takes.",
                "Ask about fewer rows, such as those of one year.");
    }
    return {};
}

}  // namespace tacit::question::total
