#include "mpc/ot/base_ot.h"

#include <algorithm>
#include <type_traits>

namespace tacit::mpc::ot {

using crypto::Digest;
using crypto::Point;
using crypto::Scalar;

namespace {

constexpr std::size_t seed_size = 16, element_size = 32, digest_size = std::tuple_size_v<Digest>;

constexpr std::size_t elements_size(std::size_t count) {
    return seed_size + count * element_size;
}
constexpr std::size_t challenge_size(std::size_t count) {
    return count * sizeof(Block) + digest_size;
}

Digest session_of(const Endpoint& endpoint, std::size_t count) {
    return crypto::Hasher("tacit/mpc/ot/base/session").add(endpoint.label).add(std::uint64_t{count}).finish();
}

Digest transcript_of(const Digest& session, const Point& offer, View elements) {
    return crypto::Hasher("tacit/mpc/ot/base/transcript")
        .add(session)
        .add(offer.bytes())
        .add(elements)
        .finish();
}

// The random oracles H_1 to H_4 of the paper. All but the first hang on all that was sent before.

/// An element of which nobody knows the logarithm.
Point shift_of(const Digest& session, View seed) {
    return Point::from_uniform(crypto::sha512({as_view("tacit/mpc/ot/base/shift"), session, seed}));
}

/// Wipes what it was given a reference to, as the last thing in a scope.
template <class T>
class WipeAtEnd {
  public:
    explicit WipeAtEnd(T& secret) : secret_(secret) { static_assert(std::is_trivially_copyable_v<T>); }
    ~WipeAtEnd() { crypto::wipe({reinterpret_cast<std::uint8_t*>(&secret_), sizeof secret_}); }
    WipeAtEnd(const WipeAtEnd&) = delete;
    WipeAtEnd& operator=(const WipeAtEnd&) = delete;

