// Every template against an oracle of its own, and what its sentences say that an answer reveals against all
// values that the others could have brought.
#include <QTest>
#include <functional>
#include <set>

#include "engine/question/question_runs.h"
#include "question/decision/builder.h"
#include "question/decision/parser.h"
#include "question/decision/reveals.h"
#include "question/decision/templates.h"

using namespace tacit;
using namespace tacit::question;
using table::Decimal;

namespace {

using Parameters = std::vector<api::DecisionParameter>;
/// Everybody's values, by participant and name, in millionths.
using Micros = std::vector<std::vector<table::Int128>>;

constexpr table::Int128 one = Decimal::scale;

/// What the recipient at a place should read: "yes", "no", "0,2", "12.5" as millionths times `denominator`,
/// or "withheld".
using Oracle = std::function<std::string(const Micros&, std::size_t place)>;

std::string yes_no(bool yes) {
    return yes ? "yes" : "no";
}

std::string shown(const decision::Answer& answer) {
    if (answer.withheld) return "withheld";
    if (answer.kind == api::AnswerKind::yes_no) return yes_no(answer.yes);
    if (answer.kind == api::AnswerKind::names) return std::to_string(answer.who);
    return decision::decimal_text(answer.number).text;
}

struct Row {
    std::string name;
    Parameters parameters;
    std::vector<std::uint16_t> participants;
    bool vote;
    Oracle oracle;
};

table::Int128 total(const Micros& all, std::size_t name) {
    table::Int128 sum = 0;
    for (const auto& mine : all) sum += mine[name];
    return sum;
}

bool compares(const std::string& comparison, table::Int128 left, table::Int128 right) {
    if (comparison == "above") return left > right;
    if (comparison == "at-least") return left >= right;
    if (comparison == "below") return left < right;
    return left <= right;
}

/// n * four times the quartile, between the closest ranks, by hand.
table::Int128 four_quartiles(const Micros& all, std::size_t which) {
    std::vector<table::Int128> sorted;
    for (const auto& mine : all) sorted.push_back(mine[0]);
    std::sort(sorted.begin(), sorted.end());
    const auto at = (sorted.size() - 1) * which, below = at / 4, rest = at % 4;
    const auto next = std::min(below + 1, sorted.size() - 1);
    return sorted[below] * static_cast<table::Int128>(4 - rest) +
           sorted[next] * static_cast<table::Int128>(rest);
}

std::string extremes(const Micros& all, bool highest) {
    std::uint32_t who = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        bool best = true;
        for (const auto& other : all)
            best = best && (highest ? other[0] <= all[i][0] : other[0] >= all[i][0]);
        if (best) who |= std::uint32_t{1} << i;
    }
    return std::to_string(who);
}

