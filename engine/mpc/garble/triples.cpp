#include "mpc/garble/triples.h"

#include <algorithm>
#include <numeric>

#include "crypto/prg.h"
#include "crypto/secret.h"
#include "mpc/garble/opening.h"

namespace tacit::mpc::garble {

namespace {

/// Leaky triples in one message of 256 KiB each way, so that the two sides may send at the same time.
constexpr std::size_t piece_triples = std::size_t{1} << 14;
constexpr std::size_t tile = 256;
constexpr std::size_t block_size = sizeof(Block);
constexpr std::size_t sums_size = 2 * block_size;
constexpr std::size_t nonce_size = 32;

Block public_key(const crypto::Digest& run) {
    return Block::load(crypto::Hasher("tacit/mpc/garble/leaky").add(run).finish().data());
}

/// Calls work(begin, size) for tiles of `count`.
template <class Work>
void in_tiles(std::size_t count, Workers& workers, const Work& work) {
    workers.all_of((count + tile - 1) / tile, [&](std::size_t i) {
        work(i * tile, std::min(tile, count - i * tile));
        return true;
    });
}

/// A uniform permutation. Each index is a 64-bit number scaled down, which changes the probability of a
/// permutation of 2^21 by a factor of 1 +- 2^-22: nothing beside a chance of 2^-40.
std::vector<std::uint32_t> permutation(std::size_t size, Block coin) {
    std::vector<std::uint32_t> out(size);
    std::iota(out.begin(), out.end(), 0u);
    crypto::Prg prg(coin);
    std::array<Block, tile> numbers;
    for (std::size_t left = size; left > 1; --left) {
        const auto used = size - left;
        if (used % tile == 0) prg.fill(std::span(numbers));
        // The upper half of the product with `left`, which has at most 32 bits.
        const auto number = numbers[used % tile].low;
        const auto place = ((number >> 32) * left + ((number & 0xffffffff) * left >> 32)) >> 32;
        std::swap(out[left - 1], out[place]);
    }
    return out;
}

}  // namespace

struct TripleMaker::Leaky {
    std::size_t count = 0;
    Shares all;          ///< x, then y, then z of all triples, then the bits asked for
    BigVector<Block> s;  ///< share of x y (Delta_A ^ Delta_B)
    Share x(std::size_t i) const { return all[i]; }
    Share y(std::size_t i) const { return all[count + i]; }
    Share z(std::size_t i) const { return all[2 * count + i]; }
};

TripleMaker::TripleMaker(const Session& session, AuthenticatedBits& bits)
    : session_(session), bits_(bits), hash_(public_key(session.run)) {}

Result<Triples> TripleMaker::make(const Buckets& buckets, std::size_t more) {
    Leaky leaky;
    leaky.count = buckets.leaky();
    TACIT_ASSIGN(leaky.all, bits_.draw(3 * leaky.count + more));
    leaky.s = BigVector<Block>(leaky.count);
    TACIT_TRY(multiply(leaky));
    TACIT_TRY(open_products(leaky));
    TACIT_ASSIGN(const Block coin, check(leaky));
    leaky.s = {};
    TACIT_ASSIGN(auto out, combine(leaky, buckets, coin));
    const auto from = static_cast<std::ptrdiff_t>(3 * leaky.count);
    out.bits.own.assign(leaky.all.own.begin() + from, leaky.all.own.end());
    out.bits.mac.assign(leaky.all.mac.begin() + from, leaky.all.mac.end());
    first_tweak_ += leaky.count;
    ++batch_;
    return out;
}

// --- Leaky triples: Pi_LaAND, steps 2 to 5. With C = own[y] ^ mac[y], the C of both sides sum to
// y (Delta_A ^ Delta_B). A side gives the peer H(K) ^ H(K ^ Delta) ^ C, K the key of the peer's bit of x,
// from which the peer, who holds the MAC, computes H(K) ^ its bit times the sum of the C.

Status TripleMaker::multiply(Leaky& leaky) {
    for (std::size_t begin = 0; begin < leaky.count; begin += piece_triples)
        TACIT_TRY(multiply_piece(leaky, begin, std::min(piece_triples, leaky.count - begin)));
    return {};
}

Status TripleMaker::multiply_piece(Leaky& leaky, std::size_t begin, std::size_t size) {
    const auto& peer = session_.peer;
    if (peer.progress.stop_requested()) return error(Fault::cancelled);
    BigVector<Block> mine(size);
    start_piece(leaky, begin, mine);
    TACIT_TRY(peer.peer.send(crypto::as_bytes(mine)));
    TACIT_TRY(peer.peer.flush());
    TACIT_ASSIGN(const Bytes message, peer.peer.receive(size * block_size));
    std::copy(message.begin(), message.end(), crypto::as_writable_bytes(mine).begin());
    finish_piece(leaky, begin, mine);
    return {};
}

void TripleMaker::start_piece(Leaky& leaky, std::size_t begin, std::span<Block> message) const {
    const auto delta = bits_.delta();
    const Block tweak{first_tweak_ + begin, participant(session_.role)};
    in_tiles(message.size(), session_.peer.workers, [&](std::size_t first, std::size_t n) {
        std::array<Block, tile> zero, one;
        const Block* own = &leaky.all.own[begin + first];
        for (std::size_t i = 0; i < n; ++i) one[i] = own[i] ^ delta;
        hash_.tccr(own, {tweak.low + first, tweak.high}, zero.data(), n);
        hash_.tccr(one.data(), {tweak.low + first, tweak.high}, one.data(), n);
        for (std::size_t i = 0; i < n; ++i) {
            const auto at = begin + first + i;
            const auto both = zero[i] ^ one[i];
            const auto y = leaky.y(at);
            message[first + i] = both ^ y.own ^ y.mac;
            leaky.s[at] = zero[i] ^ (both & Block::of_bit(bit_of(session_.role, leaky.x(at))));
        }
    });
}

void TripleMaker::finish_piece(Leaky& leaky, std::size_t begin, std::span<const Block> message) const {
    const Block tweak{first_tweak_ + begin, participant(other(session_.role))};
    in_tiles(message.size(), session_.peer.workers, [&](std::size_t first, std::size_t n) {
        std::array<Block, tile> hashed;
        hash_.tccr(&leaky.all.mac[begin + first], {tweak.low + first, tweak.high}, hashed.data(), n);
        for (std::size_t i = 0; i < n; ++i) {
            const auto at = begin + first + i;
            const auto y = leaky.y(at);
            leaky.s[at] ^= hashed[i] ^ ((message[first + i] ^ y.own ^ y.mac) &
                                        Block::of_bit(bit_of(session_.role, leaky.x(at))));
        }
    });
}

/// Makes the random z that of the product: d = x y ^ z is opened and added.
Status TripleMaker::open_products(Leaky& leaky) {
    const auto& peer = session_.peer;
    Bytes mine(bytes_for(leaky.count));
    for (std::size_t i = 0; i < leaky.count; ++i)
        or_bit(mine, i, ((leaky.s[i].low & 1) != 0) != bit_of(session_.role, leaky.z(i)));
    TACIT_TRY(peer.peer.send(mine));
    TACIT_TRY(peer.peer.flush());
    TACIT_ASSIGN(const Bytes theirs, peer.peer.receive(mine.size()));
    for (std::size_t i = 0; i < leaky.count; ++i)
        leaky.all.own[2 * leaky.count + i] ^=
            bits_.delta() & Block::of_bit(get_bit(mine, i) != get_bit(theirs, i));
    return {};
}

// --- The check: T of both sides must be equal, since they sum to (x y ^ z) (Delta_A ^ Delta_B). Compared are
// two combinations of them, one under a seed of each side, drawn when all else was fixed.

Result<Block> TripleMaker::check(const Leaky& leaky) {
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
        sums[k] = combination(seeds[k], leaky.count, peer.workers, [&](std::size_t i) {
            const auto z = leaky.z(i);
            return leaky.s[i] ^ z.own ^ z.mac;
        });
    return session_.role == Role::garbler ? compare_as_garbler(sums) : compare_as_evaluator(sums);
}

crypto::Digest TripleMaker::commitment(View opening) const {
    return crypto::Hasher("tacit/mpc/garble/commitment").add(session_.run).add(batch_).add(opening).finish();
}

/// F_EQ and the coin toss in one: the garbler commits to its sums and its half of the coin, the evaluator
/// tells its own, the garbler opens.
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
    if (!crypto::equal_fixed_time(View(theirs).first(sums_size), crypto::as_bytes(sums)))
        return error(Fault::cheating, "leaky triples do not fit", peer.peer.peer_name());
    TACIT_TRY(peer.peer.send(opening));
    TACIT_TRY(peer.peer.flush());
    return Block::load(&opening[sums_size]) ^ Block::load(&theirs[sums_size]);
}

