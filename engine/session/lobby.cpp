#include "session/lobby.h"

#include <cstdio>
#include <cstdlib>

namespace tacit::session {

Fault told_fault(Fault fault) {
    switch (fault) {
        case Fault::partner_gone:
        case Fault::declined:
        case Fault::cancelled:
        case Fault::deadline:
        case Fault::partner_failed:
        case Fault::changed_proposal:
        case Fault::cheating:
        case Fault::malformed_message:
            return fault;
        default:
            return Fault::partner_failed;
    }
}

Error told_error(const Error& error) {
    const bool about_a_peer = error.fault == Fault::cheating || error.fault == Fault::malformed_message ||
                              error.fault == Fault::partner_gone;
    return {told_fault(error.fault), about_a_peer ? error.detail : std::string(), error.partner};
}

void impossible_step(const char* machine) {
    std::fprintf(stderr, "tacit: impossible step of the %s\n", machine);
    std::abort();
}

}  // namespace tacit::session
