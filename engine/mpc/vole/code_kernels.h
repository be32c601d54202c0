#pragma once

#include <cstddef>
#include <cstdint>

// Included by sources that are compiled for newer processors. It must bring in no inline function: the linker
// could otherwise take a copy that only these processors can run for the whole program.
namespace tacit::crypto {
struct Block;
}

namespace tacit::mpc::vole {

struct Pair;

/// A random number of 32 bits that was written as a part of a block.
typedef std::uint32_t Random32 __attribute__((may_alias));

/// The inner loops of ExpandConvolute, once per kind of processor. `words` and `random` are the public random
/// numbers of the code: 32 bits per place.
struct CodeKernels {
    const char* name;
    /// Steps of the convolution that end in places begin to end - 1; words[0] belongs to `begin`. Places
    /// before `begin` are done. begin % 4 = 0. By Coefficients.
    void (*convolve[2])(crypto::Block* x, std::size_t begin, std::size_t end, const Random32* words);
    /// The last 25 steps, which wrap around to the front; words[0] belongs to place 0.
    void (*wrap[2])(crypto::Block* x, std::size_t size, const Random32* words);
    void (*convolve_pairs[2])(Pair* x, std::size_t begin, std::size_t end, const Random32* words);
    void (*wrap_pairs[2])(Pair* x, std::size_t size, const Random32* words);
    /// out_k += region[random_k * size / 2^32]; `random` has `look_ahead` numbers more than n.
    void (*gather)(const crypto::Block* region, std::size_t size, const Random32* random, crypto::Block* out,
                   std::size_t n);
    void (*gather_pairs)(const Pair* region, std::size_t size, const Random32* random, crypto::Block* a,
                         crypto::Block* c, std::size_t n);
    void (*gather_interleaved)(const Pair* region, std::size_t size, const Random32* random, Pair* out,
                               std::size_t n);
};

inline constexpr std::size_t look_ahead = 64;

const CodeKernels& portable_code_kernels();
/// Null where this build or this processor does not have them.
const CodeKernels* avx2_code_kernels();
/// The fastest that this processor runs.
const CodeKernels& code_kernels();

}  // namespace tacit::mpc::vole
