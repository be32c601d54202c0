#include "mpc/garble_many/garble_many.h"

#include "mpc/garble/terms.h"
#include "mpc/garble_many/contributions.h"
#include "mpc/garble_many/run.h"

namespace tacit::mpc::garble_many {

namespace {

constexpr std::uint64_t protocol_version = 2;
constexpr std::size_t hello_size = digest_size + nonce_size;
constexpr std::size_t first_round_size = digest_size + Coins::commitment_size;

/// What all must see alike.
Result<crypto::Digest> digest_of(const Options& options, const circuit::Program& program,
                                 std::size_t contributors, const Peers& peers) {
    crypto::Hasher hasher("tacit/mpc/garble_many/terms");
    hasher.add(protocol_version).add(options.session).add(std::uint64_t{peers.count()});
    if (contributors > 0) hasher.add("contributors").add(std::uint64_t{contributors});
    TACIT_TRY(garble::add_program(hasher, program, peers.progress()));
    return hasher.finish();
}

Status check(const circuit::Shape& shape, std::size_t self, const std::vector<Bits>& inputs,
             std::span<Channel* const> peers, std::span<Channel* const> contributors) {
    if (peers.size() < least_participants || peers.size() > most_participants)
        return error(Fault::usage, "garbling among many is for 3 to 8 participants");
    if (self >= peers.size()) return error(Fault::usage, "a number beyond the participants");
    if (shape.ands > most_ands(peers.size()))
        return error(Fault::usage, "a circuit among " + std::to_string(peers.size()) + " has " +
                                       std::to_string(most_ands(peers.size())) + " AND gates at most, not " +
                                       std::to_string(shape.ands));
    for (std::size_t i = 0; i < peers.size(); ++i)
        if (i != self && peers[i] == nullptr) return error(Fault::usage, "no channel to a participant");
    for (const auto* one : contributors)
        if (one == nullptr) return error(Fault::usage, "no channel to a contributor");
    TACIT_TRY(garble::check_contributors(shape, peers.size(), contributors.size()));
    return garble::check_inputs(shape, peers.size() + contributors.size(), self, inputs);
}

/// A digest of the terms, and of fresh numbers of all.
Result<crypto::Digest> exchange_hellos(const crypto::Digest& terms, Peers& peers) {
    std::vector<Bytes> hellos(peers.count());
    auto& mine = hellos[peers.self()];
    mine = to_bytes(terms);
    mine.resize(hello_size);
    peers.random().fill(std::span(mine).last(nonce_size));
    TACIT_TRY(peers.exchange(
        hello_size, [&](std::size_t) { return View(mine); },
        [&](std::size_t peer, View message) { hellos[peer] = to_bytes(message); }));
    crypto::Hasher run("tacit/mpc/garble_many/run");
    for (std::size_t i = 0; i < hellos.size(); ++i) {
        if (!std::equal(terms.begin(), terms.end(), hellos[i].begin()))
            return error(Fault::malformed_message, "another circuit or session",
                         peers.channel(i).peer_name());
        run.add(hellos[i]);
    }
    return run.finish();
}

/// That all derived the same digest, and the commitments to the first coin.
Status agree(const Session& session) {
    Bytes mine = to_bytes(session.run);
    const auto commitment = session.coins.commit();
    mine.insert(mine.end(), commitment.begin(), commitment.end());
    TACIT_ASSIGN(auto said, session.peers.say(std::move(mine)));
    for (auto& one : said) {
        if (!std::equal(session.run.begin(), session.run.end(), one.begin()))
            return Peers::somebody("different greetings to different participants");
        one.erase(one.begin(), one.begin() + digest_size);
    }
    session.coins.committed(said);
    return {};
}

}  // namespace

Result<std::vector<Bits>> garble_among(const Options& options, std::size_t self,
                                       const circuit::Program& program, const std::vector<Bits>& inputs,
                                       std::span<Channel* const> channels, crypto::Random& random,
                                       Progress& progress, std::span<Channel* const> contributors) {
    return garble_among_from({}, options, self, program, inputs, channels, random, progress, contributors);
}

Result<std::vector<Bits>> garble_among_from(const Deal& deal, const Options& options, std::size_t self,
                                            const circuit::Program& program, const std::vector<Bits>& inputs,
                                            std::span<Channel* const> channels, crypto::Random& random,
                                            Progress& progress, std::span<Channel* const> contributors) {
    TACIT_TRY(check(program.shape(), self, inputs, channels, contributors));
    Workers workers(options.threads);
    Peers peers(self, channels, random, workers, progress);
    TACIT_ASSIGN(const auto terms, digest_of(options, program, contributors.size(), peers));
    TACIT_ASSIGN(const auto digest, exchange_hellos(terms, peers));
    Coins coins(peers, digest);
    const Session session{peers, coins, digest, deal};
    TACIT_TRY(agree(session));
    progress.step("preprocessing", program.shape().ands);
    TACIT_ASSIGN(const auto bits, AuthenticatedBits::set_up(session));
    TACIT_ASSIGN(const auto windows, Windows::begin(session, *bits, program, contributors.size()));
    progress.step("gates", program.shape().ands);
    const Run run{session, program, inputs, *bits, *windows, options.trace, contributors, options.session};
    return self == evaluator ? run_evaluator(run) : run_garbler(run);
}

namespace {

/// From a garbler to the evaluator.
ChannelCounters garbler_cost(const circuit::Shape& shape, std::size_t participants, std::size_t garbler) {
    ChannelCounters out;
    const auto labels = all_input_slots(shape).size();
    out += {sizeof(Block) * (1 + labels), 0, 1 + (labels + labels_per_message - 1) / labels_per_message, 0};
    for (std::uint64_t i = 0; i < Windows::windows_for(shape.ands); ++i) {
        const auto n = Windows::size_of(shape.ands, i);
        out += {table_size(participants, n), 0, (n + table_ands - 1) / table_ands, 0};
    }
    out += {0, values_size(output_slots(shape, garbler).size()), 0, 1};
    return out;
}

}  // namespace

ChannelCounters garble_among_cost(const circuit::Shape& shape, std::size_t participants, std::size_t self,
                                  std::size_t peer, std::size_t contributors) {
    ChannelCounters out{hello_size, hello_size, 1, 1};
    out += Peers::round_cost(first_round_size, first_round_size);
    out += AuthenticatedBits::set_up_cost(self, peer);
    out += Windows::cost(participants, shape, contributors);
    out += contributions_cost(contributors);
    const auto my_inputs = input_slots(shape, self).size(), their_inputs = input_slots(shape, peer).size();
    out += Peers::round_cost(opening_size(their_inputs), opening_size(my_inputs));
    out += Peers::round_cost(bytes_for(my_inputs), bytes_for(their_inputs));
    out += Peers::round_cost(0, 0);
    if (peer == evaluator) out += garbler_cost(shape, participants, self);
    if (self == evaluator) out += mirrored(garbler_cost(shape, participants, peer));
    out += Peers::round_cost(opening_size(output_slots(shape, peer).size()),
                             opening_size(output_slots(shape, self).size()));
    return out;
}

Work garble_among_work(const circuit::Shape& shape, std::size_t participants) {
    // Base transfers are made once for every two, so they take about half of what two alone need. Everything
    // else is done for each peer again, rows included: measured among 3, 4, 5, 6 and 8 participants an AND
    // took as long for each of the peers, a fifth longer than between two.
    constexpr double multiplications = 600, blocks_per_and = 3000;
    const auto peers = static_cast<double>(participants - 1);
    return {multiplications * peers, blocks_per_and * static_cast<double>(shape.ands) * peers};
}

}  // namespace tacit::mpc::garble_many
