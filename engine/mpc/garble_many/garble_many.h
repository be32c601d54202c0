#pragma once

#include <span>
#include <vector>

#include "crypto/random.h"
#include "mpc/channel.h"
#include "mpc/circuit/evaluate.h"
#include "mpc/opening_trace.h"
#include "mpc/work.h"

/// A circuit computed by three to eight participants, secure while a single one follows the protocol, in a
/// constant number of rounds: authenticated garbling among many, Wang, Ranellucci and Katz, "Global-Scale
/// Secure Multiparty Computation", ePrint 2017/189. Steps, messages, adversary: README.md. Not fair: who
/// learns an output first may leave the others without.
namespace tacit::mpc::garble_many {

inline constexpr std::size_t least_participants = 3, most_participants = 8;

struct Options {
    ByteArray<32> session{};  ///< tells this run from every other; the same for all
    unsigned threads = 1;     ///< for the arithmetic; 0 = as many as the machine has. Changes no byte sent.
    OpeningTrace* trace = nullptr;  ///< for tests
};

/// All participants call it with the same session and program, gate by gate, to which a digest holds them.
/// `peers[i]` is the channel to participant i, null for oneself; `self` is one's own number, below
/// peers.size(), which is the number of participants. `inputs`: the bits of each of one's own inputs, in the
/// order of the shape. Gives one entry per output of the shape, empty where it is not for this participant.
///
/// Participants of the circuit from peers.size() on are contributors, who take no part but give inputs by
/// garble::contribute: `contributors` are the channels to them, in order, the same people for all. Outputs
/// are for participants only.
///
/// Circuits have at most `most_ands` AND gates (windows.h).
///
/// Faults: usage for inputs, numbers of participants or circuits that do not fit; cancelled;
/// version_differs, malformed_message and cheating, which name the peer where one can be named; whatever
/// the channels report.
Result<std::vector<circuit::Bits>> garble_among(const Options& options, std::size_t self,
                                                const circuit::Program& program,
                                                const std::vector<circuit::Bits>& inputs,
                                                std::span<Channel* const> peers, crypto::Random& random,
                                                Progress& progress,
                                                std::span<Channel* const> contributors = {});

/// What the channel of `self` to `peer` will have counted after a complete run.
ChannelCounters garble_among_cost(const circuit::Shape& shape, std::size_t participants, std::size_t self,
                                  std::size_t peer, std::size_t contributors = 0);
/// Of each participant; all work at the same time.
Work garble_among_work(const circuit::Shape& shape, std::size_t participants);

}  // namespace tacit::mpc::garble_many
