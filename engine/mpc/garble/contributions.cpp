#include "mpc/garble/contributions.h"

#include <array>

#include "crypto/secret.h"

namespace tacit::mpc::garble {

namespace {

constexpr std::size_t block_size = sizeof(Block), digest_size = sizeof(crypto::Digest), hosts = 2;

/// One contributor as a host sees it.
struct Contribution {
    Channel& channel;
    std::vector<circuit::Slot> slots;
    BigVector<Share> shares;  ///< of the masks of these, then of the hiding bits
    Block challenge{};

    ContributionSizes sizes() const { return {slots.size(), hosts}; }
};

class Contributions {
  public:
    explicit Contributions(const Run& run) : run_(run) {
        for (std::size_t i = 0; i < run.contributors.size(); ++i) {
            auto slots = contribution_slots(run.shape(), hosts + i);
            BigVector<Share> shares;
            for (const auto slot : slots) shares.push_back(run.windows.mask(slot));
            for (std::size_t k = 0; k < hiding_bits; ++k)
                shares.push_back(run.windows.hiding(i * hiding_bits + k));
            all_.push_back({*run.contributors[i], std::move(slots), std::move(shares)});
        }
    }

    Status run(Masked& masked) {
        TACIT_TRY(give_masks());
        TACIT_TRY(take_challenges());
        TACIT_TRY(open_sums());
        TACIT_TRY(take_masked(masked));
        for (const auto& one : all_) TACIT_TRY(give(one.channel, {&received, 1}));
        return {};
    }

  private:
    Status give_masks();
    Status take_challenges();
    Status open_sums();
    Status take_masked(Masked& masked);
    static Status give(Channel& channel, View message) {
        TACIT_TRY(channel.send(message));
        return channel.flush();
    }
    Result<Bytes> exchange(View message) const {
        TACIT_TRY(give(run_.peer(), message));
        return run_.peer().receive(message.size());
    }
    Status stopped() const {
        return run_.session.peer.progress.stop_requested() ? error(Fault::cancelled) : Status{};
    }
    template <class Value>
    Block sum(const Contribution& one, const Value& value) const {
        return hidden_combination(one.challenge, one.shares.size(), run_.workers(),
                                  [&](std::size_t i) { return value(one.shares[i]); });
    }
    /// Either a contributor or the other host.
    static Error not_the_same() {
        return error(Fault::cheating, "one of the others: not both hosts were told the same");
    }
    bool bit(const Share& share) const { return bit_of(run_.session.role, share); }

    const Run& run_;
    std::vector<Contribution> all_;
};

Status Contributions::give_masks() {
    TACIT_ASSIGN(const auto gates, digest_of_program(run_.program, run_.session.peer.progress));
    for (std::size_t k = 0; k < all_.size(); ++k) {
        const auto& one = all_[k];
        TACIT_TRY(stopped());
        const auto terms = contribution_terms({run_.id, hosts, all_.size(), hosts + k}, gates);
        TACIT_ASSIGN(const Bytes theirs, one.channel.receive(ContributionSizes::terms));
        if (!std::equal(terms.begin(), terms.end(), theirs.begin()))
            return error(Fault::malformed_message, "another circuit or session", one.channel.peer_name());
        Bytes message(one.sizes().masks());
        std::copy(terms.begin(), terms.end(), message.begin());
        const auto bits = std::span(message).subspan(ContributionSizes::terms);
        for (std::size_t i = 0; i < one.shares.size(); ++i) or_bit(bits, i, bit(one.shares[i]));
        TACIT_TRY(give(one.channel, message));
    }
    return {};
}

Status Contributions::take_challenges() {
    for (auto& one : all_) {
        TACIT_TRY(stopped());
        TACIT_ASSIGN(const Bytes challenge, one.channel.receive(ContributionSizes::challenge));
        one.challenge = Block::load(challenge.data());
    }
    return {};
}

/// A digest of the challenges; a sum for each contributor; the sums of their MACs. Only sums that were
/// checked leave.
Status Contributions::open_sums() {
    const auto n = all_.size();
    const auto sums_at = digest_size, macs_at = digest_size + n * block_size;
    crypto::Hasher hasher("tacit/mpc/garble/challenges");
    for (const auto& one : all_) hasher.add(crypto::as_bytes({&one.challenge, 1}));
    const auto digest = hasher.finish();
    Bytes mine(digest_size + 2 * n * block_size);
    std::copy(digest.begin(), digest.end(), mine.begin());
    for (std::size_t k = 0; k < n; ++k) {
        sum(all_[k], [&](const Share& share) {
            return Block{bit(share) ? 1u : 0u, 0};
        }).store(&mine[sums_at + k * block_size]);
        sum(all_[k], [](const Share& share) { return share.mac; }).store(&mine[macs_at + k * block_size]);
    }
    TACIT_ASSIGN(const Bytes theirs, exchange(mine));
    if (!std::equal(digest.begin(), digest.end(), theirs.begin())) return not_the_same();
    for (std::size_t k = 0; k < n; ++k) {
        const auto at = sums_at + k * block_size;
        const Block both = Block::load(&mine[at]) ^ Block::load(&theirs[at]);
        const Block expected = sum(all_[k], [](const Share& share) { return share.own; }) ^
                               crypto::gf_mul(both, run_.bits.delta());
        if (!crypto::equal_fixed_time(expected, Block::load(&theirs[macs_at + k * block_size])))
            return run_.cheating("sums of masks with a wrong MAC");
    }
    const bool first = run_.session.role == Role::garbler;
    for (std::size_t k = 0; k < n; ++k) {
        std::array<Block, hosts> report;
        report[first ? 0 : 1] = Block::load(&mine[sums_at + k * block_size]);
        report[first ? 1 : 0] = Block::load(&theirs[sums_at + k * block_size]);
        TACIT_TRY(give(all_[k].channel, crypto::as_bytes(report)));
    }
    return {};
}

Status Contributions::take_masked(Masked& masked) {
    crypto::Hasher hasher("tacit/mpc/garble/contributed");
    for (const auto& one : all_) {
        TACIT_TRY(stopped());
        TACIT_ASSIGN(const Bytes bits, one.channel.receive(one.sizes().masked()));
        hasher.add(bits);
        for (std::size_t i = 0; i < one.slots.size(); ++i) masked[one.slots[i]] = get_bit(bits, i) ? 1 : 0;
    }
    const auto digest = hasher.finish();
    TACIT_ASSIGN(const Bytes theirs, exchange(digest));
    if (!std::equal(digest.begin(), digest.end(), theirs.begin())) return not_the_same();
    return {};
}

}  // namespace

Status take_contributions(const Run& run, Masked& masked) {
    if (run.contributors.empty()) return {};
    return Contributions(run).run(masked);
}

ChannelCounters contributions_cost(std::size_t contributors) {
    if (contributors == 0) return {};
    const auto size = digest_size + 2 * contributors * block_size + digest_size;
    return {size, size, 2, 2};
}

}  // namespace tacit::mpc::garble
