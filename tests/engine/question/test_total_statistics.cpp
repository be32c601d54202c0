// Minimum, quartiles and maximum of the participants' own sums through the real protocol, computed by all or
// by three hosts for all, against the oracle in the clear.
#include <QTest>
#include <array>
#include <mutex>

#include "crypto/random.h"
#include "engine/question/question_runs.h"
#include "mpc/garble_many/windows.h"
#include "question/total/cells.h"
#include "question/total/circuit.h"
#include "question/total/joint.h"
#include "question/total/rules.h"
#include "question/total/total.h"
#include "support/tampered_channel.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::question;
using testing::Around;
using testing::runAll;

namespace {

using enum api::Statistic;
const std::vector<api::Statistic> all{minimum, lower_quartile, median, upper_quartile, maximum};

Input inputOf(const std::vector<std::string>& values) {
    std::string csv = "id,pay\n";
    for (std::size_t i = 0; i < values.size(); ++i) csv += std::to_string(i) + ',' + values[i] + '\n';
    table::ImportOptions options;
    options.decimal = table::DecimalMark::point;
    options.delimiter = ',';
    return {table::load_bytes(csv, "data.csv", options).value(), {"pay"}};
}

api::TotalQuestion asking(std::vector<api::Statistic> statistics, const api::DisclosureRules& rules = {}) {
    api::TotalQuestion question{{"pay"}};
    question.statistics = std::move(statistics);
    question.rules = rules;
    return question;
}

std::string inOneLine(const std::vector<std::string>& statistics) {
    std::string out;
    for (const auto& one : statistics) out += (out.empty() ? "" : " ") + one;
    return out;
}

/// Statistics of the first column, in one line.
std::string told(const api::TotalResult& result) {
    return inOneLine(result.columns[0].statistics);
}

/// Ties, negatives and blanks are frequent; so is the largest sum that is taken.
std::vector<Input> someInputs(std::size_t participants, crypto::Random& random) {
    std::vector<Input> out;
    for (std::size_t p = 0; p < participants; ++p) {
        std::vector<std::string> values;
        for (auto n = random.below(4); n > 0; --n) {
            table::Decimal value(static_cast<table::Int128>(random.below(7)) - 3);
            if (random.below(3) == 0) value = table::Decimal::whole(static_cast<int>(random.below(5)) - 2);
            values.push_back(value.text());
        }
        if (random.below(10) == 0) values = {std::to_string(-total::largest_sum)};
        if (random.below(10) == 0) values = {""};
        out.push_back(inputOf(values));
    }
    return out;
}

/// The same in the clear, as `told`.
std::string expected(const api::TotalQuestion& question, const std::vector<Input>& inputs,
                     std::size_t cell = 0) {
    std::vector<table::Int128> sums;
    for (const auto& input : inputs) {
        const auto part = total::parts_of(question, input, {}).value().at(cell);
        if (part.count > 0) sums.push_back(part.sum);
    }
    if (sums.empty()) return {};
    std::sort(sums.begin(), sums.end());
    std::string out;
    for (const auto statistic : question.statistics) {
        // By hand, in quarters of millionths: what lies at (n - 1) q / 4, between two in proportion.
        const auto at = (sums.size() - 1) * static_cast<std::size_t>(statistic);
        const auto low = sums[at / 4], high = sums[std::min(at / 4 + 1, sums.size() - 1)];
        const auto quarters = 4 * low + static_cast<table::Int128>(at % 4) * (high - low);
        // Times 25 in hundred-millionths, which the text of a decimal cut in two places shows.
        const bool negative = quarters < 0;
        const auto size = 25 * (negative ? -quarters : quarters);
        constexpr table::Int128 one = 100'000'000;
        auto text = table::Decimal::whole(static_cast<std::int64_t>(size / one)).text();
        auto places = std::to_string(static_cast<std::int64_t>(size % one) + static_cast<std::int64_t>(one));
        places.erase(0, 1);
        out += (out.empty() ? "" : " ") + (negative ? "-" + text : text) + '.' + places;
    }
    return out;
}

/// With eight places each.
std::string padded(const std::string& told) {
    std::string out;
    for (const auto& part : QString::fromStdString(told).split(' ', Qt::SkipEmptyParts)) {
        const auto point = part.indexOf('.');
        auto places = point < 0 ? QString() : part.mid(point + 1);
        places = places.leftJustified(8, '0');
        out += (out.empty() ? "" : " ") + (point < 0 ? part : part.left(point)).toStdString() + '.' +
               places.toStdString();
    }
    return out;
}

std::vector<api::TotalResult> results(const api::TotalQuestion& question, const std::vector<Input>& inputs) {
    std::vector<api::TotalResult> out;
    for (const auto& outcome : runAll(question, inputs)) {
        if (!outcome) {
            qWarning("%s", outcome.error().detail.c_str());
            return {};
        }
        out.push_back(std::get<api::TotalResult>(outcome->view));
    }
    return out;
}

}  // namespace

