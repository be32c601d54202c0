#include <algorithm>
#include <cstdint>

#include "fuzz_check.h"
#include "mpc/circuit/evaluate.h"
#include "question/decision/builder.h"
#include "question/decision/parser.h"
#include "question/decision/words.h"

using namespace tacit;
using namespace tacit::question::decision;

namespace {

/// Values that follow from the text, so that a run can be repeated.
Values values_for(const Setting& setting, std::string_view text) {
    Values values(setting.participants, std::vector<table::Decimal>(setting.formula.fields.size()));
    std::uint64_t state = text.size();
    for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    for (auto& mine : values)
        for (std::size_t f = 0; f < mine.size(); ++f) {
            state = state * 6364136223846793005 + 1442695040888963407;
            const auto micros = static_cast<std::int64_t>(state >> 20) % 5'000'000;
            mine[f] = setting.formula.fields[f].vote ? table::Decimal::whole(micros % 2 == 0 ? 1 : 0)
                                                     : table::Decimal(micros - 2'000'000);
        }
    return values;
}

void compute(const Prepared& prepared, std::string_view text) {
    const auto& [setting, compiled] = prepared;
    const auto values = values_for(setting, text);
    std::vector<mpc::circuit::Bits> bits;
    for (std::uint16_t place = 0; place < setting.participants; ++place)
        for (std::size_t f = 0; f < setting.formula.fields.size(); ++f)
            if (setting.formula.fields[f].asks(place))
                bits.push_back(input_bits(setting.formula.fields[f], setting.ranges[f], values[place][f]));
    const auto outputs = mpc::circuit::evaluate(compiled.circuit, bits);
    must(outputs.ok());
    for (std::uint16_t place = 0; place < setting.participants; ++place) {
        const auto clear = evaluate(setting.formula, values, place);
        must(clear.ok() && answer_of(setting, compiled, *outputs, place) == *clear);
        must(!meaning_of(setting.formula, *clear, {"A", "B", "C"}).empty());
    }
}

}  // namespace

// Whatever formula is accepted is computed by gates as in the clear, for two participants and for three.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!read_formula(text).formula) return 0;
    for (const std::uint16_t participants : {2, 3}) {
        const auto prepared = prepare({std::string(text)}, participants);
        if (!prepared.ok()) {
            must(prepared.error().fault == Fault::usage && !prepared.error().detail.empty());
        } else if (prepared->compiled.circuit.shape().ands < 200'000) {
            compute(*prepared, text);
        }
    }
    return 0;
}
