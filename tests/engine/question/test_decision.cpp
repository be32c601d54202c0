// The Decision: formulas from text, their words, and the joint answer against the one computed in the clear.
#include <QTest>

#include "crypto/random.h"
#include "engine/question/question_runs.h"
#include "mpc/progress.h"
#include "question/catalogue.h"
#include "question/decision/circuit.h"
#include "question/decision/clear.h"
#include "question/decision/decision.h"
#include "question/decision/parser.h"
#include "question/decision/words.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::question;
using decision::Comparison;
using decision::Formula;
using table::Decimal;
using testing::runAll;

namespace {

constexpr Comparison comparisons[] = {Comparison::greater, Comparison::greater_or_equal, Comparison::less,
                                      Comparison::less_or_equal};

std::shared_ptr<const table::Dataset> tableOf(const std::string& csv) {
    table::ImportOptions options;
    options.decimal = table::DecimalMark::point;
    options.delimiter = ',';
    return table::load_bytes(csv, "data.csv", options).value();
}

QString detailOf(const char* text) {
    const auto formula = decision::parse_formula(text);
    return formula.ok() ? QString() : QString::fromStdString(formula.error().detail);
}

/// A participant's number, with the edges of the range likelier than chance.
Decimal randomValue(crypto::Random& random) {
    switch (random.below(8)) {
        case 0:
            return Decimal();
        case 1:
            return Decimal::whole(decision::largest_value);
        case 2:
            return Decimal::whole(-decision::largest_value);
        case 3:
            return Decimal(random.below(2) == 0 ? 1 : -1);
        default:
            break;
    }
    auto micros =
        static_cast<table::Int128>(random.below(random.below(2) == 0 ? 1000 : decision::largest_value)) *
            Decimal::scale +
        random.below(Decimal::scale);
    return Decimal(random.below(2) == 0 ? micros : -micros);
}

/// A formula whose limit is the true sum, or a millionth beside it, or anywhere.
Formula randomFormula(crypto::Random& random, const std::vector<std::vector<Decimal>>& values) {
    Decimal sum;
    for (const auto& mine : values) sum += mine[0];
    Formula formula{{"x"}, comparisons[random.below(4)], sum};
    switch (random.below(4)) {
        case 0:
            formula.right += Decimal(1);
            break;
        case 1:
            formula.right += Decimal(-1);
            break;
        case 2:
            formula.right = randomValue(random);
            break;
        default:
            break;
    }
    return formula;
}

/// By hand, without the clear evaluator.
bool holds(const Formula& formula, const std::vector<std::vector<Decimal>>& values) {
    table::Int128 difference = -formula.right.micros();
    for (const auto& mine : values) difference += mine[0].micros();
    if (difference == 0)
        return formula.comparison == Comparison::greater_or_equal ||
               formula.comparison == Comparison::less_or_equal;
    const bool above =
        formula.comparison == Comparison::greater || formula.comparison == Comparison::greater_or_equal;
    return (difference > 0) == above;
}

}  // namespace

class TestDecision : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void formulasAreRead_data();
    void formulasAreRead();
    void wrongFormulasAreRefusedWithThePlace_data();
    void wrongFormulasAreRefusedWithThePlace();
    void wordsSayWhatIsAsked();
    void circuitsEqualTheClearAnswer();
    void nothingOverflowsWhateverBitsAreGiven();
    void jointAnswersEqualTheClearOnes_data();
    void jointAnswersEqualTheClearOnes();
    void onlyRecipientsLearn_data();
    void onlyRecipientsLearn();
    void proposalSaysWhatTheAnswerReveals();
    void ownDataIsChecked();
    void summaryTellsNothing();
};

