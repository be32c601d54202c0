#pragma once

#include <memory>
#include <vector>

#include "mpc/circuit/stream.h"

namespace tacit::mpc::circuit {

/// A circuit in memory, about 12 bytes per gate, from Builder or Bristol Fashion. A copy shares the gates.
class Circuit final : public Program {
  public:
    Circuit(Shape shape, std::vector<Chunk> chunks);

    const Shape& shape() const override { return content_->shape; }
    /// The stream keeps the gates alive; it may outlive the circuit.
    std::unique_ptr<GateStream> open() const override;

  private:
    struct Content {
        Shape shape;
        std::vector<Chunk> chunks;
    };
    class Stream;
    std::shared_ptr<const Content> content_;
};

/// Cuts gates that come layer by layer into chunks within the limits of stream.h.
class ChunkCutter {
  public:
    void add(const LinearGate& gate);
    void add(const AndGate& gate);
    void end_layer();
    std::vector<Chunk> finish();

  private:
    void cut();

    Chunk chunk_;
    std::vector<Chunk> chunks_;
};

}  // namespace tacit::mpc::circuit
