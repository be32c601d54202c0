#include "question/decision/circuit.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "mpc/circuit/integers.h"
#include "mpc/circuit/order.h"
#include "question/decision/numbers_in_gates.h"

namespace tacit::question::decision {

namespace circuit = mpc::circuit;
using circuit::Wire;

namespace {

constexpr std::uint16_t nobody = 0xffff;

/// The smallest width of two's complement that holds both.
std::size_t width_of(table::Decimal low, table::Decimal high) {
    return std::max(Wide(low.micros()).width(), Wide(high.micros()).width());
}

bool without_sign(const Range& range) {
    return range.declared && range.low >= table::Decimal();
}

Rational millionth() {
    return Rational(Wide(1), Wide(table::Decimal::scale));
}

/// Makes the gates. The first flaw ends it.
class Compiler {
  public:
    explicit Compiler(const Setting& setting) : setting_(setting), numbers_(builder_) {}

    Compilation compile() {
        if (auto flaw = flaw_among(setting_.formula, setting_.participants)) return {std::nullopt, flaw};
        read_inputs();
        const bool done = flaw_ ? false : make_outputs();
        if (!done) return {std::nullopt, flaw_};
        return {Compiled{builder_.finish(), unit_}, std::nullopt};
    }

  private:
    using Number = NumbersInGates::Maybe;
    using Condition = std::optional<Wire>;

    struct Who {
        std::uint16_t looked_at = nobody, recipient = nobody;
    };

    std::nullopt_t wrong(const Node& node, const std::string& what) {
        if (!flaw_) flaw_ = Flaw{node.begin, node.end, what};
        return std::nullopt;
    }
    std::nullopt_t too_wide(const Node& node) {
        return wrong(node,
                     "the numbers here can become too large or have too many places to be computed exactly; "
                     "declare narrower ranges, or use factors with fewer digits");
    }
    Number checked(const Node& node, Number number) {
        if (!number) return too_wide(node);
        return number;
    }
    /// An invitation may bring a formula that takes more gates than anybody has memory for.
    bool has_room(const Node& node) {
        if (builder_.nodes() <= most_nodes) return true;
        wrong(node, "the formula takes too many steps to be computed jointly");
        return false;
    }

    void read_inputs() {
        const auto& fields = setting_.formula.fields;
        for (std::uint16_t place = 0; place < setting_.participants; ++place)
            for (std::size_t i = 0; i < fields.size(); ++i)
                if (fields[i].asks(place)) read_input(place, i);
    }

    void read_input(std::uint16_t place, std::size_t i) {
        const auto& field = setting_.formula.fields[i];
        const auto participant = static_cast<std::uint8_t>(place);
        if (field.vote) {
            votes_[{place, i}] = builder_.input_bits(participant, 1).front();
            return;
        }
        const auto& range = setting_.ranges[i];
        auto number =
            numbers_.input(participant, input_width(field, range), without_sign(range), millionth());
        if (range.declared) {
            const auto low = NumbersInGates::constant(Rational::of(range.low));
            const auto high = NumbersInGates::constant(Rational::of(range.high));
            auto clamped = numbers_.most({number, low});
            if (clamped) clamped = numbers_.least({*clamped, high});
            if (clamped) number = *clamped;
        }
        fields_.insert_or_assign({place, i}, number);
    }

    std::size_t index_of(const Node& node) const {
        const auto& fields = setting_.formula.fields;
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (fields[i].name == node.name && fields[i].local == node.local) return i;
        return fields.size();
    }

    static std::uint16_t place_of(const Node& node) {
        return node.index == the_partner ? std::uint16_t{1} : node.index;
    }

    /// Without what is of no matter to the node, so that nothing is computed twice.
    static Who needed(const Node& node, Who who) {
        if (!has_own_field(node)) who.looked_at = nobody;
        if (!has_mine(node)) who.recipient = nobody;
        return who;
    }

    Number number(const Node& node, Who around) {
        const auto who = needed(node, around);
        const auto key = std::tuple(&node, who.looked_at, who.recipient);
        if (const auto known = numbers_known_.find(key); known != numbers_known_.end()) return known->second;
        if (flaw_ || !has_room(node)) return std::nullopt;
        auto out = compute(node, who);
        if (out) numbers_known_.insert_or_assign(key, *out);
        return out;
    }

