#include "question/decision/reveals.h"

#include "question/decision/words.h"
#include "question/text.h"

namespace tacit::question::decision {

namespace {

using table::Decimal;

bool is_field(const Node& node) {
    return node.op == Op::field;
}
/// FUNCTION(NAME).
bool is_of_field(const Node& node, Op op) {
    return node.op == op && is_field(node.operands[0]);
}
bool is_literal(const Node& node) {
    return node.op == Op::literal;
}

Comparison mirrored(Comparison comparison) {
    switch (comparison) {
        case Comparison::greater:
            return Comparison::less;
        case Comparison::greater_or_equal:
            return Comparison::less_or_equal;
        case Comparison::less:
            return Comparison::greater;
        case Comparison::less_or_equal:
            return Comparison::greater_or_equal;
        default:
            return comparison;
    }
}

Decimal example_for(Decimal limit) {
    // A tenth of the limit, where that is a round number; else ten.
    const auto micros = limit.micros();
    return micros != 0 && micros % (10 * Decimal::scale) == 0 ? Decimal(micros / 10) : Decimal::whole(10);
}

class Inferrer {
  public:
    Inferrer(const Formula& formula, std::uint16_t participants, std::uint32_t recipients)
        : formula_(formula), participants_(participants), recipients_(recipients) {
        while (knower_ + 1 < participants && (recipients >> knower_ & 1) == 0) ++knower_;
    }

    std::vector<Inference> run() {
        const auto& root = formula_.root;
        if (root.op == Op::between && is_of_field(root.operands[0], Op::sum) &&
            is_literal(root.operands[1]) && is_literal(root.operands[2]))
            total_between();
        if (root.op == Op::compare) compared(root);
        if (root.op == Op::withheld && root.operands[0].op == Op::compare) crossed_price();
        if ((root.op == Op::all || root.op == Op::any || root.op == Op::none) &&
            root.operands[0].op == Op::vote)
            votes();
        if (root.op == Op::highest || root.op == Op::lowest) extreme();
        return std::move(out_);
    }

  private:
    bool two() const { return participants_ == 2; }
    std::string name(const Node& node) const { return in_formula(node.name); }
    std::string others_total() const {
        return two() ? "the other one's total is " : "the others' totals together are ";
    }
    static std::string if_answer(bool yes) { return std::string("if the answer is ") + (yes ? "yes" : "no"); }

    /// All of one's own fields are `own` as far as the names agree.
    void add(const std::string& text, const Answer& answer, std::vector<std::pair<std::string, Decimal>> own,
             const std::string& claim, bool over_others = true, std::uint16_t knower = 0xffff) {
        Inference one{text, knower == 0xffff ? knower_ : knower, {}, answer, claim, over_others};
        for (const auto& field : formula_.fields) {
            Decimal value;
            for (const auto& [of, number] : own)
                if (of == field.name) value = number;
            one.own.push_back(value);
        }
        out_.push_back(std::move(one));
    }
    Answer yes_or_no(bool yes) const {
        Answer out;
        out.yes = yes;
        return out;
    }

    void compared(const Node& root) {
        const auto &left = root.operands[0], &right = root.operands[1];
        if (is_of_field(left, Op::sum) && is_literal(right)) total_limit(root);
        if (is_of_field(left, Op::of_place) && is_of_field(right, Op::of_place)) crossed(root);
        if (left.op == Op::count && left.operands[0].op == Op::vote && is_literal(right) &&
            root.comparison == Comparison::greater_or_equal)
            enough_votes(root);
        if (is_of_field(left, Op::mine)) own_position(root);
        if (left.op == Op::subtract && is_of_field(left.operands[0], Op::max) &&
            is_of_field(left.operands[1], Op::min) &&
            left.operands[0].operands == left.operands[1].operands && is_literal(right) &&
            root.comparison == Comparison::less_or_equal)
            tolerance(root);
        if (is_of_field(left, Op::sum) && right.op == Op::multiply && is_literal(right.operands[0]) &&
            is_of_field(right.operands[1], Op::sum) && left.operands != right.operands[1].operands)
            ratio(root);
    }

    void total_limit(const Node& root) {
        const auto limit = root.operands[1].number, own = example_for(limit);
        const auto& field = root.operands[0].operands[0];
        const auto rest = limit - own;
        for (const bool yes : {true, false}) {
            const auto comparison = (yes ? root : opposite_of(root)).comparison;
            add(if_answer(yes) + " and your own total is " + grouped(own) + ", you know that " +
                    others_total() + words_of(comparison) + ' ' + grouped(rest),
                yes_or_no(yes), {{field.name, own}},
                "sum(" + text_of(field) + ") " + symbol(comparison) + ' ' + rest.text());
        }
    }

