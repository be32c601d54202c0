#include "table/text_decoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "table/source.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::string_view what_next = "Save it again as CSV UTF-8, or as an Excel workbook.";

// Bytes 0x80-0x9f of Windows-1252; 0 = not assigned.
constexpr std::array<char16_t, 32> windows_1252_upper = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

constexpr std::array<NamedEncoding, 16> all_encodings = {{
    {Encoding::utf8, "UTF-8", ""},
    {Encoding::utf16le, "UTF-16 (little-endian)", ""},
    {Encoding::utf16be, "UTF-16 (big-endian)", ""},
    {Encoding::windows1252, "Windows-1252", "Western European"},
    {Encoding::windows1250, "Windows-1250", "Central European"},
    {Encoding::windows1251, "Windows-1251", "Cyrillic"},
    {Encoding::windows1253, "Windows-1253", "Greek"},
    {Encoding::windows1254, "Windows-1254", "Turkish"},
    {Encoding::windows1257, "Windows-1257", "Baltic"},
    {Encoding::iso8859_15, "ISO-8859-15", "Western European, Unix"},
    {Encoding::ibm850, "IBM850", "Western European, DOS"},
    {Encoding::macintosh, "Macintosh", "Western European, old Mac"},
    {Encoding::shift_jis, "Shift_JIS", "Japanese"},
    {Encoding::gb18030, "GB18030", "Chinese, simplified"},
    {Encoding::big5, "Big5", "Chinese, traditional"},
    {Encoding::euc_kr, "EUC-KR", "Korean"},
}};

// What ICU calls those whose common name it takes for another table.
std::string_view icu_name(Encoding encoding) {
    if (encoding == Encoding::shift_jis) return "ibm-943_P15A-2003";
    if (encoding == Encoding::euc_kr) return "windows-949";
    return encoding_name(encoding);
}

Error undecodable(Encoding encoding, std::size_t byte) {
    return refused("The file is not " + std::string(encoding_name(encoding)) + " throughout: byte " +
                   std::to_string(byte + 1) + " does not fit. " + std::string(what_next));
}

Result<std::string> from_windows_1252(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto b = static_cast<std::uint8_t>(bytes[i]);
        char32_t c = b;
        if (b >= 0x80 && b < 0xa0) c = windows_1252_upper[b - 0x80u];
        if (c == 0 && b != 0) return undecodable(Encoding::windows1252, i);
        append_utf8(out, c);
    }
    return out;
}

Result<std::string> from_utf16(std::string_view bytes, bool little) {
    const auto encoding = little ? Encoding::utf16le : Encoding::utf16be;
    if (bytes.size() % 2 != 0) return undecodable(encoding, bytes.size() - 1);
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<std::uint8_t>(bytes[i]);
        const auto b = static_cast<std::uint8_t>(bytes[i + 1]);
        return static_cast<char32_t>(little ? a | (b << 8) : b | (a << 8));
    };
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xd800 && c < 0xe000) {
            if (c >= 0xdc00 || bytes.size() - i < 4) return undecodable(encoding, i);
            const char32_t low = unit(i + 2);
            if (low < 0xdc00 || low >= 0xe000) return undecodable(encoding, i + 2);
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
        }
        append_utf8(out, c);
    }
    return out;
}

struct CloseTextConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

Result<std::string> converted(std::string_view bytes, Encoding encoding) {
    const std::string name(icu_name(encoding));
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, CloseTextConverter> converter(ucnv_open(name.c_str(), &status));
    if (U_FAILURE(status))
        return error(Fault::not_supported, "the encoding " + std::string(encoding_name(encoding)));
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    const char* from = bytes.data();
    const char* const end = from + bytes.size();
    while (from < end) {
        const char* const before = from;
        status = U_ZERO_ERROR;
        const UChar32 c = ucnv_getNextUChar(converter.get(), &from, end, &status);
        // Where an encoding has no character, converters answer with an invisible control.
        if (U_FAILURE(status) || (c >= 0x80 && c < 0xa0))
            return undecodable(encoding, static_cast<std::size_t>(before - bytes.data()));
        append_utf8(out, static_cast<char32_t>(c));
    }
    return out;
}

