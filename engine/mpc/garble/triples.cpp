#include "mpc/garble/triples.h"

#include <algorithm>

#include "crypto/secret.h"
#include "mpc/garble/opening.h"
#include "mpc/garble/permutation.h"

namespace tacit::mpc::garble {

namespace {

/// Leaky triples in one message of 128 KiB. Each side has up to two under way, as many as a channel holds, so
/// that it computes while the peer's come.
constexpr std::size_t piece_triples = std::size_t{1} << 13;
constexpr std::size_t block_size = sizeof(Block);
constexpr std::size_t sums_size = 2 * block_size;
constexpr std::size_t nonce_size = 32;

Block public_key(const crypto::Digest& run) {
    return Block::load(crypto::Hasher("tacit/mpc/garble/leaky").add(run).finish().data());
}

/// Elements in the order of a uniform permutation, fetched some time before they are needed.
class Places {
  public:
    Places(std::size_t size, Block coin) : places_(permutation(size, coin)) {}
    const Triple& at(const BigVector<Triple>& triples, std::size_t i) const {
        constexpr std::size_t look_ahead = 24;
        if (i + look_ahead < places_.size()) {
            const Triple* next = &triples[places_[i + look_ahead]];
            __builtin_prefetch(next);
            __builtin_prefetch(&next->z);
        }
        return triples[places_[i]];
    }

    std::size_t operator[](std::size_t i) const { return places_[i]; }

