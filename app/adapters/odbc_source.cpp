#include <QSqlDriver>
#include <QSqlField>
#include <QSqlRecord>
#include <array>
#include <utility>

#include "adapters/sql_source.h"

namespace tacit::adapters {

namespace {

// Types of the standard (ISO/IEC 9075-3, and sql.h of every ODBC).
constexpr int sql_numeric = 2;
constexpr int sql_decimal = 3;
constexpr int sql_real = 7;
constexpr int most_digits = 38;

/// Any database through its ODBC driver. Decimal numbers are turned into text by the database itself: the
/// driver would give binary ones, and as text through a buffer into which not every negative number fits.
/// Whether NULLs were all NULLs is counted by the database afterwards, as Qt gives the same for a cell that
/// it fails to read.
class OdbcSource final : public SqlSource {
  public:
    OdbcSource(SqlConnection connection, DatabaseAddress address)
        : SqlSource(std::move(connection), std::move(address), "ODBC data source") {}

  protected:
    Result<std::vector<Table>> tables(const QString& wanted) override {
        std::vector<Table> out;
        const auto names = database().tables(QSql::Tables) + database().tables(QSql::Views);
        for (const auto& name : names)
            if (wanted.isEmpty() || name.compare(wanted, Qt::CaseInsensitive) == 0)
                out.push_back({name, quoted(name)});
        // Of another schema: drivers list names alone.
        if (out.empty() && wanted.contains('.')) {
            QStringList parts;
            for (const auto& part : wanted.split('.')) parts << quoted(part);
            out.push_back({wanted, parts.join('.')});
        }
        return out;
    }

    Result<std::vector<api::DatabaseColumn>> columnsOf(const QString& from) override {
        QSqlQuery shape(database());
        shape.setForwardOnly(true);
        TACIT_TRY(run(shape, "SELECT * FROM " + from + " WHERE 1 = 0"));
        const auto record = shape.record();
        std::vector<api::DatabaseColumn> columns;
        columns.reserve(static_cast<std::size_t>(record.count()));
        for (int c = 0; c < record.count(); ++c) columns.push_back(describedColumn(record.field(c)));
        return columns;
    }

    SqlDialect dialect() const override {
        QSqlQuery query(database());
        // Its driver cuts numbers that belong to no column to 32 bits.
        if (query.exec("SELECT sqlite_version()")) return {DatabaseKind::sqlite, mark(), false};
        if (postgresql() && query.exec("SET standard_conforming_strings TO on"))
            return {DatabaseKind::postgresql, mark()};
        return {DatabaseKind::odbc, mark()};
    }

    Result<std::vector<SqlColumn>> begin(const QString& statement, const QString& from,
                                         const std::stop_token&) override {
        from_ = from.isEmpty() ? "(" + statement + "\n) tacit_source" : from;
        // Whatever a statement does is undone.
        within_ = database().driver()->hasFeature(QSqlDriver::Transactions) && database().transaction();
        QSqlQuery shape(database());
        shape.setForwardOnly(true);
        TACIT_TRY(run(shape, "SELECT * FROM " + from_ + " WHERE 1 = 0"));
        const auto record = shape.record();
        std::vector<SqlColumn> columns;
        bool decimals = false;
        names_.clear();
        for (int c = 0; c < record.count(); ++c) {
            const bool exact = isDecimal(record.field(c));
            decimals = decimals || exact;
            columns.push_back({record.fieldName(c), exact ? SqlReading::exact : SqlReading::native});
            names_ << quoted(record.fieldName(c));
        }
        shape.finish();
        TACIT_TRY(start(record, decimals));
        return columns;
    }

