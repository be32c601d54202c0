#include "crypto/aes_hash.h"

#include <array>
#include <cassert>

#include "crypto/hash.h"
#include "crypto/vector_ops.h"

namespace tacit::crypto {

void FixedKeyHash::cr(const Block* in, Block* out, std::size_t n) const {
    vector_ops().hash_cr(pi_.round_keys(), in, out, n);
}

void FixedKeyHash::ccr(const Block* in, Block* out, std::size_t n) const {
    vector_ops().hash_ccr(pi_.round_keys(), in, out, n);
}

void FixedKeyHash::tccr(const Block* in, Block first_tweak, Block* out, std::size_t n) const {
    vector_ops().hash_tccr(pi_.round_keys(), in, &first_tweak, out, n);
}

const FixedKeyHash& fixed_key_hash(unsigned which) {
    const auto make = [](std::uint64_t number) {
        return FixedKeyHash(Block::load(Hasher("Tacit fixed-key hash").add(number).finish().data()));
    };
    static const std::array<FixedKeyHash, 4> hashes{make(0), make(1), make(2), make(3)};
    assert(which < hashes.size());
    return hashes[which];
}

void rekeyed_hash(const Block* keys, const Block* in, Block* out, std::size_t n) {
    vector_ops().rekeyed_hash(keys, in, out, n);
}

}  // namespace tacit::crypto
