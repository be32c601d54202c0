#include "table/xls_records.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <algorithm>
#include <memory>

#include "table/unicode.h"

namespace tacit::table {

namespace {

// Pairs of surrogates become one character; a half alone becomes U+FFFD.
class Utf16 {
  public:
    explicit Utf16(std::string& out) : out_(out) {}
    void add(char32_t unit) {
        if (unit >= 0xdc00 && unit < 0xe000 && high_ != 0) {
            append_utf8(out_, 0x10000 + ((high_ - 0xd800) << 10) + (unit - 0xdc00));
            high_ = 0;
            return;
        }
        finish();
        if (unit >= 0xd800 && unit < 0xdc00)
            high_ = unit;
        else
            append_utf8(out_, unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit);
    }
    void finish() {
        if (high_ != 0) append_utf8(out_, 0xfffd);
        high_ = 0;
    }

  private:
    std::string& out_;
    char32_t high_ = 0;
};

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

/// Of numbers that no converter knows.
constexpr const char* any_other_code_page = "windows-1252";

std::string converter_name(std::uint16_t code_page) {
    switch (code_page) {
        case 367:
            return "US-ASCII";
        case 932:
            return "Shift_JIS";
        case 936:
            return "GBK";
        case 949:
            return "windows-949";
        case 950:
            return "Big5";
        case 10000:
        case 32768:
            return "macintosh";
        case 1200:
            return "UTF-16LE";
        case 65001:
            return "UTF-8";
        default:
            break;
    }
    if (code_page >= 1250 && code_page <= 1258) return "windows-" + std::to_string(code_page);
    if (code_page >= 437 && code_page < 1000) return "ibm-" + std::to_string(code_page);
    return any_other_code_page;
}

}  // namespace

bool xls_record(std::string_view stream, std::size_t at, XlsRecord& out) {
    if (at > stream.size() || stream.size() - at < 4) return false;
    const std::size_t length = u16_at(stream, at + 2);
    if (stream.size() - at - 4 < length) return false;
    out.type = u16_at(stream, at);
    out.data = stream.substr(at + 4, length);
    out.begin = at;
    out.end = at + 4 + length;
    return true;
}

XlsPieces::XlsPieces(std::string_view stream, const XlsRecord& first) : pieces_{first.data} {
    XlsRecord next;
    for (std::size_t at = first.end; xls_record(stream, at, next) && next.type == xls::continued;
         at = next.end)
        pieces_.push_back(next.data);
    settle();
}

void XlsPieces::settle() {
    while (piece_ < pieces_.size() && at_ >= pieces_[piece_].size()) {
        ++piece_;
        at_ = 0;
    }
}

std::uint8_t XlsPieces::u8() {
    if (at_end()) {
        failed_ = true;
        return 0;
    }
    const auto out = u8_at(pieces_[piece_], at_++);
    settle();
    return out;
}
std::uint16_t XlsPieces::u16() {
    const unsigned low = u8();
    return static_cast<std::uint16_t>(low | static_cast<unsigned>(u8()) << 8);
}
std::uint32_t XlsPieces::u32() {
    const std::uint32_t low = u16();
    return low | static_cast<std::uint32_t>(u16()) << 16;
}

void XlsPieces::skip(std::uint64_t bytes) {
    while (bytes > 0) {
        if (at_end()) {
            failed_ = true;
            return;
        }
        const auto step = std::min<std::uint64_t>(bytes, pieces_[piece_].size() - at_);
        at_ += static_cast<std::size_t>(step);
        bytes -= step;
        settle();
    }
}

void XlsPieces::characters(std::size_t count, bool wide, std::string& out) {
    Utf16 units(out);
    for (std::size_t i = 0; i < count && !failed_; ++i) {
        if (piece_ > 0 && at_ == 0 && !at_end()) wide = (u8() & 1) != 0;
        if (wide) {
            // A character is never torn apart between two records.
            const char32_t unit = u16();
            units.add(unit);
        } else {
            units.add(u8());
        }
        if (at_end() && i + 1 < count) failed_ = true;
    }
    units.finish();
}

void xls_rich_string(XlsPieces& from, std::string& out) {
    const std::size_t count = from.u16();
    const std::uint8_t flags = from.u8();
    const std::uint64_t runs = (flags & 8) != 0 ? from.u16() : 0u;
    const std::uint64_t phonetic = (flags & 4) != 0 ? from.u32() : 0u;
    from.characters(count, (flags & 1) != 0, out);
    from.skip(runs * 4 + phonetic);
}

std::string from_code_page(std::string_view bytes, std::uint16_t code_page) {
    std::string out;
    if (std::all_of(bytes.begin(), bytes.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x80; }) &&
        code_page != 1200)
        return std::string(bytes);
    const auto open = [](const char* name) {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<UConverter, CloseConverter>(ucnv_open(name, &status));
    };
    auto converter = open(converter_name(code_page).c_str());
    if (!converter) converter = open(any_other_code_page);
    if (!converter) return out;
    // Bytes that are no character become U+FFFD, by us: each converter has another mark for them.
    UErrorCode unused = U_ZERO_ERROR;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &unused);
    const char* from = bytes.data();
    const char* const end = from + bytes.size();
    while (from < end) {
        const char* const before = from;
        UErrorCode status = U_ZERO_ERROR;
        const UChar32 c = ucnv_getNextUChar(converter.get(), &from, end, &status);
        append_utf8(out, U_SUCCESS(status) ? static_cast<char32_t>(c) : 0xfffd);
        if (U_SUCCESS(status)) continue;
        ucnv_resetToUnicode(converter.get());
        if (from == before) ++from;
    }
    return out;
}

}  // namespace tacit::table
