#include <algorithm>
#include <cmath>

#include "table/dataset.h"
#include "table/limits.h"
#include "table/sheet_notes.h"
#include "table/sheet_number.h"
#include "table/xls_workbook.h"

namespace tacit::table {

namespace {

constexpr std::uint16_t hidden_flag = 0x20;  // of a ROW record
constexpr std::uint32_t columns_of_format = 256;

double from_rk(std::uint32_t bits) {
    double value = 0;
    if ((bits & 2) != 0) {
        value = static_cast<double>(static_cast<std::int32_t>(bits) >> 2);
    } else {
        const std::uint64_t wide = static_cast<std::uint64_t>(bits & 0xfffffffcu) << 32;
        std::memcpy(&value, &wide, sizeof value);
    }
    return (bits & 1) != 0 ? value / 100 : value;
}

std::string_view error_text(std::uint8_t code) {
    switch (code) {
        case 0x00:
            return "#NULL!";
        case 0x07:
            return "#DIV/0!";
        case 0x0f:
            return "#VALUE!";
        case 0x17:
            return "#REF!";
        case 0x1d:
            return "#NAME?";
        case 0x24:
            return "#NUM!";
        default:
            return "#N/A";
    }
}

// A record with cells, by the place of its first cell. Eight bytes each, as a sheet may have millions.
struct Place {
    std::uint32_t cell;  // row * 256 + column
    std::uint32_t offset;
    bool operator<(const Place& other) const { return cell < other.cell; }
};

class SheetReader {
  public:
    SheetReader(std::string_view stream, const XlsWorkbook& book, const Range& range, RowSink& sink,
                const std::stop_token& stop, const Progress& progress)
        : stream_(stream), book_(book), range_(range), sink_(sink), stop_(stop), progress_(progress) {}

    Status run(std::size_t begin) {
        TACIT_TRY(index(begin));
        if (!std::is_sorted(places_.begin(), places_.end())) std::stable_sort(places_.begin(), places_.end());
        std::uint32_t row = 0;
        std::size_t done = 0;
        for (const auto& place : places_) {
            if (done++ % records_between_stops == 0) {
                if (stop_.stop_requested()) return error(Fault::cancelled);
                if (progress_) progress_(done, places_.size());
            }
            const std::uint32_t of_place = (place.cell >> 8) + 1;
            if (of_place != row) TACIT_TRY(emit(row));
            row = of_place;
            if (row > range_.last_row) break;
            if (row >= range_.first_row) TACIT_TRY(take(place.offset, row));
        }
        TACIT_TRY(emit(row));
        if (hidden_rows_ > 0) sink_.note(first_hidden_, 0, "", hidden_problem(hidden_rows_), hidden_next);
        return {};
    }

  private:
    struct Cell {
        std::uint32_t column;
        std::string text;
        std::string raw;
        CellKind kind;
        FormatClass format;
    };

    Status index(std::size_t begin) {
        XlsRecord record;
        int depth = 0;
        std::size_t n = 0;
        for (std::size_t at = begin; xls_record(stream_, at, record); at = record.end) {
            if (++n % records_between_stops == 0 && stop_.stop_requested()) return error(Fault::cancelled);
            // Charts lie inside of the sheet as parts of their own.
            if (record.type == xls::begin_of_part) ++depth;
            if (record.type == xls::end_of_part && --depth <= 0) return {};
            if (depth == 1) TACIT_TRY(take_place(record));
        }
        return damaged_sheet("its end is missing");
    }

    Status take_place(const XlsRecord& record) {
        switch (record.type) {
            case xls::formula:
            case 0x0206:
            case 0x0406:
            case xls::number:
            case xls::label:
            case xls::rich_string:
            case xls::bool_or_error:
            case xls::rk:
            case xls::mul_rk:
            case xls::label_shared: {
                const std::uint32_t column = u16_at(record.data, 2);
                if (column >= columns_of_format) return beyond_sheet();
                places_.push_back({static_cast<std::uint32_t>(u16_at(record.data, 0)) << 8 | column,
                                   static_cast<std::uint32_t>(record.begin)});
                return {};
            }
            case xls::row:
                hidden_[u16_at(record.data, 0)] = (u16_at(record.data, 12) & hidden_flag) != 0;
                return {};
            case xls::merged_cells:
                take_merged(record);
                return {};
            default:
                return {};
        }
    }

