#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "api/dataset.h"
#include "table/dataset.h"
#include "wire/reader.h"
#include "wire/writer.h"

/// What the organizer expects of the numbers: they tell people what to bring, and change nothing of what is
/// computed. What is not as expected is told to its owner alone, and counts all the same.
namespace tacit::question::total {

bool any_expected(const api::TotalQuestion& question);

void write_expectations(wire::Writer& w, const api::TotalQuestion& question);
/// For as many columns as the question has.
void read_expectations(wire::Reader& r, api::TotalQuestion& question);
/// Fault::usage with a sentence.
Status check_expectations(const api::TotalQuestion& question);

/// "in EUR, each probably between 0 and 500,000"; empty if nothing is expected of the column.
std::string expected_in_words(const api::TotalQuestion& question, std::size_t column);

/// One's own numbers that are not as expected, as warnings. `index`: of the column in the dataset.
void add_warnings(const api::TotalQuestion& question, std::size_t column, const table::Dataset& dataset,
                  std::size_t index, const table::NumericColumn& numbers, api::ContributionCheck& check);

}  // namespace tacit::question::total
