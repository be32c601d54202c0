#include "table/file_kind.h"

#include <algorithm>
#include <array>
#include <string>

#include "table/source.h"

namespace tacit::table {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view save_as =
    "Open it in its program and save it as an Excel workbook (.xlsx) or as CSV.";

bool starts_with(std::string_view bytes, std::string_view mark) {
    return bytes.substr(0, mark.size()) == mark;
}

// Names in an OLE compound file are UTF-16.
bool has_ole_name(std::string_view bytes, std::string_view name) {
    std::string wide;
    for (const char c : name) {
        wide.push_back(c);
        wide.push_back('\0');
    }
    return bytes.find(wide) != std::string_view::npos;
}

Error ole_refused(std::string_view bytes) {
    if (has_ole_name(bytes, "EncryptedPackage"))
        return refused(
            "The workbook is protected by a password. Open it in the spreadsheet program, remove the "
            "password under File, Info, Protect Workbook, and save a copy.");
    if (has_ole_name(bytes, "Workbook") || has_ole_name(bytes, "Book"))
        return refused("This is a workbook in the old Excel format (.xls). " + std::string(save_as));
    return refused("This is an old office document rather than a table. " + std::string(save_as));
}

// Lower-case ASCII of the first bytes that are no white space or byte order mark.
std::string beginning(std::string_view bytes) {
    if (starts_with(bytes, "\xef\xbb\xbf")) bytes.remove_prefix(3);
    while (!bytes.empty() && (bytes[0] == ' ' || bytes[0] == '\t' || bytes[0] == '\r' || bytes[0] == '\n'))
        bytes.remove_prefix(1);
    std::string out(bytes.substr(0, 1024));
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
    if (starts_with(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return ole_refused(bytes);
    // Workbooks of Excel 2 to 4 begin with a BOF record.
    for (const auto mark :
         {"\x09\x00\x04\x00"sv, "\x09\x02\x06\x00"sv, "\x09\x04\x06\x00"sv, "\x09\x08\x10\x00"sv})
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
    if (starts_with(text, "<!doctype html") || starts_with(text, "<html") || starts_with(text, "<table"))
        return refused("This is a web page, although it may be named like a spreadsheet. " +
                       std::string(save_as));
    if (starts_with(text, "<?xml"))
        return refused("This is an XML document rather than a table. " + std::string(save_as));
    return FileKind::text;
}

Status check_workbook(const ZipArchive& archive) {
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
        {"content.xml", "an OpenDocument file such as an .ods spreadsheet"},
    }};
    for (const auto& [entry, what] : known)
        if (archive.find(entry))
            return refused("This is " + std::string(what) + ", which this version does not read. " +
                           std::string(save_as));
    if (!archive.find("_rels/.rels"))
        return refused(
            "This is a compressed archive rather than a table. Unpack it, and choose the Excel workbook "
            "(.xlsx) or CSV file in it.");
    return {};
}

}  // namespace tacit::table
