#include "table/zip_directory.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "table/limits.h"
#include "table/little_endian.h"
#include "table/source.h"

namespace tacit::table {

namespace {

using namespace std::string_view_literals;

// APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16.
constexpr std::uint64_t longest_end = 22 + 0xffff;
constexpr std::uint64_t local_header_bytes = 30;
constexpr std::size_t directory_header_bytes = 46;
constexpr std::size_t locator_bytes = 20;
constexpr std::uint32_t elsewhere = 0xffffffff;

struct Directory {
    std::uint64_t size = 0;
    std::uint64_t stated = 0;  ///< where it begins, as the archive says
    std::uint64_t begin = 0;   ///< where it does begin, should something stand before the archive
};

std::optional<Directory> find_directory(std::uint64_t archive_size, const ReadAt& read) {
    const std::uint64_t tail_begin = archive_size - std::min(archive_size, longest_end);
    const std::string tail = read(tail_begin, static_cast<std::size_t>(archive_size - tail_begin));
    const auto end = tail.rfind("PK\x05\x06"sv);
    if (end == std::string::npos || tail.size() - end < 22) return std::nullopt;
    Directory out{u32_at(tail, end + 12), u32_at(tail, end + 16), 0};
    std::uint64_t behind = tail_begin + end;
    if (out.size == elsewhere || out.stated == elsewhere) {
        if (end < locator_bytes || tail.compare(end - locator_bytes, 4, "PK\x06\x07"sv) != 0)
            return std::nullopt;
        const std::uint64_t place = u64_at(tail, end - locator_bytes + 8);
        const std::string large = place < archive_size ? read(place, 56) : std::string();
        if (large.size() < 56 || large.compare(0, 4, "PK\x06\x06"sv) != 0) return std::nullopt;
        out.size = u64_at(large, 40);
        out.stated = u64_at(large, 48);
        behind = place;
    }
    if (out.size > behind || out.size > max_small_part_bytes) return std::nullopt;
    out.begin = behind - out.size;
    return out;
}

struct Extent {
    std::uint64_t begin;
    std::uint64_t end;
};

// Of the entry whose header begins at `at`. Sizes beyond 32 bits stand in a field of their own.
Extent extent_of(std::string_view directory, std::size_t at) {
    std::uint64_t packed = u32_at(directory, at + 20);
    std::uint64_t begin = u32_at(directory, at + 42);
    const std::size_t name = u16_at(directory, at + 28);
    const auto extra = directory.substr(std::min(directory.size(), at + directory_header_bytes + name),
                                        u16_at(directory, at + 30));
    for (std::size_t field = 0; field + 4 <= extra.size(); field += 4u + u16_at(extra, field + 2)) {
        if (u16_at(extra, field) != 0x0001) continue;
        std::size_t value = field + 4;
        if (u32_at(directory, at + 24) == elsewhere) value += 8;
        if (packed == elsewhere) {
            packed = u64_at(extra, value);
            value += 8;
        }
        if (begin == elsewhere) begin = u64_at(extra, value);
    }
    constexpr std::uint64_t huge = UINT64_MAX / 4;
    begin = std::min(begin, huge);
    return {begin, begin + local_header_bytes + name + std::min(packed, huge)};
}

}  // namespace

Status refuse_overlaps(std::uint64_t archive_size, const ReadAt& read) {
    const auto found = find_directory(archive_size, read);
    if (!found) return {};
    const std::string directory = read(found->begin, static_cast<std::size_t>(found->size));
    std::vector<Extent> entries;
    for (std::size_t at = 0; at + directory_header_bytes <= directory.size();) {
        if (directory.compare(at, 4, "PK\x01\x02"sv) != 0) return {};
        entries.push_back(extent_of(directory, at));
        at += directory_header_bytes + u16_at(directory, at + 28) + u16_at(directory, at + 30) +
              u16_at(directory, at + 32);
    }
    std::sort(entries.begin(), entries.end(),
              [](const Extent& a, const Extent& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < entries.size(); ++i)
        if (entries[i].begin < entries[i - 1].end)
            return refused(
                "Parts of the workbook's archive lie on top of each other, which no spreadsheet program "
                "writes, so it was not read. Ask where the file comes from.");
    return {};
}

}  // namespace tacit::table
