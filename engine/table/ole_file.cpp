#include "table/ole_file.h"

#include <algorithm>

#include "table/little_endian.h"
#include "table/source.h"

namespace tacit::table {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv;
constexpr std::size_t header_bytes = 512;
constexpr std::size_t header_fat_sectors = 109;
constexpr std::size_t entry_bytes = 128;
constexpr std::uint32_t last_sector_number = 0xfffffffa;  // larger numbers are marks
constexpr std::uint64_t mini_cutoff = 4096;
constexpr std::size_t mini_sector_bytes = 64;
constexpr std::uint8_t type_stream = 2;
constexpr std::uint8_t type_root = 5;
constexpr std::size_t max_entries = 100'000;

Error damaged_file() {
    return refused(
        "The file is damaged or incomplete: its parts do not hang together. Copy it again from where it came "
        "from, or open it in the spreadsheet program and save it again.");
}

void append_numbers(std::string_view bytes, std::vector<std::uint32_t>& out) {
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) out.push_back(u32_at(bytes, at));
}

}  // namespace

bool is_ole(std::string_view beginning) {
    return beginning.substr(0, signature.size()) == signature;
}

Result<OleFile> OleFile::open(std::string_view bytes) {
    if (bytes.size() < header_bytes || !is_ole(bytes)) return damaged_file();
    OleFile file(bytes);
    const unsigned shift = u16_at(bytes, 0x1e);
    if (shift != 9 && shift != 12) return damaged_file();
    file.sector_bytes_ = std::size_t{1} << shift;
    TACIT_TRY(file.read_fat());
    TACIT_TRY(file.read_directory());
    return file;
}

// Sector 0 stands behind the header, which takes the room of one. The last one may be cut short.
std::string_view OleFile::sector(std::uint32_t number) const {
    const std::uint64_t begin = (std::uint64_t{number} + 1) * sector_bytes_;
    if (number > last_sector_number || begin >= bytes_.size()) return {};
    return bytes_.substr(static_cast<std::size_t>(begin), sector_bytes_);
}

Status OleFile::read_fat() {
    std::vector<std::uint32_t> places;
    append_numbers(bytes_.substr(0x4c, header_fat_sectors * 4), places);
    const std::size_t sectors = bytes_.size() / sector_bytes_ + 1;
    std::uint32_t next = u32_at(bytes_, 0x44);
    for (std::size_t n = 0; next <= last_sector_number; ++n) {
        const auto more = sector(next);
        if (n > sectors || more.size() < sector_bytes_) return damaged_file();
        append_numbers(more.substr(0, sector_bytes_ - 4), places);
        next = u32_at(more, sector_bytes_ - 4);
    }
    for (const auto place : places) {
        if (place > last_sector_number) continue;
        const auto found = sector(place);
        // As many entries as the file has sectors are enough.
        if (found.empty() || fat_.size() > sectors + sector_bytes_) return damaged_file();
        append_numbers(found, fat_);
    }
    return {};
}

Result<std::string> OleFile::chain(std::uint32_t start, std::uint64_t limit) const {
    std::string out;
    if (limit > bytes_.size()) limit = bytes_.size();
    std::uint32_t next = start;
    for (std::size_t n = 0; next <= last_sector_number && out.size() < limit; ++n) {
        const auto piece = sector(next);
        if (n > fat_.size() || next >= fat_.size() || piece.empty()) return damaged_file();
        out += piece;
        next = fat_[next];
    }
    return out;
}

Result<std::string> OleFile::mini_chain(std::uint32_t start, std::uint64_t size) const {
    std::string out;
    std::uint32_t next = start;
    for (std::size_t n = 0; next <= last_sector_number && out.size() < size; ++n) {
        const std::uint64_t begin = std::uint64_t{next} * mini_sector_bytes;
        if (n > mini_fat_.size() || next >= mini_fat_.size() || begin >= mini_stream_.size())
            return damaged_file();
        out += std::string_view(mini_stream_).substr(static_cast<std::size_t>(begin), mini_sector_bytes);
        next = mini_fat_[next];
    }
    return out;
}

Status OleFile::read_directory() {
    TACIT_ASSIGN(const std::string directory, chain(u32_at(bytes_, 0x30), UINT64_MAX));
    for (std::size_t at = 0; at + entry_bytes <= directory.size() && entries_.size() < max_entries;
         at += entry_bytes) {
        const auto raw = std::string_view(directory).substr(at, entry_bytes);
        Entry entry;
        const std::size_t length = std::min<std::size_t>(u16_at(raw, 64), 64);
        for (std::size_t i = 0; i + 3 < length; i += 2) {
            const auto unit = u16_at(raw, i);
            entry.name.push_back(unit < 0x80 ? static_cast<char>(unit) : '?');
        }
        entry.type = u8_at(raw, 66);
        entry.left = u32_at(raw, 68);
        entry.right = u32_at(raw, 72);
        entry.child = u32_at(raw, 76);
        entry.start = u32_at(raw, 116);
        entry.size = sector_bytes_ == 512 ? u32_at(raw, 120) : u64_at(raw, 120);
        entries_.push_back(std::move(entry));
    }
    if (entries_.empty() || entries_[0].type != type_root) return damaged_file();
    collect_streams();
    TACIT_ASSIGN(const std::string mini_fat, chain(u32_at(bytes_, 0x3c), UINT64_MAX));
    append_numbers(mini_fat, mini_fat_);
    TACIT_ASSIGN(mini_stream_, chain(entries_[0].start, entries_[0].size));
    return {};
}

// The entries below a storage are a binary tree.
void OleFile::collect_streams() {
    std::vector<bool> seen(entries_.size());
    std::vector<std::uint32_t> open = {entries_[0].child};
    while (!open.empty()) {
        const std::uint32_t at = open.back();
        open.pop_back();
        if (at >= entries_.size() || seen[at]) continue;
        seen[at] = true;
        if (entries_[at].type == type_stream) streams_.push_back(at);
        open.push_back(entries_[at].left);
        open.push_back(entries_[at].right);
    }
}

bool OleFile::has(std::string_view name) const {
    return std::any_of(streams_.begin(), streams_.end(),
                       [&](std::size_t at) { return entries_[at].name == name; });
}

Result<std::string> OleFile::stream(std::string_view name) const {
    for (const auto at : streams_) {
        const Entry& entry = entries_[at];
        if (entry.name != name) continue;
        const bool mini = entry.size < mini_cutoff;
        TACIT_ASSIGN(std::string out,
                     mini ? mini_chain(entry.start, entry.size) : chain(entry.start, entry.size));
        if (out.size() < entry.size) return damaged_file();
        out.resize(static_cast<std::size_t>(entry.size));
        return out;
    }
    return damaged_file();
}

}  // namespace tacit::table
