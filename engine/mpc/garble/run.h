#pragma once

#include "crypto/secret.h"
#include "mpc/garble/garble.h"
#include "mpc/garble/windows.h"

/// What the two sides of a run have in common; for this folder.
namespace tacit::mpc::garble {

/// Values that depend on inputs, one per slot: masked bits as bytes.
using Masked = BigVector<std::uint8_t>;

struct Run {
    const Session& session;
    const circuit::Program& program;
    const std::vector<Bits>& inputs;
    AuthenticatedBits& bits;
    Windows& windows;
    OpeningTrace* trace = nullptr;
    std::span<Channel* const> contributors{};
    ByteArray<32> id{};  ///< of GarbleOptions::session, for their terms

    const circuit::Shape& shape() const { return program.shape(); }
    Channel& peer() const { return session.peer.peer; }
    Workers& workers() const { return session.peer.workers; }
    Error cheating(std::string what) const {
        return error(Fault::cheating, std::move(what), peer().peer_name());
    }
};

using Slots = std::vector<circuit::Slot>;
Slots input_slots(const circuit::Shape& shape, Role owner);
/// The garbler's, the evaluator's, then the contributors': in this order their labels are sent.
Slots all_input_slots(const circuit::Shape& shape);
/// Of all outputs that `recipient` learns, one after another.
Slots output_slots(const circuit::Shape& shape, Role recipient);

/// One side's bits of the masks of `slots`, and a combination of their MACs.
Bytes opening(const Run& run, std::string_view purpose, std::span<const circuit::Slot> slots);
/// The masks that the peer opened; Fault::cheating if a MAC is wrong.
Result<crypto::SecretBytes> opened(const Run& run, std::string_view purpose,
                                   std::span<const circuit::Slot> slots, View message);

/// Input bits of this side, one after another.
Bits own_inputs(const Run& run);
/// From the masked values and masks of output_slots.
std::vector<Bits> outputs(const Run& run, Role role, const Masked& masked, View masks);

/// The masked values of linear gates.
inline void pass_linear(Masked& masked, std::span<const circuit::LinearGate> gates) {
    for (const auto& gate : gates)
        masked[gate.out] = masked[gate.a] ^ (gate.b == circuit::one ? std::uint8_t{1} : masked[gate.b]);
}

/// Input labels in one message.
inline constexpr std::size_t labels_per_message = std::size_t{1} << 16;
/// ANDs hashed at once: what a call needs stays in the first-level cache.
inline constexpr std::size_t gates_at_a_time = 256;

/// A window's table: two rows for each AND, then a bit for each.
constexpr std::size_t table_size(std::size_t ands) {
    return 2 * sizeof(Block) * ands + bytes_for(ands);
}
/// The evaluator's answer: masked values, a combination of the labels, a seed for the check of the garbler's.
constexpr std::size_t values_size(std::size_t ands) {
    return bytes_for(ands) + 2 * sizeof(Block);
}

Result<std::vector<Bits>> run_garbler(const Run& run);
Result<std::vector<Bits>> run_evaluator(const Run& run);

}  // namespace tacit::mpc::garble
