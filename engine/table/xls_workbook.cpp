#include "table/xls_workbook.h"

#include <map>

#include "table/limits.h"

namespace tacit::table {

namespace {

constexpr std::uint16_t biff8 = 0x0600, biff5 = 0x0500;
constexpr std::uint16_t part_sheet = 0x0010;

Error damaged_workbook(const std::string& what) {
    return refused("The workbook is damaged: " + what +
                   ". Open it in the spreadsheet program and save it again.");
}

class Globals {
  public:
    Globals(std::string_view stream, const std::stop_token& stop) : stream_(stream), stop_(stop) {}

    Result<XlsWorkbook> run() {
        XlsRecord record;
        if (!xls_record(stream_, 0, record) || record.type != xls::begin_of_part)
            return damaged_workbook("it does not begin like a workbook");
        const auto version = u16_at(record.data, 0);
        if (version != biff8 && version != biff5)
            return refused(
                "This is a workbook in a very old Excel format. Open it in its program and save it as an "
                "Excel workbook (.xlsx) or as CSV.");
        book_.biff8 = version == biff8;
        // A file of one sheet alone has no part for the workbook.
        if (u16_at(record.data, 2) == part_sheet) {
            book_.sheets.push_back({"Sheet1", false});
            book_.places.push_back(0);
        }
        for (std::size_t at = record.end, n = 0; xls_record(stream_, at, record); at = record.end) {
            if (record.type == xls::end_of_part && book_.places != std::vector<std::size_t>{0}) break;
            if (++n % records_between_stops == 0 && stop_.stop_requested()) return error(Fault::cancelled);
            TACIT_TRY(take(record));
        }
        if (book_.sheets.empty())
            return refused("The workbook has no sheet with cells. Choose another file.");
        finish_styles();
        return std::move(book_);
    }

  private:
    Status take(const XlsRecord& record) {
        switch (record.type) {
            case xls::file_pass:
                return refused(
                    "The workbook is protected by a password. Open it in the spreadsheet program, remove the "
                    "password, and save a copy.");
            case xls::date_mode:
                book_.date_1904 = u16_at(record.data, 0) == 1;
                return {};
            case xls::code_page:
                book_.code_page = u16_at(record.data, 0);
                return {};
            case xls::bound_sheet:
                return take_sheet(record);
            case xls::format:
                return take_format(record);
            case xls::xf:
                if (format_ids_.size() >= max_cell_styles)
                    return damaged_workbook("it has too many cell styles");
                format_ids_.push_back(u16_at(record.data, 2));
                return {};
            case xls::shared_strings:
                return take_strings(record);
            default:
                return {};
        }
    }

    Status take_sheet(const XlsRecord& record) {
        constexpr std::uint8_t worksheet = 0;
        if (u8_at(record.data, 5) != worksheet) return {};
        if (book_.sheets.size() >= max_sheets) return damaged_workbook("it has too many sheets");
        const std::size_t count = u8_at(record.data, 6);
        std::string name;
        if (book_.biff8) {
            XlsRecord text = record;
            text.data = record.data.substr(std::min<std::size_t>(record.data.size(), 7));
            XlsPieces pieces(stream_, text);
            const bool wide = (pieces.u8() & 1) != 0;
            pieces.characters(count, wide, name);
            if (pieces.failed()) return damaged_workbook("the name of a sheet is cut short");
        } else {
            name = from_code_page(record.data.substr(std::min<std::size_t>(record.data.size(), 7), count),
                                  book_.code_page);
        }
        const std::size_t place = u32_at(record.data, 0);
        XlsRecord begin;
        if (!xls_record(stream_, place, begin) || begin.type != xls::begin_of_part)
            return damaged_workbook("the sheet \"" + name + "\" is missing");
        if (u16_at(begin.data, 2) != part_sheet) return {};
        book_.sheets.push_back({std::move(name), (u8_at(record.data, 4) & 3) != 0});
        book_.places.push_back(place);
        return {};
    }

    Status take_format(const XlsRecord& record) {
        if (codes_.size() >= max_cell_styles) return damaged_workbook("it has too many number formats");
        std::string code;
        if (book_.biff8) {
            XlsRecord text = record;
            text.data = record.data.substr(std::min<std::size_t>(record.data.size(), 2));
            XlsPieces pieces(stream_, text);
            xls_rich_string(pieces, code);
        } else {
            code = from_code_page(
                record.data.substr(std::min<std::size_t>(record.data.size(), 3), u8_at(record.data, 2)),
                book_.code_page);
        }
        codes_[u16_at(record.data, 0)] = classify_format(code);
        return {};
    }

    Status take_strings(const XlsRecord& record) {
        XlsPieces pieces(stream_, record);
        (void)pieces.u32();  // how often the texts are used
        const std::uint32_t count = pieces.u32();
        if (count > max_shared_strings)
            return refused("The workbook holds more text than can be read at once. Save the sheet as CSV.");
        std::string text;
        for (std::uint32_t i = 0; i < count; ++i) {
            if (i % records_between_stops == 0 && stop_.stop_requested()) return error(Fault::cancelled);
            text.clear();
            if (pieces.at_end()) return damaged_workbook("some of its texts are missing");
            xls_rich_string(pieces, text);
            if (pieces.failed()) return damaged_workbook("some of its texts are missing");
            book_.strings.add(text);
        }
        return {};
    }

    void finish_styles() {
        for (const auto id : format_ids_) {
            const auto found = codes_.find(id);
            book_.styles.push_back(found == codes_.end() ? built_in_format(id) : found->second);
        }
    }

    std::string_view stream_;
    const std::stop_token& stop_;
    XlsWorkbook book_;
    std::map<std::uint16_t, NumberFormatCode> codes_;
    std::vector<std::uint16_t> format_ids_;
};

}  // namespace

Result<XlsWorkbook> read_xls_workbook(std::string_view stream, const std::stop_token& stop) {
    return Globals(stream, stop).run();
}

}  // namespace tacit::table
