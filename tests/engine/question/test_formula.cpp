// Formulas from text: what is read, what is refused and where, types, words, exact fractions.
#include <QTest>

#include "crypto/random.h"
#include "engine/question/decision_formulas.h"
#include "question/decision/parser.h"
#include "question/decision/reveals.h"
#include "question/decision/words.h"

using namespace tacit;
using namespace tacit::question;
using decision::Rational;
using decision::Wide;
using table::Decimal;
using table::Int128;

class TestFormula : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void formulasAreRead_data();
    void formulasAreRead();
    void wrongFormulasAreRefusedWithThePlace_data();
    void wrongFormulasAreRefusedWithThePlace();
    void limitsOfDepthAndLength();
    void votesAreTold();
    void whoIsAskedForWhat();
    void wordsSayWhatIsAsked_data();
    void wordsSayWhatIsAsked();
    void namesCannotSpeak();
    void randomFormulasAreReadAgainTheSame();
    void wideIntegersCount();
    void decimalsAreWrittenExactly();
    void readingsOfProblemsBeyondTheText();
    void unitsAreOneType_data();
    void unitsAreOneType();
    void wrongUnitsAreRefused();
    void triesOutSamples();
};

void TestFormula::formulasAreRead_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shortest");
    const auto row = [](const char* text, const char* shortest) {
        QTest::addRow("%s", text) << QByteArray(text) << QByteArray(shortest);
    };
    row("sum(exposure) > 1000000", "sum(exposure) > 1000000");
    row("sum(a)>=-12.5", "sum(a) >= -12.5");
    row("  SUM ( a_1 )\t<\n+0.100000000 ", "sum(a_1) < 0.1");
    row("sum(\"net \"\"x\"\" (€)\") <= 0", "sum(\"net \"\"x\"\" (€)\") <= 0");
    row("sum(`a \"b``c`) > 1", "sum(\"a \"\"b`c\") > 1");
    row("sum(Löhne) > 1", "sum(Löhne) > 1");
    row("sum(\"and\") > 1", "sum(\"and\") > 1");
    row("sum(sum) > 1", "sum(sum) > 1");
    row("sum(a) < -10000000000000000000.000000", "sum(a) < -10000000000000000000");
    row("sum(a) > -0.000001", "sum(a) > -0.000001");
    row("sum(a) == 1", "sum(a) = 1");
    row("sum(a) <> 1", "sum(a) != 1");
    // From the left, and no more brackets than needed.
    row("((sum(a) - (max(a))) - 1) > 2", "sum(a) - max(a) - 1 > 2");
    row("sum(a) - (max(a) - 1) > 2", "sum(a) - (max(a) - 1) > 2");
    row("2 * (3 * sum(a)) > 0", "2 * (3 * sum(a)) > 0");
    row("-(sum(a) + 1) * 2 > --3", "-(sum(a) + 1) * 2 > 3");
    row("not (sum(a) > 1 or sum(b) > 2) and max(a) > 1", "not (sum(a) > 1 or sum(b) > 2) and max(a) > 1");
    row("(sum(a) > 1 and sum(b) > 2) or max(a) > 1", "sum(a) > 1 and sum(b) > 2 or max(a) > 1");
    row("sum(a) between 1 and 2 and sum(b) > 1", "sum(a) between 1 and 2 and sum(b) > 1");
    row("IF sum(a) > 1 THEN max(a) ELSE min(a)", "if sum(a) > 1 then max(a) else min(a)");
    row("if sum(a) > 1 then (if max(a) > 1 then 1 else 2) else if max(a) > 2 then 3 else sum(a)",
        "if sum(a) > 1 then (if max(a) > 1 then 1 else 2) else if max(a) > 2 then 3 else sum(a)");
    row("if organizer(bid) >= partner(ask) then (organizer(bid) + partner(ask)) / 2",
        "if organizer(bid) >= partner(ask) then (organizer(bid) + partner(ask)) / 2");
    row("median(a) > quartile(a, 1)", "median(a) > quartile(a, 1)");
    row("quartile(a, 2) > 0", "median(a) > 0");
    row("sum(pay) > 50 * sum(pay.count)", "sum(pay) > 50 * sum(pay.count)");
    row("max(\"net pay\" . max) > min(pay.average)", "max(\"net pay\".max) > min(pay.average)");
    row("count(a > 3) >= 2", "count(a > 3) >= 2");
    row("highest(a - b)", "highest(a - b)");
    row("max(sum(a), 0, sum(b)) > 1", "max(sum(a), 0, sum(b)) > 1");
    row("count(a > average(a)) > 1", "count(a > average(a)) > 1");
    row("sum(a) / (2 * 3) > 1", "sum(a) / (2 * 3) > 1");
}

