#include "mpc/vole/regular_noise.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "crypto/gf128.h"
#include "crypto/hash.h"
#include "mpc/ot/random_ot.h"
#include "mpc/vole/masked.h"
#include "mpc/vole/noise_check.h"
#include "mpc/vole/pprf.h"

namespace tacit::mpc::vole {

namespace {

using crypto::Digest;
template <class T>
using WipedVector = std::vector<T, crypto::WipingAllocator<T>>;

/// With fewer places, the equations that regular noise fulfils would be worth solving (README).
constexpr std::size_t smallest_block = 16;
constexpr std::size_t challenge_size = 2 * sizeof(Block);
constexpr std::size_t digest_size = std::tuple_size_v<Digest>;

/// For what is hashed for one purpose in one run.
crypto::Hasher hasher_of(std::string_view purpose, const NoiseTerms& terms, const ot::Endpoint& endpoint) {
    crypto::Hasher out(purpose);
    out.add(endpoint.label).add(terms.call);
    return out;
}

/// Keys of the transfers inside the trees are hashed with their number and with what this run is called.
ot::RandomOtHash transfer_hash(const NoiseTerms& terms, const ot::Endpoint& endpoint) {
    const auto digest = hasher_of("tacit/mpc/vole/transfers", terms, endpoint).finish();
    return ot::RandomOtHash(Block::load(digest.data()).low);
}

NodeHashes node_hashes(const NoiseTerms& terms, const ot::Endpoint& endpoint) {
    return NodeHashes(hasher_of("tacit/mpc/vole/trees", terms, endpoint).finish());
}

Digest check_digest(const NoiseTerms& terms, const ot::Endpoint& endpoint, Block value) {
    return hasher_of("tacit/mpc/vole/check", terms, endpoint)
        .add(static_cast<std::uint64_t>(terms.code))
        .add(terms.count)
        .add(crypto::as_bytes({&value, 1}))
        .finish();
}

/// The part of the vectors that belongs to block j.
std::span<Block> part(const NoiseShape& shape, std::span<Block> first, std::span<Block> second,
                      std::size_t j) {
    const bool in_first = j < noise_blocks / 2;
    const auto half = in_first ? first : second;
    if (half.empty()) return {};
    return half.subspan((in_first ? j : j - noise_blocks / 2) * shape.block, shape.block);
}

/// What the receiver draws: the choice bits of all its COTs. First the noise values and one more value, whose
/// bits they are, then for every level of every tree the side where the path to the noisy leaf does not go.
struct Secrets {
    WipedVector<std::size_t> places;
    WipedVector<Block> choices;
    std::size_t bits = 0;
};

Secrets draw(const NoiseTerms& terms, crypto::Random& random) {
    Secrets out;
    const auto& shape = terms.shape;
    constexpr std::size_t values = base_values;
    out.bits = shape.cots();
    out.choices.resize(ot::blocks_for(out.bits));
    random.fill(crypto::as_writable_bytes(std::span(out.choices).first(values)));
    std::size_t bit = 128 * values;
    for (std::size_t j = 0; j < noise_blocks; ++j) {
        const auto place = static_cast<std::size_t>(random.below(shape.block));
        out.places.push_back(place);
        for (std::size_t level = 0; level < shape.depth(); ++level, ++bit) {
            const std::uint64_t choice = ((place >> level) & 1) ^ 1;
            Block& block = out.choices[bit / 128];
            (bit % 128 < 64 ? block.low : block.high) |= choice << (bit % 64);
        }
    }
    return out;
}

/// The receiver's answer to the sender's trees: a challenge for the check, and the sum of chi beta over the
/// noisy places, hidden by one random value.
struct Question {
    Challenge challenge;
    Block masked_sum;
};

Question ask(const NoiseTerms& terms, const Secrets& secrets, crypto::Random& random) {
    Question out{Block::load(random.array<16>().data()), {}};
    WipedVector<Block> chi(noise_blocks);
    for (std::size_t j = 0; j < noise_blocks; ++j) chi[j] = {j * terms.shape.block + secrets.places[j], 0};
    weights(out.challenge, chi);
    for (std::size_t j = 0; j < noise_blocks; ++j)
        out.masked_sum ^= crypto::gf_mul(chi[j], secrets.choices[j]);
    out.masked_sum ^= secrets.choices[base_values - 1];
    return out;
}

/// Calls work(j) for every block; asks for the stop between some of them.
template <class Work>
Status for_blocks(const ot::Endpoint& endpoint, const Work& work) {
    const std::size_t piece = 64 * endpoint.workers.threads();
    for (std::size_t begin = 0; begin < noise_blocks; begin += piece) {
        if (endpoint.progress.stop_requested()) return error(Fault::cancelled);
        endpoint.workers.all_of(std::min(piece, noise_blocks - begin), [&](std::size_t i) {
            work(begin + i);
            return true;
        });
    }
    return {};
}

Status send_blocks(std::span<const Block> blocks, Channel& peer) {
    TACIT_TRY(peer.send(crypto::as_bytes(blocks)));
    return peer.flush();
}

}  // namespace

NoiseShape NoiseShape::for_outputs(std::size_t count) {
    constexpr std::size_t half = noise_blocks / 2;
    return {std::max(smallest_block, (count + half - 1) / half)};
}

NoiseShape NoiseShape::of_full_trees(std::size_t count) {
    return {std::bit_ceil(for_outputs(count).block)};
}

std::size_t NoiseShape::depth() const {
    return tree_depth(block);
}

Block code_seed(const NoiseTerms& terms, const ot::Endpoint& endpoint, Challenge challenge) {
    const auto digest =
        hasher_of("tacit/mpc/vole/code", terms, endpoint).add(crypto::as_bytes({&challenge, 1})).finish();
    return Block::load(digest.data());
}

// Receiver -> sender, sender -> receiver: COTs. Sender -> receiver: per block, the sums of the left and of
// the right nodes of each level, each hidden by the key of one transfer, then the sum of the leaves, hidden
// by the share of the noise value. Receiver -> sender: challenge, masked sum. Sender -> receiver: digest.

Result<Challenge> send_noise(const NoiseTerms& terms, ot::CotSender& cots, const ot::Endpoint& endpoint,
                             std::span<Block> first, std::span<Block> second) {
    const auto& shape = terms.shape;
    assert(first.size() == shape.half() && second.size() == shape.half());
    const std::size_t values = base_values, depth = shape.depth();
    TACIT_ASSIGN(const auto q, cots.extend(shape.cots()));
    const Block delta = cots.delta();

    const auto keys = transfer_hash(terms, endpoint).pairs(delta, std::span(q).subspan(128 * values));
    WipedVector<Block> roots(noise_blocks);
    endpoint.random.fill(crypto::as_writable_bytes(roots));
    BigVector<Block> message(shape.message_blocks());
    const auto hashes = node_hashes(terms, endpoint);
    TACIT_TRY(for_blocks(endpoint, [&](std::size_t j) {
        const auto mine = std::span(message).subspan(j * (2 * depth + 1), 2 * depth + 1);
        mine[2 * depth] = expand_tree(hashes, roots[j], part(shape, first, second, j), mine.first(2 * depth));
        for (std::size_t level = 0; level < depth; ++level)
            for (std::size_t side = 0; side < 2; ++side)
                mine[2 * level + side] ^= keys[j * depth + level][side];
        mine[2 * depth] ^= packed(&q[128 * j]);
    }));
    if (endpoint.progress.stop_requested()) return error(Fault::cancelled);
    TACIT_TRY(send_blocks(message, endpoint.peer));

    TACIT_ASSIGN(const Bytes question, endpoint.peer.receive(challenge_size));
    const Challenge challenge = Block::load(question.data());
    const Block masked_sum = Block::load(question.data() + sizeof(Block));
    std::vector<Block> sums(noise_blocks);
    endpoint.workers.all_of(noise_blocks, [&](std::size_t j) {
        sums[j] = weighted_sum(challenge, j * shape.block, part(shape, first, second, j));
        return true;
    });
    const Block total =
        sum(sums.data(), sums.size()) ^ packed(&q[128 * (values - 1)]) ^ crypto::gf_mul(delta, masked_sum);
    TACIT_TRY(endpoint.peer.send(check_digest(terms, endpoint, total)));
    TACIT_TRY(endpoint.peer.flush());
    return challenge;
}

Result<Challenge> receive_noise(const NoiseTerms& terms, ot::CotReceiver& cots, const ot::Endpoint& endpoint,
                                std::span<Block> first, std::span<Block> second, const PlaceNoise& place) {
    const auto& shape = terms.shape;
    assert(first.size() == shape.half() && (second.empty() || second.size() == shape.half()));
    const std::size_t values = base_values, depth = shape.depth();
    const Secrets secrets = draw(terms, endpoint.random);
    TACIT_ASSIGN(const auto t, cots.extend({secrets.choices, secrets.bits}));
    const auto keys = transfer_hash(terms, endpoint).chosen(std::span(t).subspan(128 * values));

    TACIT_ASSIGN(const Bytes message, endpoint.peer.receive(shape.message_blocks() * sizeof(Block)));
    // Only now that the sender is bound, and at once, so that both sides work at the same time.
    const Question question = ask(terms, secrets, endpoint.random);
    const Block asked[2] = {question.challenge, question.masked_sum};
    TACIT_TRY(send_blocks(asked, endpoint.peer));
    const Challenge challenge = asked[0];  // public from here on

    std::vector<Block> sums(noise_blocks);
    const auto hashes = node_hashes(terms, endpoint);
    TACIT_TRY(for_blocks(endpoint, [&](std::size_t j) {
        const auto theirs = [&](std::size_t i) {
            return Block::load(message.data() + (j * (2 * depth + 1) + i) * sizeof(Block));
        };
        BigVector<Block> chosen(depth), lent;
        for (std::size_t level = 0; level < depth; ++level) {
            const Block right = Block::of_bit(((secrets.places[j] >> level) & 1) == 0);
            const Block left_sum = theirs(2 * level), right_sum = theirs(2 * level + 1);
            chosen[level] = left_sum ^ ((left_sum ^ right_sum) & right) ^ keys[j * depth + level];
        }
        auto leaves = part(shape, first, second, j);
        if (leaves.empty()) {
            lent.resize(shape.block);
            leaves = lent;
        }
        Block missing = theirs(2 * depth) ^ expand_punctured_tree(hashes, secrets.places[j], chosen, leaves);
        missing ^= packed(&t[128 * j]);
        replace(leaves.data(), leaves.size(), secrets.places[j], missing);
        sums[j] = weighted_sum(challenge, j * shape.block, leaves);
        place({j, leaves, secrets.places[j], secrets.choices[j]});
    }));
    const Block total = sum(sums.data(), sums.size()) ^ packed(&t[128 * (values - 1)]);
    if (endpoint.progress.stop_requested()) return error(Fault::cancelled);
    TACIT_ASSIGN(const Bytes digest, endpoint.peer.receive(digest_size));
    if (!crypto::equal_fixed_time(digest, check_digest(terms, endpoint, total)))
        return error(Fault::cheating, "the trees of a silent correlation are not what was agreed",
                     endpoint.peer.peer_name());
    return challenge;
}

ChannelCounters noise_cost(const NoiseShape& shape) {
    ChannelCounters out;
    out.messages_sent = 1;
    out.bytes_sent = challenge_size;
    out.messages_received = 2;
    out.bytes_received = shape.message_blocks() * sizeof(Block) + digest_size;
    return out;
}

}  // namespace tacit::mpc::vole
