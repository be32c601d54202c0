#include "mpc/garble/authenticated_bits.h"

#include <algorithm>

#include "crypto/secret.h"
#include "mpc/vole/mutual_cot.h"

namespace tacit::mpc::garble {

namespace {

bool is_silent(Transfers transfers, std::size_t count) {
    return transfers == Transfers::silent || (transfers == Transfers::automatic && count >= least_silent);
}

/// Both directions of what costs the receiver `one`.
void add_both(ChannelCounters& sum, const ChannelCounters& one) {
    sum += one;
    sum += mirrored(one);
}

}  // namespace

AuthenticatedBits::AuthenticatedBits(Block delta, Role role, Transfers transfers, const ot::Endpoint& peer)
    : role_(role), transfers_(transfers), peer_(peer), delta_(delta) {
    for (std::size_t sender = 0; sender < 2; ++sender) {
        labels_[sender] = to_bytes(peer.label);
        labels_[sender].push_back(static_cast<std::uint8_t>(sender));
    }
}

AuthenticatedBits::~AuthenticatedBits() {
    crypto::wipe(crypto::as_writable_bytes({&delta_, 1}));
}

ot::Endpoint AuthenticatedBits::endpoint(Role sender) const {
    return {peer_.peer, peer_.random, peer_.workers, peer_.progress, labels_[participant(sender)]};
}

Result<std::unique_ptr<AuthenticatedBits>> AuthenticatedBits::set_up(Role role, Transfers transfers,
                                                                     const ot::Endpoint& peer) {
    Block delta = crypto::random_block(peer.random);
    auto out = set_up_with(with_low_bit_of(role, delta), role, transfers, peer);
    crypto::wipe(crypto::as_writable_bytes({&delta, 1}));
    return out;
}

Result<std::unique_ptr<AuthenticatedBits>> AuthenticatedBits::set_up_with(Block delta, Role role,
                                                                          Transfers transfers,
                                                                          const ot::Endpoint& peer) {
    std::unique_ptr<AuthenticatedBits> out(new AuthenticatedBits(delta, role, transfers, peer));
    TACIT_ASSIGN(auto pair, ot::SoftSpokenPair::set_up(ot::default_field_bits, out->delta_,
                                                       out->endpoint(role), out->endpoint(other(role))));
    out->sender_ = std::move(pair.sender);
    out->receiver_ = std::move(pair.receiver);
    return out;
}

Status AuthenticatedBits::draw(std::span<Share> first, std::span<Share> second) {
    if (peer_.progress.stop_requested()) return error(Fault::cancelled);
    const auto count = first.size() + second.size();
    return is_silent(transfers_, count) ? draw_silent(count, {first, second})
                                        : draw_softspoken(count, {first, second});
}

// From the key of the peer's bit to the share, by adding one's own bit.

Status AuthenticatedBits::draw_silent(std::size_t count, Room room) {
    const auto as_sender = endpoint(role_), as_receiver = endpoint(other(role_));
    const auto received = carrier_of(other(role_));
    const bool first = role_ == Role::garbler;
    return vole::exchange_cots(
        count, {*sender_, *receiver_, as_sender, as_receiver, carrier_of(role_), received, first, draws_++},
        [&](std::size_t begin, std::span<const vole::Pair> made) {
            for (std::size_t i = 0; i < made.size(); ++i)
                room[begin + i] = {made[i].a ^ (delta_ & Block::of_bit(made[i].c.bit(received))), made[i].c};
        });
}

Status AuthenticatedBits::draw_softspoken(std::size_t count, Room room) {
    BigVector<Block> choices(ot::blocks_for(count)), q, t;
    peer_.random.fill(crypto::as_writable_bytes(choices));
    for (const auto sender : {Role::garbler, Role::evaluator}) {
        if (sender == role_) {
            TACIT_ASSIGN(q, sender_->extend(count));
        } else {
            TACIT_ASSIGN(t, receiver_->extend({choices, count}));
        }
    }
    // Under the garbler's offset, whose low bit is 1, keys get the low bit 0, so that MACs carry the bit.
    constexpr std::uint64_t low = 1;
    for (std::size_t i = 0; i < count; ++i) {
        const bool bit = choices[i / 128].bit(static_cast<unsigned>(i % 128));
        if (role_ == Role::garbler)
            q[i].low &= ~low;
        else
            t[i].low = (t[i].low & ~low) | std::uint64_t{bit};
        room[i] = {q[i] ^ (delta_ & Block::of_bit(bit)), t[i]};
    }
    return {};
}

ChannelCounters AuthenticatedBits::set_up_cost() {
    ChannelCounters out;
    add_both(out, ot::softspoken_set_up_cost(ot::default_field_bits));
    return out;
}

ChannelCounters AuthenticatedBits::draw_cost(Transfers transfers, std::size_t count) {
    if (count == 0) return {};
    const bool silent = is_silent(transfers, count);
    ChannelCounters out = silent ? vole::mutual_cost(count) : ChannelCounters{};
    add_both(out,
             ot::softspoken_extend_cost(ot::default_field_bits, silent ? vole::mutual_cots(count) : count));
    return out;
}

}  // namespace tacit::mpc::garble
