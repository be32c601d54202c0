#include "question/decision/units.h"

#include <algorithm>

#include "question/text.h"

namespace tacit::question::decision {

namespace {

/// Of a number: nothing where any unit is right, "" of one that counts.
using Unit = std::optional<std::string>;

class UnitChecker {
  public:
    explicit UnitChecker(const Formula& formula) : formula_(formula) {}

    Unit unit_of(const Node& node) {
        switch (node.op) {
            case Op::literal:
            case Op::vote:
                return std::nullopt;
            case Op::field:
                return unit_of_field(node);
            case Op::multiply:
                return unit_of_product(node);
            case Op::divide:
                return unit_of(node.operands[0]);
            case Op::choose:
            case Op::withheld:
                unit_of(node.operands[0]);
                return alike(node, 1);
            case Op::count:
                unit_of(node.operands[0]);
                return std::string();
            case Op::conjunction:
            case Op::disjunction:
                for (const auto& operand : node.operands) unit_of(operand);
                return std::nullopt;
            case Op::compare:
            case Op::between:
                alike(node, 0);
                return std::nullopt;
            default:
                return alike(node, 0);
        }
    }
    const std::optional<Flaw>& flaw() const { return flaw_; }

  private:
    Unit unit_of_field(const Node& node) const {
        if (node.local == Local::count) return std::string();
        const auto& fields = formula_.fields;
        const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& one) {
            return one.name == node.name && one.local == node.local;
        });
        return field == fields.end() || field->unit.empty() ? Unit() : Unit(field->unit);
    }
    Unit unit_of_product(const Node& node) {
        const auto& x = node.operands;
        return unit_of(is_constant(x[0]) ? x[1] : x[0]);
    }
    /// The one unit of all operands from `first` on.
    Unit alike(const Node& node, std::size_t first) {
        Unit unit;
        for (std::size_t i = first; i < node.operands.size(); ++i) {
            const auto& operand = node.operands[i];
            const auto other = unit_of(operand);
            if (other && unit && *other != *unit && !flaw_)
                flaw_ = Flaw{operand.begin, operand.end,
                             "this is " + named(*other) + ", and what it is put together with is " +
                                 named(*unit) + "; both have to be the same"};
            if (other) unit = other;
        }
        return unit;
    }
    static std::string named(const std::string& unit) {
        return unit.empty() ? "a plain count" : "in " + unit;
    }

    const Formula& formula_;
    std::optional<Flaw> flaw_;
};

/// Numbers that stand alone get the unit of what they stand beside.
class UnitWriter {
  public:
    explicit UnitWriter(const Formula& formula) : formula_(formula) {}

    void write(Node& node, const Unit& around) {
        auto& x = node.operands;
        switch (node.op) {
            case Op::literal:
                node.unit = around.value_or("");
                return;
            case Op::multiply:
                if (is_constant(node)) return;
                write(is_constant(x[0]) ? x[1] : x[0], around);
                return;
            case Op::divide:
                write(x[0], around);
                return;
            case Op::count:
                write(x[0], std::nullopt);
                return;
            case Op::choose:
            case Op::withheld:
                write(x[0], std::nullopt);
                for (std::size_t i = 1; i < x.size(); ++i) write(x[i], around);
                return;
            case Op::compare:
            case Op::between: {
                const auto unit = UnitChecker(formula_).unit_of(of_operands(node));
                for (auto& operand : x) write(operand, unit);
                return;
            }
            case Op::conjunction:
            case Op::disjunction:
            case Op::negation:
            case Op::all:
            case Op::any:
            case Op::none:
                for (auto& operand : x) write(operand, std::nullopt);
                return;
            default: {
                const auto unit = around ? around : UnitChecker(formula_).unit_of(node);
                for (auto& operand : x) write(operand, unit);
            }
        }
    }

  private:
    /// Something that has the unit that the operands of a comparison have in common.
    static Node of_operands(const Node& comparison) {
        Node out;
        out.op = Op::most;
        out.operands = comparison.operands;
        return out;
    }

    const Formula& formula_;
};

}  // namespace

std::optional<Flaw> apply_units(Formula& formula) {
    UnitChecker checker(formula);
    const auto unit = checker.unit_of(formula.root);
    if (checker.flaw()) return checker.flaw();
    if (formula.kind == api::AnswerKind::number) formula.unit = unit.value_or("");
    UnitWriter(formula).write(formula.root, unit);
    return std::nullopt;
}

}  // namespace tacit::question::decision
