#include "mpc/vole/expand_convolute.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "crypto/prg.h"
#include "mpc/progress.h"

namespace tacit::mpc::vole {

using crypto::Prg;

namespace {

constexpr std::size_t width = 24;
constexpr std::size_t weight = 7;
/// Random numbers are made so many at a time that they stay in the first-level cache.
constexpr std::size_t step_size = 2048;
/// Outputs that one thread takes at a time when there are several.
constexpr std::size_t range_size = 8 * step_size;
/// 32-bit numbers in a block.
constexpr std::size_t per_block = 4;

template <std::size_t count>
struct Numbers {
    std::array<Block, count / per_block> blocks;
    void fill(Block seed, std::uint64_t counter, std::size_t numbers) {
        Prg(seed, counter).fill(std::span(blocks).first((numbers + per_block - 1) / per_block));
    }
    const Random32* data() const { return reinterpret_cast<const Random32*>(blocks.data()); }
};

}  // namespace

ExpandConvolute::ExpandConvolute(Coefficients coefficients, std::size_t size, Block seed,
                                 const CodeKernels& kernels)
    : coefficients_(coefficients), size_(size), kernels_(kernels) {
    assert(size >= smallest_code && size <= largest_code);
    Prg seeds(seed);
    for (auto& one : convolve_seeds_) one = seeds.next();
    expand_seed_ = seeds.next();
}

ExpandConvolute::Region ExpandConvolute::region(std::size_t r) const {
    const std::size_t begin = r * size_ / weight;
    const std::size_t blocks = (size_ + look_ahead) / per_block + 1;
    return {begin, (r + 1) * size_ / weight - begin, r * blocks};
}

template <class Step, class Wrap>
void ExpandConvolute::convolve(std::size_t pass, Step step, Wrap wrap) const {
    Numbers<step_size> words;
    for (std::size_t begin = 0; begin < size_; begin += step_size) {
        const std::size_t end = std::min(size_, begin + step_size);
        words.fill(convolve_seeds_[pass], begin / per_block, end - begin);
        step(begin, end, words.data());
    }
    words.fill(convolve_seeds_[pass], 0, width + 1);
    wrap(words.data());
}

template <class Add>
Status ExpandConvolute::expand(Workers& workers, const Progress& progress, Add add) const {
    const std::size_t ranges = (size_ + range_size - 1) / range_size;
    // Region by region, so that the places that are read at random stay in a cache.
    for (std::size_t r = 0; r < weight; ++r) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        const Region from = region(r);
        workers.all_of(ranges, [&](std::size_t range) {
            Numbers<step_size + look_ahead> random;
            const std::size_t range_end = std::min(size_, (range + 1) * range_size);
            for (std::size_t begin = range * range_size; begin < range_end; begin += step_size) {
                const std::size_t n = std::min(step_size, range_end - begin);
                random.fill(expand_seed_, from.counter + begin / per_block, n + look_ahead);
                add(from, random.data(), begin, n);
            }
            return true;
        });
    }
    return {};
}

Status ExpandConvolute::compress(std::span<Block> first, std::span<Block> second, Workers& workers,
                                 const Progress& progress) const {
    assert(first.size() == size_ && second.size() == size_);
    const auto which = static_cast<std::size_t>(coefficients_);
    for (std::size_t pass = 0; pass < 2; ++pass)
        convolve(
            pass,
            [&](std::size_t begin, std::size_t end, const Random32* words) {
                kernels_.convolve[which](second.data(), begin, end, words);
            },
            [&](const Random32* words) { kernels_.wrap[which](second.data(), size_, words); });
    return expand(workers, progress,
                  [&](const Region& from, const Random32* random, std::size_t begin, std::size_t n) {
                      kernels_.gather(second.data() + from.begin, from.size, random, first.data() + begin, n);
                  });
}

void ExpandConvolute::convolve_pairs(std::span<Pair> second) const {
    const auto which = static_cast<std::size_t>(coefficients_);
    for (std::size_t pass = 0; pass < 2; ++pass)
        convolve(
            pass,
            [&](std::size_t begin, std::size_t end, const Random32* words) {
                kernels_.convolve_pairs[which](second.data(), begin, end, words);
            },
            [&](const Random32* words) { kernels_.wrap_pairs[which](second.data(), size_, words); });
}

Status ExpandConvolute::compress(std::span<Block> first_a, std::span<Block> first_c, std::span<Pair> second,
                                 Workers& workers, const Progress& progress) const {
    assert(first_a.size() == size_ && first_c.size() == size_ && second.size() == size_);
    if (progress.stop_requested()) return error(Fault::cancelled);
    convolve_pairs(second);
    return expand(workers, progress,
                  [&](const Region& from, const Random32* random, std::size_t begin, std::size_t n) {
                      kernels_.gather_pairs(second.data() + from.begin, from.size, random,
                                            first_a.data() + begin, first_c.data() + begin, n);
                  });
}

Status ExpandConvolute::compress(std::span<Pair> first, std::span<Pair> second, Workers& workers,
                                 const Progress& progress) const {
    assert(first.size() == size_ && second.size() == size_);
    if (progress.stop_requested()) return error(Fault::cancelled);
    convolve_pairs(second);
    return expand(workers, progress,
                  [&](const Region& from, const Random32* random, std::size_t begin, std::size_t n) {
                      kernels_.gather_interleaved(second.data() + from.begin, from.size, random,
                                                  first.data() + begin, n);
                  });
}

}  // namespace tacit::mpc::vole
