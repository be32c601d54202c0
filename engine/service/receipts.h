#pragma once

#include "api/receipt.h"

namespace tacit::service {

/// A receipt as `api::Session::save_receipt` wrote it. Needs no profile, no connection and no clock: an
/// auditor has none of the participants' things. Fault::receipt_invalid if the file cannot be opened, is
/// none, or is not exactly what was signed.
Result<api::ReceiptReading> read_receipt(const std::string& path);

}  // namespace tacit::service
