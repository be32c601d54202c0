#pragma once

#include <QJsonArray>
#include <cstddef>

namespace tacit::cli {

/// Makes files of `rows` times six cells (0: a million), reads them, and tells CPU seconds, peak memory, and
/// the time to the first rows of a file of at least 50 MB.
QJsonArray bench_import(std::size_t rows);

}  // namespace tacit::cli
