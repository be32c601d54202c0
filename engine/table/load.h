#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "table/dataset.h"
#include "table/import_options.h"
#include "table/source.h"
#include "table/source_opener.h"

namespace tacit::table {

/// Reads a table, whatever format its content shows, and profiles its columns. Safe to call on any thread;
/// `progress` is called on the caller's. Fault::file_refused with what happened and what to do next,
/// cancelled, or usage for options that make no sense.
Result<std::shared_ptr<const Dataset>> load(const std::filesystem::path& path,
                                            const ImportOptions& options = {},
                                            const std::stop_token& stop = {}, const Progress& progress = {});

/// The same from a source that is open already.
Result<std::shared_ptr<const Dataset>> load(OpenedSource& opened, const ImportOptions& options = {},
                                            const std::stop_token& stop = {}, const Progress& progress = {});

/// The first rows only, for people to look at; what it says about columns holds for these rows. Takes a small
/// part of the time of `load`, whatever the size of the file.
Result<std::shared_ptr<const Dataset>> preview(const std::filesystem::path& path, std::uint32_t rows,
                                               const ImportOptions& options = {},
                                               const std::stop_token& stop = {});

/// The sheets in the order of the workbook; a CSV file has one, called like the file.
Result<std::vector<SheetInfo>> sheets(const std::filesystem::path& path);

/// The same from memory, under a made-up path: for tests and for data that never was a file.
Result<std::shared_ptr<const Dataset>> load_bytes(std::string bytes, const std::filesystem::path& path,
                                                  const ImportOptions& options = {},
                                                  const std::stop_token& stop = {},
                                                  const Progress& progress = {});

/// What is filled in of `origin` holds; a format that is given there is of no open encoding.
Result<std::shared_ptr<const Dataset>> load_bytes(std::string bytes, Origin origin,
                                                  const ImportOptions& options, const std::stop_token& stop,
                                                  const Progress& progress);

}  // namespace tacit::table
