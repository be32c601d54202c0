#include "mpc/garble/authenticated_bits.h"

#include <algorithm>

#include "crypto/secret.h"
#include "mpc/vole/silent_cot.h"

namespace tacit::mpc::garble {

namespace {

/// Transfers made at once: bounds what silent ones need beyond their outcome.
constexpr std::size_t at_a_time = std::size_t{3} << 19;

bool is_silent(Transfers transfers, std::size_t count) {
    return transfers == Transfers::silent || (transfers == Transfers::automatic && count >= least_silent);
}

/// Equal pieces, so that none is small.
template <class Piece>
Status in_pieces(std::size_t count, const Piece& piece) {
    const auto pieces = (count + at_a_time - 1) / at_a_time;
    for (std::size_t i = 0; i < pieces; ++i) {
        const auto begin = count * i / pieces;
        TACIT_TRY(piece(begin, count * (i + 1) / pieces - begin));
    }
    return {};
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

Result<Shares> AuthenticatedBits::draw(std::size_t count) {
    Shares out{BigVector<Block>(count), BigVector<Block>(count)};
    BigVector<std::uint8_t> bits(count);
    for (const auto sender : {Role::garbler, Role::evaluator}) {
        TACIT_TRY(in_pieces(count, [&](std::size_t begin, std::size_t n) -> Status {
            if (peer_.progress.stop_requested()) return error(Fault::cancelled);
            if (sender == role_) return send(std::span(out.own).subspan(begin, n));
            return receive(std::span(out.mac).subspan(begin, n), std::span(bits).subspan(begin, n));
        }));
    }
    // Under the garbler's offset, whose low bit is 1, keys get the low bit 0, so that MACs carry the bit.
    constexpr std::uint64_t low = 1;
    for (std::size_t i = 0; i < count; ++i) {
        if (role_ == Role::garbler)
            out.own[i].low &= ~low;
        else
            out.mac[i].low = (out.mac[i].low & ~low) | bits[i];
        out.own[i] ^= delta_ & Block::of_bit(bits[i] != 0);
    }
    crypto::wipe(bits);
    return out;
}

Status AuthenticatedBits::send(std::span<Block> own) {
    BigVector<Block> q;
    const auto to = endpoint(role_);
    if (is_silent(transfers_, own.size())) {
        TACIT_ASSIGN(q, vole::send_cot(vole::Parameters{.count = own.size()}, *sender_, to));
    } else {
        TACIT_ASSIGN(q, sender_->extend(own.size()));
    }
    std::copy(q.begin(), q.end(), own.begin());
    return {};
}

Status AuthenticatedBits::receive(std::span<Block> mac, std::span<std::uint8_t> bits) {
    const auto from = endpoint(other(role_));
    if (is_silent(transfers_, mac.size())) {
        TACIT_ASSIGN(auto got, vole::receive_cot(vole::Parameters{.count = mac.size()}, *receiver_, from));
        std::copy(got.t.begin(), got.t.end(), mac.begin());
        for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = (got.choices[i / 64] >> (i % 64)) & 1;
        return {};
    }
    BigVector<Block> choices(ot::blocks_for(mac.size()));
    peer_.random.fill(crypto::as_writable_bytes(choices));
    TACIT_ASSIGN(const auto t, receiver_->extend({choices, mac.size()}));
    std::copy(t.begin(), t.end(), mac.begin());
    for (std::size_t i = 0; i < bits.size(); ++i)
        bits[i] = choices[i / 128].bit(static_cast<unsigned>(i % 128)) ? 1 : 0;
    return {};
}

ChannelCounters AuthenticatedBits::set_up_cost() {
    ChannelCounters out;
    add_both(out, ot::softspoken_set_up_cost(ot::default_field_bits));
    return out;
}

ChannelCounters AuthenticatedBits::draw_cost(Transfers transfers, std::size_t count) {
    ChannelCounters out;
    [[maybe_unused]] const auto done = in_pieces(count, [&](std::size_t, std::size_t n) -> Status {
        const bool silent = is_silent(transfers, n);
        add_both(out, ot::softspoken_extend_cost(ot::default_field_bits, silent ? vole::cot_cots(n) : n));
        if (silent) add_both(out, vole::cot_cost(n));
        return {};
    });
    return out;
}

}  // namespace tacit::mpc::garble