  private:
    std::vector<std::uint32_t> places_;
};

}  // namespace

TripleMaker::TripleMaker(const Session& session, AuthenticatedBits& bits)
    : session_(session), bits_(bits), hash_(public_key(session.run)) {}

Status TripleMaker::make(const Buckets& buckets, std::span<Triple> out, std::span<Share> more) {
    static_assert(sizeof(Triple) == 3 * sizeof(Share));
    leaky_.resize(buckets.leaky());
    TACIT_TRY(bits_.draw({reinterpret_cast<Share*>(leaky_.data()), 3 * leaky_.size()}, more));
    s_.resize(leaky_.size());
    products_.assign(bytes_for(leaky_.size()), 0);
    TACIT_TRY(multiply());
    TACIT_TRY(open_products());
    TACIT_ASSIGN(const Block coin, check());
    TACIT_TRY(combine(buckets, coin, out));
    first_tweak_ += leaky_.size();
    ++batch_;
    return {};
}

// --- Leaky triples: Pi_LaAND, steps 2 to 5. With C = own[y] ^ mac[y], the C of both sides sum to
// y (Delta_A ^ Delta_B). A side gives the peer H(K) ^ H(K ^ Delta) ^ C, K the key of the peer's bit of x,
// from which the peer, who holds the MAC, computes H(K) ^ its bit times the sum of the C.

Status TripleMaker::multiply() {
    for (std::size_t begin = 0; begin < leaky_.size(); begin += piece_triples) {
        if (session_.peer.progress.stop_requested()) return error(Fault::cancelled);
        if (begin == 0) TACIT_TRY(give_piece(0));
        if (begin + piece_triples < leaky_.size()) TACIT_TRY(give_piece(begin + piece_triples));
        TACIT_TRY(take_piece(begin));
    }
    return {};
}

std::size_t TripleMaker::piece_size(std::size_t begin) const {
    return std::min(piece_triples, leaky_.size() - begin);
}

Status TripleMaker::give_piece(std::size_t begin) {
    const auto& peer = session_.peer;
    const auto delta = bits_.delta();
    const Block tweak{first_tweak_ + begin, participant(session_.role)};
    BigVector<Block> message(piece_size(begin));
    in_tiles(message.size(), peer.workers, [&](std::size_t first, std::size_t n) {
        std::array<Block, tile> zero, one;
        const Triple* triples = &leaky_[begin + first];
        for (std::size_t i = 0; i < n; ++i) {
            zero[i] = triples[i].x.own;
            one[i] = zero[i] ^ delta;
        }
        hash_.tccr(zero.data(), {tweak.low + first, tweak.high}, zero.data(), n);
        hash_.tccr(one.data(), {tweak.low + first, tweak.high}, one.data(), n);
        for (std::size_t i = 0; i < n; ++i) {
            const auto both = zero[i] ^ one[i];
            message[first + i] = both ^ triples[i].y.own ^ triples[i].y.mac;
            s_[begin + first + i] = zero[i] ^ (both & Block::of_bit(bit_of(session_.role, triples[i].x)));
        }
    });
    TACIT_TRY(peer.peer.send(crypto::as_bytes(message)));
    return peer.peer.flush();
}

Status TripleMaker::take_piece(std::size_t begin) {
    const auto& peer = session_.peer;
    TACIT_ASSIGN(const Bytes message, peer.peer.receive(piece_size(begin) * block_size));
    const Block tweak{first_tweak_ + begin, participant(other(session_.role))};
    in_tiles(piece_size(begin), peer.workers, [&](std::size_t first, std::size_t n) {
        std::array<Block, tile> hashed;
        const Triple* triples = &leaky_[begin + first];
        for (std::size_t i = 0; i < n; ++i) hashed[i] = triples[i].x.mac;
        hash_.tccr(hashed.data(), {tweak.low + first, tweak.high}, hashed.data(), n);
        for (std::size_t i = 0; i < n; ++i) {
            const auto given = Block::load(&message[(first + i) * block_size]);
            const auto& [x, y, z] = triples[i];
            auto& s = s_[begin + first + i];
            s ^= hashed[i] ^ ((given ^ y.own ^ y.mac) & Block::of_bit(bit_of(session_.role, x)));
            or_bit(products_, begin + first + i, ((s.low & 1) != 0) != bit_of(session_.role, z));
            // From here on T, but for the product that is to be opened.
            s ^= z.own ^ z.mac;
        }
    });
    return {};
}

/// To make the random z that of the product, d = x y ^ z is opened; it is added when buckets are made.
Status TripleMaker::open_products() {
    const auto& peer = session_.peer;
    TACIT_TRY(peer.peer.send(products_));
    TACIT_TRY(peer.peer.flush());
    TACIT_ASSIGN(const Bytes theirs, peer.peer.receive(products_.size()));
    for (std::size_t i = 0; i < theirs.size(); ++i) products_[i] ^= theirs[i];
    return {};
}

// --- The check: T of both sides must be equal, since they sum to (x y ^ z) (Delta_A ^ Delta_B). Compared are
// two combinations of them, one under a seed of each side, drawn when all else was fixed.

Result<Block> TripleMaker::check() {
    const auto& peer = session_.peer;
    const Block mine = crypto::random_block(peer.random);
    TACIT_TRY(peer.peer.send(crypto::as_bytes({&mine, 1})));
    TACIT_TRY(peer.peer.flush());
    TACIT_ASSIGN(const Bytes message, peer.peer.receive(block_size));
    std::array<Block, 2> seeds;
    seeds[participant(session_.role)] = mine;
    seeds[participant(other(session_.role))] = Block::load(message.data());
    std::array<Block, 2> sums;
    for (std::size_t k = 0; k < 2; ++k)
        sums[k] = combination(seeds[k], leaky_.size(), peer.workers, [&](std::size_t i) {
            return s_[i] ^ (bits_.delta() & Block::of_bit(get_bit(products_, i)));
        });
    return session_.role == Role::garbler ? compare_as_garbler(sums) : compare_as_evaluator(sums);
}

crypto::Digest TripleMaker::commitment(View opening) const {
    return crypto::Hasher("tacit/mpc/garble/commitment").add(session_.run).add(batch_).add(opening).finish();
}

/// Stands for the evaluator's sums: told as they are, wrong ones of a later batch would give away its offset,
/// when its inputs have been used already.
crypto::Digest TripleMaker::digest_of(std::span<const Block, 2> sums) const {
    return crypto::Hasher("tacit/mpc/garble/sums")
        .add(session_.run)
        .add(batch_)
        .add(crypto::as_bytes(sums))
        .finish();
}

/// F_EQ and the coin toss in one: the garbler commits to its sums and its half of the coin, the evaluator
/// tells a digest of its own, the garbler opens if it fits.
Result<Block> TripleMaker::compare_as_garbler(std::span<const Block, 2> sums) {
    const auto& peer = session_.peer;
    const Block coin = crypto::random_block(peer.random);
    Bytes opening = to_bytes(crypto::as_bytes(sums));
    opening.resize(sums_size + block_size + nonce_size);
    coin.store(&opening[sums_size]);
    peer.random.fill(std::span(opening).last(nonce_size));
    TACIT_TRY(peer.peer.send(commitment(opening)));
    TACIT_TRY(peer.peer.flush());
    TACIT_ASSIGN(const Bytes theirs, peer.peer.receive(sums_size + block_size));
    if (!crypto::equal_fixed_time(View(theirs).first(sums_size), digest_of(sums)))
        return error(Fault::cheating, "leaky triples do not fit", peer.peer.peer_name());
    TACIT_TRY(peer.peer.send(opening));
    TACIT_TRY(peer.peer.flush());
    return Block::load(&opening[sums_size]) ^ Block::load(&theirs[sums_size]);
}

Result<Block> TripleMaker::compare_as_evaluator(std::span<const Block, 2> sums) {
    const auto& peer = session_.peer;
    const Block coin = crypto::random_block(peer.random);
    TACIT_ASSIGN(const Bytes committed, peer.peer.receive(sizeof(crypto::Digest)));
    const auto digest = digest_of(sums);
    static_assert(sizeof digest == sums_size);
    Bytes mine = to_bytes(digest);
    mine.resize(sums_size + block_size);
    coin.store(&mine[sums_size]);
    TACIT_TRY(peer.peer.send(mine));
    TACIT_TRY(peer.peer.flush());
    TACIT_ASSIGN(const Bytes opening, peer.peer.receive(sums_size + block_size + nonce_size));
    if (!crypto::equal_fixed_time(commitment(opening), committed))
        return error(Fault::cheating, "the opening is not what was committed to", peer.peer.peer_name());
    if (!crypto::equal_fixed_time(View(opening).first(sums_size), crypto::as_bytes(sums)))
        return error(Fault::cheating, "leaky triples do not fit", peer.peer.peer_name());
    return Block::load(&mine[sums_size]) ^ Block::load(&opening[sums_size]);
}

// --- Buckets: x is the sum of all x of a bucket, so it is unknown if one of them is.

Status TripleMaker::combine(const Buckets& buckets, Block coin, std::span<Triple> out) {
    const auto& peer = session_.peer;
    const Places places(leaky_.size(), coin);
    const auto n = buckets.triples, size = buckets.size, more = size - 1;
    const auto delta = bits_.delta();
    more_x_.resize(n * more);
    differences_.resize(n * more);
    in_tiles(n, peer.workers, [&](std::size_t begin, std::size_t count) {
        for (std::size_t i = begin; i < begin + count; ++i) {
            auto& sum = out[i];
            for (std::size_t k = 0; k < size; ++k) {
                auto one = places.at(leaky_, i * size + k);
                add_public(one.z, get_bit(products_, places[i * size + k]), delta);
                if (k == 0) {
                    sum = one;
                    continue;
                }
                sum.x ^= one.x;
                sum.z ^= one.z;
                more_x_[i * more + k - 1] = one.x;
                differences_[i * more + k - 1] = sum.y ^ one.y;
            }
        }
    });
    const auto share = [&](std::size_t i) -> const Share& { return differences_[i]; };
    const Opening opening{session_.run, "bucket", batch_, session_.role, n * more, peer.workers};
    TACIT_TRY(peer.peer.send(open_bits(opening, share)));
    TACIT_TRY(peer.peer.flush());
    TACIT_ASSIGN(const Bytes theirs, peer.peer.receive(opening_size(n * more)));
    const auto bits = opened_bits(opening, theirs, delta, share);
    if (!bits) return error(Fault::cheating, "bits of a bucket with a wrong MAC", peer.peer.peer_name());
    in_tiles(n, peer.workers, [&](std::size_t begin, std::size_t count) {
        for (std::size_t i = begin; i < begin + count; ++i)
            for (std::size_t k = 0; k < more; ++k)
                out[i].z ^= more_x_[i * more + k] & Block::of_bit(get_bit(*bits, i * more + k));
    });
    return {};
}

ChannelCounters TripleMaker::cost(Transfers transfers, const Buckets& buckets, std::size_t more) {
    const auto leaky = buckets.leaky();
    auto out = AuthenticatedBits::draw_cost(transfers, 3 * leaky + more);
    const auto pieces = (leaky + piece_triples - 1) / piece_triples;
    const auto both = leaky * block_size + bytes_for(leaky) + block_size +
                      opening_size(buckets.triples * (buckets.size - 1));
    out.bytes_sent += both + sizeof(crypto::Digest) + sums_size + block_size + nonce_size;
    out.bytes_received += both + sums_size + block_size;
    out.messages_sent += pieces + 3 + 2;
    out.messages_received += pieces + 3 + 1;
    return out;
}

}  // namespace tacit::mpc::garble
