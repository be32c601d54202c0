#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace tacit::table {

enum class BenchFormat { csv, xlsx, ods };

/// A made-up table for benchmarks: identifier, text, amount, share, date, place, and the same again for each
/// further group of six columns.
struct BenchTable {
    std::uint64_t rows = 1'000'000;
    unsigned groups = 1;
};

/// Writes the table as a spreadsheet program would, in a few MiB of memory. Fault::internal if it cannot be
/// written.
Status write_bench_file(const std::filesystem::path& path, BenchFormat format, const BenchTable& table);

}  // namespace tacit::table
