#include "mpc/vole/mutual_cot.h"

#include <algorithm>

#include "crypto/gf128.h"
#include "crypto/hash.h"
#include "mpc/vole/correlated_tree.h"
#include "mpc/vole/masked.h"
#include "mpc/vole/noise_check.h"
#include "mpc/vole/pprf.h"

namespace tacit::mpc::vole {

namespace {

using crypto::Digest;
template <class T>
using WipedVector = std::vector<T, crypto::WipingAllocator<T>>;

constexpr std::size_t half_blocks = noise_blocks / 2;
constexpr std::size_t digest_size = std::tuple_size_v<Digest>;
constexpr std::size_t question_size = 2 * sizeof(Block);
constexpr CodeName code_name = CodeName::expand_convolute_7x24;

/// Pieces that fill full trees, but for the last.
struct Pieces {
    static constexpr std::size_t size = mutual_piece;
    std::size_t number;
    explicit Pieces(std::size_t count) : number((count + size - 1) / size) {}
    std::size_t at(std::size_t index, std::size_t count) const {
        return std::min(size, count - index * size);
    }
};

/// Blocks of choice bits that one piece takes: those of one value, and one bit for each level of each tree.
std::size_t choice_blocks(const NoiseShape& shape) {
    return 1 + ot::blocks_for(noise_blocks * shape.depth());
}

std::size_t trees_size(const NoiseShape& shape) {
    return noise_blocks * shape.depth() * sizeof(Block) + digest_size;
}

Block bit_block(unsigned bit) {
    return bit < 64 ? Block{std::uint64_t{1} << bit, 0} : Block{0, std::uint64_t{1} << (bit - 64)};
}
Block without(Block carrier) {
    return {~carrier.low, ~carrier.high};
}

/// One direction of one piece: with a purpose it names what is hashed, so that no hash stands for two things.
struct Use {
    View label;
    std::uint64_t call, piece;

    crypto::Hasher hasher(std::string_view purpose) const {
        crypto::Hasher out(purpose);
        out.add(label).add(call).add(piece);
        return out;
    }
};

Digest commitment(const Use& use, Block challenge) {
    return use.hasher("tacit/mpc/vole/mutual/challenge").add(crypto::as_bytes({&challenge, 1})).finish();
}

Digest check_digest(const Use& use, const NoiseShape& shape, Block value) {
    return use.hasher("tacit/mpc/vole/mutual/check")
        .add(static_cast<std::uint64_t>(code_name))
        .add(std::uint64_t{shape.block})
        .add(crypto::as_bytes({&value, 1}))
        .finish();
}

/// Another key for every piece: the offset stays, and guesses of it would gain with every tree under one key.
crypto::FixedKeyHash tree_hash(const Use& use) {
    return crypto::FixedKeyHash(Block::load(use.hasher("tacit/mpc/vole/mutual/trees").finish().data()));
}

Status send_now(View message, Channel& peer) {
    TACIT_TRY(peer.send(message));
    return peer.flush();
}

/// One run of exchange_cots.
class Exchange {
  public:
    Exchange(std::size_t count, const MutualSource& source);
    ~Exchange() { crypto::wipe(crypto::as_writable_bytes({&delta_, 1})); }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    Status run(const TakeCots& take);

  private:
    /// Of the current piece.
    struct Piece {
        std::size_t index = 0;
        NoiseShape shape;
        std::span<const Block> q_cots, t_cots;  ///< of one value, then by tree and level
        std::span<const Block> choices;         ///< of t_cots
        std::span<const std::size_t> places;
        Block challenge;  ///< to the sender of t
    };

