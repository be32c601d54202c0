#include "mpc/circuit/circuit.h"

#include <utility>

namespace tacit::mpc::circuit {

class Circuit::Stream final : public GateStream {
  public:
    explicit Stream(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

    bool next(Chunk& chunk) override {
        chunk.clear();
        if (next_ == content_->chunks.size()) return false;
        chunk = content_->chunks[next_++];
        return true;
    }

  private:
    std::shared_ptr<const Content> content_;
    std::size_t next_ = 0;
};

Circuit::Circuit(Shape shape, std::vector<Chunk> chunks)
    : content_(std::make_shared<const Content>(Content{std::move(shape), std::move(chunks)})) {}

std::unique_ptr<GateStream> Circuit::open() const {
    return std::make_unique<Stream>(content_);
}

void ChunkCutter::add(const LinearGate& gate) {
    if (chunk_.linear.size() == max_chunk_linear) cut();
    chunk_.linear.push_back(gate);
}

void ChunkCutter::add(const AndGate& gate) {
    if (chunk_.ands.size() == max_chunk_ands) cut();
    chunk_.ands.push_back(gate);
}

void ChunkCutter::end_layer() {
    const Layer layer{static_cast<std::uint32_t>(chunk_.linear.size()),
                      static_cast<std::uint32_t>(chunk_.ands.size())};
    const Layer before = chunk_.layers.empty() ? Layer{0, 0} : chunk_.layers.back();
    if (layer.linear_end != before.linear_end || layer.and_end != before.and_end)
        chunk_.layers.push_back(layer);
}

void ChunkCutter::cut() {
    end_layer();
    if (chunk_.layers.empty()) return;
    chunks_.push_back(std::move(chunk_));
    chunk_ = {};
}

std::vector<Chunk> ChunkCutter::finish() {
    cut();
    return std::move(chunks_);
}

}  // namespace tacit::mpc::circuit
