// Totals with categories and rules through the real protocol: against the oracle in the clear, with a tracer
// of all that is opened, and with somebody who alters messages.
#include <QTest>
#include <set>

#include "crypto/random.h"
#include "engine/question/question_runs.h"
#include "question/total/cells.h"
#include "question/total/circuit.h"
#include "question/total/joint.h"
#include "question/total/rules.h"
#include "question/total/total.h"
#include "support/tampered_channel.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::question;
using table::Decimal;
using testing::Around;
using testing::runAll;

namespace {

std::shared_ptr<const table::Dataset> tableOf(const std::string& csv) {
    table::ImportOptions options;
    options.decimal = table::DecimalMark::point;
    options.delimiter = ',';
    return table::load_bytes(csv, "data.csv", options).value();
}

/// A table of values by category: `rows` as "Sales,10.5".
Input inputOf(const std::vector<std::string>& rows, const api::DisclosureRules& own = {}) {
    std::string csv = "dept,pay\n";
    for (const auto& row : rows) csv += row + '\n';
    Input input{tableOf(csv), {"pay", "dept"}};
    input.rules = own;
    return input;
}

api::TotalQuestion byDepartment(const api::DisclosureRules& rules,
                                std::vector<std::string> categories = {"Sales", "Legal", "Ops"}) {
    api::TotalQuestion question{{"pay"}};
    question.group = "dept";
    question.categories = std::move(categories);
    question.rules = rules;
    return question;
}

const api::TotalResult& resultOf(const Result<Outcome>& outcome) {
    return std::get<api::TotalResult>(outcome->view);
}

/// Keeps every wire whose value was opened to one participant, and every output bit.
class Tracer final : public mpc::OpeningTrace {
  public:
    void masks(std::string_view purpose, std::span<const mpc::circuit::Slot> slots) override {
        auto& to = purpose.ends_with("inputs") ? inputs : outputs;
        to.insert(to.end(), slots.begin(), slots.end());
    }
    void output(std::size_t output, std::size_t bit, bool value) override {
        if (values.size() <= output) values.resize(output + 1);
        if (values[output].size() <= bit) values[output].resize(bit + 1);
        values[output][bit] = value;
    }
    std::vector<mpc::circuit::Slot> inputs, outputs;
    std::vector<mpc::circuit::Bits> values;
};

/// What the circuit lets a participant learn, and nothing else, was opened to it.
void verifyOpened(const Tracer& tracer, const mpc::circuit::Circuit& circuit, std::size_t me) {
    std::vector<mpc::circuit::Slot> own, outputs;
    for (const auto& input : circuit.shape().inputs)
        for (std::uint32_t bit = 0; input.participant == me && bit < input.bits; ++bit)
            own.push_back(input.first + bit);
    for (const auto& output : circuit.shape().outputs)
        outputs.insert(outputs.end(), output.slots.begin(), output.slots.end());
    QCOMPARE(tracer.inputs, own);
    QCOMPARE(tracer.outputs, outputs);
    QCOMPARE(tracer.values.size(), circuit.shape().outputs.size());
}

QString sentences(const api::ProposalText& text) {
    QString out = QString::fromStdString(text.question + '\n' + text.security + '\n');
    for (const auto& asked : text.asked) out += QString::fromStdString(asked.name + asked.purpose + '\n');
    for (const auto& line : text.learns) out += QString::fromStdString(line.who + ' ' + line.text + '\n');
    for (const auto& line : text.never) out += QString::fromStdString(line + '\n');
    for (const auto& line : text.beware) out += QString::fromStdString(line + '\n');
    for (const auto& part : text.protection) out += QString::fromStdString(part.heading + part.text + '\n');
    return out;
}

}  // namespace