std::vector<Row> rows() {
    std::vector<Row> out;
    const std::vector<std::uint16_t> any{2, 3, 4, 5};
    for (const std::string comparison : {"above", "at-least", "below", "at-most"}) {
        out.push_back({"total-limit",
                       {{"name", "x"}, {"comparison", comparison}, {"limit", "20"}},
                       any,
                       false,
                       [comparison](const Micros& all, std::size_t) {
                           return yes_no(compares(comparison, total(all, 0), 20 * one));
                       }});
        out.push_back({"ratio",
                       {{"above", "x"}, {"comparison", comparison}, {"ratio", "0.5"}, {"below", "y z"}},
                       any,
                       false,
                       [comparison](const Micros& all, std::size_t) {
                           return yes_no(compares(comparison, 2 * total(all, 0), total(all, 1)));
                       }});
        out.push_back({"own-position",
                       {{"name", "x"}, {"comparison", comparison}, {"against", "average"}},
                       any,
                       false,
                       [comparison](const Micros& all, std::size_t place) {
                           const auto n = static_cast<table::Int128>(all.size());
                           return yes_no(compares(comparison, n * all[place][0], total(all, 0)));
                       }});
        for (const auto& [against, which] :
             {std::pair("lower-quartile", 1u), {"median", 2u}, {"upper-quartile", 3u}})
            out.push_back({"own-position",
                           {{"name", "x"}, {"comparison", comparison}, {"against", against}},
                           any,
                           false,
                           [comparison, which](const Micros& all, std::size_t place) {
                               return yes_no(
                                   compares(comparison, 4 * all[place][0], four_quartiles(all, which)));
                           }});
    }
    out.push_back({"total-limit",
                   {{"name", "x"}, {"comparison", "between"}, {"limit", "-3"}, {"upper", "20"}},
                   any,
                   false,
                   [](const Micros& all, std::size_t) {
                       return yes_no(total(all, 0) >= -3 * one && total(all, 0) <= 20 * one);
                   }});
    for (const std::string organizer : {"buys", "sells"})
        for (const std::string price : {"none", "middle", "bid", "ask"})
            out.push_back(
                {"cross",
                 {{"organizer", organizer}, {"bid", "bid"}, {"ask", "ask"}, {"price", price}},
                 {2},
                 false,
                 [organizer, price](const Micros& all, std::size_t) -> std::string {
                     // The first name of the formula is the bid.
                     const auto bid = all[organizer == "buys" ? 0 : 1][0];
                     const auto ask = all[organizer == "buys" ? 1 : 0][1];
                     if (price == "none") return yes_no(bid >= ask);
                     if (bid < ask) return "withheld";
                     const auto twice = price == "bid" ? 2 * bid : price == "ask" ? 2 * ask : bid + ask;
                     return decision::decimal_text(
                                decision::Rational(decision::Wide(twice), decision::Wide(2 * one)))
                         .text;
                 }});
    out.push_back(
        {"agreement", {{"name", "v"}, {"rule", "everyone"}}, any, true, [](const Micros& all, std::size_t) {
             return yes_no(total(all, 0) == static_cast<table::Int128>(all.size()) * one);
         }});
    out.push_back({"agreement",
                   {{"name", "v"}, {"rule", "anyone-objects"}},
                   any,
                   true,
                   [](const Micros& all, std::size_t) { return yes_no(total(all, 0) > 0); }});
    for (const int least : {1, 2, 3})
        out.push_back(
            {"agreement",
             {{"name", "v"}, {"rule", "at-least"}, {"least", std::to_string(least)}},
             {3, 4, 5},
             true,
             [least](const Micros& all, std::size_t) { return yes_no(total(all, 0) >= least * one); }});
    for (const std::string which : {"highest", "lowest"})
        out.push_back(
            {"highest",
             {{"name", "x"}, {"which", which}},
             any,
             false,
             [which](const Micros& all, std::size_t) { return extremes(all, which == "highest"); }});
    out.push_back(
        {"tolerance", {{"name", "x"}, {"tolerance", "5"}}, any, false, [](const Micros& all, std::size_t) {
             bool within = true;
             for (const auto& a : all)
                 for (const auto& b : all) within = within && a[0] - b[0] <= 5 * one;
             return yes_no(within);
         }});
    return out;
}

std::string label(const Row& row) {
    auto out = row.name;
    for (const auto& parameter : row.parameters) out += ' ' + parameter.name + '=' + parameter.value;
    return out;
}

table::Int128 random_micros(crypto::Random& random, bool vote) {
    if (vote) return random.below(2) == 0 ? 0 : one;
    switch (random.below(6)) {
        case 0:
            return 0;
        case 1:
            return static_cast<table::Int128>(decision::largest_value) * (random.below(2) == 0 ? one : -one);
        case 2:
            return 20 * one + static_cast<table::Int128>(random.below(3)) - 1;
        default:
            return static_cast<table::Int128>(random.below(40'000'000)) - 15 * one;
    }
}

decision::Values decimals(const Micros& all) {
    decision::Values out;
    for (const auto& mine : all) {
        auto& values = out.emplace_back();
        for (const auto micros : mine) values.emplace_back(micros);
    }
    return out;
}

}  // namespace

class TestDecisionTemplates : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyTemplateHasExamples();
    void circuitsEqualTheOracles();
    void runsEqualTheOracles();
    void whatAnAnswerRevealsIsExact();
    void sentencesOfWhatIsRevealed_data();
    void sentencesOfWhatIsRevealed();
    void wrongParametersAreRefused_data();
    void wrongParametersAreRefused();
};

void TestDecisionTemplates::everyTemplateHasExamples() {
    const auto all = decision::templates();
    QCOMPARE(all.size(), std::size_t{7});
    for (const auto& one_template : all) {
        QVERIFY2(!one_template.formula.empty() && one_template.question.ends_with('?') &&
                     !one_template.reveals.empty(),
                 one_template.name.c_str());
        const auto tested = rows();
        QVERIFY(std::any_of(tested.begin(), tested.end(),
                            [&](const auto& row) { return row.name == one_template.name; }));
        for (const auto& slot : one_template.slots) QVERIFY(!slot.title.empty() && !slot.example.empty());
    }
}