    Condition condition(const Node& node, Who around) {
        const auto who = needed(node, around);
        const auto key = std::tuple(&node, who.looked_at, who.recipient);
        if (const auto known = conditions_known_.find(key); known != conditions_known_.end())
            return known->second;
        if (flaw_ || !has_room(node)) return std::nullopt;
        auto out = decide(node, who);
        if (out) conditions_known_.insert_or_assign(key, *out);
        return out;
    }

    std::optional<std::vector<GateNumber>> all_of(const std::vector<Node>& nodes, Who who) {
        std::vector<GateNumber> out;
        for (const auto& node : nodes) {
            auto one = number(node, who);
            if (!one) return std::nullopt;
            out.push_back(std::move(*one));
        }
        return out;
    }

    std::optional<std::vector<GateNumber>> each(const Node& node, Who who) {
        std::vector<GateNumber> out;
        for (std::uint16_t place = 0; place < setting_.participants; ++place) {
            auto one = number(node, {place, who.recipient});
            if (!one) return std::nullopt;
            out.push_back(std::move(*one));
        }
        return out;
    }

    std::optional<std::vector<Wire>> each_condition(const Node& node, Who who) {
        std::vector<Wire> out;
        for (std::uint16_t place = 0; place < setting_.participants; ++place) {
            const auto one = condition(node, {place, who.recipient});
            if (!one) return std::nullopt;
            out.push_back(*one);
        }
        return out;
    }

    Number compute(const Node& node, Who who) {
        const auto& x = node.operands;
        switch (node.op) {
            case Op::literal:
                return NumbersInGates::constant(Rational::of(node.number));
            case Op::field:
                return fields_.at({who.looked_at, index_of(node)});
            case Op::multiply:
            case Op::divide:
                return scaled(node, who);
            case Op::of_place:
                return number(x[0], {place_of(node), who.recipient});
            case Op::mine:
                return number(x[0], {who.recipient, who.recipient});
            case Op::choose:
                return chosen(node, who);
            case Op::count:
                return counted(node, who);
            case Op::negate:
            case Op::add:
            case Op::subtract:
            case Op::least:
            case Op::most:
                return combined(node, who);
            default:
                return over_all(node, {nobody, who.recipient});
        }
    }

    Number combined(const Node& node, Who who) {
        auto operands = all_of(node.operands, who);
        if (!operands) return std::nullopt;
        switch (node.op) {
            case Op::negate:
                return checked(node, numbers_.negative(operands->front()));
            case Op::least:
                return checked(node, numbers_.least(std::move(*operands)));
            case Op::most:
                return checked(node, numbers_.most(std::move(*operands)));
            case Op::subtract:
                operands->back() = numbers_.negative(operands->back());
                break;
            default:
                break;
        }
        return checked(node, numbers_.sum(std::move(*operands)));
    }

    Number scaled(const Node& node, Who who) {
        const bool constant_first = node.op == Op::multiply && is_constant(node.operands[0]);
        const auto& factor_node = node.operands[constant_first ? 0 : 1];
        auto factor = constant_value(factor_node, setting_.participants);
        if (!factor.good()) return too_wide(factor_node);
        if (node.op == Op::divide && factor.is_zero()) return wrong(factor_node, "this divides by zero");
        if (node.op == Op::divide) factor = Rational(Wide(1)) / factor;
        const auto value = number(node.operands[constant_first ? 1 : 0], who);
        if (!value) return std::nullopt;
        return checked(node, numbers_.times(*value, factor));
    }

    Number chosen(const Node& node, Who who) {
        const auto& x = node.operands;
        const auto choice = condition(x[0], who);
        const auto then = number(x[1], who), otherwise = number(x[2], who);
        if (!choice || !then || !otherwise) return std::nullopt;
        return checked(node, numbers_.choose(*choice, *then, *otherwise));
    }

    Number counted(const Node& node, Who who) {
        if (node.operands[0].op == Op::field)
            return NumbersInGates::constant(Rational(Wide(setting_.participants)));
        const auto conditions = each_condition(node.operands[0], {nobody, who.recipient});
        if (!conditions) return std::nullopt;
        return numbers_.count(*conditions);
    }

