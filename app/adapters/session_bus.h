#pragma once

#include <chrono>

#include "base/result.h"

namespace tacit {

/// Whether the D-Bus session bus answers its opening handshake within the limit. QtDBus and QtKeychain
/// connect to it with no limit of their own, so a bus that hangs would hang the program; it is asked
/// beforehand.
///
/// Only addresses of the form unix:path=... (and the default $XDG_RUNTIME_DIR/bus) are tried; any other
/// counts as answering. Blocks the calling thread, as a rule for less than a millisecond. Faults:
/// not_supported = there is no bus; storage_failed = it does not answer.
Status session_bus_answers(std::chrono::milliseconds limit);

}  // namespace tacit
