#include "crypto/half_gates.h"

#include "crypto/vector_ops.h"

namespace tacit::crypto {

namespace {
Block key_of(Block start, std::uint64_t gate) {
    start.low += gate;
    return start;
}
}  // namespace

void garble_ands(Block start, std::uint64_t first_gate, Block delta, const GarblerArrays& arrays,
                 std::size_t n) {
    const Block key = key_of(start, first_gate);
    vector_ops().garble_ands(&key, &delta, arrays, n);
}

void evaluate_ands(Block start, std::uint64_t first_gate, const Block* a, const Block* b, const Block* rest,
                   Block* out, std::size_t n) {
    const Block key = key_of(start, first_gate);
    vector_ops().evaluate_ands(&key, a, b, rest, out, n);
}

}  // namespace tacit::crypto