class TestTotalJoint : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void jointTotalsEqualTheClearOnes_data();
    void jointTotalsEqualTheClearOnes();
    void nothingOfASmallGroupIsOpened_data();
    void nothingOfASmallGroupIsOpened();
    void strictestRuleOfAllHolds();
    void rulesAreThoseThatWereSigned();
    void alteredMessagesOpenNothing_data();
    void alteredMessagesOpenNothing();
    void foreignCategoriesAreNamedByCell();
    void categoriesComeFromOwnData();
    void parametersRoundTripAndDamageIsRefused();
    void wrongQuestionsAreRefused();
    void proposalSaysWhatTheRulesDo();
};

void TestTotalJoint::jointTotalsEqualTheClearOnes_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("trials");
    QTest::addRow("two") << 2 << 6;
    QTest::addRow("three") << 3 << 3;
    QTest::addRow("five") << 5 << 1;
}

void TestTotalJoint::jointTotalsEqualTheClearOnes() {
    QFETCH(int, participants);
    QFETCH(int, trials);
    if (qEnvironmentVariableIsSet("TACIT_SOAK")) trials *= 20;
    crypto::SeededRandom random(static_cast<std::uint64_t>(participants) + 77);
    const std::vector<std::string> names{"Sales", "Legal", "Ops"};
    for (int trial = 0; trial < trials; ++trial) {
        const api::DisclosureRules rules{static_cast<std::uint16_t>(random.below(3)),
                                         static_cast<std::uint32_t>(random.below(6)),
                                         static_cast<std::uint8_t>(random.below(2) == 0 ? 100 : 70)};
        const auto question = byDepartment(rules);
        std::vector<Input> inputs;
        std::vector<std::vector<total::Part>> parts;
        for (int p = 0; p < participants; ++p) {
            std::vector<std::string> rows{"Sales,"};
            auto& mine = parts.emplace_back(names.size());
            for (auto n = random.below(8); n > 0; --n) {
                const auto k = random.below(names.size());
                Decimal value(static_cast<table::Int128>(random.below(2'000'000'001)) - 1'000'000'000);
                if (random.below(20) == 0) value = Decimal::whole(-Decimal::max_magnitude);
                const auto limit = Decimal::whole(Decimal::max_magnitude).micros();
                if (mine[k].sum + value.micros() < -limit) continue;
                mine[k].sum += value.micros();
                ++mine[k].count;
                rows.push_back((random.below(2) == 0 ? " " + names[k] : names[k]) + ',' + value.text());
            }
            inputs.push_back(inputOf(rows));
        }
        const auto clear =
            total::disclose(total::layout_of(question, static_cast<std::size_t>(participants)), parts);
        for (const auto& outcome : runAll(question, inputs)) {
            QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().detail.c_str());
            const auto& result = resultOf(outcome);
            QVERIFY(result.rules == rules);
            QCOMPARE(result.columns.size(), std::size_t{1});
            const auto& column = result.columns[0];
            QCOMPARE(column.cells.size(), names.size());
            table::Int128 sum = 0;
            bool hidden = false;
            for (std::size_t k = 0; k < names.size(); ++k) {
                const auto& cell = column.cells[k];
                QCOMPARE(cell.category, names[k]);
                QCOMPARE(cell.hidden, !clear[k].shown);
                QCOMPARE(cell.sum, cell.hidden ? std::string() : Decimal(clear[k].sum).text());
                QCOMPARE(cell.count, clear[k].count);
                hidden = hidden || cell.hidden;
                sum += clear[k].sum;
            }
            QCOMPARE(column.hidden, hidden);
            QCOMPARE(column.sum, hidden ? std::string() : Decimal(sum).text());
        }
    }
}

void TestTotalJoint::nothingOfASmallGroupIsOpened_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<bool>("statistics");
    QTest::addRow("two") << 2 << false;
    QTest::addRow("three") << 3 << false;
    QTest::addRow("two, with statistics") << 2 << true;
    QTest::addRow("three, with statistics") << 3 << true;
}

