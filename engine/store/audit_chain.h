#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "store/records.h"

namespace tacit::store {

/// Label under which links are signed.
inline constexpr std::string_view audit_label = "tacit.audit.link";

/// link(i) = BLAKE2b(label, session, i, link(i - 1), body(i)); link(-1) is all zero. The signature of entry i
/// is over link(i), and so over the whole record up to there.
crypto::Digest audit_link(std::string_view session_id, std::int64_t number, const crypto::Digest& previous,
                          View body);

AuditEntry make_audit_entry(std::string_view session_id, std::int64_t number, const crypto::Digest& previous,
                            View body, const crypto::SigningKey& key);

/// Checks entries from the first to the last, for `count` of them. `head` is the link of the last one (all
/// zero for none). Needs no store, so that an auditor can run it on an exported record.
/// Fault::profile_damaged, naming the first entry that is altered, missing, in a wrong place or not signed by
/// `signer`.
Status verify_audit_chain(std::string_view session_id, std::span<const AuditEntry> entries,
                          std::int64_t count, const crypto::Digest& head, const crypto::VerifyKey& signer);

}  // namespace tacit::store
