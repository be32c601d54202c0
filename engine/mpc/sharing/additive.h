#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "crypto/random.h"
#include "crypto/ristretto.h"
#include "mpc/channel.h"
#include "mpc/sharing/parameters.h"

namespace tacit::mpc::sharing {

struct Outcome {
    std::vector<crypto::Scalar>
        totals;  ///< element-wise sum over the contributors; empty for who is no recipient
    /// Hash of the context, all commitments and all openings, the same for every recipient; the nonces inside
    /// hide the totals. All zero for who is no recipient.
    crypto::Digest record{};
};

/// Sums of private vectors by additive sharing over the scalar field of ristretto255. All participants call
/// it with the same parameters but for `me`. `inputs` has `values` elements for a contributor, none for
/// others. `channels` is indexed by participant; entries that `cost` says are unused, and the own one, may be
/// null.
///
/// An input stays hidden, but for what the totals tell, while at least one host does not collude. Totals are
/// right while hosts follow the protocol; a host can shift its partial sum without notice, but not knowing
/// the totals, and all recipients see the same totals or a fault.
///
/// Faults: usage; cancelled; cheating and malformed_message naming the peer; whatever a channel reports.
/// Source: the folklore n-out-of-n scheme with commit-then-open and an echo of the commitments (Goldwasser
/// and Lindell 2005, "Secure multi-party computation without agreement", section 3).
Result<Outcome> total(const Parameters& parameters, std::span<const crypto::Scalar> inputs,
                      std::span<Channel* const> channels, crypto::Random& random, Progress& progress);

}  // namespace tacit::mpc::sharing
