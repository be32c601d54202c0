#pragma once

#include <vector>

#include "mpc/circuit/evaluate.h"
#include "question/definition.h"

/// Circuits of questions, computed by authenticated garbling: between two by mpc/garble, among more by
/// mpc/garble_many. Participants from `hosts` on do not compute: they give their inputs to the hosts and hear
/// from them what came of it (mpc/garble/contributions.md).
namespace tacit::question {

/// All participants call it with the same program, session and number of hosts, with the bits of each of
/// one's own inputs. Gives one entry per output, empty where it is not for this participant; who does not
/// compute gets those that all hosts learn. `work` is what the gates do, for people: "Adding up with locked
/// values". Faults as of the protocols.
Result<std::vector<mpc::circuit::Bits>> compute_by_garbling(const mpc::circuit::Program& program,
                                                            const std::vector<mpc::circuit::Bits>& inputs,
                                                            const ByteArray<32>& session, std::size_t hosts,
                                                            std::string_view work, RunContext& context);

/// What the organizer sends in a run; other hosts send about as much, who is none almost nothing.
std::uint64_t garbling_bytes(const mpc::circuit::Shape& shape, std::uint16_t participants,
                             std::uint16_t hosts);

/// Payload that passes the organizer's connection: its own, and what others send each other through it.
mpc::ChannelCounters organizer_traffic(const mpc::circuit::Shape& shape, std::uint16_t participants,
                                       std::uint16_t hosts);

/// Time until all have the result, on machines as fast as this one.
api::CostEstimate garbling_estimate(const mpc::circuit::Shape& shape, std::uint16_t participants,
                                    std::uint16_t hosts, const Machine& machine);

}  // namespace tacit::question
