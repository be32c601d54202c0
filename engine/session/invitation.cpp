#include "session/invitation.h"

#include "crypto/hash.h"
#include "session/armour.h"
#include "session/codec.h"

namespace tacit::session {

namespace {

constexpr std::string_view invitation_label = "tacit invitation 1";
constexpr std::string_view magic = "TACITINV";
constexpr std::size_t checksum_size = 16;

bool is_endpoint(std::string_view text) {
    constexpr std::string_view scheme = "tcp://";
    if (text.size() > max_endpoint || !text.starts_with(scheme)) return false;
    for (const char c : text)
        if (c <= ' ' || c > '~') return false;
    const auto address = text.substr(scheme.size());
    const auto colon = address.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const auto port = address.substr(colon + 1);
    if (port.empty() || port.size() > 5 || port.front() == '0') return false;
    unsigned number = 0;
    for (const char c : port) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number <= 65535;
}

/// Everything but the proposal, which is in here by its hash: so that a changed proposal can be told from
/// other damage.
Bytes signed_part(const Invitation& invitation, const crypto::VerifyKey& organizer,
                  const crypto::Digest& hash) {
    wire::Writer writer;
    writer.u16(protocol_version).raw(invitation.id).u16(invitation.place).raw(organizer).raw(hash);
    writer.u32(static_cast<std::uint32_t>(invitation.endpoints.size()));
    for (const auto& endpoint : invitation.endpoints) writer.text(endpoint);
    writer.raw(invitation.secret.view());
    write_time(writer, invitation.expires);
    return std::move(writer).take();
}

crypto::Digest checksum(View bytes) {
    return crypto::Hasher("tacit invitation checksum").add(bytes).finish();
}

Error invalid(std::string detail) {
    return error(Fault::invitation_invalid, std::move(detail));
}

/// Magic, version and checksum have the same place in all versions.
Status check_frame(View file) {
    if (file.size() < magic.size() + 2 + checksum_size || as_text(file.first(magic.size())) != magic)
        return invalid("not an invitation");
    wire::Reader reader(file.subspan(magic.size()));
    const auto version = reader.u16();
    if (version == protocol_version) return {};
    const auto body = file.first(file.size() - checksum_size);
    const auto sum = checksum(body);
    if (!std::equal(sum.begin(), sum.begin() + checksum_size, file.end() - checksum_size))
        return invalid("damaged");
    return error(Fault::version_differs, "invitation of protocol version " + std::to_string(version) +
                                             ", this program speaks " + std::to_string(protocol_version));
}

struct Parsed {
    Invitation invitation;
    View proposal;
    crypto::VerifyKey organizer{};
    crypto::Digest hash{};
    ByteArray<checksum_size> sum{};
};

Result<Parsed> parse(View file) {
    wire::Reader reader(file);
    Parsed out;
    auto& invitation = out.invitation;
    reader.raw(magic.size());
    reader.u16();
    invitation.id = reader.array<16>();
    invitation.place = reader.u16();
    out.organizer = reader.array<32>();
    out.hash = reader.array<32>();
    const auto count = reader.count(max_endpoints, 4);
    for (std::uint32_t i = 0; i < count; ++i) {
        invitation.endpoints.push_back(reader.text(max_endpoint));
        if (!is_endpoint(invitation.endpoints.back())) reader.fail();
    }
    const auto secret = reader.raw(16);
    if (secret.size() == 16) std::copy(secret.begin(), secret.end(), invitation.secret.bytes().begin());
    invitation.expires = read_time(reader);
    invitation.signature = reader.array<64>();
    out.proposal = reader.blob(max_proposal);
    out.sum = reader.array<checksum_size>();
    if (const auto status = reader.finish(); !status.ok()) return as_fault(status, Fault::invitation_invalid);
    if (count == 0) return invalid("no endpoint");
    return out;
}

}  // namespace

PairingKeys derive_pairing(const InvitationId& id, const crypto::Secret<16>& secret) {
    auto curve = crypto::derive_key(secret.view(), "tacit pairing transport key", id);
    auto mac = crypto::derive_key(secret.view(), "tacit pairing mac key", id);
    PairingKeys keys{crypto::CurveKey::from_secret(curve),
                     crypto::Secret<32>(std::span<const std::uint8_t, 32>(mac))};
    crypto::wipe(curve);
    crypto::wipe(mac);
    return keys;
}

Bytes Invitation::encode_binary() const {
    const auto encoded = proposal.encode();
    wire::Writer writer;
    writer.raw(as_view(magic));
    writer.raw(signed_part(*this, proposal.organizer.verify_key, Proposal::hash_of(encoded)));
    writer.raw(signature).blob(encoded);
    const auto sum = checksum(writer.view());
    writer.raw(View(sum).first(checksum_size));
    return std::move(writer).take();
}

std::string Invitation::encode() const {
    return to_armour(invitation_header, encode_binary());
}

Result<Invitation> Invitation::decode(View file) {
    if (file.size() > max_invitation) return invalid("too large for an invitation");
    Bytes binary;
    if (as_text(file).starts_with(invitation_header)) {
        auto bytes = from_armour(invitation_header, as_text(file));
        if (!bytes) return invalid("damaged text");
        binary = std::move(*bytes);
    } else {
        binary = to_bytes(file);
    }
    TACIT_TRY(check_frame(binary));
    TACIT_ASSIGN(auto parsed, parse(binary));
    auto& out = parsed.invitation;
    if (!crypto::verify(parsed.organizer, invitation_label, signed_part(out, parsed.organizer, parsed.hash),
                        out.signature))
        return invalid("the organizer's signature does not fit");
    if (Proposal::hash_of(parsed.proposal) != parsed.hash)
        return error(Fault::changed_proposal, "the proposal is not the one that the organizer signed");
    auto proposal = Proposal::decode(parsed.proposal);
    if (!proposal.ok())
        return proposal.error().fault == Fault::version_differs ? proposal.error()
                                                                : invalid(proposal.error().detail);
    out.proposal = std::move(*proposal);
    if (out.proposal.organizer.verify_key != parsed.organizer) return invalid("signed by somebody else");
    if (out.place == organizer_place || out.place >= out.proposal.participants)
        return invalid("no such place");
    const auto sum = checksum(View(binary).first(binary.size() - checksum_size));
    if (!std::equal(parsed.sum.begin(), parsed.sum.end(), sum.begin())) return invalid("damaged");
    return std::move(out);
}

Result<NewInvitation> make_invitation(const Proposal& proposal, Place place,
                                      std::vector<std::string> endpoints, WallTime expires,
                                      const crypto::SigningKey& organizer, crypto::Random& random) {
    if (const auto status = proposal.check(); !status.ok()) return as_fault(status, Fault::usage);
    if (proposal.organizer.verify_key != organizer.verify_key())
        return error(Fault::usage, "the proposal names another organizer");
    if (place == organizer_place || place >= proposal.participants)
        return error(Fault::usage, "no such place");
    if (endpoints.empty() || endpoints.size() > max_endpoints) return error(Fault::usage, "1 to 4 endpoints");
    for (const auto& endpoint : endpoints)
        if (!is_endpoint(endpoint))
            return error(Fault::usage, "not a tcp:// endpoint with a port: " + endpoint);
    NewInvitation out;
    auto& invitation = out.invitation;
    invitation.id = random.array<16>();
    invitation.place = place;
    invitation.proposal = proposal;
    invitation.endpoints = std::move(endpoints);
    random.fill(invitation.secret.bytes());
    invitation.expires = expires;
    invitation.signature = organizer.sign(
        invitation_label, signed_part(invitation, organizer.verify_key(), invitation.proposal_hash()));
    auto keys = invitation.pairing_keys();
    out.record = {invitation.id, place, keys.curve.public_key(), std::move(keys.mac), expires};
    return out;
}

}  // namespace tacit::session
