#include "wire/writer.h"

namespace tacit::wire {

template <class T>
Writer& Writer::little(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) out_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return *this;
}

Writer& Writer::u8(std::uint8_t value) {
    return little(value);
}
Writer& Writer::u16(std::uint16_t value) {
    return little(value);
}
Writer& Writer::u32(std::uint32_t value) {
    return little(value);
}
Writer& Writer::u64(std::uint64_t value) {
    return little(value);
}
Writer& Writer::i64(std::int64_t value) {
    return little(static_cast<std::uint64_t>(value));
}
Writer& Writer::boolean(bool value) {
    return u8(value ? 1 : 0);
}

Writer& Writer::raw(View bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    return *this;
}

Writer& Writer::blob(View bytes) {
    u32(static_cast<std::uint32_t>(bytes.size()));
    return raw(bytes);
}

Writer& Writer::text(std::string_view value) {
    return blob(as_view(value));
}

}  // namespace tacit::wire
