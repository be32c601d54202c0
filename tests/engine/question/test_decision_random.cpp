// Random formulas over random inputs: the gates, and a share of them through the protocol, equal the clear
// evaluator; inputs beyond their range count as the nearer limit.
#include <QTest>

#include "engine/question/decision_formulas.h"
#include "engine/question/question_runs.h"
#include "question/decision/own_values.h"
#include "question/decision/parser.h"

using namespace tacit;
using namespace tacit::question;
using table::Decimal;
using testing::RandomDecision;

namespace {

/// samples by participant, of the names a, b and v, as values of the formula's fields.
decision::Values values_of(const decision::Setting& setting,
                           const std::vector<std::vector<std::string>>& samples) {
    decision::Values out;
    const auto& fields = setting.formula.fields;
    for (const auto& mine : samples) {
        auto& values = out.emplace_back(fields.size());
        for (std::size_t f = 0; f < fields.size(); ++f) {
            const auto i = fields[f].name == "a" ? 0u : fields[f].name == "b" ? 1u : 2u;
            values[f] = decision::typed_value(fields[f], setting.ranges[f], mine[i]).value();
        }
    }
    return out;
}

/// As Input has it: by name in the order of names_of.
std::vector<Input> inputs_of(const decision::Setting& setting,
                             const std::vector<std::vector<std::string>>& samples) {
    std::vector<Input> out;
    const auto names = decision::names_of(setting.formula);
    for (std::uint16_t place = 0; place < samples.size(); ++place) {
        auto& input = out.emplace_back();
        input.columns.resize(names.size());
        input.values.resize(names.size());
        for (std::size_t i = 0; i < names.size(); ++i)
            if (decision::is_asked(setting.formula, names[i], place))
                input.values[i] = samples[place][names[i] == "a" ? 0 : names[i] == "b" ? 1 : 2];
    }
    return out;
}

std::vector<mpc::circuit::Bits> bits_of(const decision::Setting& setting, const decision::Values& values) {
    std::vector<mpc::circuit::Bits> out;
    const auto& fields = setting.formula.fields;
    for (std::uint16_t place = 0; place < values.size(); ++place)
        for (std::size_t f = 0; f < fields.size(); ++f)
            if (fields[f].asks(place))
                out.push_back(decision::input_bits(fields[f], setting.ranges[f], values[place][f]));
    return out;
}

/// A formula that can run, among so many.
struct Case {
    RandomDecision random;
    decision::Prepared prepared;
};
std::optional<Case> random_case(crypto::Random& random, std::uint16_t participants) {
    RandomDecision made(random, participants);
    auto prepared = decision::prepare(made.question(), participants);
    if (!prepared) return std::nullopt;
    return Case{made, std::move(prepared).value()};
}

bool equal_by_circuit(const Case& one, const std::vector<mpc::circuit::Bits>& bits,
                      const decision::Values& values) {
    const auto& [setting, compiled] = one.prepared;
    const auto outputs = mpc::circuit::evaluate(compiled.circuit, bits).value();
    for (std::uint16_t place = 0; place < setting.participants; ++place) {
        if ((setting.recipients >> place & 1) == 0) continue;
        const auto expected = decision::evaluate(setting.formula, values, place);
        if (!expected.ok() || decision::answer_of(setting, compiled, outputs, place) != *expected)
            return false;
    }
    return true;
}

}  // namespace

class TestDecisionRandom : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void formulasEqualTheClearEvaluator();
    void whatIsBeyondARangeCountsAsItsLimit();
};

