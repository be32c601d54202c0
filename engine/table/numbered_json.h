#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tacit::table {

/// One member of a JSON value whose members have numbers, as Google Sheets writes them:
///   value  = "{" [ "\"" number "\"" ":" member { "," ... } ] "}"  |  "[" [ member { "," member } ] "]"
/// In the second form the number is the place, from 0. The text of the member as it stands there, or nothing.
/// Every byte is looked at once, however deep the value is.
std::optional<std::string_view> json_member(std::string_view json, std::string_view number);

/// The text of a JSON string; nothing for what is none. `json` must be well-formed UTF-8.
std::optional<std::string> json_string(std::string_view json);

}  // namespace tacit::table
