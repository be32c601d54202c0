#include "question/numbers.h"

#include <algorithm>

#include "question/text.h"
#include "table/limits.h"

namespace tacit::question {

void add_number_problems(const table::Dataset& dataset, std::size_t column, const Error& error,
                         api::ContributionCheck& check) {
    const auto& profile = dataset.columns()[column];
    const bool numeric = profile.type == table::Type::integer || profile.type == table::Type::decimal;
    if (!numeric) {
        check.problems.push_back({"", "",
                                  '"' + profile.name + "\" is not a column of numbers: " + error.detail,
                                  "Choose another column, or correct these cells and open the file again."});
        return;
    }
    // Read from the column itself: the import's list may be full of other columns' cells.
    const auto room = table::max_issues - std::min(table::max_issues, check.problems.size());
    const auto issues = table::numeric_issues(dataset, column, room);
    for (const auto& issue : issues.listed)
        check.problems.push_back({issue.cell, issue.text, issue.problem, issue.next});
    check.more_problems += issues.more;
}

std::string read_by_choice(const table::ColumnProfile& profile) {
    std::string out;
    if (profile.without_unit && profile.unit != table::Unit::none)
        out += "; they are read without \"" + table::unit_text(profile.unit) + "\", as you chose";
    if (!profile.unfit_as_missing || profile.invalid == 0) return out;
    return out + "; " + counted(profile.invalid, "cell that does not fit is", "cells that do not fit are") +
           " left out too, as you chose";
}

std::string numbers_and_blanks(const table::ColumnProfile& profile, const table::NumericColumn& column) {
    if (!profile.counts_in)
        return counted(profile.valid, "number", "numbers") + ", " +
               counted(profile.blank, "blank cell", "blank cells");
    return counted(column.count, "number", "numbers") + " in " + counted(profile.valid, "group", "groups") +
           ", " + counted(profile.blank, "blank group", "blank groups");
}

bool counts_groups(const table::Dataset& dataset, std::size_t column) {
    return dataset.origin().groups.any && !dataset.columns()[column].counts_in;
}

}  // namespace tacit::question
