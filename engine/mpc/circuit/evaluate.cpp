#include "mpc/circuit/evaluate.h"

#include <algorithm>
#include <string>

namespace tacit::mpc::circuit {

namespace {

Status check_lengths(const Shape& shape, std::span<const Lanes> inputs) {
    if (inputs.size() != shape.inputs.size()) return error(Fault::usage, "number of inputs");
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (inputs[i].size() != shape.inputs[i].bits)
            return error(Fault::usage, "length of input " + std::to_string(i));
    return {};
}

void run(const Chunk& chunk, Lanes& values) {
    std::size_t linear = 0, ands = 0;
    for (const auto& layer : chunk.layers) {
        for (; linear < layer.linear_end; ++linear) {
            const auto& gate = chunk.linear[linear];
            values[gate.out] = values[gate.a] ^ (gate.b == one ? ~std::uint64_t{0} : values[gate.b]);
        }
        for (; ands < layer.and_end; ++ands) {
            const auto& gate = chunk.ands[ands];
            values[gate.out] = values[gate.a] & values[gate.b];
        }
    }
}

}  // namespace

Result<std::vector<Lanes>> evaluate_lanes(const Program& program, std::span<const Lanes> inputs) {
    const auto& shape = program.shape();
    TACIT_TRY(check_lengths(shape, inputs));
    Lanes values(shape.slots);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        std::copy(inputs[i].begin(), inputs[i].end(), values.begin() + shape.inputs[i].first);
    const auto stream = program.open();
    for (Chunk chunk; stream->next(chunk);) run(chunk, values);
    std::vector<Lanes> out;
    for (const auto& output : shape.outputs) {
        out.emplace_back();
        for (const auto slot : output.slots) out.back().push_back(values[slot]);
    }
    return out;
}

Result<std::vector<Bits>> evaluate(const Program& program, std::span<const Bits> inputs) {
    std::vector<Lanes> lanes;
    for (const auto& input : inputs) lanes.emplace_back(input.begin(), input.end());
    TACIT_ASSIGN(const auto results, evaluate_lanes(program, lanes));
    std::vector<Bits> out;
    for (const auto& result : results) {
        out.emplace_back();
        for (const auto value : result) out.back().push_back(value & 1);
    }
    return out;
}

Bits to_bits(std::int64_t value, std::size_t bits) {
    Bits out;
    for (std::size_t i = 0; i < bits; ++i) out.push_back((value >> std::min<std::size_t>(i, 63)) & 1);
    return out;
}

std::uint64_t to_unsigned(const Bits& bits) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < bits.size() && i < 64; ++i) out |= std::uint64_t{bits[i]} << i;
    return out;
}

std::int64_t to_signed(const Bits& bits) {
    const auto value = to_unsigned(bits);
    if (bits.empty() || bits.size() >= 64 || !bits.back()) return static_cast<std::int64_t>(value);
    return static_cast<std::int64_t>(value | ~std::uint64_t{0} << bits.size());
}

}  // namespace tacit::mpc::circuit
