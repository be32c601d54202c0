#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "table/little_endian.h"

namespace tacit::table {

/// How many records are read before anybody asks whether to stop.
inline constexpr std::size_t records_between_stops = 1 << 12;

// Records of the Binary Interchange File Format ([MS-XLS] 2.3): type, length, data; long ones go on in
// CONTINUE records.

namespace xls {
constexpr std::uint16_t formula = 0x0006, end_of_part = 0x000a, date_mode = 0x0022, file_pass = 0x002f,
                        continued = 0x003c, code_page = 0x0042, bound_sheet = 0x0085, mul_rk = 0x00bd,
                        rich_string = 0x00d6, xf = 0x00e0, merged_cells = 0x00e5, shared_strings = 0x00fc,
                        label_shared = 0x00fd, number = 0x0203, label = 0x0204, bool_or_error = 0x0205,
                        string = 0x0207, row = 0x0208, array = 0x0221, table = 0x0236, rk = 0x027e,
                        format = 0x041e, shared_formula = 0x04bc, begin_of_part = 0x0809;
}  // namespace xls

struct XlsRecord {
    std::uint16_t type = 0;
    std::string_view data;
    std::size_t begin = 0;  ///< of the record in the stream
    std::size_t end = 0;    ///< behind it, its continuations not included
};

/// The record at `at`; false at the end of the stream and where a record is cut.
bool xls_record(std::string_view stream, std::size_t at, XlsRecord& out);

/// A record and what continues it, for reading strings across the seams.
class XlsPieces {
  public:
    XlsPieces(std::string_view stream, const XlsRecord& first);

    bool at_end() const { return piece_ >= pieces_.size(); }
    bool failed() const { return failed_; }
    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    void skip(std::uint64_t bytes);
    /// Characters of a string with flags (BIFF8): `wide` as the flags say; where a continuation begins, new
    /// flags stand. Appends UTF-8.
    void characters(std::size_t count, bool wide, std::string& out);

  private:
    void settle();

    std::vector<std::string_view> pieces_;
    std::size_t piece_ = 0;
    std::size_t at_ = 0;
    bool failed_ = false;
};

/// A string with its flags, without the runs and phonetic guides that may stand behind ([MS-XLS] 2.5.293).
void xls_rich_string(XlsPieces& from, std::string& out);

/// Bytes of a code page ([MS-XLS] 2.4.52) as UTF-8; Windows-1252 if the number is unknown.
std::string from_code_page(std::string_view bytes, std::uint16_t code_page);

}  // namespace tacit::table