    void draw();
    Status transfer();
    Status run(const Piece& piece);
    Status give_trees(const Piece& piece);
    Result<Block> ask(const Piece& piece);
    Result<Block> puncture_trees(const Piece& piece, std::span<const Block> sums);
    Result<Block> answer(const Piece& piece, const Digest& committed);
    Status verify(const Piece& piece, Block total);
    Block code_seed(const Piece& piece, Block mine, Block theirs) const;
    /// work(tree, leaves) for every tree, with room for its leaves that is wiped at the end. The fault of
    /// one.
    template <class Work>
    Status for_trees(const Piece& piece, const Work& work) {
        constexpr std::size_t together = 10;
        static_assert(noise_blocks % together == 0);
        std::array<Status, noise_blocks / together> done;
        workers().all_of(
            done.size(),
            [&](std::size_t group) {
                BigVector<Block> leaves(piece.shape.block);
                for (std::size_t i = 0; i < together && done[group].ok(); ++i)
                    done[group] = work(group * together + i, std::span(leaves));
                return true;
            },
            1);
        for (auto& one : done) TACIT_TRY(std::move(one));
        return {};
    }
    Use sent(const Piece& piece) const { return {source_.as_sender.label, source_.call, piece.index}; }
    Use received(const Piece& piece) const { return {source_.as_receiver.label, source_.call, piece.index}; }
    /// The part of the vectors that belongs to a tree.
    Pair* part(const Piece& piece, std::size_t tree) {
        return &(tree < half_blocks ? first_ : second_)[tree % half_blocks * piece.shape.block];
    }

    Channel& peer() const { return source_.as_sender.peer; }
    Workers& workers() const { return source_.as_sender.workers; }
    Error cheating(const char* what) const { return error(Fault::cheating, what, peer().peer_name()); }