void TestFormula::formulasAreRead() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shortest);
    const auto formula = decision::parse_formula(text.toStdString());
    QVERIFY2(formula.ok(), formula.ok() ? "" : formula.error().detail.c_str());
    QCOMPARE(QByteArray::fromStdString(decision::text_of(*formula)), shortest);
    QVERIFY(decision::parse_formula(shortest.toStdString()).value() == *formula);
}

void TestFormula::wrongFormulasAreRefusedWithThePlace_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("character");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* text, int character, const char* says) {
        QTest::addRow("%s", text) << QByteArray(text) << character << QString(says);
    };
    row("", 1, "a name or a function such as sum(exposure) is expected, not the end");
    row("mean(a) > 1", 1, "there is no function \"mean\"; there are sum, min");
    row("exposure > 1", 1, "whose exposure? Write sum(exposure)");
    row("sum a > 1", 5, "there is more: \"a\"");
    row("sum() > 1", 5, "is expected, not \")\"");
    row("sum(2024) > 1", 5, "there is no participant's own number");
    row("sum(\"\") > 1", 5, "a name is empty");
    row("sum(\"a) > 1", 5, "this quote has no end");
    row("sum(net exposure) > 1", 9, "names with blanks or other characters");
    row("sum(Löhne > 1", 14, "closing bracket");
    row("sum(Löhne", 10, "closing bracket");
    row("sum(a) => 1", 8, "one of >, >=, <, <=, = and !=, not \"=>\"");
    row("sum(a) >", 9, "is expected, not the end");
    row("sum(a) > limit", 10, "whose limit?");
    row("sum(a) > .5", 10, "a number such as");
    row("sum(a) > 5.", 12, "digits are expected behind the decimal point");
    row("sum(a) > 1,000", 11, "write 1000000, not 1,000,000");
    row("max(1,000) > sum(a)", 6, "write 1000000, not 1,000,000");
    row("sum(a) > 0.0000001", 10, "at most six decimal places");
    row("sum(a) > 10000000000000000000.000001", 10, "beyond 10^19");
    row("sum(a) > 99999999999999999999999999999999999999999999", 10, "beyond 10^19");
    row("sum(a) > 1e6", 10, "a name that begins with a digit needs quotes");
    row("1 < sum(a) < 5", 12, "between 1 and 5");
    row("sum(a) > 1 and", 15, "is expected, not the end");
    row("sum(a) > 1 and sum(b)", 16, "a condition is expected here");
    row("sum(a > 1) > 1", 5, "a number is expected here, not a yes or no");
    row("all(a) and sum(a) > 1", 16, "a is a number in one place and a yes or no in another");
    row("sum(a) * sum(b) > 1", 1, "one side of * has to be a plain number");
    row("sum(a) / sum(b) > 1", 10, "to compare a ratio, multiply");
    row("sum(sum(a)) > 1", 5, "there is no participant's own number");
    row("mine(mine(a)) > 1", 6, "there is no participant's own number");
    row("highest(a) and all(v)", 1, "stand alone as the answer");
    row("5 > 3", 1, "the same whatever the participants bring");
    row("if sum(a) > 1 then all(v)", 20, "two conditions are joined by and");
    row("(if sum(a) > 1 then 1)", 22, "\"else\" is expected");
    row("if sum(a) > 1 then 1 else all(v)", 27, "a number is expected here");
    row("sum(a.median) > 1", 7, "sum, count, min, max or average is expected behind the point");
    row("quartile(a, 4) > 1", 1, "which one, 1 to 3");
    row("sum(a, b) > 1", 8, "takes one name");
    row("count(a + 1) > 1", 7, "count takes a condition");
    row("sum(a) > 1 \r", 12, "there is more");
    row("sum(a) > 1 ; drop", 12, "there is more");
}

