#include "question/decision/clear.h"

namespace tacit::question::decision {

bool evaluate(const Formula& formula, std::span<const std::vector<table::Decimal>> values) {
    table::Decimal left;
    for (const auto& mine : values) left += mine.at(0);
    switch (formula.comparison) {
        case Comparison::greater:
            return left > formula.right;
        case Comparison::greater_or_equal:
            return left >= formula.right;
        case Comparison::less:
            return left < formula.right;
        case Comparison::less_or_equal:
            return left <= formula.right;
    }
    return false;
}

}  // namespace tacit::question::decision