Result<Block> TripleMaker::compare_as_evaluator(std::span<const Block, 2> sums) {
    const auto& peer = session_.peer;
    const Block coin = crypto::random_block(peer.random);
    TACIT_ASSIGN(const Bytes committed, peer.peer.receive(sizeof(crypto::Digest)));
    Bytes mine = to_bytes(crypto::as_bytes(sums));
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

Result<Triples> TripleMaker::combine(const Leaky& leaky, const Buckets& buckets, Block coin) {
    const auto& peer = session_.peer;
    const auto places = permutation(leaky.count, coin);
    const auto more = buckets.size - 1, opened = buckets.triples * more;
    const auto place = [&](std::size_t bucket, std::size_t k) { return places[bucket * buckets.size + k]; };
    // Gathered once: the places are all over the memory.
    BigVector<Share> differences(opened);
    in_tiles(opened, peer.workers, [&](std::size_t begin, std::size_t size) {
        for (std::size_t i = begin; i < begin + size; ++i)
            differences[i] = leaky.y(place(i / more, 0)) ^ leaky.y(place(i / more, 1 + i % more));
    });
    const auto share = [&](std::size_t i) -> const Share& { return differences[i]; };
    const Opening opening{session_.run, "bucket", batch_, session_.role, opened, peer.workers};
    TACIT_TRY(peer.peer.send(open_bits(opening, share)));
    TACIT_TRY(peer.peer.flush());
    TACIT_ASSIGN(const Bytes theirs, peer.peer.receive(opening_size(opened)));
    const auto bits = opened_bits(opening, theirs, bits_.delta(), share);
    if (!bits) return error(Fault::cheating, "bits of a bucket with a wrong MAC", peer.peer.peer_name());

    const auto n = buckets.triples;
    Triples out;
    for (auto* shares : {&out.x, &out.y, &out.z}) *shares = {BigVector<Block>(n), BigVector<Block>(n)};
    const auto put = [](Shares& to, std::size_t i, const Share& one) {
        to.own[i] = one.own;
        to.mac[i] = one.mac;
    };
    in_tiles(n, peer.workers, [&](std::size_t begin, std::size_t size) {
        for (std::size_t i = begin; i < begin + size; ++i) {
            auto x = leaky.x(place(i, 0)), z = leaky.z(place(i, 0));
            for (std::size_t k = 0; k < more; ++k) {
                const auto at = place(i, 1 + k);
                x ^= leaky.x(at);
                z ^= leaky.z(at) ^ (leaky.x(at) & Block::of_bit(get_bit(*bits, i * more + k)));
            }
            put(out.x, i, x);
            put(out.y, i, leaky.y(place(i, 0)));
            put(out.z, i, z);
        }
    });
    return out;
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
