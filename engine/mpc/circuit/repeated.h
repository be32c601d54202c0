#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "mpc/circuit/stream.h"

namespace tacit::mpc::circuit {

/// One program over many lanes, each with values of its own. Chunks are made on the fly: memory grows with
/// inputs and outputs, not with gates. Lanes go block by block; those of a block share each layer, so that
/// there are enough independent ANDs to fill the AES units even where a single lane has few per layer.
///
/// Inputs and outputs are those of one lane, in its order, each with the bits of all lanes, lane by lane.
/// Slots: inputs of all lanes, outputs of all lanes, then the working slots of one block.
class Repeated final : public Program {
  public:
    /// Fault::usage for no lanes or more slots or input bits than 32 bits count. `block`: lanes at a time, 1
    /// to max_block; 0 chooses.
    static Result<Repeated> over(std::shared_ptr<const Program> lane, std::uint32_t lanes,
                                 std::uint32_t block = 0);
    static constexpr std::uint32_t max_block = 4096;

    const Shape& shape() const override { return content_->shape; }
    std::unique_ptr<GateStream> open() const override;
    std::uint32_t lanes() const { return content_->lanes; }
    std::uint32_t block() const { return content_->block; }

  private:
    /// Where a slot of the lane program lies: `first` for lane 0, `stride` further for each next lane,
    /// counted in the block for a working slot, else in all.
    struct Place {
        Slot first = 0, stride = 0;
        bool working = false;
    };
    struct Content {
        std::shared_ptr<const Program> lane;
        std::uint32_t lanes, block;
        std::vector<Place> places;
        Shape shape;
    };
    class Stream;

    explicit Repeated(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

    std::shared_ptr<const Content> content_;
};

}  // namespace tacit::mpc::circuit
