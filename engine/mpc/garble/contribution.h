#pragma once

#include <span>
#include <vector>

#include "crypto/random.h"
#include "mpc/channel.h"
#include "mpc/circuit/evaluate.h"
#include "mpc/garble/linear_check.h"

/// Inputs to a garbled circuit of contributors, who do not compute: the hosts do, of whom one has to follow
/// the protocol. The mask of such an input is the sum of the hosts' authenticated bits; each host tells its
/// bit to the contributor alone, who tells all hosts the masked input. What binds the hosts to their bits,
/// without keys of MACs for the contributor, is a random combination, hidden by bits made for it, that the
/// hosts open among themselves and report. Steps, messages, adversary: contributions.md. The contributor's
/// part is `contribute`, the hosts' parts are contributions.h and ../garble_many/contributions.h.
namespace tacit::mpc::garble {

/// Hosts and contributors together: as a circuit numbers them in a byte.
inline constexpr std::size_t most_taking_part = 256;

struct Contributor {
    ByteArray<32> session{};  ///< tells this run from every other; the same as the hosts'
    std::size_t hosts = 0;    ///< participants 0 to hosts - 1 of the circuit
    std::size_t contributors = 0;
    std::size_t self = 0;  ///< participant of the circuit, at least `hosts`
};

/// Gives this contributor's inputs, in the order of the shape, to all hosts, `hosts[i]` being the channel to
/// participant i. Once it returns without a fault, all hosts have confirmed that they were told the same, and
/// the contributor is needed no more.
///
/// Faults: usage for inputs or numbers that do not fit; cancelled; malformed_message and cheating, which name
/// the host where one can be named; whatever the channels report.
Status contribute(const Contributor& me, const circuit::Program& program,
                  const std::vector<circuit::Bits>& inputs, std::span<Channel* const> hosts,
                  crypto::Random& random, Progress& progress);

/// After a run, from each host to all contributors: the outputs that all hosts learn. `outputs` as they came
/// from the run.
Status tell_outputs(const circuit::Shape& shape, const std::vector<circuit::Bits>& outputs,
                    std::span<Channel* const> hosts, std::span<Channel* const> contributors);
/// The same as a contributor hears it from all hosts, of whom one tells the truth; empty where not all hosts
/// learn it. Faults: cheating if they tell different things; cancelled; whatever the channels report.
Result<std::vector<circuit::Bits>> hear_outputs(const circuit::Shape& shape, std::span<Channel* const> hosts,
                                                Progress& progress);

/// What the contributor's channel to any host will have counted; a host's is its mirror image.
ChannelCounters contribution_cost(const circuit::Shape& shape, std::size_t hosts, std::size_t contributor);
ChannelCounters outputs_cost(const circuit::Shape& shape, std::size_t hosts);

// --- For the hosts' parts.

/// What contributor and host must see alike; `gates` is a digest of the program, the same for all
/// contributors.
Result<crypto::Digest> digest_of_program(const circuit::Program& program, const Progress& progress);
crypto::Digest contribution_terms(const Contributor& who, const crypto::Digest& gates);
/// A host and a contributor that see it alike, and the slots of the contributor's inputs.
std::vector<circuit::Slot> contribution_slots(const circuit::Shape& shape, std::size_t contributor);
/// Fault::usage where a circuit has an input of nobody, or an output for a contributor.
Status check_contributors(const circuit::Shape& shape, std::size_t hosts, std::size_t contributors);

/// Of a host's bits of masks and hiding bits; all hosts' sum to that of what the contributor knows.
Block sum_of_bits(Block challenge, std::size_t count, Workers& workers, View bits);

/// Sizes of the messages for `count` input bits.
struct ContributionSizes {
    std::size_t count, hosts;
    static constexpr std::size_t terms = sizeof(crypto::Digest);
    /// Authenticated bits that it takes.
    constexpr std::size_t bits() const { return count + hiding_bits; }
    constexpr std::size_t masks() const { return terms + bytes_for(bits()); }
    static constexpr std::size_t challenge = sizeof(Block);
    constexpr std::size_t sums() const { return hosts * sizeof(Block); }
    constexpr std::size_t masked() const { return bytes_for(count); }
    static constexpr std::size_t receipt = 1;
};
inline constexpr std::uint8_t received = 1;

}  // namespace tacit::mpc::garble
