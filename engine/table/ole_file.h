#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tacit::table {

bool is_ole(std::string_view beginning);

/// A compound file ([MS-CFB]): named streams in chains of sectors. Every chain is followed no further than
/// the file has sectors, so that a circle ends in a refusal. The bytes must outlive it.
class OleFile {
  public:
    static Result<OleFile> open(std::string_view bytes);

    /// Names of the streams right below the root; those of embedded objects are not among them.
    bool has(std::string_view name) const;
    Result<std::string> stream(std::string_view name) const;

  private:
    struct Entry {
        std::string name;  ///< ASCII characters of the name; '?' for any other
        std::uint8_t type = 0;
        std::uint32_t left = 0, right = 0, child = 0;
        std::uint32_t start = 0;
        std::uint64_t size = 0;
    };

    explicit OleFile(std::string_view bytes) : bytes_(bytes) {}
    Status read_fat();
    Status read_directory();
    void collect_streams();
    std::string_view sector(std::uint32_t number) const;
    Result<std::string> chain(std::uint32_t start, std::uint64_t limit) const;
    Result<std::string> mini_chain(std::uint32_t start, std::uint64_t size) const;

    std::string_view bytes_;
    std::size_t sector_bytes_ = 512;
    std::vector<std::uint32_t> fat_, mini_fat_;
    std::vector<Entry> entries_;
    std::vector<std::size_t> streams_;
    std::string mini_stream_;
};

}  // namespace tacit::table
