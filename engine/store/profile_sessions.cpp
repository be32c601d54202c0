#include <array>

#include "store/profile.h"
#include "store/sealed_column.h"

namespace tacit::store {

namespace {

constexpr std::string_view summary_columns =
    "SELECT id, data_key, question, role, state, fault, attempts, created_ms, updated_ms, title";

Place session_place(const std::string& id, std::string_view column) {
    return {"sessions", as_view(id), column};
}

Place rows_place(const std::string& id) {
    return {"session_rows", as_view(id), "rows"};
}

// Row of a participant: its session and its place.
Bytes participant_row(const std::string& session_id, std::int64_t number) {
    return to_bytes(as_view(session_id + "#" + std::to_string(number)));
}

std::string_view role_name(SessionRole role) {
    return role == SessionRole::organizer ? "organizer" : "partner";
}

Result<SessionSummary> read_summary(const Statement& row, const crypto::AeadKey& key) {
    SessionSummary summary;
    summary.id = row.text(0);
    summary.question = row.text(2);
    summary.role = row.text(3) == "organizer" ? SessionRole::organizer : SessionRole::partner;
    summary.state = row.text(4);
    summary.fault = row.text(5);
    summary.attempts = row.integer(6);
    summary.created_ms = row.integer(7);
    summary.updated_ms = row.integer(8);
    TACIT_ASSIGN(const auto title, open_column(key, session_place(summary.id, "title"), row.blob(9)));
    summary.title = as_text(title);
    return summary;
}

// The large values of a session that may be missing, in the order of their columns.
struct Part {
    const char* column;
    std::optional<Bytes> Session::*member;
};
constexpr std::array<Part, 4> parts{{{"proposal", &Session::proposal},
                                     {"agreement", &Session::agreement},
                                     {"result", &Session::result},
                                     {"receipt", &Session::receipt}}};

}  // namespace

Result<std::optional<crypto::AeadKey>> Profile::session_key(const std::string& id) {
    TACIT_ASSIGN(Statement row, database_.prepare("SELECT data_key FROM sessions WHERE id = ?"));
    TACIT_ASSIGN(const bool found, row.bind(id).step());
    if (!found) return std::optional<crypto::AeadKey>();
    TACIT_ASSIGN(crypto::AeadKey key, open_secret<32>(key_.key, session_place(id, "data_key"), row.blob(0)));
    return std::optional(std::move(key));
}

Result<crypto::AeadKey> Profile::required_session_key(const std::string& id) {
    TACIT_ASSIGN(std::optional<crypto::AeadKey> key, session_key(id));
    if (!key) return error(Fault::usage, "there is no session " + id);
    return std::move(*key);
}

Result<std::vector<SessionSummary>> Profile::sessions() {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row, database_.prepare(std::string(summary_columns) +
                                                  " FROM sessions ORDER BY updated_ms DESC, rowid DESC"));
    std::vector<SessionSummary> all;
    for (;;) {
        TACIT_ASSIGN(const bool found, row.step());
        if (!found) return all;
        TACIT_ASSIGN(const auto key,
                     open_secret<32>(key_.key, session_place(row.text(0), "data_key"), row.blob(1)));
        TACIT_ASSIGN(SessionSummary summary, read_summary(row, key));
        all.push_back(std::move(summary));
    }
}

Result<std::vector<Participant>> Profile::read_participants(const std::string& id,
                                                            const crypto::AeadKey& key) {
    TACIT_ASSIGN(Statement row,
                 database_.prepare("SELECT place, organisation, person, verify_key FROM session_participants "
                                   "WHERE session_id = ? ORDER BY place"));
    row.bind(id);
    std::vector<Participant> all;
    for (;;) {
        TACIT_ASSIGN(const bool found, row.step());
        if (!found) return all;
        Participant participant;
        participant.place = row.integer(0);
        const Bytes name = participant_row(id, participant.place);
        const auto open = [&](std::string_view column, int index) {
            return open_column(key, Place{"session_participants", name, column}, row.blob(index));
        };
        TACIT_ASSIGN(const auto organisation, open("organisation", 1));
        TACIT_ASSIGN(const auto person, open("person", 2));
        TACIT_ASSIGN(const auto verify_key, open("verify_key", 3));
        if (verify_key.size() != participant.verify_key.size())
            return error(Fault::profile_damaged, "the key of a participant is damaged");
        participant.organisation = as_text(organisation);
        participant.person = as_text(person);
        std::copy(verify_key.begin(), verify_key.end(), participant.verify_key.begin());
        all.push_back(std::move(participant));
    }
}

Result<std::optional<Session>> Profile::session(const std::string& id) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row,
                 database_.prepare(std::string(summary_columns) + ", proposal, agreement, result, receipt "
                                                                  "FROM sessions WHERE id = ?"));
    TACIT_ASSIGN(const bool found, row.bind(id).step());
    if (!found) return std::optional<Session>();
    TACIT_ASSIGN(const auto key, open_secret<32>(key_.key, session_place(id, "data_key"), row.blob(1)));
    Session session;
    TACIT_ASSIGN(static_cast<SessionSummary&>(session), read_summary(row, key));
    int index = 10;
    for (const Part& part : parts) {
        const auto sealed = row.optional_blob(index++);
        if (!sealed) continue;
        TACIT_ASSIGN(const auto plain, open_column(key, session_place(id, part.column), *sealed));
        session.*part.member = Bytes(plain.begin(), plain.end());
    }
    TACIT_ASSIGN(session.participants, read_participants(id, key));
    return std::optional(std::move(session));
}

