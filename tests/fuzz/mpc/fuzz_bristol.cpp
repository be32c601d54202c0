#include <cstdint>

#include "fuzz_check.h"
#include "mpc/circuit/bristol.h"
#include "mpc/circuit/evaluate.h"

using namespace tacit::mpc::circuit;

// Whatever is read can be computed, written and read again, and means the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto circuit = read_bristol({reinterpret_cast<const char*>(data), size});
    if (!circuit.ok()) return 0;
    std::vector<Lanes> inputs;
    std::uint64_t bits = size;
    for (const auto& input : circuit->shape().inputs) {
        inputs.emplace_back();
        for (std::uint32_t i = 0; i < input.bits; ++i)
            inputs.back().push_back(bits = bits * 6364136223846793005 + 1442695040888963407);
    }
    const auto again = read_bristol(write_bristol(*circuit).value());
    must(again.ok());
    must(evaluate_lanes(*circuit, inputs).value() == evaluate_lanes(*again, inputs).value());
    return 0;
}
