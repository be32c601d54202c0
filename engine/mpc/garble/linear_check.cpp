#include "mpc/garble/linear_check.h"

#include "crypto/gf128.h"
#include "crypto/prg.h"

namespace tacit::mpc::garble {

Block detail::combination(Block seed, std::size_t first, std::span<const Block> values) {
    std::array<Block, 256> coefficients;
    crypto::Prg(seed, first).fill(std::span(coefficients).first(values.size()));
    return crypto::gf_inner_product(coefficients.data(), values.data(), values.size());
}

Block seed_of(const crypto::Digest& run, std::string_view purpose, std::uint64_t number, View opened) {
    const auto digest =
        crypto::Hasher("tacit/mpc/garble/seed").add(run).add(purpose).add(number).add(opened).finish();
    return Block::load(digest.data());
}

}  // namespace tacit::mpc::garble