void TestFormula::wrongFormulasAreRefusedWithThePlace() {
    QFETCH(QByteArray, text);
    QFETCH(int, character);
    QFETCH(QString, says);
    const auto reading = decision::read_formula(text.toStdString());
    QVERIFY(!reading.formula && reading.problem);
    const auto detail = QString::fromStdString(decision::sentence_of(*reading.problem));
    QVERIFY2(detail.startsWith(QString("Formula, character %1: ").arg(character)), qPrintable(detail));
    QVERIFY2(detail.contains(says) && detail.endsWith('.'), qPrintable(detail));
    QVERIFY(reading.problem->begin <= reading.problem->end);
    QVERIFY(reading.problem->end <= static_cast<std::size_t>(text.size()));
    QCOMPARE(QString::fromUtf8(text.left(static_cast<int>(reading.problem->begin))).size() + 1, character);
}

void TestFormula::limitsOfDepthAndLength() {
    const auto nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '(') + "sum(a)" +
               std::string(static_cast<std::size_t>(depth), ')') + " > 1";
    };
    QVERIFY(decision::parse_formula(nested(decision::deepest_formula - 2)).ok());
    QVERIFY(!decision::parse_formula(nested(decision::deepest_formula - 1)).ok());
    std::string nots, minuses(200, '-'), ifs;
    for (int i = 0; i < 40; ++i) {
        nots += "not ";
        ifs += "if sum(a) > 1 then 1 else ";
    }
    for (const auto& deep : {nots + "sum(a) > 1", minuses + "sum(a) > 1", ifs + "2 > sum(a)"}) {
        const auto formula = decision::parse_formula(deep);
        QVERIFY(!formula.ok() &&
                QString::fromStdString(formula.error().detail).contains("inside each other"));
    }
    std::string chain = "sum(a)";
    while (chain.size() + 8 < decision::longest_formula) chain += "+sum(a)";
    QVERIFY(decision::parse_formula(chain).ok());
    QVERIFY(!decision::parse_formula(chain + std::string(20, ' ')).ok());
    QVERIFY(!decision::parse_formula("sum(\xff) > 1").ok());
    QVERIFY(decision::parse_formula("sum(" + std::string(200, 'a') + ") > 1").ok());
    QVERIFY(!decision::parse_formula("sum(" + std::string(201, 'a') + ") > 1").ok());
}

void TestFormula::votesAreTold() {
    const auto fields = [](const char* text) { return decision::parse_formula(text).value().fields; };
    QVERIFY(fields("all(approve)")[0].vote);
    QVERIFY(fields("count(approve) >= 2")[0].vote);
    QVERIFY(fields("organizer(approve) and any(objection)")[1].vote);
    // A number that is counted: how many participants there are.
    const auto mean = fields("sum(pay) > 100 * count(pay)");
    QVERIFY(mean.size() == 1 && !mean[0].vote);
    QVERIFY(!fields("count(pay.count > 3) > 1")[0].vote);
    QVERIFY(decision::parse_formula("sum(if approve then pay else 0) > 1").value().fields[0].vote);
}

