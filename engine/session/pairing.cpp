#include "session/pairing.h"

#include <array>

#include "crypto/hash.h"
#include "session/codec.h"

namespace tacit::session {

namespace {

constexpr std::uint8_t claim_tag = 1, welcome_tag = 2, refusal_tag = 3;
constexpr std::size_t mac_size = 32, signature_size = 64, proof_size = 32;
constexpr std::string_view claim_label = "tacit claim 1";
constexpr std::string_view proof_label = "tacit claim transport key 2";
constexpr std::string_view welcome_label = "tacit welcome 1";
constexpr std::string_view refusal_label = "tacit refusal 1";

crypto::Digest reply_mac(std::string_view label, const crypto::Secret<32>& mac, const crypto::Digest& claim,
                         View message) {
    return crypto::Hasher(label, mac.view()).add(View(claim)).add(message).finish();
}

Bytes bound(const crypto::Digest& claim, View message) {
    wire::Writer writer;
    writer.raw(claim).raw(message);
    return std::move(writer).take();
}

Error other_version(std::uint16_t version) {
    return error(Fault::version_differs, "the other side speaks protocol version " + std::to_string(version) +
                                             ", this program " + std::to_string(pairing_version));
}

bool is_refusal_fault(Fault fault) {
    constexpr std::array allowed{Fault::invitation_used, Fault::invitation_expired, Fault::wrong_clock,
                                 Fault::version_differs, Fault::changed_proposal,   Fault::refused,
                                 Fault::cancelled};
    return std::find(allowed.begin(), allowed.end(), fault) != allowed.end();
}

/// What a host may say that has erased its key: only things that are no news about the invitation's use.
bool needs_no_mac(Fault fault) {
    return fault == Fault::refused || fault == Fault::cancelled || fault == Fault::version_differs;
}

}  // namespace

Result<Claim> decode_claim(View bytes) {
    if (bytes.size() > max_pairing) return error(Fault::malformed_message, "claim too long");
    wire::Reader reader(bytes);
    if (reader.u8() != claim_tag) return error(Fault::malformed_message, "not a claim");
    const auto version = reader.u16();
    if (!reader.failed() && version != pairing_version) return other_version(version);
    Claim claim;
    claim.invitation = reader.array<16>();
    claim.card = IdentityCard::read(reader);
    claim.client_time = read_time(reader);
    claim.proposal_hash = reader.array<32>();
    claim.nonce = reader.array<32>();
    reader.raw(proof_size);
    claim.signature = reader.array<signature_size>();
    reader.raw(mac_size);
    TACIT_TRY(reader.finish());
    return claim;
}

bool claim_mac_fits(View bytes, const crypto::Secret<32>& mac) {
    if (bytes.size() < mac_size) return false;
    const auto expected =
        crypto::Hasher(claim_label, mac.view()).add(bytes.first(bytes.size() - mac_size)).finish();
    return crypto::equal_fixed_time(expected, bytes.last(mac_size));
}

bool claim_signed(View bytes, const Claim& claim) {
    if (bytes.size() < mac_size + signature_size || !claim.card.verify().ok()) return false;
    const auto message = bytes.first(bytes.size() - mac_size - signature_size);
    return crypto::verify(claim.card.verify_key, claim_label, message, claim.signature);
}

bool claim_proves_curve(View bytes, const Claim& claim, const crypto::CurveKey& organizer) {
    constexpr auto behind = mac_size + signature_size + proof_size;
    if (bytes.size() < behind) return false;
    const auto message = bytes.first(bytes.size() - behind);
    const auto expected = organizer.agree(claim.card.curve_key, proof_label, message);
    return expected && crypto::equal_fixed_time(expected->view(), bytes.subspan(message.size(), proof_size));
}

crypto::Digest claim_hash(View bytes) {
    return crypto::Hasher("tacit claim hash 1").add(bytes).finish();
}

Bytes encode_welcome(const Welcome& welcome, const crypto::Digest& claim, const crypto::SigningKey& organizer,
                     const crypto::Secret<32>& mac) {
    wire::Writer writer;
    writer.u8(welcome_tag).u16(pairing_version).raw(welcome.session_id).u16(welcome.place);
    write_time(writer, welcome.host_time);
    writer.raw(organizer.sign(welcome_label, bound(claim, writer.view())));
    writer.raw(reply_mac(welcome_label, mac, claim, writer.view()));
    return std::move(writer).take();
}

Bytes encode_refusal(Fault fault, WallTime host_time, const crypto::Digest& claim,
                     const crypto::Secret<32>* mac) {
    wire::Writer writer;
    writer.u8(refusal_tag).u16(pairing_version);
    write_time(writer, host_time);
    writer.u8(fault_code(fault)).boolean(mac != nullptr);
    if (mac != nullptr) writer.raw(reply_mac(refusal_label, *mac, claim, writer.view()));
    return std::move(writer).take();
}

std::optional<Fault> clock_verdict(WallTime expires, WallTime host, WallTime client) {
    const bool host_late = host > expires;
    const bool client_late = client > expires;
    if (host_late && client_late) return Fault::invitation_expired;
    if (!host_late && !client_late) return std::nullopt;
    const auto apart = host > client ? host - client : client - host;
    if (apart > clock_tolerance) return Fault::wrong_clock;
    if (host_late) return Fault::invitation_expired;
    return std::nullopt;
}

PartnerPairing PartnerPairing::begin(const Invitation& invitation, const IdentityCard& card,
                                     const crypto::SigningKey& key, const crypto::CurveKey& curve,
                                     WallTime now, crypto::Random& random) {
    PartnerPairing out;
    auto keys = invitation.pairing_keys();
    wire::Writer writer;
    writer.u8(claim_tag).u16(pairing_version).raw(invitation.id);
    card.write(writer);
    write_time(writer, now);
    writer.raw(invitation.proposal_hash()).raw(random.array<32>());
    // An organizer whose key is of small order gets no proof, and its desk can take none.
    const auto proof = curve.agree(invitation.proposal.organizer.curve_key, proof_label, writer.view());
    writer.raw(proof ? View(proof->view()) : View(ByteArray<proof_size>{}));
    writer.raw(key.sign(claim_label, writer.view()));
    writer.raw(crypto::Hasher(claim_label, keys.mac.view()).add(writer.view()).finish());
    out.request_ = std::move(writer).take();
    out.claim_ = claim_hash(out.request_);
    out.mac_ = std::move(keys.mac);
    out.organizer_ = invitation.proposal.organizer.verify_key;
    out.organizer_name_ = invitation.proposal.organizer.organisation;
    out.session_id_ = invitation.proposal.session_id;
    out.place_ = invitation.place;
    out.client_time_ = now;
    out.expires_ = invitation.expires;
    return out;
}

Result<Welcome> PartnerPairing::finish(View reply) const {
    if (reply.size() > max_pairing || reply.size() < 3)
        return error(Fault::malformed_message, "no pairing reply", organizer_name_);
    if (reply[0] == welcome_tag) return finish_welcome(reply);
    if (reply[0] == refusal_tag) return finish_refusal(reply);
    return error(Fault::malformed_message, "no pairing reply", organizer_name_);
}

Result<Welcome> PartnerPairing::finish_welcome(View reply) const {
    wire::Reader reader(reply);
    reader.u8();
    const auto version = reader.u16();
    Welcome welcome;
    welcome.session_id = reader.array<16>();
    welcome.place = reader.u16();
    welcome.host_time = read_time(reader);
    const auto signature = reader.array<signature_size>();
    reader.raw(mac_size);
    if (const auto status = reader.finish(); !status.ok())
        return error(Fault::malformed_message, status.error().detail, organizer_name_);
    const auto before_mac = reply.first(reply.size() - mac_size);
    const auto before_signature = before_mac.first(before_mac.size() - signature_size);
    if (!crypto::verify(organizer_, welcome_label, bound(claim_, before_signature), signature))
        return error(Fault::wrong_host, "the welcome is not signed by the invitation's organizer",
                     organizer_name_);
    if (!crypto::equal_fixed_time(reply_mac(welcome_label, mac_, claim_, before_mac), reply.last(mac_size)))
        return error(Fault::wrong_host, "who answers does not know the invitation", organizer_name_);
    if (version != pairing_version) return other_version(version);
    if (welcome.session_id != session_id_ || welcome.place != place_)
        return error(Fault::malformed_message, "welcome to another session or place", organizer_name_);
    if (const auto fault = clock_verdict(expires_, welcome.host_time, client_time_))
        return error(*fault, "here " + utc_text(client_time_) + ", there " + utc_text(welcome.host_time));
    return welcome;
}

Error PartnerPairing::finish_refusal(View reply) const {
    wire::Reader reader(reply);
    reader.u8();
    const auto version = reader.u16();
    const auto host_time = read_time(reader);
    const auto fault = read_fault(reader);
    const bool has_mac = reader.boolean();
    if (has_mac) reader.raw(mac_size);
    const auto status = reader.finish();
    if (!status.ok() || !fault || !is_refusal_fault(*fault))
        return error(Fault::malformed_message, "a refusal that does not fit its format", organizer_name_);
    if (has_mac) {
        const auto expected = reply_mac(refusal_label, mac_, claim_, reply.first(reply.size() - mac_size));
        if (!crypto::equal_fixed_time(expected, reply.last(mac_size)))
            return error(Fault::wrong_host, "who answers does not know the invitation", organizer_name_);
    } else if (!needs_no_mac(*fault)) {
        return error(Fault::malformed_message, "a refusal without its proof", organizer_name_);
    }
    switch (*fault) {
        case Fault::version_differs:
            return other_version(version);
        case Fault::wrong_clock:
            return error(*fault, "here " + utc_text(client_time_) + ", there " + utc_text(host_time));
        case Fault::invitation_expired:
            return error(*fault, "since " + utc_text(expires_));
        case Fault::cancelled:
            return error(*fault, {}, organizer_name_);
        default:
            return error(*fault);
    }
}

}  // namespace tacit::session
