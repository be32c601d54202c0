#include "mpc/garble/permutation.h"

#include <array>
#include <numeric>

#include "crypto/prg.h"

namespace tacit::mpc::garble {

std::vector<std::uint32_t> permutation(std::size_t size, crypto::Block coin) {
    std::vector<std::uint32_t> out(size);
    std::iota(out.begin(), out.end(), 0u);
    crypto::Prg prg(coin);
    std::array<crypto::Block, tile> numbers;
    for (std::size_t left = size; left > 1; --left) {
        const auto used = size - left;
        if (used % tile == 0) prg.fill(std::span(numbers));
        // The upper half of the product with `left`, which has at most 32 bits.
        const auto number = numbers[used % tile].low;
        const auto place = ((number >> 32) * left + ((number & 0xffffffff) * left >> 32)) >> 32;
        std::swap(out[left - 1], out[place]);
    }
    return out;
}

}  // namespace tacit::mpc::garble
