#include "question/decision/decision.h"

#include <algorithm>

#include "mpc/garble/garble.h"
#include "mpc/garble_many/garble_many.h"
#include "question/decision/circuit.h"
#include "question/decision/parser.h"
#include "question/decision/protection.h"
#include "question/decision/words.h"
#include "question/numbers.h"
#include "question/text.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::question {

namespace {

namespace garble = mpc::garble;
using decision::Formula;
using table::Decimal;

constexpr std::uint8_t version = 1;

const api::DecisionQuestion& parameters(const api::Question& question) {
    return std::get<api::DecisionQuestion>(question);
}

/// Of a question that has been validated.
Formula formula_of(const api::Question& question) {
    return decision::parse_formula(parameters(question).formula).value();
}

bool is_recipient(api::Recipients to, std::uint16_t place) {
    return to == api::Recipients::all || (to == api::Recipients::organizer) == (place == 0);
}

std::uint32_t recipients_as_bits(api::Recipients to, std::uint16_t participants) {
    std::uint32_t bits = 0;
    for (std::uint16_t place = 0; place < participants; ++place)
        if (is_recipient(to, place)) bits |= std::uint32_t{1} << place;
    return bits;
}

std::string all_of(std::uint16_t participants) {
    return participants == 2 ? "both participants" : "all " + std::to_string(participants) + " participants";
}

void describe_recipients(const Formula& formula, api::Recipients to, std::uint16_t participants,
                         api::ProposalText& text) {
    const bool two = participants == 2;
    const auto answer = "a yes or no: " + decision::whether(formula) + ", over " + all_of(participants) + '.';
    switch (to) {
        case api::Recipients::all:
            text.learns.push_back(
                {two ? "Both participants" : "Everyone", (two ? "learn " : "learns ") + answer});
            break;
        case api::Recipients::organizer:
            text.learns.push_back({"The organizer", "learns " + answer});
            text.never.emplace_back(two ? "The partner learns nothing, not even the answer."
                                        : "The partners learn nothing, not even the answer.");
            break;
        case api::Recipients::partner:
            text.learns.push_back(
                {two ? "The partner" : "The partners", (two ? "learns " : "learn ") + answer});
            text.never.emplace_back("The organizer learns nothing, not even the answer.");
            break;
    }
}

void describe_limits(const Formula& formula, api::Recipients to, std::uint16_t participants,
                     api::ProposalText& text) {
    text.beware.push_back("Whoever learns the answer can subtract their own total: " +
                          decision::inference(formula, participants) + '.');
    text.beware.emplace_back(
        "Each further session about the same numbers with another limit narrows the total down.");
    if (participants > 2) {
        text.beware.emplace_back(
            "If all participants but one put their numbers together, they know as much of the remaining "
            "one's total "
            "alone.");
        text.beware.emplace_back(
            "Who the other partners are is the organizer's word alone. An organizer that takes several "
            "places under "
            "other names knows the numbers there. The receipt names everybody with the fingerprint of their "
            "key: ask "
            "those whom you know for theirs.");
    }
    if (to == api::Recipients::all || (to == api::Recipients::partner && participants > 2))
        text.beware.emplace_back(
            participants == 2
                ? "The partner's program learns the answer first, and an altered one could keep it "
                  "from the organizer."
                : "Somebody's program learns the answer first, and an altered one could keep it "
                  "from the others.");
    text.beware.emplace_back("Nobody can check whether a participant gives true numbers.");
}

/// One's own number for a name, exact. Fault::cell_invalid with what is wrong.
Result<Decimal> own_number(const Input& input, std::size_t i, const std::stop_token& stop = {}) {
    if (i < input.values.size() && !input.values[i].empty()) return Decimal::parse(input.values[i]);
    TACIT_ASSIGN(const auto index, input.dataset->find_column(input.columns.at(i)));
    TACIT_ASSIGN(const auto column, table::numeric_column(*input.dataset, index, stop));
    Decimal sum;
    for (const auto& value : column.values)
        if (value) sum += *value;
    return sum;
}

bool is_within_range(Decimal value) {
    return value <= Decimal::whole(decision::largest_value) &&
           value >= Decimal::whole(-decision::largest_value);
}

void check_value(const std::string& name, const std::string& value, api::ContributionCheck& check) {
    if (const auto number = Decimal::parse(value); !number)
        check.problems.push_back({"", value,
                                  "The number for \"" + name + "\" cannot be used: " + number.error().detail,
                                  "Type digits with a decimal point, such as 1200 or -12.50."});
    else
        check.notes.push_back("Your number for \"" + name + "\" is " + grouped(*number) +
                              ". It stays on this computer.");
}

Status check_column(const std::string& name, const Input& input, std::size_t i, const std::stop_token& stop,
                    api::ContributionCheck& check) {
    TACIT_ASSIGN(const auto index, input.dataset->find_column(input.columns[i]));
    const auto& profile = input.dataset->columns()[index];
    const auto sum = own_number(input, i, stop);
    if (!sum && sum.error().fault == Fault::cancelled) return sum.error();
    if (!sum) {
        add_number_problems(*input.dataset, index, sum.error(), check);
        return {};
    }
    if (!is_within_range(*sum))
        check.problems.push_back(
            {"", "",
             "Your total of \"" + profile.name + "\" is " + grouped(*sum) +
                 ", beyond the 10^18 that a Decision takes.",
             "Use a coarser unit, such as thousands, and let all partners do the same."});
    else
        check.notes.push_back("Your total for \"" + name + "\" is " + grouped(*sum) + ": " +
                              counted(profile.valid, "number", "numbers") + ", " +
                              counted(profile.blank, "blank cell", "blank cells") +
                              " left out. It stays on this computer.");
    return {};
}

/// The protocols' steps in words for people.
class PlainSteps final : public mpc::Progress {
  public:
    explicit PlainSteps(mpc::Progress& inner) : inner_(inner) {}
    void step(std::string_view name, std::uint64_t total) override {
        inner_.step(name == "preprocessing" ? "Preparing the computation"
                    : name == "gates"       ? "Computing with locked values"
                                            : name,
                    total);
    }
    void advance(std::uint64_t done) override { inner_.advance(done); }
    bool stop_requested() const override { return inner_.stop_requested(); }

