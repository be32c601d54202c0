#pragma once

#include "service/context.h"
#include "session/proposal.h"
#include "session/receipt.h"

namespace tacit::service {

/// Bytes in front of a stored result: the salt of its commitment in the receipt.
inline constexpr std::size_t salt_size = 32;

/// Past sessions between the store's plain values and the view. What cannot be read any more (made by another
/// version) shows as a session without text, never as an error of the whole list.
store::Session stored(const api::SessionView& view, const session::Proposal& proposal,
                      const std::string& state, const std::vector<session::IdentityCard>& cards);
/// `me` finds this side among the participants. Without the receipt, whose signatures take time to check.
api::SessionView shown(const store::Session& session, const std::optional<crypto::VerifyKey>& me);
api::ReceiptView shown(const session::Receipt& receipt);

}  // namespace tacit::service
