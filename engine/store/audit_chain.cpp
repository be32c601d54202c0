#include "store/audit_chain.h"

namespace tacit::store {

crypto::Digest audit_link(std::string_view session_id, std::int64_t number, const crypto::Digest& previous,
                          View body) {
    return crypto::Hasher("tacit.audit.entry")
        .add(session_id)
        .add(static_cast<std::uint64_t>(number))
        .add(View(previous))
        .add(body)
        .finish();
}

AuditEntry make_audit_entry(std::string_view session_id, std::int64_t number, const crypto::Digest& previous,
                            View body, const crypto::SigningKey& key) {
    const crypto::Digest link = audit_link(session_id, number, previous, body);
    return {number, link, to_bytes(body), key.sign(audit_label, link)};
}

Status verify_audit_chain(std::string_view session_id, std::span<const AuditEntry> entries,
                          std::int64_t count, const crypto::Digest& head, const crypto::VerifyKey& signer) {
    const auto damaged = [](std::int64_t number, const char* what) {
        return error(Fault::profile_damaged, "audit entry " + std::to_string(number) + " " + what);
    };
    crypto::Digest previous{};
    std::int64_t expected = 0;
    for (const AuditEntry& entry : entries) {
        if (entry.number != expected) return damaged(expected, "is missing or in a wrong place");
        if (entry.link != audit_link(session_id, expected, previous, entry.body))
            return damaged(expected, "does not fit what stands before it");
        if (!crypto::verify(signer, audit_label, entry.link, entry.signature))
            return damaged(expected, "is not signed by the owner of the record");
        previous = entry.link;
        ++expected;
    }
    if (expected != count) return damaged(expected, "is missing");
    if (previous != head) return damaged(expected - 1, "is not the recorded end");
    return {};
}

}  // namespace tacit::store
