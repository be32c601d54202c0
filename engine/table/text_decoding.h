#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tacit::table {

enum class Encoding { automatic, utf8, utf16le, utf16be, windows1252 };
/// "UTF-8", "UTF-16 (little-endian)", ...
std::string_view encoding_name(Encoding encoding);

struct DecodedText {
    std::string utf8;  ///< without byte order mark
    Encoding encoding = Encoding::utf8;
};

/// The text of a whole file. Unless an encoding is forced: a byte order mark decides; else it is UTF-8 if all
/// of it is; else UTF-16 if zero bytes stand where Latin letters have them; else Windows-1252.
/// Fault::file_refused if the bytes do not fit the encoding, or are no text.
Result<DecodedText> decode_text(std::string bytes, Encoding forced);

}  // namespace tacit::table
