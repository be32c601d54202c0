#include "crypto/prg.h"

#include <algorithm>
#include <array>

#include "crypto/secret.h"
#include "crypto/vector_ops.h"

namespace tacit::crypto {

void Prg::fill(std::span<Block> out) {
    vector_ops().counter(aes_.round_keys(), counter_, out.data(), out.size());
    counter_ += out.size();
}

void Prg::fill(std::span<std::uint8_t> out) {
    // By way of a buffer, because bytes need not be aligned like blocks.
    std::array<Block, 64> blocks;
    while (!out.empty()) {
        const auto bytes = std::min(out.size(), sizeof blocks);
        const auto some = std::span(blocks).first((bytes + sizeof(Block) - 1) / sizeof(Block));
        fill(some);
        std::memcpy(out.data(), some.data(), bytes);
        out = out.subspan(bytes);
    }
    wipe(as_writable_bytes(blocks));
}

Block Prg::next() {
    Block out;
    fill(std::span(&out, 1));
    return out;
}

}  // namespace tacit::crypto