void TestDecision::formulasAreRead_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("shortest");
    QTest::addRow("plain") << QByteArray("sum(exposure) > 1000000") << QByteArray("exposure")
                           << QByteArray("sum(exposure) > 1000000");
    QTest::addRow("no blanks") << QByteArray("sum(a)>=-12.5") << QByteArray("a")
                               << QByteArray("sum(a) >= -12.50");
    QTest::addRow("many blanks") << QByteArray("  SUM ( a_1 )\t<\n+0.100000000 ") << QByteArray("a_1")
                                 << QByteArray("sum(a_1) < 0.10");
    QTest::addRow("quotes") << QByteArray("sum(\"net \"\"x\"\" (€)\") <= 0") << QByteArray("net \"x\" (€)")
                            << QByteArray("sum(\"net \"\"x\"\" (€)\") <= 0");
    QTest::addRow("backquotes") << QByteArray("sum(`a \"b``c`) > 1") << QByteArray("a \"b`c")
                                << QByteArray("sum(\"a \"\"b`c\") > 1");
    QTest::addRow("other letters") << QByteArray("sum(Löhne) > 1") << QByteArray("Löhne")
                                   << QByteArray("sum(Löhne) > 1");
    QTest::addRow("largest") << QByteArray("sum(a) < -10000000000000000000.000000") << QByteArray("a")
                             << QByteArray("sum(a) < -10000000000000000000");
    QTest::addRow("smallest") << QByteArray("sum(a) > -0.000001") << QByteArray("a")
                              << QByteArray("sum(a) > -0.000001");
}

void TestDecision::formulasAreRead() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, shortest);
    const auto formula = decision::parse_formula(text.toStdString());
    QVERIFY2(formula.ok(), formula.ok() ? "" : formula.error().detail.c_str());
    QCOMPARE(QByteArray::fromStdString(formula->left.name), name);
    QCOMPARE(QByteArray::fromStdString(decision::text_of(*formula)), shortest);
    QVERIFY(decision::parse_formula(shortest.toStdString()).value() == *formula);
}

void TestDecision::wrongFormulasAreRefusedWithThePlace_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("character");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* text, int character, const char* says) {
        QTest::addRow("%s", text) << QByteArray(text) << character << QString(says);
    };
    row("", 1, "begins with sum(NAME), not with the end");
    row("min(a) > 1", 1, "not with \"min(a)\"");
    row("exposure > 1", 1, "begins with sum(NAME)");
    row("sum a > 1", 5, "opening bracket");
    row("sum() > 1", 5, "the name of a column is expected");
    row("sum(2024) > 1", 5, "the name of a column is expected, not \"2024)\"");
    row("sum(\"\") > 1", 5, "a name is empty");
    row("sum(\"a) > 1", 5, "this quote has no end");
    row("sum(net exposure) > 1", 9, "names with blanks or other characters");
    row("sum(Löhne > 1", 11, "closing bracket");
    row("sum(a)", 7, "a comparison is expected, one of >, >=, < and <=, not the end");
    row("sum(a) = 1", 8, "a comparison is expected");
    row("sum(a) => 1", 8, "a comparison is expected");
    row("sum(a) != 1", 8, "not \"!=\"");
    row("sum(a) >", 9, "a number such as 1000000 or -2.5 is expected, not the end");
    row("sum(a) > limit", 10, "not \"limit\"");
    row("sum(a) > .5", 10, "a number such as");
    row("sum(a) > 5.", 12, "digits are expected behind the decimal point");
    row("sum(a) > 1,000", 11, "write 1000000, not 1,000,000");
    row("sum(a) > 0.0000001", 10, "at most six decimal places");
    row("sum(a) > 10000000000000000000.000001", 10, "beyond 10^19");
    row("sum(a) > 99999999999999999999999999999999999999999999", 10, "beyond 10^19");
    row("sum(a) > 1 and sum(b) > 2", 12, "there is more: \"and\"");
    row("sum(a) > 1e6", 11, "there is more: \"e6\"");
}

void TestDecision::wrongFormulasAreRefusedWithThePlace() {
    QFETCH(QByteArray, text);
    QFETCH(int, character);
    QFETCH(QString, says);
    const auto detail = detailOf(text.constData());
    QVERIFY2(detail.startsWith(QString("Formula, character %1: ").arg(character)), qPrintable(detail));
    QVERIFY2(detail.contains(says) && detail.endsWith('.'), qPrintable(detail));
}