void TestDecisionTemplates::circuitsEqualTheOracles() {
    const int trials = qEnvironmentVariableIsSet("TACIT_SOAK") ? 300 : 12;
    crypto::SeededRandom random(8);
    for (const auto& row : rows()) {
        const auto question = decision::fill(row.name, row.parameters).value();
        std::set<std::string> seen;
        for (const auto participants : row.participants) {
            const auto prepared = decision::prepare(question, participants).value();
            const auto& [setting, compiled] = prepared;
            const auto& fields = setting.formula.fields;
            for (int trial = 0; trial < trials; ++trial) {
                Micros all(participants, std::vector<table::Int128>(fields.size()));
                std::vector<mpc::circuit::Bits> bits;
                for (std::uint16_t place = 0; place < participants; ++place)
                    for (std::size_t f = 0; f < fields.size(); ++f) {
                        all[place][f] = random_micros(random, row.vote);
                        if (fields[f].asks(place))
                            bits.push_back(
                                decision::input_bits(fields[f], setting.ranges[f], Decimal(all[place][f])));
                    }
                const auto outputs = mpc::circuit::evaluate(compiled.circuit, bits).value();
                for (std::uint16_t place = 0; place < participants; ++place) {
                    const auto expected = row.oracle(all, place);
                    seen.insert(expected);
                    QCOMPARE(shown(decision::answer_of(setting, compiled, outputs, place)), expected);
                    QCOMPARE(shown(decision::evaluate(setting.formula, decimals(all), place).value()),
                             expected);
                }
            }
        }
        QVERIFY2(seen.size() > 1, label(row).c_str());
    }
}

/// One run of each template through the protocol.
void TestDecisionTemplates::runsEqualTheOracles() {
    crypto::SeededRandom random(9);
    std::set<std::string> done;
    for (const auto& row : rows()) {
        if (!done.insert(row.name).second) continue;
        const auto participants = row.participants[0];
        const auto question = decision::fill(row.name, row.parameters).value();
        const auto setting = decision::prepare(question, participants).value().setting;
        Micros all(participants, std::vector<table::Int128>(setting.formula.fields.size()));
        std::vector<Input> inputs(participants);
        for (std::uint16_t place = 0; place < participants; ++place) {
            inputs[place].columns.resize(all[place].size());
            inputs[place].place = place;
            for (std::size_t f = 0; f < all[place].size(); ++f) {
                all[place][f] = random_micros(random, row.vote);
                inputs[place].values.push_back(
                    setting.formula.fields[f].asks(place) ? Decimal(all[place][f]).text() : std::string());
            }
        }
        const auto outcomes = testing::runAll(question, inputs);
        for (std::uint16_t place = 0; place < participants; ++place) {
            QVERIFY2(outcomes[place].ok(), label(row).c_str());
            const auto& result = std::get<api::DecisionResult>(outcomes[place]->view);
            std::uint32_t who = 0;
            for (const auto named : result.places) who |= std::uint32_t{1} << named;
            const auto got = result.withheld                          ? std::string("withheld")
                             : result.kind == api::AnswerKind::yes_no ? yes_no(result.answer)
                             : result.kind == api::AnswerKind::names  ? std::to_string(who)
                                                                      : result.number;
            QCOMPARE(got, row.oracle(all, place));
        }
    }
}

