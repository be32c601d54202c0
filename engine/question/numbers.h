#pragma once

#include <string>

#include "api/dataset.h"
#include "table/dataset.h"

namespace tacit::question {

/// The cells of a column that are no numbers, for the check of a contribution: one by one where the import
/// took the column for numbers, in one sentence where it did not. `error` is what table::numeric_column said.
void add_number_problems(const table::Dataset& dataset, std::size_t column, const Error& error,
                         api::ContributionCheck& check);

/// For the note about a column whose numbers are used: "; 2 cells that do not fit are left out too, as you
/// chose", "; they are read without "EUR", as you chose". Empty where nothing was chosen.
std::string read_by_choice(const table::ColumnProfile& profile);

/// "12 numbers, 3 blank cells"; of sums with their counts "1,200 numbers in 12 groups, 3 blank groups".
std::string numbers_and_blanks(const table::ColumnProfile& profile, const table::NumericColumn& column);

/// Whether the column has one number for each group of rows, and each counts as one.
bool counts_groups(const table::Dataset& dataset, std::size_t column);

}  // namespace tacit::question
