#pragma once

#include <string>
#include <vector>

#include "table/xlsx_parts.h"
#include "table/xml_part.h"

namespace tacit::table {

/// What a sheet's cells refer to.
struct XlsxContext {
    const SharedStrings& strings;
    const std::vector<NumberFormatCode>& styles;
    bool date_1904 = false;
};

/// Turns the XML of a sheet into rows, as it comes. Rows and cells without an address follow the one before.
class XlsxSheetHandler final : public XmlHandler {
  public:
    XlsxSheetHandler(const XlsxContext& context, const Range& range, RowSink& sink)
        : context_(context), range_(range), sink_(sink) {}

    void start(std::string_view name, const XmlAttributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;
    /// To be called at the end: says what is known only then.
    void close();

  private:
    enum class CellType { number, shared, inline_text, formula_text, boolean, error, date };
    struct Kept {
        std::uint32_t column;
        std::size_t begin;
        std::size_t end;
        std::size_t raw_end;      ///< where the lexeme ends that stands behind, if it says more
        std::string_view shared;  ///< instead, if it is a shared text
        CellKind kind;
        FormatClass format;
    };

    void start_row(const XmlAttributes& attributes);
    void start_cell(const XmlAttributes& attributes);
    void end_cell();
    void end_row();
    void keep(std::string_view text, CellKind kind, std::string_view raw = {});
    void start_merged(const XmlAttributes& attributes);
    void push(const Kept& kept);
    void keep_shared();
    void keep_number();
    void note(std::string_view text, std::string_view problem, std::string_view next);

    const XlsxContext& context_;
    Range range_;
    RowSink& sink_;

    std::uint32_t row_ = 0;
    std::uint32_t hidden_rows_ = 0;
    std::uint32_t first_hidden_ = 0;
    bool hidden_ = false;
    std::uint32_t next_column_ = 0;
    bool in_row_ = false;
    bool in_cell_ = false;
    bool in_inline_ = false;
    bool phonetic_ = false;
    bool collecting_ = false;
    bool formula_ = false;

    std::uint32_t column_ = 0;
    CellType type_ = CellType::number;
    NumberFormatCode format_;
    std::string value_;

    std::string row_text_;
    std::vector<Kept> kept_;
    std::vector<SourceCell> cells_;
};

}  // namespace tacit::table
