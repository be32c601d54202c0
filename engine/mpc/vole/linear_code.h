#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "crypto/block.h"
#include "mpc/channel.h"
#include "mpc/parallel.h"

/// Public linear codes that compress sparse noise to pseudo-random vectors (dual LPN): u = H e, where H has
/// `size` rows and twice as many columns and is systematic: H = (1 | M). Vectors come in their two halves;
/// the first becomes the result, the second is used up. Everything about a code is public, so branches and
/// indices depend on the code, and never on the vectors.
namespace tacit::mpc::vole {

using crypto::Block;

/// The codes there are. The number stands for the exact matrix, given size and seed: both sides of a protocol
/// hash it into their check, and whatever agrees on a protocol beforehand names it.
enum class CodeName : std::uint8_t {
    expand_convolute_7x24 = 1,  ///< expand_convolute.h
};
std::string_view text(CodeName name);

/// Where the entries of the matrix come from. `binary` is for noise of one bit. Noise from GF(2^128) needs
/// `field`: see the README for what happens to a binary matrix there.
enum class Coefficients : std::uint8_t { binary, field };

/// Places of two vectors, interleaved so that both go through the code in one pass.
struct alignas(32) Pair {
    Block a, c;
};

class LinearCode {
  public:
    virtual ~LinearCode() = default;

    /// Rows of the matrix; each of the spans below has so many elements.
    virtual std::size_t size() const = 0;
    /// Fault::cancelled once `progress`, which is asked between pieces, says stop.
    virtual Status compress(std::span<Block> first, std::span<Block> second, Workers& workers,
                            const Progress& progress) const = 0;
    /// Two vectors whose second halves are interleaved.
    virtual Status compress(std::span<Block> first_a, std::span<Block> first_c, std::span<Pair> second,
                            Workers& workers, const Progress& progress) const = 0;
    /// Two vectors, interleaved in both halves.
    virtual Status compress(std::span<Pair> first, std::span<Pair> second, Workers& workers,
                            const Progress& progress) const = 0;
};

inline constexpr std::size_t smallest_code = 64;
inline constexpr std::size_t largest_code = std::size_t{1} << 29;

/// `size` from smallest_code to largest_code. The seed is public, and chosen at random after the code was
/// named.
std::unique_ptr<const LinearCode> make_linear_code(CodeName name, Coefficients coefficients, std::size_t size,
                                                   Block seed);

}  // namespace tacit::mpc::vole
