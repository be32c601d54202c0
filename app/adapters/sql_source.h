#pragma once

#include <QSqlQuery>
#include <string>
#include <vector>

#include "adapters/selection_sql.h"
#include "adapters/sql_cells.h"
#include "adapters/sql_connection.h"
#include "table/source_opener.h"

namespace tacit::adapters {

struct SqlColumn {
    QString name;
    SqlReading reading = SqlReading::native;
    bool binary_sum = false;  ///< the database may have added binary numbers to make it
};

/// A table, view or query of a database as a sheet: row 1 has the names of the columns, the rows below come
/// in the order in which the database gives them. Rows are streamed and not kept. One class below for each
/// kind of database; read in the thread that opened it.
class SqlSource : public table::Source {
  public:
    const std::vector<table::SheetInfo>& sheets() const override { return sheets_; }
    const table::Sniffed& sniff() const override { return sniffed_; }
    Status read(std::size_t sheet, const table::Range& range, table::RowSink& sink,
                const std::stop_token& stop, const table::Progress& progress) override;

    std::string statement() const override { return statement_.toStdString(); }
    table::Groups groups() const override { return groups_; }

    /// Finds the tables, or the one that the address names. To be called once, before the rest.
    Status findSheets();
    /// The table that the address names, or the names of all.
    Result<api::DatabaseTable> describe();

  protected:
    SqlSource(SqlConnection connection, DatabaseAddress address, std::string format);

    /// Of the database: a name for people and what stands behind FROM.
    struct Table {
        QString name, from;
    };
    /// All that may be read; with `wanted`, those that have this name.
    virtual Result<std::vector<Table>> tables(const QString& wanted) = 0;
    /// The columns of what stands behind FROM.
    virtual Result<std::vector<api::DatabaseColumn>> columnsOf(const QString& from) = 0;
    virtual SqlDialect dialect() const = 0;
    /// Begins to read. `from`: what stands behind FROM; empty: the `statement` itself, in parentheses.
    virtual Result<std::vector<SqlColumn>> begin(const QString& statement, const QString& from,
                                                 const std::stop_token& stop) = 0;
    /// Moves to the next row of `rows_`; false at the end.
    virtual Result<bool> next();
    /// After the last row, if no range cut them off: whether what was read is all, and as it should be.
    virtual Status check(std::uint64_t, const std::vector<std::uint64_t>&) { return {}; }
    /// Lets go of the rows; also after an error.
    virtual void end() = 0;

    QSqlDatabase database() const { return connection_.database(); }
    const DatabaseAddress& address() const { return address_; }
    std::string quotedName() const { return '"' + address_.name() + '"'; }
    Error readingFailed(const QSqlError& error) const;
    /// Runs a statement. Fault::database_refused.
    Status run(QSqlQuery& query, const QString& statement) const;

  private:
    SqlConnection connection_;

  protected:
    QSqlQuery rows_;  ///< goes before its connection

  private:
    Status readRows(const std::vector<SqlColumn>& columns, const table::Range& range, table::RowSink& sink,
                    const std::stop_token& stop, const table::Progress& progress);
    Status takeRow(const std::vector<SqlColumn>& columns, std::uint32_t number, const table::Range& range,
                   table::RowSink& sink);
    /// What there is to read, of which `statement_` becomes the SELECT.
    Result<SelectionSql> ask(const QString& from);
    Status checkFit(const SelectionSql& selected) const;
    Status readAll(std::size_t sheet, const table::Range& range, table::RowSink& sink,
                   const std::stop_token& stop, const table::Progress& progress);
    Error noSuchTable() const;

    DatabaseAddress address_;
    table::Sniffed sniffed_;
    std::vector<table::SheetInfo> sheets_;
    std::vector<QString> froms_;  ///< parallel to sheets_
    QString statement_;           ///< of the last reading
    table::Groups groups_;        ///< likewise
    SqlRow row_;
    std::vector<std::uint64_t> filled_;  ///< cells that are not NULL, by column
    std::vector<bool> noted_;  ///< columns of which something was said that holds for all their cells
};

/// Opened and with its sheets found.
Result<std::unique_ptr<SqlSource>> openSqlite(SqlConnection connection, DatabaseAddress address);
Result<std::unique_ptr<SqlSource>> openPostgresql(SqlConnection connection, DatabaseAddress address,
                                                  const std::string& password);
Result<std::unique_ptr<SqlSource>> openOdbc(SqlConnection connection, DatabaseAddress address);

/// In double quotes, as the standard has it.
QString quotedIdentifier(const QString& name);

}  // namespace tacit::adapters
