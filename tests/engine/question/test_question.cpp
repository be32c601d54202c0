// Each question against its oracle in the clear, over an in-memory network: what users see is what is
// compared.
#include <QTest>
#include <numeric>
#include <set>

#include "crypto/random.h"
#include "engine/question/question_runs.h"
#include "mpc/progress.h"
#include "question/catalogue.h"
#include "question/overlap/overlap.h"
#include "question/total/total.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::question;
using testing::runAll;

namespace {

std::shared_ptr<const table::Dataset> tableOf(const std::string& csv) {
    table::ImportOptions options;
    options.decimal = table::DecimalMark::point;
    options.delimiter = ',';
    return table::load_bytes(csv, "data.csv", options).value();
}

/// A signed decimal of up to 18 digits before and 6 behind the point, with the edges likelier than chance.
std::string randomDecimal(crypto::Random& random) {
    switch (random.below(12)) {
        case 0:
            return "";
        case 1:
            return "0";
        case 2:
            return "-0.000001";
        case 3:
            return random.below(2) == 0 ? "1000000000000000000" : "-1000000000000000000";
        default:
            break;
    }
    std::string text = random.below(2) == 0 ? "-" : "";
    text += std::to_string(random.below(random.below(2) == 0 ? 1000 : 999999999999999999ull));
    if (random.below(3) > 0) {
        auto fraction = std::to_string(random.below(1000000));
        text += '.' + std::string(6 - fraction.size(), '0') + fraction;
    }
    return text;
}

/// Exact and by hand: digits to millionths, without the engine's own parser.
table::Int128 millionths(std::string text) {
    const bool negative = text[0] == '-';
    if (negative) text.erase(0, 1);
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    auto fraction = point == std::string::npos ? std::string() : text.substr(point + 1);
    fraction.resize(6, '0');
    table::Int128 value = 0;
    for (const char c : whole + fraction) value = value * 10 + (c - '0');
    return negative ? -value : value;
}

std::string plain(table::Int128 value) {
    const bool negative = value < 0;
    if (negative) value = -value;
    std::string digits;
    for (; value > 0 || digits.size() < 7; value /= 10)
        digits.insert(digits.begin(), static_cast<char>('0' + value % 10));
    auto fraction = digits.substr(digits.size() - 6);
    while (fraction.size() > 2 && fraction.back() == '0') fraction.pop_back();
    if (fraction == "00") fraction.clear();
    return (negative ? "-" : "") + digits.substr(0, digits.size() - 6) +
           (fraction.empty() ? "" : "." + fraction);
}

table::Int128 roundedHalfEven(table::Int128 sum, std::uint64_t count) {
    const table::Int128 n = count;
    auto quotient = sum / n, rest = sum % n;
    if (rest < 0) {
        rest += n;
        --quotient;
    }
    if (2 * rest > n || (2 * rest == n && quotient % 2 != 0)) ++quotient;
    return quotient;
}

}  // namespace

class TestQuestion : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void randomTotalsEqualTheClearOnes();
    void overlapEqualsTheClearOne_data();
    void overlapEqualsTheClearOne();
    void parametersRoundTripAndDamageIsRefused();
    void textNamesWhoLearnsWhat();
    void estimatesFollowProtocolAndMachine();
    void badCellsAreNamed();
    void badCellsAreFoundBehindAFullListOfIssues();
    void keysBeyondTheProtocolAreRefusedBeforeConsent();
};

void TestQuestion::randomTotalsEqualTheClearOnes() {
    const int trials = qEnvironmentVariableIsSet("TACIT_SOAK") ? 10000 : 500;
    crypto::SeededRandom random(20261124);
    for (int trial = 0; trial < trials; ++trial) {
        const auto participants = 2 + random.below(7);
        std::vector<Input> inputs;
        table::Int128 sum = 0;
        std::uint64_t count = 0;
        for (std::size_t p = 0; p < participants; ++p) {
            // A first row of another column keeps all-blank tables from being empty.
            std::string csv = "id,value\n";
            const auto rows = random.below(6);
            for (std::size_t row = 0; row < rows; ++row) {
                const auto value = randomDecimal(random);
                csv += "r," + value + "\n";
                if (value.empty()) continue;
                sum += millionths(value);
                ++count;
            }
            inputs.push_back({tableOf(csv), {"value"}});
        }
        const auto outcomes = runAll(api::TotalQuestion{{"value"}}, inputs);
        for (const auto& outcome : outcomes) {
            QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().detail.c_str());
            const auto& total = std::get<api::TotalResult>(outcome->view);
            QCOMPARE(QByteArray::fromStdString(total.columns[0].sum), QByteArray::fromStdString(plain(sum)));
            QCOMPARE(total.columns[0].count, count);
            const auto mean = count == 0 ? std::string() : plain(roundedHalfEven(sum, count));
            QCOMPARE(QByteArray::fromStdString(total.columns[0].mean), QByteArray::fromStdString(mean));
            QCOMPARE(total.contributors, static_cast<std::uint16_t>(participants));
        }
    }
}

