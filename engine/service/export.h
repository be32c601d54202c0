#pragma once

#include <string>

#include "api/session.h"
#include "base/result.h"
#include "question/definition.h"

namespace tacit::service {

/// Writes a file that only its owner can read (mode 0600), through a passing file and an atomic rename.
/// Fault::storage_failed with the path and the system's reason.
Status write_private_file(const std::string& path, const std::string& contents);

/// What others are told that this participant brings: "412 rows". Never data, never a file name.
std::string contribution_text(const question::Input& input);

/// The result as a CSV file; see api::Session::save_result.
Status write_result(const std::string& path, const question::Input& input, const question::Outcome& outcome);

}  // namespace tacit::service