    void take_merged(const XlsRecord& record) {
        for (std::size_t i = 0, at = 2; i < u16_at(record.data, 0) && at + 8 <= record.data.size();
             ++i, at += 8) {
            const std::uint32_t row = u16_at(record.data, at) + 1u;
            const std::uint32_t column = u16_at(record.data, at + 4);
            if (!range_.has_row(row) || !range_.has_column(column)) continue;
            sink_.note(row, column, "", merged_problem, merged_next);
            sink_.merged({row, u16_at(record.data, at + 2) + 1u, column, u16_at(record.data, at + 6)});
        }
    }

    Status take(std::size_t offset, std::uint32_t row) {
        XlsRecord record;
        if (!xls_record(stream_, offset, record)) return damaged_sheet("a cell is cut short");
        row_ = row;
        column_ = u16_at(record.data, 2);
        format_ = style(u16_at(record.data, 4));
        switch (record.type) {
            case xls::number:
                if (record.data.size() < 14) return damaged_sheet("a number is cut short");
                keep_number(f64_at(record.data, 6));
                return {};
            case xls::rk:
                if (record.data.size() < 10) return damaged_sheet("a number is cut short");
                keep_number(from_rk(u32_at(record.data, 6)));
                return {};
            case xls::mul_rk:
                return take_many(record);
            case xls::label_shared: {
                const std::size_t i = u32_at(record.data, 6);
                if (record.data.size() < 10 || i >= book_.strings.size())
                    return damaged_sheet("cell " + address() + " refers to a text that is not there");
                keep(std::string(book_.strings.at(i)), CellKind::text);
                return {};
            }
            case xls::label:
            case xls::rich_string:
                return take_label(record, 6);
            case xls::bool_or_error:
                keep_bool_or_error(u8_at(record.data, 6), u8_at(record.data, 7) != 0);
                return {};
            default:
                return take_formula(record);
        }
    }

    Status take_many(const XlsRecord& record) {
        if (record.data.size() < 12 || (record.data.size() - 6) % 6 != 0)
            return damaged_sheet("numbers of row " + std::to_string(row_) + " are cut short");
        for (std::size_t at = 4; at + 8 <= record.data.size(); at += 6, ++column_) {
            if (column_ >= columns_of_format) return beyond_sheet();
            format_ = style(u16_at(record.data, at));
            keep_number(from_rk(u32_at(record.data, at + 2)));
        }
        return {};
    }

    Status take_label(const XlsRecord& record, std::size_t at) {
        std::string text;
        XlsRecord rest = record;
        rest.data = record.data.substr(std::min(record.data.size(), at));
        XlsPieces pieces(stream_, rest);
        const std::size_t count = pieces.u16();
        if (book_.biff8) {
            const bool wide = (pieces.u8() & 1) != 0;
            pieces.characters(count, wide, text);
        } else {
            const auto bytes = rest.data.substr(std::min<std::size_t>(rest.data.size(), 2), count);
            if (bytes.size() < count) return damaged_sheet("the text of cell " + address() + " is cut short");
            text = from_code_page(bytes, book_.code_page);
        }
        if (pieces.failed()) return damaged_sheet("the text of cell " + address() + " is cut short");
        keep(std::move(text), CellKind::text);
        return {};
    }

    // The stored result: a number, or a mark with what it is (2.5.133 FormulaValue).
    Status take_formula(const XlsRecord& record) {
        if (record.data.size() < 14) return damaged_sheet("a formula is cut short");
        if (u16_at(record.data, 12) != 0xffff) {
            keep_number(f64_at(record.data, 6));
            return {};
        }
        const std::uint8_t value = u8_at(record.data, 8);
        switch (u8_at(record.data, 6)) {
            case 0:
                return take_formula_text(record);
            case 1:
                keep_bool_or_error(value, false);
                return {};
            case 2:
                keep_bool_or_error(value, true);
                return {};
            default:
                return {};  // the empty text
        }
    }

