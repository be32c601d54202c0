#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct zip;

namespace tacit::table {

/// A zip archive for reading, with limits on what inflating may produce. One thread at a time.
class ZipArchive {
  public:
    static Result<std::unique_ptr<ZipArchive>> open(const std::filesystem::path& path);
    /// The bytes must outlive the archive.
    static Result<std::unique_ptr<ZipArchive>> open(View bytes);

    /// Index of an entry; upper and lower case are the same if there is no exact match.
    std::optional<std::uint64_t> find(const std::string& name) const;

    /// Inflated size as the archive states it, which may be a lie.
    std::uint64_t stated_size(std::uint64_t entry) const;

    using Consumer = std::function<Status(View piece)>;
    /// Hands out an entry piece by piece, never more than `limit` bytes; also checks its checksum.
    Status read(std::uint64_t entry, std::uint64_t limit, const std::stop_token& stop,
                const Consumer& consume);

  private:
    struct Close {
        void operator()(struct zip* archive) const;
    };
    explicit ZipArchive(struct zip* archive) : archive_(archive) {}
    static Result<std::unique_ptr<ZipArchive>> checked(struct zip* archive, const std::string& problem);

    std::unique_ptr<struct zip, Close> archive_;
};

}  // namespace tacit::table
