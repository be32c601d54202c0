#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "table/decimal.h"

namespace tacit::question {

/// "a", "a" and "b", "a", "b" and "c": each in double quotes.
std::string quoted_list(const std::vector<std::string>& names);

/// 1 -> "1 row", 1200 -> "1,200 rows".
std::string counted(std::uint64_t number, const std::string& one, const std::string& many);

/// -1234.5 -> "-1,234.50".
std::string grouped(table::Decimal value);

/// A title or column name: valid UTF-8, not empty, no control characters, at most `maximum` bytes.
bool is_name(const std::string& name, std::size_t maximum = 200);

inline constexpr std::size_t longest_unit = 20;  ///< bytes

/// Plain text that neither ends a sentence nor is taken for a number: no digit, quote or full stop in it.
bool is_unit(const std::string& text);

}  // namespace tacit::question
