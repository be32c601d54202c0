#include "session/messages.h"

#include "session/codec.h"

namespace tacit::session {

namespace {

// Of an outcome.
constexpr std::uint8_t plain_kind = 0, committed_kind = 1, delivered_kind = 2;

// The longest message fits.
constexpr std::size_t largest_card = 2 * (4 + max_name) + 32 + 32 + 8 + 64;
constexpr std::size_t largest_agree = 32 + 32 + 4 + max_summary + 64;
constexpr std::size_t largest_roster = 1 + max_participants * (largest_card + largest_agree);
static_assert(largest_roster <= max_control);
static_assert(4 + max_proposal + largest_roster + max_participants * 64 <= max_agreement);

enum Tag : std::uint8_t {
    agree_tag = 1,
    decline_tag,
    roster_tag,
    seal_tag,
    seals_tag,
    ready_tag,
    start_tag,
    finished_tag,
    done_tag,
    end_tag,
    delivered_tag
};

struct Encoder {
    wire::Writer& writer;
    void operator()(const Agree& m) { write_agree(writer.u8(agree_tag), m); }
    void operator()(const Decline& m) { writer.u8(decline_tag).text(m.reason); }
    void operator()(const Roster& m) { write_roster(writer.u8(roster_tag), m); }
    void operator()(const Seal& m) { writer.u8(seal_tag).raw(m.signature); }
    void operator()(const Seals& m) {
        writer.u8(seals_tag);
        for (const auto& signature : m.signatures) writer.raw(signature);
    }
    void operator()(const Ready&) { writer.u8(ready_tag); }
    void operator()(const Start&) { writer.u8(start_tag); }
    void operator()(const Finished& m) { write_finished(writer.u8(finished_tag), m); }
    void operator()(const Done& m) {
        writer.u8(done_tag);
        for (const auto& outcome : m.outcomes) write_finished(writer, outcome);
    }
    void operator()(const Delivered& m) { writer.u8(delivered_tag).raw(m.signature); }
    void operator()(const End& m) {
        writer.u8(end_tag).u8(fault_code(m.fault)).u16(m.about).text(m.name).text(m.detail);
    }
};

End read_end(wire::Reader& reader, std::size_t participants) {
    End end;
    const auto fault = read_fault(reader);
    if (!fault) reader.fail();
    end.fault = fault.value_or(Fault::internal);
    end.about = reader.u16();
    if (end.about >= participants && end.about != End::nobody) reader.fail();
    end.name = reader.text(max_name);
    if (!end.name.empty() && !is_plain_line(end.name)) reader.fail();
    end.detail = reader.text(max_reason);
    return end;
}

Message read_body(std::uint8_t tag, wire::Reader& reader, std::size_t participants) {
    switch (tag) {
        case agree_tag:
            return read_agree(reader);
        case decline_tag:
            return Decline{reader.text(max_reason)};
        case roster_tag:
            return read_roster(reader, participants);
        case seal_tag:
            return Seal{reader.array<64>()};
        case seals_tag: {
            Seals seals;
            for (std::size_t i = 0; i < participants && !reader.failed(); ++i)
                seals.signatures.push_back(reader.array<64>());
            return seals;
        }
        case ready_tag:
            return Ready{};
        case start_tag:
            return Start{};
        case finished_tag:
            return read_finished(reader);
        case done_tag: {
            Done done;
            for (std::size_t i = 0; i < participants && !reader.failed(); ++i)
                done.outcomes.push_back(read_finished(reader));
            return done;
        }
        case end_tag:
            return read_end(reader, participants);
        case delivered_tag:
            return Delivered{reader.array<64>()};
        default:
            reader.fail();
            return Ready{};
    }
}

}  // namespace

void write_agree(wire::Writer& writer, const Agree& agree) {
    writer.raw(agree.proposal_hash)
        .raw(agree.ephemeral)
        .text(agree.contributes)
        .blob(agree.terms)
        .raw(agree.signature);
}

Agree read_agree(wire::Reader& reader) {
    Agree agree;
    agree.proposal_hash = reader.array<32>();
    agree.ephemeral = reader.array<32>();
    agree.contributes = reader.text(max_summary);
    agree.terms = to_bytes(reader.blob(max_terms));
    agree.signature = reader.array<64>();
    return agree;
}

void write_roster(wire::Writer& writer, const Roster& roster) {
    for (const auto& card : roster.cards) card.write(writer);
    for (const auto& agree : roster.agrees) write_agree(writer, agree);
}

Roster read_roster(wire::Reader& reader, std::size_t participants) {
    Roster roster;
    for (std::size_t i = 0; i < participants && !reader.failed(); ++i)
        roster.cards.push_back(IdentityCard::read(reader));
    for (std::size_t i = 0; i < participants && !reader.failed(); ++i)
        roster.agrees.push_back(read_agree(reader));
    return roster;
}

void write_finished(wire::Writer& writer, const Finished& finished) {
    writer.u8(finished.delivered ? delivered_kind : finished.commitment ? committed_kind : plain_kind);
    if (finished.commitment) writer.raw(*finished.commitment);
    writer.raw(finished.signature);
}

Finished read_finished(wire::Reader& reader) {
    Finished finished;
    const auto kind = reader.u8();
    if (kind > delivered_kind) reader.fail();
    if (kind == committed_kind) finished.commitment = reader.array<32>();
    finished.delivered = kind == delivered_kind;
    finished.signature = reader.array<64>();
    return finished;
}

Bytes encode_message(const Message& message) {
    wire::Writer writer;
    std::visit(Encoder{writer}, message);
    return std::move(writer).take();
}

Result<Message> decode_message(View bytes, std::size_t participants) {
    if (bytes.size() > max_control) return error(Fault::malformed_message, "control message too long");
    wire::Reader reader(bytes);
    const auto tag = reader.u8();
    auto message = read_body(tag, reader, participants);
    TACIT_TRY(reader.finish());
    return message;
}

}  // namespace tacit::session
