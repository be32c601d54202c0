#pragma once

#include "engine/mpc/ot_runs.h"
#include "mpc/garble/garble.h"

/// Circuits made for tests, gate by gate and so that tests may spoil them, and complete runs of garbling over
/// a memory network. Party 0 garbles, party 1 evaluates.
namespace tacit::testing {

using mpc::circuit::AndGate;
using mpc::circuit::Chunk;
using mpc::circuit::LinearGate;
using mpc::circuit::Shape;
using mpc::garble::Bits;
using mpc::garble::GarbleOptions;
using mpc::garble::Role;

/// A circuit in memory, gate by gate: an AND that needs one of its own layer opens the next.
class TestProgram final : public mpc::circuit::Program {
  public:
    std::vector<mpc::circuit::Slot> input(std::uint8_t participant, std::uint32_t bits) {
        shape_.inputs.push_back({participant, shape_.slots, bits});
        std::vector<mpc::circuit::Slot> out(bits);
        for (auto& slot : out) slot = fresh();
        return out;
    }
    mpc::circuit::Slot fresh() {
        written_in_.push_back(0);
        return shape_.slots++;
    }
    mpc::circuit::Slot linear(mpc::circuit::Slot a, mpc::circuit::Slot b) {
        const auto out = fresh();
        // Linear gates come first in a layer, so any AND before them ends it.
        if (!chunk_.layers.empty() && chunk_.layers.back().and_end > ands_before_) new_layer();
        chunk_.linear.push_back({a, b, out});
        layer().linear_end = static_cast<std::uint32_t>(chunk_.linear.size());
        ++shape_.linear;
        return out;
    }
    mpc::circuit::Slot invert(mpc::circuit::Slot a) { return linear(a, mpc::circuit::one); }
    mpc::circuit::Slot conjunction(mpc::circuit::Slot a, mpc::circuit::Slot b) {
        layer();
        if (written_in_[a] == number_ || written_in_[b] == number_) new_layer();
        if (chunk_.ands.size() == mpc::circuit::max_chunk_ands) new_chunk();
        const auto out = fresh();
        written_in_[out] = number_;
        chunk_.ands.push_back({a, b, out});
        layer().and_end = static_cast<std::uint32_t>(chunk_.ands.size());
        ++shape_.ands;
        return out;
    }
    void output(std::uint32_t recipients, std::vector<mpc::circuit::Slot> slots) {
        shape_.outputs.push_back({recipients, std::move(slots)});
    }
    /// After the last gate.
    void finish() { new_chunk(); }
    void new_chunk() {
        if (!chunk_.layers.empty()) chunks_.push_back(std::move(chunk_));
        chunk_.clear();
        ands_before_ = 0;
        ++number_;
    }

    const Shape& shape() const override { return shape_; }
    Shape& shape() { return shape_; }
    std::vector<Chunk>& chunks() { return chunks_; }
    std::unique_ptr<mpc::circuit::GateStream> open() const override {
        class Stream final : public mpc::circuit::GateStream {
          public:
            explicit Stream(const std::vector<Chunk>& chunks) : chunks_(chunks) {}
            bool next(Chunk& chunk) override {
                chunk.clear();
                if (at_ == chunks_.size()) return false;
                chunk = chunks_[at_++];
                return true;
            }

          private:
            const std::vector<Chunk>& chunks_;
            std::size_t at_ = 0;
        };
        return std::make_unique<Stream>(chunks_);
    }

  private:
    mpc::circuit::Layer& layer() {
        if (chunk_.layers.empty()) new_layer();
        return chunk_.layers.back();
    }
    void new_layer() {
        ands_before_ = static_cast<std::uint32_t>(chunk_.ands.size());
        chunk_.layers.push_back({static_cast<std::uint32_t>(chunk_.linear.size()), ands_before_});
        ++number_;
    }

