#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "crypto/random.h"
#include "question/decision/builder.h"

/// Random formulas of every form with values at the edges, for the suites of Decision.
namespace tacit::testing {

class RandomDecision {
  public:
    RandomDecision(crypto::Random& random, std::uint16_t participants) : random_(random), n_(participants) {
        for (const auto* name : {"a", "b"}) {
            if (random.below(2) == 0) continue;
            const auto low = value(), high = value();
            question_.ranges.push_back({name, std::min(low, high).text(), std::max(low, high).text()});
        }
        samples_.assign(n_, std::vector<std::string>(3));
        for (auto& mine : samples_) {
            mine[0] = value_in("a").text();
            mine[1] = value_in("b").text();
            mine[2] = random.below(2) == 0 ? "yes" : "no";
        }
        question_.formula = answer();
    }

    const api::DecisionQuestion& question() const { return question_; }
    /// Of the names a, b and v.
    const std::vector<std::vector<std::string>>& samples() const { return samples_; }

  private:
    std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
    std::string pick(std::initializer_list<const char*> choices) {
        return choices.begin()[below(choices.size())];
    }

    /// Zero, the ends of what a Decision takes, small, and anywhere; often with places.
    table::Decimal value() {
        switch (below(8)) {
            case 0:
                return table::Decimal();
            case 1:
                return table::Decimal::whole(question::decision::largest_value);
            case 2:
                return table::Decimal::whole(-question::decision::largest_value);
            case 3:
                return table::Decimal(below(2) == 0 ? 1 : -1);
            case 4:
                return table::Decimal::whole(static_cast<std::int64_t>(below(7)) - 3);
            default:
                break;
        }
        const auto whole = below(below(2) == 0 ? 1000 : question::decision::largest_value);
        const auto micros = static_cast<table::Int128>(whole) * table::Decimal::scale + below(1'000'000);
        return table::Decimal(below(2) == 0 ? micros : -micros);
    }
    table::Decimal value_in(const std::string& name) {
        for (const auto& range : question_.ranges) {
            if (range.name != name) continue;
            const auto low = table::Decimal::parse(range.low).value();
            const auto high = table::Decimal::parse(range.high).value();
            return below(3) == 0 ? low : below(2) == 0 ? high : std::clamp(value(), low, high);
        }
        return value();
    }
    /// Often what somebody brings, so that comparisons meet their limit.
    std::string literal() {
        if (below(2) == 0) return samples_[below(n_)][below(2)];
        return below(2) == 0 ? pick({"0", "1", "-2.5", "3", "0.000001", "100"}) : value().text();
    }
    std::string factor() { return pick({"2", "-1", "0.5", "3", "-0.25", "1.1", "0", "7"}); }
    std::string divisor() { return pick({"2", "-1", "3", "0.5", "7", "-10", "1.5", "count(a)"}); }
    std::string comparison() { return pick({" > ", " >= ", " < ", " <= ", " = ", " != "}); }
    std::string place() {
        const auto who = below(n_);
        if (who == 0) return "organizer";
        return n_ == 2 && below(2) == 0 ? "partner" : "partner" + std::to_string(who);
    }

    /// Of each participant.
    std::string own_number(int depth) {
        switch (depth > 0 ? below(6) : below(2)) {
            case 0:
                return "a";
            case 1:
                return "b";
            case 2:
                return '(' + own_number(depth - 1) + pick({" + ", " - "}) + number(depth - 1) + ')';
            case 3:
                return factor() + " * " + own_number(0);
            case 4:
                return "max(" + own_number(depth - 1) + ", " + literal() + ')';
            default:
                return "(if " + own_condition(depth - 1) + " then " + own_number(depth - 1) + " else " +
                       literal() + ')';
        }
    }
    std::string own_condition(int depth) {
        switch (depth > 0 ? below(4) : below(2)) {
            case 0:
                return "v";
            case 1:
                return own_number(0) + comparison() + literal();
            case 2:
                return "not (" + own_condition(depth - 1) + pick({" or ", " and "}) + condition(depth - 1) +
                       ')';
            default:
                return own_number(depth - 1) + " between " + literal() + " and " + number(depth - 1);
        }
    }
    /// The same for all, but where it is `mine`.
    std::string number(int depth) {
        switch (depth > 0 ? below(12) : below(3)) {
            case 0:
                return literal();
            case 1:
                return pick({"sum", "min", "max", "average", "median"}) + '(' + own_number(depth - 1) + ')';
            case 2:
                return place() + '(' + own_number(depth - 1) + ')';
            case 3:
                return '(' + number(depth - 1) + pick({" + ", " - "}) + number(depth - 1) + ')';
            case 4:
                return factor() + " * " + number(depth - 1);
            case 5:
                return '(' + number(depth - 1) + ") / " + divisor();
            case 6:
                return "count(" + own_condition(depth - 1) + ')';
            case 7:
                return "quartile(" + own_number(depth - 1) + pick({", 1)", ", 2)", ", 3)"});
            case 8:
                return pick({"min(", "max("}) + number(depth - 1) + ", " + number(depth - 1) + ')';
            case 9:
                return "(if " + condition(depth - 1) + " then " + number(depth - 1) + " else " +
                       number(depth - 1) + ')';
            case 10:
                return "-(" + number(depth - 1) + ')';
            default:
                return (own_answers_ ? "mine(" : "organizer(") + own_number(depth - 1) + ')';
        }
    }
    std::string condition(int depth) {
        switch (depth > 0 ? below(7) : below(2)) {
            case 0:
                return pick({"all(", "any(", "none("}) + own_condition(depth - 1) + ')';
            case 1:
            case 2:
                return number(depth - 1) + comparison() + number(depth - 1);
            case 3:
                return number(depth - 1) + " between " + number(depth - 1) + " and " + number(depth - 1);
            case 4:
                return '(' + condition(depth - 1) + pick({" and ", " or "}) + condition(depth - 1) + ')';
            case 5:
                return "not (" + condition(depth - 1) + ')';
            default:
                return place() + '(' + own_condition(depth - 1) + ')';
        }
    }
    std::string answer() {
        own_answers_ = below(3) == 0;
        const auto value = [&] {
            return below(3) == 0 ? pick({"highest(", "lowest("}) + own_number(2) + ')' : number(2);
        };
        switch (below(5)) {
            case 0:
                return value();
            case 1:
                return "if " + condition(2) + " then " + value();
            default:
                return condition(3);
        }
    }

    crypto::Random& random_;
    std::uint16_t n_;
    bool own_answers_ = false;
    api::DecisionQuestion question_;
    std::vector<std::vector<std::string>> samples_;
};

}  // namespace tacit::testing
