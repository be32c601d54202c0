#include <QSqlField>
#include <QSqlRecord>
#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "adapters/sql_source.h"

namespace tacit::adapters {

namespace {

// What a session is set to: it changes nothing, says the same in every country, and waits for no lock and no
// statement without end.
constexpr std::array<const char*, 8> settings = {"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                                                 "SET datestyle TO 'ISO, YMD'",
                                                 "SET timezone TO 'UTC'",
                                                 "SET extra_float_digits TO 3",
                                                 "SET bytea_output TO 'hex'",
                                                 "SET standard_conforming_strings TO on",
                                                 "SET lock_timeout TO '30s'",
                                                 "SET statement_timeout TO '10min'"};
constexpr auto next_rows = "FETCH FORWARD 1000 FROM tacit_rows";

/// Ends the statement that a session runs when a stop is asked for, through a connection of its own, since
/// that session's is busy. The rights of the same user are enough for that.
class ServerCancel {
  public:
    ServerCancel(DatabaseAddress address, std::string password, qlonglong session,
                 const std::stop_token& stop)
        : watcher_([this, address = std::move(address), password = std::move(password),
                    session](const std::stop_token& over) { watch(address, password, session, over); }),
          on_stop_(stop, [this] {
              const std::lock_guard lock(mutex_);
              wanted_ = true;
              woken_.notify_all();
          }) {}

  private:
    void watch(const DatabaseAddress& address, const std::string& password, qlonglong session,
               const std::stop_token& over) {
        {
            std::unique_lock lock(mutex_);
            if (!woken_.wait(lock, over, [this] { return wanted_; })) return;
        }
        const auto other = SqlConnection::open(address, password);
        if (!other.ok()) return;
        // In parentheses, so that the query is gone before its connection.
        QSqlQuery(other->database()).exec("SELECT pg_cancel_backend(" + QString::number(session) + ")");
    }

    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool wanted_ = false;
    std::jthread watcher_;
    std::stop_callback<std::function<void()>> on_stop_;
};

// Of a field that the server describes. Binary numbers are 4 or 8 bytes wide; NUMERIC has no width of its
// own.
SqlReading readingOf(const QSqlField& field) {
    switch (field.metaType().id()) {
        case QMetaType::Bool:
            return SqlReading::boolean;
        case QMetaType::Int:
        case QMetaType::LongLong:
            return SqlReading::exact;
        case QMetaType::Double: {
            const bool binary = (field.length() == 4 || field.length() == 8) && field.precision() < 0;
            return binary ? SqlReading::approximate : SqlReading::exact;
        }
        case QMetaType::QDate:
        case QMetaType::QDateTime:
            return SqlReading::day;
        default:
            return SqlReading::native;  // texts, and what has no other form than a text
    }
}

bool isText(const QSqlField& field) {
    // As the server's own tables number them: name, text, char, varchar.
    constexpr std::array<int, 4> texts = {19, 25, 1042, 1043};
    return std::find(texts.begin(), texts.end(), field.typeID()) != texts.end();
}

api::DatabaseColumn describedColumn(const QSqlField& field) {
    api::DatabaseColumn out{field.name().toStdString()};
    switch (readingOf(field)) {
        case SqlReading::exact:
            out.type = field.metaType().id() == QMetaType::Double ? api::DatabaseType::decimal
                                                                  : api::DatabaseType::whole;
            break;
        case SqlReading::approximate:
            out.type = api::DatabaseType::binary;
            out.digits = field.length();
            break;
        case SqlReading::day:
            out.type = api::DatabaseType::date;
            break;
        default:
            out.type = isText(field) ? api::DatabaseType::text : api::DatabaseType::other;
    }
    return out;
}

/// PostgreSQL. The server itself writes every value as text; rows come through a cursor, a thousand at a
/// time, in a transaction that sees one state of the database and can change nothing.
class PostgresqlSource final : public SqlSource {
  public:
    PostgresqlSource(SqlConnection connection, DatabaseAddress address, std::string password)
        : SqlSource(std::move(connection), std::move(address), "PostgreSQL database"),
          password_(std::move(password)) {}

