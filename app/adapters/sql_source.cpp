#include "adapters/sql_source.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "table/limits.h"

namespace tacit::adapters {

namespace {

constexpr std::uint64_t rows_between_stops = 256;
constexpr std::size_t names_in_message = 20;
constexpr std::string_view sum_problem =
    "The database made this column from binary numbers, which keep about 15 digits, so the last digits may "
    "be off; what was added is rounded to 6 places.";
constexpr std::string_view sum_next =
    "Give the column that is added a type that keeps all digits, or read the rows without groups, if they "
    "matter.";

// Adding a thousand of 0.01 leaves digits far behind the point that nobody put there.
QVariant withoutNoise(const QVariant& value) {
    constexpr double most = 1e15;  // has no places of its own
    const double sum = value.toDouble();
    if (value.typeId() != QMetaType::Double || !(std::fabs(sum) < most)) return value;
    return QString::number(sum, 'f', 6).toDouble();
}

bool isWhole(const QVariant& value) {
    return value.typeId() == QMetaType::LongLong || value.typeId() == QMetaType::Int;
}

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
    auto outcome = readAll(sheet, range, sink, stop, progress);
    end();
    // A statement that was stopped fails, in words of the server's.
    if (!outcome.ok() && stop.stop_requested()) return error(Fault::cancelled);
    return outcome;
}

Status SqlSource::readAll(std::size_t sheet, const table::Range& range, table::RowSink& sink,
                          const std::stop_token& stop, const table::Progress& progress) {
    const auto& from = froms_[sheet];
    const bool part = address_.selection.any();
    SelectionSql selected;
    if (part) {
        TACIT_ASSIGN(selected, ask(from));
    }
    statement_ = part                        ? selected.statement
                 : !address_.query.isEmpty() ? address_.query
                                             : "SELECT * FROM " + from;
    TACIT_ASSIGN(auto columns, begin(statement_, part ? QString() : from, stop));
    if (part && columns.size() == selected.columns.size())
        for (std::size_t c = 0; c < columns.size(); ++c) {
            // Not the database's, which may have cut it.
            columns[c].name = selected.columns[c].name;
            columns[c].binary_sum = selected.columns[c].binary_sum;
        }
    groups_ = {selected.grouped, {}};
    for (const auto& column : selected.columns) groups_.counts_in.push_back(column.counts_in);
    TACIT_TRY(checkFit(selected));
    return readRows(columns, range, sink, stop, progress);
}

Result<SelectionSql> SqlSource::ask(const QString& from) {
    TACIT_ASSIGN(const auto columns, columnsOf(from));
    return selectionSql(dialect(), from, columns, address_.selection);
}

Result<api::DatabaseTable> SqlSource::describe() {
    api::DatabaseTable out;
    if (address_.table.isEmpty()) {
        for (const auto& sheet : sheets_) out.tables.push_back(sheet.name);
        return out;
    }
    TACIT_ASSIGN(out.columns, columnsOf(froms_[0]));
    out.statement = [dialect = dialect(), from = froms_[0],
                     columns = out.columns](const api::TableSelection& selection) -> Result<std::string> {
        TACIT_ASSIGN(const auto made, selectionSql(dialect, from, columns, selection));
        return made.statement.toStdString();
    };
    return out;
}

// In the transaction of the rows themselves, so that nothing comes in between.
Status SqlSource::checkFit(const SelectionSql& selected) const {
    for (const auto& [column, statement] : selected.misfits) {
        QSqlQuery query(database());
        TACIT_TRY(run(query, statement));
        if (!query.next()) return readingFailed(query.lastError());
        if (const auto count = query.value(0).toULongLong(); count > 0)
            return error(Fault::database_refused,
                         "The column \"" + column + "\" has " + std::to_string(count) +
                             (count == 1 ? " cell" : " cells") +
                             " with texts, which the database would count as other numbers. Leave out their "
                             "rows, or read the rows without groups, where such cells are listed.");
    }
    return {};
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
        auto value = rows_.value(static_cast<int>(c));
        if (columns[c].binary_sum && !value.isNull()) value = withoutNoise(value);
        auto cell = sqlCell(value, columns[c].reading);
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
        if (columns[c].binary_sum && !noted_[c] && cell->kind == table::CellKind::number && !isWhole(value)) {
            noted_[c] = true;
            sink.note(number, c, cell->text, sum_problem, sum_next);
        }
        row_.add(c, std::move(*cell));
    }
    if (!range.has_row(number)) return {};
    return sink.row(number, row_.cells());
}

}  // namespace tacit::adapters
