#pragma once

#include "mpc/garble/contribution.h"
#include "mpc/garble_many/run.h"

/// The hosts' part of inputs of contributors; the contributors' is garble/contribution.h, with the source.
namespace tacit::mpc::garble_many {

/// All hosts call it at the same time, before the masked inputs of the hosts are said and confirmed: what
/// contributors say goes into the echo. The masked inputs of all contributors come into `masked`, by slot.
Status take_contributions(const Run& run, Masked& masked);
/// Once all hosts have confirmed that they heard the same.
Status confirm_contributions(const Run& run);

/// What the rounds among the hosts count.
ChannelCounters contributions_cost(std::size_t contributors);

}  // namespace tacit::mpc::garble_many