  private:
    mpc::Progress& inner_;
};

Result<std::vector<mpc::circuit::Bits>> compute(const mpc::circuit::Program& program,
                                                const std::vector<mpc::circuit::Bits>& inputs,
                                                RunContext& context) {
    PlainSteps progress(context.progress);
    if (context.participants() > 2) {
        const mpc::garble_many::Options options{context.agreement, context.threads};
        return mpc::garble_many::garble_among(options, context.me, program, inputs, context.peers,
                                              context.random, progress);
    }
    garble::GarbleOptions options;
    options.session = context.agreement;
    options.threads = context.threads;
    const auto role = context.me == 0 ? garble::Role::garbler : garble::Role::evaluator;
    return garble::garble_and_run(options, role, program, inputs, *context.peers.at(1 - context.me),
                                  context.random, progress);
}

}  // namespace

api::QuestionCard Decision::card() const {
    api::QuestionCard card;
    card.kind = "decision";
    card.title = "Decision";
    card.purpose = "A yes or no that depends on everybody's numbers, and reveals nothing else.";
    card.example = "Is our combined exposure above the limit?";
    card.least_partners = 1;
    card.most_partners = decision_most_participants - 1;
    return card;
}

Bytes Decision::encode(const api::Question& question) const {
    const auto& p = parameters(question);
    wire::Writer w;
    w.u8(version).u8(static_cast<std::uint8_t>(p.to)).text(p.formula);
    return std::move(w).take();
}

Result<api::Question> Decision::decode(View bytes) const {
    wire::Reader r(bytes);
    if (r.u8() != version) r.fail();
    api::DecisionQuestion question;
    const auto to = r.u8();
    if (to > static_cast<std::uint8_t>(api::Recipients::partner)) r.fail();
    question.to = static_cast<api::Recipients>(to);
    question.formula = r.text(decision::longest_formula);
    TACIT_TRY(r.finish());
    if (const auto valid = validate(question, 2); !valid)
        return error(Fault::malformed_message, valid.error().detail);
    return api::Question(question);
}

Status Decision::validate(const api::Question& question, std::uint16_t participants) const {
    TACIT_TRY(decision::parse_formula(parameters(question).formula));
    if (participants < 2 || participants > decision_most_participants)
        return error(Fault::usage, "A Decision needs 1 to " + std::to_string(decision_most_participants - 1) +
                                       " partners.");
    return {};
}