    void total_between() {
        const auto& root = formula_.root;
        const auto& field = root.operands[0].operands[0];
        const auto own = example_for(root.operands[1].number);
        const auto low = root.operands[1].number - own, high = root.operands[2].number - own;
        const auto sum = "sum(" + text_of(field) + ") ";
        const auto begin = " and your own total is " + grouped(own) + ", you know that " + others_total();
        add(if_answer(true) + begin + "between " + grouped(low) + " and " + grouped(high), yes_or_no(true),
            {{field.name, own}}, sum + "between " + low.text() + " and " + high.text());
        add(if_answer(false) + begin + "below " + grouped(low) + " or above " + grouped(high),
            yes_or_no(false), {{field.name, own}},
            sum + "< " + low.text() + " or " + sum + "> " + high.text());
    }

    /// One participant's number against another's, seen by either.
    void crossed(const Node& condition) {
        for (const bool first : {true, false}) {
            const auto &mine = condition.operands[first ? 0 : 1], &other = condition.operands[first ? 1 : 0];
            const auto knower = mine.index == the_partner ? std::uint16_t{1} : mine.index;
            if ((recipients_ >> knower & 1) == 0 || mine.index == other.index) continue;
            const auto own = Decimal::whole(100);
            for (const bool yes : {true, false}) {
                auto comparison = (yes ? condition : opposite_of(condition)).comparison;
                if (first) comparison = mirrored(comparison);
                const bool priced = formula_.root.op == Op::withheld;
                if (priced && yes) continue;
                auto answer = yes_or_no(yes);
                answer.kind = formula_.kind;
                answer.withheld = priced;
                add((priced ? "if there is no answer" : if_answer(yes)) + " and your own " +
                        name(mine.operands[0]) + " is " + grouped(own) + ", you know that " +
                        place_words(other.index) + "'s " + name(other.operands[0]) + " is " +
                        words_of(comparison) + ' ' + grouped(own),
                    answer, {{mine.operands[0].name, own}},
                    text_of(other) + ' ' + symbol(comparison) + ' ' + own.text(), false, knower);
            }
        }
    }

    /// A price that one of the two gave, or in the middle, where they cross.
    void crossed_price() {
        const auto &condition = formula_.root.operands[0], &price = formula_.root.operands[1];
        const auto &left = condition.operands[0], &right = condition.operands[1];
        if (!is_of_field(left, Op::of_place) || !is_of_field(right, Op::of_place) ||
            left.index == right.index || condition.comparison != Comparison::greater_or_equal)
            return;
        crossed(condition);
        const bool middle = price.op == Op::divide && price.operands[0].op == Op::add &&
                            price.operands[0].operands[0] == left && price.operands[0].operands[1] == right &&
                            is_literal(price.operands[1]) && price.operands[1].number == Decimal::whole(2);
        for (const bool first : {true, false}) {
            const auto &mine = first ? left : right, &other = first ? right : left;
            const auto knower = mine.index == the_partner ? std::uint16_t{1} : mine.index;
            if ((recipients_ >> knower & 1) == 0) continue;
            Answer answer;
            answer.kind = api::AnswerKind::number;
            // The higher one bids 100, the lower one asks 90.
            const auto own = Decimal::whole(first ? 100 : 90), others = Decimal::whole(first ? 90 : 100);
            const auto whose = place_words(other.index) + "'s " + name(other.operands[0]) + " is ";
            const auto begin = " and your own " + name(mine.operands[0]) + " is " + grouped(own) +
                               ", you know that " + whose;
            if (middle) {
                answer.number = Rational(Wide(95));
                add("if the answer is 95" + begin + grouped(others), answer, {{mine.operands[0].name, own}},
                    text_of(other) + " = " + others.text(), false, knower);
            } else if (price == mine) {
                answer.number = Rational::of(own);
                const auto comparison = first ? Comparison::less_or_equal : Comparison::greater_or_equal;
                add("if the answer is " + grouped(own) + begin + words_of(comparison) + ' ' + grouped(own),
                    answer, {{mine.operands[0].name, own}},
                    text_of(other) + ' ' + symbol(comparison) + ' ' + own.text(), false, knower);
            } else if (price == other) {
                answer.number = Rational::of(others);
                add("if the answer is " + grouped(others) + begin + grouped(others), answer,
                    {{mine.operands[0].name, own}}, text_of(other) + " = " + others.text(), false, knower);
            }
        }
    }