void TestFormula::whoIsAskedForWhat() {
    const auto formula = decision::parse_formula("organizer(bid) >= partner2(ask) and sum(a) > 0").value();
    QCOMPARE(formula.fields[0].places, 1u);
    QCOMPARE(formula.fields[1].places, 4u);
    QCOMPARE(formula.fields[2].places, decision::everybody);
    QVERIFY(!formula.own && decision::parse_formula("mine(a) > average(a)").value().own);
    const auto both = decision::parse_formula("organizer(a) > partner1(a)").value();
    QCOMPARE(both.fields[0].places, 3u);
    QCOMPARE(int(decision::parse_formula("highest(a)").value().kind), int(api::AnswerKind::names));
    QCOMPARE(int(decision::parse_formula("sum(a)").value().kind), int(api::AnswerKind::number));
}

void TestFormula::wordsSayWhatIsAsked_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("question");
    QTest::addColumn<QByteArray>("yes");
    QTest::addColumn<QByteArray>("no");
    const auto row = [](const char* text, const char* question, const char* yes, const char* no) {
        QTest::addRow("%s", text) << QByteArray(text) << QByteArray(question) << QByteArray(yes)
                                  << QByteArray(no);
    };
    row("sum(exposure) > 1000000", "Is the combined total of exposure above 1,000,000?",
        "The combined total of exposure is above 1,000,000.",
        "The combined total of exposure is at most 1,000,000.");
    row("sum(\"net x\") <= -1234.5", "Is the combined total of \"net x\" at most -1,234.50?",
        "The combined total of \"net x\" is at most -1,234.50.",
        "The combined total of \"net x\" is above -1,234.50.");
    row("organizer(bid) >= partner(ask)", "Is the organizer's bid at least the partner's ask?",
        "The organizer's bid is at least the partner's ask.",
        "The organizer's bid is below the partner's ask.");
    row("all(approve)", "Is it true that everybody says yes to approve?", "Everybody says yes to approve.",
        "It is not so that everybody says yes to approve.");
    row("any(objection)", "Is it true that at least one participant says yes to objection?",
        "At least one participant says yes to objection.", "Nobody says yes to objection.");
    row("count(approve) >= 2", "Is the number of participants who say yes to approve at least 2?",
        "The number of participants who say yes to approve is at least 2.",
        "The number of participants who say yes to approve is below 2.");
    row("mine(salary) > average(salary)", "Is your own salary above the average salary of a participant?",
        "Your own salary is above the average salary of a participant.",
        "Your own salary is at most the average salary of a participant.");
    row("max(price) - min(price) <= 5", "Is the largest price minus the smallest price at most 5?",
        "The largest price minus the smallest price is at most 5.",
        "The largest price minus the smallest price is above 5.");
    row("sum(losses) > 0.5 * sum(premiums)",
        "Is the combined total of losses above 0.50 times the combined total of premiums?",
        "The combined total of losses is above 0.50 times the combined total of premiums.",
        "The combined total of losses is at most 0.50 times the combined total of premiums.");
    row("sum(a) > 1 and not all(v)",
        "Is it true that the combined total of a is above 1 and it is not so that everybody says yes to v?",
        "The combined total of a is above 1 and it is not so that everybody says yes to v.",
        "It is not so that (the combined total of a is above 1 and it is not so that everybody says yes to "
        "v).");
    row("sum(a.count) > 10", "Is the combined total of each one's number of filled cells of a above 10?",
        "The combined total of each one's number of filled cells of a is above 10.",
        "The combined total of each one's number of filled cells of a is at most 10.");
}

void TestFormula::wordsSayWhatIsAsked() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, question);
    QFETCH(QByteArray, yes);
    QFETCH(QByteArray, no);
    const auto formula = decision::parse_formula(text.toStdString()).value();
    QCOMPARE(QByteArray::fromStdString(decision::question_of(formula)), question);
    decision::Answer answer;
    answer.yes = true;
    QCOMPARE(QByteArray::fromStdString(decision::meaning_of(formula, answer, {})), yes);
    answer.yes = false;
    QCOMPARE(QByteArray::fromStdString(decision::meaning_of(formula, answer, {})), no);
}

