#pragma once

#include "mpc/vole/code_kernels.h"
#include "mpc/vole/linear_code.h"

/// The expand-convolute code with expander weight 7 and width 24, systematic, convolved twice, of rate 1/2:
/// u = e' + Expand(Convolve(Convolve(e''))) for noise e = (e' | e''). Source: Raghuraman, Rindal and Tanguy
/// 2023, "Expand-Convolute Codes for Pseudorandom Correlation Generators from LPN" (ePrint 2023/882).
///
/// Convolve, on a vector x, for i = 0, 1, ...: x_i is added to each of the next 24 places with probability
/// 1/2, and always to the 25th, which then is multiplied by X (`field`) or left (`binary`). Places count
/// modulo the size, so that the end of the vector reaches its front, and the second pass carries it
/// everywhere. Bit 24 - d of word j of the code's stream says whether place j gets the one d before it.
///
/// Expand: the vector falls into 7 regions of equal size; each output adds one uniformly random place of each
/// (a regular expander).
namespace tacit::mpc::vole {

class ExpandConvolute final : public LinearCode {
  public:
    ExpandConvolute(Coefficients coefficients, std::size_t size, Block seed, const CodeKernels& kernels);

    std::size_t size() const override { return size_; }
    Status compress(std::span<Block> first, std::span<Block> second, Workers& workers,
                    const Progress& progress) const override;
    Status compress(std::span<Block> first_a, std::span<Block> first_c, std::span<Pair> second,
                    Workers& workers, const Progress& progress) const override;
    Status compress(std::span<Pair> first, std::span<Pair> second, Workers& workers,
                    const Progress& progress) const override;

  private:
    struct Region {
        std::size_t begin, size;
        std::uint64_t counter;  ///< of its places in the stream
    };
    Region region(std::size_t r) const;
    /// `step(begin, end, words)` for the whole vector and then `wrap(words)` for its front.
    template <class Step, class Wrap>
    void convolve(std::size_t pass, Step step, Wrap wrap) const;
    void convolve_pairs(std::span<Pair> second) const;
    /// `add(region, random, begin, n)` for every region and range of outputs. Asks for the stop before each
    /// region.
    template <class Add>
    Status expand(Workers& workers, const Progress& progress, Add add) const;

    const Coefficients coefficients_;
    const std::size_t size_;
    Block convolve_seeds_[2];
    Block expand_seed_;
    const CodeKernels& kernels_;
};

}  // namespace tacit::mpc::vole