void TestQuestion::overlapEqualsTheClearOne_data() {
    QTest::addColumn<int>("reveal");
    QTest::addColumn<int>("to");
    for (int reveal = 0; reveal < 2; ++reveal)
        for (int to = 0; to < 3; ++to) QTest::addRow("reveal %d to %d", reveal, to) << reveal << to;
}

void TestQuestion::overlapEqualsTheClearOne() {
    QFETCH(int, reveal);
    QFETCH(int, to);
    crypto::SeededRandom random(static_cast<std::uint64_t>(reveal * 3 + to));
    for (int trial = 0; trial < 8; ++trial) {
        // Keys from a small range, with duplicates and blanks.
        std::vector<std::vector<std::string>> keys(2);
        std::vector<Input> inputs;
        for (auto& mine : keys) {
            std::string csv = "key,row\n";
            const auto rows = 1 + random.below(30);
            for (std::size_t row = 0; row < rows; ++row) {
                mine.push_back(random.below(8) == 0 ? "" : "k" + std::to_string(random.below(25)));
                csv += mine.back() + ",r" + std::to_string(row) + "\n";
            }
            inputs.push_back({tableOf(csv), {"key"}});
        }
        std::vector<std::set<std::string>> sets;
        for (const auto& mine : keys) {
            sets.emplace_back(mine.begin(), mine.end());
            sets.back().erase("");
        }
        const auto common =
            std::count_if(sets[0].begin(), sets[0].end(), [&](const auto& k) { return sets[1].contains(k); });
        const api::OverlapQuestion question{"key", static_cast<api::Reveal>(reveal),
                                            static_cast<api::Recipients>(to),
                                            static_cast<api::Security>(trial % 2)};
        const auto outcomes = runAll(question, inputs);
        for (std::size_t me = 0; me < 2; ++me) {
            QVERIFY2(outcomes[me].ok(), outcomes[me].ok() ? "" : outcomes[me].error().detail.c_str());
            const bool learns = to == 0 || (to == 1) == (me == 0);
            QCOMPARE(std::holds_alternative<api::NotForYou>(outcomes[me]->view), !learns);
            if (!learns) {
                QVERIFY(outcomes[me]->rows.empty());
                continue;
            }
            const auto& view = std::get<api::OverlapResult>(outcomes[me]->view);
            QCOMPARE(view.count, static_cast<std::uint64_t>(common));
            QCOMPARE(view.distinct, static_cast<std::uint64_t>(sets[me].size()));
            std::vector<std::size_t> rows;
            for (std::size_t row = 0; reveal == 0 && row < keys[me].size(); ++row)
                if (!keys[me][row].empty() && sets[1 - me].contains(keys[me][row])) rows.push_back(row);
            QVERIFY(outcomes[me]->rows == rows);
        }
    }
}

