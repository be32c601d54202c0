#pragma once

#include <string_view>

#include "base/bytes.h"

namespace tacit::wire {

/// Appends fields to a message. Integers are little-endian and of fixed width; `blob` and `text` carry a
/// 32-bit length in front; `raw` has no length and is for fields whose size both sides know.
class Writer {
  public:
    Writer& u8(std::uint8_t value);
    Writer& u16(std::uint16_t value);
    Writer& u32(std::uint32_t value);
    Writer& u64(std::uint64_t value);
    Writer& i64(std::int64_t value);
    Writer& boolean(bool value);
    Writer& raw(View bytes);
    Writer& blob(View bytes);
    Writer& text(std::string_view value);

    View view() const { return out_; }
    Bytes take() && { return std::move(out_); }

  private:
    template <class T>
    Writer& little(T value);
    Bytes out_;
};

}  // namespace tacit::wire