namespace {

/// Around every number that an inference of the tested templates speaks of.
std::vector<Decimal> domain(const std::string& name, std::size_t field, std::uint16_t participants) {
    std::vector<Decimal> out;
    const auto add = [&](int from, int to, int step = 1) {
        for (int value = from; value <= to; value += step) out.push_back(Decimal::whole(value));
    };
    if (name == "agreement") add(0, 1);
    if (name == "total-limit") participants == 2 ? add(-20, 22) : add(-7, 20, 3);
    if (name == "cross") add(86, 104);
    if (name == "highest" || name == "own-position") participants == 2 ? add(0, 20) : add(6, 14);
    if (name == "tolerance") participants == 2 ? add(0, 20) : add(3, 17);
    if (name == "ratio") field != 0 ? add(-2, 3) : participants == 2 ? add(38, 43) : add(18, 23);
    if (name != "agreement" && participants == 2) out.push_back(Decimal(9'999'999));
    return out;
}

/// Calls `visit` with every way in which the others can fill in what they are asked for.
void for_all_others(const std::string& name, const decision::Formula& formula, std::uint16_t knower,
                    decision::Values& values, const std::function<void()>& visit) {
    std::vector<std::pair<std::size_t, std::size_t>> open;
    for (std::size_t place = 0; place < values.size(); ++place)
        for (std::size_t f = 0; f < formula.fields.size(); ++f)
            if (place != knower && formula.fields[f].asks(static_cast<std::uint16_t>(place)))
                open.emplace_back(place, f);
    const std::function<void(std::size_t)> fill = [&](std::size_t at) {
        if (at == open.size()) return visit();
        for (const auto& value : domain(name, open[at].second, static_cast<std::uint16_t>(values.size()))) {
            values[open[at].first][open[at].second] = value;
            fill(at + 1);
        }
    };
    fill(0);
}

/// Everybody's values as the claim's fields have them, which are some of the formula's, the knower taken out
/// where the claim is about the others.
decision::Values values_for_claim(const decision::Formula& formula, const decision::Formula& claim,
                                  const decision::Inference& inference, const decision::Values& values) {
    decision::Values out;
    for (std::size_t place = 0; place < values.size(); ++place) {
        if (inference.over_others && place == inference.knower) continue;
        auto& mine = out.emplace_back();
        for (const auto& field : claim.fields)
            for (std::size_t f = 0; f < formula.fields.size(); ++f)
                if (formula.fields[f].name == field.name) mine.push_back(values[place][f]);
    }
    return out;
}

}  // namespace

void TestDecisionTemplates::whatAnAnswerRevealsIsExact() {
    for (const auto& row : rows())
        for (const auto participants : row.participants) {
            if (participants > 3) continue;
            const auto question = decision::fill(row.name, row.parameters).value();
            const auto formula = decision::parse_formula(question.formula).value();
            const auto all = decision::inferences(formula, participants, decision::everybody);
            QVERIFY2(!all.empty(), label(row).c_str());
            for (const auto& inference : all) {
                const auto claim = decision::parse_formula(inference.claim).value();
                decision::Values values(participants, std::vector<Decimal>(formula.fields.size()));
                values[inference.knower] = inference.own;
                int holds = 0, fails = 0;
                for_all_others(row.name, formula, inference.knower, values, [&] {
                    const auto answer = decision::evaluate(formula, values, inference.knower).value();
                    const bool same = answer == inference.answer;
                    const auto claimed =
                        decision::evaluate(claim, values_for_claim(formula, claim, inference, values))
                            .value()
                            .yes;
                    if (same != claimed) ++fails;
                    holds += same ? 1 : 0;
                });
                const auto about = label(row) + ": " + inference.text;
                QVERIFY2(fails == 0, about.c_str());
                // At least k of n can be more than the others can give.
                QVERIFY2(holds > 0, about.c_str());
            }
        }
}

