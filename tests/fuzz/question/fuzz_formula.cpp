#include <cstdint>

#include "fuzz_check.h"
#include "question/decision/parser.h"
#include "question/decision/reveals.h"
#include "question/decision/words.h"

using namespace tacit::question::decision;

// Whatever is read can be written, read again as the same and put into words; whatever is refused is refused
// with a reason and a place within the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto reading = read_formula(text);
    must(reading.formula.has_value() != reading.problem.has_value());
    if (reading.problem) {
        must(!reading.problem->text.empty() && reading.problem->begin <= reading.problem->end &&
             reading.problem->end <= size);
        return 0;
    }
    const auto& formula = *reading.formula;
    const auto again = parse_formula(text_of(formula), 4 * longest_formula);
    must(again.ok() && *again == formula);
    must(question_of(formula).ends_with('?') && !learnt(formula).empty());
    for (const std::uint16_t participants : {2, 3})
        must(!reveals_of(formula, participants, everybody).empty());
    return 0;
}