    const std::size_t count_;
    const MutualSource& source_;
    const Pieces pieces_;
    Block delta_;
    const Block sent_carrier_, received_carrier_;
    WipedVector<std::size_t> places_;  ///< by piece and tree
    WipedVector<Block> choices_;       ///< by piece
    BigVector<Block> q_cots_, t_cots_;
    BigVector<Pair> first_, second_;
};

Exchange::Exchange(std::size_t count, const MutualSource& source)
    : count_(count),
      source_(source),
      pieces_(count),
      delta_(source.sender.delta()),
      sent_carrier_(bit_block(source.sent_carrier)),
      received_carrier_(bit_block(source.received_carrier)) {}

void Exchange::draw() {
    auto& random = source_.as_receiver.random;
    for (std::size_t i = 0; i < pieces_.number; ++i) {
        const auto shape = NoiseShape::of_full_trees(pieces_.at(i, count_));
        const auto begin = choices_.size();
        choices_.resize(begin + choice_blocks(shape));
        random.fill(crypto::as_writable_bytes({&choices_[begin], 1}));
        for (std::size_t bit = 128; bit < 128 + noise_blocks * shape.depth(); bit += shape.depth()) {
            const auto place = static_cast<std::size_t>(random.below(shape.block));
            places_.push_back(place);
            for (std::size_t level = 0; level < shape.depth(); ++level) {
                const std::uint64_t choice = ((place >> level) & 1) ^ 1;
                const auto at = bit + level;
                Block& block = choices_[begin + at / 128];
                (at % 128 < 64 ? block.low : block.high) |= choice << (at % 64);
            }
        }
    }
}

/// The COTs of all pieces.
Status Exchange::transfer() {
    const auto count = 128 * choices_.size();
    const ot::ChoiceBits choices{choices_, count};
    if (source_.first) {
        TACIT_ASSIGN(q_cots_, source_.sender.extend(count));
        TACIT_ASSIGN(t_cots_, source_.receiver.extend(choices));
    } else {
        TACIT_ASSIGN(t_cots_, source_.receiver.extend(choices));
        TACIT_ASSIGN(q_cots_, source_.sender.extend(count));
    }
    return {};
}

Status Exchange::run(const TakeCots& take) {
    draw();
    TACIT_TRY(transfer());
    std::size_t used = 0;
    for (std::size_t i = 0; i < pieces_.number; ++i) {
        if (source_.as_sender.progress.stop_requested()) return error(Fault::cancelled);
        const auto size = pieces_.at(i, count_);
        Piece piece;
        piece.index = i;
        piece.shape = NoiseShape::of_full_trees(size);
        const auto blocks = choice_blocks(piece.shape);
        piece.q_cots = std::span(q_cots_).subspan(128 * used, 128 * blocks);
        piece.t_cots = std::span(t_cots_).subspan(128 * used, 128 * blocks);
        piece.choices = std::span(choices_).subspan(used, blocks);
        piece.places = std::span(places_).subspan(i * noise_blocks, noise_blocks);
        source_.as_receiver.random.fill(crypto::as_writable_bytes({&piece.challenge, 1}));
        used += blocks;
        first_.resize(piece.shape.half());
        second_.resize(piece.shape.half());
        TACIT_TRY(run(piece));
        take(i * pieces_.size, std::span(first_).first(size));
    }
    return {};
}

// Each way, per piece: for each tree and level, the sum of the left nodes, hidden by one COT, and a
// commitment to the challenge of the other direction; the challenge, and the sum of the weights of the noisy
// places, hidden by a random value; the digest of the check. All that costs time is done by both sides at
// once, between sending and receiving.

Status Exchange::run(const Piece& piece) {
    TACIT_TRY(give_trees(piece));
    TACIT_ASSIGN(const Bytes message, peer().receive(trees_size(piece.shape)));
    BigVector<Block> sums(noise_blocks * piece.shape.depth());
    std::memcpy(sums.data(), message.data(), sums.size() * sizeof(Block));
    Digest committed;
    std::copy(message.end() - digest_size, message.end(), committed.begin());
    TACIT_ASSIGN(const Block mine, ask(piece));
    TACIT_ASSIGN(const Block total, puncture_trees(piece, sums));
    TACIT_ASSIGN(const Block theirs, answer(piece, committed));
    TACIT_TRY(
        make_linear_code(code_name, Coefficients::binary, piece.shape.half(), code_seed(piece, mine, theirs))
            ->compress(first_, second_, workers(), source_.as_sender.progress));
    return verify(piece, total);
}

Status Exchange::give_trees(const Piece& piece) {
    const auto depth = piece.shape.depth();
    WipedVector<Block> roots(noise_blocks);
    source_.as_sender.random.fill(crypto::as_writable_bytes(roots));
    BigVector<Block> sums(noise_blocks * depth);
    const auto hash = tree_hash(sent(piece));
    TACIT_TRY(for_trees(piece, [&](std::size_t tree, std::span<Block> leaves) -> Status {
        const auto mine = std::span(sums).subspan(tree * depth, depth);
        TACIT_TRY(expand_correlated_tree(hash, delta_, roots[tree], leaves, mine));
        for (std::size_t level = 0; level < depth; ++level)
            mine[level] ^= piece.q_cots[128 + tree * depth + level];
        Pair* const out = part(piece, tree);
        for (std::size_t i = 0; i < leaves.size(); ++i) out[i].a = leaves[i] & without(sent_carrier_);
        return {};
    }));
    Bytes message = to_bytes(crypto::as_bytes(sums));
    const auto committed = commitment(received(piece), piece.challenge);
    message.insert(message.end(), committed.begin(), committed.end());
    return send_now(message, peer());
}

/// The peer's trees are here: the challenge may be known. Gives it as it was sent.
Result<Block> Exchange::ask(const Piece& piece) {
    WipedVector<Block> chi(noise_blocks);
    for (std::size_t tree = 0; tree < noise_blocks; ++tree)
        chi[tree] = {tree * piece.shape.block + piece.places[tree], 0};
    weights(piece.challenge, chi);
    const Block question[2] = {piece.challenge, sum(chi.data(), chi.size()) ^ piece.choices[0]};
    TACIT_TRY(send_now(crypto::as_bytes(question), peer()));
    return question[0];
}

/// The weighted sum that the peer must know.
Result<Block> Exchange::puncture_trees(const Piece& piece, std::span<const Block> message) {
    const auto depth = piece.shape.depth(), size = piece.shape.block;
    WipedVector<Block> totals(noise_blocks);
    const auto hash = tree_hash(received(piece));
    TACIT_TRY(for_trees(piece, [&](std::size_t tree, std::span<Block> leaves) -> Status {
        BigVector<Block> sums(depth);
        for (std::size_t level = 0; level < depth; ++level)
            sums[level] = message[tree * depth + level] ^ piece.t_cots[128 + tree * depth + level];
        TACIT_ASSIGN(const Block missing,
                     expand_punctured_correlated_tree(hash, piece.places[tree], sums, leaves));
        settle(leaves.data(), size, piece.places[tree], missing, received_carrier_);
        totals[tree] = weighted_sum(piece.challenge, tree * size, leaves);
        Pair* const out = part(piece, tree);
        for (std::size_t i = 0; i < size; ++i) out[i].c = leaves[i];
        return {};
    }));
    return sum(totals.data(), totals.size()) ^ packed(piece.t_cots.data());
}

/// Answers the peer's question; gives the challenge in it.
Result<Block> Exchange::answer(const Piece& piece, const Digest& committed) {
    TACIT_ASSIGN(const Bytes question, peer().receive(question_size));
    const Block challenge = Block::load(question.data());
    const Block masked_sum = Block::load(&question[sizeof(Block)]);
    if (commitment(sent(piece), challenge) != committed)
        return cheating("the challenge is not what was committed to");
    WipedVector<Block> totals(noise_blocks);
    TACIT_TRY(for_trees(piece, [&](std::size_t tree, std::span<Block> leaves) -> Status {
        const Pair* const from = part(piece, tree);
        for (std::size_t i = 0; i < leaves.size(); ++i) leaves[i] = from[i].a;
        totals[tree] = weighted_sum(challenge, tree * leaves.size(), leaves);
        return {};
    }));
    const Block total =
        sum(totals.data(), totals.size()) ^ packed(piece.q_cots.data()) ^ crypto::gf_mul(delta_, masked_sum);
    TACIT_TRY(send_now(check_digest(sent(piece), piece.shape, total), peer()));
    return challenge;
}

/// Nothing of the piece was used yet by anybody else.
Status Exchange::verify(const Piece& piece, Block total) {
    TACIT_ASSIGN(const Bytes digest, peer().receive(digest_size));
    if (!crypto::equal_fixed_time(digest, check_digest(received(piece), piece.shape, total)))
        return cheating("the trees of a silent correlation are not what was agreed");
    return {};
}

/// Known to neither side before both are bound to their trees.
Block Exchange::code_seed(const Piece& piece, Block mine, Block theirs) const {
    const Block both[2] = {source_.first ? mine : theirs, source_.first ? theirs : mine};
    const auto one = source_.first ? sent(piece) : received(piece);
    const auto other = source_.first ? received(piece) : sent(piece);
    const auto digest =
        one.hasher("tacit/mpc/vole/mutual/code").add(other.label).add(crypto::as_bytes(both)).finish();
    return Block::load(digest.data());
}

}  // namespace

Status exchange_cots(std::size_t count, const MutualSource& source, const TakeCots& take) {
    if (count == 0 || count > max_count)
        return error(Fault::usage, "a silent COT of " + std::to_string(count) + " elements");
    if (source.sent_carrier >= 128 || source.received_carrier >= 128)
        return error(Fault::usage, "a carrier is a bit of a block");
    if (!source.sender.delta().bit(source.sent_carrier))
        return error(Fault::usage, "an offset that carries no choices");
    return Exchange(count, source).run(take);
}

std::size_t mutual_cots(std::size_t count) {
    const Pieces pieces(count);
    std::size_t out = 0;
    for (std::size_t i = 0; i < pieces.number; ++i)
        out += 128 * choice_blocks(NoiseShape::of_full_trees(pieces.at(i, count)));
    return out;
}

ChannelCounters mutual_cost(std::size_t count) {
    const Pieces pieces(count);
    ChannelCounters out;
    for (std::size_t i = 0; i < pieces.number; ++i) {
        const auto bytes =
            trees_size(NoiseShape::of_full_trees(pieces.at(i, count))) + question_size + digest_size;
        out += {bytes, bytes, 3, 3};
    }
    return out;
}

}  // namespace tacit::mpc::vole
