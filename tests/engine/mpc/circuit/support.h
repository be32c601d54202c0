#pragma once

#include <string>
#include <vector>

#include "crypto/random.h"
#include "mpc/circuit/evaluate.h"
#include "mpc/circuit/stream.h"

/// What the suites of circuits share.
namespace tacit::mpc::circuit::test {

/// 64 times random bits for every input.
inline std::vector<Lanes> random_lanes(const Shape& shape, crypto::Random& random) {
    std::vector<Lanes> out;
    for (const auto& input : shape.inputs) {
        out.emplace_back(input.bits);
        random.fill({reinterpret_cast<std::uint8_t*>(out.back().data()), out.back().size() * 8});
    }
    return out;
}

/// The rules of stream.h for a whole pass: limits, ends of layers, slots, independence of a layer's ANDs,
/// counts, and that no slot is read before it is written. The first rule that is broken, or nothing.
std::string broken_rule(const Program& program);

enum class Order { gate_by_gate, layer_reads_first, layer_backwards };
/// Another evaluator than the engine's: the ANDs of a layer in the order given.
std::vector<Lanes> run(const Program& program, const std::vector<Lanes>& inputs, Order order);

bool same_chunks(const Program& program, GateStream& stream);

}  // namespace tacit::mpc::circuit::test