void TestDecision::wordsSayWhatIsAsked() {
    const auto formula = decision::parse_formula("sum(exposure) > 1000000").value();
    QCOMPARE(decision::question_of(formula),
             std::string("Is the combined total of exposure above 1,000,000?"));
    QCOMPARE(decision::meaning_of(formula, true),
             std::string("The combined total of exposure is above 1,000,000."));
    QCOMPARE(decision::meaning_of(formula, false),
             std::string("The combined total of exposure is at most 1,000,000."));
    QCOMPARE(decision::inference(formula, 2),
             std::string("if the answer is yes and your own total is 100,000, you know that the other one's "
                         "total is above 900,000"));
    const auto bent = decision::parse_formula("sum(\"x\"\" is fine. Ignore \"\"y\") > 1").value();
    QCOMPARE(decision::question_of(bent),
             std::string("Is the combined total of \"x\"\" is fine. Ignore \"\"y\" above 1?"));
    const auto other = decision::parse_formula("sum(\"net x\") <= -1234.5").value();
    QCOMPARE(decision::question_of(other),
             std::string("Is the combined total of \"net x\" at most -1,234.50?"));
    QCOMPARE(decision::meaning_of(other, false),
             std::string("The combined total of \"net x\" is above -1,234.50."));
    QCOMPARE(decision::inference(other, 3),
             std::string("if the answer is yes and your own total is 10, you know that the others' totals "
                         "together are at most -1,244.50"));
}

void TestDecision::circuitsEqualTheClearAnswer() {
    crypto::SeededRandom random(20261127);
    int yes = 0;
    for (int trial = 0; trial < 400; ++trial) {
        std::vector<std::vector<Decimal>> values(2 + random.below(7));
        std::vector<mpc::circuit::Bits> bits;
        for (auto& mine : values) {
            mine.push_back(randomValue(random));
            bits.push_back(decision::bits_of(mine[0]));
        }
        const auto formula = randomFormula(random, values);
        const auto circuit = decision::circuit_of(formula, static_cast<std::uint16_t>(values.size()), 1);
        const bool expected = holds(formula, values);
        QCOMPARE(decision::evaluate(formula, values), expected);
        QCOMPARE(mpc::circuit::evaluate(circuit, bits).value().at(0).at(0), expected);
        yes += expected ? 1 : 0;
    }
    QVERIFY(yes > 100 && yes < 300);
}

/// An altered program may put in bits that stand for no number within the range: still nothing wraps round.
void TestDecision::nothingOverflowsWhateverBitsAreGiven() {
    for (const std::uint16_t participants : {2, 3, 8})
        for (const bool negative : {false, true}) {
            mpc::circuit::Bits extreme(decision::value_bits(), !negative);
            extreme.back() = negative;
            const std::vector<mpc::circuit::Bits> inputs(participants, extreme);
            const Formula positive{{"x"}, Comparison::greater, Decimal()};
            QCOMPARE(mpc::circuit::evaluate(decision::circuit_of(positive, participants, 1), inputs)
                         .value()
                         .at(0)
                         .at(0),
                     !negative);
        }
}

void TestDecision::jointAnswersEqualTheClearOnes_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("trials");
    QTest::addRow("two") << 2 << 12;
    QTest::addRow("three") << 3 << 3;
    QTest::addRow("eight") << 8 << 1;
}

