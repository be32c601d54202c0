// Disclosure rules in the clear and as a circuit: what is shown, that both agree, and, by enumeration, that
// nobody can work out what is hidden.
#include <QTest>
#include <map>

#include "crypto/random.h"
#include "mpc/garble_many/windows.h"
#include "question/total/circuit.h"
#include "question/total/disclosure.h"
#include "question/total/joint.h"
#include "question/total/rules.h"

using namespace tacit;
using namespace tacit::question::total;
using table::Int128;
using Parts = std::vector<std::vector<Part>>;

namespace {

constexpr Int128 largest = Int128{largest_sum} * table::Decimal::scale;

/// Small numbers, so that rules are met and missed by a hair, and now and then the edges of the range.
Part randomPart(crypto::Random& random) {
    Part part;
    part.count = random.below(4);
    if (part.count == 0) return part;
    part.sum = static_cast<Int128>(random.below(21)) - 10;
    if (random.below(16) == 0) part.sum = random.below(2) == 0 ? largest : -largest;
    if (random.below(16) == 0) part.count = (std::uint64_t{1} << count_bits) - 1;
    return part;
}

api::DisclosureRules randomRules(crypto::Random& random) {
    api::DisclosureRules rules;
    if (random.below(2) == 0) rules.minimum_contributors = static_cast<std::uint16_t>(random.below(4));
    if (random.below(2) == 0) rules.minimum_group = static_cast<std::uint32_t>(random.below(7));
    if (random.below(2) == 0) rules.dominance = static_cast<std::uint8_t>(1 + random.below(100));
    return rules;
}

Disclosed byCircuit(const Layout& layout, const Parts& parts) {
    std::vector<mpc::circuit::Bits> inputs;
    for (const auto& mine : parts)
        for (auto& bits : inputs_of(mine)) inputs.push_back(std::move(bits));
    return disclosed(layout, mpc::circuit::evaluate(circuit_of(layout), inputs).value()).value();
}

bool operator==(const Shown& a, const Shown& b) {
    return a.shown == b.shown && a.sum == b.sum && a.count == b.count;
}

/// One row per participant: sum and count of each cell.
Parts partsOf(std::initializer_list<std::initializer_list<std::pair<int, unsigned>>> rows) {
    Parts out;
    for (const auto& row : rows) {
        auto& mine = out.emplace_back();
        for (const auto& [sum, count] : row) mine.push_back({sum, count});
    }
    return out;
}

/// All ways in which every participant can have one of `choices` in every cell.
template <class Visit>
void enumerate(std::size_t participants, std::size_t cells, const std::vector<Part>& choices,
               const Visit& visit) {
    std::vector<std::size_t> at(participants * cells);
    for (;;) {
        Parts parts(participants, std::vector<Part>(cells));
        for (std::size_t i = 0; i < at.size(); ++i) parts[i / cells][i % cells] = choices[at[i]];
        visit(parts);
        std::size_t i = 0;
        while (i < at.size() && ++at[i] == choices.size()) at[i++] = 0;
        if (i == at.size()) return;
    }
}

/// Everything that a participant knows after a run. Sums modulo `modulus`, if that is not 0: then no sum is
/// the largest that there can be, as none is for whoever does not know the range of the values.
std::vector<Int128> viewOf(std::size_t me, const Parts& parts, const Disclosed& disclosed, Int128 modulus) {
    std::vector<Int128> view;
    const auto sum = [modulus](Int128 s) { return modulus == 0 ? s : (s % modulus + modulus) % modulus; };
    for (const auto& part : parts[me]) view.insert(view.end(), {sum(part.sum), Int128{part.count}});
    for (const auto& cell : disclosed) {
        view.insert(view.end(), {Int128{cell.shown}, sum(cell.sum), Int128{cell.count}});
        view.insert(view.end(), cell.statistics.begin(), cell.statistics.end());
    }
    return view;
}

/// The others' part of a cell.
Part othersOf(std::size_t me, const Parts& parts, std::size_t cell, Int128 modulus) {
    Part out;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        if (p == me) continue;
        out.sum += parts[p][cell].sum;
        out.count += parts[p][cell].count;
    }
    if (modulus != 0) out.sum = (out.sum % modulus + modulus) % modulus;
    return out;
}