    Status check(std::uint64_t read, const std::vector<std::uint64_t>& filled) override {
        QStringList counts{"COUNT(*)"};
        for (const auto& name : names_) counts << "COUNT(" + name + ")";
        rows_ = QSqlQuery(database());
        rows_.setForwardOnly(true);
        TACIT_TRY(run(rows_, "SELECT " + counts.join(", ") + " FROM " + from_));
        bool same = rows_.next() && rows_.value(0).toULongLong() == read;
        for (std::size_t c = 0; same && c < filled.size(); ++c)
            same = rows_.value(static_cast<int>(c) + 1).toULongLong() == filled[c];
        if (same) return {};
        return error(Fault::database_refused,
                     "The driver of " + quotedName() +
                         " does not give as many filled cells as the database counts. If the table changed "
                         "meanwhile, read it again; else make the columns texts in a query: CAST(... AS "
                         "VARCHAR(64)).");
    }
    void end() override {
        rows_ = QSqlQuery(database());
        if (std::exchange(within_, false)) database().rollback();
    }

  private:
    static bool isDecimal(const QSqlField& field) {
        return field.typeID() == sql_numeric || field.typeID() == sql_decimal;
    }

    static api::DatabaseColumn describedColumn(const QSqlField& field) {
        api::DatabaseColumn out{field.name().toStdString()};
        if (isDecimal(field)) {
            out.type = api::DatabaseType::decimal;
            out.digits = field.length();
            out.places = field.precision();
            return out;
        }
        switch (field.metaType().id()) {
            case QMetaType::Short:
            case QMetaType::UShort:
            case QMetaType::Int:
            case QMetaType::UInt:
            case QMetaType::LongLong:
            case QMetaType::ULongLong:
                out.type = api::DatabaseType::whole;
                break;
            case QMetaType::Float:
            case QMetaType::Double:
                out.type = api::DatabaseType::binary;
                out.digits = field.typeID() == sql_real ? 4 : 8;
                break;
            case QMetaType::QDate:
            case QMetaType::QDateTime:
                out.type = api::DatabaseType::date;
                break;
            case QMetaType::QString:
                out.type = api::DatabaseType::text;
                break;
            default:
                break;
        }
        return out;
    }

    bool postgresql() const { return database().driver()->dbmsType() == QSqlDriver::PostgreSQL; }

    QString mark() const {
        const auto sample = database().driver()->escapeIdentifier("x", QSqlDriver::FieldName);
        return sample.size() == 3 ? QString(sample[0]) : QString();
    }

    // In the marks of this database; the driver would take a point inside for one between schema and table.
    QString quoted(const QString& name) const { return SqlDialect{DatabaseKind::odbc, mark()}.name(name); }

    // `type`: what this database calls a short text where it converts.
    QString selectList(const QSqlRecord& record, const QString& type) const {
        QStringList list;
        for (int c = 0; c < record.count(); ++c) {
            const auto field = record.field(c);
            auto value = names_[c];
            // Some convert amounts of money with two places, whatever they have, unless they become decimals.
            // Of PostgreSQL's numbers without limits the driver says six places, whatever they have.
            const int digits = field.length(), places = field.precision();
            if (isDecimal(field) && places > 0 && digits >= places && digits <= most_digits && !postgresql())
                value = QString("CAST(%1 AS DECIMAL(%2,%3))").arg(value).arg(digits).arg(places);
            list << (isDecimal(field) ? "CAST(" + value + " AS " + type + ") AS " + names_[c] : value);
        }
        return list.join(", ");
    }

    Status start(const QSqlRecord& record, bool decimals) {
        QSqlError problem;
        for (const auto* type : {"VARCHAR(64)", "CHAR(64)"}) {
            rows_ = QSqlQuery(database());
            rows_.setForwardOnly(true);
            if (rows_.exec("SELECT " + (decimals ? selectList(record, type) : QString("*")) + " FROM " +
                           from_))
                return {};
            problem = rows_.lastError();
        }
        return readingFailed(problem);
    }

    QString from_;
    QStringList names_;
    bool within_ = false;  ///< a transaction
};

}  // namespace

Result<std::unique_ptr<SqlSource>> openOdbc(SqlConnection connection, DatabaseAddress address) {
    auto source = std::make_unique<OdbcSource>(std::move(connection), std::move(address));
    TACIT_TRY(source->findSheets());
    return std::unique_ptr<SqlSource>(std::move(source));
}

}  // namespace tacit::adapters