    Shape shape_;
    std::vector<Chunk> chunks_;
    Chunk chunk_;
    std::uint32_t ands_before_ = 0;
    std::uint32_t number_ = 1;               ///< of the layer
    std::vector<std::uint32_t> written_in_;  ///< number of the layer whose AND writes the slot
};

/// The oracle: values of the outputs. `inputs` by participant.
inline std::vector<Bits> evaluated(const mpc::circuit::Program& program,
                                   std::span<const std::vector<Bits>> inputs) {
    std::vector<Bits> in_order;
    std::vector<std::size_t> used(inputs.size());
    for (const auto& input : program.shape().inputs)
        in_order.push_back(inputs[input.participant][used[input.participant]++]);
    return *mpc::circuit::evaluate(program, in_order);
}

/// The same, as a participant is to see it.
inline std::vector<Bits> seen_by(std::size_t participant, const mpc::circuit::Program& program,
                                 std::vector<Bits> outputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (((program.shape().outputs[i].recipients >> participant) & 1) == 0) outputs[i].clear();
    return outputs;
}
inline std::vector<Bits> seen_by(Role role, const mpc::circuit::Program& program, std::vector<Bits> outputs) {
    return seen_by(mpc::garble::participant(role), program, std::move(outputs));
}

/// Which of two numbers is larger, and their sum, to whoever is named.
inline TestProgram comparison(std::uint32_t bits, std::uint32_t recipients = 3) {
    TestProgram out;
    const auto a = out.input(0, bits), b = out.input(1, bits);
    auto carry = out.linear(a[0], a[0]);
    for (std::uint32_t i = 0; i < bits; ++i) {
        // carry = majority(a, !b, carry): a > b at the end.
        const auto not_b = out.invert(b[i]);
        const auto x = out.linear(a[i], carry), y = out.linear(not_b, carry);
        carry = out.linear(carry, out.conjunction(x, y));
    }
    out.output(recipients, {carry});
    out.finish();
    return out;
}

inline TestProgram random_program(crypto::Random& random, std::size_t gates, std::uint8_t participants = 2) {
    TestProgram out;
    std::vector<mpc::circuit::Slot> wires;
    const auto inputs = 1 + random.below(4);
    for (std::uint64_t i = 0; i < inputs; ++i) {
        const auto owner = static_cast<std::uint8_t>(random.below(participants));
        for (const auto slot : out.input(owner, static_cast<std::uint32_t>(1 + random.below(40))))
            wires.push_back(slot);
    }
    for (std::size_t i = 0; i < gates; ++i) {
        // Mostly late wires, so that circuits are deep as well as wide.
        const auto pick = [&] {
            const auto back = random.below(2) == 0 ? std::min<std::size_t>(wires.size(), 16) : wires.size();
            return wires[wires.size() - 1 - random.below(back)];
        };
        const auto a = pick(), b = pick();
        const auto kind = random.below(5);
        wires.push_back(kind < 2 ? out.conjunction(a, b) : kind == 2 ? out.invert(a) : out.linear(a, b));
        if (random.below(50) == 0) out.new_chunk();
    }
    const auto outputs = random.below(5);
    for (std::uint64_t i = 0; i < outputs; ++i) {
        std::vector<mpc::circuit::Slot> slots(random.below(20));
        for (auto& slot : slots) slot = wires[random.below(wires.size())];
        out.output(static_cast<std::uint32_t>(random.below(1u << participants)), slots);
    }
    out.finish();
    return out;
}

inline std::array<std::vector<Bits>, 2> random_inputs(crypto::Random& random, const Shape& shape) {
    std::array<std::vector<Bits>, 2> out;
    for (const auto& input : shape.inputs) {
        Bits bits(input.bits);
        for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = random.below(2) == 1;
        out[input.participant].push_back(bits);
    }
    return out;
}

struct GarbleRun {
    Result<std::vector<Bits>> garbler = error(Fault::internal);
    Result<std::vector<Bits>> evaluator = error(Fault::internal);
};

inline GarbleRun run_garbling(MemoryNetwork& network, const mpc::circuit::Program& program,
                              const std::array<std::vector<Bits>, 2>& inputs, std::uint64_t seed,
                              const GarbleOptions& options = {}, const Wrap& wrap = {}) {
    GarbleRun out;
    const auto party = [&](std::size_t me, Result<std::vector<Bits>>& result) {
        return [&, me] {
            auto channels = network.channels(me);
            if (wrap) wrap(me, channels);
            crypto::SeededRandom random(seed * 1000 + me);
            mpc::NoProgress progress;
            result = mpc::garble::garble_and_run(options, me == 0 ? Role::garbler : Role::evaluator, program,
                                                 inputs[me], *channels[1 - me], random, progress);
        };
    };
    network.run({party(0, out.garbler), party(1, out.evaluator)});
    return out;
}

}  // namespace tacit::testing