void TestFormula::namesCannotSpeak() {
    const auto bent = decision::parse_formula("sum(\"x\"\" is fine. Ignore \"\"y\") > 1").value();
    QCOMPARE(decision::question_of(bent),
             std::string("Is the combined total of \"x\"\" is fine. Ignore \"\"y\" above 1?"));
    const auto who = decision::parse_formula("if sum(a) > 3 then highest(bid)").value();
    QCOMPARE(decision::question_of(who),
             std::string("Who has the highest bid, if the combined total of a is above 3?"));
    decision::Answer answer{api::AnswerKind::names, false, false, 5, {}};
    QCOMPARE(decision::meaning_of(who, answer, {"A", "B", "C"}),
             std::string("A and C share the highest bid."));
    answer.who = 2;
    QCOMPARE(decision::meaning_of(who, answer, {"A", "B", "C"}), std::string("B has the highest bid."));
    answer.withheld = true;
    QCOMPARE(decision::meaning_of(who, answer, {"A", "B", "C"}),
             std::string("There is no answer: the combined total of a is at most 3."));
}

void TestFormula::randomFormulasAreReadAgainTheSame() {
    crypto::SeededRandom random(3);
    int read = 0;
    for (int trial = 0; trial < 1000; ++trial) {
        const testing::RandomDecision made(random, static_cast<std::uint16_t>(2 + random.below(4)));
        const auto formula = decision::parse_formula(made.question().formula);
        if (!formula) continue;
        ++read;
        const auto text = decision::text_of(*formula);
        const auto again = decision::parse_formula(text, 4 * decision::longest_formula);
        QVERIFY2(again.ok() && *again == *formula, text.c_str());
        QCOMPARE(decision::text_of(*again), text);
        QVERIFY(decision::question_of(*formula).ends_with('?'));
    }
    QVERIFY(read > 700);
}

void TestFormula::wideIntegersCount() {
    crypto::SeededRandom random(4);
    const auto any = [&] {
        const auto high = static_cast<Int128>(random.below(std::uint64_t{1} << 40)) << random.below(60);
        return random.below(2) == 0 ? high : -high;
    };
    for (int trial = 0; trial < 2000; ++trial) {
        const auto a = any(), b = any();
        const auto c = static_cast<Int128>(random.below(1'000'000)) - 500'000;
        QVERIFY((Wide(a) + Wide(b)).small() == a + b);
        QVERIFY((Wide(a) - Wide(b)).small() == a - b);
        QVERIFY((Wide(a) <=> Wide(b)) == (a <=> b));
        // 128 bits have no room for the product, but its quotient is known.
        const auto product = Wide(a) * Wide(b) * Wide(c);
        if (b != 0 && c != 0) {
            const auto back = product.divided_by(Wide(b) * Wide(c));
            QVERIFY(back.quotient.small() == a && back.remainder.is_zero());
            const auto division = Wide(a).divided_by(Wide(c));
            QVERIFY(division.quotient.small() == a / c && division.remainder.small() == a % c);
        }
        QVERIFY(product.is_zero() || product.width() <= 128 + 128 + 20);
        QCOMPARE(QByteArray::fromStdString(Wide(c).text()), QByteArray::number(static_cast<qint64>(c)));
    }
    QCOMPARE(Wide(0).width(), std::size_t{1});
    QCOMPARE(Wide(-1).width(), std::size_t{1});
    QCOMPARE(Wide(1).width(), std::size_t{2});
    QCOMPARE(Wide(-2).width(), std::size_t{2});
    QCOMPARE(Wide::power_of_two(300).width(), std::size_t{302});
    const Rational third(Wide(1), Wide(3));
    QVERIFY(third + third + third == Rational(Wide(1)));
    QVERIFY(third * Rational(Wide(-3)) == Rational(Wide(-1)));
    QVERIFY(!(third / Rational()).good());
    auto large = Rational(Wide::power_of_two(200));
    large = large * large;
    QVERIFY(large.good() && !(large * large).good());
}

