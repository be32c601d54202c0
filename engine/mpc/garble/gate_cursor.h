#pragma once

#include <algorithm>
#include <memory>
#include <span>

#include "mpc/circuit/stream.h"

namespace tacit::mpc::garble {

/// A pass over the gates that stops after any number of ANDs, so that messages are cut by numbers of ANDs
/// alone and their sizes follow from the shape. Several passes may be at different places.
class GateCursor {
  public:
    explicit GateCursor(const circuit::Program& program) : stream_(program.open()) {}

    /// Goes on until `ands` ANDs are passed; with 0, to the end. Calls linear(std::span<const LinearGate>)
    /// and ands(std::span<const AndGate>) in order; gates of one call of the latter are independent. False
    /// if there are fewer, or at the end more.
    template <class Linear, class Ands>
    bool run(std::uint64_t ands, const Linear& linear, const Ands& on_ands) {
        const bool to_end = ands == 0;
        while (to_end || ands > 0) {
            if (layer_ == chunk_.layers.size()) {
                if (!next_chunk()) return to_end;
                continue;
            }
            const auto& layer = chunk_.layers[layer_];
            if (linear_at_ < layer.linear_end) {
                linear(std::span(chunk_.linear).subspan(linear_at_, layer.linear_end - linear_at_));
                linear_at_ = layer.linear_end;
            }
            if (to_end && and_at_ < layer.and_end) return false;
            const auto size = std::min<std::uint64_t>(ands, layer.and_end - and_at_);
            if (size > 0) on_ands(std::span(chunk_.ands).subspan(and_at_, size));
            and_at_ += static_cast<std::size_t>(size);
            ands -= size;
            if (and_at_ == layer.and_end) ++layer_;
        }
        return true;
    }

  private:
    bool next_chunk() {
        layer_ = linear_at_ = and_at_ = 0;
        return stream_->next(chunk_);
    }

    std::unique_ptr<circuit::GateStream> stream_;
    circuit::Chunk chunk_;
    std::size_t layer_ = 0, linear_at_ = 0, and_at_ = 0;
};

}  // namespace tacit::mpc::garble
