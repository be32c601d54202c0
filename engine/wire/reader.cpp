#include "wire/reader.h"

#include <algorithm>

namespace tacit::wire {

View Reader::raw(std::size_t size) {
    if (failed_ || size > rest_.size()) {
        failed_ = true;
        return {};
    }
    const View out = rest_.first(size);
    rest_ = rest_.subspan(size);
    return out;
}

template <class T>
T Reader::little() {
    const View bytes = raw(sizeof(T));
    T value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) value = static_cast<T>(value | (T(bytes[i]) << (8 * i)));
    return value;
}

std::uint8_t Reader::u8() {
    return little<std::uint8_t>();
}
std::uint16_t Reader::u16() {
    return little<std::uint16_t>();
}
std::uint32_t Reader::u32() {
    return little<std::uint32_t>();
}
std::uint64_t Reader::u64() {
    return little<std::uint64_t>();
}
std::int64_t Reader::i64() {
    return static_cast<std::int64_t>(little<std::uint64_t>());
}

bool Reader::boolean() {
    const auto value = u8();
    if (value > 1) failed_ = true;
    return value == 1;
}

View Reader::blob(std::size_t maximum) {
    const auto size = u32();
    if (size > maximum) failed_ = true;
    return failed_ ? View{} : raw(size);
}

std::string Reader::text(std::size_t maximum) {
    const auto value = as_text(blob(maximum));
    const auto control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    };
    if (!is_utf8(value) || std::any_of(value.begin(), value.end(), control)) failed_ = true;
    return failed_ ? std::string{} : std::string(value);
}

std::uint32_t Reader::count(std::uint32_t maximum, std::size_t element_size) {
    const auto value = u32();
    if (value > maximum || (element_size > 0 && value > rest_.size() / element_size)) failed_ = true;
    return failed_ ? 0 : value;
}

Status Reader::finish() const {
    if (failed_) return error(Fault::malformed_message, "a field does not fit its format");
    if (!rest_.empty()) return error(Fault::malformed_message, "bytes after the last field");
    return {};
}

bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        std::size_t more = 0;
        std::uint32_t point = 0;
        if (lead < 0x80) {
            ++i;
            continue;
        }
        if (lead >= 0xc2 && lead <= 0xdf)
            more = 1, point = lead & 0x1fu;
        else if (lead >= 0xe0 && lead <= 0xef)
            more = 2, point = lead & 0x0fu;
        else if (lead >= 0xf0 && lead <= 0xf4)
            more = 3, point = lead & 0x07u;
        else
            return false;
        if (text.size() - i <= more) return false;
        for (std::size_t k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0u) != 0x80u) return false;
            point = (point << 6) | (next & 0x3fu);
        }
        const bool overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
        if (overlong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
        i += more + 1;
    }
    return true;
}

}  // namespace tacit::wire
