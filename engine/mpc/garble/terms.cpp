#include "mpc/garble/terms.h"

namespace tacit::mpc::garble {

namespace {

void add_shape(crypto::Hasher& hasher, const circuit::Shape& shape) {
    hasher.add(std::uint64_t{shape.slots}).add(shape.ands).add(shape.linear);
    hasher.add(std::uint64_t{shape.inputs.size()});
    for (const auto& input : shape.inputs)
        hasher.add(std::uint64_t{input.participant})
            .add(std::uint64_t{input.first})
            .add(std::uint64_t{input.bits});
    for (const auto& output : shape.outputs) {
        hasher.add(std::uint64_t{output.recipients}).add(std::uint64_t{output.slots.size()});
        for (const auto slot : output.slots) hasher.add(std::uint64_t{slot});
    }
}

/// As they lie in memory, little-endian and without gaps.
template <class T>
View bytes_of(const std::vector<T>& gates) {
    static_assert(std::has_unique_object_representations_v<T>);
    return {reinterpret_cast<const std::uint8_t*>(gates.data()), gates.size() * sizeof(T)};
}

}  // namespace

Status add_program(crypto::Hasher& hasher, const circuit::Program& program, const Progress& progress) {
    add_shape(hasher, program.shape());
    const auto stream = program.open();
    for (circuit::Chunk chunk; stream->next(chunk);) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        hasher.add(bytes_of(chunk.layers)).add(bytes_of(chunk.linear)).add(bytes_of(chunk.ands));
    }
    return {};
}

Status check_inputs(const circuit::Shape& shape, std::size_t participants, std::size_t self,
                    const std::vector<circuit::Bits>& inputs) {
    std::size_t mine = 0;
    for (const auto& input : shape.inputs) {
        if (input.participant >= participants)
            return error(Fault::usage, "an input of nobody who takes part");
        if (std::uint64_t{input.first} + input.bits > shape.slots)
            return error(Fault::usage, "an input beyond the slots");
        if (input.participant != self) continue;
        if (mine == inputs.size() || inputs[mine].size() != input.bits)
            return error(Fault::usage, "inputs do not fit the circuit");
        ++mine;
    }
    if (mine != inputs.size()) return error(Fault::usage, "inputs do not fit the circuit");
    for (const auto& output : shape.outputs)
        for (const auto slot : output.slots)
            if (slot >= shape.slots) return error(Fault::usage, "an output beyond the slots");
    return {};
}

}  // namespace tacit::mpc::garble
