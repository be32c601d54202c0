#include "mpc/ot/base_ot.h"

#include <algorithm>

#include "crypto/hash.h"
#include "crypto/ristretto.h"
#include "crypto/secret.h"

namespace tacit::mpc::ot {

using crypto::Point;
using crypto::Scalar;

namespace {

constexpr std::size_t element_size = 32;
constexpr std::size_t pair_size = 2 * element_size;

/// What the receiver draws for one transfer: its key agreement secret, and the element that it does not know
/// the logarithm of.
struct Draw {
    Scalar secret;
    ByteArray<64> other;
};
using Draws = std::vector<Draw, crypto::WipingAllocator<Draw>>;
using Scalars = std::vector<Scalar, crypto::WipingAllocator<Scalar>>;

ByteArray<9> place_field(std::size_t index, std::uint8_t side) {
    ByteArray<9> out{};
    for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(std::uint64_t{index} >> (8 * i));
    out[8] = side;
    return out;
}

/// The random oracle H_side of the paper into the group, one per transfer and session.
Point hash_to_group(const crypto::Digest& session, std::size_t index, std::uint8_t side,
                    std::span<const std::uint8_t, element_size> element) {
    const auto uniform = crypto::sha512(
        {as_view("tacit/mpc/ot/base/group"), session, place_field(index, side), View(element)});
    return Point::from_uniform(uniform);
}

crypto::Digest session_of(const Endpoint& endpoint, std::size_t count) {
    return crypto::Hasher("tacit/mpc/ot/base/session").add(endpoint.label).add(std::uint64_t{count}).finish();
}

crypto::Digest transcript_of(const crypto::Digest& session, View offer, View pairs) {
    return crypto::Hasher("tacit/mpc/ot/base/transcript").add(session).add(offer).add(pairs).finish();
}

Block key_of(const crypto::Digest& transcript, std::size_t index, std::uint8_t side, const Point& shared) {
    auto digest = crypto::Hasher("tacit/mpc/ot/base/key")
                      .add(transcript)
                      .add(place_field(index, side))
                      .add(shared.bytes())
                      .finish();
    const Block out = Block::load(digest.data());
    crypto::wipe(digest);
    return out;
}

std::span<const std::uint8_t, element_size> element(View pairs, std::size_t index, std::size_t side) {
    return pairs.subspan(index * pair_size + side * element_size).first<element_size>();
}

/// r_c = g^x / H_c(r_{1-c}) and a random r_{1-c}, in the order of the choice bit c.
void write_pair(std::span<std::uint8_t> out, const Draw& draw, const crypto::Digest& session,
                std::size_t index, std::uint8_t choice) {
    const auto other = Point::from_uniform(draw.other);
    const auto chosen = Point::base(draw.secret) - hash_to_group(session, index, choice, other.bytes());
    const auto swap = static_cast<std::uint8_t>(0 - choice);
    for (std::size_t i = 0; i < element_size; ++i) {
        const std::uint8_t difference = (chosen.bytes()[i] ^ other.bytes()[i]) & swap;
        out[i] = chosen.bytes()[i] ^ difference;
        out[element_size + i] = other.bytes()[i] ^ difference;
    }
}

Error not_an_element(const Endpoint& endpoint) {
    return error(Fault::malformed_message, "not an element of the group", endpoint.peer.peer_name());
}

bool is_identity(const Point& point) {
    return point.bytes() == ByteArray<element_size>{};
}

std::uint8_t choice_bit(ChoiceBits choices, std::size_t i) {
    return static_cast<std::uint8_t>(choices.blocks[i / 128].bit(static_cast<unsigned>(i % 128)));
}

Result<KeyPairs> finish_send_base(std::size_t count, const Endpoint& receiver, const crypto::Digest& session,
                                  const Scalars& secret, const Point& offer) {
    TACIT_ASSIGN(const Bytes pairs, receiver.peer.receive(count * pair_size));
    std::vector<Point> points(2 * count);
    const bool decoded = receiver.workers.all_of(count, [&](std::size_t i) {
        for (std::size_t side = 0; side < 2; ++side) {
            const auto point = Point::decode(element(pairs, i, side));
            if (!point) return false;
            points[2 * i + side] = *point;
        }
        return true;
    });
    if (!decoded) return not_an_element(receiver);

    const auto transcript = transcript_of(session, offer.bytes(), pairs);
    KeyPairs out(count);
    const bool good = receiver.workers.all_of(count, [&](std::size_t i) {
        for (std::uint8_t side = 0; side < 2; ++side) {
            const auto agreed =
                points[2 * i + side] + hash_to_group(session, i, side, points[2 * i + 1 - side].bytes());
            if (is_identity(agreed)) return false;
            out[i][side] = key_of(transcript, i, side, agreed.times(secret.front()));
        }
        return true;
    });
    if (!good)
        return error(Fault::cheating, "elements chosen to cancel their hash", receiver.peer.peer_name());
    return out;
}

Result<BigVector<Block>> finish_receive_base(ChoiceBits choices, const Endpoint& sender,
                                             const crypto::Digest& session, const Draws& draws, View pairs) {
    const auto count = choices.count;
    TACIT_ASSIGN(const Bytes message, sender.peer.receive(element_size));
    const auto offer = Point::decode(View(message).first<element_size>());
    if (!offer) return not_an_element(sender);
    const auto transcript = transcript_of(session, message, pairs);
    BigVector<Block> out(count);
    sender.workers.all_of(count, [&](std::size_t i) {
        out[i] = key_of(transcript, i, choice_bit(choices, i), offer->times(draws[i].secret));
        return true;
    });
    return out;
}

}  // namespace

// sender -> receiver: A = g^a. receiver -> sender: for every transfer r_0, r_1. Neither waits for the
// other's. The sender's keys are (r_b * H_b(r_{1-b}))^a, the receiver's A^x.

Result<KeyPairs> send_base(std::size_t count, const Endpoint& receiver) {
    TACIT_ASSIGN(const auto finish, begin_send_base(count, receiver));
    return finish();
}

Result<BigVector<Block>> receive_base(ChoiceBits choices, const Endpoint& sender) {
    TACIT_ASSIGN(const auto finish, begin_receive_base(choices, sender));
    return finish();
}

Result<SendBase> begin_send_base(std::size_t count, const Endpoint& receiver) {
    if (count > max_base_ots) return error(Fault::usage, "too many base transfers");
    if (receiver.progress.stop_requested()) return error(Fault::cancelled);
    const auto session = session_of(receiver, count);
    const Scalars secret(1, Scalar::random_nonzero(receiver.random));  // a vector, for its allocator
    const auto offer = Point::base(secret.front());
    TACIT_TRY(receiver.peer.send(offer.bytes()));
    TACIT_TRY(receiver.peer.flush());
    return SendBase([=] { return finish_send_base(count, receiver, session, secret, offer); });
}

Result<ReceiveBase> begin_receive_base(ChoiceBits choices, const Endpoint& sender) {
    const auto count = choices.count;
    if (count > max_base_ots || choices.blocks.size() != blocks_for(count))
        return error(Fault::usage, "base transfers do not fit their choice bits");
    if (sender.progress.stop_requested()) return error(Fault::cancelled);
    const auto session = session_of(sender, count);
    Draws draws(count);
    for (auto& draw : draws) draw = {Scalar::random_nonzero(sender.random), sender.random.array<64>()};
    Bytes pairs(count * pair_size);
    sender.workers.all_of(count, [&](std::size_t i) {
        write_pair(std::span(pairs).subspan(i * pair_size, pair_size), draws[i], session, i,
                   choice_bit(choices, i));
        return true;
    });
    TACIT_TRY(sender.peer.send(pairs));
    TACIT_TRY(sender.peer.flush());
    const BigVector<Block> bits(choices.blocks.begin(), choices.blocks.end());
    return ReceiveBase([=] { return finish_receive_base({bits, count}, sender, session, draws, pairs); });
}

ChannelCounters base_ot_cost(std::size_t count) {
    ChannelCounters out;
    out.messages_sent = 1;
    out.bytes_sent = count * pair_size;
    out.messages_received = 1;
    out.bytes_received = element_size;
    return out;
}

}  // namespace tacit::mpc::ot
