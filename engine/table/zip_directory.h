#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace tacit::table {

/// Bytes of the archive; fewer than `size` at its end.
using ReadAt = std::function<std::string(std::uint64_t offset, std::size_t size)>;

/// Refuses an archive in which entries lie on top of each other: a few packed bytes that are entered many
/// times over unpack to any size (D. Fifield, "A better zip bomb", WOOT 2019). What is not understood here is
/// left to the library that reads the archive.
Status refuse_overlaps(std::uint64_t archive_size, const ReadAt& read);

}  // namespace tacit::table