/// "Legal" has two values, the others many. Neither its sum, nor its count, nor the total that would give it
/// away as a difference is ever opened to anybody.
void TestTotalJoint::nothingOfASmallGroupIsOpened() {
    QFETCH(int, participants);
    QFETCH(bool, statistics);
    std::vector<Input> inputs{inputOf({"Sales,1000", "Sales,1001", "Sales,1002", "Ops,2000", "Ops,2001",
                                       "Ops,2003", "Legal,777.25"}),
                              inputOf({"Sales,1103", "Sales,1104", "Sales,1105", "Ops,2104", "Ops,2105",
                                       "Ops,2106", "Legal,888.5"})};
    if (participants == 3) inputs.push_back(inputOf({"Sales,1207", "Ops,2207"}));
    auto question = byDepartment({2, 5, 100});
    if (statistics)
        question.statistics = {api::Statistic::minimum, api::Statistic::median, api::Statistic::maximum};
    std::vector<Tracer> tracers(inputs.size());
    Around around;
    for (auto& tracer : tracers) around.traces.push_back(&tracer);
    const auto outcomes = runAll(question, inputs, around);
    const auto circuit = total::circuit_of(total::layout_of(question, inputs.size()));
    const std::int64_t sales = participants == 3 ? 7522 : 6315, ops = participants == 3 ? 14526 : 12319;
    const std::uint64_t each = participants == 3 ? 7 : 6;
    std::set<std::int64_t> expected{0, 1, sales * 1'000'000, ops * 1'000'000,
                                    static_cast<std::int64_t>(each)};
    // Four times the smallest, the median and the largest of everybody's own sums.
    if (statistics && participants == 3)
        for (const std::int64_t own : {1207, 3003, 3312, 2207, 6004, 6315}) expected.insert(4'000'000 * own);
    if (statistics && participants == 2)
        for (const std::int64_t own : {3003, 3312, 6004, 6315}) expected.insert(4'000'000 * own);
    if (statistics && participants == 2)
        for (const std::int64_t both : {3003 + 3312, 6004 + 6315}) expected.insert(2'000'000 * both);
    const std::size_t of_cell = statistics ? 6 : 3;
    for (std::size_t me = 0; me < inputs.size(); ++me) {
        QVERIFY2(outcomes[me].ok(), outcomes[me].ok() ? "" : outcomes[me].error().detail.c_str());
        const auto& column = resultOf(outcomes[me]).columns.at(0);
        QVERIFY(!column.cells[0].hidden && column.cells[1].hidden && !column.cells[2].hidden);
        QCOMPARE(column.cells[0].sum, std::to_string(sales));
        QCOMPARE(column.cells[2].count, each);
        QVERIFY(column.cells[1].sum.empty() && column.cells[1].count == 0 && column.cells[1].mean.empty());
        QVERIFY(column.hidden && column.sum.empty() && column.count == 0 && column.mean.empty());
        // All that this participant's program ever had of the wires of the circuit.
        verifyOpened(tracers[me], circuit, me);
        for (const auto& bits : tracers[me].values) {
            const auto number = mpc::circuit::to_signed(bits);
            QVERIFY2(expected.contains(bits.size() == 1 ? (bits[0] ? 1 : 0) : number),
                     qPrintable(QString::number(number)));
        }
        // Of "Legal": not shown, and zeros.
        for (std::size_t output = of_cell; output < 2 * of_cell; ++output)
            for (const bool bit : tracers[me].values.at(output)) QVERIFY(!bit);
        QCOMPARE(column.cells[0].statistics.size(), std::size_t(statistics ? 3 : 0));
        QVERIFY(column.cells[1].statistics.empty() && column.statistics.empty());
    }
}

