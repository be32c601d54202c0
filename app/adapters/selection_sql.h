#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "adapters/database_address.h"
#include "api/database.h"

namespace tacit::adapters {

/// What a database understands.
struct SqlDialect {
    DatabaseKind kind = DatabaseKind::sqlite;
    QString quote = "\"";  ///< around names
    bool numbers = true;   ///< what it adds reaches us digit by digit

    QString name(const QString& text) const;
};

struct SelectedColumn {
    QString name;
    bool binary_sum = false;                   ///< the database may have added binary numbers to make it
    std::optional<std::uint32_t> counts_in{};  ///< the column that says how many cells were added
};

struct SelectionSql {
    QString statement;  ///< one SELECT
    /// Counts the cells that the statement would take for other numbers than they are, by name of their
    /// column. Only of SQLite, whose columns hold what they like: a text counts as 0 there.
    std::vector<std::pair<std::string, QString>> misfits;
    std::vector<SelectedColumn> columns;
    bool grouped = false;  ///< each row is a group
};

/// The statement for a selection of the table `from`, which stands behind FROM as it is, with these columns.
/// No sum of whole or decimal numbers passes through binary ones: PostgreSQL adds NUMERIC, and SQLite whole
/// numbers as such or not at all. Names and texts are quoted; numbers and days are written bare, once they
/// are known to be some. Where a group counts as its rows, what is added is also counted, asked for or not.
/// Fault::database_refused: an unknown column, a value that is none of its kind, an
/// aggregate that makes no sense.
Result<SelectionSql> selectionSql(const SqlDialect& dialect, const QString& from,
                                  const std::vector<api::DatabaseColumn>& columns,
                                  const api::TableSelection& selection);

}  // namespace tacit::adapters
