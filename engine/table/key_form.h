#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"
#include "table/dataset.h"
#include "table/key_spec.h"

namespace tacit::table {

/// Why a cell is no key of its recipe, as an Issue has it; both empty if it is one.
struct KeyProblem {
    std::string_view problem;
    std::string_view next;
    bool none() const { return problem.empty(); }
};

/// Brings the cells of one column into the form in which they are compared. Some recipes look at the whole
/// column first: one cell then decides for the others how they are to be read.
class KeyForm {
  public:
    virtual ~KeyForm() = default;

    /// Puts the key into `out`, empty for a blank cell. `text` must be well-formed UTF-8; `number_cell` as
    /// Dataset::is_number_cell. `out` means nothing where there is a problem.
    virtual Result<KeyProblem> form(std::string_view text, bool number_cell, std::string& out) const = 0;
};

/// `spec` must be valid and `column` in range. Fault::cancelled when stopped.
Result<std::unique_ptr<KeyForm>> make_key_form(const KeySpec& spec, const Dataset& dataset,
                                               std::size_t column, const std::stop_token& stop);

}  // namespace tacit::table
