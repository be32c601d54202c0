#include "table/csv_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace tacit::table {

namespace {

constexpr std::size_t flush_bytes = 1 << 20;

Error failed(const std::filesystem::path& path, int code) {
    return error(Fault::storage_failed,
                 path.string() + " cannot be written (" + std::strerror(code) +
                     "). Check the free space and your permission for the folder, or choose another one.");
}

bool needs_quotes(std::string_view field) {
    return std::any_of(field.begin(), field.end(),
                       [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; });
}

void append_field(std::string& out, std::string_view field, bool quotes) {
    if (!quotes) {
        out.append(field);
        return;
    }
    out.push_back('"');
    for (std::size_t at = 0; at < field.size();) {
        const auto mark = field.find('"', at);
        if (mark == std::string_view::npos) {
            out.append(field.substr(at));
            break;
        }
        out.append(field.substr(at, mark - at)).append("\"\"");
        at = mark + 1;
    }
    out.push_back('"');
}

// So that the rename itself survives a loss of power.
int sync_folder(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return errno;
    // Some file systems cannot sync a folder and say so; the file itself is safe by then.
    const int code = ::fsync(file) == 0 || errno == EINVAL ? 0 : errno;
    ::close(file);
    return code;
}

}  // namespace

Result<CsvFile> CsvFile::create(const std::filesystem::path& path, const std::filesystem::path& never) {
    std::error_code ignored;
    if (!never.empty() && std::filesystem::equivalent(path, never, ignored))
        return error(Fault::usage, path.string() +
                                       " is the file that the data comes from, and is not overwritten. "
                                       "Choose another name.");
    if (path.filename().empty() || std::filesystem::is_directory(path, ignored))
        return error(Fault::storage_failed, path.string() + " is a folder. Choose a name for the file.");
    std::string temporary = path.string() + ".XXXXXX";
    const int file = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (file < 0) return failed(path, errno);
    return CsvFile(path, std::move(temporary), file);
}

CsvFile::CsvFile(CsvFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      file_(std::exchange(other.file_, -1)),
      first_(other.first_),
      buffer_(std::move(other.buffer_)) {}

CsvFile::~CsvFile() {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(temporary_.c_str());
}

Status CsvFile::line(std::span<const std::string_view> fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) buffer_.push_back(',');
        // Three texts are no longer themselves without quotes: a lone empty field is an empty line, and a
        // file that begins with "sep=" or a byte order mark is read in another way.
        const bool lone = fields.size() == 1 && fields[0].empty();
        const bool opening =
            first_ && i == 0 && (fields[0].starts_with("sep=") || fields[0].starts_with("\xef\xbb\xbf"));
        append_field(buffer_, fields[i], lone || opening || needs_quotes(fields[i]));
    }
    first_ = false;
    buffer_.push_back('\n');
    return buffer_.size() < flush_bytes ? Status() : flush();
}

Status CsvFile::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
        const auto count = ::write(file_, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed(path_, errno);
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    buffer_.clear();
    return {};
}

Status CsvFile::finish() {
    TACIT_TRY(flush());
    if (::fsync(file_) != 0) return failed(path_, errno);
    const int file = std::exchange(file_, -1);
    int code = ::close(file) == 0 ? 0 : errno;
    if (code == 0 && ::rename(temporary_.c_str(), path_.c_str()) != 0) code = errno;
    if (code != 0) {
        ::unlink(temporary_.c_str());
        return failed(path_, code);
    }
    code = sync_folder(path_);
    return code == 0 ? Status() : Status(failed(path_, code));
}

Status write_rows(const Dataset& dataset, std::span<const std::size_t> rows,
                  const std::filesystem::path& path) {
    TACIT_ASSIGN(CsvFile file, CsvFile::create(path, dataset.origin().path));
    std::vector<std::string_view> fields;
    for (const auto& column : dataset.columns()) fields.push_back(column.name);
    TACIT_TRY(file.line(fields));
    for (const auto row : rows) {
        for (std::size_t column = 0; column < fields.size(); ++column)
            fields[column] = dataset.cell(row, column);
        TACIT_TRY(file.line(fields));
    }
    return file.finish();
}

Status write_pairs(std::pair<std::string_view, std::string_view> header,
                   const std::vector<std::pair<std::string, std::string>>& pairs,
                   const std::filesystem::path& path, const std::filesystem::path& never) {
    TACIT_ASSIGN(CsvFile file, CsvFile::create(path, never));
    TACIT_TRY(file.line(std::array{header.first, header.second}));
    for (const auto& [name, value] : pairs)
        TACIT_TRY(file.line(std::array<std::string_view, 2>{name, value}));
    return file.finish();
}

}  // namespace tacit::table