    Number over_all(const Node& node, Who who) {
        auto own = each(node.operands[0], who);
        if (!own) return std::nullopt;
        switch (node.op) {
            case Op::min:
                return checked(node, numbers_.least(std::move(*own)));
            case Op::max:
                return checked(node, numbers_.most(std::move(*own)));
            case Op::quartile:
                return checked(node, quartile(node, *own));
            default:
                break;
        }
        auto sum = numbers_.sum(std::move(*own));
        if (sum && node.op == Op::average)
            sum = numbers_.times(*sum, Rational(Wide(1), Wide(setting_.participants)));
        return checked(node, std::move(sum));
    }

    Number quartile(const Node& node, const std::vector<GateNumber>& own) {
        const auto position = (own.size() - 1) * node.index;
        const auto below = numbers_.ranked(own, position / 4);
        const auto rest = static_cast<table::Int128>(position % 4);
        if (rest == 0 || !below) return below;
        const auto above = numbers_.ranked(own, position / 4 + 1);
        if (!above) return std::nullopt;
        auto low_part = numbers_.times(*below, Rational(Wide(4 - rest), Wide(4)));
        auto high_part = numbers_.times(*above, Rational(Wide(rest), Wide(4)));
        if (!low_part || !high_part) return std::nullopt;
        return numbers_.sum({*low_part, *high_part});
    }

    Condition decide(const Node& node, Who who) {
        const auto& x = node.operands;
        switch (node.op) {
            case Op::vote:
                return votes_.at({who.looked_at, index_of(node)});
            case Op::compare:
            case Op::between:
                return compared(node, who);
            case Op::all:
            case Op::any:
            case Op::none:
                return over_all_conditions(node, {nobody, who.recipient});
            case Op::of_place:
                return condition(x[0], {place_of(node), who.recipient});
            case Op::mine:
                return condition(x[0], {who.recipient, who.recipient});
            default:
                break;
        }
        std::vector<Wire> operands;
        for (const auto& operand : x) {
            const auto one = condition(operand, who);
            if (!one) return std::nullopt;
            operands.push_back(*one);
        }
        switch (node.op) {
            case Op::conjunction:
                return builder_.and_gate(operands[0], operands[1]);
            case Op::disjunction:
                return builder_.or_gate(operands[0], operands[1]);
            case Op::choose:
                return builder_.mux(operands[0], operands[1], operands[2]);
            default:
                return !operands[0];  // negation
        }
    }

    Condition over_all_conditions(const Node& node, Who who) {
        const auto own = each_condition(node.operands[0], who);
        if (!own) return std::nullopt;
        if (node.op == Op::all) return circuit::all_true(builder_, *own);
        const auto any = circuit::any_true(builder_, *own);
        return node.op == Op::any ? any : !any;
    }

    Condition compared(const Node& node, Who who) {
        auto operands = all_of(node.operands, who);
        if (!operands) return std::nullopt;
        if (!numbers_.align(*operands)) return too_wide(node);
        const auto& left = operands->at(0).word;
        const auto& right = operands->at(1).word;
        if (node.op == Op::between)
            return builder_.and_gate(circuit::greater_or_equal(builder_, left, right),
                                     circuit::less_or_equal(builder_, left, operands->at(2).word));
        switch (node.comparison) {
            case Comparison::greater:
                return circuit::greater(builder_, left, right);
            case Comparison::greater_or_equal:
                return circuit::greater_or_equal(builder_, left, right);
            case Comparison::less:
                return circuit::less(builder_, left, right);
            case Comparison::less_or_equal:
                return circuit::less_or_equal(builder_, left, right);
            case Comparison::equal:
                return circuit::equal(builder_, left, right);
            case Comparison::different:
                return !circuit::equal(builder_, left, right);
        }
        return std::nullopt;
    }

    bool make_outputs() {
        if (!setting_.formula.own) return make_output(nobody, setting_.recipients & places());
        for (std::uint16_t place = 0; place < setting_.participants; ++place)
            if ((setting_.recipients >> place & 1) != 0 && !make_output(place, std::uint32_t{1} << place))
                return false;
        return true;
    }

    std::uint32_t places() const { return (std::uint32_t{1} << setting_.participants) - 1; }