class TestTotalStatistics : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void ofThree();
    void twoHaveAnExactMedian();
    void whoHasNoValueIsNotZero();
    void threeComputeForMany();
    void eachCategoryHasItsOwn_data();
    void eachCategoryHasItsOwn();
    void anyNumbersAmongAny_data();
    void anyNumbersAmongAny();
    void whoHasGivenItsNumbersMayLeave();
    void alteredMessagesGiveNoWrongAnswer_data();
    void alteredMessagesGiveNoWrongAnswer();
    void strictestRulesReachAll();
    void plainTotalsOfManyHaveHosts();
    void costIsWhatIsSent();
    void estimatesGoByTheNumberOfParticipants();
    void plainSumsBeyondTheCircuitAreRefused();
    void hiddenWithTheRest();
    void circuitEqualsTheOracle();
    void circuitsFit();
    void parameters();
    void proposalSaysIt();
};

void TestTotalStatistics::ofThree() {
    const auto run = results(asking(all), {inputOf({"10", "-30.5"}), inputOf({"7"}), inputOf({"-0.000001"})});
    QCOMPARE(run.size(), std::size_t{3});
    for (const auto& one : run) {
        QVERIFY(one.statistics == all);
        QCOMPARE(one.columns[0].sum, std::string("-13.500001"));
        // -20.5, -0.000001, 7: the quartiles lie half-way.
        QCOMPARE(QByteArray::fromStdString(told(one)),
                 QByteArray("-20.50 -10.2500005 -0.000001 3.4999995 7"));
    }
}

void TestTotalStatistics::twoHaveAnExactMedian() {
    const auto run =
        results(asking({lower_quartile, median}), {inputOf({"1000000000000000000"}), inputOf({"-0.000003"})});
    QCOMPARE(run.size(), std::size_t{2});
    QCOMPARE(told(run[0]), std::string("249999999999999999.99999775 499999999999999999.9999985"));
    QCOMPARE(told(run[1]), told(run[0]));
}

void TestTotalStatistics::whoHasNoValueIsNotZero() {
    const auto run =
        results(asking({minimum, median, maximum}), {inputOf({"5"}), inputOf({""}), inputOf({"9"})});
    QCOMPARE(run.size(), std::size_t{3});
    QCOMPARE(told(run[2]), std::string("5 7 9"));
    const auto none = results(asking({median}), {inputOf({""}), inputOf({""})});
    QCOMPARE(none.size(), std::size_t{2});
    QVERIFY(none[0].columns[0].statistics.empty());
    QCOMPARE(none[0].columns[0].count, std::uint64_t{0});
}

void TestTotalStatistics::eachCategoryHasItsOwn_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("trials");
    QTest::addRow("two") << 2 << 3;
    QTest::addRow("three") << 3 << 2;
    QTest::addRow("nine, three of them hosts") << 9 << 2;
}

