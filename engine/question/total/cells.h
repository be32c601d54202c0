#pragma once

#include "question/definition.h"
#include "question/total/disclosure.h"

/// From one's own table to the parts that enter a Total: what is computed locally.
namespace tacit::question::total {

inline constexpr std::size_t most_categories = 64;
inline constexpr std::size_t longest_category = 100;

/// Fault::usage with a sentence unless each is a text that a cell can have, and no two are the same for the
/// recipe of table/keys.h, by which categories are compared.
Status check_categories(const std::vector<std::string>& categories);

/// The different categories of a column, in the order in which they first occur, as the first cell has them.
/// Fault::usage if there are none, or more than most_categories; Fault::cell_invalid.
Result<std::vector<std::string>> categories_of(const table::Dataset& dataset, std::size_t column,
                                               const std::stop_token& stop = {});

/// One's own parts by Layout::cell. A row whose category is not in the list, or is blank while one of the
/// asked columns has a value, is Fault::cell_invalid. So is a sum beyond `largest_sum`, or a count of that
/// many bits.
Result<std::vector<Part>> parts_of(const api::TotalQuestion& question, const Input& input,
                                   const std::stop_token& stop = {});

/// The same as problems by cell, and notes, for people; columns of numbers are checked elsewhere.
Status check_parts(const api::TotalQuestion& question, const Input& input, const std::stop_token& stop,
                   api::ContributionCheck& check);

}  // namespace tacit::question::total
