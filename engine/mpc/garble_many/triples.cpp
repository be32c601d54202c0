#include "mpc/garble_many/triples.h"

#include <algorithm>

#include "crypto/secret.h"
#include "mpc/garble/permutation.h"

namespace tacit::mpc::garble_many {

namespace {

/// Leaky triples in one message of 256 KiB to each.
constexpr std::size_t piece_triples = std::size_t{1} << 14;
constexpr std::size_t sum_size = block_size + nonce_size;

Block public_key(const crypto::Digest& run) {
    return Block::load(crypto::Hasher("tacit/mpc/garble_many/leaky").add(run).finish().data());
}

}  // namespace

struct TripleMaker::Leaky {
    std::size_t count = 0;
    Shares all;            ///< x, then y, then z of all triples, then the bits asked for
    BigVector<Block> phi;  ///< share of y times the sum of all offsets
    BigVector<Block> s;    ///< share of x y times the sum of all offsets
    std::size_t x(std::size_t i) const { return i; }
    std::size_t y(std::size_t i) const { return count + i; }
    std::size_t z(std::size_t i) const { return 2 * count + i; }
    /// This participant's share of bit `at` times the sum of all offsets.
    Block times_offsets(std::size_t at, Block delta) const {
        Block out = all.own(at, delta);
        for (std::size_t c = 0; c < all.peers(); ++c) out ^= all.mac(at, c);
        return out;
    }
};

TripleMaker::TripleMaker(const Session& session, AuthenticatedBits& bits)
    : session_(session), places_(session.places()), bits_(bits), hash_(public_key(session.run)) {}

Result<Triples> TripleMaker::make(const Buckets& buckets, std::size_t more) {
    Leaky leaky;
    leaky.count = buckets.leaky();
    TACIT_ASSIGN(leaky.all, bits_.draw(3 * leaky.count + more));
    TACIT_TRY(multiply(leaky));
    TACIT_TRY(correct_products(leaky));
    TACIT_ASSIGN(const Block coin, check(leaky));
    leaky.s = {};
    TACIT_ASSIGN(auto out, combine(leaky, buckets, coin));
    out.bits = Shares(places_.peers(), more);
    for (std::size_t i = 0; i < more; ++i) out.bits.copy(i, leaky.all, 3 * leaky.count + i);
    first_tweak_ += leaky.count;
    ++batch_;
    return out;
}

// --- Leaky triples: Pi_LaAND, steps 4 and 5. The shares phi of all sum to y D, with D the sum of all
// offsets. A participant gives each peer H(K) ^ H(K ^ its offset) ^ phi, K the key of the peer's bit of x;
// from which the peer, who holds the MAC, computes H(K) ^ its bit times phi. All s sum to x y D.

Status TripleMaker::multiply(Leaky& leaky) {
    auto& peers = session_.peers;
    leaky.s = BigVector<Block>(leaky.count);
    leaky.phi = BigVector<Block>(leaky.count);
    const auto delta = bits_.delta();
    garble::in_tiles(leaky.count, peers.workers(), [&](std::size_t begin, std::size_t size) {
        for (std::size_t i = begin; i < begin + size; ++i) {
            leaky.phi[i] = leaky.times_offsets(leaky.y(i), delta);
            leaky.s[i] = leaky.phi[i] & Block::of_bit(leaky.all.bit(leaky.x(i)));
        }
    });
    std::vector<BigVector<Block>> messages(peers.count());
    for (std::size_t begin = 0; begin < leaky.count; begin += piece_triples) {
        const auto size = std::min(piece_triples, leaky.count - begin);
        for (auto& message : messages) message.resize(size);
        start_piece(leaky, begin, messages);
        TACIT_TRY(peers.exchange(
            size * block_size, [&](std::size_t peer) { return crypto::as_bytes(messages[peer]); },
            [&](std::size_t peer, View message) { finish_piece(leaky, begin, peer, message); }));
    }
    return {};
}

Block TripleMaker::tweak(std::size_t place, std::size_t from, std::size_t to) const {
    return {first_tweak_ + place, from * most_participants + to};
}

void TripleMaker::start_piece(Leaky& leaky, std::size_t begin,
                              std::vector<BigVector<Block>>& messages) const {
    const auto delta = bits_.delta();
    const auto count = messages[0].size();
    garble::in_tiles(count, session_.peers.workers(), [&](std::size_t first, std::size_t n) {
        std::array<Block, garble::tile> zero, one;
        const auto at = begin + first;
        for (const auto peer : session_.peers.others()) {
            const auto c = places_.column(peer);
            for (std::size_t i = 0; i < n; ++i) {
                zero[i] = leaky.all.key(leaky.x(at + i), c);
                one[i] = zero[i] ^ delta;
            }
            hash_.tccr(zero.data(), tweak(at, places_.self, peer), zero.data(), n);
            hash_.tccr(one.data(), tweak(at, places_.self, peer), one.data(), n);
            for (std::size_t i = 0; i < n; ++i) {
                messages[peer][first + i] = zero[i] ^ one[i] ^ leaky.phi[at + i];
                leaky.s[at + i] ^= zero[i];
            }
        }
    });
}

void TripleMaker::finish_piece(Leaky& leaky, std::size_t begin, std::size_t peer, View message) const {
    const auto c = places_.column(peer);
    garble::in_tiles(message.size() / block_size, session_.peers.workers(),
                     [&](std::size_t first, std::size_t n) {
                         std::array<Block, garble::tile> hashed;
                         const auto at = begin + first;
                         for (std::size_t i = 0; i < n; ++i) hashed[i] = leaky.all.mac(leaky.x(at + i), c);
                         hash_.tccr(hashed.data(), tweak(at, peer, places_.self), hashed.data(), n);
                         for (std::size_t i = 0; i < n; ++i)
                             leaky.s[at + i] ^= hashed[i] ^ (Block::load(&message[(first + i) * block_size]) &
                                                             Block::of_bit(leaky.all.bit(leaky.x(at + i))));
                     });
}

/// Makes the random z that of the product. The low bit of D is 1, so that the low bits of s sum to x y.
Status TripleMaker::correct_products(Leaky& leaky) {
    Bytes mine(bytes_for(leaky.count));
    for (std::size_t i = 0; i < leaky.count; ++i)
        or_bit(mine, i, ((leaky.s[i].low & 1) != 0) != leaky.all.bit(leaky.z(i)));
    TACIT_ASSIGN(const auto said, session_.peers.say(std::move(mine)));
    for (std::size_t i = 0; i < leaky.count; ++i) {
        bool wrong = false;
        for (const auto& one : said) wrong = wrong != get_bit(one, i);
        leaky.all.add_public(leaky.z(i), wrong, places_, bits_.delta());
    }
    return {};
}

/// Pi_LaAND, steps 6 and 7: what all have, s and the share of z D, sums to (x y ^ z) D, which must be zero.
/// Opened is a combination under a coin that was tossed when all else was fixed; all commit to theirs before,
/// or the last could make the sum fit. The coin of the buckets opens with it.
Result<Block> TripleMaker::check(const Leaky& leaky) {
    auto& peers = session_.peers;
    TACIT_ASSIGN(const Block seed, session_.coins.toss());
    const Block sum = combination(seed, leaky.count, peers.workers(), [&](std::size_t i) {
        return leaky.s[i] ^ leaky.times_offsets(leaky.z(i), bits_.delta());
    });
    Bytes opening(sum_size);
    sum.store(opening.data());
    peers.random().fill(std::span(opening).last(nonce_size));
    TACIT_ASSIGN(const auto committed,
                 peers.say(to_bytes(commitment(session_.run, "sum", batch_, peers.self(), opening))));
    const auto coin = session_.coins.open();
    opening.insert(opening.end(), coin.begin(), coin.end());
    TACIT_ASSIGN(const auto said, peers.say(std::move(opening)));
    Block all;
    std::vector<View> coins(said.size());
    for (std::size_t i = 0; i < said.size(); ++i) {
        const auto one = View(said[i]).first(sum_size);
        if (!crypto::equal_fixed_time(commitment(session_.run, "sum", batch_, i, one), committed[i]))
            return peers.cheating(i, "the opening is not what was committed to");
        all ^= Block::load(one.data());
        coins[i] = View(said[i]).subspan(sum_size);
    }
    if (!crypto::equal_fixed_time(all, Block{})) return Peers::somebody("leaky triples do not fit");
    return session_.coins.opened(coins);
}

// --- Buckets: x is the sum of all x of a bucket, so it is unknown if one of them is.

Result<Triples> TripleMaker::combine(const Leaky& leaky, const Buckets& buckets, Block coin) {
    auto& peers = session_.peers;
    const auto places = garble::permutation(leaky.count, coin);
    const auto more = buckets.size - 1, opened = buckets.triples * more;
    const auto place = [&](std::size_t bucket, std::size_t k) { return places[bucket * buckets.size + k]; };
    Shares differences(places_.peers(), opened);
    garble::in_tiles(opened, peers.workers(), [&](std::size_t begin, std::size_t size) {
        for (std::size_t i = begin; i < begin + size; ++i) {
            differences.copy(i, leaky.all, leaky.y(place(i / more, 0)));
            differences.add(i, leaky.all, leaky.y(place(i / more, 1 + i % more)));
        }
    });
    TACIT_ASSIGN(const auto bits, open_to_all(session_, {"bucket", batch_}, differences, bits_.delta()));
    const auto n = buckets.triples;
    Triples out{Shares(places_.peers(), n), Shares(places_.peers(), n), Shares(places_.peers(), n), {}};
    garble::in_tiles(n, peers.workers(), [&](std::size_t begin, std::size_t size) {
        for (std::size_t i = begin; i < begin + size; ++i) {
            const auto head = place(i, 0);
            out.x.copy(i, leaky.all, leaky.x(head));
            out.y.copy(i, leaky.all, leaky.y(head));
            out.z.copy(i, leaky.all, leaky.z(head));
            for (std::size_t k = 0; k < more; ++k) {
                const auto at = place(i, 1 + k);
                out.x.add(i, leaky.all, leaky.x(at));
                out.z.add(i, leaky.all, leaky.z(at));
                out.z.add_if(get_bit(bits, i * more + k), i, leaky.all, leaky.x(at));
            }
        }
    });
    return out;
}

ChannelCounters TripleMaker::cost(std::size_t participants, const Buckets& buckets, std::size_t more,
                                  bool first) {
    const auto leaky = buckets.leaky();
    auto out = AuthenticatedBits::draw_cost(participants, 3 * leaky + more, first);
    const auto pieces = (leaky + piece_triples - 1) / piece_triples;
    out += {leaky * block_size, leaky * block_size, pieces, pieces};
    const auto opened = opening_size(buckets.triples * (buckets.size - 1));
    for (const auto size :
         {bytes_for(leaky), Coins::opening_size, digest_size, sum_size + Coins::opening_size, opened})
        out += Peers::round_cost(size, size);
    return out;
}

}  // namespace tacit::mpc::garble_many