    Status take_formula_text(const XlsRecord& formula) {
        XlsRecord record;
        for (std::size_t at = formula.end; xls_record(stream_, at, record); at = record.end) {
            if (record.type == xls::string) return take_label(record, 0);
            if (record.type != xls::shared_formula && record.type != xls::array &&
                record.type != xls::table && record.type != xls::continued)
                break;
        }
        sink_.note(row_, column_, "", no_result_problem, no_result_next);
        return {};
    }

    static Error beyond_sheet() {
        return damaged_sheet("it has cells to the right of its last possible column, IV");
    }
    NumberFormatCode style(std::size_t index) const {
        return index < book_.styles.size() ? book_.styles[index] : NumberFormatCode{};
    }
    std::string address() const { return column_letters(column_) + std::to_string(row_); }

    void keep_bool_or_error(std::uint8_t value, bool is_error) {
        if (is_error)
            keep(std::string(error_text(value)), CellKind::error);
        else
            keep(value != 0 ? "TRUE" : "FALSE", CellKind::boolean);
    }
    void keep_number(double value) {
        if (!std::isfinite(value)) return keep("#NUM!", CellKind::error);
        auto raw = binary_lexeme(value);
        auto number = sheet_number(raw, format_, book_.date_1904);
        if (!number.problem.empty() && range_.has_column(column_))
            sink_.note(row_, column_, number.noted, number.problem, number.next);
        keep(std::move(number.text), number.kind, std::move(raw));
    }
    void keep(std::string text, CellKind kind, std::string raw = {}) {
        if (text.empty() || !range_.has_column(column_)) return;
        if (!row_cells_.empty() && row_cells_.back().column >= column_) sorted_ = false;
        row_cells_.push_back({column_, std::move(text), std::move(raw), kind, format_.format});
    }

    Status emit(std::uint32_t row) {
        if (row_cells_.empty()) return {};
        if (!sorted_)
            std::stable_sort(row_cells_.begin(), row_cells_.end(),
                             [](const Cell& a, const Cell& b) { return a.column < b.column; });
        cells_.clear();
        for (const auto& cell : row_cells_) {
            const SourceCell out{cell.column, cell.text, cell.kind, cell.format,
                                 cell.raw == cell.text ? std::string_view() : cell.raw};
            if (cells_.empty() || cells_.back().column != cell.column) {
                cells_.push_back(out);
                continue;
            }
            // Some programs write a cell anew instead of changing it.
            sink_.note(row, cell.column, cells_.back().text,
                       "The file has this cell twice; the later value counts.",
                       "Open the workbook in the spreadsheet program and save it again.");
            cells_.back() = out;
        }
        if (hidden_[(row - 1) & 0xffff] && hidden_rows_++ == 0) first_hidden_ = row;
        const Status status = sink_.row(row, cells_);
        row_cells_.clear();
        sorted_ = true;
        return status;
    }

    std::string_view stream_;
    const XlsWorkbook& book_;
    Range range_;
    RowSink& sink_;
    const std::stop_token& stop_;
    const Progress& progress_;

    std::vector<Place> places_;
    std::vector<bool> hidden_ = std::vector<bool>(std::size_t{1} << 16);
    std::uint32_t hidden_rows_ = 0;
    std::uint32_t first_hidden_ = 0;

    std::uint32_t row_ = 0;
    std::uint32_t column_ = 0;
    NumberFormatCode format_;
    std::vector<Cell> row_cells_;
    bool sorted_ = true;
    std::vector<SourceCell> cells_;
};

}  // namespace

Status read_xls_sheet(std::string_view stream, std::size_t place, const XlsWorkbook& book, const Range& range,
                      RowSink& sink, const std::stop_token& stop, const Progress& progress) {
    return SheetReader(stream, book, range, sink, stop, progress).run(place);
}

}  // namespace tacit::table
