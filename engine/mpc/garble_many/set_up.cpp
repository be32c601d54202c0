#include <algorithm>

#include "crypto/secret.h"
#include "mpc/garble_many/authenticated_bits.h"
#include "mpc/ot/random_ot.h"

// The set-up of the transfers between every two in both directions. Base transfers by public keys, which take
// most of the time of a small run, are made in one direction alone, in which the lower number has the offset.
// Those of the other direction come from correlated transfers of the first, hashed: random transfers, in
// which the higher number chooses the bits of its own offset.
//
// Each step goes to all peers before the next: what one waits for has been on its way for a while.

namespace tacit::mpc::garble_many {

namespace {
constexpr auto field = ot::default_field_bits;
constexpr auto bases = ot::softspoken_base_ots;
}  // namespace

Result<std::unique_ptr<AuthenticatedBits>> AuthenticatedBits::set_up_with(
    const std::vector<Block>& by_participant, const Session& session) {
    const auto n = session.peers.count();
    std::unique_ptr<AuthenticatedBits> out(
        new AuthenticatedBits(by_participant[session.peers.self()], session));
    for (std::size_t i = 0; i < n * n; ++i) {
        out->labels_.push_back(to_bytes(session.run));
        out->labels_.back().push_back(static_cast<std::uint8_t>(i));
    }
    for (const auto peer : session.peers.others())
        if (crypto::equal_fixed_time(by_participant[peer], Block{}))
            return error(Fault::usage, "the offset is zero");
    TACIT_TRY(out->set_up_below(by_participant));
    TACIT_TRY(out->set_up_above(by_participant));
    return out;
}

ot::Endpoint AuthenticatedBits::endpoint(std::size_t sender, std::size_t receiver) const {
    const auto& peers = session_.peers;
    return {peers.channel(sender == peers.self() ? receiver : sender), peers.random(), peers.workers(),
            peers.progress(), labels_[sender * peers.count() + receiver]};
}

Result<AuthenticatedBits::Base> AuthenticatedBits::make_base(const std::vector<Block>& offsets) {
    const auto self = session_.peers.self(), n = offsets.size();
    std::vector<ot::BaseSender> senders;
    std::vector<ot::BaseReceiver> receivers;
    for (std::size_t peer = 0; peer < self; ++peer) {
        TACIT_ASSIGN(auto one, ot::BaseSender::begin(bases, endpoint(peer, self)));
        senders.push_back(std::move(one));
    }
    for (auto peer = self + 1; peer < n; ++peer) {
        TACIT_ASSIGN(auto one, ot::BaseReceiver::begin({{&offsets[peer], 1}, bases}, endpoint(self, peer)));
        receivers.push_back(std::move(one));
    }
    for (auto& one : senders) TACIT_TRY(one.challenge());
    for (auto& one : receivers) TACIT_TRY(one.take_offer());
    Base out{std::vector<ot::KeyPairs>(n), std::vector<BigVector<Block>>(n)};
    for (auto peer = self + 1; peer < n; ++peer) {
        TACIT_ASSIGN(out.chosen[peer], receivers[peer - self - 1].finish());
    }
    for (std::size_t peer = 0; peer < self; ++peer) {
        TACIT_ASSIGN(out.pairs[peer], senders[peer].finish());
    }
    return out;
}

AuthenticatedBits::Base AuthenticatedBits::dealt_base(const std::vector<Block>& offsets) const {
    const auto self = session_.peers.self(), n = offsets.size();
    Base out{std::vector<ot::KeyPairs>(n), std::vector<BigVector<Block>>(n)};
    for (const auto peer : session_.peers.others()) {
        const auto pairs = session_.deal(endpoint(std::min(self, peer), std::max(self, peer)).label);
        if (peer < self) out.pairs[peer] = pairs;
        if (peer > self)
            for (unsigned i = 0; i < bases; ++i)
                out.chosen[peer].push_back(pairs[i][offsets[peer].bit(i) ? 1 : 0]);
    }
    return out;
}

/// The direction in which the lower number of two has the offset.
Status AuthenticatedBits::set_up_below(const std::vector<Block>& offsets) {
    auto made = session_.deal ? Result<Base>(dealt_base(offsets)) : make_base(offsets);
    TACIT_ASSIGN(const auto base, std::move(made));
    const auto self = session_.peers.self();
    for (std::size_t peer = 0; peer < self; ++peer) {
        TACIT_ASSIGN(receivers_[peer],
                     ot::SoftSpokenReceiver::from_base(field, endpoint(peer, self), base.pairs[peer]));
    }
    for (auto peer = self + 1; peer < offsets.size(); ++peer) {
        TACIT_ASSIGN(senders_[peer], ot::SoftSpokenSender::from_base(
                                         field, offsets[peer], endpoint(self, peer), base.chosen[peer]));
    }
    return {};
}

/// Correlated transfers of the first direction, by peer.
Status AuthenticatedBits::base_transfers(const std::vector<Block>& offsets,
                                         std::vector<BigVector<Block>>& blocks) {
    const auto self = session_.peers.self(), n = offsets.size();
    for (std::size_t peer = 0; peer < self; ++peer)
        TACIT_TRY(receivers_[peer]->correct({{&offsets[peer], 1}, bases}, blocks[peer]));
    for (std::size_t peer = self + 1; peer < n; ++peer) TACIT_TRY(senders_[peer]->challenge(blocks[peer]));
    for (std::size_t peer = 0; peer < self; ++peer) TACIT_TRY(receivers_[peer]->answer());
    for (std::size_t peer = self + 1; peer < n; ++peer) TACIT_TRY(senders_[peer]->verify());
    return {};
}

Status AuthenticatedBits::set_up_above(const std::vector<Block>& offsets) {
    const auto self = session_.peers.self();
    std::vector<BigVector<Block>> blocks(offsets.size(), BigVector<Block>(bases));
    TACIT_TRY(base_transfers(offsets, blocks));
    // A lane for every two: the lower one has the same offset towards others.
    const auto hash = [&](std::size_t peer) {
        return ot::RandomOtHash(std::min(self, peer) * most_participants + std::max(self, peer));
    };
    for (auto peer = self + 1; peer < offsets.size(); ++peer) {
        const auto pairs = hash(peer).pairs(offsets[peer], blocks[peer]);
        TACIT_ASSIGN(receivers_[peer], ot::SoftSpokenReceiver::from_base(field, endpoint(peer, self), pairs));
    }
    for (std::size_t peer = 0; peer < self; ++peer) {
        const auto chosen = hash(peer).chosen(blocks[peer]);
        TACIT_ASSIGN(senders_[peer],
                     ot::SoftSpokenSender::from_base(field, offsets[peer], endpoint(self, peer), chosen));
    }
    return {};
}

ChannelCounters AuthenticatedBits::set_up_cost(std::size_t self, std::size_t peer) {
    const auto all = ot::softspoken_set_up_cost(field), base = ot::base_ot_cost(bases);
    // Of the higher number, which receives in the first direction.
    ChannelCounters out = all;
    out += ot::softspoken_extend_cost(field, bases);
    // The trees of the second alone.
    out.bytes_received += all.bytes_sent - base.bytes_received;
    out.messages_received += all.messages_sent - base.messages_received;
    return self > peer ? out : mirrored(out);
}

}  // namespace tacit::mpc::garble_many
