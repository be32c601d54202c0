#include "store/profile.h"
#include "store/sealed_column.h"

namespace tacit::store {

namespace {

constexpr std::string_view all_columns =
    "SELECT invitation_id, session_id, number, mac_key, claimed_by, expires_ms FROM invitations ";

Place invitation_place(View invitation_id, std::string_view column) {
    return {"invitations", invitation_id, column};
}
Place claimed_place(View invitation_id) {
    return {"claimed_invitations", invitation_id, "details"};
}

}  // namespace

Status Profile::add_invitation(const Invitation& invitation) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(const crypto::AeadKey key, required_session_key(invitation.session_id));
    const auto seal = [&](std::string_view column, View plain) {
        return seal_column(key, invitation_place(invitation.invitation_id, column), plain, random_);
    };
    std::optional<Bytes> mac_key;
    std::optional<Bytes> claimed_by;
    if (invitation.mac_key) mac_key = seal("mac_key", invitation.mac_key->view());
    if (invitation.claimed_by) claimed_by = seal("claimed_by", *invitation.claimed_by);
    TACIT_ASSIGN(Statement write,
                 database_.prepare("INSERT INTO invitations "
                                   "(invitation_id, session_id, number, mac_key, claimed_by, expires_ms) "
                                   "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1"));
    TACIT_ASSIGN(const bool added, write
                                       .bind(invitation.invitation_id, invitation.session_id,
                                             invitation.number, mac_key, claimed_by, invitation.expires_ms)
                                       .step());
    if (!added) return error(Fault::usage, "an invitation with this id or number is there already");
    return write.run();
}

Result<Invitation> Profile::read_invitation(const Statement& row) {
    Invitation invitation;
    invitation.invitation_id = row.blob(0);
    invitation.session_id = row.text(1);
    invitation.number = row.integer(2);
    invitation.expires_ms = row.integer(5);
    TACIT_ASSIGN(const crypto::AeadKey key, required_session_key(invitation.session_id));
    if (!row.is_null(3)) {
        TACIT_ASSIGN(
            invitation.mac_key,
            open_secret<32>(key, invitation_place(invitation.invitation_id, "mac_key"), row.blob(3)));
    }
    if (!row.is_null(4)) {
        TACIT_ASSIGN(const auto plain,
                     open_column(key, invitation_place(invitation.invitation_id, "claimed_by"), row.blob(4)));
        crypto::VerifyKey claimer{};
        if (plain.size() != claimer.size())
            return error(Fault::profile_damaged, "the claimer of an invitation is damaged");
        std::copy(plain.begin(), plain.end(), claimer.begin());
        invitation.claimed_by = claimer;
    }
    return invitation;
}

Result<std::vector<Invitation>> Profile::invitations(const std::string& session_id) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row,
                 database_.prepare(std::string(all_columns) + "WHERE session_id = ? ORDER BY number"));
    row.bind(session_id);
    std::vector<Invitation> all;
    for (;;) {
        TACIT_ASSIGN(const bool found, row.step());
        if (!found) return all;
        TACIT_ASSIGN(Invitation invitation, read_invitation(row));
        all.push_back(std::move(invitation));
    }
}

Result<std::optional<Invitation>> Profile::invitation(View invitation_id) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row, database_.prepare(std::string(all_columns) + "WHERE invitation_id = ?"));
    TACIT_ASSIGN(const bool found, row.bind(invitation_id).step());
    if (!found) return std::optional<Invitation>();
    TACIT_ASSIGN(Invitation invitation, read_invitation(row));
    return std::optional(std::move(invitation));
}

Status Profile::claim_invitation(View invitation_id, const crypto::VerifyKey& key) {
    const std::lock_guard guard(mutex_);
    return database_.transaction("claiming the invitation", [&]() -> Status {
        TACIT_ASSIGN(Statement row, database_.prepare(std::string(all_columns) + "WHERE invitation_id = ?"));
        TACIT_ASSIGN(const bool found, row.bind(invitation_id).step());
        if (!found) return error(Fault::invitation_invalid, "there is no such invitation");
        TACIT_ASSIGN(const Invitation invitation, read_invitation(row));
        row.reset();
        if (invitation.claimed_by == key) return {};
        if (invitation.claimed_by || !invitation.mac_key)
            return error(Fault::invitation_used, "the invitation was claimed by another profile, or burnt");
        TACIT_ASSIGN(const crypto::AeadKey session, required_session_key(invitation.session_id));
        TACIT_ASSIGN(Statement write,
                     database_.prepare("UPDATE invitations SET claimed_by = ? WHERE invitation_id = ?"));
        return write
            .bind(seal_column(session, invitation_place(invitation_id, "claimed_by"), key, random_),
                  invitation_id)
            .run();
    });
}

Status Profile::erase_invitation_key(View invitation_id) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement write,
                 database_.prepare("UPDATE invitations SET mac_key = NULL WHERE invitation_id = ?"));
    TACIT_TRY(write.bind(invitation_id).run());
    return database_.flush_log();
}

Status Profile::save_claimed_invitation(const ClaimedInvitation& claimed) {
    const std::lock_guard guard(mutex_);
    return database_.transaction("saving the invitation", [&]() -> Status {
        // Asked before, as a broken reference would come back as a nameless constraint.
        if (!claimed.session_id.empty()) TACIT_TRY(required_session_key(claimed.session_id));
        TACIT_ASSIGN(Statement write,
                     database_.prepare("INSERT OR REPLACE INTO claimed_invitations "
                                       "(invitation_id, session_id, details, claimed_ms, expires_ms) "
                                       "VALUES (?, nullif(?, ''), ?, ?, ?)"));
        return write
            .bind(claimed.invitation_id, claimed.session_id,
                  seal_column(key_.key, claimed_place(claimed.invitation_id), claimed.details, random_),
                  claimed.claimed_ms != 0 ? claimed.claimed_ms : now(), claimed.expires_ms)
            .run();
    });
}

Result<std::optional<ClaimedInvitation>> Profile::claimed_invitation(View invitation_id) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row, database_.prepare("SELECT session_id, details, claimed_ms, expires_ms "
                                                  "FROM claimed_invitations WHERE invitation_id = ?"));
    TACIT_ASSIGN(const bool found, row.bind(invitation_id).step());
    if (!found) return std::optional<ClaimedInvitation>();
    TACIT_ASSIGN(const auto details, open_column(key_.key, claimed_place(invitation_id), row.blob(1)));
    return std::optional(ClaimedInvitation{to_bytes(invitation_id), row.text(0), to_bytes(View(details)),
                                           row.integer(2), row.integer(3)});
}

Status Profile::remove_claimed_invitation(View invitation_id) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement write,
                 database_.prepare("DELETE FROM claimed_invitations WHERE invitation_id = ?"));
    TACIT_TRY(write.bind(invitation_id).run());
    return database_.flush_log();
}

}  // namespace tacit::store
