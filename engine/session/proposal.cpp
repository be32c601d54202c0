#include "session/proposal.h"

#include "session/codec.h"

namespace tacit::session {

Status Proposal::check() const {
    if (version != protocol_version) return error(Fault::usage, "proposal of another protocol version");
    if (title.size() > max_title || !is_plain_line(title))
        return error(Fault::usage, "the title is empty, too long or has control characters");
    if (question_kind.size() > max_question_kind || !is_plain_line(question_kind))
        return error(Fault::usage, "no question");
    if (question.empty() || question.size() > max_question) return error(Fault::usage, "question too large");
    if (participants < min_participants || participants > max_participants)
        return error(Fault::usage, "a session has 2 to 64 participants");
    if (deadline == 0) return error(Fault::usage, "the deadline is zero");
    TACIT_TRY(organizer.verify());
    return {};
}

Bytes Proposal::encode() const {
    wire::Writer writer;
    writer.u16(version).raw(session_id).text(title);
    organizer.write(writer);
    writer.text(question_kind).blob(question).u16(participants).u32(deadline);
    write_time(writer, created);
    return std::move(writer).take();
}

Result<Proposal> Proposal::decode(View bytes) {
    wire::Reader reader(bytes);
    Proposal out;
    out.version = reader.u16();
    if (!reader.failed() && out.version != protocol_version)
        return error(Fault::version_differs, "proposal of protocol version " + std::to_string(out.version) +
                                                 ", this program speaks " + std::to_string(protocol_version));
    out.session_id = reader.array<16>();
    out.title = read_line(reader, max_title);
    out.organizer = IdentityCard::read(reader);
    out.question_kind = read_line(reader, max_question_kind);
    out.question = to_bytes(reader.blob(max_question));
    out.participants = reader.u16();
    out.deadline = reader.u32();
    out.created = read_time(reader);
    TACIT_TRY(reader.finish());
    if (const auto status = out.check(); !status.ok())
        return status.error().fault == Fault::usage ? as_fault(status, Fault::malformed_message)
                                                    : status.error();
    return out;
}

crypto::Digest Proposal::hash() const {
    return hash_of(encode());
}

crypto::Digest Proposal::hash_of(View encoded) {
    return crypto::Hasher("tacit proposal 1").add(encoded).finish();
}

}  // namespace tacit::session
