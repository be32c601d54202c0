#include "question/decision/clear.h"

#include <algorithm>

namespace tacit::question::decision {

namespace {

constexpr std::size_t not_own = ~std::size_t{0};

class Evaluator {
  public:
    Evaluator(const std::vector<Field>& fields, const Values& values, std::size_t participants,
              std::size_t recipient)
        : fields_(fields), values_(values), participants_(participants), recipient_(recipient) {}

    bool good() const { return good_; }

    Rational number(const Node& node, std::size_t who) {
        const auto out = compute(node, who);
        good_ = good_ && out.good();
        return out;
    }

    bool condition(const Node& node, std::size_t who) {
        const auto& x = node.operands;
        switch (node.op) {
            case Op::vote:
                return !value(node, who).is_zero();
            case Op::compare:
                return holds(node.comparison, number(x[0], who) <=> number(x[1], who));
            case Op::between: {
                const auto middle = number(x[0], who);
                return middle >= number(x[1], who) && middle <= number(x[2], who);
            }
            case Op::conjunction:
                return condition(x[0], who) && condition(x[1], who);
            case Op::disjunction:
                return condition(x[0], who) || condition(x[1], who);
            case Op::negation:
                return !condition(x[0], who);
            case Op::all:
                return number_of_true(x[0]) == participants_;
            case Op::any:
                return number_of_true(x[0]) > 0;
            case Op::none:
                return number_of_true(x[0]) == 0;
            case Op::of_place:
                return condition(x[0], place_of(node));
            case Op::mine:
                return condition(x[0], recipient_);
            case Op::choose:
                return condition(condition(x[0], who) ? x[1] : x[2], who);
            default:
                return false;
        }
    }

    /// All who share the extreme value.
    std::uint32_t extreme(const Node& node) {
        const auto own = each(node.operands[0]);
        const auto best = node.op == Op::highest ? *std::max_element(own.begin(), own.end())
                                                 : *std::min_element(own.begin(), own.end());
        std::uint32_t out = 0;
        for (std::size_t place = 0; place < own.size(); ++place)
            if (own[place] == best) out |= std::uint32_t{1} << place;
        return out;
    }

  private:
    static bool holds(Comparison comparison, std::strong_ordering order) {
        switch (comparison) {
            case Comparison::greater:
                return order > 0;
            case Comparison::greater_or_equal:
                return order >= 0;
            case Comparison::less:
                return order < 0;
            case Comparison::less_or_equal:
                return order <= 0;
            case Comparison::equal:
                return order == 0;
            case Comparison::different:
                return order != 0;
        }
        return false;
    }

    static std::size_t place_of(const Node& node) { return node.index == the_partner ? 1 : node.index; }

    Rational value(const Node& node, std::size_t who) const {
        for (std::size_t i = 0; i < fields_.size(); ++i)
            if (fields_[i].name == node.name && fields_[i].local == node.local)
                return Rational::of(values_.at(who).at(i));
        return {};
    }

    std::vector<Rational> each(const Node& node) {
        std::vector<Rational> out;
        for (std::size_t who = 0; who < participants_; ++who) out.push_back(number(node, who));
        return out;
    }

    std::size_t number_of_true(const Node& node) {
        std::size_t out = 0;
        for (std::size_t who = 0; who < participants_; ++who) out += condition(node, who) ? 1 : 0;
        return out;
    }

    static Rational total(const std::vector<Rational>& numbers) {
        Rational out;
        for (const auto& one : numbers) out = out + one;
        return out;
    }

    Rational quartile(const Node& node) {
        auto own = each(node.operands[0]);
        std::sort(own.begin(), own.end());
        const auto position = (own.size() - 1) * node.index;
        const auto below = own[position / 4];
        if (position % 4 == 0) return below;
        return below + (own[position / 4 + 1] - below) *
                           Rational(Wide(static_cast<table::Int128>(position % 4)), Wide(4));
    }

    Rational compute(const Node& node, std::size_t who) {
        const auto& x = node.operands;
        switch (node.op) {
            case Op::literal:
                return Rational::of(node.number);
            case Op::field:
                return value(node, who);
            case Op::negate:
                return -number(x[0], who);
            case Op::add:
                return number(x[0], who) + number(x[1], who);
            case Op::subtract:
                return number(x[0], who) - number(x[1], who);
            case Op::multiply:
                return number(x[0], who) * number(x[1], who);
            case Op::divide:
                return number(x[0], who) / number(x[1], who);
            case Op::least:
            case Op::most:
                return extreme_of(node, who);
            case Op::of_place:
                return number(x[0], place_of(node));
            case Op::mine:
                return number(x[0], recipient_);
            case Op::choose:
                return number(condition(x[0], who) ? x[1] : x[2], who);
            case Op::count:
                return of_size(x[0].op == Op::field ? participants_ : number_of_true(x[0]));
            default:
                return over_all(node);
        }
    }

    Rational extreme_of(const Node& node, std::size_t who) {
        std::vector<Rational> all;
        for (const auto& operand : node.operands) all.push_back(number(operand, who));
        return node.op == Op::least ? *std::min_element(all.begin(), all.end())
                                    : *std::max_element(all.begin(), all.end());
    }

    Rational over_all(const Node& node) {
        if (node.op == Op::quartile) return quartile(node);
        const auto own = each(node.operands[0]);
        switch (node.op) {
            case Op::sum:
                return total(own);
            case Op::average:
                return total(own) / of_size(own.size());
            case Op::min:
                return *std::min_element(own.begin(), own.end());
            case Op::max:
                return *std::max_element(own.begin(), own.end());
            default:
                return {};
        }
    }

    static Rational of_size(std::size_t size) { return Rational(Wide(static_cast<table::Int128>(size))); }

    const std::vector<Field>& fields_;
    const Values& values_;
    std::size_t participants_, recipient_;
    bool good_ = true;
};

}  // namespace

Result<Answer> evaluate(const Formula& formula, const Values& values, std::uint16_t place) {
    Evaluator evaluator(formula.fields, values, values.size(), place);
    Answer out;
    out.kind = formula.kind;
    const auto* node = &formula.root;
    if (node->op == Op::withheld) {
        out.withheld = !evaluator.condition(node->operands[0], not_own);
        node = &node->operands[1];
    }
    if (!out.withheld) {
        if (out.kind == api::AnswerKind::yes_no) out.yes = evaluator.condition(*node, not_own);
        if (out.kind == api::AnswerKind::names) out.who = evaluator.extreme(*node);
        if (out.kind == api::AnswerKind::number) out.number = evaluator.number(*node, not_own);
    }
    if (!evaluator.good()) return error(Fault::usage, "the numbers of the formula are too large");
    return out;
}

Rational constant_value(const Node& node, std::uint16_t participants) {
    const std::vector<Field> no_fields;
    const Values no_values;
    return Evaluator(no_fields, no_values, participants, not_own).number(node, not_own);
}

}  // namespace tacit::question::decision
