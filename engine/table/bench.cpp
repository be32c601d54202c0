#include "table/bench.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "table/xlsx_number.h"

namespace tacit::table {

namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::array<const char*, 8> places = {"Bergen", "Porto", "Graz",  "Tartu",
                                               "Ulm",    "Gent",  "Turku", "Brno"};

// The values of a row, from its number alone.
struct Row {
    std::uint64_t id;
    std::string customer, amount, share;
    std::uint64_t day;
    std::size_t place;

    Row(std::uint64_t row, unsigned group, std::uint64_t rows)
        : id(row * 7 + group),
          customer("customer " + std::to_string((row * 7919 + group) % rows)),
          amount((row % 11 == 0 ? "-" : "") + std::to_string(row * 31 % 99'973) + "." +
                 std::to_string(10 + row % 90)),
          share("0." + std::to_string(1 + row % 999)),
          day(43'000 + row % 2'500),
          place((row / 3 + group) % places.size()) {}
};

std::string day_text(std::uint64_t day) {
    return date_text(std::to_string(day), FormatClass::date, false).value_or("");
}

/// Appends the row with this number.
using RowText = std::function<void(std::string& out, std::uint64_t row)>;

/// A text that comes into being while it is read.
struct Stream {
    std::string head, tail;
    std::uint64_t rows = 0;
    RowText row;

    std::string rest;
    std::size_t at = 0;
    std::uint64_t next = 0;
    bool begun = false, ended = false;

    std::size_t read(char* out, std::size_t size) {
        std::size_t done = 0;
        while (done < size && fill()) {
            const auto count = std::min(size - done, rest.size() - at);
            std::memcpy(out + done, rest.data() + at, count);
            at += count;
            done += count;
        }
        return done;
    }

