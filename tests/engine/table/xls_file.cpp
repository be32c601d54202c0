#include "xls_file.h"

#include <cstring>

namespace {

constexpr std::size_t sector = 512;
constexpr std::size_t mini_sector = 64;
constexpr std::size_t mini_cutoff = 4096;
constexpr std::uint32_t chain_end = 0xfffffffe;
constexpr std::uint32_t none = 0xffffffff;

void pad(std::string& text, std::size_t unit) {
    text.resize((text.size() + unit - 1) / unit * unit, '\0');
}

std::string entry(const std::string& name, unsigned type, std::uint32_t child, std::uint32_t right,
                  std::uint32_t start, std::size_t size) {
    std::string out;
    for (const char c : name) out += std::string{c, '\0'};
    const auto length = out.size() + 2;
    out.resize(64, '\0');
    out += u16(static_cast<unsigned>(length)) + std::string{static_cast<char>(type), 1};
    out += u32(none) + u32(right) + u32(child);
    out.resize(116, '\0');
    return out + u32(start) + u32(static_cast<std::uint32_t>(size)) + u32(0);
}

// Chains of consecutive units, one after the other.
void add_chain(std::vector<std::uint32_t>& fat, std::size_t units) {
    for (std::size_t i = 0; i < units; ++i)
        fat.push_back(i + 1 == units ? chain_end : static_cast<std::uint32_t>(fat.size() + 1));
}

}  // namespace

std::string u16(unsigned value) {
    return {static_cast<char>(value & 0xff), static_cast<char>(value >> 8 & 0xff)};
}
std::string u32(std::uint32_t value) {
    return u16(value & 0xffff) + u16(value >> 16);
}
std::string f64(double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return u32(static_cast<std::uint32_t>(bits)) + u32(static_cast<std::uint32_t>(bits >> 32));
}

std::string ole_of(const std::vector<std::pair<std::string, std::string>>& streams) {
    std::string body, mini;
    std::vector<std::uint32_t> fat, mini_fat;
    std::vector<std::uint32_t> starts;
    for (const auto& [name, text] : streams) {
        const bool small = text.size() < mini_cutoff;
        auto& chain = small ? mini_fat : fat;
        auto& room = small ? mini : body;
        starts.push_back(static_cast<std::uint32_t>(chain.size()));
        std::string padded = text;
        pad(padded, small ? mini_sector : sector);
        room += padded;
        add_chain(chain, padded.size() / (small ? mini_sector : sector));
    }
    const auto mini_start = static_cast<std::uint32_t>(fat.size());
    const auto mini_size = mini.size();
    pad(mini, sector);
    body += mini;
    add_chain(fat, mini.size() / sector);
    const auto mini_fat_start = static_cast<std::uint32_t>(fat.size());
    std::string mini_fat_text;
    for (const auto next : mini_fat) mini_fat_text += u32(next);
    while (mini_fat_text.size() % sector != 0) mini_fat_text += u32(none);
    body += mini_fat_text;
    add_chain(fat, mini_fat_text.size() / sector);
    const auto directory_start = static_cast<std::uint32_t>(fat.size());
    std::string directory = entry("Root Entry", 5, streams.empty() ? none : 1, none,
                                  mini.empty() ? chain_end : mini_start, mini_size);
    for (std::size_t i = 0; i < streams.size(); ++i)
        directory += entry(streams[i].first, 2, none,
                           i + 1 < streams.size() ? static_cast<std::uint32_t>(i + 2) : none, starts[i],
                           streams[i].second.size());
    pad(directory, sector);
    body += directory;
    add_chain(fat, directory.size() / sector);
    std::size_t fat_sectors = 0;
    while (fat_sectors * (sector / 4) < fat.size() + fat_sectors) ++fat_sectors;
    const auto fat_start = static_cast<std::uint32_t>(fat.size());
    for (std::size_t i = 0; i < fat_sectors; ++i) fat.push_back(0xfffffffd);
    std::string fat_text;
    for (const auto next : fat) fat_text += u32(next);
    while (fat_text.size() % sector != 0) fat_text += u32(none);

    std::string head = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + std::string(16, '\0');
    head += u16(0x3e) + u16(3) + u16(0xfffe) + u16(9) + u16(6) + std::string(6, '\0') + u32(0);
    head += u32(static_cast<std::uint32_t>(fat_sectors)) + u32(directory_start) + u32(0) + u32(mini_cutoff);
    head += u32(mini_fat_text.empty() ? chain_end : mini_fat_start) +
            u32(static_cast<std::uint32_t>(mini_fat_text.size() / sector)) + u32(chain_end) + u32(0);
    for (std::size_t i = 0; i < 109; ++i)
        head += u32(i < fat_sectors ? fat_start + static_cast<std::uint32_t>(i) : none);
    return head + body + fat_text;
}

std::string xls_record_of(unsigned type, const std::string& data) {
    constexpr std::size_t longest = 8224;
    std::string out;
    for (std::size_t at = 0; at == 0 || at < data.size(); at += longest) {
        const auto piece = data.substr(at, longest);
        out += u16(at == 0 ? type : 0x3c) + u16(static_cast<unsigned>(piece.size())) + piece;
    }
    return out;
}

std::string xls_at(unsigned row, unsigned column, unsigned style) {
    return u16(row) + u16(column) + u16(style);
}

std::string XlsFile::stream() const {
    const auto begin = [&](unsigned part) {
        return xls_record_of(0x0809,
                             u16(biff8 ? 0x0600 : 0x0500) + u16(part) + std::string(biff8 ? 12 : 4, '\0'));
    };
    const std::string end = xls_record_of(0x000a, "");
    const auto list = [&](const std::vector<std::uint32_t>& places) {
        std::string out;
        for (std::size_t i = 0; i < sheets.size(); ++i)
            out += xls_record_of(0x0085, u32(places[i]) + static_cast<char>(sheets[i].visibility) + '\0' +
                                             static_cast<char>(sheets[i].name.size()) +
                                             (biff8 ? std::string(1, '\0') : std::string()) + sheets[i].name);
        return out;
    };
    std::vector<std::uint32_t> places(sheets.size());
    const std::string front = begin(0x0005) + globals;
    std::string body;
    const auto start = front.size() + list(places).size() + end.size();
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        places[i] = static_cast<std::uint32_t>(start + body.size());
        body += begin(sheets[i].part) + sheets[i].records + end;
    }
    return front + list(places) + end + body;
}

std::string XlsFile::bytes() const {
    return ole_of({{biff8 ? "Workbook" : "Book", stream()}});
}
