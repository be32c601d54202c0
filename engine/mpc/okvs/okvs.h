#pragma once

#include <span>

#include "base/result.h"
#include "crypto/block.h"
#include "crypto/random.h"
#include "mpc/channel.h"
#include "mpc/okvs/parameters.h"
#include "mpc/okvs/row_hash.h"
#include "mpc/parallel.h"

/// Oblivious key-value store: from n keys and n values, `encoded` of blocks such that decoding any of the
/// keys gives its value; decoding is linear in the slots, and if the values are random nothing in the slots
/// tells the keys. Sparse rows of weight three, a dense part over GF(2^128), items in bins (Garimella,
/// Pinkas, Rosulek, Trieu and Yanai, ePrint 2021/883; Raghuraman and Rindal, ePrint 2022/320). README.md has
/// parameters and figures.
namespace tacit::mpc::okvs {

enum class Encoding {
    done,
    reseed,  ///< this seed does not suit these keys; probability 2^-security. The slots are of no use
};

/// What the slots hold that the keys leave free. `random` makes slots of random values uniform altogether.
enum class FreeSlots { zero, random };

/// Parameters and seed are public; both sides make one and get the same rows. Const, for any number of
/// threads.
class Okvs {
  public:
    /// `parameters` from Parameters::for_items.
    Okvs(const Parameters& parameters, crypto::Block seed)
        : parameters_(parameters), hash_(parameters, seed) {}

    const Parameters& parameters() const { return parameters_; }

    /// `keys` and `values` have parameters().items elements, `encoded` parameters().size(). Keys must differ:
    /// Fault::usage if two are the same, or if a length is not right. Draws one block of `random` if free
    /// slots are to be random, nothing otherwise. The time depends on the keys. Takes 32 bytes of
    /// memory per item, and 1 MB per thread. Fault::cancelled once `progress`, which is asked between some
    /// bins, says stop.
    Result<Encoding> encode(std::span<const crypto::Block> keys, std::span<const crypto::Block> values,
                            std::span<crypto::Block> encoded, FreeSlots free, crypto::Random& random,
                            Workers& workers, const Progress* progress = nullptr) const;

    /// out[i] is what keys[i], any number of them, decodes to; `out` may be `keys`. The addresses that are
    /// read depend on the keys, no branch does. Fault::usage if a length is not right.
    Status decode(std::span<const crypto::Block> encoded, std::span<const crypto::Block> keys,
                  std::span<crypto::Block> out, Workers& workers) const;

  private:
    void decode_batch(const crypto::Block* encoded, const crypto::Block* keys, crypto::Block* out,
                      std::size_t count) const;

    Parameters parameters_;
    RowHash hash_;
};

/// Encodes under fresh seeds from `random` until one suits, and returns it. What the seed tells about the
/// keys, which is that it suits them, has probability 1 - 2^-security anyway. Fault::internal if eight do
/// not.
Result<crypto::Block> encode_with_fresh_seed(const Parameters& parameters,
                                             std::span<const crypto::Block> keys,
                                             std::span<const crypto::Block> values,
                                             std::span<crypto::Block> encoded, FreeSlots free,
                                             crypto::Random& random, Workers& workers,
                                             const Progress* progress = nullptr);

}  // namespace tacit::mpc::okvs
