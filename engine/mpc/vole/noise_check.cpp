#include "mpc/vole/noise_check.h"

#include <algorithm>
#include <array>

#include "crypto/aes.h"
#include "crypto/gf128.h"
#include "crypto/prg.h"

namespace tacit::mpc::vole {

Block packed(const Block* cots) {
    Block out{};
    for (std::size_t i = 128; i-- > 0;) {
        const std::uint64_t low = (out.low << 1) ^ (0x87 & (std::uint64_t{0} - (out.high >> 63)));
        out = Block{low, (out.high << 1) | (out.low >> 63)} ^ cots[i];
    }
    return out;
}

Block weighted_sum(Block challenge, std::size_t first, std::span<const Block> x) {
    std::array<Block, 256> chi;
    crypto::Prg prg(challenge, first);
    Block out{};
    for (std::size_t begin = 0; begin < x.size(); begin += chi.size()) {
        const std::size_t n = std::min(chi.size(), x.size() - begin);
        prg.fill(std::span(chi).first(n));
        out ^= crypto::gf_inner_product(chi.data(), x.data() + begin, n);
    }
    return out;
}

void weights(Block challenge, std::span<Block> places) {
    crypto::Aes128(challenge).encrypt(places.data(), places.data(), places.size());
}

}  // namespace tacit::mpc::vole
