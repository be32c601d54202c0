#include "question/decision/types.h"

#include <algorithm>
#include <map>

namespace tacit::question::decision {

namespace {

enum class Type { number, condition, who };
/// What a place wants; `either` where number and condition are both right.
enum class Wanted { number, condition, either };

bool looks_at_everybody(Op op) {
    switch (op) {
        case Op::sum:
        case Op::min:
        case Op::max:
        case Op::average:
        case Op::quartile:
        case Op::count:
        case Op::all:
        case Op::any:
        case Op::none:
        case Op::highest:
        case Op::lowest:
            return true;
        default:
            return false;
    }
}
bool looks_at_participants(Op op) {
    return looks_at_everybody(op) || op == Op::of_place || op == Op::mine;
}

/// What the operand at `index` has to be, where its node itself is wanted as `wanted`.
Wanted operand_wanted(const Node& node, std::size_t index, Wanted wanted) {
    switch (node.op) {
        case Op::count:
            return Wanted::either;
        case Op::of_place:
        case Op::mine:
            return wanted;
        case Op::choose:
            return index == 0 ? Wanted::condition : wanted;
        case Op::withheld:
            return index == 0 ? Wanted::condition : Wanted::either;
        case Op::conjunction:
        case Op::disjunction:
        case Op::negation:
        case Op::all:
        case Op::any:
        case Op::none:
            return Wanted::condition;
        default:
            return Wanted::number;
    }
}

/// As what each name is used. Counting and standing where either is right decide nothing by themselves.
class Uses {
  public:
    std::optional<Flaw> note(const Node& node, Wanted wanted, bool counted = false) {
        if (node.op == Op::field) return note_field(node, wanted, counted);
        for (std::size_t i = 0; i < node.operands.size(); ++i)
            if (auto flaw = note(node.operands[i], operand_wanted(node, i, wanted), node.op == Op::count))
                return flaw;
        return std::nullopt;
    }
    bool is_vote(const std::string& name) const {
        const auto& use = uses_.at(name);
        return use.condition || (use.counted && !use.number);
    }

  private:
    struct Use {
        bool number = false, condition = false, counted = false;
    };
    std::optional<Flaw> note_field(const Node& node, Wanted wanted, bool counted) {
        auto& use = uses_[node.name];
        use.number = use.number || wanted == Wanted::number || node.local != Local::sum;
        use.condition = use.condition || wanted == Wanted::condition;
        use.counted = use.counted || counted;
        if (!use.number || !use.condition) return std::nullopt;
        return Flaw{node.begin, node.end,
                    in_formula(node.name) + " is a number in one place and a yes or no in another"};
    }
    std::map<std::string, Use> uses_;
};

class Checker {
  public:
    explicit Checker(const Uses& uses) : uses_(uses) {}

    /// `inside`: a function of participants is around. Nothing, and `flaw`, where something is wrong.
    std::optional<Type> check(Node& node, Wanted wanted, bool inside, bool answer = false) {
        const auto type = type_of(node, inside);
        if (!type) return std::nullopt;
        if (*type == Type::who && !answer)
            return wrong(node, "highest and lowest name participants, and stand alone as the answer");
        if (wanted == Wanted::number && *type == Type::condition)
            return wrong(node, "a number is expected here, not a yes or no");
        if (wanted == Wanted::condition && *type == Type::number)
            return wrong(node,
                         "a condition is expected here, such as sum(exposure) > 100, not a number by itself");
        if (answer && *type == Type::condition && answer_needs_value_)
            return wrong(node,
                         "behind \"then\" without \"else\" stands a number or who is highest; two conditions "
                         "are joined by and");
        return type;
    }
    std::optional<Type> check_answer(Node& root) {
        if (root.op != Op::withheld) return check(root, Wanted::either, false, true);
        if (!check(root.operands[0], Wanted::condition, false)) return std::nullopt;
        answer_needs_value_ = true;
        return check(root.operands[1], Wanted::either, false, true);
    }
    const Flaw& flaw() const { return flaw_; }

  private:
    std::nullopt_t wrong(const Node& node, const std::string& what) {
        flaw_ = {node.begin, node.end, what};
        return std::nullopt;
    }

    std::optional<Type> type_of(Node& node, bool inside) {
        if (node.op == Op::field) return type_of_field(node, inside);
        if (node.op == Op::literal) return Type::number;
        if (looks_at_participants(node.op) && !has_own_field(node.operands[0]))
            return wrong(node.operands[0],
                         "there is no participant's own number in these brackets: the name of a column is "
                         "expected, as in sum(exposure)");
        const bool deeper = inside || looks_at_participants(node.op);
        std::vector<Type> types;
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            auto wanted = operand_wanted(node, i, Wanted::either);
            // Both sides of a choice are of the type of the first.
            if (node.op == Op::choose && i == 2)
                wanted = types[1] == Type::number ? Wanted::number : Wanted::condition;
            const auto type = check(node.operands[i], wanted, deeper);
            if (!type) return std::nullopt;
            types.push_back(*type);
        }
        return result(node, types);
    }

