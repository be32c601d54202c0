#include <algorithm>

#include "crypto/hash.h"
#include "store/profile.h"
#include "store/sealed_column.h"

namespace tacit::store {

namespace {

constexpr std::string_view all_columns =
    "SELECT tag, verify_key, curve_key, organisation, person, trust, first_seen_ms, last_seen_ms FROM "
    "partners ";

Place partner_place(View tag, std::string_view column) {
    return {"partners", tag, column};
}

Result<ByteArray<32>> open_public_key(const crypto::AeadKey& key, const Place& where, View sealed) {
    TACIT_ASSIGN(const crypto::SecretBytes plain, open_column(key, where, sealed));
    ByteArray<32> out{};
    if (plain.size() != out.size()) return error(Fault::profile_damaged, "a key of a partner is damaged");
    std::copy(plain.begin(), plain.end(), out.begin());
    return out;
}

}  // namespace

std::string_view trust_name(Trust trust) {
    switch (trust) {
        case Trust::invited:
            return "invited";
        case Trust::by_invitation:
            return "by-invitation";
        case Trust::verified:
            return "verified";
        case Trust::known:
            return "known";
    }
    return "invited";
}

std::optional<Trust> trust_from_name(std::string_view name) {
    for (const Trust trust : {Trust::invited, Trust::by_invitation, Trust::verified, Trust::known})
        if (trust_name(trust) == name) return trust;
    return std::nullopt;
}

// With the verify key itself as the row's name, a stolen file would tell whom this profile works with.
ByteArray<32> Profile::partner_tag(const crypto::VerifyKey& key) const {
    return crypto::derive_key(key_.key.view(), "tacit.store.partner", key);
}

Result<Partner> Profile::read_partner(const Statement& row) {
    const Bytes tag = row.blob(0);
    const auto open = [&](std::string_view column, int index) {
        return open_column(key_.key, partner_place(tag, column), row.blob(index));
    };
    Partner partner;
    TACIT_ASSIGN(partner.verify_key,
                 open_public_key(key_.key, partner_place(tag, "verify_key"), row.blob(1)));
    TACIT_ASSIGN(partner.curve_key, open_public_key(key_.key, partner_place(tag, "curve_key"), row.blob(2)));
    TACIT_ASSIGN(const auto organisation, open("organisation", 3));
    TACIT_ASSIGN(const auto person, open("person", 4));
    TACIT_ASSIGN(const auto trust_text, open("trust", 5));
    const auto trust = trust_from_name(as_text(trust_text));
    if (!trust) return error(Fault::profile_damaged, "the trust of a partner is unknown");
    partner.organisation = as_text(organisation);
    partner.person = as_text(person);
    partner.trust = *trust;
    partner.first_seen_ms = row.integer(6);
    partner.last_seen_ms = row.integer(7);
    return partner;
}

Result<std::vector<Partner>> Profile::partners() {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row,
                 database_.prepare(std::string(all_columns) + "ORDER BY last_seen_ms DESC, tag"));
    std::vector<Partner> all;
    for (;;) {
        TACIT_ASSIGN(const bool found, row.step());
        if (!found) return all;
        TACIT_ASSIGN(Partner partner, read_partner(row));
        all.push_back(std::move(partner));
    }
}

Result<std::optional<Partner>> Profile::partner(const crypto::VerifyKey& key) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row, database_.prepare(std::string(all_columns) + "WHERE tag = ?"));
    TACIT_ASSIGN(const bool found, row.bind(partner_tag(key)).step());
    if (!found) return std::optional<Partner>();
    TACIT_ASSIGN(Partner partner, read_partner(row));
    return std::optional(std::move(partner));
}

Status Profile::upsert_partner(const Partner& partner) {
    const std::lock_guard guard(mutex_);
    return database_.transaction("saving the partner", [&] { return write_partner(partner); });
}

Status Profile::write_partner(const Partner& partner) {
    const auto tag = partner_tag(partner.verify_key);
    const auto seal = [&](std::string_view column, View plain) {
        return seal_column(key_.key, partner_place(tag, column), plain, random_);
    };
    // What was checked once stays checked: a later invitation is no reason to trust less.
    Trust trust = partner.trust;
    {
        TACIT_ASSIGN(Statement row, database_.prepare(std::string(all_columns) + "WHERE tag = ?"));
        TACIT_ASSIGN(const bool found, row.bind(tag).step());
        if (found) {
            TACIT_ASSIGN(const Partner known, read_partner(row));
            trust = std::max(trust, known.trust);
        }
    }
    const std::int64_t last_seen = partner.last_seen_ms != 0 ? partner.last_seen_ms : now();
    const std::int64_t first_seen = partner.first_seen_ms != 0 ? partner.first_seen_ms : last_seen;
    TACIT_ASSIGN(
        Statement write,
        database_.prepare("INSERT INTO partners (tag, verify_key, curve_key, organisation, person, trust, "
                          "first_seen_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                          "ON CONFLICT (tag) DO UPDATE SET curve_key = excluded.curve_key, "
                          "organisation = excluded.organisation, person = excluded.person, "
                          "trust = excluded.trust, last_seen_ms = excluded.last_seen_ms, "
                          "first_seen_ms = min(first_seen_ms, excluded.first_seen_ms)"));
    return write
        .bind(tag, seal("verify_key", partner.verify_key), seal("curve_key", partner.curve_key),
              seal("organisation", as_view(partner.organisation)), seal("person", as_view(partner.person)),
              seal("trust", as_view(trust_name(trust))), first_seen, last_seen)
        .run();
}

Status Profile::remove_partner(const crypto::VerifyKey& key) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement write, database_.prepare("DELETE FROM partners WHERE tag = ?"));
    TACIT_TRY(write.bind(partner_tag(key)).run());
    return database_.flush_log();
}

}  // namespace tacit::store
