#include "session/receipt.h"

#include "session/codec.h"

namespace tacit::session {

namespace {

constexpr std::string_view entry_label = "tacit record entry 1";
constexpr std::string_view closing_kind = "closed";
constexpr std::size_t max_kind = 32;
constexpr std::size_t max_protocol = 200;
constexpr std::string_view magic = "TACITREC";

crypto::Digest first_link(const SessionId& session) {
    return crypto::Hasher("tacit record 1").add(View(session)).finish();
}

void write_signed_part(wire::Writer& writer, const RecordEntry& entry) {
    write_time(writer, entry.at);
    writer.text(entry.kind).raw(entry.payload).raw(entry.previous);
}

Bytes signed_part(const RecordEntry& entry) {
    wire::Writer writer;
    write_signed_part(writer, entry);
    return std::move(writer).take();
}

crypto::Digest link(const RecordEntry& entry) {
    return crypto::Hasher("tacit record link 1")
        .add(View(signed_part(entry)))
        .add(View(entry.signature))
        .finish();
}

void write_summary(wire::Writer& writer, const Receipt& receipt) {
    writer.u16(receipt.me);
    write_time(writer, receipt.started);
    write_time(writer, receipt.ended);
    writer.u8(fault_code(receipt.fault)).boolean(receipt.commitment.has_value());
    if (receipt.commitment) writer.raw(*receipt.commitment);
    writer.text(receipt.protocol).u64(receipt.bytes_sent).u64(receipt.bytes_received);
    writer.u32(static_cast<std::uint32_t>(receipt.outcomes.size()));
    for (const auto& outcome : receipt.outcomes) write_finished(writer, outcome);
}

void read_summary(wire::Reader& reader, Receipt& receipt) {
    receipt.me = reader.u16();
    receipt.started = read_time(reader);
    receipt.ended = read_time(reader);
    receipt.fault = read_fault(reader);
    if (reader.boolean()) receipt.commitment = reader.array<32>();
    receipt.protocol = read_line(reader, max_protocol);
    receipt.bytes_sent = reader.u64();
    receipt.bytes_received = reader.u64();
    const auto count = reader.count(max_participants, 65);
    for (std::uint32_t i = 0; i < count && !reader.failed(); ++i)
        receipt.outcomes.push_back(read_finished(reader));
}

crypto::Digest summary_hash(const Receipt& receipt) {
    wire::Writer writer;
    write_summary(writer, receipt);
    return crypto::Hasher("tacit receipt 1").add(View(receipt.agreement.hash())).add(writer.view()).finish();
}

Status check_summary(const Receipt& receipt) {
    const auto n = receipt.agreement.participants();
    if (receipt.me >= n) return error(Fault::malformed_message, "a receipt of nobody in the session");
    if (receipt.ended < receipt.started) return error(Fault::malformed_message, "ended before it started");
    if (receipt.protocol.size() > max_protocol || !is_plain_line(receipt.protocol))
        return error(Fault::malformed_message, "no protocol named");
    if (!receipt.outcomes.empty() && receipt.outcomes.size() != n)
        return error(Fault::malformed_message, "outcomes are missing");
    const auto hash = receipt.agreement.hash();
    for (Place place = 0; place < receipt.outcomes.size(); ++place) {
        const auto& card = receipt.agreement.card(place);
        if (!finished_fits(receipt.outcomes[place], hash, place, card))
            return error(Fault::cheating, "an outcome that is not well signed",
                         receipt.agreement.name(place));
    }
    if (!receipt.outcomes.empty() && receipt.outcomes[receipt.me].commitment != receipt.commitment)
        return error(Fault::cheating, "another commitment than the one that the others were told");
    return {};
}

Status check_chain(const Receipt& receipt) {
    const auto& key = receipt.agreement.card(receipt.me).verify_key;
    if (receipt.entries.empty() || receipt.entries.size() > max_record_entries)
        return error(Fault::malformed_message, "a record without entries, or with too many");
    auto previous = first_link(receipt.agreement.proposal.session_id);
    WallTime last{};
    for (const auto& entry : receipt.entries) {
        if (!is_plain_line(entry.kind))
            return error(Fault::malformed_message, "a record entry without a kind");
        if (entry.previous != previous || entry.at < last)
            return error(Fault::cheating, "the record's chain is broken");
        if (!crypto::verify(key, entry_label, signed_part(entry), entry.signature))
            return error(Fault::cheating, "a record entry that is not well signed");
        previous = link(entry);
        last = entry.at;
    }
    const auto& closing = receipt.entries.back();
    if (closing.kind != closing_kind || closing.payload != summary_hash(receipt))
        return error(Fault::cheating, "the closing entry is for another receipt");
    return {};
}

}  // namespace

RecordChain::RecordChain(const SessionId& session, const crypto::SigningKey& key)
    : key_(key), head_(first_link(session)) {}

void RecordChain::append(WallTime at, std::string_view kind, const crypto::Digest& payload) {
    RecordEntry entry{at, bounded_text(kind, max_kind), payload, head_, {}};
    if (!entries_.empty()) entry.at = std::max(entry.at, entries_.back().at);
    entry.signature = key_.sign(entry_label, signed_part(entry));
    head_ = link(entry);
    entries_.push_back(std::move(entry));
}

crypto::Digest commit_result(const ByteArray<32>& salt, View result) {
    return crypto::Hasher("tacit result 1", salt).add(result).finish();
}

Result<Receipt> close_receipt(Receipt draft, RecordChain chain) {
    if (const auto status = check_summary(draft); !status.ok()) return as_fault(status, Fault::usage);
    chain.append(draft.ended, closing_kind, summary_hash(draft));
    draft.entries = chain.entries();
    if (const auto status = check_chain(draft); !status.ok()) return as_fault(status, Fault::usage);
    return draft;
}

Status verify_receipt(const Receipt& receipt) {
    TACIT_TRY(receipt.agreement.verify());
    TACIT_TRY(check_summary(receipt));
    TACIT_TRY(check_chain(receipt));
    return {};
}

Bytes Receipt::encode() const {
    wire::Writer writer;
    writer.raw(as_view(magic)).u16(protocol_version).blob(agreement.encode());
    write_summary(writer, *this);
    writer.u32(static_cast<std::uint32_t>(entries.size()));
    for (const auto& entry : entries) {
        write_signed_part(writer, entry);
        writer.raw(entry.signature);
    }
    return std::move(writer).take();
}

Result<Receipt> Receipt::decode(View bytes) {
    wire::Reader reader(bytes);
    if (as_text(reader.raw(magic.size())) != magic)
        return error(Fault::malformed_message, "it does not have the form of one");
    if (reader.u16() != protocol_version)
        return error(reader.failed() ? Fault::malformed_message : Fault::version_differs,
                     "receipt of another version");
    const auto encoded = reader.blob(max_agreement);
    Receipt out;
    read_summary(reader, out);
    const auto count = reader.count(max_record_entries, 140);
    for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
        RecordEntry entry;
        entry.at = read_time(reader);
        entry.kind = read_line(reader, max_kind);
        entry.payload = reader.array<32>();
        entry.previous = reader.array<32>();
        entry.signature = reader.array<64>();
        out.entries.push_back(std::move(entry));
    }
    TACIT_TRY(reader.finish());
    TACIT_ASSIGN(out.agreement, Agreement::decode(encoded));
    TACIT_TRY(verify_receipt(out));
    return out;
}

}  // namespace tacit::session