/// Of random tables, under random rules: in each category that is shown the statistics are those of the own
/// sums in it, worked out by hand; one that is hidden has none, nor has the whole column.
void TestTotalStatistics::eachCategoryHasItsOwn() {
    QFETCH(int, participants);
    QFETCH(int, trials);
    if (qEnvironmentVariableIsSet("TACIT_SOAK")) trials *= 30;
    crypto::SeededRandom random(static_cast<std::uint64_t>(participants) + 400);
    int shown = 0, hidden = 0, empty = 0;
    for (int trial = 0; trial < trials; ++trial) {
        auto question = asking(all, {static_cast<std::uint16_t>(random.below(3)),
                                     static_cast<std::uint32_t>(random.below(4)), 100});
        question.group = "dept";
        question.categories = {"Sales", "Ops", "HR"};
        std::vector<Input> inputs;
        for (int p = 0; p < participants; ++p) {
            std::string csv = "dept,pay\nHR,\n";
            for (auto n = random.below(6); n > 0; --n)
                csv +=
                    (random.below(3) == 0 ? "Sales," : "ops,") +
                    table::Decimal(static_cast<table::Int128>(random.below(4'000'001)) - 2'000'000).text() +
                    '\n';
            if (random.below(8) == 0) csv += "HR," + std::to_string(-total::largest_sum) + '\n';
            table::ImportOptions options;
            options.decimal = table::DecimalMark::point;
            options.delimiter = ',';
            inputs.push_back({table::load_bytes(csv, "data.csv", options).value(), {"pay", "dept"}});
        }
        const auto run = results(question, inputs);
        QCOMPARE(run.size(), inputs.size());
        for (const auto& one : run) {
            QVERIFY(one.statistics == all && one.columns[0].statistics.empty());
            for (std::size_t k = 0; k < 3; ++k) {
                const auto& cell = one.columns[0].cells.at(k);
                const auto own = expected(question, inputs, k);
                QCOMPARE(padded(inOneLine(cell.statistics)), cell.hidden ? std::string() : padded(own));
                ++(cell.hidden ? hidden : own.empty() ? empty : shown);
            }
        }
    }
    QVERIFY(shown > 0 && hidden + empty > 0);
}

void TestTotalStatistics::threeComputeForMany() {
    std::vector<Input> inputs;
    for (int i = 0; i < 11; ++i) inputs.push_back(inputOf({std::to_string((i * 7) % 11 - 5)}));
    const auto run = results(asking(all), inputs);
    QCOMPARE(run.size(), std::size_t{11});
    for (const auto& one : run) {
        QCOMPARE(one.contributors, std::uint16_t{11});
        QCOMPARE(one.columns[0].sum, std::string("0"));
        QCOMPARE(one.columns[0].count, std::uint64_t{11});
        QCOMPARE(QByteArray::fromStdString(told(one)), QByteArray("-5 -2.50 0 2.50 5"));
    }
}

void TestTotalStatistics::anyNumbersAmongAny_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("hosts");
    QTest::addColumn<int>("trials");
    QTest::addRow("2 all") << 2 << 0 << 2;
    QTest::addRow("3 all") << 3 << 0 << 1;
    QTest::addRow("4 all") << 4 << 0 << 1;
    QTest::addRow("8 all") << 8 << 0 << 1;
    QTest::addRow("3 of 4") << 4 << 3 << 1;
    QTest::addRow("2 of 5") << 5 << 2 << 1;
    QTest::addRow("3 of 9") << 9 << 0 << 1;
    QTest::addRow("3 of 16") << 16 << 3 << 1;
    if (!qEnvironmentVariableIsSet("TACIT_SOAK")) return;
    for (const int n : {5, 6, 7}) QTest::addRow("%d all", n) << n << 0 << 1;
    QTest::addRow("4 of 9") << 9 << 4 << 1;
    // All in one process: everybody has the circuit, some 20 MiB.
    QTest::addRow("3 of 64") << 64 << 3 << 1;
}

void TestTotalStatistics::anyNumbersAmongAny() {
    QFETCH(int, participants);
    QFETCH(int, hosts);
    QFETCH(int, trials);
    if (qEnvironmentVariableIsSet("TACIT_SOAK") && participants < 64) trials *= 20;
    crypto::SeededRandom random(static_cast<std::uint64_t>(100 * participants + hosts));
    for (int trial = 0; trial < trials; ++trial) {
        auto question = asking(all);
        question.hosts = static_cast<std::uint16_t>(hosts);
        const auto inputs = someInputs(static_cast<std::size_t>(participants), random);
        const auto run = results(question, inputs);
        QCOMPARE(run.size(), inputs.size());
        for (const auto& one : run) {
            QCOMPARE(one.contributors, participants);
            QCOMPARE(padded(told(one)), expected(question, inputs));
        }
    }
}

namespace {

/// Fails every call once it is cut.
class CutChannel final : public testing::ForwardingChannel {
  public:
    CutChannel(mpc::Channel& below, const bool& cut) : ForwardingChannel(below), cut_(cut) {}
    Result<Bytes> receive(std::size_t size) override {
        return cut_ ? error(Fault::cancelled) : below_.receive(size);
    }

