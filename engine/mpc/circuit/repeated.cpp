#include "mpc/circuit/repeated.h"

#include <algorithm>
#include <utility>

namespace tacit::mpc::circuit {

/// Goes through the gates of one lane once per block and writes each for every lane of the block. A gate's
/// copies are never torn apart: a chunk ends before the gate that would not fit.
class Repeated::Stream final : public GateStream {
  public:
    explicit Stream(std::shared_ptr<const Content> content)
        : content_(std::move(content)), source_(content_->lane->open()) {
        load();
    }

    bool next(Chunk& chunk) override {
        chunk.clear();
        while (first_lane_ < content_->lanes) {
            while (layer_ < gates_.layers.size()) {
                const bool whole = copy_linear(chunk) && copy_ands(chunk);
                end_layer(chunk);
                if (!whole) return true;
                ++layer_;
            }
            load();
        }
        return !chunk.layers.empty();
    }

  private:
    std::uint32_t lanes_here() const { return std::min(content_->block, content_->lanes - first_lane_); }

    /// The lane's next chunk, from the beginning for the next block.
    void load() {
        layer_ = linear_ = and_ = 0;
        while (!source_->next(gates_) && first_lane_ < content_->lanes) {
            first_lane_ += lanes_here();
            source_ = content_->lane->open();
        }
    }

    Slot slot(Slot of_lane, std::uint32_t index) const {
        const auto& place = content_->places[of_lane];
        return place.first + place.stride * (place.working ? index : first_lane_ + index);
    }

    bool copy_linear(Chunk& chunk) {
        const auto count = lanes_here();
        for (; linear_ < gates_.layers[layer_].linear_end; ++linear_) {
            if (chunk.linear.size() + count > max_chunk_linear) return false;
            const auto& gate = gates_.linear[linear_];
            for (std::uint32_t i = 0; i < count; ++i)
                chunk.linear.push_back(
                    {slot(gate.a, i), gate.b == one ? one : slot(gate.b, i), slot(gate.out, i)});
        }
        return true;
    }

    bool copy_ands(Chunk& chunk) {
        const auto count = lanes_here();
        for (; and_ < gates_.layers[layer_].and_end; ++and_) {
            if (chunk.ands.size() + count > max_chunk_ands) return false;
            const auto& gate = gates_.ands[and_];
            for (std::uint32_t i = 0; i < count; ++i)
                chunk.ands.push_back({slot(gate.a, i), slot(gate.b, i), slot(gate.out, i)});
        }
        return true;
    }

    static void end_layer(Chunk& chunk) {
        const Layer layer{static_cast<std::uint32_t>(chunk.linear.size()),
                          static_cast<std::uint32_t>(chunk.ands.size())};
        const Layer before = chunk.layers.empty() ? Layer{0, 0} : chunk.layers.back();
        if (layer.linear_end != before.linear_end || layer.and_end != before.and_end)
            chunk.layers.push_back(layer);
    }

    std::shared_ptr<const Content> content_;
    std::unique_ptr<GateStream> source_;
    std::uint32_t first_lane_ = 0;
    Chunk gates_;  ///< of one lane
    std::size_t layer_ = 0, linear_ = 0, and_ = 0;
};

namespace {

constexpr std::uint64_t max_slots = one;  // the number `one` is not a slot
/// Enough independent ANDs per layer to keep a batched cipher busy, while the working slots of a block stay
/// in the cache.
constexpr std::uint64_t ands_per_layer = 2048;
constexpr std::uint64_t working_slots = std::uint64_t{1} << 18;

std::uint32_t choose_block(const Shape& lane, std::uint32_t lanes) {
    const auto per_layer = std::max<std::uint64_t>(1, lane.ands / std::max<std::uint64_t>(1, lane.and_depth));
    auto block = (ands_per_layer + per_layer - 1) / per_layer;
    block = std::min(block, std::max<std::uint64_t>(1, working_slots / std::max<Slot>(1, lane.slots)));
    return static_cast<std::uint32_t>(std::min<std::uint64_t>({block, Repeated::max_block, lanes}));
}

}  // namespace

Result<Repeated> Repeated::over(std::shared_ptr<const Program> lane, std::uint32_t lanes,
                                std::uint32_t block) {
    const auto& one_lane = lane->shape();
    if (lanes == 0 || block > max_block) return error(Fault::usage, "number of lanes");
    auto content = std::make_shared<Content>();
    content->lanes = lanes;
    content->block = block != 0 ? std::min(block, lanes) : choose_block(one_lane, lanes);
    auto& shape = content->shape;
    auto& places = content->places;
    places.resize(one_lane.slots);
    std::vector<bool> placed(one_lane.slots);
    std::uint64_t next = 0;
    const auto fits = [&](std::uint64_t count) { return count <= (max_slots - next) / lanes; };

    for (const auto& input : one_lane.inputs) {
        if (!fits(input.bits)) return error(Fault::usage, "slots for inputs");
        shape.inputs.push_back({input.participant, static_cast<Slot>(next), input.bits * lanes});
        for (Slot i = 0; i < input.bits; ++i) {
            places[input.first + i] = {static_cast<Slot>(next + i), input.bits, false};
            placed[input.first + i] = true;
        }
        next += std::uint64_t{input.bits} * lanes;
    }
    std::vector<Slot> results;
    for (const auto& output : one_lane.outputs)
        for (const auto slot : output.slots)
            if (!placed[slot]) {
                placed[slot] = true;
                results.push_back(slot);
            }
    if (!fits(results.size())) return error(Fault::usage, "slots for outputs");
    for (std::size_t i = 0; i < results.size(); ++i)
        places[results[i]] = {static_cast<Slot>(next + i), static_cast<Slot>(results.size()), false};
    next += std::uint64_t{results.size()} * lanes;

    for (Slot slot = 0; slot < one_lane.slots; ++slot) {
        if (placed[slot]) continue;
        if (next > max_slots - content->block) return error(Fault::usage, "slots");
        places[slot] = {static_cast<Slot>(next), 1, true};
        next += content->block;
    }
    for (const auto& output : one_lane.outputs) {
        shape.outputs.push_back({output.recipients, {}});
        auto& slots = shape.outputs.back().slots;
        slots.reserve(output.slots.size() * lanes);
        for (Slot i = 0; i < lanes; ++i)
            for (const auto slot : output.slots)
                slots.push_back(places[slot].first + places[slot].stride * i);
    }
    shape.slots = static_cast<Slot>(next);
    shape.ands = one_lane.ands * lanes;
    shape.linear = one_lane.linear * lanes;
    shape.and_depth = one_lane.and_depth;
    content->lane = std::move(lane);
    return Repeated(std::move(content));
}

std::unique_ptr<GateStream> Repeated::open() const {
    return std::make_unique<Stream>(content_);
}

}  // namespace tacit::mpc::circuit
