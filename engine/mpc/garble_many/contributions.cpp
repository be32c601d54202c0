#include "mpc/garble_many/contributions.h"

namespace tacit::mpc::garble_many {

namespace {

using garble::ContributionSizes;

/// One contributor as a host sees it.
struct Contribution {
    Channel& channel;
    Slots slots;
    Shares shares;  ///< of the masks of these, then of the hiding bits
    Block challenge{};

    ContributionSizes sizes(std::size_t hosts) const { return {slots.size(), hosts}; }
};

class Contributions {
  public:
    explicit Contributions(const Run& run) : run_(run), peers_(run.peers()) {
        for (std::size_t i = 0; i < run.contributors.size(); ++i) {
            auto slots = garble::contribution_slots(run.shape(), peers_.count() + i);
            auto shares = run.windows.masks(slots, i);
            all_.push_back({*run.contributors[i], std::move(slots), std::move(shares)});
        }
    }

    Status run(Masked& masked) {
        TACIT_TRY(give_masks());
        TACIT_TRY(take_challenges());
        TACIT_TRY(open_sums());
        return take_masked(masked);
    }

  private:
    Status give_masks();
    Status take_challenges();
    Status open_sums();
    Status take_masked(Masked& masked);
    Status give(const Contribution& one, View message) const {
        TACIT_TRY(one.channel.send(message));
        return one.channel.flush();
    }
    template <class Value>
    Block sum(const Contribution& one, const Value& value) const {
        return garble::hidden_combination(one.challenge, one.shares.size(), peers_.workers(), value);
    }
    Status stopped() const { return peers_.progress().stop_requested() ? error(Fault::cancelled) : Status{}; }

    const Run& run_;
    Peers& peers_;
    std::vector<Contribution> all_;
};

Status Contributions::give_masks() {
    TACIT_ASSIGN(const auto gates, garble::digest_of_program(run_.program, peers_.progress()));
    for (std::size_t i = 0; i < all_.size(); ++i) {
        const auto& one = all_[i];
        TACIT_TRY(stopped());
        const auto terms =
            garble::contribution_terms({run_.id, peers_.count(), all_.size(), peers_.count() + i}, gates);
        TACIT_ASSIGN(const Bytes theirs, one.channel.receive(ContributionSizes::terms));
        if (!std::equal(terms.begin(), terms.end(), theirs.begin()))
            return error(Fault::malformed_message, "another circuit or session", one.channel.peer_name());
        Bytes message = to_bytes(terms);
        const auto bits = own_bits(one.shares);
        message.insert(message.end(), bits.begin(), bits.end());
        TACIT_TRY(give(one, message));
    }
    return {};
}

Status Contributions::take_challenges() {
    for (auto& one : all_) {
        TACIT_TRY(stopped());
        TACIT_ASSIGN(const Bytes challenge, one.channel.receive(ContributionSizes::challenge));
        one.challenge = Block::load(challenge.data());
        peers_.note(challenge);
    }
    return {};
}

/// A sum for each contributor, as in the check of fresh bits: another than that of the authenticated bits
/// would take a MAC that nobody has. Only sums that were checked leave.
Status Contributions::open_sums() {
    const auto places = run_.session.places();
    const auto size = [&](std::size_t) { return all_.size() * block_size; };
    Bytes mine(size(0));
    for (std::size_t k = 0; k < all_.size(); ++k)
        sum(all_[k], [&](std::size_t i) {
            return Block{all_[k].shares.bit(i) ? 1u : 0u, 0};
        }).store(&mine[k * block_size]);
    const auto macs = [&](std::size_t peer) {
        Bytes out(size(peer));
        for (std::size_t k = 0; k < all_.size(); ++k)
            sum(all_[k], [&](std::size_t i) {
                return all_[k].shares.mac(i, places.column(peer));
            }).store(&out[k * block_size]);
        return out;
    };
    TACIT_ASSIGN(const auto heard, peers_.round(std::move(mine), size, macs, size));
    for (const auto peer : peers_.others())
        for (std::size_t k = 0; k < all_.size(); ++k) {
            const Block keys =
                sum(all_[k], [&](std::size_t i) { return all_[k].shares.key(i, places.column(peer)); });
            const Block said = Block::load(&heard.to_all[peer][k * block_size]);
            if ((keys ^ crypto::gf_mul(said, run_.bits.delta())) !=
                Block::load(&heard.to_me[peer][k * block_size]))
                return peers_.cheating(peer, "sums of masks with a wrong MAC");
        }
    for (std::size_t k = 0; k < all_.size(); ++k) {
        Bytes report;
        for (const auto& one : heard.to_all)
            report.insert(report.end(), &one[k * block_size], &one[k * block_size] + block_size);
        TACIT_TRY(give(all_[k], report));
    }
    return {};
}

Status Contributions::take_masked(Masked& masked) {
    for (auto& one : all_) {
        TACIT_TRY(stopped());
        TACIT_ASSIGN(const Bytes bits, one.channel.receive(one.sizes(peers_.count()).masked()));
        peers_.note(bits);
        for (std::size_t i = 0; i < one.slots.size(); ++i) masked[one.slots[i]] = get_bit(bits, i) ? 1 : 0;
    }
    return {};
}

}  // namespace

Status take_contributions(const Run& run, Masked& masked) {
    if (run.contributors.empty()) return {};
    return Contributions(run).run(masked);
}

Status confirm_contributions(const Run& run) {
    for (auto* one : run.contributors) {
        TACIT_TRY(one->send({&garble::received, 1}));
        TACIT_TRY(one->flush());
    }
    return {};
}

ChannelCounters contributions_cost(std::size_t contributors) {
    if (contributors == 0) return {};
    return Peers::round_cost(2 * contributors * block_size, 2 * contributors * block_size);
}

}  // namespace tacit::mpc::garble_many