    Status prepare() {
        QSqlQuery query(database());
        for (const auto* setting : settings) TACIT_TRY(run(query, setting));
        TACIT_TRY(run(query, "SELECT pg_backend_pid()"));
        if (query.next()) session_ = query.value(0).toLongLong();
        return findSheets();
    }

  protected:
    Result<std::vector<Table>> tables(const QString& wanted) override {
        QSqlQuery query(database());
        QString statement =
            "SELECT n.nspname, c.relname, pg_table_is_visible(c.oid)::int FROM pg_catalog.pg_class c "
            "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition "
            "AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)' "
            "AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')";
        if (!wanted.isEmpty()) statement += " AND (c.relname = ? OR n.nspname || '.' || c.relname = ?)";
        // With a name of no visible schema alone, one in any other is meant.
        query.prepare(statement + " ORDER BY 3 DESC, 1, 2");
        for (int i = 0; !wanted.isEmpty() && i < 2; ++i) query.addBindValue(wanted);
        if (!query.exec()) return readingFailed(query.lastError());
        std::vector<Table> out;
        while (query.next()) {
            const auto schema = query.value(0).toString(), name = query.value(1).toString();
            const bool visible = query.value(2).toInt() != 0;
            out.push_back({visible ? name : schema + '.' + name,
                           quotedIdentifier(schema) + '.' + quotedIdentifier(name)});
        }
        return out;
    }

    Result<std::vector<api::DatabaseColumn>> columnsOf(const QString& from) override {
        QSqlQuery shape(database());
        TACIT_TRY(run(shape, "SELECT * FROM " + from + " AS tacit_shape LIMIT 0"));
        const auto record = shape.record();
        std::vector<api::DatabaseColumn> columns;
        columns.reserve(static_cast<std::size_t>(record.count()));
        for (int c = 0; c < record.count(); ++c) columns.push_back(describedColumn(record.field(c)));
        return columns;
    }

    SqlDialect dialect() const override { return {DatabaseKind::postgresql}; }

    Result<std::vector<SqlColumn>> begin(const QString& statement, const QString& from,
                                         const std::stop_token& stop) override {
        cancel_.emplace(address(), password_, session_, stop);
        rows_ = QSqlQuery(database());
        TACIT_TRY(run(rows_, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        within_ = true;
        // A line of its own closes the parenthesis, also behind a comment at the end of the query.
        const auto source = from.isEmpty() ? "(" + statement + "\n)" : from;
        QSqlQuery shape(database());
        shape.setForwardOnly(true);
        TACIT_TRY(run(shape, "SELECT * FROM " + source + " AS tacit_shape LIMIT 0"));
        const auto record = shape.record();
        std::vector<SqlColumn> columns;
        QStringList names, texts;
        for (int c = 0; c < record.count(); ++c) {
            columns.push_back({record.fieldName(c), readingOf(record.field(c))});
            names << "c" + QString::number(c);
            texts << names.back() + "::text";
        }
        shape.finish();
        if (columns.empty()) return columns;
        TACIT_TRY(run(rows_, "DECLARE tacit_rows NO SCROLL CURSOR FOR SELECT " + texts.join(", ") + " FROM " +
                                 source + " AS tacit_source(" + names.join(", ") + ")"));
        TACIT_TRY(run(rows_, next_rows));
        return columns;
    }

    Result<bool> next() override {
        if (rows_.next()) return true;
        if (rows_.size() == 0) return false;
        TACIT_TRY(run(rows_, next_rows));
        return rows_.next();
    }
    void end() override {
        cancel_.reset();
        rows_ = QSqlQuery(database());
        if (std::exchange(within_, false) && database().isOpen()) rows_.exec("ROLLBACK");
        rows_ = QSqlQuery(database());
    }

  private:
    std::string password_;
    qlonglong session_ = 0;
    bool within_ = false;  ///< a transaction
    std::optional<ServerCancel> cancel_;
};

}  // namespace

Result<std::unique_ptr<SqlSource>> openPostgresql(SqlConnection connection, DatabaseAddress address,
                                                  const std::string& password) {
    auto source = std::make_unique<PostgresqlSource>(std::move(connection), std::move(address), password);
    TACIT_TRY(source->prepare());
    return std::unique_ptr<SqlSource>(std::move(source));
}

}  // namespace tacit::adapters
