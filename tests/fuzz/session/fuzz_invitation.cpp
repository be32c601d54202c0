#include "fuzz_check.h"
#include "session/invitation.h"

using namespace tacit;

// What reads well must be what the encoder writes (text may have other line ends), else it has one of three
// faults.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const View file(data, size);
    const auto invitation = session::Invitation::decode(file);
    if (!invitation.ok()) {
        const auto fault = invitation.error().fault;
        must(fault == Fault::invitation_invalid || fault == Fault::changed_proposal ||
             fault == Fault::version_differs);
        return 0;
    }
    const auto binary = invitation->encode_binary();
    must(session::Invitation::decode(binary)->encode() == invitation->encode());
    if (!as_text(file).starts_with(session::invitation_header)) must(binary == to_bytes(file));
    return 0;
}
