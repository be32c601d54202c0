#include "mpc/sharing/additive.h"

#include <algorithm>
#include <functional>

namespace tacit::mpc::sharing {

using crypto::Digest;
using crypto::Hasher;
using crypto::Random;
using crypto::Scalar;
using crypto::SecretBytes;

namespace {

using Indices = std::vector<std::size_t>;
using SecretScalars = std::vector<Scalar, crypto::WipingAllocator<Scalar>>;
using Nonce = ByteArray<nonce_size>;

struct Chunk {
    std::size_t begin;
    std::size_t size;
};
Chunk chunk(std::size_t values, std::size_t index) {
    const auto begin = index * chunk_values;
    return {begin, std::min(chunk_values, values - begin)};
}

/// Everything that the steps below hand on to each other.
struct Run {
    const Parameters& p;
    std::span<Channel* const> channels;
    Random& random;
    Progress& progress;
    Indices audience;

    SecretScalars partial{};            ///< this host's sum of the shares that it got
    Nonce nonce{};                      ///< of this host's commitment
    std::vector<Digest> commitments{};  ///< by place in p.hosts
    std::vector<Nonce> nonces{};        ///< of the openings, by place in p.hosts
    std::vector<Scalar> totals{};
};

std::size_t place(const Parameters& p, std::size_t host) {
    return static_cast<std::size_t>(std::lower_bound(p.hosts.begin(), p.hosts.end(), host) - p.hosts.begin());
}

Error blame(Fault fault, const Channel& peer, std::string detail) {
    return error(fault, std::move(detail), peer.peer_name());
}

using Make = std::function<SecretBytes(std::size_t peer)>;
using Take = std::function<Status(std::size_t peer, View message)>;

/// One stage: a message to each of `to`, then one from each of `from`. Stages never deadlock if a channel
/// holds at least one message: whoever is furthest behind finds room, because the others took everything of
/// earlier stages, and finds its messages, because the others already sent those of its stage.
Status stage(Run& run, const Indices& to, const Make& make, const Indices& from, std::size_t size,
             const Take& take) {
    if (run.progress.stop_requested()) return error(Fault::cancelled);
    for (const auto peer : to) {
        if (peer == run.p.me) continue;
        TACIT_TRY(run.channels[peer]->send(make(peer)));
        TACIT_TRY(run.channels[peer]->flush());
    }
    for (const auto peer : from) {
        if (peer == run.p.me) continue;
        TACIT_ASSIGN(Bytes message, run.channels[peer]->receive(size));
        const auto status = take(peer, message);
        crypto::wipe(message);
        TACIT_TRY(status);
    }
    run.progress.advance(1);
    return {};
}

/// Calls `each` on the scalars that a participant sent.
Status take_scalars(Run& run, std::size_t from, View bytes,
                    const std::function<void(std::size_t, const Scalar&)>& each) {
    for (std::size_t i = 0; i < bytes.size() / scalar_size; ++i) {
        const auto scalar = Scalar::decode(bytes.subspan(i * scalar_size).first<scalar_size>());
        if (!scalar) return blame(Fault::malformed_message, *run.channels[from], "scalar is not canonical");
        each(i, *scalar);
    }
    return {};
}

void put_scalar(SecretBytes& out, const Scalar& scalar) {
    out.insert(out.end(), scalar.bytes().begin(), scalar.bytes().end());
}

/// One uniformly random share per host of each input of a chunk, which sum to it: messages by place in
/// p.hosts.
std::vector<SecretBytes> split(const Run& run, std::span<const Scalar> inputs) {
    std::vector<SecretBytes> shares(run.p.hosts.size());
    for (auto& share : shares) share.reserve(inputs.size() * scalar_size);
    for (const auto& input : inputs) {
        Scalar rest = input;
        for (std::size_t k = 0; k + 1 < shares.size(); ++k) {
            const auto share = Scalar::random(run.random);
            put_scalar(shares[k], share);
            rest = rest - share;
        }
        put_scalar(shares.back(), rest);
    }
    return shares;
}

/// Step 1: contributor -> host, the host's share of every input; hosts add up what they get.
Status share(Run& run, std::span<const Scalar> inputs) {
    const auto& p = run.p;
    run.progress.step("shares", chunks(p.values));
    if (p.computes()) run.partial.resize(p.values);
    for (std::size_t c = 0; c < chunks(p.values); ++c) {
        const auto [begin, size] = chunk(p.values, c);
        std::vector<SecretBytes> shares;
        if (p.contributes()) shares = split(run, inputs.subspan(begin, size));
        const Take add = [&, first = begin](std::size_t contributor, View message) {
            return take_scalars(run, contributor, message, [&](std::size_t i, const Scalar& value) {
                run.partial[first + i] = run.partial[first + i] + value;
            });
        };
        if (p.contributes() && p.computes()) TACIT_TRY(add(p.me, shares[place(p, p.me)]));
        TACIT_TRY(stage(
            run, p.contributes() ? p.hosts : Indices{},
            [&](std::size_t host) { return std::move(shares[place(p, host)]); },
            p.computes() ? p.contributors : Indices{}, size * scalar_size, add));
    }
    return {};
}

Hasher commitment_hasher(const Parameters& p, std::size_t host) {
    Hasher hasher("tacit/mpc/sharing/commitment");
    hasher.add(p.context).add(std::uint64_t{host}).add(std::uint64_t{p.values});
    return hasher;
}

SecretBytes digest_bytes(const Digest& digest) {
    return SecretBytes(digest.begin(), digest.end());
}

/// Step 2: host -> audience, a commitment to its partial sums.
Status commit(Run& run) {
    const auto& p = run.p;
    run.progress.step("commitments", 2);
    run.commitments.resize(p.hosts.size());
    if (p.computes()) {
        run.nonce = run.random.array<nonce_size>();
        Hasher hasher = commitment_hasher(p, p.me);
        for (const auto& value : run.partial) hasher.add(value.bytes());
        run.commitments[place(p, p.me)] = hasher.add(run.nonce).finish();
    }
    const Make make = [&](std::size_t) { return digest_bytes(run.commitments[place(p, p.me)]); };
    const Take take = [&](std::size_t host, View message) -> Status {
        std::copy(message.begin(), message.end(), run.commitments[place(p, host)].begin());
        return {};
    };
    return stage(run, p.computes() ? run.audience : Indices{}, make, p.hosts, sizeof(Digest), take);
}

/// Steps 3 and 5: everybody in `group` tells everybody else the hash of what it saw, and holds theirs against
/// it.
Status compare(Run& run, const Indices& group, const Digest& mine, std::string_view what) {
    const Make make = [&](std::size_t) { return digest_bytes(mine); };
    const Take take = [&](std::size_t peer, View theirs) -> Status {
        if (crypto::equal_fixed_time(theirs, mine)) return {};
        return blame(Fault::cheating, *run.channels[peer],
                     std::string(what) + " differ between participants");
    };
    return stage(run, group, make, group, sizeof(Digest), take);
}

Digest hash_of_commitments(const Run& run) {
    Hasher hasher("tacit/mpc/sharing/commitments");
    hasher.add(run.p.context).add(std::uint64_t{run.p.values});
    for (std::size_t k = 0; k < run.p.hosts.size(); ++k)
        hasher.add(std::uint64_t{run.p.hosts[k]}).add(run.commitments[k]);
    return hasher.finish();
}

/// Message c of this host's opening: a chunk of partial sums, and behind the last one the nonce.
SecretBytes opening(const Run& run, std::size_t c) {
    const auto [begin, size] = chunk(run.p.values, c);
    SecretBytes out;
    out.reserve(size * scalar_size + nonce_size);
    for (std::size_t i = begin; i < begin + size; ++i) put_scalar(out, run.partial[i]);
    if (c + 1 == chunks(run.p.values)) out.insert(out.end(), run.nonce.begin(), run.nonce.end());
    return out;
}

/// Step 4: host -> recipient, its partial sums and nonce; recipients hold them against the commitment and add
/// up.
Status open(Run& run) {
    const auto& p = run.p;
    run.progress.step("opening", chunks(p.values) + 1);
    if (p.receives()) run.totals.resize(p.values);
    run.nonces.resize(p.hosts.size());
    std::vector<Hasher> hashers;
    for (const auto host : p.hosts) hashers.push_back(commitment_hasher(p, host));

    for (std::size_t c = 0; c < chunks(p.values); ++c) {
        const auto [begin, size] = chunk(p.values, c);
        const std::size_t tail = c + 1 == chunks(p.values) ? nonce_size : 0;
        const Take take = [&, first = begin](std::size_t host, View message) -> Status {
            const auto k = place(p, host);
            TACIT_TRY(take_scalars(run, host, message.first(message.size() - tail),
                                   [&](std::size_t i, const Scalar& value) {
                                       hashers[k].add(value.bytes());
                                       run.totals[first + i] = run.totals[first + i] + value;
                                   }));
            if (tail == 0) return {};
            std::copy_n(message.last(nonce_size).begin(), nonce_size, run.nonces[k].begin());
            if (hashers[k].add(run.nonces[k]).finish() == run.commitments[k]) return {};
            return blame(Fault::cheating, *run.channels[host], "opening does not fit the commitment");
        };
        if (p.computes() && p.receives()) TACIT_TRY(take(p.me, opening(run, c)));
        TACIT_TRY(stage(
            run, p.computes() ? p.recipients : Indices{}, [&](std::size_t) { return opening(run, c); },
            p.receives() ? p.hosts : Indices{}, size * scalar_size + tail, take));
    }
    return {};
}

/// Nothing in it can be tried out against guessed totals without the nonces.
Digest record(const Run& run) {
    Hasher hasher("tacit/mpc/sharing/record");
    hasher.add(hash_of_commitments(run));
    for (const auto& nonce : run.nonces) hasher.add(nonce);
    for (const auto& value : run.totals) hasher.add(value.bytes());
    return hasher.finish();
}

Status check_arguments(const Parameters& p, std::span<const Scalar> inputs,
                       std::span<Channel* const> channels) {
    TACIT_TRY(p.check());
    if (inputs.size() != (p.contributes() ? p.values : 0)) return error(Fault::usage, "number of inputs");
    if (channels.size() != p.participants) return error(Fault::usage, "number of channels");
    for (std::size_t peer = 0; peer < channels.size(); ++peer) {
        const auto needed = cost(p, peer);
        if (peer != p.me && channels[peer] == nullptr && needed.messages_sent + needed.messages_received > 0)
            return error(Fault::usage, "no channel to a participant");
    }
    return {};
}

}  // namespace

Result<Outcome> total(const Parameters& parameters, std::span<const Scalar> inputs,
                      std::span<Channel* const> channels, Random& random, Progress& progress) {
    TACIT_TRY(check_arguments(parameters, inputs, channels));
    Run run{parameters, channels, random, progress, parameters.audience()};
    TACIT_TRY(share(run, inputs));
    if (!parameters.computes() && !parameters.receives()) return Outcome{};

    TACIT_TRY(commit(run));
    // Nobody opens before everybody has seen the same commitments: so no host chooses its part by the
    // others'.
    TACIT_TRY(compare(run, run.audience, hash_of_commitments(run), "commitments"));
    TACIT_TRY(open(run));
    if (!parameters.receives()) return Outcome{};

    const auto seen = record(run);
    TACIT_TRY(compare(run, parameters.recipients, seen, "openings"));
    return Outcome{std::move(run.totals), seen};
}

}  // namespace tacit::mpc::sharing
