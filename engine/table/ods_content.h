#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "table/source.h"
#include "table/xml_part.h"

namespace tacit::table {

/// Reads content.xml of an OpenDocument spreadsheet (OASIS ODF 1.3, part 3, chapter 9): the names of the
/// tables as they pass, and the rows of one of them. Repeated rows and cells are written out, within limits.
class OdsContentHandler final : public XmlHandler {
  public:
    /// Reads the first table that is shown no further than its name.
    OdsContentHandler() = default;
    /// Names all tables.
    static OdsContentHandler listing();
    /// Reads table `sheet` and names the others; stops behind the range.
    OdsContentHandler(std::size_t sheet, const Range& range, RowSink& sink);

    void start(std::string_view name, const XmlAttributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;
    void close();

    const std::vector<SheetInfo>& sheets() const { return sheets_; }

  private:
    enum class ValueType { none, number, date, time, boolean, text };
    struct Kept {
        std::uint32_t column;
        std::uint32_t repeats;
        std::string text;
        std::string raw;
        CellKind kind;
        FormatClass format;
    };

    void start_style(std::string_view name, const XmlAttributes& attributes);
    void start_table(const XmlAttributes& attributes);
    void start_row(const XmlAttributes& attributes);
    void start_cell(const XmlAttributes& attributes);
    void note_merged(bool filled);
    void take_type(std::string_view type);
    void start_in_cell(std::string_view name, const XmlAttributes& attributes);
    void append(std::string_view text);
    void end_cell();
    void keep_number();
    void keep(std::string_view text, CellKind kind, std::string_view raw = {});
    void end_row();
    void emit(std::uint32_t row, const std::vector<SourceCell>& cells);
    void note(std::string_view text, std::string_view problem, std::string_view next);

    bool name_all_ = false;
    bool reads_ = false;
    std::size_t wanted_ = 0;
    Range range_;
    RowSink* sink_ = nullptr;

    std::vector<SheetInfo> sheets_;
    std::set<std::string, std::less<>> hidden_styles_;
    std::string style_;

    int tables_open_ = 0;
    bool in_links_ = false;
    bool in_sheet_ = false;
    bool in_row_ = false;
    bool in_cell_ = false;
    int skipping_ = 0;  ///< elements open since one whose text is no part of the cell
    bool in_paragraph_ = false;
    std::uint32_t paragraphs_ = 0;

    std::uint32_t row_ = 0;  ///< rows before the current one
    std::uint32_t row_repeats_ = 1;
    bool row_hidden_ = false;
    std::uint32_t hidden_rows_ = 0;
    std::uint32_t first_hidden_ = 0;
    std::uint32_t column_ = 0;
    std::uint32_t cell_repeats_ = 1;
    std::uint32_t rows_spanned_ = 1, columns_spanned_ = 1;
    ValueType type_ = ValueType::none;
    FormatClass format_ = FormatClass::general;
    bool error_ = false;
    bool formula_ = false;
    std::string value_;
    std::string text_;
    std::vector<Kept> kept_;
    std::size_t kept_size_ = 0;  ///< of `kept_` in use; the others keep their memory
    std::vector<SourceCell> cells_;
    std::uint64_t repeated_cells_ = 0;
    std::uint64_t repeated_bytes_ = 0;
};

}  // namespace tacit::table
