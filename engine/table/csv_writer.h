#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "table/dataset.h"

namespace tacit::table {

/// Writes comma-separated UTF-8 with RFC 4180 quoting, one LF per line, and fields byte for byte.
/// The file appears under its name when it is complete and on the disk, or not at all; it is readable by its
/// owner only. Whatever has the name before is replaced, except `never`, the file that the data came from.
class CsvFile {
  public:
    static Result<CsvFile> create(const std::filesystem::path& path, const std::filesystem::path& never = {});
    CsvFile(CsvFile&& other) noexcept;
    CsvFile& operator=(CsvFile&&) = delete;
    ~CsvFile();  ///< an unfinished file is removed

    /// Fault::storage_failed says what the system says.
    Status line(std::span<const std::string_view> fields);
    Status finish();

  private:
    CsvFile(std::filesystem::path path, std::string temporary, int file)
        : path_(std::move(path)), temporary_(std::move(temporary)), file_(file) {}
    Status flush();

    std::filesystem::path path_;
    std::string temporary_;
    int file_ = -1;
    bool first_ = true;
    std::string buffer_;
};

/// The header and some rows of a dataset. Fault::usage if `path` is the dataset's own file.
Status write_rows(const Dataset& dataset, std::span<const std::size_t> rows,
                  const std::filesystem::path& path);

/// A small table of names and values, with a header. `never` as for CsvFile.
Status write_pairs(std::pair<std::string_view, std::string_view> header,
                   const std::vector<std::pair<std::string, std::string>>& pairs,
                   const std::filesystem::path& path, const std::filesystem::path& never = {});

}  // namespace tacit::table