void TestFormula::decimalsAreWrittenExactly() {
    const auto text = [](Int128 numerator, Int128 denominator) {
        const auto shown = decision::decimal_text(Rational(Wide(numerator), Wide(denominator)));
        return QByteArray::fromStdString(shown.text + (shown.rounded ? " rounded" : ""));
    };
    QCOMPARE(text(0, 1), QByteArray("0"));
    QCOMPARE(text(-12, 1), QByteArray("-12"));
    QCOMPARE(text(25, 2), QByteArray("12.50"));
    QCOMPARE(text(-1, 2'000'000), QByteArray("-0.0000005"));
    QCOMPARE(text(1, 8), QByteArray("0.125"));
    QCOMPARE(text(1, 3), QByteArray("0.333333 rounded"));
    QCOMPARE(text(-200, 3), QByteArray("-66.666667 rounded"));
    QCOMPARE(text(1, 30'000'000), QByteArray("0 rounded"));
    QCOMPARE(text(3'000'001, 3), QByteArray("1000000.333333 rounded"));
    QCOMPARE(text(10, 7), QByteArray("1.428571 rounded"));
}

void TestFormula::readingsOfProblemsBeyondTheText() {
    const auto text_of = [](const api::DecisionQuestion& question, std::uint16_t participants) {
        const auto reading = decision::reading_of(question, participants);
        return reading.problem ? QString::fromStdString(decision::sentence_of(*reading.problem)) : QString();
    };
    QVERIFY(text_of({"sum(a) > 1"}, 2).isEmpty());
    QVERIFY(text_of({"partner(a) > organizer(a)"}, 3).startsWith("Formula, character 1: with more than one"));
    QVERIFY(text_of({"sum(a) > partner3(a)"}, 3).startsWith("Formula, character 10: there is no partner 3"));
    QVERIFY(text_of({"organizer(a) > partner1(a)"}, 3).contains("partner 2 would bring nothing"));
    QVERIFY(text_of({"sum(a) / (2 - 2) > 1"}, 2).contains("character 11: this divides by zero"));
    QVERIFY(text_of({"sum(a) > 1"}, 1).contains("1 to 7 partners"));
    QVERIFY(text_of({"sum(a) > 1"}, 9).contains("1 to 7 partners"));
    const auto ranged = [&](std::vector<api::DecisionRange> ranges) {
        api::DecisionQuestion question{"sum(a) > 1 and all(v)"};
        question.ranges = std::move(ranges);
        return text_of(question, 2);
    };
    QVERIFY(ranged({{"a", "0", "10.5"}}).isEmpty());
    QVERIFY(ranged({{"b", "0", "10"}}).contains("does not have"));
    QVERIFY(ranged({{"v", "0", "1"}}).contains("has no range"));
    QVERIFY(ranged({{"a", "0", "1"}, {"a", "0", "2"}}).contains("Two ranges"));
    for (const auto& [low, high] : {std::pair("1", "0"), {"x", "1"}, {"0", "1000000000000000001"}, {"", ""}})
        QVERIFY(ranged({{"a", low, high}}).contains("lower one first"));
    // What can be typed beside the formula is there even while a range does not fit, and the range is named.
    api::DecisionQuestion several{"max(a) > sum(a.count) and any(v) and min(a) < 5"};
    several.ranges = {{"a.count", "0", "-1"}};
    const auto typing = decision::reading_of(several, 2);
    QVERIFY(typing.problem && typing.problem->range == "a.count");
    QCOMPARE(typing.ranges.size(), std::size_t{2});
    QVERIFY(typing.ranges[0].name == "a" && typing.ranges[1].name == "a.count");
    QVERIFY(typing.ranges[1].what == "number of filled cells" && !typing.ranges[1].declared);
    several.ranges = {{"a", "-1", "2.5"}};
    const auto declared = decision::reading_of(several, 2);
    QVERIFY(!declared.problem && declared.ranges[0].declared && !declared.ranges[1].declared);
    QVERIFY(declared.ranges[0].low == "-1" && declared.ranges[0].high == "2.50");
    // For the fields of a form that may not know how many there are: without a circuit, with the numbers.
    QCOMPARE(decision::reading_of(several, 1).ranges.size(), std::size_t{2});
    QCOMPARE(decision::reading_of(several, 1).gates, std::uint64_t{0});
    // Too many bits, and too many gates among many.
    std::string wide = "sum(a) * 1.234567", long_one = "median(a)";
    for (int i = 0; i < 6; ++i) wide += " * 1.234567";
    QVERIFY(text_of({wide + " > 1"}, 2).contains("declare narrower ranges"));
    for (int i = 0; i < 120; ++i) long_one += "+median(a-" + std::to_string(i) + ")";
    QVERIFY(text_of({long_one + "=0"}, 2).isEmpty());
    QVERIFY(text_of({long_one + "=0"}, 8).contains("steps of joint computing"));
    const auto reading = decision::reading_of({"organizer(bid) >= partner(ask)"}, 2);
    QVERIFY(reading.names.size() == 2 && reading.names[0].places == std::vector<std::uint16_t>{0} &&
            reading.names[1].places == std::vector<std::uint16_t>{1});
    QVERIFY(reading.gates == 81 && reading.bytes > 1000 && !reading.own && !reading.may_be_withheld);
    QCOMPARE(reading.names[0].high, std::string("1000000000000000000"));
}