void TestQuestion::parametersRoundTripAndDamageIsRefused() {
    const std::vector<api::Question> questions{
        api::TotalQuestion{{"salary", "Löhne"}},
        api::OverlapQuestion{"e-mail", api::Reveal::count, api::Recipients::partner,
                             api::Security::honest_but_curious},
        api::OverlapQuestion{"e-mail", api::Reveal::rows, api::Recipients::all},
        api::OverlapQuestion{"e-mail", api::Reveal::rows, api::Recipients::all,
                             api::Security::honest_but_curious},
        api::OverlapQuestion{"name",
                             api::Reveal::rows,
                             api::Recipients::all,
                             api::Security::malicious,
                             {api::KeyKind::name},
                             {{"born", {api::KeyKind::date}},
                              {"phone", {api::KeyKind::phone, false, false, false, false, "DE"}}}},
        api::DecisionQuestion{"sum(\"net exposure\") >= -12.5", api::Recipients::organizer},
        api::DecisionQuestion{"if sum(a) > 0 then highest(\"b c\")",
                              api::Recipients::all,
                              {0, 3, 7},
                              {{"a", "-1", "2.5"}, {"\"b c\"", "0", "1"}}},
        api::DecisionQuestion{"max(x) - min(x) <= 5",
                              api::Recipients::all,
                              {},
                              {},
                              "tolerance",
                              {{"name", "x"}, {"tolerance", "5"}}}};
    for (const auto& question : questions) {
        const auto& definition = definition_of(question);
        const auto bytes = definition.encode(question);
        const auto back = definition.decode(bytes);
        QVERIFY(back.ok());
        QVERIFY(*back == question);
        for (std::size_t n = 0; n < bytes.size(); ++n) QVERIFY(!definition.decode(View(bytes).first(n)).ok());
        auto longer = bytes;
        longer.push_back(0);
        QVERIFY(!definition.decode(longer).ok());
        QCOMPARE(find(kind_of(question)), &definition);
    }
    QCOMPARE(cards().size(), questions.size() - 5);
    for (const auto& card : cards()) QVERIFY(card.available && find(card.kind) != nullptr);
    // A partner with another edition of the recipes is told so, not that the file is damaged.
    const auto& overlap = *find("overlap");
    auto newer = overlap.encode(api::OverlapQuestion{"e-mail"});
    const std::string recipe = "text-v1";
    const auto at = std::search(newer.begin(), newer.end(), recipe.begin(), recipe.end());
    QVERIFY(at != newer.end());
    *(at + 6) = '2';
    QCOMPARE(overlap.decode(newer).error().fault, Fault::version_differs);
    QVERIFY(!overlap.validate(
        api::OverlapQuestion{
            "n", api::Reveal::rows, api::Recipients::all, api::Security::malicious, {api::KeyKind::name}},
        2));
    QVERIFY(!overlap.validate(
        api::OverlapQuestion{
            "n", api::Reveal::rows, api::Recipients::all, api::Security::malicious, {}, {{"n", {}}}},
        2));
    // Only a formula that can be read is a Decision.
    const auto& decision = *find("decision");
    QVERIFY(!decision.decode(decision.encode(api::DecisionQuestion{"sum(a) > b"})).ok());
    QVERIFY(!decision.decode(decision.encode(api::DecisionQuestion{"sum(a) > 1", api::Recipients{3}})).ok());
    // What the first version could say is encoded as it was then.
    const auto first = decision.encode(api::DecisionQuestion{"sum(a) > 1", api::Recipients::partner});
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(first.data()), int(first.size())),
             QByteArray("\x01\x02\x0a\x00\x00\x00sum(a) > 1", 16));
    auto second = first;
    second[0] = 2;
    second.insert(second.end(), 16, 0);
    QVERIFY(!decision.decode(second).ok());
    // Nobody's name for a formula of somebody else, no places out of order, no range of another name.
    const auto refused = [&](const api::DecisionQuestion& question) {
        return !decision.decode(decision.encode(question)).ok();
    };
    QVERIFY(refused({"max(x) - min(x) <= 6",
                     api::Recipients::all,
                     {},
                     {},
                     "tolerance",
                     {{"name", "x"}, {"tolerance", "5"}}}));
    QVERIFY(refused({"max(x) - min(x) <= 5", api::Recipients::all, {}, {}, "tolerances", {}}));
    QVERIFY(refused({"sum(a) > 1", api::Recipients::all, {}, {}, "", {{"name", "x"}}}));
    QVERIFY(refused({"sum(a) > 1", api::Recipients::all, {2, 1}}));
    QVERIFY(refused({"sum(a) > 1", api::Recipients::all, {1, 1}}));
    QVERIFY(refused({"sum(a) > 1", api::Recipients::all, {8}}));
    QVERIFY(refused({"sum(a) > 1", api::Recipients::all, {}, {{"b", "0", "1"}}}));
    QVERIFY(refused({"sum(a) > 1", api::Recipients::all, {}, {{"a", "2", "1"}}}));
    // Units are in the third version, and only there.
    api::DecisionQuestion with_units{"sum(a) > sum(b)"};
    with_units.units = {{"b", "kg"}, {"a", "kg"}};
    const auto third = decision.encode(with_units);
    QVERIFY(third[0] == 3 && decision.decode(third).value() == api::Question(with_units));
    for (std::size_t n = 0; n < third.size(); ++n) QVERIFY(!decision.decode(View(third).first(n)).ok());
    auto none = second;
    none[0] = 3;
    none.insert(none.end(), 4, 0);
    QVERIFY(!decision.decode(none).ok());
    with_units.units[1].unit = "EUR";
    QVERIFY(refused(with_units));
    with_units.units.pop_back();
    QVERIFY(!refused(with_units));
    QVERIFY(decision.describe(with_units, 2).asked[1].purpose.find("total in kg") != std::string::npos);
    QVERIFY(!decision.validate(api::DecisionQuestion{"sum(a) > 1", api::Recipients::all, {2}}, 2).ok());
    QVERIFY(decision.validate(api::DecisionQuestion{"sum(a) > 1", api::Recipients::all, {2}}, 3).ok());
}