  private:
    T& secret_;
};

Block block_of(Digest digest) {
    const Block out = Block::load(digest.data());
    crypto::wipe(digest);
    return out;
}

Block key_of(const Digest& transcript, std::size_t index, const Point& shared) {
    return block_of(crypto::Hasher("tacit/mpc/ot/base/key")
                        .add(transcript)
                        .add(std::uint64_t{index})
                        .add(shared.bytes())
                        .finish());
}

Block check_value(const Digest& transcript, std::size_t index, const Block& key) {
    return block_of(crypto::Hasher("tacit/mpc/ot/base/check")
                        .add(transcript)
                        .add(std::uint64_t{index})
                        .add(crypto::as_bytes({&key, 1}))
                        .finish());
}

Digest answer_of(const Digest& transcript, std::span<const Block> check_values) {
    return crypto::Hasher("tacit/mpc/ot/base/answer")
        .add(transcript)
        .add(crypto::as_bytes(check_values))
        .finish();
}

Digest proof_of(const Digest& answer) {
    return crypto::Hasher("tacit/mpc/ot/base/proof").add(answer).finish();
}

std::span<const std::uint8_t, element_size> element(View elements, std::size_t index) {
    return elements.subspan(seed_size + index * element_size).first<element_size>();
}

/// g^a, or that and the shift, by the choice.
void write_element(std::span<std::uint8_t> out, const Scalar& secret, const Point& shift, bool choice) {
    auto zero = Point::base(secret), one = zero + shift;
    const WipeAtEnd wipe_zero(zero), wipe_one(one);
    const auto mask = static_cast<std::uint8_t>(0 - static_cast<unsigned>(choice));
    for (std::size_t i = 0; i < element_size; ++i)
        out[i] = zero.bytes()[i] ^ ((zero.bytes()[i] ^ one.bytes()[i]) & mask);
}

bool choice_bit(ChoiceBits choices, std::size_t i) {
    return choices.blocks[i / 128].bit(static_cast<unsigned>(i % 128));
}

Error not_an_element(const Endpoint& endpoint) {
    return error(Fault::malformed_message, "not an element of the group", endpoint.peer.peer_name());
}

Status send_now(View message, Channel& peer) {
    TACIT_TRY(peer.send(message));
    return peer.flush();
}

}  // namespace

// sender -> receiver: z = g^r. receiver -> sender: a seed, from which the shift T, and for every transfer
// B_i = g^a_i T^b_i. Neither waits for the other's. The sender's keys are hashes of B_i^r and (B_i / T)^r, of
// which the receiver has z^a_i.
//
// sender -> receiver: chi_i, the sums of the check values of both keys, and a proof that it knows all of
// those of the first keys. receiver -> sender: their hash, which it computes from its own keys and chi. So
// each side shows that it knows what it must, before the other goes on. The paper sends z with chi, later:
// its proof for the sender programs T as an answer to the seed, whenever that comes.

Result<BaseSender> BaseSender::begin(std::size_t count, const Endpoint& receiver) {
    if (count < min_base_ots || count > max_base_ots)
        return error(Fault::usage, "too few or too many base transfers");
    if (receiver.progress.stop_requested()) return error(Fault::cancelled);
    BaseSender out(receiver);
    out.session_ = session_of(receiver, count);
    out.secret_.assign(1, Scalar::random_nonzero(receiver.random));
    out.offer_ = Point::base(out.secret_.front());
    out.keys_.resize(count);
    TACIT_TRY(send_now(out.offer_.bytes(), receiver.peer));
    return out;
}

Status BaseSender::challenge() {
    const auto count = keys_.size();
    const auto& secret = secret_.front();
    TACIT_ASSIGN(const Bytes elements, receiver_.peer.receive(elements_size(count)));
    const auto transcript = transcript_of(session_, offer_, elements);
    auto shift = shift_of(session_, View(elements).first(seed_size)).times(secret);
    const WipeAtEnd wipe_shift(shift);
    BigVector<Block> first(count), sums(count);
    const bool good = receiver_.workers.all_of(count, [&](std::size_t i) {
        auto shared = Point::times(element(elements, i), secret);
        const WipeAtEnd wipe_shared(shared);
        if (!shared) return false;
        auto other = *shared - shift;
        const WipeAtEnd wipe_other(other);
        keys_[i] = {key_of(transcript, i, *shared), key_of(transcript, i, other)};
        first[i] = check_value(transcript, i, keys_[i][0]);
        sums[i] = first[i] ^ check_value(transcript, i, keys_[i][1]);
        return true;
    });
    if (!good) return not_an_element(receiver_);
    answer_ = answer_of(transcript, first);
    Bytes message = to_bytes(crypto::as_bytes(sums));
    const auto proof = proof_of(*answer_);
    message.insert(message.end(), proof.begin(), proof.end());
    return send_now(message, receiver_.peer);
}

Result<KeyPairs> BaseSender::finish() {
    if (!answer_) return error(Fault::usage, "base transfers end after their challenge");
    TACIT_ASSIGN(const Bytes answer, receiver_.peer.receive(digest_size));
    if (!crypto::equal_fixed_time(answer, *answer_))
        return error(Fault::cheating, "a wrong answer in base transfers", receiver_.peer.peer_name());
    return std::move(keys_);
}

Result<BaseReceiver> BaseReceiver::begin(ChoiceBits choices, const Endpoint& sender) {
    const auto count = choices.count;
    if (count < min_base_ots || count > max_base_ots || choices.blocks.size() != blocks_for(count))
        return error(Fault::usage, "base transfers do not fit their choice bits");
    if (sender.progress.stop_requested()) return error(Fault::cancelled);
    BaseReceiver out(choices, sender);
    out.session_ = session_of(sender, count);
    out.elements_.resize(elements_size(count));
    const auto seed = std::span(out.elements_).first(seed_size);
    sender.random.fill(seed);
    out.secrets_.resize(count);
    for (auto& secret : out.secrets_) secret = Scalar::random_nonzero(sender.random);
    const auto shift = shift_of(out.session_, seed);
    sender.workers.all_of(count, [&](std::size_t i) {
        write_element(std::span(out.elements_).subspan(seed_size + i * element_size, element_size),
                      out.secrets_[i], shift, choice_bit(choices, i));
        return true;
    });
    TACIT_TRY(send_now(out.elements_, sender.peer));
    return out;
}

Status BaseReceiver::take_offer() {
    TACIT_ASSIGN(const Bytes message, sender_.peer.receive(element_size));
    const auto offer = Point::decode(View(message).first<element_size>());
    if (!offer) return not_an_element(sender_);
    offer_ = offer;
    return {};
}

Result<BigVector<Block>> BaseReceiver::finish() {
    if (!offer_) return error(Fault::usage, "base transfers end after the sender's element");
    const auto count = choices_.count;
    const auto transcript = transcript_of(session_, *offer_, elements_);
    BigVector<Block> out(count), first(count);
    sender_.workers.all_of(count, [&](std::size_t i) {
        auto shared = offer_->times(secrets_[i]);
        const WipeAtEnd wipe_shared(shared);
        out[i] = key_of(transcript, i, shared);
        first[i] = check_value(transcript, i, out[i]);
        return true;
    });
    TACIT_ASSIGN(const Bytes challenge, sender_.peer.receive(challenge_size(count)));
    for (std::size_t i = 0; i < count; ++i)
        first[i] ^= Block::load(&challenge[i * sizeof(Block)]) & Block::of_bit(choice_bit(choices_, i));
    const auto answer = answer_of(transcript, first);
    // A sender that spoils sums passes where it guessed the choices; the first wrong guess ends the run.
    if (!crypto::equal_fixed_time(proof_of(answer), View(challenge).last(digest_size)))
        return error(Fault::cheating, "a wrong challenge in base transfers", sender_.peer.peer_name());
    TACIT_TRY(send_now(answer, sender_.peer));
    return out;
}

Result<KeyPairs> send_base(std::size_t count, const Endpoint& receiver) {
    TACIT_ASSIGN(auto sender, BaseSender::begin(count, receiver));
    TACIT_TRY(sender.challenge());
    return sender.finish();
}

Result<BigVector<Block>> receive_base(ChoiceBits choices, const Endpoint& sender) {
    TACIT_ASSIGN(auto receiver, BaseReceiver::begin(choices, sender));
    TACIT_TRY(receiver.take_offer());
    return receiver.finish();
}

ChannelCounters base_ot_cost(std::size_t count) {
    ChannelCounters out;
    out.messages_sent = 2;
    out.bytes_sent = elements_size(count) + digest_size;
    out.messages_received = 2;
    out.bytes_received = element_size + challenge_size(count);
    return out;
}

}  // namespace tacit::mpc::ot
