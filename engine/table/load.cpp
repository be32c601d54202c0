#include "table/load.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "base/large_vector.h"
#include "table/csv_source.h"
#include "table/dataset_builder.h"
#include "table/file_kind.h"
#include "table/header_search.h"
#include "table/html_source.h"
#include "table/limits.h"
#include "table/ods_source.h"
#include "table/xls_source.h"
#include "table/xlsx_source.h"
#include "table/xml_sheet_source.h"
#include "table/zip_archive.h"

namespace tacit::table {

namespace {

constexpr std::size_t head_bytes = 8;
constexpr std::size_t block_bytes = 1 << 20;

Error unreadable(const std::filesystem::path& path) {
    const int code = errno;
    return refused(path.filename().string() + " cannot be read (" +
                   (code != 0 ? std::strerror(code) : "unknown cause") +
                   "). Check that the file is there and that you may open it.");
}

// Not more than `limit` bytes of the file.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit,
                              const std::stop_token& stop) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) return unreadable(path);
    std::string bytes;
    std::error_code unknown;
    if (const auto size = std::filesystem::file_size(path, unknown); !unknown)
        bytes.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(size, limit)) + block_bytes);
    if (bytes.capacity() >= large_memory) prefer_huge_pages(bytes.data(), bytes.capacity());
    while (bytes.size() < limit) {
        if (stop.stop_requested()) return error(Fault::cancelled);
        const auto wanted =
            static_cast<std::size_t>(std::min<std::uint64_t>(block_bytes, limit - bytes.size()));
        const std::size_t before = bytes.size();
        bytes.resize(before + wanted);
        file.read(bytes.data() + before, static_cast<std::streamsize>(wanted));
        const auto count = static_cast<std::size_t>(file.gcount());
        bytes.resize(before + count);
        if (file.bad()) return unreadable(path);
        if (count < wanted) break;
    }
    return bytes;
}

Result<std::unique_ptr<Source>> open_zip(Result<std::unique_ptr<ZipArchive>> archive,
                                         const std::stop_token& stop) {
    if (!archive.ok()) return archive.error();
    TACIT_ASSIGN(const WorkbookKind kind, workbook_kind(**archive, stop));
    return kind == WorkbookKind::ods ? open_ods(std::move(*archive), stop)
                                     : open_xlsx(std::move(*archive), stop);
}

// `bytes` may be of any kind but a zip archive.
Result<std::unique_ptr<Source>> open_bytes(std::string bytes, const std::filesystem::path& path,
                                           const ImportOptions& options, const std::stop_token& stop) {
    TACIT_ASSIGN(const FileKind kind, file_kind(bytes));
    if (kind == FileKind::xls) return open_xls(bytes, stop);
    if (kind == FileKind::xml_sheet) return open_xml_sheet(std::move(bytes), stop);
    if (kind == FileKind::html) {
        TACIT_ASSIGN(DecodedText page, decode_text(std::move(bytes), options.encoding));
        return open_html(std::move(page.utf8), std::string(encoding_name(page.encoding)));
    }
    return open_csv(std::move(bytes), path.stem().string(), options);
}

Result<std::unique_ptr<Source>> open_path(const std::filesystem::path& path, const ImportOptions& options,
                                          const std::stop_token& stop) {
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        return refused(path.filename().string() + " is not there. Check the name and the folder.");
    if (!std::filesystem::is_regular_file(status))
        return refused(path.filename().string() +
                       " is no file. Choose an Excel workbook (.xlsx) or a CSV file.");
    const auto size = std::filesystem::file_size(path, failure);
    if (!failure && size > max_file_bytes)
        return refused("The file is larger than " + std::to_string(max_file_bytes >> 30) +
                       " GiB. Save only the columns that you need as a table of their own.");
    TACIT_ASSIGN(const std::string head, read_file(path, head_bytes, stop));
    if (is_zip(head)) return open_zip(ZipArchive::open(path), stop);
    TACIT_ASSIGN(std::string bytes, read_file(path, max_file_bytes, stop));
    return open_bytes(std::move(bytes), path, options, stop);
}

std::optional<std::size_t> find_sheet(const std::vector<SheetInfo>& sheets, const std::string& wanted) {
    for (std::size_t i = 0; i < sheets.size(); ++i)
        if (wanted.empty() ? !sheets[i].hidden : sheets[i].name == wanted) return i;
    return std::nullopt;
}

Result<std::size_t> choose_sheet(Source& source, const std::string& wanted, const std::stop_token& stop) {
    if (const auto known = find_sheet(source.sheets(), wanted)) return *known;
    TACIT_TRY(source.find_all_sheets(stop));
    const auto& sheets = source.sheets();
    if (const auto found = find_sheet(sheets, wanted)) return *found;
    std::string names;
    for (std::size_t i = 0; i < sheets.size() && i < 20; ++i)
        names += (i == 0 ? "\"" : ", \"") + sheets[i].name + "\"";
    if (wanted.empty())
        return refused("All sheets of the workbook are hidden. Name the one to read: " + names + ".");
    return refused("There is no sheet \"" + wanted + "\". Choose one of these: " + names + ".");
}

