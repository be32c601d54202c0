#include "table/copied.h"

#include <algorithm>
#include <vector>

#include "table/file_kind.h"
#include "table/html_tables.h"
#include "table/load.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

struct Form {
    std::string bytes;
    std::string format;  ///< for people; empty: as the reader calls it
    bool displayed;
};

constexpr const char* exact_values = "exact values";

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_spreadsheetml(std::string_view bytes) {
    const auto kind = file_kind(bytes);
    return kind && *kind == FileKind::xml_sheet;
}

// Text without a tab is one column, unless its first line has other delimiters: then it comes from a text
// file, which is what it displays, and the import finds the delimiter.
Form form_of(std::string_view text) {
    const auto first_line = text.substr(0, text.find_first_of("\r\n"));
    const bool from_file = text.find('\t') == std::string_view::npos &&
                           first_line.find_first_of(",;|") != std::string_view::npos;
    // The line with which programs tell each other the delimiter: decimal commas are none then.
    return {(from_file ? "" : "sep=\t\n") + std::string(text), {}, !from_file};
}

// Browsers copy a part of a page, which need not begin like one; Windows puts lines with offsets in front.
std::string whole_page(std::string_view page) {
    return "<html>" + std::string(page.substr(std::min(page.find('<'), page.size())));
}

std::vector<Form> forms_of(const Copied& copied) {
    std::vector<Form> forms;
    if (is_spreadsheetml(copied.workbook))
        forms.push_back({std::string(copied.workbook), exact_values, false});
    const bool has_text = !is_blank(copied.text);
    if (!utf8_error(copied.page)) {
        auto page = whole_page(copied.page);
        const auto tables = find_tables(page);
        const bool nothing_else = !tables.places.empty() && !tables.other_text;
        const bool only_with_columns = nothing_else && tables.places.size() == 1 && tables.columns > 1 &&
                                       copied.text.find('\t') == std::string_view::npos;
        if (nothing_else && tables.exact)
            forms.push_back({std::move(page), exact_values, false});
        else if (only_with_columns || (!has_text && !tables.places.empty()))
            forms.push_back({std::move(page), "Web page", true});
    }
    if (has_text || forms.empty()) forms.push_back(form_of(copied.text));
    return forms;
}

}  // namespace

Result<std::shared_ptr<const Dataset>> load_copied(const Copied& copied, const std::filesystem::path& name,
                                                   const ImportOptions& options, const std::stop_token& stop,
                                                   const Progress& progress) {
    auto forms = forms_of(copied);
    for (std::size_t i = 0;; ++i) {
        Origin origin;
        origin.path = name;
        origin.format = forms[i].format;
        origin.displayed = forms[i].displayed;
        auto read = load_bytes(std::move(forms[i].bytes), std::move(origin), options, stop, progress);
        const bool refused = !read && read.error().fault == Fault::file_refused;
        if (!refused || i + 1 == forms.size()) return read;
    }
}

}  // namespace tacit::table
