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

    Result<std::vector<api::DatabaseColumn>> columnsOf(const QString& from) override {
        // Those that * means: generated ones too, hidden ones of virtual tables not. (Qt's driver leaves out
        // quotes in names.)
        QSqlQuery query(database());
        query.prepare("SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid");
        query.addBindValue(from.mid(1, from.size() - 2).replace("\"\"", "\""));
        if (!query.exec()) return readingFailed(query.lastError());
        std::vector<api::DatabaseColumn> columns;
        while (query.next())
            columns.push_back({query.value(0).toString().toStdString(), typeOf(query.value(1).toString())});
        if (query.lastError().isValid()) return readingFailed(query.lastError());
        return columns;
    }

    SqlDialect dialect() const override { return {DatabaseKind::sqlite}; }

    Result<std::vector<SqlColumn>> begin(const QString& statement, const QString&,
                                         const std::stop_token& stop) override {
        // Unless Qt's driver is one of another kind, with nothing to hold on to.
        const auto handle = database().driver()->handle();
        if (qstrcmp(handle.typeName(), "sqlite3*") == 0)
            watch_.emplace(*static_cast<sqlite3* const*>(handle.constData()), stop);
        rows_ = QSqlQuery(database());
        rows_.setForwardOnly(true);
        within_ = database().transaction();
        TACIT_TRY(run(rows_, statement));
        const auto record = rows_.record();
        std::vector<SqlColumn> columns;
        columns.reserve(static_cast<std::size_t>(record.count()));
        for (int c = 0; c < record.count(); ++c) columns.push_back({record.fieldName(c), SqlReading::native});
        return columns;
    }

    void end() override {
        rows_ = QSqlQuery(database());
        watch_.reset();
        if (std::exchange(within_, false)) database().rollback();
    }

  private:
    // What SQLite makes of the words of a declaration (its documentation, "Datatypes", 3.1); that a column is
    // one of days is for people.
    static api::DatabaseType typeOf(const QString& declared) {
        const auto has = [&](const char* word) {
            return declared.contains(QLatin1String(word), Qt::CaseInsensitive);
        };
        if (has("INT")) return api::DatabaseType::whole;
        if (has("CHAR") || has("CLOB") || has("TEXT")) return api::DatabaseType::text;
        if (has("BLOB") || declared.isEmpty()) return api::DatabaseType::other;
        if (has("REAL") || has("FLOA") || has("DOUB")) return api::DatabaseType::binary;
        return has("DATE") || has("TIME") ? api::DatabaseType::date : api::DatabaseType::decimal;
    }

    std::optional<store::StepWatch> watch_;
    bool within_ = false;  ///< a transaction
};

}  // namespace

Result<std::unique_ptr<SqlSource>> openSqlite(SqlConnection connection, DatabaseAddress address) {
    auto source = std::make_unique<SqliteSource>(std::move(connection), std::move(address));
    TACIT_TRY(source->findSheets());
    return std::unique_ptr<SqlSource>(std::move(source));
}

}  // namespace tacit::adapters