    void votes() {
        const auto& root = formula_.root;
        const auto& vote = root.operands[0];
        const auto of = " to " + name(vote);
        // With the vote that leaves the answer to the others.
        const bool own = root.op == Op::all;
        const auto begin = std::string(" and you say ") + (own ? "yes" : "no") + of + ", you know that ";
        const std::string everybody_yes = two() ? "the other one says yes" : "all others say yes";
        const std::string somebody_no =
            two() ? "the other one says no" : "at least one of the others says no";
        const std::string somebody_yes =
            two() ? "the other one says yes" : "at least one of the others says yes";
        const std::string nobody_yes = two() ? "the other one says no" : "none of the others says yes";
        const auto own_number = Decimal::whole(own ? 1 : 0);
        for (const bool yes : {true, false}) {
            const bool some = (root.op == Op::any) == yes;
            const auto text = root.op == Op::all ? (yes ? everybody_yes : somebody_no)
                              : some             ? somebody_yes
                                                 : nobody_yes;
            const auto inside = '(' + text_of(vote) + ')';
            const auto claim = root.op == Op::all ? (yes ? "all" + inside : "not all" + inside)
                                                  : (some ? "any" + inside : "none" + inside);
            add(if_answer(yes) + begin + text, yes_or_no(yes), {{vote.name, own_number}}, claim);
        }
    }

    void enough_votes(const Node& root) {
        const auto& vote = root.operands[0].operands[0];
        const auto limit = root.operands[1].number;
        if (!limit.integral() || limit < Decimal::whole(1)) return;
        const auto k = static_cast<std::int64_t>(limit.micros() / Decimal::scale);
        const bool own = k > 1;
        const auto needed = own ? k - 1 : k;
        const auto begin =
            std::string(" and you say ") + (own ? "yes" : "no") + " to " + name(vote) + ", you know that ";
        const auto count = "count(" + text_of(vote) + ") ";
        add(if_answer(true) + begin + "at least " + std::to_string(needed) + " of the others say yes",
            yes_or_no(true), {{vote.name, Decimal::whole(own ? 1 : 0)}},
            count + ">= " + std::to_string(needed));
        add(if_answer(false) + begin +
                (needed == 1 ? "none of the others says yes"
                             : "at most " + std::to_string(needed - 1) + " of the others say yes"),
            yes_or_no(false), {{vote.name, Decimal::whole(own ? 1 : 0)}},
            count + "< " + std::to_string(needed));
    }

    void extreme() {
        const auto& root = formula_.root;
        const auto& field = root.operands[0];
        if (!is_field(field)) return;
        const bool highest = root.op == Op::highest;
        const auto own = Decimal::whole(10);
        const auto begin = " and your own " + name(field) + " is " + grouped(own) + ", you know that ";
        Answer me;
        me.kind = api::AnswerKind::names;
        me.who = std::uint32_t{1} << knower_;
        add("if the answer is you alone" + begin +
                (two() ? "the other one's is " : "those of all others are ") +
                (highest ? "below " : "above ") + grouped(own),
            me, {{field.name, own}},
            highest ? "max(" + text_of(field) + ") < 10" : "min(" + text_of(field) + ") > 10");
        const std::uint16_t winner = knower_ == 0 ? 1 : 0;
        auto other = me;
        other.who = std::uint32_t{1} << winner;
        const auto function = winner == 0 ? std::string("organizer") : "partner" + std::to_string(winner);
        const auto theirs = function + '(' + text_of(field) + ')';
        const std::string sign = highest ? " > " : " < ";
        auto claim = theirs + sign + "10";
        for (std::uint16_t place = 0; place < participants_; ++place)
            if (place != winner && place != knower_)
                claim += " and " + theirs + sign +
                         (place == 0 ? std::string("organizer") : "partner" + std::to_string(place)) + '(' +
                         text_of(field) + ')';
        add("if the answer is " + place_words(two() && winner == 1 ? the_partner : winner) + " alone" +
                begin + "theirs is " + (highest ? "above " : "below ") + grouped(own) +
                (two()     ? ""
                 : highest ? ", and higher than anybody else's"
                           : ", and lower than anybody else's"),
            other, {{field.name, own}}, claim, false);
    }

