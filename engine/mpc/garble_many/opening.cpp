#include "mpc/garble_many/opening.h"

#include "crypto/secret.h"

namespace tacit::mpc::garble_many {

namespace {

Block seed_for(const Session& session, const Opening& what, std::size_t sender, View bits) {
    const auto number = what.number * most_participants + sender;
    return seed_of(session.run, what.purpose, number, bits);
}

Error wrong(const Session& session, std::size_t peer) {
    return session.peers.cheating(peer, "bits opened with a wrong MAC");
}

void add(std::span<std::uint8_t> sum, View bits) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] ^= bits[i];
}

Bytes as_message(Block tag) {
    return to_bytes(crypto::as_bytes({&tag, 1}));
}

}  // namespace

crypto::SecretBytes own_bits(const Shares& shares) {
    crypto::SecretBytes out(bytes_for(shares.size()));
    for (std::size_t i = 0; i < shares.size(); ++i) or_bit(out, i, shares.bit(i));
    return out;
}

Block tag_for(const Session& session, const Opening& what, View bits, const Shares& shares,
              std::size_t receiver) {
    const auto c = session.places().column(receiver);
    return combination(seed_for(session, what, session.peers.self(), bits), shares.size(),
                       session.peers.workers(), [&](std::size_t i) { return shares.mac(i, c); });
}

Block expected_tag(const Session& session, const Opening& what, View bits, const Shares& shares,
                   std::size_t sender, Block delta) {
    const auto c = session.places().column(sender);
    return combination(
        seed_for(session, what, sender, bits), shares.size(), session.peers.workers(),
        [&](std::size_t i) { return shares.key(i, c) ^ (delta & Block::of_bit(get_bit(bits, i))); });
}

Result<Bytes> open_to_all(const Session& session, const Opening& what, const Shares& shares, Block delta) {
    auto& peers = session.peers;
    Bytes sum = to_bytes(own_bits(shares));
    const Bytes mine = sum;
    const auto size = mine.size();
    TACIT_ASSIGN(const auto heard,
                 peers.round(
                     mine, [=](std::size_t) { return size; },
                     [&](std::size_t peer) { return as_message(tag_for(session, what, mine, shares, peer)); },
                     [](std::size_t) { return sizeof(Block); }));
    for (const auto peer : peers.others()) {
        const auto& bits = heard.to_all[peer];
        if (!crypto::equal_fixed_time(expected_tag(session, what, bits, shares, peer, delta),
                                      Block::load(heard.to_me[peer].data())))
            return wrong(session, peer);
        add(sum, bits);
    }
    return sum;
}

Result<crypto::SecretBytes> open_to_each(const Session& session, const Opening& what,
                                         const std::vector<Shares>& shares, Block delta) {
    auto& peers = session.peers;
    const auto& mine = shares[peers.self()];
    const auto make = [&](std::size_t peer) {
        Bytes out = to_bytes(own_bits(shares[peer]));
        const auto tag = as_message(tag_for(session, what, out, shares[peer], peer));
        out.insert(out.end(), tag.begin(), tag.end());
        return out;
    };
    TACIT_ASSIGN(const auto heard, peers.round(
                                       {}, [](std::size_t) { return std::size_t{0}; }, make,
                                       [&](std::size_t) { return opening_size(mine.size()); }));
    auto sum = own_bits(mine);
    for (const auto peer : peers.others()) {
        const auto bits = View(heard.to_me[peer]).first(sum.size());
        if (!crypto::equal_fixed_time(expected_tag(session, what, bits, mine, peer, delta),
                                      Block::load(&heard.to_me[peer][sum.size()])))
            return wrong(session, peer);
        add(sum, bits);
    }
    return sum;
}

}  // namespace tacit::mpc::garble_many
