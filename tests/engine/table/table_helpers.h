#pragma once

#include <QTest>
#include <memory>
#include <string>
#include <vector>

#include "table/load.h"

/// Short forms for the suites of engine/table.

using Table = std::shared_ptr<const tacit::table::Dataset>;

inline tacit::Result<Table> read_text(std::string bytes, const tacit::table::ImportOptions& options = {}) {
    return tacit::table::load_bytes(std::move(bytes), "sample.csv", options);
}

/// The table, or an empty pointer beside a failed check.
inline Table must_read(std::string bytes, const tacit::table::ImportOptions& options = {}) {
    auto loaded = read_text(std::move(bytes), options);
    if (!loaded.ok()) {
        QTest::qFail(loaded.error().detail.c_str(), __FILE__, __LINE__);
        return nullptr;
    }
    return *loaded;
}

/// Refused as a whole, in sentences that say what is wrong, with `part` in it, and what to do next.
inline void must_refuse(const QByteArray& bytes, const QString& part) {
    const auto read = read_text(bytes.toStdString());
    QVERIFY(!read.ok());
    QCOMPARE(read.error().fault, tacit::Fault::file_refused);
    const auto detail = QString::fromStdString(read.error().detail);
    QVERIFY2(detail.contains(part), qPrintable(detail));
    QVERIFY2(detail.count(". ") >= 1 && detail.endsWith('.'), qPrintable(detail));
}

/// Columns by '|', rows by '/'.
inline std::string shown(const tacit::table::Dataset& table) {
    std::string out;
    for (std::size_t c = 0; c < table.columns().size(); ++c)
        out += (c == 0 ? "" : "|") + table.columns()[c].name;
    for (std::size_t r = 0; r < table.rows(); ++r) {
        out += "/";
        for (std::size_t c = 0; c < table.columns().size(); ++c)
            out += (c == 0 ? "" : "|") + std::string(table.cell(r, c));
    }
    return out;
}

/// Addresses of the issues, by spaces.
inline std::string issue_cells(const tacit::table::Dataset& table) {
    std::string out;
    for (const auto& issue : table.issues()) out += (out.empty() ? "" : " ") + issue.cell;
    return out;
}

/// A column's numbers as texts by spaces, "_" for blank; the fault's name if there is one.
inline std::string numbers(const tacit::table::Dataset& table, std::size_t column = 0) {
    const auto read = tacit::table::numeric_column(table, column);
    if (!read.ok()) return std::string(tacit::fault_name(read.error().fault));
    std::string out;
    for (const auto& value : read->values) out += (out.empty() ? "" : " ") + (value ? value->text() : "_");
    return out;
}