/// A partner's own rules hold for all; the result says which held.
void TestTotalJoint::strictestRuleOfAllHolds() {
    const std::vector<std::string> rows{"Sales,1", "Sales,2", "Ops,4"};
    const auto question = byDepartment({2, 0, 100}, {"Sales", "Ops"});
    for (const bool stricter : {false, true}) {
        const std::vector<Input> inputs{
            inputOf(rows),
            inputOf(rows, stricter ? api::DisclosureRules{0, 4, 90} : api::DisclosureRules{1, 0, 100})};
        for (const auto& outcome : runAll(question, inputs)) {
            QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().detail.c_str());
            const auto& result = resultOf(outcome);
            QVERIFY(result.rules ==
                    (stricter ? api::DisclosureRules{2, 4, 90} : api::DisclosureRules{2, 0, 100}));
            QCOMPARE(result.columns[0].cells[0].sum, std::string("6"));
            QCOMPARE(result.columns[0].cells[1].hidden, stricter);
            QCOMPARE(result.columns[0].sum, std::string(stricter ? "" : "14"));
        }
    }
    const Total total;
    QCOMPARE(total.summary(inputOf(rows, {0, 4, 100})), std::string("a table"));
    QVERIFY(total.terms(inputOf(rows)).empty() && total.words_of_terms({}).empty());
    QCOMPARE(total.words_of_terms(total.terms(inputOf(rows, {0, 4, 100}))),
             std::string("hides a number if there are fewer than 4 values in it"));
}

/// Rules hold as they were signed, whatever the program of their participant does in the run.
void TestTotalJoint::rulesAreThoseThatWereSigned() {
    const std::vector<Input> inputs(3, inputOf({"Sales,1", "Ops,4"}));
    const auto question = byDepartment({2, 0, 100}, {"Sales", "Ops"});
    Around around;
    around.terms = [&](std::size_t place) { return place == 1 ? total::terms_of({0, 7, 100}) : Bytes(); };
    for (const auto& outcome : runAll(question, inputs, around)) {
        QVERIFY(outcome.ok());
        QVERIFY(resultOf(outcome).rules == (api::DisclosureRules{2, 7, 100}));
    }
    // Too few bytes, too many, rules that are none, and no rules in so many bytes.
    for (const auto& bad : {Bytes{1}, Bytes(8), Bytes{0, 0, 0, 0, 0, 0, 101}, Bytes{0, 0, 0, 0, 0, 0, 100}}) {
        around.terms = [&](std::size_t place) { return place == 1 ? bad : Bytes(); };
        for (const auto& outcome : runAll(question, inputs, around)) {
            QVERIFY(!outcome.ok());
            QCOMPARE(outcome.error().fault, Fault::cheating);
            QCOMPARE(outcome.error().partner, std::string("P1"));
        }
    }
    // A Total that is agreed to run without rules takes none.
    around.terms = [&](std::size_t place) { return place == 1 ? total::terms_of({0, 7, 100}) : Bytes(); };
    for (const auto& outcome : runAll(api::TotalQuestion{{"pay"}}, inputs, around))
        QCOMPARE(outcome.error().fault, Fault::cheating);
}

void TestTotalJoint::alteredMessagesOpenNothing_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("trials");
    QTest::addRow("two") << 2 << 10;
    QTest::addRow("three") << 3 << 5;
}

