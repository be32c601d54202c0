#include "adapters/selection_sql.h"

#include <QDate>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <utility>

namespace tacit::adapters {

namespace {

using api::Aggregation;
using api::Comparison;
using api::DatabaseType;

constexpr std::size_t columns_in_message = 40;
constexpr int most_places = 38;  // of a decimal number, wherever it is not said otherwise

Error wrong(std::string what) {
    return error(Fault::database_refused, std::move(what));
}

std::string inQuotes(const std::string& name) {
    return '"' + name + '"';
}

bool isAdded(const api::Aggregate& aggregate) {
    return aggregate.what == Aggregation::sum || aggregate.what == Aggregation::squares;
}

api::Aggregate countOf(const api::Aggregate& aggregate) {
    return {Aggregation::count, aggregate.column};
}

/// Those that are asked for, and behind what is added the count that it needs.
Result<std::vector<api::Aggregate>> aggregatesOf(const api::TableSelection& selection) {
    auto out = selection.aggregates;
    if (selection.group_counts_as == api::GroupCountsAs::one_row) return out;
    if (std::none_of(out.begin(), out.end(), isAdded))
        return wrong(
            "Groups that count as the rows in them need a column that is added up. Name one for a sum, or "
            "let each group count as one row.");
    for (std::size_t i = 0; i < out.size(); ++i)
        if (isAdded(out[i]) && std::find(out.begin(), out.end(), countOf(out[i])) == out.end())
            out.insert(out.begin() + static_cast<std::ptrdiff_t>(i) + 1, countOf(out[i]));
    return out;
}

bool isNumber(DatabaseType type) {
    return type == DatabaseType::whole || type == DatabaseType::decimal || type == DatabaseType::binary;
}

/// Puts the parts of the statement together for one table.
class Writer {
  public:
    Writer(const SqlDialect& dialect, const std::vector<api::DatabaseColumn>& columns)
        : dialect_(dialect), columns_(columns) {}

    Result<SelectionSql> write(const QString& from, const api::TableSelection& selection);

  private:
    Result<const api::DatabaseColumn*> find(const std::string& name) const;
    QString name(const api::DatabaseColumn& column) const {
        return dialect_.name(QString::fromStdString(column.name));
    }
    /// The column as a text.
    QString text(const api::DatabaseColumn& column) const;
    /// The column, where it is neither NULL nor a text of blanks: else NULL.
    QString filled(const api::DatabaseColumn& column) const;
    Result<QString> literal(const std::string& value) const;
    Result<QString> number(const api::DatabaseColumn& column, const std::string& value) const;
    Result<QString> value(const api::DatabaseColumn& column, const std::string& value) const;
    Result<QString> moment(const std::string& value) const;
    Result<QString> contains(const api::DatabaseColumn& column, const std::string& value) const;
    Result<QString> compare(const api::DatabaseColumn& column, Comparison how,
                            const std::string& value) const;
    Result<QString> compareDay(const api::DatabaseColumn& column, Comparison how, const QDate& day) const;
    Result<QString> compareUntyped(const api::DatabaseColumn& column, Comparison how,
                                   const std::string& value) const;
    Result<QString> filter(const api::RowFilter& filter) const;
    Result<QString> where(const std::vector<api::RowFilter>& filters) const;
    Result<QString> sum(const api::DatabaseColumn& column, bool squared) const;
    Result<QString> aggregate(const api::Aggregate& aggregate);
    Status keep(const std::string& column);
    Status makeNumbers(const api::TableSelection& selection);

    bool sqlite() const { return dialect_.kind == DatabaseKind::sqlite; }
    bool postgresql() const { return dialect_.kind == DatabaseKind::postgresql; }