void TestQuestion::textNamesWhoLearnsWhat() {
    const auto all = [](const api::ProposalText& text) {
        std::string out;
        for (const auto& line : text.learns) out += line.who + ' ' + line.text + '\n';
        for (const auto& line : text.beware) out += line + '\n';
        return QString::fromStdString(out);
    };
    const Total total;
    const auto two = all(total.describe(api::TotalQuestion{{"salary"}}, 2));
    QVERIFY(two.contains("each can subtract its own part"));
    QVERIFY(!two.contains("several places"));
    const auto three = all(total.describe(api::TotalQuestion{{"salary"}}, 3));
    QVERIFY(three.contains("Who the other partners are is the organizer's word alone"));
    QVERIFY(three.contains("fingerprint"));
    QVERIFY(!all(total.describe(api::TotalQuestion{{"salary"}}, 3)).contains("each can subtract"));
    const Overlap overlap;
    for (const auto reveal : {api::Reveal::rows, api::Reveal::count}) {
        const auto text =
            all(overlap.describe(api::OverlapQuestion{"k", reveal, api::Recipients::partner}, 2));
        QVERIFY(text.contains("The partner learns"));
        QVERIFY(!text.contains("The organizer learns"));
        QVERIFY(text.contains("how many different keys the other one has"));
        QCOMPARE(text.contains("trusts both to follow it"), reveal == api::Reveal::count);
    }
    // What stands there is what runs.
    api::OverlapQuestion question{"k"};
    const auto strong = overlap.describe(question, 2);
    QVERIFY(
        QString::fromStdString(strong.security).contains("even from a partner whose program was altered"));
    QVERIFY(QString::fromStdString(strong.protocol).contains("2022/320"));
    question.security = api::Security::honest_but_curious;
    const auto weak = overlap.describe(question, 2);
    QVERIFY(all(weak).contains("trusts both to follow it"));
    QVERIFY(QString::fromStdString(weak.protocol).contains("RFC 9497"));
    for (const auto& text : {strong, weak}) {
        QVERIFY(text.protection.size() >= 4);
        for (const auto& part : text.protection)
            QVERIFY2(part.heading.size() > 8 && part.text.size() > 40, part.heading.c_str());
        QCOMPARE(text.protection.back().text, text.protocol);
    }
    const auto words = [](const api::ProposalText& text) {
        QString joined;
        for (const auto& part : text.protection) joined += QString::fromStdString(part.heading + part.text);
        return joined;
    };
    QVERIFY(words(strong).contains("altered program cannot do"));
    QVERIFY(words(strong).contains("keep matches from the other"));
    QVERIFY(
        !words(overlap.describe(api::OverlapQuestion{"k", api::Reveal::rows, api::Recipients::organizer}, 2))
             .contains("keep matches from the other"));
    QVERIFY(!words(weak).contains("altered program cannot do"));
    // A count is never asked with a security that it does not have.
    question.reveal = api::Reveal::count;
    question.security = api::Security::malicious;
    QVERIFY(QString::fromStdString(overlap.describe(question, 2).security).contains("honest but curious"));
    auto bytes = overlap.encode(question);
    const auto back = overlap.decode(bytes);
    QVERIFY(back.ok());
    QVERIFY(std::get<api::OverlapQuestion>(*back).security == api::Security::honest_but_curious);
}

/// The traffic is that of the protocols' own cost, and the time follows the machine.
void TestQuestion::estimatesFollowProtocolAndMachine() {
    const Overlap overlap;
    const Machine usual{{1e9, 2e4}, 1};
    for (const auto to : {api::Recipients::all, api::Recipients::organizer}) {
        for (const auto security : {api::Security::malicious, api::Security::honest_but_curious}) {
            const api::OverlapQuestion question{"k", api::Reveal::rows, to, security};
            const auto small = overlap.estimate(question, 2, 1000, usual);
            const auto large = overlap.estimate(question, 2, 1'000'000, usual);
            QVERIFY(small && large && small->seconds > 0);
            QVERIFY(large->seconds > 10 * small->seconds && large->bytes > 10 * small->bytes);
            // What the own side sends is part of it, and 100 Mbit/s carry no more in that time.
            QVERIFY(large->bytes > overlap.bytes_estimate(question, 2, 1'000'000));
            QCOMPARE(large->bits_per_second, std::uint64_t{100'000'000});
            QVERIFY(large->seconds > 8 * static_cast<double>(large->bytes) / 1e8);
            const auto slow = overlap.estimate(question, 2, 1'000'000, {{5e8, 1e4}, 1});
            QVERIFY(slow->seconds > large->seconds && slow->bytes == large->bytes);
            QVERIFY(overlap.estimate(question, 2, 1'000'000, {usual.rates, 2})->seconds < large->seconds);
        }
    }
    const auto rows = overlap.estimate(api::OverlapQuestion{"k"}, 2, 1'000'000, usual);
    const auto count = overlap.estimate(api::OverlapQuestion{"k", api::Reveal::count}, 2, 1'000'000, usual);
    QVERIFY(count->seconds > 10 * rows->seconds);
    QVERIFY(overlap.estimate(api::OverlapQuestion{"k"}, 2, 0, usual)->bytes < 1000);
    QVERIFY(!definition_of(api::TotalQuestion{{"v"}}).estimate(api::TotalQuestion{{"v"}}, 3, 1000, usual));
}