struct Known {
    bool count_varies = false, sum_varies = false;
    Part first;
    bool others_have_values = false;
};

/// Hidden cells in which others have values, and of which a participant can tell their exact count or sum.
QStringList workedOut(const Layout& layout, const std::vector<Part>& choices, Int128 modulus,
                      Disclosed (*rule)(const Layout&, const Parts&) = disclose) {
    std::map<std::vector<Int128>, Known> known;
    enumerate(layout.participants, layout.cells(), choices, [&](const Parts& parts) {
        const auto shown = rule(layout, parts);
        for (std::size_t me = 0; me < layout.participants; ++me) {
            const auto view = viewOf(me, parts, shown, modulus);
            for (std::size_t cell = 0; cell < layout.cells(); ++cell) {
                if (shown[cell].shown) continue;
                auto key = view;
                key.insert(key.end(), {Int128(me), Int128(cell)});
                const auto others = othersOf(me, parts, cell, modulus);
                const auto [found, fresh] = known.try_emplace(std::move(key));
                auto& k = found->second;
                if (fresh) k.first = others;
                k.count_varies = k.count_varies || others.count != k.first.count;
                k.sum_varies = k.sum_varies || others.sum != k.first.sum;
                k.others_have_values = k.others_have_values || others.count > 0;
            }
        }
    });
    QStringList out;
    for (const auto& [key, k] : known)
        if (k.others_have_values && !(k.count_varies && k.sum_varies)) {
            QStringList numbers;
            for (const auto number : key) numbers << QString::number(static_cast<int>(number));
            out << numbers.join(' ');
        }
    return out;
}

}  // namespace

class TestTotalRules : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rulesHideWhatTheySay();
    void circuitEqualsTheClearRules();
    void nothingOverflowsWhateverBitsAreGiven();
    void nobodyWorksOutAHiddenCell_data();
    void nobodyWorksOutAHiddenCell();
    void aTotalBesideHiddenCellsGivesThemAway();
    void strictestRuleWins();
    void largestCircuitsFit();
};

void TestTotalRules::rulesHideWhatTheySay() {
    const auto shows = [](const api::DisclosureRules& rules, const Parts& parts) {
        return disclose({parts.size(), 1, 1, rules}, parts).at(0).shown;
    };
    const auto parts = partsOf({{{60, 2}}, {{-40, 3}}, {{0, 0}}});
    QVERIFY(shows({}, parts));
    QVERIFY(shows({2, 0, 100}, parts) && !shows({3, 0, 100}, parts));
    QVERIFY(shows({0, 5, 100}, parts) && !shows({0, 6, 100}, parts));
    // 60 of 100: a part is measured without its sign.
    QVERIFY(shows({0, 0, 60}, parts) && !shows({0, 0, 59}, parts));
    QVERIFY(shows({2, 5, 60}, parts) && !shows({2, 5, 59}, parts));
    // An empty cell is small; nobody dominates it.
    const auto empty = partsOf({{{0, 0}}, {{0, 0}}});
    QVERIFY(shows({}, empty) && shows({0, 0, 1}, empty));
    QVERIFY(!shows({1, 0, 100}, empty) && !shows({0, 1, 100}, empty));
    const auto shown = disclose({3, 1, 1, {2, 5, 60}}, parts);
    QVERIFY(shown[0].sum == 20 && shown[0].count == 5);
    const auto hidden = disclose({3, 1, 1, {3, 5, 60}}, parts);
    QVERIFY(hidden[0].sum == 0 && hidden[0].count == 0);
}

