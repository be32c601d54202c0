#include "mpc/garble_many/authenticated_bits.h"

#include <algorithm>

#include "crypto/gf128.h"
#include "crypto/secret.h"

namespace tacit::mpc::garble_many {

namespace {

std::size_t bits_opening_size(std::size_t participants) {
    return bytes_for(offset_checks) + offset_checks * (participants - 1) * block_size + nonce_size;
}
constexpr std::size_t offset_commitments_size = (1 + 2 * offset_checks) * digest_size;
constexpr std::size_t offsets_size = offset_checks * block_size;

/// MAC of bit r under the offset of `of`, from what `who` opened.
Block opened_mac(View opening, std::size_t participants, std::size_t who, std::size_t of, std::size_t r) {
    const Places places{participants, who};
    const auto place = r * places.peers() + places.column(of);
    return Block::load(&opening[bytes_for(offset_checks) + place * block_size]);
}

}  // namespace

Block with_low_bit_of(std::size_t participant, Block random) {
    random.low = (random.low & ~std::uint64_t{1}) | (participant == evaluator ? 1 : 0);
    return random;
}

AuthenticatedBits::AuthenticatedBits(Block delta, const Session& session)
    : session_(session), delta_(delta), senders_(session.peers.count()), receivers_(session.peers.count()) {}

AuthenticatedBits::~AuthenticatedBits() {
    crypto::wipe(crypto::as_writable_bytes({&delta_, 1}));
}

Result<std::unique_ptr<AuthenticatedBits>> AuthenticatedBits::set_up(const Session& session) {
    const auto& peers = session.peers;
    std::vector<Block> same(peers.count(),
                            with_low_bit_of(peers.self(), crypto::random_block(peers.random())));
    auto out = set_up_with(same, session);
    crypto::wipe(crypto::as_writable_bytes(same));
    return out;
}

std::size_t AuthenticatedBits::drawn_bits(std::size_t count) const {
    return count + (offsets_checked_ ? 0 : offset_checks) + garble::hiding_bits;
}

Result<Shares> AuthenticatedBits::draw(std::size_t count) {
    BigVector<Block> choices(ot::blocks_for(drawn_bits(count)));
    session_.peers.random().fill(crypto::as_writable_bytes(choices));
    return draw_with(count, std::vector(session_.peers.count(), choices));
}

Result<Shares> AuthenticatedBits::draw_with(std::size_t count,
                                            const std::vector<BigVector<Block>>& by_participant) {
    Shares all(session_.places().peers(), drawn_bits(count));
    TACIT_TRY(transfer(all, by_participant));
    TACIT_TRY(check_bits(all));
    if (!offsets_checked_) TACIT_TRY(check_offsets(all, count));
    offsets_checked_ = true;
    all.truncate(count);
    return all;
}

Status AuthenticatedBits::transfer(Shares& out, const std::vector<BigVector<Block>>& choices) {
    auto& peers = session_.peers;
    const auto places = session_.places();
    const auto& own = choices[peers.self()];
    for (std::size_t i = 0; i < out.size(); ++i)
        out.set_bit(i, own[i / 128].bit(static_cast<unsigned>(i % 128)));
    BigVector<Block> blocks(std::min(out.size(), ot::batch_cots));
    for (std::size_t begin = 0; begin < out.size(); begin += ot::batch_cots) {
        const auto n = std::min(ot::batch_cots, out.size() - begin);
        const auto batch = std::span(blocks).first(n);
        for (const auto peer : peers.others()) {
            const auto bits = std::span(choices[peer]).subspan(begin / 128, ot::blocks_for(n));
            TACIT_TRY(receivers_[peer]->correct({bits, n}, batch));
            for (std::size_t i = 0; i < n; ++i) out.mac(begin + i, places.column(peer)) = batch[i];
        }
        for (const auto peer : peers.others()) {
            TACIT_TRY(senders_[peer]->challenge(batch));
            for (std::size_t i = 0; i < n; ++i) out.key(begin + i, places.column(peer)) = batch[i];
        }
        for (const auto peer : peers.others()) TACIT_TRY(receivers_[peer]->answer());
        for (const auto peer : peers.others()) TACIT_TRY(senders_[peer]->verify());
    }
    return {};
}

/// Everybody says the sum X of its bits with random coefficients to all, and the same sum of MACs to each.
/// Two vectors of bits that differ have the same sum with probability 2^-128, and another X needs a MAC that
/// was never given. The coin opens after one's own transfers: so the last honest participant's part of it is
/// unknown until the bits of all are fixed.
Status AuthenticatedBits::check_bits(const Shares& all) {
    auto& peers = session_.peers;
    const auto places = session_.places();
    TACIT_ASSIGN(const Block seed, session_.coins.toss());
    const auto sum = [&](const auto& value) {
        return garble::hidden_combination(seed, all.size(), peers.workers(), value);
    };
    const Block bits = sum([&](std::size_t i) { return Block{all.bit(i) ? 1u : 0u, 0}; });
    const auto size = [](std::size_t) { return block_size; };
    TACIT_ASSIGN(const auto heard, peers.round(
                                       to_bytes(crypto::as_bytes({&bits, 1})), size,
                                       [&](std::size_t peer) {
                                           const auto c = places.column(peer);
                                           const Block mac =
                                               sum([&](std::size_t i) { return all.mac(i, c); });
                                           return to_bytes(crypto::as_bytes({&mac, 1}));
                                       },
                                       size));
    for (const auto peer : peers.others()) {
        const auto c = places.column(peer);
        const Block expected =
            sum([&](std::size_t i) { return all.key(i, c); }) ^
            crypto::gf_mul(Block::load(heard.to_all[peer].data()), senders_[peer]->delta());
        if (!crypto::equal_fixed_time(expected, Block::load(heard.to_me[peer].data())))
            return peers.cheating(peer, "bits with wrong MACs");
    }
    return peers.confirm();
}

/// Pi_aShare: everybody commits to some of its bits with their MACs, and for each of these to the two values
/// that the sum of the others' MACs under its offset can have, which differ by the offset. Then all open
/// their bits, and each opens the value that these ask for. Of whom two honest participants have different
/// offsets, their random bits decide between more values than it has committed to.
Status AuthenticatedBits::check_offsets(const Shares& all, std::size_t begin) {
    auto& peers = session_.peers;
    const auto places = session_.places();
    Bytes opening(bits_opening_size(peers.count()));
    Bytes commitments(offset_commitments_size);
    for (std::size_t r = 0; r < offset_checks; ++r) {
        or_bit(opening, r, all.bit(begin + r));
        Block sum;
        for (std::size_t c = 0; c < places.peers(); ++c) {
            const auto place = r * places.peers() + c;
            all.mac(begin + r, c).store(&opening[bytes_for(offset_checks) + place * block_size]);
            sum ^= all.key(begin + r, c);
        }
        for (std::size_t b = 0; b < 2; ++b, sum ^= delta_) {
            const auto one =
                commitment(session_.run, "offset", 2 * r + b, peers.self(), crypto::as_bytes({&sum, 1}));
            std::copy(one.begin(), one.end(), &commitments[(1 + 2 * r + b) * digest_size]);
        }
    }
    peers.random().fill(std::span(opening).last(nonce_size));
    const auto first = commitment(session_.run, "bits", 0, peers.self(), opening);
    std::copy(first.begin(), first.end(), commitments.begin());
    TACIT_ASSIGN(const auto committed, peers.say(std::move(commitments)));
    TACIT_ASSIGN(const auto opened, peers.say(std::move(opening)));
    for (const auto peer : peers.others()) {
        const auto expected = commitment(session_.run, "bits", 0, peer, opened[peer]);
        if (!std::equal(expected.begin(), expected.end(), committed[peer].begin()))
            return peers.cheating(peer, "the opening is not what was committed to");
        for (std::size_t r = 0; r < offset_checks; ++r)
            if (!crypto::equal_fixed_time(
                    opened_mac(opened[peer], peers.count(), peer, peers.self(), r),
                    all.key(begin + r, places.column(peer)) ^
                        (senders_[peer]->delta() & Block::of_bit(get_bit(opened[peer], r)))))
                return peers.cheating(peer, "bits with wrong MACs");
    }
    return open_offsets(all, begin, committed, opened);
}

Status AuthenticatedBits::open_offsets(const Shares& all, std::size_t begin,
                                       const std::vector<Bytes>& commitments,
                                       const std::vector<Bytes>& openings) {
    auto& peers = session_.peers;
    const auto n = peers.count();
    const auto asked = [&](std::size_t who, std::size_t r) {
        bool out = false;
        for (std::size_t i = 0; i < n; ++i)
            if (i != who) out = out != get_bit(openings[i], r);
        return out;
    };
    Bytes values(offsets_size);
    for (std::size_t r = 0; r < offset_checks; ++r) {
        Block sum = delta_ & Block::of_bit(asked(peers.self(), r));
        for (std::size_t c = 0; c + 1 < n; ++c) sum ^= all.key(begin + r, c);
        sum.store(&values[r * block_size]);
    }
    TACIT_ASSIGN(const auto opened, peers.say(std::move(values)));
    for (const auto peer : peers.others())
        for (std::size_t r = 0; r < offset_checks; ++r) {
            const auto number = 2 * r + (asked(peer, r) ? 1 : 0);
            const auto value = View(opened[peer]).subspan(r * block_size, block_size);
            const auto expected = commitment(session_.run, "offset", number, peer, value);
            if (!std::equal(expected.begin(), expected.end(), &commitments[peer][(1 + number) * digest_size]))
                return peers.cheating(peer, "the opening is not what was committed to");
            Block macs;
            for (std::size_t i = 0; i < n; ++i)
                if (i != peer) macs ^= opened_mac(openings[i], n, i, peer, r);
            if (macs != Block::load(value.data()))
                return Peers::somebody("different offsets, or MACs under them");
        }
    return {};
}

ChannelCounters AuthenticatedBits::draw_cost(std::size_t participants, std::size_t count, bool first) {
    const auto drawn = count + (first ? offset_checks : 0) + garble::hiding_bits;
    auto out = ot::softspoken_extend_cost(ot::default_field_bits, drawn);
    out += mirrored(out);
    out += Peers::round_cost(Coins::opening_size, Coins::opening_size);
    out += Peers::round_cost(2 * block_size, 2 * block_size);
    out += Peers::round_cost(0, 0);
    if (!first) return out;
    for (const auto size : {offset_commitments_size, bits_opening_size(participants), offsets_size})
        out += Peers::round_cost(size, size);
    return out;
}

}  // namespace tacit::mpc::garble_many
