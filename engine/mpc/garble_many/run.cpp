#include "mpc/garble_many/run.h"

#include "mpc/garble_many/contributions.h"

namespace tacit::mpc::garble_many {

using circuit::Slot;

Slots input_slots(const circuit::Shape& shape, std::size_t owner) {
    Slots out;
    for (const auto& input : shape.inputs)
        if (input.participant == owner)
            for (std::uint32_t bit = 0; bit < input.bits; ++bit) out.push_back(input.first + bit);
    return out;
}

Slots all_input_slots(const circuit::Shape& shape) {
    Slots out;
    for (const auto& input : shape.inputs)
        for (std::uint32_t bit = 0; bit < input.bits; ++bit) out.push_back(input.first + bit);
    return out;
}

Slots output_slots(const circuit::Shape& shape, std::size_t recipient) {
    Slots out;
    for (const auto& output : shape.outputs)
        if ((output.recipients >> recipient) & 1)
            out.insert(out.end(), output.slots.begin(), output.slots.end());
    return out;
}

namespace {

template <class SlotsOf>
std::vector<Shares> masks_by_participant(const Run& run, const SlotsOf& slots_of) {
    std::vector<Shares> out;
    for (std::size_t i = 0; i < run.peers().count(); ++i)
        out.push_back(run.windows.masks(slots_of(run.shape(), i)));
    return out;
}

}  // namespace

Result<Masked> share_inputs(const Run& run) {
    auto& peers = run.peers();
    TACIT_ASSIGN(const auto masks, open_to_each(run.session, {"inputs"},
                                                masks_by_participant(run, input_slots), run.bits.delta()));
    if (run.trace != nullptr) run.trace->masks("inputs", input_slots(run.shape(), peers.self()));
    Masked out(run.shape().slots, std::uint8_t{0});
    TACIT_TRY(take_contributions(run, out));
    Bytes mine(masks.size());
    std::size_t at = 0;
    for (const auto& input : run.inputs)
        for (const bool bit : input) {
            or_bit(mine, at, bit != get_bit(masks, at));
            ++at;
        }
    TACIT_ASSIGN(
        const auto heard,
        peers.round(std::move(mine),
                    [&](std::size_t i) { return bytes_for(input_slots(run.shape(), i).size()); }, {}, {}));
    // Before any label leaves: with labels of different values, an evaluator could open two rows of a gate.
    TACIT_TRY(peers.confirm());
    TACIT_TRY(confirm_contributions(run));
    for (std::size_t i = 0; i < peers.count(); ++i) {
        const auto slots = input_slots(run.shape(), i);
        for (std::size_t k = 0; k < slots.size(); ++k) out[slots[k]] = get_bit(heard.to_all[i], k) ? 1 : 0;
    }
    return out;
}

Result<std::vector<Bits>> open_outputs(const Run& run, const std::function<bool(Slot)>& masked) {
    TACIT_ASSIGN(const auto masks, open_to_each(run.session, {"outputs"},
                                                masks_by_participant(run, output_slots), run.bits.delta()));
    if (run.trace != nullptr) run.trace->masks("outputs", output_slots(run.shape(), run.peers().self()));
    const auto& outputs = run.shape().outputs;
    std::vector<Bits> out(outputs.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < out.size(); ++i)
        if ((outputs[i].recipients >> run.peers().self()) & 1)
            for (const auto slot : outputs[i].slots) {
                out[i].push_back(masked(slot) != get_bit(masks, at++));
                if (run.trace != nullptr) run.trace->output(i, out[i].size() - 1, out[i].back());
            }
    return out;
}

Status each_table(const Run& run, const Window& window,
                  const std::function<Status(std::size_t first, std::size_t size)>& work) {
    for (std::size_t first = 0; first < window.size; first += table_ands) {
        if (run.peers().progress().stop_requested()) return error(Fault::cancelled);
        const auto size = std::min(table_ands, window.size - first);
        TACIT_TRY(work(first, size));
        run.peers().progress().advance(size);
    }
    return {};
}

Block values_seed(const Run& run, std::size_t garbler, View values) {
    return seed_of(run.session.run, "values", garbler, values);
}

}  // namespace tacit::mpc::garble_many
