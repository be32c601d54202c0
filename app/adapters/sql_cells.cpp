#include "adapters/sql_cells.h"

#include <QDateTime>
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/ascii.h"
#include "table/date_text.h"
#include "table/decimal.h"
#include "table/sheet_number.h"
#include "table/unicode.h"

namespace tacit::adapters {

namespace {

using table::CellKind;

constexpr std::string_view binary_problem =
    "The column keeps about 15 digits of a number, so the last digits may have become zeros.";
constexpr std::string_view binary_next =
    "Give the column a type that keeps all digits, such as NUMERIC or an integer, if they matter.";
constexpr std::string_view broken_problem =
    "This text has characters that the database could not give, and holds a replacement for them.";
constexpr std::string_view broken_next = "Correct the text in the database, or its encoding.";
constexpr std::string_view bytes_problem = "This column holds bytes; they are shown as hexadecimal digits.";
constexpr std::string_view bytes_next = "Choose a column of texts or numbers.";

SqlCell plain(std::string text, CellKind kind = CellKind::text) {
    return {std::move(text), {}, kind, {}, {}};
}

SqlCell approximate(std::string_view lexeme) {
    auto number = table::sheet_number(lexeme, {}, false);
    SqlCell out = plain(std::move(number.text), number.kind);
    if (out.text != lexeme) out.raw = lexeme;
    if (!number.problem.empty()) {
        out.problem = binary_problem;
        out.next = binary_next;
    }
    return out;
}

SqlCell approximate(double value) {
    if (std::isnan(value)) return plain("nan");
    if (std::isinf(value)) return plain(value < 0 ? "-inf" : "inf");
    return approximate(table::binary_lexeme(value));
}

// [-]digits[.digits], where some drivers leave out a zero before the point.
SqlCell exact(std::string_view lexeme) {
    lexeme = table::trimmed(lexeme);
    const auto digits = lexeme.substr(lexeme.starts_with('-') || lexeme.starts_with('+') ? 1 : 0);
    std::string text(lexeme);
    if (digits.starts_with('.')) text.insert(lexeme.size() - digits.size(), 1, '0');
    table::Decimal value;
    if (table::Decimal::parse(text, value) == table::DecimalProblem::not_a_number) return approximate(lexeme);
    SqlCell out = plain(std::move(text), CellKind::number);
    if (out.text != lexeme) out.raw = lexeme;
    return out;
}

SqlCell truth(bool value) {
    return plain(value ? "TRUE" : "FALSE", CellKind::boolean);
}

// Midnight is left out, as in workbooks.
SqlCell day(std::string_view lexeme) {
    if (const auto shape = table::date_shape(lexeme); !shape.date || !shape.iso)
        return plain(std::string(lexeme));
    std::string text(lexeme);
    constexpr std::size_t day_size = 10;
    if (text.size() > day_size && text[day_size] == ' ') text[day_size] = 'T';
    if (std::string_view(text).substr(day_size) == "T00:00:00") text.resize(day_size);
    SqlCell out = plain(std::move(text), CellKind::date);
    if (out.text != lexeme) out.raw = lexeme;
    return out;
}

SqlCell text(const QString& value) {
    SqlCell out = plain(value.toStdString());
    if (value.contains(QChar::ReplacementCharacter) || !value.isValidUtf16()) {
        out.problem = broken_problem;
        out.next = broken_next;
    }
    return out;
}

std::optional<SqlCell> native(const QVariant& value) {
    switch (value.typeId()) {
        case QMetaType::Bool:
            return truth(value.toBool());
        case QMetaType::Short:
        case QMetaType::Int:
        case QMetaType::LongLong:
            return plain(std::to_string(value.toLongLong()), CellKind::number);
        case QMetaType::UShort:
        case QMetaType::UInt:
        case QMetaType::ULongLong:
            return plain(std::to_string(value.toULongLong()), CellKind::number);
        case QMetaType::Float: {
            // Its own shortest form: 0.1f is 0.1, and not the double 0.10000000149.
            std::array<char, 40> digits{};
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.toFloat()).ptr;
            return approximate(
                std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
        }
        case QMetaType::Double:
            return approximate(value.toDouble());
        case QMetaType::QDate:
            if (!value.toDate().isValid()) return std::nullopt;
            return day(value.toDate().toString(Qt::ISODate).toStdString());
        case QMetaType::QDateTime: {
            const auto moment = value.toDateTime();
            if (!moment.isValid()) return std::nullopt;
            const bool fraction = moment.time().msec() != 0;
            return day((moment.date().toString(Qt::ISODate) + ' ' +
                        moment.time().toString(fraction ? Qt::ISODateWithMs : Qt::ISODate))
                           .toStdString());
        }
        case QMetaType::QTime:
            if (!value.toTime().isValid()) return std::nullopt;
            return plain(value.toTime().toString(Qt::ISODate).toStdString());
        case QMetaType::QByteArray: {
            SqlCell out = plain("\\x" + value.toByteArray().toHex().toStdString());
            out.problem = bytes_problem;
            out.next = bytes_next;
            return out;
        }
        case QMetaType::QString:
            return text(value.toString());
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<SqlCell> sqlCell(const QVariant& value, SqlReading reading) {
    if (value.isNull()) return SqlCell{{}, {}, CellKind::empty, {}, {}};
    // Drivers may give a value in another type than they said.
    if (reading == SqlReading::native || value.typeId() != QMetaType::QString) return native(value);
    const auto lexeme = value.toString().toStdString();
    switch (reading) {
        case SqlReading::exact:
            return exact(lexeme);
        case SqlReading::approximate:
            return approximate(lexeme);
        case SqlReading::boolean:
            if (lexeme == "true" || lexeme == "false") return truth(lexeme == "true");
            return plain(lexeme);
        case SqlReading::day:
            return day(lexeme);
        case SqlReading::native:
            break;
    }
    return text(value.toString());
}

std::span<const table::SourceCell> SqlRow::cells() {
    cells_.clear();
    for (const auto& [column, cell] : kept_)
        if (!cell.text.empty())
            cells_.push_back({column, cell.text, cell.kind, table::FormatClass::general, cell.raw});
    if (cells_.empty()) cells_.push_back({0, {}, CellKind::empty, table::FormatClass::general, {}});
    return cells_;
}

std::size_t SqlRow::bytes() const {
    std::size_t bytes = 0;
    for (const auto& kept : kept_) bytes += kept.cell.text.size() + 1;
    return bytes;
}

}  // namespace tacit::adapters