/// What has unlike units is refused where it stands; else the units are in the words, and change nothing of
/// the circuit.
void TestFormula::unitsAreOneType_data() {
    QTest::addColumn<QString>("formula");
    QTest::addColumn<int>("character");  // of what is wrong; 0 = nothing
    QTest::addColumn<QString>("says");
    const auto row = [](const char* formula, int character, const char* says) {
        QTest::addRow("%s", formula) << formula << character << says;
    };
    // a and b in EUR, w in kg, u without a unit.
    row("sum(a) > 100", 0, "above 100 EUR?");
    row("sum(a) + sum(b) > 100", 0, "above 100 EUR?");
    row("sum(a) - 0.5 * sum(b) between -5 and 10", 0, "between -5 EUR and 10 EUR?");
    row("2 * sum(a) / 3 > 4 * (sum(b) + 7)", 0, "4 times (the combined total of b plus 7 EUR)");
    row("sum(a) > 100 and max(w) < 5", 0, "above 100 EUR and the largest w is below 5 kg?");
    row("count(a > 100) >= 2", 0, "at least 2?");
    row("sum(a.count) > 3", 0, "above 3?");
    row("sum(u) > sum(a)", 0, "?");
    row("sum(a + 3) > 1", 0, "1 EUR?");
    row("if sum(w) > 2 then average(a) else 0", 0, "0 EUR");
    row("highest(a)", 0, "highest a");
    row("mine(a) > quartile(a, 3)", 0, "?");
    row("sum(a) + sum(w) > 1", 10, "in kg");
    row("sum(a) > max(w)", 10, "in kg");
    row("sum(a - w) > 1", 9, "in kg");
    row("sum(a) > sum(a.count)", 10, "a plain count");
    row("count(a > w) > 1", 11, "in kg");
    row("sum(a) between 1 and max(w)", 22, "in kg");
    row("if any(v) then sum(a) else sum(w)", 28, "in kg");
    row("max(sum(a), sum(w)) > 2", 13, "in kg");
    row("sum(a) > 1 or not sum(u) + sum(a) > sum(w)", 37, "in kg");
    row("highest(a + w)", 13, "in kg");
}

