#include "adapters/sql_source.h"

#include <algorithm>
#include <utility>

#include "table/limits.h"

namespace tacit::adapters {

namespace {

constexpr std::uint64_t rows_between_stops = 256;
constexpr std::size_t names_in_message = 20;

}  // namespace

QString quotedIdentifier(const QString& name) {
    QString inside = name;
    return '"' + inside.replace('"', "\"\"") + '"';
}

SqlSource::SqlSource(SqlConnection connection, DatabaseAddress address, std::string format)
    : connection_(std::move(connection)), rows_(connection_.database()), address_(std::move(address)) {
    sniffed_.format = std::move(format);
    sniffed_.encoding = "UTF-8";
    sniffed_.header_row = 1;
}

Status SqlSource::findSheets() {
    if (!address_.query.isEmpty()) {
        sheets_ = {{"query", false}};
        froms_ = {QString()};
        return {};
    }
    TACIT_ASSIGN(const auto found, tables(address_.table));
    if (found.empty() && !address_.table.isEmpty()) return noSuchTable();
    if (found.empty())
        return error(Fault::database_refused, quotedName() +
                                                  " has no table that you may read. Check the name of "
                                                  "the database and the rights of the user.");
    for (const auto& table : found) {
        if (sheets_.size() == table::max_sheets) break;
        sheets_.push_back({table.name.toStdString(), false});
        froms_.push_back(table.from);
        // Of several with the name, the first is the one that the database itself means by it.
        if (!address_.table.isEmpty()) break;
    }
    return {};
}

Error SqlSource::noSuchTable() const {
    auto text =
        quotedName() + " has no table or view \"" + address_.table.toStdString() + "\" that you may read. ";
    const auto all = const_cast<SqlSource*>(this)->tables({});
    if (!all.ok() || all->empty())
        return error(Fault::database_refused, text + "Check its name and your rights.");
    text += "Choose one of these: ";
    for (std::size_t i = 0; i < all->size() && i < names_in_message; ++i)
        text += (i == 0 ? "\"" : ", \"") + (*all)[i].name.toStdString() + '"';
    return error(Fault::database_refused, text + (all->size() > names_in_message ? ", ..." : "."));
}

Error SqlSource::readingFailed(const QSqlError& problem) const {
    return databaseError(quotedName() + " does not give the rows", problem,
                         "Check the query or the table in the database's own program.");
}

Status SqlSource::run(QSqlQuery& query, const QString& statement) const {
    if (query.exec(statement)) return {};
    return readingFailed(query.lastError());
}

Result<bool> SqlSource::next() {
    if (rows_.next()) return true;
    if (rows_.lastError().isValid()) return readingFailed(rows_.lastError());
    return false;
}

Status SqlSource::read(std::size_t sheet, const table::Range& range, table::RowSink& sink,
                       const std::stop_token& stop, const table::Progress& progress) {
    const auto readAll = [&]() -> Status {
        TACIT_ASSIGN(const auto columns, begin(froms_[sheet], stop));
        return readRows(columns, range, sink, stop, progress);
    };
    auto outcome = readAll();
    end();
    // A statement that was stopped fails, in words of the server's.
    if (!outcome.ok() && stop.stop_requested()) return error(Fault::cancelled);
    return outcome;
}

Status SqlSource::readRows(const std::vector<SqlColumn>& columns, const table::Range& range,
                           table::RowSink& sink, const std::stop_token& stop,
                           const table::Progress& progress) {
    if (columns.empty() || columns.size() > table::max_columns)
        return error(Fault::database_refused,
                     columns.empty() ? "The table has no columns. Choose another one."
                                     : "The table has more than " + std::to_string(table::max_columns) +
                                           " columns. Name those that you need in a query.");
    filled_.assign(columns.size(), 0);
    noted_.assign(columns.size(), false);
    if (range.has_row(1)) {
        row_.clear();
        for (std::uint32_t c = 0; c < columns.size(); ++c)
            if (range.has_column(c))
                row_.add(c, {columns[c].name.toStdString(), {}, table::CellKind::text, {}, {}});
        TACIT_TRY(sink.row(1, row_.cells()));
    }
    std::uint64_t bytes = 0;
    std::uint32_t number = 1;
    while (number < range.last_row) {
        if (number % rows_between_stops == 1) {
            if (stop.stop_requested()) return error(Fault::cancelled);
            if (progress) progress(bytes, 0);
        }
        TACIT_ASSIGN(const bool more, next());
        if (!more) return check(number - 1, filled_);
        TACIT_TRY(takeRow(columns, ++number, range, sink));
        bytes += row_.bytes();
    }
    return {};
}

Status SqlSource::takeRow(const std::vector<SqlColumn>& columns, std::uint32_t number,
                          const table::Range& range, table::RowSink& sink) {
    row_.clear();
    for (std::uint32_t c = 0; c < columns.size(); ++c) {
        // From left to right, each once: some drivers give no column twice.
        auto cell = sqlCell(rows_.value(static_cast<int>(c)), columns[c].reading);
        if (!cell)
            return error(Fault::database_refused,
                         "The driver gives nothing readable for the column \"" +
                             columns[c].name.toStdString() + "\" of row " + std::to_string(number - 1) +
                             ". Make it a text in a query: CAST(... AS VARCHAR(64)).");
        filled_[c] += cell->kind != table::CellKind::empty;
        if (!range.has_row(number) || !range.has_column(c)) continue;
        if (!cell->problem.empty() && (cell->kind == table::CellKind::number || !noted_[c])) {
            noted_[c] = noted_[c] || cell->text.starts_with("\\x");
            sink.note(number, c, cell->text, cell->problem, cell->next);
        }
        row_.add(c, std::move(*cell));
    }
    if (!range.has_row(number)) return {};
    return sink.row(number, row_.cells());
}

}  // namespace tacit::adapters
