#pragma once

#include <cstddef>
#include <cstdint>

namespace tacit::table {

// What an import accepts. A file beyond a limit is refused as a whole, with a reason: nothing is cut off.

/// Bytes of the file on disk.
constexpr std::uint64_t max_file_bytes = 4ull << 30;
/// Width of a table (that of a spreadsheet, column XFD).
constexpr std::uint32_t max_columns = 16'384;
/// Rows of a workbook's sheet, by its format. A CSV file may have more.
constexpr std::uint32_t max_sheet_rows = 1'048'576;
/// Rows times columns. Four bytes of bookkeeping each.
constexpr std::uint64_t max_cells = 200'000'000;
/// Cells of a table that the file does not mention, because they are blank: a floor, and for each that it
/// mentions. One cell far away from the others makes many of them.
constexpr std::uint64_t max_unmentioned_cells = 16'000'000;
constexpr std::uint64_t max_unmentioned_per_cell = 64;
/// Bytes of all cell texts together; offsets are 32 bits wide.
constexpr std::uint64_t max_text_bytes = 0xffff'ffffull;
/// Bytes of UTF-8 in one cell. A spreadsheet holds 32,767 characters.
constexpr std::size_t max_cell_bytes = 256 * 1024;
/// Issues that a dataset lists; the others are counted.
constexpr std::size_t max_issues = 1000;
/// Bytes of a cell's text that an issue repeats.
constexpr std::size_t max_issue_text = 200;

/// Rows at the top that are shown to choose the one from that names the columns, and cells of each.
constexpr std::size_t max_top_rows = 40;
constexpr std::size_t max_top_cells = 8;
/// Rows that may name the columns together.
constexpr std::uint32_t max_header_rows = 8;
/// Where no row names the columns, the widest of so many first rows tells how many there are.
constexpr std::size_t width_sample_rows = 200;
/// Rows at the end that a person may leave out.
constexpr std::uint32_t max_skipped_rows = 1000;

// Workbooks: XML in a zip archive, so a small file can ask for a lot.

/// Bytes of one part after inflating.
constexpr std::uint64_t max_part_bytes = 3ull << 30;
/// A part that grows by more than this factor is refused once it is larger than the floor. Real sheets
/// shrink to a tenth, at the utmost to a hundredth.
constexpr std::uint64_t max_inflate_ratio = 300;
constexpr std::uint64_t inflate_ratio_floor = 16ull << 20;
/// Cells with content, and bytes of their texts, that an OpenDocument sheet makes by repeating others.
constexpr std::uint64_t max_repeated_cells = 6 * std::uint64_t{max_sheet_rows};
constexpr std::uint64_t max_repeated_bytes = 64ull << 20;
/// Entries of the archive.
constexpr std::int64_t max_zip_entries = 10'000;
constexpr std::size_t max_sheets = 1'000;
constexpr std::size_t max_shared_strings = 20'000'000;
constexpr std::size_t max_cell_styles = 100'000;
constexpr std::size_t max_relationships = 10'000;
/// Nesting of XML elements; a sheet needs about six.
constexpr int max_xml_depth = 64;
/// A tag, comment or verbatim text in XML; a cell's text may be longer only by what escapes take.
constexpr std::size_t max_xml_token_bytes = 8 * max_cell_bytes;
/// Parts other than sheets and shared strings: relations, workbook, styles.
constexpr std::uint64_t max_small_part_bytes = 64ull << 20;

}  // namespace tacit::table
