#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "table/dataset.h"

namespace tacit::service {

/// More than this is not kept beyond the session; in bytes of the encoding.
inline constexpr std::size_t max_stored_rows = 64u << 20;

/// Rows of a table with its header, as the store keeps them. Grammar: u8 version (1), u32 columns, that many
/// names, u64 rows, then their cells row by row; names and cells are blobs of any bytes. Nothing if it would
/// be larger than the limit.
std::optional<Bytes> encode_rows(const table::Dataset& dataset, std::span<const std::size_t> rows,
                                 std::size_t limit = max_stored_rows);

/// The same file as table::write_rows makes. Fault::profile_damaged for other bytes; then nothing is written.
Status write_stored_rows(View encoded, const std::string& path);

Status write_rows(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
                  const std::string& path);

}  // namespace tacit::service