  private:
    bool fill() {
        if (at < rest.size()) return true;
        if (ended) return false;
        rest.clear();
        at = 0;
        if (!begun) rest = head;
        begun = true;
        while (next < rows && rest.size() < chunk_bytes) row(rest, next++);
        if (next == rows) {
            rest += tail;
            ended = true;
        }
        return !rest.empty();
    }
};

zip_int64_t serve(void* state, void* data, zip_uint64_t size, zip_source_cmd_t command) {
    auto& stream = *static_cast<Stream*>(state);
    switch (command) {
        case ZIP_SOURCE_OPEN:
            stream.next = 0;
            stream.begun = stream.ended = false;
            stream.rest.clear();
            stream.at = 0;
            return 0;
        case ZIP_SOURCE_READ:
            return static_cast<zip_int64_t>(stream.read(static_cast<char*>(data), size));
        case ZIP_SOURCE_STAT:
            zip_stat_init(static_cast<zip_stat_t*>(data));
            return sizeof(zip_stat_t);
        case ZIP_SOURCE_ERROR: {
            const std::array<int, 2> none = {0, 0};
            std::memcpy(data, none.data(), sizeof none);
            return sizeof none;
        }
        case ZIP_SOURCE_SUPPORTS:
            return ZIP_SOURCE_MAKE_COMMAND_BITMASK(ZIP_SOURCE_OPEN) |
                   ZIP_SOURCE_MAKE_COMMAND_BITMASK(ZIP_SOURCE_READ) |
                   ZIP_SOURCE_MAKE_COMMAND_BITMASK(ZIP_SOURCE_CLOSE) |
                   ZIP_SOURCE_MAKE_COMMAND_BITMASK(ZIP_SOURCE_STAT) |
                   ZIP_SOURCE_MAKE_COMMAND_BITMASK(ZIP_SOURCE_ERROR) |
                   ZIP_SOURCE_MAKE_COMMAND_BITMASK(ZIP_SOURCE_FREE);
        default:
            return 0;
    }
}

struct Part {
    std::string name;
    Stream stream;
};

Status write_zip(const std::filesystem::path& path, std::vector<Part>& parts) {
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == nullptr) return error(Fault::internal, "the archive cannot be made");
    bool good = true;
    for (auto& part : parts) {
        zip_source_t* source = zip_source_function(archive, serve, &part.stream);
        good = good && source != nullptr && zip_file_add(archive, part.name.c_str(), source, 0) >= 0;
    }
    if (good && zip_close(archive) == 0) return {};
    const std::string why = zip_strerror(archive);
    zip_discard(archive);
    return error(Fault::internal, "the archive cannot be written: " + why);
}

std::string letters(unsigned column) {
    std::string out;
    for (unsigned n = column + 1; n > 0; n = (n - 1) / 26)
        out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
    return out;
}

Part small(std::string name, std::string text) {
    Part part{std::move(name), {}};
    part.stream.head = std::move(text);
    return part;
}

constexpr std::array<const char*, 6> names = {"id", "name", "amount", "share", "date", "city"};

std::string name_of(unsigned column) {
    return names[column % 6] + (column < 6 ? std::string() : " " + std::to_string(column / 6 + 1));
}

Status write_csv(const std::filesystem::path& path, const BenchTable& table) {
    Stream stream;
    for (unsigned c = 0; c < table.groups * 6; ++c) stream.head += (c == 0 ? "" : ",") + name_of(c);
    stream.head += "\n";
    stream.rows = table.rows;
    stream.row = [&](std::string& out, std::uint64_t number) {
        for (unsigned g = 0; g < table.groups; ++g) {
            const Row row(number, g, table.rows);
            out += (g == 0 ? "" : ",") + std::to_string(row.id) + "," + row.customer + "," + row.amount +
                   "," + row.share + "," + day_text(row.day) + "," + places[row.place];
        }
        out += "\n";
    };
    std::ofstream file(path, std::ios::binary);
    std::vector<char> chunk(chunk_bytes);
    while (const auto count = stream.read(chunk.data(), chunk.size()))
        file.write(chunk.data(), static_cast<std::streamsize>(count));
    file.close();
    return file ? Status() : error(Fault::internal, "the file cannot be written");
}

constexpr const char* xml_head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const std::string office_space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const std::string main_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

std::vector<Part> xlsx_frame() {
    const std::string relations =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    const auto relation = [](const std::string& id, const std::string& kind, const std::string& target) {
        return "<Relationship Id=\"" + id + "\" Type=\"" + office_space + "/" + kind + "\" Target=\"" +
               target + "\"/>";
    };
    std::vector<Part> parts;
    parts.push_back(small(
        "_rels/.rels",
        xml_head + relations + relation("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>"));
    parts.push_back(small("xl/_rels/workbook.xml.rels",
                          xml_head + relations + relation("r1", "worksheet", "worksheets/sheet1.xml") +
                              relation("r2", "styles", "styles.xml") +
                              relation("r3", "sharedStrings", "sharedStrings.xml") + "</Relationships>"));
    parts.push_back(small("xl/workbook.xml", std::string(xml_head) + "<workbook xmlns=\"" + main_space +
                                                 "\" xmlns:r=\"" + office_space +
                                                 "\"><sheets><sheet name=\"Bench\" sheetId=\"1\" "
                                                 "r:id=\"r1\"/></sheets></workbook>"));
    parts.push_back(small("xl/styles.xml", std::string(xml_head) + "<styleSheet xmlns=\"" + main_space +
                                               "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
                                               "</cellXfs></styleSheet>"));
    return parts;
}

// Shared texts: names of columns, places, then the customers of each row and group.
Status write_xlsx(const std::filesystem::path& path, const BenchTable& table) {
    auto parts = xlsx_frame();
    const unsigned width = table.groups * 6;
    const std::size_t fixed = width + places.size();
    Part texts{"xl/sharedStrings.xml", {}};
    texts.stream.head = std::string(xml_head) + "<sst xmlns=\"" + main_space + "\">";
    for (unsigned c = 0; c < width; ++c) texts.stream.head += "<si><t>" + name_of(c) + "</t></si>";
    for (const auto* place : places) texts.stream.head += "<si><t>" + std::string(place) + "</t></si>";
    texts.stream.rows = table.rows;
    texts.stream.row = [&](std::string& out, std::uint64_t number) {
        for (unsigned g = 0; g < table.groups; ++g)
            out += "<si><t>" + Row(number, g, table.rows).customer + "</t></si>";
    };
    texts.stream.tail = "</sst>";
    Part sheet{"xl/worksheets/sheet1.xml", {}};
    sheet.stream.head =
        std::string(xml_head) + "<worksheet xmlns=\"" + main_space + "\"><sheetData><row r=\"1\">";
    for (unsigned c = 0; c < width; ++c)
        sheet.stream.head += "<c r=\"" + letters(c) + "1\" t=\"s\"><v>" + std::to_string(c) + "</v></c>";
    sheet.stream.head += "</row>";
    sheet.stream.rows = table.rows;
    sheet.stream.row = [&](std::string& out, std::uint64_t number) {
        const std::string at = std::to_string(number + 2);
        out += "<row r=\"" + at + "\" spans=\"1:" + std::to_string(width) + "\">";
        for (unsigned g = 0; g < table.groups; ++g) {
            const Row row(number, g, table.rows);
            const auto cell = [&](unsigned column, const char* more, const std::string& value) {
                out += "<c r=\"" + letters(g * 6 + column) + at + "\"" + more + "><v>" + value + "</v></c>";
            };
            cell(0, "", std::to_string(row.id));
            cell(1, " t=\"s\"", std::to_string(fixed + number * table.groups + g));
            cell(2, "", row.amount);
            cell(3, "", row.share);
            cell(4, " s=\"1\"", std::to_string(row.day));
            cell(5, " t=\"s\"", std::to_string(width + row.place));
        }
        out += "</row>";
    };
    sheet.stream.tail = "</sheetData></worksheet>";
    parts.push_back(std::move(sheet));
    parts.push_back(std::move(texts));
    return write_zip(path, parts);
}

Status write_ods(const std::filesystem::path& path, const BenchTable& table) {
    std::vector<Part> parts;
    parts.push_back(small("mimetype", "application/vnd.oasis.opendocument.spreadsheet"));
    parts.push_back(small("META-INF/manifest.xml",
                          std::string(xml_head) +
                              "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:"
                              "manifest:1.0\"/>"));
    Part content{"content.xml", {}};
    content.stream.head = xml_head;
    content.stream.head +=
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
        "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
        "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
        "xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\">"
        "<office:body><office:spreadsheet><table:table table:name=\"Bench\"><table:table-row>";
    const auto text_cell = [](const std::string& text) {
        return "<table:table-cell office:value-type=\"string\" calcext:value-type=\"string\"><text:p>" +
               text + "</text:p></table:table-cell>";
    };
    const auto number_cell = [](const std::string& value) {
        return "<table:table-cell office:value-type=\"float\" office:value=\"" + value +
               "\" calcext:value-type=\"float\"><text:p>" + value + "</text:p></table:table-cell>";
    };
    for (unsigned c = 0; c < table.groups * 6; ++c) content.stream.head += text_cell(name_of(c));
    content.stream.head += "</table:table-row>";
    content.stream.rows = table.rows;
    content.stream.row = [&](std::string& out, std::uint64_t number) {
        out += "<table:table-row table:style-name=\"ro1\">";
        for (unsigned g = 0; g < table.groups; ++g) {
            const Row row(number, g, table.rows);
            const auto day = day_text(row.day);
            out += number_cell(std::to_string(row.id)) + text_cell(row.customer) + number_cell(row.amount) +
                   number_cell(row.share) +
                   "<table:table-cell office:value-type=\"date\" office:date-value=\"" + day +
                   "\" calcext:value-type=\"date\"><text:p>" + day + "</text:p></table:table-cell>" +
                   text_cell(places[row.place]);
        }
        out += "</table:table-row>";
    };
    content.stream.tail = "</table:table></office:spreadsheet></office:body></office:document-content>";
    parts.push_back(std::move(content));
    return write_zip(path, parts);
}

}  // namespace

Status write_bench_file(const std::filesystem::path& path, BenchFormat format, const BenchTable& table) {
    switch (format) {
        case BenchFormat::csv:
            return write_csv(path, table);
        case BenchFormat::xlsx:
            return write_xlsx(path, table);
        case BenchFormat::ods:
            return write_ods(path, table);
    }
    return {};
}

}  // namespace tacit::table
