#include "mpc/garble_many/coins.h"

#include "crypto/secret.h"

namespace tacit::mpc::garble_many {

using ot::Block;

crypto::Digest commitment(const crypto::Digest& run, std::string_view purpose, std::uint64_t number,
                          std::size_t who, View opening) {
    return crypto::Hasher("tacit/mpc/garble_many/commitment")
        .add(run)
        .add(purpose)
        .add(number)
        .add(std::uint64_t{who})
        .add(opening)
        .finish();
}

Bytes Coins::commit() {
    next_.resize(sizeof(Block) + nonce_size);
    peers_.random().fill(next_);
    return to_bytes(commitment(run_, "coin", number_, peers_.self(), next_));
}

void Coins::committed(const std::vector<Bytes>& said) {
    committed_ = said;
}

Bytes Coins::open() {
    Bytes out = next_;
    ++number_;
    const Bytes after = commit();
    out.insert(out.end(), after.begin(), after.end());
    return out;
}

Result<Block> Coins::opened(const std::vector<View>& said) {
    Block coin;
    for (std::size_t i = 0; i < said.size(); ++i) {
        const auto part = said[i].first(sizeof(Block) + nonce_size);
        if (i != peers_.self() &&
            !crypto::equal_fixed_time(commitment(run_, "coin", number_ - 1, i, part), committed_[i]))
            return peers_.cheating(i, "a coin is not what was committed to");
        coin ^= Block::load(part.data());
        committed_[i] = to_bytes(said[i].subspan(part.size(), commitment_size));
    }
    return coin;
}

Result<Block> Coins::toss() {
    TACIT_ASSIGN(const auto said, peers_.say(open()));
    return opened({said.begin(), said.end()});
}

}  // namespace tacit::mpc::garble_many