/// The last participant alters one message of a run. The hidden cell is the first one's alone, so that not
/// even another own number, which anybody may put in, can lift it over the rules. A run that ends well shows
/// what it should have, and nothing of the cell was opened to anybody in any run.
void TestTotalJoint::alteredMessagesOpenNothing() {
    QFETCH(int, participants);
    QFETCH(int, trials);
    if (qEnvironmentVariableIsSet("TACIT_SOAK")) trials *= 50;
    // Of two: 700 would have to meet a part between 672.5 and 728.6 to be at most 51 % of the cell, and no
    // single bit of a sum is worth that much. Of three: there are two contributors at the most.
    const api::DisclosureRules rules =
        participants == 2 ? api::DisclosureRules{0, 0, 51} : api::DisclosureRules{3, 0, 100};
    const auto question = byDepartment(rules, {"Sales", "Legal"});
    std::vector<Input> inputs{inputOf({"Sales,10", "Legal,700", "Sales,11"})};
    for (int p = 1; p < participants; ++p) inputs.push_back(inputOf({"Sales,10", "Sales,11"}));
    crypto::SeededRandom random(static_cast<std::uint64_t>(participants));
    int faults = 0;
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<Tracer> tracers(inputs.size());
        std::unique_ptr<testing::TamperedChannel> tampered;
        Around around;
        for (auto& tracer : tracers) around.traces.push_back(&tracer);
        // Late messages are the interesting ones: those before make random bits.
        const auto message = random.below(participants == 2 ? 24 : 40);
        const auto tamper = testing::all_tampers[random.below(std::size(testing::all_tampers))];
        around.wrap = [&](std::size_t me, std::vector<mpc::Channel*>& channels) {
            if (me + 1 != inputs.size()) return;
            tampered = std::make_unique<testing::TamperedChannel>(*channels[0], tamper, message,
                                                                  random.below(100'000));
            channels[0] = tampered.get();
        };
        const auto outcomes = runAll(question, inputs, around);
        for (std::size_t me = 0; me < inputs.size(); ++me) {
            if (!outcomes[me].ok()) ++faults;
            const auto at = QString("%1, message %2").arg(testing::tamper_name(tamper)).arg(message);
            if (outcomes[me].ok())
                QVERIFY2(resultOf(outcomes[me]).columns[0].cells[1].hidden, qPrintable(at));
            for (std::size_t output = 3; output < std::min<std::size_t>(6, tracers[me].values.size());
                 ++output)
                for (const bool bit : tracers[me].values[output]) QVERIFY2(!bit, qPrintable(at));
        }
    }
    QVERIFY(faults > trials / 2);
}

void TestTotalJoint::foreignCategoriesAreNamedByCell() {
    const auto question = byDepartment({2, 0, 100});
    const auto& definition = definition_of(question);
    const auto good = definition.check(question, inputOf({" sales ,1", "LEGAL,2", ",", "Ops,"}));
    QVERIFY(good.ok());
    QVERIFY2(good->acceptable, good->problems.empty() ? "" : good->problems[0].problem.c_str());
    const auto bad = inputOf({"Sales,1", "Marketing,2", ",3", "Ops,4"});
    const auto check = definition.check(question, bad);
    QVERIFY(check.ok() && !check->acceptable);
    QCOMPARE(check->problems.size(), std::size_t{2});
    QCOMPARE(check->problems[0].cell, std::string("A3"));
    QCOMPARE(check->problems[0].text, std::string("Marketing"));
    QCOMPARE(check->problems[1].cell, std::string("A4"));
    // Nor does a run leave it out silently.
    for (const auto& outcome : runAll(question, {bad, bad})) {
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().fault, Fault::cell_invalid);
    }
    const auto large = definition.check(question, inputOf({"Ops,1000000000000000000", "Ops,0.01"}));
    QVERIFY(large.ok() && !large->acceptable);
    QVERIFY(large->problems[0].problem.find("\"pay\" in \"Ops\"") != std::string::npos);
    QVERIFY(!definition.check(question, {bad.dataset, {"pay"}}).ok());
}

void TestTotalJoint::categoriesComeFromOwnData() {
    const auto input = inputOf({"Sales,1", " legal,2", "Legal ,2", ",3", "SALES,4"});
    QCOMPARE(total::categories_of(*input.dataset, 0).value(), (std::vector<std::string>{"Sales", "legal"}));
    std::vector<std::string> many;
    for (int i = 0; i < 65; ++i) many.push_back("c" + std::to_string(i) + ",1");
    const auto refused = total::categories_of(*inputOf(many).dataset, 0);
    QVERIFY(!refused.ok() && refused.error().detail.find("65 different categories") != std::string::npos);
    QVERIFY(!total::categories_of(*inputOf({",1"}).dataset, 0).ok());
}

