#pragma once

#include <string>
#include <string_view>

namespace tacit {

/// Everything that can go wrong, as one closed list. The engine says which fault; the sentences that people
/// read are made from it in ui/text and in the command line, so that both say what happened, what it means
/// for the data and what to do next.
enum class Fault {
    // Sessions and partners.
    partner_gone,        ///< a partner stopped answering or closed the program
    declined,            ///< a partner read the proposal and said no
    cancelled,           ///< somebody (see Error::partner, empty = here) cancelled
    deadline,            ///< a wait was longer than agreed
    partner_failed,      ///< a partner's program could not go on, for a reason of its own that stays there
    invitation_invalid,  ///< not an invitation, damaged, or its signature does not fit
    invitation_used,     ///< claimed before by another profile
    invitation_expired,  ///< older than its expiry, by the clocks of both sides
    wrong_clock,         ///< would be valid, but the clocks of the two sides differ too much
    wrong_host,          ///< who answers at the address is not who signed the invitation
    refused,             ///< the host does not know this key
    changed_proposal,    ///< what was shown, what was sent and what was signed are not the same
    version_differs,     ///< the two programs speak different protocol versions
    cheating,            ///< a check of a protocol failed: somebody did not follow it
    malformed_message,   ///< bytes from a peer that no honest program sends
    unreachable,         ///< nobody answers at the address
    // Data.
    file_refused,      ///< the file cannot be read as a table at all
    database_refused,  ///< a database cannot be reached, or what it gives cannot be read
    column_missing,    ///< a column that the question asks for is not there
    cell_invalid,      ///< cells do not hold what the question needs; Error::detail names them
    data_missing,      ///< the question needs data and none was given
    receipt_invalid,   ///< not a receipt, or not what was signed
    // Here.
    profile_busy,       ///< the profile is open in another program
    profile_damaged,    ///< the profile's file is not ours, newer than this program, or altered
    passphrase_needed,  ///< the profile is locked by a passphrase, and none or a wrong one was given
    storage_failed,     ///< disk full, no permission, ...
    out_of_memory,      ///< this computer has not enough of it for what was asked
    network_failed,     ///< cannot listen, no socket, ...
    not_supported,      ///< a valid wish that this version cannot fulfil
    usage,              ///< the caller's own parameters make no sense
    internal,           ///< our own bug
};

/// The stable, hyphenated name used in JSON and in records, e.g. "partner-gone".
std::string_view fault_name(Fault fault);

/// A fault with what is needed to explain it. `detail` is for logs and for the part of a message that names
/// cells, columns and files; it never holds row data of a partner, keys or secrets.
struct Error {
    Fault fault = Fault::internal;
    std::string detail;
    std::string partner;  ///< name of the partner it is about; empty = nobody or this side
};

}  // namespace tacit
