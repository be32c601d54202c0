#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "session/agreement.h"

namespace tacit::session {

// What the two lobby machines want done. The caller carries the effects out in their order.

/// Send a control message to a participant. To everybody = one Send each.
struct Send {
    Place to = 0;
    Bytes body;
};
/// Something that people see is different now.
struct Changed {};
/// All have signed and all know it: run the protocol.
struct AgreementReady {
    Agreement agreement;
};
/// All have reported a good end; what they signed, by place.
struct AllFinished {
    std::vector<Finished> outcomes;
};
/// The session is over without (or before) a good end. `error.partner` is the organisation it is about; empty
/// = this side or nobody. `about` is its place.
struct Ended {
    Error error;
    std::optional<Place> about;
};
using Effect = std::variant<Send, Changed, AgreementReady, AllFinished, Ended>;
using Effects = std::vector<Effect>;

/// What a fault is called between participants. Only faults of the session and of the protocol go out and are
/// taken: anybody else's trouble with a file, a disk or a profile is partner_failed here, for it would read
/// as if it were this side's.
Fault told_fault(Fault fault);
/// An error of the protocol as others are told it: the detail goes with faults about a peer alone. Every
/// other one is for the screen here: it may quote cells and name files.
Error told_error(const Error& error);

/// Stops the program: a state machine of ours has taken a step that is not in its diagram.
[[noreturn]] void impossible_step(const char* machine);

}  // namespace tacit::session