void TestDecisionRandom::formulasEqualTheClearEvaluator() {
    const int trials = qEnvironmentVariableIsSet("TACIT_SOAK") ? 10'000 : 300;
    // One in so many runs the protocol as well, from the question to the result.
    constexpr int share = 30;
    crypto::SeededRandom random(5);
    int done = 0, refused = 0, yes = 0, answers[3] = {}, own = 0, withheld = 0;
    while (done < trials) {
        const auto participants = static_cast<std::uint16_t>(2 + random.below(4));
        const auto one = random_case(random, participants);
        if (!one) {
            QVERIFY(++refused < 40 + 2 * trials);
            continue;
        }
        const auto& question = one->random.question();
        const auto& setting = one->prepared.setting;
        const auto values = values_of(setting, one->random.samples());
        QVERIFY2(equal_by_circuit(*one, bits_of(setting, values), values), question.formula.c_str());
        const auto first = decision::evaluate(setting.formula, values, 0).value();
        ++answers[static_cast<int>(first.kind)];
        yes += first.yes ? 1 : 0;
        own += setting.formula.own ? 1 : 0;
        withheld += first.withheld ? 1 : 0;
        if (++done % share != 0) continue;
        const auto outcomes = testing::runAll(question, inputs_of(setting, one->random.samples()));
        std::vector<std::string> names{"Organizer"};
        for (int p = 1; p < participants; ++p) names.push_back("Partner " + std::to_string(p));
        for (std::uint16_t place = 0; place < participants; ++place) {
            QVERIFY2(outcomes[place].ok(), question.formula.c_str());
            const auto& got = std::get<api::DecisionResult>(outcomes[place]->view);
            const auto expected = decision::result_of(
                setting.formula, decision::evaluate(setting.formula, values, place).value(), names);
            QVERIFY2(got.answer == expected.answer && got.kind == expected.kind &&
                         got.means == expected.means && got.withheld == expected.withheld &&
                         got.places == expected.places && got.names == expected.names &&
                         got.number == expected.number && got.rounded == expected.rounded &&
                         got.own == expected.own,
                     question.formula.c_str());
        }
    }
    // Neither all the same nor all refused: every kind of answer occurs, and both of yes and no.
    QVERIFY2(answers[0] > trials / 3 && answers[1] > trials / 40 && answers[2] > trials / 20,
             qPrintable(QString("%1 %2 %3").arg(answers[0]).arg(answers[1]).arg(answers[2])));
    QVERIFY(yes > answers[0] / 5 && yes < answers[0] * 4 / 5);
    QVERIFY(own > trials / 40 && withheld > trials / 40);
    qInfo(
        "%d formulas, %d others refused; %d yes, %d of one's own, %d "
        "withheld",
        done, refused, yes, own, withheld);
}

void TestDecisionRandom::whatIsBeyondARangeCountsAsItsLimit() {
    crypto::SeededRandom random(6);
    int beyond = 0;
    for (int done = 0; done < 150;) {
        const auto one = random_case(random, static_cast<std::uint16_t>(2 + random.below(3)));
        if (!one) continue;
        ++done;
        const auto& setting = one->prepared.setting;
        auto values = values_of(setting, one->random.samples());
        std::vector<mpc::circuit::Bits> bits;
        for (std::uint16_t place = 0; place < values.size(); ++place)
            for (std::size_t f = 0; f < setting.formula.fields.size(); ++f) {
                const auto& field = setting.formula.fields[f];
                const auto& range = setting.ranges[f];
                if (!field.asks(place)) continue;
                // Any bits that the width has, as an altered program may send them.
                auto& mine = bits.emplace_back(decision::input_width(field, range));
                table::Int128 number = 0;
                for (std::size_t i = 0; i < mine.size(); ++i) {
                    mine[i] = random.below(2) == 0;
                    if (mine[i]) number += static_cast<table::Int128>(1) << i;
                }
                const bool sign = !field.vote && !(range.declared && range.low >= Decimal());
                if (sign && mine.back()) number -= static_cast<table::Int128>(1) << mine.size();
                auto value = field.vote ? Decimal::whole(static_cast<std::int64_t>(number)) : Decimal(number);
                if (range.declared) {
                    beyond += range.holds(value) ? 0 : 1;
                    value = std::clamp(value, range.low, range.high);
                }
                values[place][f] = value;
            }
        QVERIFY2(equal_by_circuit(*one, bits, values), one->random.question().formula.c_str());
    }
    QVERIFY(beyond > 20);
}

QTEST_GUILESS_MAIN(TestDecisionRandom)
#include "test_decision_random.moc"
