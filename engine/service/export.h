#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "api/session.h"
#include "base/result.h"

namespace tacit::service {

/// Writes a file that only its owner can read (mode 0600), through a passing file and an atomic rename.
/// Fault::storage_failed with the path and the system's reason. Fault::usage if the path is `never`, the file
/// that the data came from.
Status write_private_file(const std::string& path, const std::string& contents,
                          const std::filesystem::path& never = {});

/// The result as a CSV file; see api::Session::save_result. `never` is the file that the data came from, if
/// it is known; `write_rows` writes the file where the result is the matching rows.
Status write_result(const std::string& path, const api::ResultView& result,
                    const std::filesystem::path& never, const std::function<Status()>& write_rows);

}  // namespace tacit::service