void TestTotalRules::circuitEqualsTheClearRules() {
    const int trials = qEnvironmentVariableIsSet("TACIT_SOAK") ? 10000 : 400;
    crypto::SeededRandom random(20261128);
    int shown = 0, hidden = 0;
    for (int trial = 0; trial < trials; ++trial) {
        const Layout layout{2 + random.below(7), 1 + random.below(2), 1 + random.below(4),
                            randomRules(random)};
        Parts parts(layout.participants);
        for (auto& mine : parts)
            for (std::size_t cell = 0; cell < layout.cells(); ++cell) mine.push_back(randomPart(random));
        const auto clear = disclose(layout, parts), joint = byCircuit(layout, parts);
        QCOMPARE(joint.size(), clear.size());
        for (std::size_t i = 0; i < clear.size(); ++i) {
            QVERIFY2(joint[i] == clear[i], qPrintable(QString::number(trial)));
            ++(clear[i].shown ? shown : hidden);
        }
    }
    QVERIFY(shown > 200 && hidden > 200);
}

/// An altered program may put in any bits; still nothing wraps round.
void TestTotalRules::nothingOverflowsWhateverBitsAreGiven() {
    const Layout layout{8, 1, 2, {2, 1000, 13}};
    const auto circuit = circuit_of(layout);
    const auto width = inputs_of({Part{}})[1].size();
    for (const bool negative : {false, true}) {
        mpc::circuit::Bits count(count_bits, true), sum(width, !negative);
        sum.back() = negative;
        std::vector<mpc::circuit::Bits> inputs;
        for (std::size_t p = 0; p < layout.participants; ++p)
            for (std::size_t cell = 0; cell < 2; ++cell) inputs.insert(inputs.end(), {count, sum});
        const auto out = disclosed(layout, mpc::circuit::evaluate(circuit, inputs).value()).value();
        // Eight equal parts: 12.5 % each.
        const Int128 magnitude = Int128{1} << (width - 1);
        for (const auto& cell : out) {
            QVERIFY(cell.shown);
            QVERIFY(cell.sum == 8 * (negative ? -magnitude : magnitude - 1));
            QCOMPARE(cell.count, 8 * ((std::uint64_t{1} << count_bits) - 1));
        }
    }
}

void TestTotalRules::nobodyWorksOutAHiddenCell_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("contributors");
    QTest::addColumn<int>("group");
    QTest::addColumn<bool>("statistics");
    for (const int participants : {2, 3, 4})
        for (const int contributors : {0, 2, 3})
            for (const int group : {0, 2, 3, 4}) {
                if (contributors > participants || contributors + group == 0) continue;
                for (const bool statistics : {false, true}) {
                    if (statistics && participants == 4) continue;
                    QTest::addRow("%d: %d contributors, %d values%s", participants, contributors, group,
                                  statistics ? ", with statistics" : "")
                        << participants << contributors << group << statistics;
                }
            }
}

/// All that three (or so) participants can have in two categories, with sums in a group in which none is the
/// largest. Two situations look the same to a participant if its own values and all that was opened are the
/// same. Of a hidden cell in which others have values, it must not be able to tell their count or their sum.
void TestTotalRules::nobodyWorksOutAHiddenCell() {
    QFETCH(int, participants);
    QFETCH(int, contributors);
    QFETCH(int, group);
    QFETCH(bool, statistics);
    Layout layout{static_cast<std::size_t>(participants),
                  1,
                  2,
                  {static_cast<std::uint16_t>(contributors), static_cast<std::uint32_t>(group), 100}};
    if (statistics)
        layout.statistics = {api::Statistic::minimum, api::Statistic::median, api::Statistic::maximum};
    // Two values may cancel out, so sums are independent of counts.
    std::vector<Part> choices{{0, 0}, {0, 1}, {1, 1}, {0, 2}, {1, 2}};
    if (participants == 4 || (participants == 3 && statistics)) choices = {{0, 0}, {0, 1}, {1, 1}};
    const auto found = workedOut(layout, choices, 2);
    QVERIFY2(found.isEmpty(), qPrintable(QString::number(found.size()) + ": " + found.value(0)));
}

