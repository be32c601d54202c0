#include "mpc/circuit/cost.h"

namespace tacit::mpc::circuit {

Cost cost(const Shape& shape) {
    Cost out{shape.ands, shape.linear, shape.and_depth, 0, 0, shape.slots};
    for (const auto& input : shape.inputs) out.input_bits += input.bits;
    for (const auto& output : shape.outputs) out.output_bits += output.slots.size();
    return out;
}

std::uint64_t input_bits_of(const Shape& shape, std::uint8_t participant) {
    std::uint64_t out = 0;
    for (const auto& input : shape.inputs)
        if (input.participant == participant) out += input.bits;
    return out;
}

std::uint64_t output_bits_to(const Shape& shape, std::uint8_t participant) {
    std::uint64_t out = 0;
    for (const auto& output : shape.outputs)
        if (participant < 32 && (output.recipients >> participant & 1) != 0) out += output.slots.size();
    return out;
}

}  // namespace tacit::mpc::circuit
