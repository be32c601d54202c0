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
/// chose". Empty where there are none.
std::string missing_by_choice(const table::ColumnProfile& profile);

}  // namespace tacit::question
