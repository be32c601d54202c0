#include "xlsx_file.h"

#include <zip.h>

#include <stdexcept>

namespace {

const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const std::string main_space = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const std::string package = " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";

std::string relation(const std::string& id, const std::string& kind, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + office + "/" + kind + "\" Target=\"" + target + "\"/>";
}

}  // namespace

std::string XlsxFile::bytes(Packing packing) const {
    std::vector<std::pair<std::string, std::string>> entries;
    const auto add = [&](const std::string& name, const std::string& text) {
        const auto found = replaced.find(name);
        const auto& chosen = found == replaced.end() ? text : found->second;
        if (!chosen.empty()) entries.emplace_back(name, chosen);
    };
    add("[Content_Types].xml", head + "<Types/>");
    add("_rels/.rels", head + "<Relationships" + package + ">" +
                           relation("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>");
    std::string list;
    std::string relations;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string n = std::to_string(i + 1);
        list += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + n + "\" r:id=\"s" + n + "\"" +
                sheet_attributes + "/>";
        relations += relation("s" + n, "worksheet", "worksheets/sheet" + n + ".xml");
    }
    if (!styles.empty()) relations += relation("st", "styles", "styles.xml");
    if (!shared.empty()) relations += relation("ss", "sharedStrings", "sharedStrings.xml");
    add("xl/workbook.xml", head + "<workbook" + main_space + " xmlns:r=\"" + office + "\">" + workbook_extra +
                               "<sheets>" + list + "</sheets></workbook>");
    add("xl/_rels/workbook.xml.rels",
        head + "<Relationships" + package + ">" + relations + "</Relationships>");
    if (!styles.empty())
        add("xl/styles.xml", head + "<styleSheet" + main_space + ">" + styles + "</styleSheet>");
    if (!shared.empty()) add("xl/sharedStrings.xml", head + "<sst" + main_space + ">" + shared + "</sst>");
    for (std::size_t i = 0; i < sheets.size(); ++i)
        add("xl/worksheets/sheet" + std::to_string(i + 1) + ".xml", head + "<worksheet" + main_space +
                                                                        "><sheetData>" + sheets[i].second +
                                                                        "</sheetData></worksheet>");
    for (const auto& [name, text] : replaced) {
        bool there = text.empty();
        for (const auto& entry : entries) there = there || entry.first == name;
        if (!there) entries.emplace_back(name, text);
    }
    return zip_of(entries, packing);
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& entries, Packing packing) {
    zip_error_t failure;
    zip_error_init(&failure);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &failure);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &failure);
    if (archive == nullptr) throw std::runtime_error("no archive");
    zip_source_keep(target);
    for (const auto& [name, text] : entries) {
        zip_source_t* part = zip_source_buffer(archive, text.data(), text.size(), 0);
        const auto index = zip_file_add(archive, name.c_str(), part, 0);
        if (index < 0) throw std::runtime_error("no entry");
        if (packing == Packing::stored)
            zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    }
    if (zip_close(archive) != 0) throw std::runtime_error("not written");
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(target, &stat) != 0) throw std::runtime_error("no size");
    std::string out(stat.size, '\0');
    if (zip_source_open(target) != 0) throw std::runtime_error("not readable");
    zip_source_read(target, out.data(), out.size());
    zip_source_close(target);
    zip_source_free(target);
    return out;
}