void TestDecision::jointAnswersEqualTheClearOnes() {
    QFETCH(int, participants);
    QFETCH(int, trials);
    if (qEnvironmentVariableIsSet("TACIT_SOAK")) trials *= 20;
    crypto::SeededRandom random(static_cast<std::uint64_t>(participants));
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<std::vector<Decimal>> values;
        std::vector<Input> inputs;
        for (int p = 0; p < participants; ++p) {
            const auto first = randomValue(random);
            values.push_back({first});
            if (random.below(2) == 0) {
                inputs.push_back({nullptr, {""}, {first.text()}});
            } else {
                // Two cells and a blank one that come to the same.
                const Decimal part(first.micros() / 3);
                inputs.push_back(
                    {tableOf("id,mine\na," + part.text() + "\nb,\nc," + (first - part).text() + "\n"),
                     {"mine"}});
            }
        }
        const auto formula = randomFormula(random, values);
        const auto outcomes = runAll(api::DecisionQuestion{decision::text_of(formula)}, inputs);
        for (const auto& outcome : outcomes) {
            QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().detail.c_str());
            const auto& result = std::get<api::DecisionResult>(outcome->view);
            QCOMPARE(result.answer, holds(formula, values));
            QCOMPARE(result.question, decision::question_of(formula));
            QCOMPARE(result.means, decision::meaning_of(formula, result.answer));
            QVERIFY(outcome->rows.empty());
        }
    }
}

void TestDecision::onlyRecipientsLearn_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("to");
    for (const int participants : {2, 3})
        for (const auto to : {api::Recipients::organizer, api::Recipients::partner})
            QTest::addRow("%d, to %d", participants, int(to)) << participants << int(to);
}

void TestDecision::onlyRecipientsLearn() {
    QFETCH(int, participants);
    QFETCH(int, to);
    const std::vector<Input> inputs(static_cast<std::size_t>(participants), Input{nullptr, {""}, {"5.5"}});
    const auto outcomes =
        runAll(api::DecisionQuestion{"sum(x) > 10.999999", static_cast<api::Recipients>(to)}, inputs);
    for (std::size_t me = 0; me < outcomes.size(); ++me) {
        QVERIFY2(outcomes[me].ok(), outcomes[me].ok() ? "" : outcomes[me].error().detail.c_str());
        const bool learns = (to == int(api::Recipients::organizer)) == (me == 0);
        QCOMPARE(std::holds_alternative<api::NotForYou>(outcomes[me]->view), !learns);
        if (learns) QVERIFY(std::get<api::DecisionResult>(outcomes[me]->view).answer);
    }
}

void TestDecision::proposalSaysWhatTheAnswerReveals() {
    const auto all = [](const api::ProposalText& text) {
        QString out = QString::fromStdString(text.question + '\n' + text.security + '\n');
        for (const auto& line : text.learns) out += QString::fromStdString(line.who + ' ' + line.text + '\n');
        for (const auto& line : text.never) out += QString::fromStdString(line + '\n');
        for (const auto& line : text.beware) out += QString::fromStdString(line + '\n');
        for (const auto& part : text.protection)
            out += QString::fromStdString(part.heading + part.text + '\n');
        return out;
    };
    const Decision decision;
    const auto text = decision.describe(api::DecisionQuestion{"sum(exposure) > 100"}, 2);
    const auto two = all(text);
    QCOMPARE(text.asked.size(), std::size_t{1});
    QVERIFY(text.asked[0].name == "exposure" && text.asked[0].numeric);
    QVERIFY(two.contains("Is the combined total of exposure above 100?"));
    QVERIFY(two.contains("Both participants learn a yes or no"));
    QVERIFY(two.contains(
        "if the answer is yes and your own total is 10, you know that the other one's total is above 90"));
    QVERIFY(two.contains("malicious security") && two.contains("2018/578"));
    QVERIFY(two.contains("could keep it from the organizer"));
    const auto four = all(decision.describe(api::DecisionQuestion{"sum(exposure) > 100"}, 4));
    QVERIFY(four.contains("even if all 3 others join forces") && four.contains("2017/189"));
    QVERIFY(four.contains("organizer's word alone"));
    const auto alone =
        all(decision.describe({api::DecisionQuestion{"sum(a) > 1", api::Recipients::organizer}}, 2));
    QVERIFY(alone.contains("The organizer learns a yes or no") &&
            alone.contains("The partner learns nothing"));
    QVERIFY(!alone.contains("could keep it"));
    for (const std::uint16_t participants : {0, 1, 9})
        QVERIFY(!decision.validate(api::DecisionQuestion{"sum(a) > 1"}, participants).ok());
    for (const std::uint16_t participants : {2, 8})
        QVERIFY(decision.validate(api::DecisionQuestion{"sum(a) > 1"}, participants).ok());
    // What is sent does not depend on the data, and is counted.
    const auto estimate = decision.estimate(api::DecisionQuestion{"sum(a) > 1"}, 1, {{1e9, 2e4}, 1});
    QVERIFY(estimate && estimate->per_partner && estimate->seconds < 1 && estimate->bytes < 2'000'000);
    QVERIFY(decision.bytes_estimate(api::DecisionQuestion{"sum(a) > 1"}, 2, 5) < estimate->bytes);
}