    std::optional<Type> type_of_field(Node& node, bool inside) {
        if (!inside)
            return wrong(node, "whose " + in_formula(node.name) + "? Write sum(" + in_formula(node.name) +
                                   "), max, min, average or another function of all participants, or "
                                   "mine, organizer or partner for that of one");
        if (!uses_.is_vote(node.name)) return Type::number;
        node.op = Op::vote;
        return Type::condition;
    }

    std::optional<Type> result(const Node& node, const std::vector<Type>& types) {
        switch (node.op) {
            case Op::count:
                if (types[0] == Type::number && node.operands[0].op != Op::field)
                    return wrong(node.operands[0],
                                 "count takes a condition, as in count(exposure > 100), or a name");
                return Type::number;
            case Op::multiply:
                if (!is_constant(node.operands[0]) && !is_constant(node.operands[1]))
                    return wrong(node, "one side of * has to be a plain number");
                return Type::number;
            case Op::divide:
                if (!is_constant(node.operands[1]))
                    return wrong(node.operands[1],
                                 "what stands behind / has to be a plain number; to compare a ratio, "
                                 "multiply: sum(a) > 0.5 * sum(b)");
                return Type::number;
            case Op::of_place:
            case Op::mine:
                return types[0];
            case Op::choose:
                return types[1];
            case Op::compare:
            case Op::between:
            case Op::conjunction:
            case Op::disjunction:
            case Op::negation:
            case Op::all:
            case Op::any:
            case Op::none:
                return Type::condition;
            case Op::highest:
            case Op::lowest:
                return Type::who;
            default:
                return Type::number;
        }
    }

    const Uses& uses_;
    bool answer_needs_value_ = false;
    Flaw flaw_;
};

std::uint32_t places_of(const Node& node, std::uint32_t around) {
    if (node.op == Op::of_place) return std::uint32_t{1} << (node.index == the_partner ? 1 : node.index);
    return looks_at_participants(node.op) ? everybody : around;
}

void collect_fields(const Node& node, std::uint32_t places, std::vector<Field>& fields) {
    if (is_constant(node)) return;
    if (node.op == Op::field || node.op == Op::vote) {
        const auto known = std::find_if(fields.begin(), fields.end(), [&](const auto& field) {
            return field.name == node.name && field.local == node.local;
        });
        if (known != fields.end())
            known->places |= places;
        else
            fields.push_back({node.name, node.local, node.op == Op::vote, places});
    }
    for (const auto& operand : node.operands) collect_fields(operand, places_of(node, places), fields);
}

std::optional<Flaw> missing_place(const Node& node, std::uint16_t participants) {
    if (node.op == Op::of_place && node.index == the_partner && participants != 2)
        return Flaw{node.begin, node.end,
                    "with more than one partner it has to be said which one: partner1, partner2, ... in the "
                    "order of the invitations"};
    if (node.op == Op::of_place && node.index != the_partner && node.index >= participants)
        return Flaw{node.begin, node.end, "there is no partner " + std::to_string(node.index)};
    for (const auto& operand : node.operands)
        if (auto flaw = missing_place(operand, participants)) return flaw;
    return std::nullopt;
}

}  // namespace

bool has_mine(const Node& node) {
    return node.op == Op::mine || std::any_of(node.operands.begin(), node.operands.end(), has_mine);
}

bool has_own_field(const Node& node) {
    if (node.op == Op::field || node.op == Op::vote) return true;
    if (looks_at_participants(node.op)) return false;
    return std::any_of(node.operands.begin(), node.operands.end(), has_own_field);
}

bool is_constant(const Node& node) {
    switch (node.op) {
        case Op::literal:
            return true;
        case Op::count:
            return node.operands[0].op == Op::field;
        case Op::negate:
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
            return std::all_of(node.operands.begin(), node.operands.end(), is_constant);
        default:
            return false;
    }
}

std::optional<Flaw> complete(Formula& formula) {
    Uses uses;
    auto& root = formula.root;
    if (auto flaw = uses.note(root, Wanted::either)) return flaw;
    Checker checker(uses);
    const auto type = checker.check_answer(root);
    if (!type) return checker.flaw();
    formula.own = has_mine(root);
    formula.kind = *type == Type::number      ? api::AnswerKind::number
                   : *type == Type::condition ? api::AnswerKind::yes_no
                                              : api::AnswerKind::names;
    formula.fields.clear();
    collect_fields(root, 0, formula.fields);
    if (formula.fields.empty())
        return Flaw{root.begin, root.end, "the answer would be the same whatever the participants bring"};
    return std::nullopt;
}

std::optional<Flaw> flaw_among(const Formula& formula, std::uint16_t participants) {
    if (auto flaw = missing_place(formula.root, participants)) return flaw;
    for (std::uint16_t place = 0; place < participants; ++place)
        if (std::none_of(formula.fields.begin(), formula.fields.end(),
                         [&](const auto& field) { return field.asks(place); }))
            return Flaw{
                formula.root.begin, formula.root.end,
                (place == 0 ? "the organizer" : "partner " + std::to_string(place)) + " would bring nothing"};
    return std::nullopt;
}

}  // namespace tacit::question::decision
