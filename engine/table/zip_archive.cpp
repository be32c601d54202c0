#include "table/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "table/limits.h"
#include "table/source.h"
#include "table/zip_directory.h"

namespace tacit::table {

namespace {

constexpr std::size_t least_piece_bytes = 4096;
constexpr std::size_t piece_bytes = 256 * 1024;

Error damaged_archive(const std::string& why) {
    return refused(
        "The workbook is damaged or incomplete (" + why +
        "). Copy it again from where it came from, or open it in the spreadsheet program and save it "
        "again.");
}

Error too_large_inside() {
    return refused(
        "The workbook unpacks to far more data than a workbook of its size holds, so it was not read. "
        "Save the sheet as CSV if it really is that large.");
}

std::string message_of(zip_error_t& failure) {
    std::string message = zip_error_strerror(&failure);
    zip_error_fini(&failure);
    return message;
}

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

void ZipArchive::Close::operator()(struct zip* archive) const {
    zip_discard(archive);
}

Result<std::unique_ptr<ZipArchive>> ZipArchive::checked(struct zip* archive, const std::string& problem) {
    if (archive == nullptr) return damaged_archive(problem);
    std::unique_ptr<ZipArchive> out(new ZipArchive(archive));
    if (zip_get_num_entries(archive, 0) > max_zip_entries) return too_large_inside();
    return out;
}

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::error_code unknown;
    const auto size = std::filesystem::file_size(path, unknown);
    if (file && !unknown)
        TACIT_TRY(refuse_overlaps(size, [&](std::uint64_t offset, std::size_t wanted) {
            std::string out(wanted, '\0');
            file.clear();
            file.seekg(static_cast<std::streamoff>(offset));
            file.read(out.data(), static_cast<std::streamsize>(wanted));
            out.resize(static_cast<std::size_t>(file.gcount()));
            return out;
        }));
    int code = 0;
    auto* archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
    std::string problem;
    if (archive == nullptr) {
        zip_error_t failure;
        zip_error_init_with_code(&failure, code);
        problem = message_of(failure);
    }
    return checked(archive, problem);
}

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(View bytes) {
    TACIT_TRY(refuse_overlaps(bytes.size(), [&](std::uint64_t offset, std::size_t wanted) {
        return std::string(as_text(bytes).substr(static_cast<std::size_t>(offset), wanted));
    }));
    zip_error_t failure;
    zip_error_init(&failure);
    auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &failure);
    if (source == nullptr) return damaged_archive(message_of(failure));
    auto* archive = zip_open_from_source(source, ZIP_RDONLY, &failure);
    if (archive == nullptr) zip_source_free(source);
    return checked(archive, message_of(failure));
}

std::optional<std::uint64_t> ZipArchive::find(const std::string& name) const {
    for (const zip_flags_t flags : {zip_flags_t{0}, zip_flags_t{ZIP_FL_NOCASE}}) {
        const auto index = zip_name_locate(archive_.get(), name.c_str(), flags);
        if (index >= 0) return static_cast<std::uint64_t>(index);
    }
    return std::nullopt;
}

std::uint64_t ZipArchive::stated_size(std::uint64_t entry) const {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive_.get(), entry, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0) return 0;
    return stat.size;
}

Status ZipArchive::read(std::uint64_t entry, std::uint64_t limit, const std::stop_token& stop,
                        const Consumer& consume) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive_.get(), entry, 0, &stat) != 0)
        return damaged_archive("an entry has no description");
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
        return refused("The workbook's archive is encrypted. Save a copy without a password.");
    if (stat.size > limit) return too_large_inside();
    const std::uint64_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive_.get(), entry, 0));
    if (!file) return damaged_archive(zip_strerror(archive_.get()));

    // Most parts of a workbook are small. What is declared may be wrong; then there are more pieces.
    std::vector<std::uint8_t> piece(std::clamp<std::uint64_t>(stat.size, least_piece_bytes, piece_bytes));
    std::uint64_t total = 0;
    for (;;) {
        if (stop.stop_requested()) return error(Fault::cancelled);
        const auto count = zip_fread(file.get(), piece.data(), piece.size());
        if (count < 0) return damaged_archive(zip_file_strerror(file.get()));
        if (count == 0) return {};
        total += static_cast<std::uint64_t>(count);
        if (total > limit || (total > inflate_ratio_floor && total / max_inflate_ratio > packed))
            return too_large_inside();
        TACIT_TRY(consume(View(piece).first(static_cast<std::size_t>(count))));
    }
}

}  // namespace tacit::table