api::ProposalText Decision::describe(const api::Question& question, std::uint16_t participants) const {
    const auto formula = formula_of(question);
    const auto to = parameters(question).to;
    api::ProposalText text;
    text.question = decision::question_of(formula);
    for (const auto& name : decision::names_of(formula))
        text.asked.push_back(
            {name, true, "of which your own total, or a number that you type, enters the sum"});
    describe_recipients(formula, to, participants, text);
    text.never.emplace_back("Nobody learns the combined total, or how far it is from the limit.");
    text.never.emplace_back(
        "Nobody sees a row, a single value, another participant's number, or how many rows there "
        "are.");
    describe_limits(formula, to, participants, text);
    decision::describe_protocol(formula, to, participants, text);
    return text;
}

Result<api::ContributionCheck> Decision::check(const api::Question& question, const Input& input,
                                               const std::stop_token& stop) const {
    TACIT_ASSIGN(const auto formula, decision::parse_formula(parameters(question).formula));
    const auto names = decision::names_of(formula);
    if (input.columns.size() != names.size() ||
        (!input.values.empty() && input.values.size() != names.size()))
        return error(Fault::column_missing, "choose a column, or type a number, for " + quoted_list(names));
    api::ContributionCheck check;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!input.values.empty() && !input.values[i].empty())
            check_value(names[i], input.values[i], check);
        else
            TACIT_TRY(check_column(names[i], input, i, stop, check));
    }
    check.items = names.size();
    check.acceptable = check.problems.empty() && check.more_problems == 0;
    return check;
}

std::string Decision::summary(const Input& /*input*/) const {
    return "one number";
}

Result<Outcome> Decision::run(const api::Question& question, const Input& input, RunContext& context) const {
    const auto formula = formula_of(question);
    const auto to = parameters(question).to;
    std::vector<mpc::circuit::Bits> inputs;
    for (std::size_t i = 0; i < decision::names_of(formula).size(); ++i) {
        TACIT_ASSIGN(const auto number, own_number(input, i, context.stop));
        if (!is_within_range(number))
            return error(Fault::cell_invalid, "the total is beyond the agreed range");
        inputs.push_back(decision::bits_of(number));
    }
    const auto circuit =
        decision::circuit_of(formula, context.participants(), recipients_as_bits(to, context.participants()));
    TACIT_ASSIGN(const auto outputs, compute(circuit, inputs, context));
    if (!is_recipient(to, context.me)) return Outcome{api::NotForYou{card().kind}, {}};
    api::DecisionResult result;
    result.answer = outputs.at(0).at(0);
    result.question = decision::question_of(formula);
    result.means = decision::meaning_of(formula, result.answer);
    return Outcome{result, {}};
}

std::uint64_t Decision::bytes_estimate(const api::Question& question, std::uint16_t participants,
                                       std::uint64_t /*rows*/) const {
    const auto circuit = decision::circuit_of(formula_of(question), participants,
                                              recipients_as_bits(parameters(question).to, participants));
    if (participants == 2)
        return garble::garble_cost(garble::Transfers::automatic, circuit.shape()).bytes_sent;
    std::uint64_t bytes = 0;
    for (std::size_t peer = 1; peer < participants; ++peer)
        bytes += mpc::garble_many::garble_among_cost(circuit.shape(), participants, 0, peer).bytes_sent;
    return bytes;
}

/// For each partner, in the dearest case of the most participants: how many they are is decided later.
std::optional<api::CostEstimate> Decision::estimate(const api::Question& question, std::uint64_t /*items*/,
                                                    const Machine& machine) const {
    // Counted from the set-up of the transfers: some multiplications of points for each of 128, on both
    // sides.
    constexpr double multiplications_per_partner = 1000;
    constexpr auto most = decision_most_participants;
    const auto circuit =
        decision::circuit_of(formula_of(question), most, recipients_as_bits(parameters(question).to, most));
    api::CostEstimate out;
    out.per_partner = true;
    for (std::size_t self = 0; self < most; ++self)
        for (std::size_t peer = 0; peer < most; ++peer) {
            if (peer == self) continue;
            const auto traffic = mpc::garble_many::garble_among_cost(circuit.shape(), most, self, peer);
            out.bytes = std::max(out.bytes, traffic.bytes_sent + traffic.bytes_received);
        }
    out.bits_per_second = assumed_bits_per_second;
    out.seconds = multiplications_per_partner / machine.rates.scalar_multiplications_per_second +
                  8 * static_cast<double>(out.bytes) / static_cast<double>(out.bits_per_second);
    return out;
}

}  // namespace tacit::question
