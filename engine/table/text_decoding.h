#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tacit::table {

enum class Encoding {
    automatic,
    utf8,
    utf16le,
    utf16be,
    windows1252,
    windows1250,
    windows1251,
    windows1253,
    windows1254,
    windows1257,
    iso8859_15,
    ibm850,
    macintosh,
    shift_jis,
    gb18030,
    big5,
    euc_kr
};

struct NamedEncoding {
    Encoding encoding;
    std::string_view name;    ///< "UTF-8", "UTF-16 (little-endian)", ...
    std::string_view region;  ///< where it is found, for people; may be empty
};
/// All but `automatic`, in the order of a list to choose from.
std::span<const NamedEncoding> encodings();
std::string_view encoding_name(Encoding encoding);
/// By its name, or as UTF-16LE and UTF-16BE, in any case. Fault::usage names those that there are.
Result<Encoding> find_encoding(std::string_view name);

struct DecodedText {
    std::string utf8;  ///< without byte order mark
    Encoding encoding = Encoding::utf8;
};

/// The text of a whole file. Unless an encoding is forced: a byte order mark decides; else it is UTF-8 if all
/// of it is; else UTF-16 if zero bytes stand where Latin letters have them; else Windows-1252.
/// Fault::file_refused if the bytes do not fit the encoding, or are no text.
Result<DecodedText> decode_text(std::string bytes, Encoding forced);

}  // namespace tacit::table
