#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "table/limits.h"
#include "table/number_format.h"
#include "table/source.h"
#include "table/zip_archive.h"

namespace tacit::table {

// The parts of an Office Open XML workbook (ECMA-376, part 1) that are needed beside the sheets.

struct XlsxWorkbook {
    std::vector<SheetInfo> sheets;
    std::vector<std::string> parts;  ///< entry name of each sheet
    bool date_1904 = false;
    std::string styles_part;          ///< empty: none
    std::string shared_strings_part;  ///< empty: none
};

/// Finds the workbook by the package's relations and reads its list of sheets.
Result<XlsxWorkbook> read_workbook(ZipArchive& archive, const std::stop_token& stop);

/// The number format of each cell style, by the index that cells have in `s`.
Result<std::vector<NumberFormatCode>> read_styles(ZipArchive& archive, const std::string& part,
                                                  const std::stop_token& stop);

/// Texts that cells refer to by index.
class SharedStrings {
  public:
    std::size_t size() const { return ends_.size(); }
    std::string_view at(std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        return std::string_view(text_).substr(begin, ends_[i] - begin);
    }
    void add(std::string_view text) {
        text_.append(text);
        ends_.push_back(static_cast<std::uint32_t>(text_.size()));
    }
    std::size_t bytes() const { return text_.size(); }

  private:
    std::string text_;
    std::vector<std::uint32_t> ends_;
};
/// The first `wanted` texts, if there are as many. More than `limit` are refused.
Result<SharedStrings> read_shared_strings(ZipArchive& archive, const std::string& part,
                                          const std::stop_token& stop, std::size_t limit = max_shared_strings,
                                          std::size_t wanted = SIZE_MAX);

/// The entry that a relation's target names, seen from the part that it stands in.
std::string resolve_target(std::string_view from_part, std::string_view target);

/// Undoes the escapes _xHHHH_ with which XML-forbidden characters are written; others stay as they are.
std::string unescaped(std::string_view text);

}  // namespace tacit::table
