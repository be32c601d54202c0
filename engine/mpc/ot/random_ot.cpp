#include "mpc/ot/random_ot.h"

#include <algorithm>

#include "crypto/aes_hash.h"
#include "crypto/secret.h"

namespace tacit::mpc::ot {

namespace {
constexpr unsigned hash_number = 2;  ///< 0 and 1 are the trees'
constexpr std::size_t ot_tile = 256;
}  // namespace

KeyPairs RandomOtHash::pairs(Block delta, std::span<const Block> q) {
    KeyPairs out(q.size());
    std::array<Block, ot_tile> keys;
    const auto hash_side = [&](std::size_t side, Block offset, std::size_t begin, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) keys[i] = q[begin + i] ^ offset;
        crypto::fixed_key_hash(hash_number).tccr(keys.data(), tweak_, keys.data(), size);
        for (std::size_t i = 0; i < size; ++i) out[begin + i][side] = keys[i];
    };
    for (std::size_t begin = 0; begin < q.size(); begin += ot_tile) {
        const auto size = std::min(ot_tile, q.size() - begin);
        hash_side(0, {}, begin, size);
        hash_side(1, delta, begin, size);
        tweak_.low += size;
    }
    crypto::wipe(crypto::as_writable_bytes(keys));
    return out;
}

BigVector<Block> RandomOtHash::chosen(std::span<const Block> t) {
    BigVector<Block> out(t.size());
    crypto::fixed_key_hash(hash_number).tccr(t.data(), tweak_, out.data(), t.size());
    tweak_.low += t.size();
    return out;
}

}  // namespace tacit::mpc::ot
