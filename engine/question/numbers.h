#pragma once

#include "api/dataset.h"
#include "table/dataset.h"

namespace tacit::question {

/// The cells of a column that are no numbers, for the check of a contribution: one by one where the import
/// took the column for numbers, in one sentence where it did not. `error` is what table::numeric_column said.
void add_number_problems(const table::Dataset& dataset, std::size_t column, const Error& error,
                         api::ContributionCheck& check);

}  // namespace tacit::question
