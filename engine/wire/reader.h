#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace tacit::wire {

/// A cursor over a message from outside. The first field that does not fit makes the reader fail for good:
/// later fields come back as zero or empty, and `finish` returns the fault. So a parser reads straight on,
/// and checks once before it uses what it read. Lengths are held against the caller's limit before anything
/// is allocated; trailing bytes are an error.
class Reader {
  public:
    explicit Reader(View bytes) : rest_(bytes) {}

    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    std::uint64_t u64();
    std::int64_t i64();
    bool boolean();  ///< anything but 0 and 1 fails
    View raw(std::size_t size);
    View blob(std::size_t maximum);
    std::string text(std::size_t maximum);  ///< must be valid UTF-8 without control characters but \n and \t
    template <std::size_t N>
    ByteArray<N> array() {
        ByteArray<N> out{};
        const View bytes = raw(N);
        if (bytes.size() == N) std::copy(bytes.begin(), bytes.end(), out.begin());
        return out;
    }
    /// A count of elements of at least `element_size` bytes each: above `maximum`, or more than the rest of
    /// the message can hold, fails.
    std::uint32_t count(std::uint32_t maximum, std::size_t element_size);

    void fail() { failed_ = true; }
    bool failed() const { return failed_; }
    std::size_t remaining() const { return rest_.size(); }
    /// Success if every field fitted and nothing is left over.
    Status finish() const;

  private:
    template <class T>
    T little();
    View rest_;
    bool failed_ = false;
};

/// Strict UTF-8: shortest form, no surrogates, at most U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace tacit::wire