  private:
    const bool& cut_;
};

}  // namespace

/// A contributor is off as soon as it may; all others have the answer, of which its number is part.
void TestTotalStatistics::whoHasGivenItsNumbersMayLeave() {
    std::vector<Input> inputs;
    for (const auto* value : {"1", "2", "3", "4", "1000"}) inputs.push_back(inputOf({value}));
    auto question = asking({median, maximum});
    question.hosts = 3;
    bool cut = false;
    std::vector<std::size_t> delivered;
    std::mutex mutex;
    std::vector<std::unique_ptr<CutChannel>> channels;
    Around around;
    around.delivered = [&](std::size_t me) {
        const std::lock_guard lock(mutex);
        delivered.push_back(me);
        if (me == 4) cut = true;
    };
    around.wrap = [&](std::size_t me, std::vector<mpc::Channel*>& mine) {
        for (auto*& channel : mine)
            if (me == 4 && channel != nullptr)
                channel = channels.emplace_back(std::make_unique<CutChannel>(*channel, cut)).get();
    };
    const auto outcomes = runAll(question, inputs, around);
    std::sort(delivered.begin(), delivered.end());
    QCOMPARE(delivered, (std::vector<std::size_t>{3, 4}));
    QVERIFY(!outcomes[4].ok());
    for (std::size_t me = 0; me < 4; ++me) {
        QVERIFY2(outcomes[me].ok(), outcomes[me].ok() ? "" : outcomes[me].error().detail.c_str());
        QCOMPARE(told(std::get<api::TotalResult>(outcomes[me]->view)), std::string("3 1000"));
    }
}

void TestTotalStatistics::alteredMessagesGiveNoWrongAnswer_data() {
    QTest::addColumn<int>("cheat");
    QTest::addColumn<int>("victim");
    QTest::addColumn<int>("messages");
    QTest::addRow("contributor") << 3 << 1 << 4;
    QTest::addRow("host to contributor") << 1 << 3 << 5;
    QTest::addRow("host to host") << 1 << 0 << 40;
}