void TestQuestion::badCellsAreNamed() {
    const Input input{tableOf("id,value\na,1\nb,n/a\nc,2\nd,3\ne,4\n"), {"value"}};
    const api::Question question = api::TotalQuestion{{"value"}};
    const auto check = definition_of(question).check(question, input);
    QVERIFY(check.ok());
    QVERIFY(!check->acceptable);
    QCOMPARE(check->problems.size(), std::size_t{1});
    QCOMPARE(QByteArray::fromStdString(check->problems[0].cell), QByteArray("B3"));
    const auto missing = definition_of(question).check(question, {input.dataset, {"no such column"}});
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().fault, Fault::column_missing);
}

void TestQuestion::badCellsAreFoundBehindAFullListOfIssues() {
    // Another column has more issues than the import lists; the asked column's bad cells come further down.
    std::string csv = "messy,value,also\n";
    const std::size_t rows = 4000;
    for (std::size_t row = 0; row < rows; ++row)
        csv += std::string(row % 3 == 0 ? "n/a" : "1") + ',' + (row + 4 < rows ? "2" : "Lopez 48213") + ',' +
               (row % 2 == 0 ? "n/k" : "3") + '\n';
    const auto dataset = tableOf(csv);
    QVERIFY(dataset->more_issues() > 0);
    const api::Question one = api::TotalQuestion{{"value"}};
    const auto check = definition_of(one).check(one, {dataset, {"value"}});
    QVERIFY(check.ok());
    QVERIFY(!check->acceptable);
    QCOMPARE(check->problems.size(), std::size_t{4});
    QCOMPARE(check->more_problems, std::uint64_t{0});
    QCOMPARE(QByteArray::fromStdString(check->problems[0].cell), QByteArray("B3998"));
    QCOMPARE(QByteArray::fromStdString(check->problems[0].text), QByteArray("Lopez 48213"));
    QVERIFY(!check->problems[0].problem.empty() && !check->problems[0].next.empty());

    // Several columns share the room for named cells; those without a place in it still count.
    const api::Question two = api::TotalQuestion{{"also", "value"}};
    const auto both = definition_of(two).check(two, {dataset, {"also", "value"}});
    QVERIFY(both.ok());
    QVERIFY(!both->acceptable);
    QCOMPARE(both->problems.size() + both->more_problems, std::uint64_t{2000 + 4});
    QVERIFY(both->more_problems > 0);
}

void TestQuestion::keysBeyondTheProtocolAreRefusedBeforeConsent() {
    const api::Question question = api::OverlapQuestion{"k", api::Reveal::count, api::Recipients::all};
    const auto check = [&](std::size_t longest) {
        const std::string text(longest, 'k');
        return definition_of(question)
            .check(question, {tableOf("k,x\na,1\n" + text + ",2\nb,3\n" + text + ",4\n"), {"k"}})
            .value();
    };
    QVERIFY(check(65535).acceptable);
    const auto refused = check(65536);
    QVERIFY(!refused.acceptable);
    QCOMPARE(refused.problems.size(), std::size_t{2});
    QCOMPARE(QByteArray::fromStdString(refused.problems[0].cell), QByteArray("A3"));
    QCOMPARE(QByteArray::fromStdString(refused.problems[1].cell), QByteArray("A5"));
    QVERIFY(refused.problems[0].text.size() < 1000);
    for (const auto& [security, most] : {std::pair(api::Security::honest_but_curious, std::uint64_t{1} << 24),
                                         {api::Security::malicious, std::uint64_t{1} << 26}}) {
        QVERIFY(!too_many_keys(most, security));
        QVERIFY(too_many_keys(most + 1, security));
    }
}

QTEST_GUILESS_MAIN(TestQuestion)
#include "test_question.moc"