Status Profile::write_participants(const Session& session, const crypto::AeadKey& key) {
    TACIT_ASSIGN(Statement clear, database_.prepare("DELETE FROM session_participants WHERE session_id = ?"));
    TACIT_TRY(clear.bind(session.id).run());
    TACIT_ASSIGN(
        Statement write,
        database_.prepare("INSERT INTO session_participants "
                          "(session_id, place, organisation, person, verify_key) VALUES (?, ?, ?, ?, ?)"));
    for (const Participant& participant : session.participants) {
        const Bytes name = participant_row(session.id, participant.place);
        const auto seal = [&](std::string_view column, View plain) {
            return seal_column(key, Place{"session_participants", name, column}, plain, random_);
        };
        write.reset();
        TACIT_TRY(
            write
                .bind(session.id, participant.place, seal("organisation", as_view(participant.organisation)),
                      seal("person", as_view(participant.person)), seal("verify_key", participant.verify_key))
                .run());
    }
    return {};
}

Status Profile::write_session(const Session& session) {
    TACIT_ASSIGN(std::optional<crypto::AeadKey> known, session_key(session.id));
    const crypto::AeadKey key = known ? std::move(*known) : random_.secret<32>();
    const auto seal = [&](std::string_view column, View plain) {
        return seal_column(key, session_place(session.id, column), plain, random_);
    };
    const auto seal_part = [&](const Part& part) {
        const std::optional<Bytes>& plain = session.*part.member;
        return plain ? std::optional(seal(part.column, *plain)) : std::nullopt;
    };
    // An update in place, not a replacement: deleting the row would take audit and invitations with it. Key
    // and end of the audit stay as they are.
    TACIT_ASSIGN(
        Statement write,
        database_.prepare(
            "INSERT INTO sessions (id, data_key, question, role, state, fault, attempts, created_ms, "
            "updated_ms, title, proposal, agreement, result, receipt, audit_head) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
            "ON CONFLICT (id) DO UPDATE SET question = excluded.question, role = excluded.role, "
            "state = excluded.state, fault = excluded.fault, attempts = excluded.attempts, "
            "updated_ms = excluded.updated_ms, title = excluded.title, proposal = excluded.proposal, "
            "agreement = coalesce(excluded.agreement, agreement), "
            "result = coalesce(excluded.result, result), receipt = coalesce(excluded.receipt, receipt)"));
    TACIT_TRY(write
                  .bind(session.id,
                        seal_column(key_.key, session_place(session.id, "data_key"), key.view(), random_),
                        session.question, role_name(session.role), session.state, session.fault,
                        session.attempts, now(), seal("title", as_view(session.title)), seal_part(parts[0]),
                        seal_part(parts[1]), seal_part(parts[2]), seal_part(parts[3]),
                        seal_audit_head(session.id, key, {}))
                  .run());
    return write_participants(session, key);
}

Status Profile::save_session(const Session& session) {
    if (session.id.empty()) return error(Fault::usage, "a session needs an id");
    const std::lock_guard guard(mutex_);
    return database_.transaction("saving the session", [&] { return write_session(session); });
}

Status Profile::save_session_rows(const std::string& id, View rows) {
    const std::lock_guard guard(mutex_);
    return database_.transaction("saving the rows of the session", [&]() -> Status {
        TACIT_ASSIGN(const crypto::AeadKey key, required_session_key(id));
        TACIT_ASSIGN(Statement write,
                     database_.prepare("INSERT INTO session_rows (session_id, rows) VALUES (?, ?) "
                                       "ON CONFLICT (session_id) DO UPDATE SET rows = excluded.rows"));
        return write.bind(id, seal_column(key, rows_place(id), rows, random_)).run();
    });
}

Result<std::optional<Bytes>> Profile::session_rows(const std::string& id) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row, database_.prepare("SELECT rows FROM session_rows WHERE session_id = ?"));
    TACIT_ASSIGN(const bool found, row.bind(id).step());
    if (!found) return std::optional<Bytes>();
    TACIT_ASSIGN(const crypto::AeadKey key, required_session_key(id));
    TACIT_ASSIGN(const auto plain, open_column(key, rows_place(id), row.blob(0)));
    return std::optional(Bytes(plain.begin(), plain.end()));
}

Status Profile::set_session_state(const std::string& id, const std::string& state, const std::string& fault) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement write,
                 database_.prepare("UPDATE sessions SET state = ?, fault = ?, updated_ms = ? "
                                   "WHERE id = ? RETURNING 1"));
    TACIT_ASSIGN(const bool found, write.bind(state, fault, now(), id).step());
    if (!found) return error(Fault::usage, "there is no session " + id);
    return write.run();
}

Status Profile::erase_session(const std::string& id) {
    const std::lock_guard guard(mutex_);
    TACIT_TRY(database_.transaction("erasing the session", [&]() -> Status {
        TACIT_ASSIGN(Statement write, database_.prepare("DELETE FROM sessions WHERE id = ?"));
        return write.bind(id).run();
    }));
    return database_.flush_log();
}

}  // namespace tacit::store