/// One alters a message to another; nobody believes a wrong answer, and it is never somebody else's fault.
void TestTotalStatistics::alteredMessagesGiveNoWrongAnswer() {
    QFETCH(int, cheat);
    QFETCH(int, victim);
    QFETCH(int, messages);
    const int trials = qEnvironmentVariableIsSet("TACIT_SOAK") ? 150 : 5;
    std::vector<Input> inputs;
    for (const auto* value : {"5", "-2", "5", "1000", "0"}) inputs.push_back(inputOf({value}));
    auto question = asking({minimum, median, maximum});
    question.hosts = 3;
    const auto right = expected(question, inputs);
    crypto::SeededRandom random(static_cast<std::uint64_t>(cheat * 10 + victim));
    int faults = 0;
    for (int trial = 0; trial < trials; ++trial) {
        std::unique_ptr<testing::TamperedChannel> tampered;
        const auto message = trial < messages ? static_cast<std::uint64_t>(trial)
                                              : random.below(static_cast<std::uint64_t>(messages));
        const auto tamper = testing::all_tampers[random.below(std::size(testing::all_tampers))];
        Around around;
        around.wrap = [&](std::size_t me, std::vector<mpc::Channel*>& channels) {
            if (me != static_cast<std::size_t>(cheat)) return;
            auto*& channel = channels.at(static_cast<std::size_t>(victim));
            tampered =
                std::make_unique<testing::TamperedChannel>(*channel, tamper, message, random.below(100'000));
            channel = tampered.get();
        };
        const auto outcomes = runAll(question, inputs, around);
        const auto at = QString("%1, message %2").arg(testing::tamper_name(tamper)).arg(message);
        for (std::size_t me = 0; me < inputs.size(); ++me) {
            if (!outcomes[me].ok()) {
                ++faults;
                if (me == static_cast<std::size_t>(cheat)) continue;
                const auto& error = outcomes[me].error();
                const bool blames = error.fault == Fault::cheating || error.fault == Fault::malformed_message;
                QVERIFY2(!blames || error.partner.empty() || error.partner == "P" + std::to_string(cheat),
                         qPrintable(at + QString::fromStdString(": " + error.partner + ' ' + error.detail)));
                continue;
            }
            // Another own number is no wrong answer: who gives it may give any.
            const auto answer = padded(told(std::get<api::TotalResult>(outcomes[me]->view)));
            QVERIFY2(answer == right, qPrintable(at + QString::fromStdString(": " + answer)));
        }
    }
    QVERIFY(faults >= trials);
}

void TestTotalStatistics::strictestRulesReachAll() {
    std::vector<Input> inputs;
    for (const auto* value : {"1", "2", "3", "4", "5"}) inputs.push_back(inputOf({value}));
    inputs[1].rules = {2, 0, 90};
    inputs[4].rules = {0, 6, 100};
    auto question = asking({median});
    question.hosts = 3;
    const auto run = results(question, inputs);
    QCOMPARE(run.size(), inputs.size());
    for (const auto& one : run) {
        QVERIFY((one.rules == api::DisclosureRules{2, 6, 90}));
        QVERIFY(one.columns[0].hidden && one.columns[0].statistics.empty());
    }
}

namespace {

class CountingChannel final : public testing::ForwardingChannel {
  public:
    CountingChannel(mpc::Channel& below, std::uint64_t& sent) : ForwardingChannel(below), sent_(sent) {}
    Status send(View message) override {
        sent_ += message.size();
        return below_.send(message);
    }

  private:
    std::uint64_t& sent_;
};

}  // namespace

/// What the organizer sends, and what passes its connection: its own, and twice what others send each other.
void TestTotalStatistics::costIsWhatIsSent() {
    constexpr std::size_t participants = 5;
    std::vector<Input> inputs;
    for (const auto* value : {"1", "2", "3", "4", "5"}) inputs.push_back(inputOf({value}));
    for (const std::uint16_t hosts : {2, 3, 5}) {
        auto question = asking({median});
        question.hosts = hosts;
        std::array<std::uint64_t, participants * participants> sent{};
        std::vector<std::unique_ptr<CountingChannel>> channels;
        std::mutex mutex;
        Around around;
        around.wrap = [&](std::size_t me, std::vector<mpc::Channel*>& mine) {
            const std::lock_guard lock(mutex);
            for (std::size_t peer = 0; peer < mine.size(); ++peer)
                if (auto*& channel = mine[peer]; channel != nullptr)
                    channel = channels
                                  .emplace_back(std::make_unique<CountingChannel>(
                                      *channel, sent[me * participants + peer]))
                                  .get();
        };
        for (const auto& outcome : runAll(question, inputs, around)) QVERIFY(outcome.ok());
        std::uint64_t by_organizer = 0, passed = 0;
        for (std::size_t from = 0; from < participants; ++from)
            for (std::size_t to = 0; to < participants; ++to) {
                const auto bytes = sent[from * participants + to];
                if (from == 0) by_organizer += bytes;
                passed += (from == 0 || to == 0 ? 1 : 2) * bytes;
            }
        QCOMPARE(by_organizer, Total().bytes_estimate(question, participants, 1));
        const auto estimate = Total().estimate(question, participants, 1, {{1e9, 2e4}, 1});
        QVERIFY(estimate && estimate->at_organizer && estimate->participants == participants);
        QCOMPARE(estimate->bytes, passed);
    }
}

/// The more take part the more it takes; where all compute, far more.
void TestTotalStatistics::estimatesGoByTheNumberOfParticipants() {
    const Machine machine{{1e9, 2e4}, 1};
    const auto of = [&](const api::TotalQuestion& question, std::uint16_t participants) {
        return Total().estimate(question, participants, 1, machine).value_or(api::CostEstimate{});
    };
    auto named = asking(all);
    named.hosts = 3;
    std::uint64_t before = 0;
    for (const std::uint16_t participants : {3, 8, 16, 32, 64}) {
        const auto one = of(named, participants);
        QVERIFY(one.bytes > 2 * before && one.advised.hosts == 0);
        before = one.bytes;
        // Of more than eight the first three compute anyway.
        QCOMPARE(of(asking(all), participants).bytes == one.bytes, participants != 8);
    }
    QVERIFY(of(asking(all), 8).bytes > 8 * of(named, 8).bytes);
    QVERIFY(of(asking(all), 8).seconds > 4 * of(named, 8).seconds);
    // Nothing to advise where it is a matter of seconds; else what it takes with three hosts.
    QVERIFY(of(asking(all), 8).seconds < total::long_seconds && of(asking(all), 8).advised.hosts == 0);
    auto much = asking(all);
    for (int i = 1; i < 8; ++i) much.columns.push_back("bonus " + std::to_string(i));
    const auto long_one = of(much, 8);
    QVERIFY(long_one.seconds > total::long_seconds);
    QCOMPARE(long_one.advised.hosts, std::uint16_t{3});
    much.hosts = 3;
    QCOMPARE(of(much, 8).bytes, long_one.advised.bytes);
    QCOMPARE(of(much, 8).seconds, long_one.advised.seconds);
    // A slower machine takes longer for the same.
    much.hosts = 0;
    const auto slow = Total().estimate(much, 8, 1, {{2e8, 4e3}, 1});
    QVERIFY(slow && slow->seconds > long_one.seconds && slow->bytes == long_one.bytes);
}

/// Adding up shares has room for it, the circuit that more than 16 take has not: told before the run.
void TestTotalStatistics::plainSumsBeyondTheCircuitAreRefused() {
    const api::Question question = api::TotalQuestion{{"pay"}};
    auto input = inputOf({"600000000000000000", "600000000000000000"});
    for (const std::uint16_t participants : {0, 2, 16, 17, 64}) {
        input.participants = participants;
        const auto check = Total().check(question, input, {}).value();
        QCOMPARE(check.acceptable, participants < 17);
        if (participants >= 17) QVERIFY(check.problems.at(0).problem.find("10^18") != std::string::npos);
    }
    input = inputOf({"600000000000000000", "-600000000000000000"});
    input.participants = 64;
    QVERIFY(Total().check(question, input, {}).value().acceptable);
}

void TestTotalStatistics::plainTotalsOfManyHaveHosts() {
    std::vector<Input> inputs;
    for (int i = 0; i < 17; ++i) inputs.push_back(inputOf({"-0.5", std::to_string(i)}));
    const auto question = api::TotalQuestion{{"pay"}};
    QCOMPARE(Total().hosts(question, 16), 16);
    QCOMPARE(Total().hosts(question, 17), 3);
    const auto run = results(question, inputs);
    QCOMPARE(run.size(), inputs.size());
    for (const auto& one : run) {
        QCOMPARE(one.columns[0].sum, std::string("127.50"));
        QCOMPARE(one.columns[0].count, std::uint64_t{34});
        QVERIFY(one.statistics.empty() && !one.rules.any());
    }
}

void TestTotalStatistics::hiddenWithTheRest() {
    const auto run = results(asking({median}, {3, 0, 100}), {inputOf({"5"}), inputOf({""}), inputOf({"9"})});
    QCOMPARE(run.size(), std::size_t{3});
    QVERIFY(run[0].columns[0].hidden && run[0].columns[0].statistics.empty());
}

void TestTotalStatistics::circuitEqualsTheOracle() {
    crypto::SeededRandom random(9);
    for (const std::size_t participants : {2u, 3u, 8u, 9u, 64u}) {
        total::Layout layout{participants, 2, 1, {static_cast<std::uint16_t>(participants / 3), 0, 100}, all};
        const auto circuit = total::circuit_of(layout);
        for (int trial = 0; trial < (participants > 9 ? 2 : 20); ++trial) {
            std::vector<std::vector<total::Part>> parts(participants);
            std::vector<mpc::circuit::Bits> inputs;
            for (auto& mine : parts) {
                for (int column = 0; column < 2; ++column) {
                    total::Part part;
                    part.count = random.below(3);
                    const auto limit = table::Decimal::whole(total::largest_sum).micros();
                    if (part.count > 0)
                        part.sum = random.below(4) == 0
                                       ? (random.below(2) == 0 ? limit : -limit)
                                       : static_cast<table::Int128>(random.below(2001)) - 1000;
                    mine.push_back(part);
                }
                for (auto& bits : total::inputs_of(mine)) inputs.push_back(std::move(bits));
            }
            const auto got =
                total::disclosed(layout, mpc::circuit::evaluate(circuit, inputs).value()).value();
            const auto expected = total::disclose(layout, parts);
            for (std::size_t cell = 0; cell < 2; ++cell) {
                QCOMPARE(got[cell].shown, expected[cell].shown);
                QVERIFY(got[cell].statistics == expected[cell].statistics);
            }
        }
    }
}

void TestTotalStatistics::circuitsFit() {
    for (const std::uint16_t participants : {8, 16, 32, 64}) {
        const total::Layout layout{
            participants, total::statistics_most_cells(participants), 1, {3, 1000, 63}, all};
        const auto ands = total::circuit_of(layout).shape().ands;
        const auto most = mpc::garble_many::most_ands(layout.hosts());
        QVERIFY2(ands <= most, qPrintable(QString("%1: %2").arg(participants).arg(ands)));
        // The gates are the same with as many hosts as there may be, who take fewer.
        QVERIFY2(ands <= mpc::garble_many::most_ands(total::most_hosts),
                 qPrintable(QString("%1: %2").arg(participants).arg(ands)));
        const total::Layout cells{participants, 1, total::most_cells(participants), {3, 1000, 63}};
        QVERIFY(total::circuit_of(cells).shape().ands <= mpc::garble_many::most_ands(cells.hosts()));
    }
}

void TestTotalStatistics::parameters() {
    const Total total;
    const auto question = api::Question(asking({minimum, median}));
    QVERIFY(total.decode(total.encode(question)).value() == question);
    QVERIFY(total.validate(question, 64).ok());
    QVERIFY(!total.validate(question, 65).ok());
    auto hosted = asking({median});
    QCOMPARE(total.encode(hosted).front(), 2);
    for (const std::uint16_t hosts : {2, 3, 8}) {
        hosted.hosts = hosts;
        QCOMPARE(total.encode(hosted).front(), 3);
        QVERIFY(total.decode(total.encode(hosted)).value() == api::Question(hosted));
        QCOMPARE(total.hosts(hosted, 12), hosts);
        QCOMPARE(total.validate(hosted, 3).ok(), hosts <= 3);
        QVERIFY(total.validate(hosted, 64).ok());
    }
    for (const std::uint16_t hosts : {1, 9}) {
        hosted.hosts = hosts;
        QVERIFY(!total.validate(hosted, 12).ok());
        QVERIFY(!total.decode(total.encode(hosted)).ok());
    }
    // No host at all has another form.
    auto bytes = total.encode(asking({median}));
    bytes.front() = 3;
    bytes.insert(bytes.end(), 2, 0);
    QVERIFY(!total.decode(bytes).ok());
    QVERIFY(!total.validate(asking({median, minimum}), 3).ok());
    QVERIFY(!total.validate(asking({median, median}), 3).ok());
    auto grouped = asking({median});
    grouped.group = "dept";
    grouped.categories = {"A", "B", "C"};
    QVERIFY(total.decode(total.encode(grouped)).value() == api::Question(grouped));
    QVERIFY(total.validate(grouped, 3).ok() && total.validate(grouped, 32).ok());
    QVERIFY(!total.validate(grouped, 33).ok());
    auto wide = asking({median});
    while (wide.columns.size() < total::statistics_most_cells(3))
        wide.columns.push_back("c" + std::to_string(wide.columns.size()));
    QVERIFY(total.validate(wide, 3).ok());
    QVERIFY(!total.validate(wide, 64).ok());
    wide.columns.push_back("one more");
    QVERIFY(!total.validate(wide, 3).ok());
}

void TestTotalStatistics::proposalSaysIt() {
    const Total total;
    const auto text = total.describe(asking({lower_quartile, median, maximum}), 3);
    QVERIFY(text.learns[1].text.starts_with(
        "learns the lower quartile, the median and the largest of the participants' own sums of"));
    QVERIFY(text.security.find("both others") != std::string::npos);
    QVERIFY(text.protection.back().heading != "Who computes");
    const auto many = total.describe(asking({median}), 12);
    QVERIFY(std::any_of(many.learns.begin(), many.learns.end(), [](const auto& line) {
        return line.who == "The organizer and partners 1 and 2" && line.text.starts_with("compute this for");
    }));
    QVERIFY(many.protection.back().heading == "Who computes");
    QVERIFY(many.security.find("unless all 3 of them join forces") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestTotalStatistics)
#include "test_total_statistics.moc"
