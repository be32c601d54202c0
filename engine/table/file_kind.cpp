#include "table/file_kind.h"

#include <algorithm>
#include <array>
#include <string>

#include "table/ole_file.h"
#include "table/source.h"

namespace tacit::table {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view save_as =
    "Open it in its program and save it as an Excel workbook (.xlsx) or as CSV.";

bool starts_with(std::string_view bytes, std::string_view mark) {
    return bytes.substr(0, mark.size()) == mark;
}

// Lower-case ASCII of the first bytes that are no white space or byte order mark.
std::string beginning(std::string_view bytes) {
    if (starts_with(bytes, "\xef\xbb\xbf")) bytes.remove_prefix(3);
    while (!bytes.empty() && (bytes[0] == ' ' || bytes[0] == '\t' || bytes[0] == '\r' || bytes[0] == '\n'))
        bytes.remove_prefix(1);
    std::string out(bytes.substr(0, 4096));
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

}  // namespace

bool is_zip(std::string_view beginning) {
    return starts_with(beginning, "PK\x03\x04") || starts_with(beginning, "PK\x05\x06");
}

Result<FileKind> file_kind(std::string_view bytes) {
    if (bytes.empty()) return refused("The file is empty. Choose a file with a table in it.");
    if (is_zip(bytes)) return FileKind::zip;
    if (is_ole(bytes)) return FileKind::xls;
    // A bare stream of a workbook: BOF of BIFF5 or BIFF8, whose data begin with the version.
    if (starts_with(bytes, "\x09\x08"sv) && bytes.size() >= 6 && (bytes[5] == '\5' || bytes[5] == '\6'))
        return FileKind::xls;
    // Workbooks of Excel 2 to 4 begin with a BOF record.
    for (const auto mark : {"\x09\x00\x04\x00"sv, "\x09\x02\x06\x00"sv, "\x09\x04\x06\x00"sv})
        if (starts_with(bytes, mark))
            return refused("This is a workbook in a very old Excel format. " + std::string(save_as));
    struct Known {
        std::string_view mark;
        std::string_view what;
    };
    constexpr std::array<Known, 8> known = {{{"%PDF-", "a PDF document"},
                                             {"\x89PNG", "a picture"},
                                             {"\xff\xd8\xff", "a picture"},
                                             {"GIF8", "a picture"},
                                             {"SQLite format 3", "a database"},
                                             {"\x1f\x8b", "a compressed file"},
                                             {"Rar!", "a compressed archive"},
                                             {"PAR1", "a Parquet file"}}};
    for (const auto& [mark, what] : known)
        if (starts_with(bytes, mark))
            return refused("This is " + std::string(what) +
                           " rather than a table. Choose an Excel workbook (.xlsx) or a CSV file.");
    const std::string text = beginning(bytes);
    if (!starts_with(text, "<")) return FileKind::text;
    const auto has = [&](std::string_view word) { return text.find(word) != std::string::npos; };
    if (has("urn:schemas-microsoft-com:office:spreadsheet") && has("<?xml") && !has("<html"))
        return FileKind::xml_sheet;
    if (has("<!doctype html") || has("<html") || has("<table")) return FileKind::html;
    if (starts_with(text, "<?xml"))
        return refused("This is an XML document rather than a table. " + std::string(save_as));
    return FileKind::text;
}

namespace {

// The first entry of an OpenDocument file says which kind of document it is.
Result<std::string> declared_type(ZipArchive& archive, const std::stop_token& stop) {
    std::string type;
    const auto entry = archive.find("mimetype");
    if (!entry) return type;
    constexpr std::uint64_t longest = 1024;
    TACIT_TRY(archive.read(*entry, longest, stop, [&](View piece) -> Status {
        type += as_text(piece);
        return {};
    }));
    return type;
}

}  // namespace

Result<WorkbookKind> workbook_kind(ZipArchive& archive, const std::stop_token& stop) {
    struct Known {
        const char* entry;
        std::string_view what;
    };
    constexpr std::array<Known, 6> known = {{
        {"Index/Document.iwa", "a document of Numbers, Pages or Keynote"},
        {"Index.zip", "a document of Numbers, Pages or Keynote"},
        {"xl/workbook.bin", "a binary workbook (.xlsb)"},
        {"word/document.xml", "a text document"},
        {"ppt/presentation.xml", "a presentation"},
        {"encrypted-package", "a spreadsheet protected by a password"},
    }};
    for (const auto& [entry, what] : known)
        if (archive.find(entry))
            return refused("This is " + std::string(what) + ", which this version does not read. " +
                           std::string(save_as));
    TACIT_ASSIGN(const std::string type, declared_type(archive, stop));
    constexpr std::string_view open_document = "application/vnd.oasis.opendocument.";
    if (starts_with(type, open_document)) {
        if (type.find("spreadsheet") != std::string::npos) return WorkbookKind::ods;
        return refused("This is an OpenDocument file, but no spreadsheet. " + std::string(save_as));
    }
    if (archive.find("_rels/.rels")) return WorkbookKind::xlsx;
    if (archive.find("content.xml") && archive.find("META-INF/manifest.xml")) return WorkbookKind::ods;
    return refused(
        "This is a compressed archive rather than a table. Unpack it, and choose the workbook or CSV file in "
        "it.");
}

}  // namespace tacit::table
