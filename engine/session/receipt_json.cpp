#include "session/codec.h"
#include "session/json.h"
#include "session/receipt.h"

namespace tacit::session {

namespace {

constexpr std::string_view encoded_field = "\"encoded\": \"";

void put_digest(JsonWriter& json, std::string_view name, const std::optional<crypto::Digest>& digest) {
    if (digest)
        json.field(name, to_hex(*digest));
    else
        json.null(name);
}

void put_participant(JsonWriter& json, const Receipt& receipt, Place place) {
    const auto& card = receipt.agreement.card(place);
    const auto& agree = receipt.agreement.roster.agrees[place];
    json.open_object()
        .number("place", place)
        .field("organisation", card.organisation)
        .field("person", card.person)
        .field("fingerprint", card.fingerprint())
        .field("verify_key", to_hex(card.verify_key))
        .field("contributes", agree.contributes)
        .field("terms", to_hex(agree.terms))
        .field("agreed", to_hex(agree.signature))
        .field("sealed", to_hex(receipt.agreement.seals[place]));
    if (!receipt.outcomes.empty()) {
        put_digest(json, "result_commitment", receipt.outcomes[place].commitment);
        json.field(receipt.outcomes[place].delivered ? "delivered" : "finished",
                   to_hex(receipt.outcomes[place].signature));
    }
    json.close_object();
}

void put_record(JsonWriter& json, const std::vector<RecordEntry>& entries) {
    json.open_array("record");
    for (const auto& entry : entries)
        json.open_object()
            .field("at", iso_text(entry.at))
            .field("kind", entry.kind)
            .field("payload", to_hex(entry.payload))
            .field("previous", to_hex(entry.previous))
            .field("signature", to_hex(entry.signature))
            .close_object();
    json.close_array();
}

}  // namespace

std::string Receipt::to_json() const {
    const auto& proposal = agreement.proposal;
    JsonWriter json;
    json.open_object()
        .field("format", "tacit-receipt")
        .number("version", protocol_version)
        .field("session", to_hex(proposal.session_id))
        .field("title", proposal.title)
        .field("question", proposal.question_kind)
        .field("proposed", iso_text(proposal.created))
        .field("proposal_hash", to_hex(proposal.hash()))
        .field("roster_hash", to_hex(roster_hash(proposal, agreement.roster)))
        .field("agreement_hash", to_hex(agreement.hash()))
        .number("me", me)
        .field("started", iso_text(started))
        .field("ended", iso_text(ended))
        .field("outcome", fault ? fault_name(*fault) : "ok");
    put_digest(json, "result_commitment", commitment);
    json.field("protocol", protocol)
        .number("bytes_sent", bytes_sent)
        .number("bytes_received", bytes_received);
    json.open_array("participants");
    for (Place place = 0; place < agreement.participants(); ++place) put_participant(json, *this, place);
    json.close_array();
    put_record(json, entries);
    json.field("encoded", to_hex(encode())).close_object();
    return std::move(json).take();
}

Result<Receipt> Receipt::from_json(std::string_view text) {
    const auto start = text.rfind(encoded_field);
    if (start == std::string_view::npos)
        return error(Fault::malformed_message, "it does not have the form of one");
    const auto hex = text.substr(start + encoded_field.size());
    const auto bytes = from_hex(hex.substr(0, hex.find('"')));
    if (!bytes) return error(Fault::malformed_message, "it does not have the form of one");
    TACIT_ASSIGN(auto receipt, decode(*bytes));
    if (receipt.to_json() != text) return error(Fault::cheating, "the text is not what was signed");
    return receipt;
}

}  // namespace tacit::session