void TestDecisionTemplates::sentencesOfWhatIsRevealed_data() {
    QTest::addColumn<QByteArray>("formula");
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("which");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* formula, int participants, int which, const char* says) {
        QTest::addRow("%s, %d, %d", formula, participants, which)
            << QByteArray(formula) << participants << which << QByteArray(says);
    };
    row("sum(exposure) > 1000000", 2, 0,
        "If the answer is yes and your own total is 100,000, you know that the other one's total is above "
        "900,000.");
    row("sum(x) <= -1234.5", 3, 0,
        "If the answer is yes and your own total is 10, you know that the others' totals together are at "
        "most "
        "-1,244.50.");
    row("sum(x) > 100", 3, 1,
        "If the answer is no and your own total is 10, you know that the others' totals together are at most "
        "90.");
    row("sum(x) between 1 and 20", 2, 1,
        "If the answer is no and your own total is 10, you know that the other one's total is below -9 or "
        "above 10.");
    row("organizer(bid) >= partner(ask)", 2, 0,
        "If the answer is yes and your own bid is 100, you know that the partner's ask is at most 100.");
    row("organizer(bid) >= partner(ask)", 2, 3,
        "If the answer is no and your own ask is 100, you know that the organizer's bid is below 100.");
    row("if organizer(bid) >= partner(ask) then (organizer(bid) + partner(ask)) / 2", 2, 2,
        "If the answer is 95 and your own bid is 100, you know that the partner's ask is 90.");
    row("all(approve)", 3, 0,
        "If the answer is yes and you say yes to approve, you know that all others say yes.");
    row("all(approve)", 3, 1,
        "If the answer is no and you say yes to approve, you know that at least one of the others says no.");
    row("any(objection)", 2, 0,
        "If the answer is yes and you say no to objection, you know that the other one says yes.");
    row("count(approve) >= 3", 5, 1,
        "If the answer is no and you say yes to approve, you know that at most 1 of the others say yes.");
    row("highest(bid)", 3, 0,
        "If the answer is you alone and your own bid is 10, you know that those of all others are below 10.");
    row("highest(bid)", 3, 1,
        "If the answer is partner 1 alone and your own bid is 10, you know that theirs is above 10, and "
        "higher "
        "than anybody else's.");
    row("mine(salary) > average(salary)", 3, 0,
        "If the answer is yes and your own salary is 10, you know that the average of the others is below "
        "10.");
    row("mine(salary) >= quartile(salary, 3)", 4, 0,
        "If the answer is yes and your own salary is 10, you know that the upper quartile of salary over the "
        "participants, your own included, is at most 10.");
    row("max(price) - min(price) <= 5", 3, 0,
        "If the answer is yes and your own price is 10, you know that those of all others are between 5 and "
        "15, and "
        "no two of them are more than 5 apart.");
    row("sum(losses) > 0.5 * sum(premiums)", 2, 0,
        "If the answer is yes, your own losses is 10 and your own premiums is 100, you know that the other "
        "one's "
        "losses is above 0.50 times their premiums plus 40.");
    row("median(a) > 3", 2, 0,
        "Whoever learns the answer can put their own numbers into the formula, and what is left of it is "
        "then a "
        "statement about the others' numbers alone.");
}

void TestDecisionTemplates::sentencesOfWhatIsRevealed() {
    QFETCH(QByteArray, formula);
    QFETCH(int, participants);
    QFETCH(int, which);
    QFETCH(QByteArray, says);
    const auto sentences =
        decision::reveals_of(decision::parse_formula(formula.toStdString()).value(),
                             static_cast<std::uint16_t>(participants), decision::everybody);
    QVERIFY(static_cast<std::size_t>(which) < sentences.size());
    QCOMPARE(QByteArray::fromStdString(sentences[static_cast<std::size_t>(which)]), says);
}

void TestDecisionTemplates::wrongParametersAreRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("parameters");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QStringList& parameters, const char* says) {
        QTest::addRow("%s %s", name, qPrintable(parameters.join(' ')))
            << QString(name) << parameters << QString(says);
    };
    row("limit", {}, "There is no template \"limit\"; there are total-limit, cross");
    row("total-limit", {"name=x", "comparison=above"}, "(limit): a value is missing");
    row("total-limit", {"name=x", "comparison=over", "limit=1"}, "choose one of above, at-least");
    row("total-limit", {"name=x", "comparison=above", "limit=1,000"}, "give a number");
    row("total-limit", {"name=x", "comparison=above", "limit=1", "upper=2"},
        "belongs to comparison=between alone");
    row("total-limit", {"name=x", "comparison=between", "limit=1"}, "(upper): a value is missing");
    row("total-limit", {"name=", "comparison=above", "limit=1"}, "give a name");
    row("total-limit", {"name=x", "comparison=above", "limit=1", "colour=2"}, "has no parameter \"colour\"");
    row("highest", {"name=x", "name=y", "which=highest"}, "given twice");
    row("agreement", {"name=x", "rule=at-least", "least=0"}, "whole number from 1");
    row("agreement", {"name=x", "rule=at-least", "least=1.5"}, "whole number from 1");
    row("cross", {"organizer=buys", "bid=p", "ask=p", "price=fair"}, "choose one of none, middle");
}

void TestDecisionTemplates::wrongParametersAreRefused() {
    QFETCH(QString, name);
    QFETCH(QStringList, parameters);
    QFETCH(QString, says);
    Parameters given;
    for (const auto& one_given : parameters)
        given.push_back(
            {one_given.section('=', 0, 0).toStdString(), one_given.section('=', 1).toStdString()});
    const auto outcome = decision::fill(name.toStdString(), given);
    QVERIFY(!outcome.ok());
    QVERIFY2(QString::fromStdString(outcome.error().detail).contains(says), outcome.error().detail.c_str());
}

QTEST_GUILESS_MAIN(TestDecisionTemplates)
#include "test_decision_templates.moc"
