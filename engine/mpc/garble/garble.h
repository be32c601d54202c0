#pragma once

#include <span>
#include <vector>

#include "crypto/random.h"
#include "mpc/circuit/evaluate.h"
#include "mpc/garble/authenticated_bits.h"
#include "mpc/opening_trace.h"
#include "mpc/work.h"

/// A circuit computed by two participants, secure against malicious ones: authenticated garbling with
/// half-gates, Katz, Ranellucci, Rosulek and Wang, "Optimizing Authenticated Garbling for Faster Secure
/// Two-Party Computation", ePrint 2018/578. Steps, messages, adversary: README.md. Not fair: who learns an
/// output first may leave the other without.
namespace tacit::mpc::garble {

using circuit::Bits;

struct GarbleOptions {
    ByteArray<32> session{};  ///< tells this run from every other; the same on both sides
    unsigned threads = 1;     ///< for the arithmetic; 0 = as many as the machine has. Changes no byte sent.
    Transfers transfers = Transfers::automatic;  ///< the same on both sides
    OpeningTrace* trace = nullptr;               ///< for tests
};

/// `inputs`: the bits of each of one's own inputs, in the order of the shape. Gives one entry per output of
/// the shape, empty where it is not for this side. Both sides have the same program, gate by gate, to which a
/// digest holds them.
///
/// Participants of the circuit from 2 on are contributors, who compute nothing but give inputs by
/// `contribute`: `contributors` are the channels to them, in order, the same people for both. Outputs are for
/// the two sides only.
///
/// Faults: usage for inputs that do not fit, participants beyond 1, or a program that contradicts its shape;
/// cancelled; version_differs, malformed_message and cheating naming the peer; whatever the channel reports.
Result<std::vector<Bits>> garble_and_run(const GarbleOptions& options, Role role,
                                         const circuit::Program& program, const std::vector<Bits>& inputs,
                                         Channel& peer, crypto::Random& random, Progress& progress,
                                         std::span<Channel* const> contributors = {});

/// What the garbler's channel will have counted after a complete run; the evaluator's is its mirror image.
ChannelCounters garble_cost(Transfers transfers, const circuit::Shape& shape, std::size_t contributors = 0);
/// Of either side; the two work at the same time.
Work garble_work(const circuit::Shape& shape);

}  // namespace tacit::mpc::garble
