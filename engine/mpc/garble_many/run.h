#pragma once

#include "mpc/garble_many/garble_many.h"
#include "mpc/garble_many/rows.h"

/// What evaluator and garblers have in common; for this folder.
namespace tacit::mpc::garble_many {

using circuit::Bits;
using Slots = std::vector<circuit::Slot>;
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
    ByteArray<32> id{};  ///< of Options::session, for their terms

    const circuit::Shape& shape() const { return program.shape(); }
    Peers& peers() const { return session.peers; }
};

Slots input_slots(const circuit::Shape& shape, std::size_t owner);
Slots all_input_slots(const circuit::Shape& shape);
/// Of all outputs that `recipient` learns, one after another.
Slots output_slots(const circuit::Shape& shape, std::size_t recipient);

/// Everybody learns the masks of its own inputs and says its masked inputs: those of all, by slot, and of the
/// contributors.
Result<Masked> share_inputs(const Run& run);
/// Everybody learns the masks of its outputs; with their masked values, the outputs.
Result<std::vector<Bits>> open_outputs(const Run& run, const std::function<bool(circuit::Slot)>& masked);

/// Calls work(first, size) for each table of a window.
Status each_table(const Run& run, const Window& window,
                  const std::function<Status(std::size_t first, std::size_t size)>& work);

/// Input labels in one message.
inline constexpr std::size_t labels_per_message = std::size_t{1} << 16;

/// What the evaluator tells a garbler of its outputs: their masked values, and a combination of the garbler's
/// labels, which prove them.
constexpr std::size_t values_size(std::size_t count) {
    return bytes_for(count) + sizeof(Block);
}
Block values_seed(const Run& run, std::size_t garbler, View values);

/// garble_among with base transfers that are dealt, for tests.
Result<std::vector<Bits>> garble_among_from(const Deal& deal, const Options& options, std::size_t self,
                                            const circuit::Program& program, const std::vector<Bits>& inputs,
                                            std::span<Channel* const> channels, crypto::Random& random,
                                            Progress& progress, std::span<Channel* const> contributors = {});

Result<std::vector<Bits>> run_garbler(const Run& run);
Result<std::vector<Bits>> run_evaluator(const Run& run);

}  // namespace tacit::mpc::garble_many
