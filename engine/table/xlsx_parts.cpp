#include "table/xlsx_parts.h"

#include <algorithm>
#include <map>

#include "table/limits.h"
#include "table/unicode.h"
#include "table/xml_part.h"

namespace tacit::table {

namespace {

Error incomplete(const std::string& what) {
    return refused("The workbook is damaged: " + what +
                   ". Open it in the spreadsheet program and save it again.");
}

struct Relation {
    std::string kind;  ///< what stands behind the last slash of its type
    std::string target;
};
using Relations = std::map<std::string, Relation>;

class RelationsHandler final : public XmlHandler {
  public:
    explicit RelationsHandler(std::string from) : from_(std::move(from)) {}

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship") return;
        const auto id = attributes.get("Id");
        const auto type = attributes.get("Type");
        const auto target = attributes.get("Target");
        if (!id || !type || !target || attributes.get("TargetMode") == "External") return;
        if (relations.size() >= max_relationships) return fail(incomplete("it has too many relations"));
        relations[std::string(*id)] = {std::string(type->substr(type->rfind('/') + 1)),
                                       resolve_target(from_, *target)};
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    Relations relations;

  private:
    std::string from_;
};

// Relations of a part stand in a folder beside it; those of the package in the root.
std::string relations_part(const std::string& part) {
    const auto slash = part.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : part.substr(0, slash + 1);
    const std::string name = slash == std::string::npos ? part : part.substr(slash + 1);
    return folder + "_rels/" + name + ".rels";
}

Result<Relations> read_relations(ZipArchive& archive, const std::string& part, const std::stop_token& stop) {
    const auto entry = archive.find(relations_part(part));
    if (!entry) return Relations();
    RelationsHandler handler(part);
    TACIT_TRY(parse_part(archive, *entry, max_small_part_bytes, handler, stop));
    return std::move(handler.relations);
}

const Relation* of_kind(const Relations& relations, std::string_view kind) {
    for (const auto& [id, relation] : relations)
        if (relation.kind == kind) return &relation;
    return nullptr;
}

class WorkbookHandler final : public XmlHandler {
  public:
    explicit WorkbookHandler(const Relations& relations) : relations_(relations) {}

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr") book.date_1904 = attributes.flag("date1904");
        if (name != "sheet") return;
        const auto title = attributes.get("name");
        const auto id = attributes.get("id");
        if (!title || !id) return;
        const auto relation = relations_.find(std::string(*id));
        // Sheets of other kinds hold charts or macros.
        if (relation == relations_.end() || relation->second.kind != "worksheet") return;
        if (book.sheets.size() >= max_sheets) return fail(incomplete("it has too many sheets"));
        const auto state = attributes.get("state");
        book.sheets.push_back({std::string(*title), state == "hidden" || state == "veryHidden"});
        book.parts.push_back(relation->second.target);
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    XlsxWorkbook book;

  private:
    const Relations& relations_;
};

class StylesHandler final : public XmlHandler {
  public:
    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "numFmts") in_formats_ = true;
        if (name == "cellXfs") in_cells_ = true;
        if (name == "numFmt" && in_formats_) {
            const auto id = attributes.number("numFmtId");
            const auto code = attributes.get("formatCode");
            if (!id || !code) return;
            if (custom_.size() >= max_cell_styles) return fail(incomplete("it has too many number formats"));
            custom_[*id] = classify_format(*code);
        }
        if (name == "xf" && in_cells_) {
            if (ids_.size() >= max_cell_styles) return fail(incomplete("it has too many cell styles"));
            ids_.push_back(attributes.number("numFmtId").value_or(0));
        }
    }
    void end(std::string_view name) override {
        if (name == "numFmts") in_formats_ = false;
        if (name == "cellXfs") in_cells_ = false;
    }
    void text(std::string_view) override {}

    std::vector<NumberFormatCode> formats() const {
        std::vector<NumberFormatCode> out;
        out.reserve(ids_.size());
        for (const auto id : ids_) {
            const auto found = custom_.find(id);
            out.push_back(found == custom_.end() ? built_in_format(id) : found->second);
        }
        return out;
    }

  private:
    std::map<std::uint32_t, NumberFormatCode> custom_;
    std::vector<std::uint32_t> ids_;
    bool in_formats_ = false;
    bool in_cells_ = false;
};

// <si> holds <t>, or runs <r><t>, and beside them phonetic guides <rPh><t>, which are no part of the text.
class StringsHandler final : public XmlHandler {
  public:
    StringsHandler(std::size_t limit, std::size_t wanted) : limit_(limit), wanted_(wanted) {}