    const SqlDialect& dialect_;
    const std::vector<api::DatabaseColumn>& columns_;
    SelectionSql out_;
    QStringList list_;                                 ///< behind SELECT
    std::vector<const api::DatabaseColumn*> numbers_;  ///< of SQLite, that are added or compared as numbers
};

Result<const api::DatabaseColumn*> Writer::find(const std::string& name) const {
    for (const auto& column : columns_)
        if (column.name == name) return &column;
    std::string names;
    for (std::size_t i = 0; i < columns_.size() && i < columns_in_message; ++i)
        names += (i == 0 ? "" : ", ") + inQuotes(columns_[i].name);
    return wrong("The table has no column " + inQuotes(name) + ". Choose from these: " + names +
                 (columns_.size() > columns_in_message ? ", ..." : "."));
}

QString Writer::text(const api::DatabaseColumn& column) const {
    if (postgresql() && column.type != DatabaseType::text) return name(column) + "::text";
    return name(column);
}

QString Writer::filled(const api::DatabaseColumn& column) const {
    const bool holds_texts = column.type == DatabaseType::text || column.type == DatabaseType::other;
    if (!sqlite() && !(holds_texts && (postgresql() || column.type == DatabaseType::text)))
        return name(column);
    return "NULLIF(TRIM(" + text(column) + "), '')";
}

Result<QString> Writer::literal(const std::string& value) const {
    auto out = QString::fromStdString(value);
    if (out.contains(QChar(0)) || out.toStdString() != value)
        return wrong("A value has characters that no text of a database holds. Leave them out.");
    // Whether it begins an escape differs from database to database. PostgreSQL is asked to take it as it is.
    if (dialect_.kind == DatabaseKind::odbc && out.contains('\\'))
        return wrong(
            "A value has a backslash, which databases behind ODBC read in different ways. "
            "Compare with another value, or write a query.");
    return '\'' + out.replace('\'', "''") + '\'';
}

Result<QString> Writer::number(const api::DatabaseColumn& column, const std::string& value) const {
    static const QRegularExpression shape(
        QStringLiteral("\\A-?[0-9]{1,%1}(\\.[0-9]{1,%1})?\\z").arg(most_places));
    const auto out = QString::fromStdString(value);
    if (!shape.match(out).hasMatch())
        return wrong("The column " + inQuotes(column.name) + " holds numbers, and " + inQuotes(value) +
                     " is none. Write it with digits and a point, such as -12.5.");
    // As the column's own type, of 4 or 8 bytes.
    if (postgresql() && column.type == DatabaseType::binary) return '\'' + out + '\'';
    return out;
}

Result<QString> Writer::moment(const std::string& value) const {
    static const QRegularExpression shape(
        QStringLiteral("\\A([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}:[0-9]{2}))?\\z"));
    const auto match = shape.match(QString::fromStdString(value));
    if (!match.hasMatch() || !QDate::fromString(match.captured(1), Qt::ISODate).isValid())
        return wrong("The value " + inQuotes(value) + " is no day. Write days as 2024-03-01.");
    const auto day = match.captured(1), time = match.captured(2);
    const auto text = '\'' + (time.isEmpty() ? day : day + ' ' + time) + '\'';
    // The one form that does not depend on the settings of the server.
    if (dialect_.kind == DatabaseKind::odbc) return (time.isEmpty() ? "{d " : "{ts ") + text + '}';
    return text;
}

Result<QString> Writer::value(const api::DatabaseColumn& column, const std::string& value) const {
    if (isNumber(column.type)) return number(column, value);
    // SQLite has no days: what a column of that name holds is compared as it stands there.
    if (column.type == DatabaseType::date && !sqlite()) return moment(value);
    return literal(value);
}

Result<QString> Writer::contains(const api::DatabaseColumn& column, const std::string& value) const {
    TACIT_ASSIGN(auto part, literal(value));
    if (sqlite()) return "INSTR(" + name(column) + ", " + part + ") > 0";
    if (postgresql()) return "STRPOS(" + text(column) + ", " + part + ") > 0";
    if (column.type != DatabaseType::text)
        return wrong("The column " + inQuotes(column.name) +
                     " holds no texts, so that none can contain one. Compare it in another way.");
    // In one database a bracket begins a set of letters, and in another it must not be escaped.
    if (part.contains('['))
        return wrong(
            "A value with a bracket cannot be looked for inside of texts through ODBC. "
            "Leave the bracket out.");
    for (const auto* sign : {"!", "%", "_"}) part.replace(sign, QString("!") + sign);
    return name(column) + " LIKE '%" + part.mid(1, part.size() - 2) + "%' ESCAPE '!'";
}

// A day has 24 hours, also where the column holds times of day.
Result<QString> Writer::compareDay(const api::DatabaseColumn& column, Comparison how,
                                   const QDate& day) const {
    TACIT_ASSIGN(const auto begin, moment(day.toString(Qt::ISODate).toStdString()));
    TACIT_ASSIGN(const auto end, moment(day.addDays(1).toString(Qt::ISODate).toStdString()));
    if (how == Comparison::at_least) return name(column) + " >= " + begin;
    if (how == Comparison::at_most) return name(column) + " < " + end;
    return '(' + name(column) + " >= " + begin + " AND " + name(column) + " < " + end + ')';
}

// A column of SQLite without a type converts nothing: 5 is not '5' there.
Result<QString> Writer::compareUntyped(const api::DatabaseColumn& column, Comparison how,
                                       const std::string& value) const {
    if (how == Comparison::equals) {
        TACIT_ASSIGN(const auto part, literal(value));
        return "CAST(" + name(column) + " AS TEXT) = " + part;
    }
    const auto sign = how == Comparison::at_least ? " >= " : " <= ";
    const auto part = number(column, value);
    if (part.ok())
        return '(' + name(column) + sign + *part + " AND TYPEOF(" + name(column) +
               ") IN ('integer', 'real'))";
    TACIT_ASSIGN(const auto text, literal(value));
    return '(' + name(column) + sign + text + " AND TYPEOF(" + name(column) + ") = 'text')";
}

Result<QString> Writer::compare(const api::DatabaseColumn& column, Comparison how,
                                const std::string& value) const {
    if (column.type == DatabaseType::date && value.size() == 10)
        if (const auto day = QDate::fromString(QString::fromStdString(value), Qt::ISODate); day.isValid())
            return compareDay(column, how, day);
    if (sqlite() && column.type == DatabaseType::other) return compareUntyped(column, how, value);
    TACIT_ASSIGN(const auto right, this->value(column, value));
    if (how == Comparison::equals) return name(column) + " = " + right;
    if (how == Comparison::at_most) return name(column) + " <= " + right;
    // In SQLite a text that strayed into a column of numbers is larger than all of them.
    const auto least = name(column) + " >= " + right;
    if (!sqlite() || !isNumber(column.type)) return least;
    return '(' + least + " AND TYPEOF(" + name(column) + ") <> 'text')";
}

Result<QString> Writer::filter(const api::RowFilter& filter) const {
    TACIT_ASSIGN(const auto* column, find(filter.column));
    const auto& values = filter.values;
    const std::size_t wanted =
        filter.comparison == Comparison::between                                               ? 2
        : filter.comparison == Comparison::empty || filter.comparison == Comparison::not_empty ? 0
                                                                                               : 1;
    if (values.size() < wanted || std::find(values.begin(), values.end(), std::string()) != values.end())
        return wrong("The comparison of the column " + inQuotes(filter.column) +
                     " lacks a value. Enter one, or remove the comparison.");
    switch (filter.comparison) {
        case Comparison::empty:
            return filled(*column) + " IS NULL";
        case Comparison::not_empty:
            return filled(*column) + " IS NOT NULL";
        case Comparison::contains:
            return contains(*column, values[0]);
        case Comparison::between: {
            TACIT_ASSIGN(const auto from, compare(*column, Comparison::at_least, values[0]));
            TACIT_ASSIGN(const auto to, compare(*column, Comparison::at_most, values[1]));
            return from + " AND " + to;
        }
        case Comparison::one_of: {
            QStringList any;
            for (const auto& value : values) {
                TACIT_ASSIGN(const auto one, compare(*column, Comparison::equals, value));
                any << one;
            }
            return any.size() == 1 ? any[0] : '(' + any.join(" OR ") + ')';
        }
        default:
            return compare(*column, filter.comparison, values[0]);
    }
}

Result<QString> Writer::where(const std::vector<api::RowFilter>& filters) const {
    QStringList all;
    for (const auto& one : filters) {
        TACIT_ASSIGN(const auto condition, filter(one));
        all << condition;
    }
    return all.isEmpty() ? QString() : "\nWHERE " + all.join("\n  AND ");
}

// Exact, as far as the numbers were so, and wide enough for their squares.
Result<QString> Writer::sum(const api::DatabaseColumn& column, bool squared) const {
    auto one = name(column);
    const bool binary = column.type == DatabaseType::binary, whole = column.type == DatabaseType::whole;
    // NUMERIC takes 15 digits of 8 bytes, as readers of workbooks do, but only 6 of 4 bytes.
    if (postgresql() && binary) one += column.digits == 4 ? "::text::float8::numeric" : "::numeric";
    if (postgresql() && whole && squared) one += "::numeric";
    const bool typed = dialect_.kind == DatabaseKind::odbc && !binary;
    if (typed && whole) one = "CAST(" + one + " AS DECIMAL(19,0))";
    // Some databases round what has more digits than they have.
    if (typed && !whole && squared && (column.digits <= 0 || 2 * column.digits >= most_places))
        return wrong("The squares of the column " + inQuotes(column.name) +
                     " have more digits than this database keeps. Read its rows without groups.");
    const auto sum = "SUM(" + (squared ? one + " * " + one : one) + ')';
    // So that the driver says how many places it has.
    if (!typed) return sum;
    const int places = whole ? 0 : squared ? 2 * column.places : column.places;
    return "CAST(" + sum + " AS DECIMAL(" + QString::number(most_places) + ',' + QString::number(places) +
           "))";
}

Result<QString> Writer::aggregate(const api::Aggregate& aggregate) {
    if (!dialect_.numbers)
        return wrong(
            "The data source is a file of SQLite, and its driver does not keep all digits of numbers "
            "that are made for groups. Choose the file itself, as an SQLite file.");
    if (aggregate.column.empty()) {
        if (aggregate.what == Aggregation::count) return QString("COUNT(*)");
        return wrong("A number for each group lacks its column. Choose one.");
    }
    TACIT_ASSIGN(const auto* column, find(aggregate.column));
    if (aggregate.what == Aggregation::count) return "COUNT(" + filled(*column) + ')';
    const bool untyped = sqlite() && column->type == DatabaseType::other;
    const bool numbers = isNumber(column->type) || untyped;
    if (numbers && sqlite() && std::find(numbers_.begin(), numbers_.end(), column) == numbers_.end())
        numbers_.push_back(column);
    const auto inner = numbers ? name(*column) : filled(*column);
    if (aggregate.what == Aggregation::minimum) return "MIN(" + inner + ')';
    if (aggregate.what == Aggregation::maximum) return "MAX(" + inner + ')';
    if (!numbers)
        return wrong("The column " + inQuotes(column->name) +
                     " holds no numbers, as the database says, and only numbers can be added. Choose another "
                     "column, or read the rows without groups.");
    out_.columns.back().binary_sum = column->type == DatabaseType::binary || sqlite();
    return sum(*column, aggregate.what == Aggregation::squares);
}

Status Writer::keep(const std::string& column) {
    TACIT_ASSIGN(const auto* found, find(column));
    list_ << name(*found);
    out_.columns.push_back({QString::fromStdString(column)});
    return {};
}

Status Writer::makeNumbers(const api::TableSelection& selection) {
    TACIT_ASSIGN(const auto all, aggregatesOf(selection));
    const auto first = out_.columns.size();
    for (const auto& one : all) {
        const auto title = QString::fromStdString(api::column_name(one));
        out_.columns.push_back({title});
        TACIT_ASSIGN(const auto expression, aggregate(one));
        list_ << expression + " AS " + dialect_.name(title);
        if (selection.group_counts_as == api::GroupCountsAs::one_row || !isAdded(one)) continue;
        const auto count = std::find(all.begin(), all.end(), countOf(one));
        out_.columns.back().counts_in =
            static_cast<std::uint32_t>(first + static_cast<std::size_t>(count - all.begin()));
    }
    return {};
}

Result<SelectionSql> Writer::write(const QString& from, const api::TableSelection& selection) {
    const bool grouped = !selection.group_by.empty();
    if (!grouped &&
        (!selection.aggregates.empty() || selection.group_counts_as != api::GroupCountsAs::one_row))
        return wrong("Numbers for each group need groups. Name the columns to group by.");
    if (grouped && !selection.columns.empty())
        return wrong(
            "Either columns are kept or rows are grouped: a group has the columns it is grouped by and its "
            "numbers. Leave one of them out.");
    for (const auto& column : grouped ? selection.group_by : selection.columns) TACIT_TRY(keep(column));
    const auto keys = list_;
    if (grouped) TACIT_TRY(makeNumbers(selection));
    out_.grouped = grouped;
    if (list_.isEmpty())
        for (const auto& column : columns_) out_.columns.push_back({QString::fromStdString(column.name)});
    TACIT_ASSIGN(const auto rows, where(selection.filters));
    out_.statement = "SELECT " + (list_.isEmpty() ? QString("*") : list_.join(",\n       ")) + "\nFROM " +
                     from + rows + (grouped ? "\nGROUP BY " + keys.join(", ") : QString());
    for (const auto* column : numbers_)
        out_.misfits.emplace_back(column->name, "SELECT COUNT(*) FROM " + from + rows +
                                                    (rows.isEmpty() ? " WHERE " : " AND ") + "TYPEOF(" +
                                                    name(*column) + ") IN ('text', 'blob')");
    return std::move(out_);
}

}  // namespace

QString SqlDialect::name(const QString& text) const {
    QString inside = text;
    if (!quote.isEmpty()) inside.replace(quote, quote + quote);
    return quote + inside + quote;
}

Result<SelectionSql> selectionSql(const SqlDialect& dialect, const QString& from,
                                  const std::vector<api::DatabaseColumn>& columns,
                                  const api::TableSelection& selection) {
    return Writer(dialect, columns).write(from, selection);
}

}  // namespace tacit::adapters
