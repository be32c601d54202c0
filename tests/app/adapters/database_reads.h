#pragma once

#include <QTest>
#include <memory>

#include "base/result.h"
#include "table/dataset.h"

/// What suites expect of reading a database.
namespace tacit::test {

using Read = Result<std::shared_ptr<const table::Dataset>>;

/// Refused with this in the sentences, which end with what to do.
inline void mustRefuse(const Read& read, const QString& part) {
    QVERIFY(!read.ok());
    QCOMPARE(read.error().fault, Fault::database_refused);
    const auto detail = QString::fromStdString(read.error().detail);
    QVERIFY2(detail.contains(part), qPrintable(detail));
    QVERIFY2(detail.contains(". ") && detail.endsWith('.'), qPrintable(detail));
}

/// Declares `name`, the table that the suite's own readAddress reads, or fails with what it says.
#define MUST_READ(name, ...)                                                                \
    const auto name##_read = readAddress(__VA_ARGS__);                                      \
    QVERIFY2(name##_read.ok(), name##_read.ok() ? "" : name##_read.error().detail.c_str()); \
    const auto& name = **name##_read

}  // namespace tacit::test
