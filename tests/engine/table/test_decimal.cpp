#include <QTest>
#include <random>

#include "table/decimal.h"

using namespace tacit;
using namespace tacit::table;

class TestDecimal : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void textAndBack_data();
    void textAndBack();
    void refusedLexemes_data();
    void refusedLexemes();
    void textOfSumsBeyondOneCell();
    void meanIsHalfEven();
    void meanAgainstLongDivision();
};

static std::string plain(const std::string& lexeme) {
    const auto value = Decimal::parse(lexeme);
    return value.ok() ? value->text() : "refused";
}

void TestDecimal::textAndBack_data() {
    QTest::addColumn<QString>("lexeme");
    QTest::addColumn<QString>("text");
    const char* cases[][2] = {{"12", "12"},
                              {"-12.5", "-12.50"},
                              {"+7", "7"},
                              {"0", "0"},
                              {"-0", "0"},
                              {"-0.000001", "-0.000001"},
                              {"0.1", "0.10"},
                              {"1.230000", "1.23"},
                              {"1.2300000000000", "1.23"},
                              {"-1.785714", "-1.785714"},
                              {"3.100", "3.10"},
                              {"0012", "12"},
                              {"2147483648", "2147483648"},
                              {"9007199254740993", "9007199254740993"},
                              {"1000000000000000000", "1000000000000000000"},
                              {"-1000000000000000000", "-1000000000000000000"},
                              {"999999999999999999.999999", "999999999999999999.999999"},
                              {"00000000000000000000000000012.5", "12.50"}};
    for (const auto& c : cases) QTest::newRow(c[0]) << c[0] << c[1];
}

void TestDecimal::textAndBack() {
    QFETCH(QString, lexeme);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(plain(lexeme.toStdString())), text);
    QCOMPARE(QString::fromStdString(plain(text.toStdString())), text);
}

void TestDecimal::refusedLexemes_data() {
    QTest::addColumn<QString>("lexeme");
    QTest::addColumn<int>("problem");
    const auto add = [](const char* lexeme, DecimalProblem problem) {
        QTest::newRow(lexeme) << lexeme << static_cast<int>(problem);
    };
    for (const char* bad : {"", "-", "+", ".", ".5", "5.", "1,5", "1 000", "--1", "1e3", "0x10", "NaN", "inf",
                            "1.5.2", " 1", "1 ", "1-", "99999999999999999999999x", "1.0000001x"})
        add(bad, DecimalProblem::not_a_number);
    for (const char* bad : {"0.0000001", "1.1234567", "-1.0000005"})
        add(bad, DecimalProblem::too_many_places);
    for (const char* bad :
         {"1000000000000000001", "-1000000000000000000.000001", "99999999999999999999999999",
          "1000000000000000000000000000000000000000000000000"})
        add(bad, DecimalProblem::too_large);
}

void TestDecimal::refusedLexemes() {
    QFETCH(QString, lexeme);
    QFETCH(int, problem);
    Decimal untouched = Decimal::whole(7);
    QCOMPARE(static_cast<int>(Decimal::parse(lexeme.toStdString(), untouched)), problem);
    QCOMPARE(untouched.text(), std::string("7"));
    const auto worded = Decimal::parse(lexeme.toStdString());
    QVERIFY(!worded.ok());
    QCOMPARE(worded.error().fault, Fault::cell_invalid);
    QVERIFY(!decimal_problem_text(static_cast<DecimalProblem>(problem)).empty());
}

void TestDecimal::textOfSumsBeyondOneCell() {
    const Decimal largest = Decimal::whole(Decimal::max_magnitude);
    Decimal sum;
    for (int i = 0; i < 1000; ++i) sum += largest;
    QCOMPARE(sum.text(), std::string("1000000000000000000000"));
    QCOMPARE((-sum).text(), std::string("-1000000000000000000000"));
    const Decimal lowest(static_cast<Int128>(UInt128{1} << 127));
    QCOMPARE(lowest.text(), std::string("-170141183460469231731687303715884.105728"));
}

void TestDecimal::meanIsHalfEven() {
    const auto mean = [](std::int64_t micros, std::uint64_t count) {
        return static_cast<std::int64_t>(divide_half_even(Decimal(micros), count)->micros());
    };
    QCOMPARE(mean(1, 2), 0);  // 0.5 to the even 0
    QCOMPARE(mean(3, 2), 2);  // 1.5 to 2
    QCOMPARE(mean(5, 2), 2);  // 2.5 to 2
    QCOMPARE(mean(-1, 2), 0);
    QCOMPARE(mean(-3, 2), -2);
    QCOMPARE(mean(-5, 2), -2);
    QCOMPARE(mean(7, 4), 2);
    QCOMPARE(mean(-7, 4), -2);
    QCOMPARE(mean(10, 3), 3);
    QCOMPARE(mean(11, 3), 4);
    QVERIFY(!divide_half_even(Decimal(1), 0));
    QCOMPARE(divide_half_even(*Decimal::parse("-12.5"), 7)->text(), std::string("-1.785714"));
    QCOMPARE(divide_half_even(Decimal::whole(Decimal::max_magnitude), ~0ull)->text(), std::string("0.05421"));
}

void TestDecimal::meanAgainstLongDivision() {
    std::mt19937_64 random(11);
    for (int i = 0; i < 20'000; ++i) {
        const auto sum = static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000;
        const auto count = static_cast<std::int64_t>(random() % 40 + 1);
        // The candidate nearest to sum/count, and the even one of two that are equally near.
        std::int64_t best = 0;
        std::int64_t best_distance = INT64_MAX;
        for (std::int64_t q = sum / count - 1; q <= sum / count + 1; ++q) {
            const auto distance = std::abs(sum - q * count);
            if (distance < best_distance || (distance == best_distance && q % 2 == 0)) {
                best = q;
                best_distance = distance;
            }
        }
        QCOMPARE(static_cast<std::int64_t>(
                     divide_half_even(Decimal(sum), static_cast<std::uint64_t>(count))->micros()),
                 best);
    }
}

QTEST_APPLESS_MAIN(TestDecimal)
#include "test_decimal.moc"
