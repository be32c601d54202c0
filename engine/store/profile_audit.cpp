#include <algorithm>

#include "store/audit_chain.h"
#include "store/profile.h"
#include "store/sealed_column.h"

namespace tacit::store {

namespace {

Place head_place(const std::string& session_id) {
    return {"sessions", as_view(session_id), "audit_head"};
}

Bytes entry_row(const std::string& session_id, std::int64_t number) {
    return to_bytes(as_view(session_id + "#" + std::to_string(number)));
}

// The head is the number of entries (8 bytes, least significant first) and the link of the last one. It is
// sealed with the session, so that cutting entries off the end is noticed.
constexpr std::size_t count_size = 8;
constexpr std::size_t head_size = count_size + 32;

template <std::size_t N>
Status copy_exactly(const crypto::SecretBytes& from, ByteArray<N>& to) {
    if (from.size() != N) return error(Fault::profile_damaged, "an audit entry has a wrong length");
    std::copy(from.begin(), from.end(), to.begin());
    return {};
}

}  // namespace

Bytes Profile::seal_audit_head(const std::string& session_id, const crypto::AeadKey& key,
                               const AuditHead& head) {
    Bytes plain;
    for (std::size_t i = 0; i < count_size; ++i)
        plain.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(head.count) >> (8 * i)));
    plain.insert(plain.end(), head.link.begin(), head.link.end());
    return seal_column(key, head_place(session_id), plain, random_);
}

Result<Profile::AuditHead> Profile::audit_head(const std::string& session_id, const crypto::AeadKey& key) {
    TACIT_ASSIGN(Statement row, database_.prepare("SELECT audit_head FROM sessions WHERE id = ?"));
    TACIT_ASSIGN(const bool found, row.bind(session_id).step());
    if (!found) return error(Fault::usage, "there is no session " + session_id);
    TACIT_ASSIGN(const auto plain, open_column(key, head_place(session_id), row.blob(0)));
    if (plain.size() != head_size) return error(Fault::profile_damaged, "the end of the audit is damaged");
    AuditHead head;
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < count_size; ++i) count |= std::uint64_t{plain[i]} << (8 * i);
    head.count = static_cast<std::int64_t>(count);
    std::copy(plain.begin() + count_size, plain.end(), head.link.begin());
    return head;
}

Result<AuditEntry> Profile::append_audit(const std::string& session_id, View body,
                                         const crypto::SigningKey& signing) {
    const std::lock_guard guard(mutex_);
    AuditEntry entry;
    const Status written = database_.transaction("adding to the audit", [&]() -> Status {
        TACIT_ASSIGN(const crypto::AeadKey key, required_session_key(session_id));
        TACIT_ASSIGN(const AuditHead head, audit_head(session_id, key));
        entry = make_audit_entry(session_id, head.count, head.link, body, signing);
        const Bytes name = entry_row(session_id, entry.number);
        const auto seal = [&](std::string_view column, View plain) {
            return seal_column(key, Place{"audit", name, column}, plain, random_);
        };
        TACIT_ASSIGN(Statement write,
                     database_.prepare("INSERT INTO audit (session_id, number, link, body, signature) "
                                       "VALUES (?, ?, ?, ?, ?)"));
        TACIT_TRY(write
                      .bind(session_id, entry.number, seal("link", entry.link), seal("body", entry.body),
                            seal("signature", entry.signature))
                      .run());
        TACIT_ASSIGN(Statement end, database_.prepare("UPDATE sessions SET audit_head = ? WHERE id = ?"));
        return end.bind(seal_audit_head(session_id, key, {head.count + 1, entry.link}), session_id).run();
    });
    if (!written) return written.error();
    return entry;
}

Result<std::vector<AuditEntry>> Profile::read_audit(const std::string& session_id,
                                                    const crypto::AeadKey& key) {
    TACIT_ASSIGN(Statement row, database_.prepare("SELECT number, link, body, signature FROM audit "
                                                  "WHERE session_id = ? ORDER BY number"));
    row.bind(session_id);
    std::vector<AuditEntry> all;
    for (;;) {
        TACIT_ASSIGN(const bool found, row.step());
        if (!found) return all;
        AuditEntry entry;
        entry.number = row.integer(0);
        const Bytes name = entry_row(session_id, entry.number);
        const auto open = [&](std::string_view column, int index) {
            return open_column(key, Place{"audit", name, column}, row.blob(index));
        };
        TACIT_ASSIGN(const auto link, open("link", 1));
        TACIT_ASSIGN(const auto body, open("body", 2));
        TACIT_ASSIGN(const auto signature, open("signature", 3));
        TACIT_TRY(copy_exactly(link, entry.link));
        TACIT_TRY(copy_exactly(signature, entry.signature));
        entry.body = to_bytes(View(body));
        all.push_back(std::move(entry));
    }
}

Result<std::vector<AuditEntry>> Profile::audit(const std::string& session_id) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(const crypto::AeadKey key, required_session_key(session_id));
    return read_audit(session_id, key);
}

Status Profile::verify_audit(const std::string& session_id, const crypto::VerifyKey& signer) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(const crypto::AeadKey key, required_session_key(session_id));
    TACIT_ASSIGN(const AuditHead head, audit_head(session_id, key));
    TACIT_ASSIGN(const std::vector<AuditEntry> entries, read_audit(session_id, key));
    return verify_audit_chain(session_id, entries, head.count, head.link, signer);
}

}  // namespace tacit::store
