#pragma once

#include "api/engine.h"

namespace tacit::test {

/// Made-up tables, as an import would describe them. All names and numbers are invented.

/// 1,248 staff: employee_id, department, salary, bonus, start_date, full_time; sheets "Staff", "Contractors".
api::DatasetView salaries();
/// The same kind of table with three cells in "salary" that are no numbers; with `comma` (the decimal
/// character is a comma) one of them becomes valid.
api::DatasetView salaries_with_problems(bool comma);
/// 2,000 customers: customer_id (1,990 distinct, 3 blank), email, country, since, revenue.
/// With findings of all kinds: one cell that is no number, and what is good to know about others.
api::DatasetView salaries_noted();
api::DatasetView customers();

/// "salaries" of a database, whose statement is made by the simplest of rules. Any other table is refused; of
/// an address without one, the tables.
Result<api::DatabaseTable> fake_table(const std::string& address);

/// Zero-based column of a cell's address: "C4" -> 2; -1 if it is none.
int column_of_cell(const std::string& cell);

}  // namespace tacit::test
