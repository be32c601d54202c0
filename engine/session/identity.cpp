#include "session/identity.h"

#include "crypto/hash.h"
#include "session/codec.h"

namespace tacit::session {

namespace {

constexpr std::string_view card_label = "tacit identity card 1";
constexpr std::string_view fingerprint_label = "tacit fingerprint 1";

void write_signed_part(wire::Writer& writer, const IdentityCard& card) {
    writer.text(card.organisation).text(card.person).raw(card.verify_key).raw(card.curve_key);
    write_time(writer, card.created);
}

Bytes signed_part(const IdentityCard& card) {
    wire::Writer writer;
    write_signed_part(writer, card);
    return std::move(writer).take();
}

bool is_name(const std::string& text) {
    return text.size() <= max_name && is_plain_line(text);
}

}  // namespace

Result<IdentityCard> IdentityCard::issue(const crypto::SigningKey& key, std::string organisation,
                                         std::string person, const crypto::CurvePublic& curve_key,
                                         WallTime created) {
    if (!is_name(organisation)) return error(Fault::usage, "the organisation's name is empty or too long");
    if (!is_name(person)) return error(Fault::usage, "the person's name is empty or too long");
    IdentityCard card;
    card.organisation = std::move(organisation);
    card.person = std::move(person);
    card.verify_key = key.verify_key();
    card.curve_key = curve_key;
    card.created = created;
    card.signature = key.sign(card_label, signed_part(card));
    return card;
}

Status IdentityCard::verify() const {
    if (!is_name(organisation) || !is_name(person))
        return error(Fault::malformed_message, "identity card without proper names");
    if (!crypto::verify(verify_key, card_label, signed_part(*this), signature))
        return error(Fault::cheating, "the signature of an identity card does not fit");
    return {};
}

void IdentityCard::write(wire::Writer& writer) const {
    write_signed_part(writer, *this);
    writer.raw(signature);
}

IdentityCard IdentityCard::read(wire::Reader& reader) {
    IdentityCard card;
    card.organisation = read_line(reader, max_name);
    card.person = read_line(reader, max_name);
    card.verify_key = reader.array<32>();
    card.curve_key = reader.array<32>();
    card.created = read_time(reader);
    card.signature = reader.array<64>();
    return card;
}

Bytes IdentityCard::encode() const {
    wire::Writer writer;
    write(writer);
    return std::move(writer).take();
}

Result<IdentityCard> IdentityCard::decode(View bytes) {
    wire::Reader reader(bytes);
    auto card = read(reader);
    TACIT_TRY(reader.finish());
    TACIT_TRY(card.verify());
    return card;
}

std::string IdentityCard::fingerprint() const {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    constexpr int groups = 5, group_size = 4;
    const auto digest = crypto::Hasher(fingerprint_label).add(View(verify_key)).finish();
    std::string out;
    std::uint32_t pending = 0;
    int bits = 0;
    for (std::size_t i = 0, next = 0; i < groups * group_size; ++i) {
        if (bits < 5) {
            pending = (pending << 8) | digest[next++];
            bits += 8;
        }
        bits -= 5;
        if (i > 0 && i % group_size == 0) out += '-';
        out += alphabet[(pending >> bits) & 31u];
    }
    return out;
}

}  // namespace tacit::session
