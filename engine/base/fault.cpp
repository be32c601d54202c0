#include "base/fault.h"

namespace tacit {

std::string_view fault_name(Fault fault) {
    switch (fault) {
        case Fault::partner_gone:
            return "partner-gone";
        case Fault::declined:
            return "declined";
        case Fault::cancelled:
            return "cancelled";
        case Fault::deadline:
            return "deadline";
        case Fault::partner_failed:
            return "partner-failed";
        case Fault::invitation_invalid:
            return "invitation-invalid";
        case Fault::invitation_used:
            return "invitation-used";
        case Fault::invitation_expired:
            return "invitation-expired";
        case Fault::wrong_clock:
            return "wrong-clock";
        case Fault::wrong_host:
            return "wrong-host";
        case Fault::refused:
            return "refused";
        case Fault::changed_proposal:
            return "changed-proposal";
        case Fault::version_differs:
            return "version-differs";
        case Fault::cheating:
            return "cheating";
        case Fault::malformed_message:
            return "malformed-message";
        case Fault::unreachable:
            return "unreachable";
        case Fault::file_refused:
            return "file-refused";
        case Fault::database_refused:
            return "database-refused";
        case Fault::column_missing:
            return "column-missing";
        case Fault::cell_invalid:
            return "cell-invalid";
        case Fault::data_missing:
            return "data-missing";
        case Fault::receipt_invalid:
            return "receipt-invalid";
        case Fault::profile_busy:
            return "profile-busy";
        case Fault::profile_damaged:
            return "profile-damaged";
        case Fault::passphrase_needed:
            return "passphrase-needed";
        case Fault::storage_failed:
            return "storage-failed";
        case Fault::out_of_memory:
            return "out-of-memory";
        case Fault::network_failed:
            return "network-failed";
        case Fault::not_supported:
            return "not-supported";
        case Fault::usage:
            return "usage";
        case Fault::internal:
            return "internal";
    }
    return "internal";
}

}  // namespace tacit
