#include <QTest>
#include <set>

#include "table/keys.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;

/// The bundled samples say what make_samples.py says they do.
class TestSamples : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void payOfThree_data();
    void payOfThree();
    void customersInCommon();
};

static Table sample(const char* name) {
    const auto read = load(std::filesystem::path(TACIT_SOURCE_DIR) / "resources/samples" / name);
    if (!read.ok()) {
        QTest::qFail(read.error().detail.c_str(), __FILE__, __LINE__);
        return nullptr;
    }
    return *read;
}

void TestSamples::payOfThree_data() {
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("sum");
    QTest::addColumn<QString>("mean");
    QTest::newRow("salary") << "salary"
                            << "81303.658333"
                            << "5081.478646";
    QTest::newRow("adjustment") << "adjustment"
                                << "-3519.67"
                                << "-219.979375";
}

void TestSamples::payOfThree() {
    QFETCH(QString, column);
    QFETCH(QString, sum);
    QFETCH(QString, mean);
    Decimal total;
    std::uint64_t count = 0;
    std::uint64_t blank = 0;
    std::set<std::string> ways;
    for (const char* name : {"alder-pay.csv", "birch-pay.csv", "cedar-pay.csv"}) {
        const auto table = sample(name);
        QVERIFY(table);
        QVERIFY(table->issues().empty());
        const auto index = table->find_column(column.toStdString());
        QVERIFY(index.ok());
        const auto values = numeric_column(*table, *index);
        QVERIFY(values.ok());
        for (const auto& value : values->values)
            if (value) total += *value;
        count += values->count;
        blank += table->columns()[*index].blank;
        ways.insert(table->origin().encoding + table->origin().delimiter);
    }
    QCOMPARE(QString::fromStdString(total.text()), sum);
    QCOMPARE(QString::fromStdString(divide_half_even(total, count)->text()), mean);
    QCOMPARE(count, std::uint64_t{16});
    QCOMPARE(blank, std::uint64_t{3});
    QCOMPARE(ways.size(), std::size_t{3});
}

void TestSamples::customersInCommon() {
    const auto alder = sample("alder-customers.csv");
    const auto birch = sample("birch-customers.xlsx");
    QVERIFY(alder && birch);
    QCOMPARE(alder->rows(), std::size_t{40});
    QCOMPARE(birch->rows(), std::size_t{60});
    QVERIFY(alder->issues().empty() && birch->issues().empty());
    QCOMPARE(birch->columns()[1].type, Type::date);
    const auto mine = canonical_keys(*alder, *alder->find_column("email"));
    const auto theirs = canonical_keys(*birch, *birch->find_column("email"));
    QVERIFY(mine.ok() && theirs.ok());
    QCOMPARE(mine->distinct, std::uint64_t{40});
    QCOMPARE(theirs->distinct, std::uint64_t{60});
    const auto their_keys = theirs->keys.texts();
    const std::set<std::string_view> others(their_keys.begin(), their_keys.end());
    std::size_t common = 0;
    std::size_t raw = 0;
    std::set<std::string> texts;
    for (std::size_t r = 0; r < birch->rows(); ++r) texts.emplace(birch->cell(r, 0));
    for (const auto& key : mine->keys.texts()) common += others.count(key);
    for (std::size_t r = 0; r < alder->rows(); ++r) raw += texts.count(std::string(alder->cell(r, 0)));
    QCOMPARE(common, std::size_t{17});
    QVERIFY(raw < common / 2);  // without the recipe most of them would be missed
}

QTEST_APPLESS_MAIN(TestSamples)
#include "test_samples.moc"