    /// Against the average: one's own is above the average of all where it is above that of the others.
    void own_position(const Node& root) {
        const auto& field = root.operands[0].operands[0];
        const auto& group = root.operands[1];
        const bool average = is_of_field(group, Op::average), quartile = is_of_field(group, Op::quartile);
        if ((!average && !quartile) || group.operands[0] != field) return;
        const auto own = Decimal::whole(10);
        for (const bool yes : {true, false}) {
            const auto comparison = mirrored((yes ? root : opposite_of(root)).comparison);
            const auto begin =
                if_answer(yes) + " and your own " + name(field) + " is " + grouped(own) + ", you know that ";
            const auto end = words_of(comparison) + ' ' + grouped(own);
            if (average)
                add(begin + (two() ? "the other one's is " : "the average of the others is ") + end,
                    yes_or_no(yes), {{field.name, own}},
                    "average(" + text_of(field) + ") " + symbol(comparison) + " 10");
            else
                add(begin + noun_of(group) + ", your own included, is " + end, yes_or_no(yes),
                    {{field.name, own}}, text_of(group) + ' ' + symbol(comparison) + " 10", false);
        }
    }

    void tolerance(const Node& root) {
        const auto& field = root.operands[0].operands[0].operands[0];
        const auto apart = root.operands[1].number, own = example_for(apart);
        const auto low = own - apart, high = own + apart;
        const auto begin = " and your own " + name(field) + " is " + grouped(own) + ", you know that ";
        const auto of = '(' + text_of(field) + ") ";
        const auto inside = "min" + of + ">= " + low.text() + " and max" + of + "<= " + high.text() +
                            " and max" + of + "- min" + of + "<= " + apart.text();
        add(if_answer(true) + begin +
                (two() ? "the other one's is between " : "those of all others are between ") + grouped(low) +
                " and " + grouped(high) +
                (two() ? "" : ", and no two of them are more than " + grouped(apart) + " apart"),
            yes_or_no(true), {{field.name, own}}, inside);
        add(if_answer(false) + begin +
                (two() ? "the other one's is below " : "one of the others' is below ") + grouped(low) +
                " or above " + grouped(high) +
                (two() ? "" : ", or two of them are more than " + grouped(apart) + " apart"),
            yes_or_no(false), {{field.name, own}}, "not (" + inside + ')');
    }

    void ratio(const Node& root) {
        const auto &above = root.operands[0].operands[0], &below = root.operands[1].operands[1].operands[0];
        const auto factor = root.operands[1].operands[0].number;
        const auto own = Decimal::whole(10), base = Decimal::whole(100);
        const auto rest = Decimal(factor.micros() * 100) - own;
        const bool minus = rest < Decimal();
        for (const bool yes : {true, false}) {
            const auto comparison = (yes ? root : opposite_of(root)).comparison;
            add(if_answer(yes) + ", your own " + name(above) + " is " + grouped(own) + " and your own " +
                    name(below) + " is " + grouped(base) + ", you know that the " +
                    (two() ? "other one's " : "others' total of ") + name(above) + " is " +
                    words_of(comparison) + ' ' + grouped(factor) + " times their " + name(below) +
                    (minus ? " minus " : " plus ") + grouped(minus ? -rest : rest),
                yes_or_no(yes), {{above.name, own}, {below.name, base}},
                "sum(" + text_of(above) + ") " + symbol(comparison) + ' ' + factor.text() + " * sum(" +
                    text_of(below) + ") + " + rest.text());
        }
    }

    const Formula& formula_;
    std::uint16_t participants_;
    std::uint32_t recipients_;
    std::uint16_t knower_ = 0;
    std::vector<Inference> out_;
};

}  // namespace

std::vector<Inference> inferences(const Formula& formula, std::uint16_t participants,
                                  std::uint32_t recipients) {
    return Inferrer(formula, participants, recipients).run();
}

std::vector<std::string> reveals_of(const Formula& formula, std::uint16_t participants,
                                    std::uint32_t recipients) {
    std::vector<std::string> out;
    for (const auto& one : inferences(formula, participants, recipients)) out.push_back(sentence(one.text));
    if (out.empty())
        out.emplace_back(
            "Whoever learns the answer can put their own numbers into the formula, and what is left of it is "
            "then a statement about the others' numbers alone.");
    return out;
}

}  // namespace tacit::question::decision
