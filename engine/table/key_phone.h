#pragma once

#include "table/key_form.h"

namespace tacit::table {

/// Whether phone numbers of the region are known: two capital letters, ISO 3166-1.
bool is_phone_region(std::string_view region);

/// Phone numbers by Google's libphonenumber. The trap is a number whose country code has lost its plus:
/// 491723728306 is a subscriber in Germany, and read as a number within Germany becomes another one that is
/// valid as well. Where both readings are valid, the cells of the column decide for which only one is; if
/// there are none, or they disagree, the cell is no key.
Result<std::unique_ptr<KeyForm>> make_phone_form(const std::string& region, const Dataset& dataset,
                                                 std::size_t column, const std::stop_token& stop);

}  // namespace tacit::table