void TestDecision::ownDataIsChecked() {
    const Decision decision;
    const api::Question question = api::DecisionQuestion{"sum(x) > 0"};
    const auto checked = [&](const Input& input) { return decision.check(question, input, {}).value(); };
    const auto good = checked({tableOf("x\n1.5\n\n-3\n"), {"x"}});
    QVERIFY(good.acceptable);
    QVERIFY2(QString::fromStdString(good.notes.at(0)).contains("-1.50: 2 numbers, 1 blank cell"),
             good.notes[0].c_str());
    const auto bad = checked({tableOf("x,y\n1,a\nn/a,b\n2,c\n3,d\n4,e\n"), {"x"}});
    QVERIFY(!bad.acceptable && bad.problems.at(0).cell == "A3");
    QVERIFY(!checked({tableOf("x,y\n1,a\n"), {"y"}}).acceptable);
    QCOMPARE(decision.check(question, {tableOf("x\n1\n"), {"z"}}, {}).error().fault, Fault::column_missing);
    QCOMPARE(decision.check(question, {tableOf("x\n1\n"), {}}, {}).error().fault, Fault::column_missing);
    // The largest total fits, a millionth more is refused, in the check as in the run.
    QVERIFY(checked({tableOf("x\n1000000000000000000\n0.000001\n-0.000001\n"), {"x"}}).acceptable);
    for (const auto* csv : {"x\n1000000000000000000\n0.000001\n", "x\n-1000000000000000000\n-0.000001\n"}) {
        const auto beyond = checked({tableOf(csv), {"x"}});
        QVERIFY(!beyond.acceptable);
        QVERIFY(QString::fromStdString(beyond.problems.at(0).problem).contains("beyond the 10^18"));
        const auto outcomes =
            runAll(api::DecisionQuestion{"sum(x) > 0"}, {{tableOf(csv), {"x"}}, {nullptr, {""}, {"1"}}});
        QCOMPARE(outcomes[0].error().fault, Fault::cell_invalid);
        QVERIFY(!outcomes[1].ok());
    }
    QVERIFY(checked({nullptr, {""}, {"-12.50"}}).acceptable);
    // The wizard asks before the formula is in order.
    QCOMPARE(decision.check(api::DecisionQuestion{"sum("}, {nullptr, {""}, {"1"}}, {}).error().fault,
             Fault::usage);
    for (const auto* typed : {"12,5", "abc", "1.0000001", "1000000000000000001", " 1", "1e3"}) {
        const auto wrong = checked({nullptr, {""}, {typed}});
        QVERIFY2(!wrong.acceptable && wrong.problems.at(0).text == typed, typed);
    }
}

/// The number of rows is nobody's business here.
void TestDecision::summaryTellsNothing() {
    const Decision decision;
    QCOMPARE(decision.summary({tableOf("x\n1\n2\n"), {"x"}}), decision.summary({nullptr, {""}, {"7"}}));
}

QTEST_GUILESS_MAIN(TestDecision)
#include "test_decision.moc"
