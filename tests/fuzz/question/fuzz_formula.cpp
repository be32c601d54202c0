#include <cstdint>

#include "fuzz_check.h"
#include "question/decision/clear.h"
#include "question/decision/parser.h"
#include "question/decision/words.h"

using namespace tacit;
using namespace tacit::question::decision;

// Whatever is read can be written, read again as the same, put into words and computed; whatever is refused
// is refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto formula = parse_formula({reinterpret_cast<const char*>(data), size});
    if (!formula.ok()) {
        must(formula.error().fault == Fault::usage && !formula.error().detail.empty());
        return 0;
    }
    const auto again = parse_formula(text_of(*formula));
    must(again.ok() && *again == *formula);
    must(question_of(*formula).ends_with('?') && meaning_of(*formula, false) != meaning_of(*formula, true));
    const std::vector<std::vector<table::Decimal>> values{{formula->right}};
    const bool includes_the_limit = formula->comparison == Comparison::greater_or_equal ||
                                    formula->comparison == Comparison::less_or_equal;
    must(evaluate(*formula, values) == includes_the_limit);
    return 0;
}