/// The parts of hidden cells taken together, as a cell.
Parts hiddenTogether(const Layout& layout, const Parts& parts) {
    const auto shown = disclose(layout, parts);
    Parts out(parts.size(), std::vector<Part>(1));
    for (std::size_t p = 0; p < parts.size(); ++p)
        for (std::size_t cell = 0; cell < layout.cells(); ++cell)
            if (!shown[cell].shown) {
                out[p][0].sum += parts[p][cell].sum;
                out[p][0].count += parts[p][cell].count;
            }
    return out;
}

/// A rule that one might think of: the total is shown beside hidden cells if these together pass as one cell.
Disclosed withTotal(const Layout& layout, const Parts& parts) {
    auto out = disclose(layout, parts);
    out.push_back(disclose({parts.size(), 1, 1, layout.rules}, hiddenTogether(layout, parts)).at(0));
    return out;
}

/// A better one: only if they pass even without any one participant, and only the sum.
Disclosed withCarefulTotal(const Layout& layout, const Parts& parts) {
    auto out = disclose(layout, parts);
    const auto hidden = hiddenTogether(layout, parts);
    auto total = disclose({parts.size(), 1, 1, layout.rules}, hidden).at(0);
    for (std::size_t without = 0; without < parts.size(); ++without) {
        auto others = hidden;
        others[without][0] = {};
        total.shown = total.shown && disclose({parts.size(), 1, 1, layout.rules}, others).at(0).shown;
    }
    out.push_back(total.shown ? Shown{true, total.sum, 0} : Shown{});
    return out;
}

/// Why there is no total beside a hidden category. It also shows that the test above finds something where
/// there is something.
void TestTotalRules::aTotalBesideHiddenCellsGivesThemAway() {
    const std::vector<Part> choices{{0, 0}, {0, 1}, {1, 1}, {0, 2}, {1, 2}};
    QVERIFY(!workedOut({3, 1, 2, {0, 3, 100}}, choices, 2, withTotal).isEmpty());
    QVERIFY(!workedOut({3, 1, 2, {2, 0, 100}}, choices, 2, withTotal).isEmpty());
    QVERIFY(!workedOut({3, 1, 2, {2, 4, 100}}, choices, 2, withCarefulTotal).isEmpty());
}

void TestTotalRules::strictestRuleWins() {
    const api::DisclosureRules one{3, 5, 100}, other{2, 10, 60};
    QVERIFY(strictest(one, other) == (api::DisclosureRules{3, 10, 60}));
    QVERIFY(strictest(other, {}) == other);
    QCOMPARE(sentence_of({}), std::string());
    QCOMPARE(
        sentence_of({3, 5, 60}),
        std::string("fewer than 3 participants have a value in it, or there are fewer than 5 values in it, "
                    "or one participant's part is more than 60 % of it"));
    for (const api::DisclosureRules& wrong :
         {api::DisclosureRules{0, 0, 0}, {0, 0, 101}, {1001, 0, 100}, {0, 1'000'000'001, 100}}) {
        QVERIFY(!check_rules(wrong));
        wire::Writer w;
        write_rules(w, wrong);
        wire::Reader r(w.view());
        read_rules(r);
        QVERIFY(!r.finish());
    }
    wire::Writer w;
    write_rules(w, other);
    QCOMPARE(w.view().size(), rules_size);
    wire::Reader r(w.view());
    QVERIFY(read_rules(r) == other && r.finish());
}

void TestTotalRules::largestCircuitsFit() {
    for (const std::uint16_t participants : {3, 5, 6, 7, 8}) {
        const Layout layout{participants, 1, most_cells(participants), {3, 1'000'000'000, 63}};
        const auto ands = circuit_of(layout).shape().ands;
        QVERIFY2(ands <= mpc::garble_many::most_ands(participants),
                 qPrintable(QString("%1: %2").arg(participants).arg(ands)));
    }
}

QTEST_GUILESS_MAIN(TestTotalRules)
#include "test_total_rules.moc"
