#pragma once

#include "mpc/garble/contribution.h"
#include "mpc/garble/run.h"

/// The part of two hosts in inputs of contributors; the contributors' is contribution.h, with the source.
namespace tacit::mpc::garble {

/// Both hosts call it at the same time, before any label leaves. The masked inputs of all contributors come
/// into `masked`, by slot; both have confirmed that they heard the same, and contributors have their receipt.
Status take_contributions(const Run& run, Masked& masked);

/// What the hosts' channel counts, on both sides.
ChannelCounters contributions_cost(std::size_t contributors);

}  // namespace tacit::mpc::garble