void TestTotalJoint::parametersRoundTripAndDamageIsRefused() {
    auto question = byDepartment({3, 5, 60});
    question.categories_from_data = true;
    auto rulesOnly = api::TotalQuestion{{"pay", "bonus"}};
    rulesOnly.rules.minimum_group = 10;
    const Total total;
    for (const auto& one : {question, rulesOnly}) {
        const auto bytes = total.encode(one);
        QVERIFY(total.decode(bytes).value() == api::Question(one));
        for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
            const auto part = total.decode(View(bytes).first(cut));
            QVERIFY(!part.ok() && part.error().fault == Fault::malformed_message);
        }
        auto longer = bytes;
        longer.push_back(0);
        QVERIFY(!total.decode(longer).ok());
    }
    // The plain form of a question has one encoding.
    auto bytes = total.encode(rulesOnly);
    const auto plain = total.encode(api::TotalQuestion{{"pay", "bonus"}});
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == 10 && i > plain.size()) bytes[i] = 0;
    QVERIFY(!total.decode(bytes).ok());
}

void TestTotalJoint::wrongQuestionsAreRefused() {
    const Total total;
    const auto refused = [&](const api::TotalQuestion& question, std::uint16_t participants) {
        const auto valid = total.validate(question, participants);
        return valid.ok() ? QString() : QString::fromStdString(valid.error().detail);
    };
    QCOMPARE(refused(byDepartment({3, 5, 60}), 3), QString());
    QVERIFY(refused(byDepartment({3, 5, 60}), 2).contains("would hide everything"));
    QVERIFY(refused(byDepartment({3, 5, 60}), 65).contains("1 to 63 partners"));
    QVERIFY(refused(byDepartment({}, {"A", " a"}), 3).contains("named twice"));
    QVERIFY(refused(byDepartment({}, {}), 3).contains("1 to 64 categories"));
    QVERIFY(refused(byDepartment({}, {"A", " "}), 3).contains("blank"));
    auto same = byDepartment({});
    same.group = "pay";
    QVERIFY(refused(same, 3).contains("as well"));
    auto none = byDepartment({2, 0, 100});
    none.group.clear();
    QVERIFY(refused(none, 3).contains("need a column"));
    auto wide = byDepartment({});
    for (int i = 0; i < 50; ++i) wide.columns.push_back("c" + std::to_string(i));
    QVERIFY(refused(wide, 8).contains("64") && refused(wide, 3).contains("128"));
    // Stricter rules need a Total that compares.
    const api::TotalQuestion plain{{"pay"}};
    Input input{tableOf("pay\n1\n"), {"pay"}};
    input.rules.minimum_group = 3;
    QVERIFY(!total.check(plain, input, {}).ok());
}

void TestTotalJoint::proposalSaysWhatTheRulesDo() {
    const Total total;
    const auto text = sentences(total.describe(byDepartment({3, 5, 60}), 4));
    for (const auto* part :
         {"by \"dept\" over all 4 participants", "\"Sales\", \"Legal\" and \"Ops\"", "for each category",
          "fewer than 3 participants have a value in it", "fewer than 5 values", "more than 60 %",
          "hidden by the rules", "No participant's program ever holds a number that is hidden",
          "at least 2 others together", "may bring stricter rules", "without its sign", "or empty",
          "even if all 3 others join forces", "makes values up"})
        QVERIFY2(text.contains(part), part);
    const auto two = sentences(total.describe(byDepartment({2, 0, 100}), 2));
    QVERIFY(two.contains("each can subtract its own part") && two.contains("even from a partner"));
    QVERIFY(!two.contains("values in it,") && !two.contains("without its sign"));
    const auto none = sentences(total.describe(byDepartment({}), 2));
    QVERIFY(none.contains("No rule asks for a minimum of participants") &&
            !none.contains("hidden by the rules"));
    // Plain Totals keep their protocol.
    QVERIFY(sentences(total.describe(api::TotalQuestion{{"pay"}}, 2)).contains("use the program unaltered"));
}

QTEST_GUILESS_MAIN(TestTotalJoint)
#include "test_total_joint.moc"