// What is known of the origin before the source is asked is filled in.
Result<std::shared_ptr<const Dataset>> read_source(Source& source, Origin origin,
                                                   const ImportOptions& options, const std::stop_token& stop,
                                                   const Progress& progress) {
    if (options.skip_last > max_skipped_rows)
        return error(Fault::usage,
                     "at most " + std::to_string(max_skipped_rows) + " rows at the end can be left out");
    if (options.header_rows == 0 || options.header_rows > max_header_rows)
        return error(Fault::usage,
                     "from 1 to " + std::to_string(max_header_rows) + " rows can name the columns together");
    const auto last_of_header = std::uint64_t{options.header_row} + options.header_rows - 1;
    if (options.header_row != 0 && !options.no_header &&
        (!options.range.has_row(options.header_row) || last_of_header > options.range.last_row))
        return error(Fault::usage, "the row that names the columns, row " +
                                       std::to_string(options.header_row) +
                                       ", lies outside of the cell range");
    TACIT_ASSIGN(const std::size_t sheet, choose_sheet(source, options.sheet, stop));
    // A guess that looked at the whole sheet says nothing about a part that begins further below.
    auto guessed = source.sniff().header_row;
    // Of delimited text the whole beginning was looked at before.
    if (guessed == 0 && options.header_row == 0 && !options.no_header && source.sniff().delimiter == 0)
        guessed = find_header(source, sheet, options.range, stop);
    DatasetBuilder builder(options, options.range.has_row(guessed) ? guessed : 0);
    TACIT_TRY(source.read(sheet, options.range, builder, stop, progress));
    origin.sheet = source.sheets()[sheet].name;
    for (const auto& info : source.sheets()) {
        origin.sheets.push_back(info.name);
        if (info.hidden) origin.hidden_sheets.push_back(info.name);
    }
    origin.encoding = source.sniff().encoding;
    origin.encoding_open = origin.format.empty() && source.sniff().encoding_open;
    if (origin.format.empty()) origin.format = source.sniff().format;
    origin.delimiter = source.sniff().delimiter;
    origin.statement = source.statement();
    origin.groups = source.groups();
    return builder.finish(std::move(origin), stop);
}

Origin origin_at(const std::filesystem::path& path, std::string name = {}) {
    Origin origin;
    origin.path = path;
    origin.name = std::move(name);
    return origin;
}

}  // namespace

Result<std::shared_ptr<const Dataset>> load(const std::filesystem::path& path, const ImportOptions& options,
                                            const std::stop_token& stop, const Progress& progress) {
    TACIT_ASSIGN(const std::unique_ptr<Source> source, open_path(path, options, stop));
    return read_source(*source, origin_at(path), options, stop, progress);
}

Result<std::shared_ptr<const Dataset>> load(OpenedSource& opened, const ImportOptions& options,
                                            const std::stop_token& stop, const Progress& progress) {
    return read_source(*opened.source, origin_at(opened.file, opened.name), options, stop, progress);
}

Result<std::shared_ptr<const Dataset>> preview(const std::filesystem::path& path, std::uint32_t rows,
                                               const ImportOptions& options, const std::stop_token& stop) {
    TACIT_ASSIGN(const std::unique_ptr<Source> source, open_path(path, options, stop));
    const std::uint32_t header = std::max({options.header_row, source->sniff().header_row, 1u});
    ImportOptions few = options;
    few.range.last_row = std::min<std::uint64_t>(options.range.last_row,
                                                 std::uint64_t{header} + options.header_rows - 1 + rows);
    auto shown = read_source(*source, origin_at(path), few, stop, {});
    if (shown || shown.error().fault != Fault::file_refused) return shown;
    // Perhaps the table begins further below.
    return read_source(*source, origin_at(path), options, stop, {});
}

Result<std::vector<SheetInfo>> sheets(const std::filesystem::path& path) {
    TACIT_ASSIGN(const std::unique_ptr<Source> source, open_path(path, {}, {}));
    TACIT_TRY(source->find_all_sheets({}));
    return source->sheets();
}

Result<std::shared_ptr<const Dataset>> load_bytes(std::string bytes, const std::filesystem::path& path,
                                                  const ImportOptions& options, const std::stop_token& stop,
                                                  const Progress& progress) {
    return load_bytes(std::move(bytes), origin_at(path), options, stop, progress);
}

Result<std::shared_ptr<const Dataset>> load_bytes(std::string bytes, Origin origin,
                                                  const ImportOptions& options, const std::stop_token& stop,
                                                  const Progress& progress) {
    if (is_zip(bytes)) {
        TACIT_ASSIGN(const std::unique_ptr<Source> source, open_zip(ZipArchive::open(as_view(bytes)), stop));
        return read_source(*source, std::move(origin), options, stop, progress);
    }
    TACIT_ASSIGN(const std::unique_ptr<Source> source,
                 open_bytes(std::move(bytes), origin.path, options, stop));
    return read_source(*source, std::move(origin), options, stop, progress);
}

}  // namespace tacit::table