void TestFormula::unitsAreOneType() {
    QFETCH(QString, formula);
    QFETCH(int, character);
    QFETCH(QString, says);
    api::DecisionQuestion question{formula.toStdString()};
    const auto names = decision::names_of(decision::parse_formula(question.formula).value());
    const auto plain = decision::reading_of(question, 3);
    for (const auto& [name, unit] : {std::pair("a", "EUR"), {"b", "EUR"}, {"w", "kg"}})
        if (std::count(names.begin(), names.end(), name) > 0 && formula != "sum(a.count) > 3")
            question.units.push_back({name, unit});
    // Where the total of the column is not asked for, its count alone has none.
    if (formula == "sum(a.count) > 3") question.units.clear();
    const auto reading = decision::reading_of(question, 3);
    QCOMPARE(reading.problem.has_value(), character > 0);
    if (character > 0) {
        QCOMPARE(static_cast<int>(reading.problem->character), character);
        QVERIFY2(reading.problem->text.find(says.toStdString()) != std::string::npos,
                 reading.problem->text.c_str());
        // What can be put right is still there.
        QVERIFY(!reading.ranges.empty());
        return;
    }
    QVERIFY2(reading.question.find(says.toStdString()) != std::string::npos, reading.question.c_str());
    QVERIFY(reading.gates == plain.gates && reading.bytes == plain.bytes);
}

void TestFormula::wrongUnitsAreRefused() {
    const auto text_of = [](std::vector<api::DecisionUnit> units) {
        api::DecisionQuestion question{"sum(a) > 1 and all(v) and sum(a.count) > 2"};
        question.units = std::move(units);
        const auto reading = decision::reading_of(question, 2);
        if (!reading.problem) return QString();
        return QString::fromStdString(reading.problem->range + ": " + reading.problem->text);
    };
    QVERIFY(text_of({{"a", "EUR"}}).isEmpty() && text_of({{"a", "%"}}).isEmpty());
    QVERIFY(text_of({{"b", "EUR"}}).startsWith("b: A unit is given for"));
    QVERIFY(text_of({{"v", "EUR"}}).contains("has no unit") &&
            text_of({{"a.count", "kg"}}).contains("has no"));
    QVERIFY(text_of({{"a", "EUR"}, {"a.sum", "EUR"}}).contains("Two units"));
    // Nothing that might be read as part of a number, or as a sentence of its own.
    for (const auto* unit : {"", "1000", "m2", "EUR. Yes", "a\nb", "\"", "a very, very long unit indeed"})
        QVERIFY2(text_of({{"a", unit}}).contains("short word"), unit);
    // The answer says it, and the try-out with it.
    api::DecisionQuestion number{"if sum(a) > 1 then average(a)"};
    number.units = {{"a", "EUR"}};
    const auto answers = decision::try_out(number, 2, {{"1"}, {"2"}}).value();
    QVERIFY2(answers[0].means.ends_with(" is 1.50 EUR."), answers[0].means.c_str());
    QCOMPARE(answers[0].number, std::string("1.50"));
    QCOMPARE(answers[0].unit, std::string("EUR"));
}

void TestFormula::triesOutSamples() {
    const auto answers = decision::try_out({"mine(a) > average(a)"}, 3, {{"1"}, {"2.5"}, {"3"}}).value();
    QVERIFY(!answers[0].answer && answers[1].answer && answers[2].answer && answers[0].own);
    const auto names = decision::try_out({"highest(a)"}, 2, {{"1"}, {"1"}}).value();
    QCOMPARE(names[0].means, std::string("Organizer and Partner 1 share the highest a."));
    const auto price = [](const char* bid, const char* ask) {
        return decision::try_out(
                   {"if organizer(bid) >= partner(ask) then (organizer(bid) + partner(ask)) / 2"}, 2,
                   {{bid, ""}, {"", ask}})
            .value()[1];
    };
    QVERIFY(price("10", "10.000001").withheld && price("10", "10.000001").number.empty());
    QCOMPARE(price("10", "9.999999").number, std::string("9.9999995"));
    QCOMPARE(price("-3", "-4").number, std::string("-3.50"));
    for (const auto* wrong : {"", "x", "1000000000000000001", "1,5"}) {
        const auto outcome = decision::try_out({"sum(a) > 1"}, 2, {{"1"}, {wrong}});
        QVERIFY(!outcome.ok() && outcome.error().fault == Fault::usage);
    }
}

QTEST_GUILESS_MAIN(TestFormula)
#include "test_formula.moc"
