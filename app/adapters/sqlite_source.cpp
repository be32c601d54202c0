#include <QSqlDriver>
#include <QSqlRecord>
#include <optional>
#include <utility>

#include "adapters/sql_source.h"
#include "store/step_watch.h"

namespace tacit::adapters {

namespace {

/// A file of SQLite, whose cells have types of their own: integers and texts are exact, other numbers are
/// binary as they are stored.
class SqliteSource final : public SqlSource {
  public:
    SqliteSource(SqlConnection connection, DatabaseAddress address)
        : SqlSource(std::move(connection), std::move(address), "SQLite database") {}

  protected:
    Result<std::vector<Table>> tables(const QString& wanted) override {
        QSqlQuery query(database());
        TACIT_TRY(run(query,
                      "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
                      "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"));
        std::vector<Table> out;
        while (query.next()) {
            const auto name = query.value(0).toString();
            // As SQLite compares them, except for letters beyond ASCII.
            if (wanted.isEmpty() || name.compare(wanted, Qt::CaseInsensitive) == 0)
                out.push_back({name, quotedIdentifier(name)});
        }
        if (query.lastError().isValid()) return readingFailed(query.lastError());
        return out;
    }

    Result<std::vector<SqlColumn>> begin(const QString& from, const std::stop_token& stop) override {
        // Unless Qt's driver is one of another kind, with nothing to hold on to.
        const auto handle = database().driver()->handle();
        if (qstrcmp(handle.typeName(), "sqlite3*") == 0)
            watch_.emplace(*static_cast<sqlite3* const*>(handle.constData()), stop);
        rows_ = QSqlQuery(database());
        rows_.setForwardOnly(true);
        TACIT_TRY(run(rows_, from.isEmpty() ? address().query : "SELECT * FROM " + from));
        const auto record = rows_.record();
        std::vector<SqlColumn> columns;
        for (int c = 0; c < record.count(); ++c) columns.push_back({record.fieldName(c), SqlReading::native});
        return columns;
    }

    void end() override {
        rows_ = QSqlQuery(database());
        watch_.reset();
    }

  private:
    std::optional<store::StepWatch> watch_;
};

}  // namespace

Result<std::unique_ptr<SqlSource>> openSqlite(SqlConnection connection, DatabaseAddress address) {
    auto source = std::make_unique<SqliteSource>(std::move(connection), std::move(address));
    TACIT_TRY(source->findSheets());
    return std::unique_ptr<SqlSource>(std::move(source));
}

}  // namespace tacit::adapters
