#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace tacit::api {

enum class Comparison { equals, one_of, at_least, at_most, between, contains, empty, not_empty };

/// Rows whose column compares so. Values as text: numbers with a point, days as 2024-03-01. One value, two
/// for between, any number for one_of, none for empty and not_empty. A text of blanks alone is empty.
struct RowFilter {
    std::string column;
    Comparison comparison = Comparison::equals;
    std::vector<std::string> values;

    bool operator==(const RowFilter&) const = default;
};

enum class Aggregation { sum, count, minimum, maximum, squares };

/// One number for each group: of the filled cells of a column, or, counting without a column, of its rows.
struct Aggregate {
    Aggregation what = Aggregation::sum;
    std::string column;

    bool operator==(const Aggregate&) const = default;
};

/// What a group stands for where rows are counted or averaged afterwards. Both are right, for different
/// questions: a mean per customer, or a mean per order.
enum class GroupCountsAs {
    one_row,   ///< as if its number were a cell
    its_rows,  ///< each sum goes with the number of cells in it, so that counts and means are those of rows
};

/// What the database is asked for of a table, so that it does the local part of a question: which columns and
/// which rows, or one row for each group with the same keys. Keys are compared as the database has them; that
/// they mean the same in another spelling is found out afterwards, as for any table.
struct TableSelection {
    std::vector<std::string> columns;   ///< kept, in this order; none: all. Not with group_by.
    std::vector<RowFilter> filters;     ///< all of them hold
    std::vector<std::string> group_by;  ///< one output column each, before those of the aggregates
    std::vector<Aggregate> aggregates;  ///< only with group_by
    GroupCountsAs group_counts_as = GroupCountsAs::one_row;  ///< its_rows: only with something that is added

    bool any() const {
        return !(columns.empty() && filters.empty() && group_by.empty() && aggregates.empty()) ||
               group_counts_as != GroupCountsAs::one_row;
    }
    bool operator==(const TableSelection&) const = default;
};

/// The column that an aggregate becomes: "sum of amount".
inline std::string column_name(const Aggregate& aggregate) {
    switch (aggregate.what) {
        case Aggregation::sum:
            return "sum of " + aggregate.column;
        case Aggregation::count:
            return aggregate.column.empty() ? "number of rows" : "count of " + aggregate.column;
        case Aggregation::minimum:
            return "minimum of " + aggregate.column;
        case Aggregation::maximum:
            return "maximum of " + aggregate.column;
        case Aggregation::squares:
            return "sum of squares of " + aggregate.column;
    }
    return aggregate.column;
}

/// Binary numbers keep about 15 digits; those of the other kinds keep all.
enum class DatabaseType { whole, decimal, binary, text, date, other };

struct DatabaseColumn {
    std::string name;
    DatabaseType type = DatabaseType::other;
    int digits = 0;  ///< of a decimal number, if the database says so; of a binary one its bytes
    int places = 0;  ///< of these, behind the point
};

/// A table as the database describes it, without a row of it.
struct DatabaseTable {
    std::vector<std::string>
        tables;  ///< where the address names none: those to choose from, and nothing else
    std::vector<DatabaseColumn> columns;
    /// The statement that reading this selection would send. Needs no connection: quick enough for every key
    /// stroke. Fault::database_refused with what is wrong in the selection.
    std::function<Result<std::string>(const TableSelection&)> statement;
};

/// Looks into databases. Safe to call from any thread.
class Databases {
  public:
    virtual ~Databases() = default;
    /// Fault::database_refused, cancelled. Never with the password in it.
    virtual Result<DatabaseTable> describe(const std::string& address, const std::string& password,
                                           const std::stop_token& stop) = 0;
};

}  // namespace tacit::api