    void start(std::string_view name, const XmlAttributes&) override {
        if (name == "si") text_.clear();
        if (name == "rPh") phonetic_ = true;
        if (name == "t") collecting_ = !phonetic_;
    }
    void end(std::string_view name) override {
        if (name == "rPh") phonetic_ = false;
        if (name == "t") collecting_ = false;
        if (name != "si") return;
        if (strings.size() >= limit_ || strings.bytes() + text_.size() > max_text_bytes)
            return fail(
                refused("The workbook holds more text than can be read at once. Save the sheet as CSV."));
        strings.add(text_.find("_x") == std::string::npos ? text_ : unescaped(text_));
        if (strings.size() >= wanted_) finish();
    }
    void text(std::string_view piece) override {
        if (!collecting_) return;
        if (text_.size() + piece.size() > max_cell_bytes)
            return fail(
                refused("A text of the workbook is longer than a cell can be. Open it in the spreadsheet "
                        "program and save it again."));
        text_.append(piece);
    }

    SharedStrings strings;

  private:
    std::size_t limit_;
    std::size_t wanted_;
    std::string text_;
    bool collecting_ = false;
    bool phonetic_ = false;
};

// The four hexadecimal digits of an escape at `at`, or nothing.
std::optional<char32_t> escape_at(std::string_view text, std::size_t at) {
    if (text.size() - at < 7 || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_')
        return std::nullopt;
    return four_hex_digits(text.substr(at + 2));
}

}  // namespace

std::string resolve_target(std::string_view from_part, std::string_view target) {
    std::string path;
    if (target.empty() || (target[0] != '/' && target[0] != '\\')) {
        const auto slash = from_part.rfind('/');
        if (slash != std::string_view::npos) path = std::string(from_part.substr(0, slash + 1));
    }
    path.append(target);
    std::replace(path.begin(), path.end(), '\\', '/');
    std::vector<std::string> steps;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string step = path.substr(begin, end - begin);
        if (step == "..") {
            if (!steps.empty()) steps.pop_back();
        } else if (!step.empty() && step != ".") {
            steps.push_back(step);
        }
        begin = end + 1;
    }
    std::string out;
    for (const auto& step : steps) out += (out.empty() ? "" : "/") + step;
    return out;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto value = escape_at(text, at);
        std::size_t length = 7;
        if (value && *value >= 0xd800 && *value < 0xdc00) {
            const auto low = escape_at(text, at + 7);
            const bool pair = low && *low >= 0xdc00 && *low < 0xe000;
            value =
                pair ? std::optional(0x10000 + ((*value - 0xd800) << 10) + (*low - 0xdc00)) : std::nullopt;
            length = 14;
        }
        if (value && *value != 0 && (*value < 0xdc00 || *value > 0xdfff)) {
            append_utf8(out, *value);
            at += length;
        } else {
            out.push_back(text[at++]);
        }
    }
    return out;
}

Result<XlsxWorkbook> read_workbook(ZipArchive& archive, const std::stop_token& stop) {
    TACIT_ASSIGN(const Relations package, read_relations(archive, "", stop));
    const Relation* document = of_kind(package, "officeDocument");
    if (document == nullptr) return incomplete("it does not say where its workbook is");
    const auto entry = archive.find(document->target);
    if (!entry) return incomplete("its workbook part is missing");
    TACIT_ASSIGN(const Relations relations, read_relations(archive, document->target, stop));
    WorkbookHandler handler(relations);
    TACIT_TRY(parse_part(archive, *entry, max_small_part_bytes, handler, stop));
    if (handler.book.sheets.empty())
        return refused("The workbook has no sheet with cells. Choose another file.");
    if (const auto* styles = of_kind(relations, "styles")) handler.book.styles_part = styles->target;
    if (const auto* strings = of_kind(relations, "sharedStrings"))
        handler.book.shared_strings_part = strings->target;
    return std::move(handler.book);
}

Result<std::vector<NumberFormatCode>> read_styles(ZipArchive& archive, const std::string& part,
                                                  const std::stop_token& stop) {
    const auto entry = part.empty() ? std::nullopt : archive.find(part);
    // Without styles a date could not be told from a number, so a missing part is no small matter.
    if (!part.empty() && !entry) return incomplete("its styles are missing");
    StylesHandler handler;
    if (entry) TACIT_TRY(parse_part(archive, *entry, max_small_part_bytes, handler, stop));
    return handler.formats();
}

Result<SharedStrings> read_shared_strings(ZipArchive& archive, const std::string& part,
                                          const std::stop_token& stop, std::size_t limit,
                                          std::size_t wanted) {
    StringsHandler handler(limit, wanted);
    if (part.empty() || wanted == 0) return std::move(handler.strings);
    const auto entry = archive.find(part);
    if (!entry) return incomplete("its texts are missing");
    TACIT_TRY(parse_part(archive, *entry, max_part_bytes, handler, stop));
    return std::move(handler.strings);
}

}  // namespace tacit::table