bool starts_with(std::string_view bytes, std::string_view mark) {
    return bytes.substr(0, mark.size()) == mark;
}

// Latin text in UTF-16 has a zero in nearly every second byte, always on the same side.
Encoding guess_utf16(std::string_view bytes) {
    const auto sample = bytes.substr(0, 4096);
    std::size_t even = 0;
    std::size_t odd = 0;
    for (std::size_t i = 0; i < sample.size(); ++i) (i % 2 == 0 ? even : odd) += sample[i] == '\0';
    if (bytes.size() % 2 != 0) return Encoding::automatic;
    if (odd * 4 >= sample.size() && even * 16 <= odd) return Encoding::utf16le;
    if (even * 4 >= sample.size() && odd * 16 <= even) return Encoding::utf16be;
    return Encoding::automatic;
}

Encoding detect(std::string_view bytes) {
    if (starts_with(bytes, "\xef\xbb\xbf")) return Encoding::utf8;
    if (starts_with(bytes, "\xff\xfe")) return Encoding::utf16le;
    if (starts_with(bytes, "\xfe\xff")) return Encoding::utf16be;
    const bool zeros = bytes.find('\0') != std::string_view::npos;
    if (zeros) return guess_utf16(bytes);
    return utf8_error(bytes) ? Encoding::windows1252 : Encoding::utf8;
}

}  // namespace

std::span<const NamedEncoding> encodings() {
    return all_encodings;
}

std::string_view encoding_name(Encoding encoding) {
    for (const auto& known : all_encodings)
        if (known.encoding == encoding) return known.name;
    return "automatic";
}

Result<Encoding> find_encoding(std::string_view name) {
    const auto same = [](std::string_view a, std::string_view b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
            const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
            return lower(x) == lower(y);
        });
    };
    if (same(name, "UTF-16LE")) return Encoding::utf16le;
    if (same(name, "UTF-16BE")) return Encoding::utf16be;
    std::string names;
    for (const auto& known : all_encodings) {
        if (same(name, known.name)) return known.encoding;
        names += (names.empty() ? "" : ", ") + std::string(known.name);
    }
    return error(Fault::usage, "\"" + std::string(clipped(name, 40)) +
                                   "\" is no encoding that is known here; these are: " + names);
}

Result<DecodedText> decode_text(std::string bytes, Encoding forced) {
    DecodedText out;
    out.encoding = forced == Encoding::automatic ? detect(bytes) : forced;
    switch (out.encoding) {
        case Encoding::automatic:
            return refused("The file holds binary data rather than a table. " +
                           std::string("Choose a CSV file or an Excel workbook."));
        case Encoding::utf8:
            if (starts_with(bytes, "\xef\xbb\xbf")) bytes.erase(0, 3);
            if (const auto at = utf8_error(bytes)) return undecodable(out.encoding, *at);
            out.utf8 = std::move(bytes);
            break;
        case Encoding::utf16le:
        case Encoding::utf16be: {
            const bool little = out.encoding == Encoding::utf16le;
            std::string_view rest = bytes;
            if (starts_with(rest, little ? "\xff\xfe" : "\xfe\xff")) rest.remove_prefix(2);
            TACIT_ASSIGN(out.utf8, from_utf16(rest, little));
            break;
        }
        case Encoding::windows1252: {
            TACIT_ASSIGN(out.utf8, from_windows_1252(bytes));
            break;
        }
        default: {
            TACIT_ASSIGN(out.utf8, converted(bytes, out.encoding));
            break;
        }
    }
    if (const auto at = out.utf8.find('\0'); at != std::string::npos)
        return refused(
            "The file holds a zero byte, so it is no text. Choose a CSV file or an Excel workbook.");
    return out;
}

}  // namespace tacit::table