    bool make_output(std::uint16_t recipient, std::uint32_t recipients) {
        const Who who{nobody, recipient};
        const auto* node = &setting_.formula.root;
        auto there = Wire::constant(true);
        if (node->op == Op::withheld) {
            const auto holds = condition(node->operands[0], who);
            if (!holds) return false;
            there = *holds;
            builder_.output(recipients, there);
            node = &node->operands[1];
        }
        auto bits = answer_bits(*node, who);
        if (!bits || !has_room(*node)) return false;
        for (auto& bit : *bits) bit = builder_.and_gate(there, bit);
        builder_.output_bits(recipients, std::move(*bits));
        return true;
    }

    std::optional<std::vector<Wire>> answer_bits(const Node& node, Who who) {
        switch (setting_.formula.kind) {
            case api::AnswerKind::yes_no: {
                const auto bit = condition(node, who);
                if (!bit) return std::nullopt;
                return std::vector<Wire>{*bit};
            }
            case api::AnswerKind::names:
                return names(node, who);
            case api::AnswerKind::number: {
                const auto value = number(node, who);
                if (!value) return std::nullopt;
                unit_ = value->unit;
                return value->word.bits();
            }
        }
        return std::nullopt;
    }

    std::optional<std::vector<Wire>> names(const Node& node, Who who) {
        auto own = each(node.operands[0], who);
        if (!own) return std::nullopt;
        if (!numbers_.align(*own)) return too_wide(node);
        const auto best = node.op == Op::highest ? numbers_.most(*own) : numbers_.least(*own);
        if (!best) return too_wide(node);
        std::vector<Wire> out;
        for (const auto& one : *own) out.push_back(circuit::equal(builder_, one.word, best->word));
        return out;
    }

    const Setting& setting_;
    circuit::Builder builder_;
    NumbersInGates numbers_;
    std::map<std::pair<std::uint16_t, std::size_t>, GateNumber> fields_;
    std::map<std::pair<std::uint16_t, std::size_t>, Wire> votes_;
    std::map<std::tuple<const Node*, std::uint16_t, std::uint16_t>, GateNumber> numbers_known_;
    std::map<std::tuple<const Node*, std::uint16_t, std::uint16_t>, Wire> conditions_known_;
    Rational unit_{Wide(1)};
    std::optional<Flaw> flaw_;
};

Wide signed_number(const circuit::Bits& bits) {
    Wide out;
    for (std::size_t i = 0; i < bits.size(); ++i)
        if (bits[i]) out = out + Wide::power_of_two(i);
    return bits.back() ? out - Wide::power_of_two(bits.size()) : out;
}

}  // namespace

Compilation circuit_of(const Setting& setting) {
    return Compiler(setting).compile();
}

std::size_t input_width(const Field& field, const Range& range) {
    if (field.vote) return 1;
    const auto width = width_of(range.low, range.high);
    return without_sign(range) && width > 1 ? width - 1 : width;
}

circuit::Bits input_bits(const Field& field, const Range& range, table::Decimal value) {
    const auto micros = field.vote ? value.micros() / table::Decimal::scale : value.micros();
    circuit::Bits bits(input_width(field, range));
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = (micros >> i & 1) != 0;
    return bits;
}

Answer answer_of(const Setting& setting, const Compiled& compiled, const std::vector<circuit::Bits>& outputs,
                 std::uint16_t place) {
    Answer out;
    out.kind = setting.formula.kind;
    const bool withholds = setting.formula.root.op == Op::withheld;
    // Of answers of one's own, each recipient has a set.
    std::size_t at = 0;
    for (std::uint16_t before = 0; setting.formula.own && before < place; ++before)
        if ((setting.recipients >> before & 1) != 0) at += withholds ? 2 : 1;
    if (withholds) out.withheld = !outputs.at(at++).at(0);
    if (out.withheld) return out;
    const auto& bits = outputs.at(at);
    switch (out.kind) {
        case api::AnswerKind::yes_no:
            out.yes = bits.at(0);
            break;
        case api::AnswerKind::names:
            for (std::size_t i = 0; i < bits.size(); ++i)
                if (bits[i]) out.who |= std::uint32_t{1} << i;
            break;
        case api::AnswerKind::number:
            out.number = Rational(signed_number(bits)) * compiled.unit;
            break;
    }
    return out;
}

}  // namespace tacit::question::decision
