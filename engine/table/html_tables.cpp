#include "table/html_tables.h"

#include <algorithm>
#include <string>

#include "table/html_text.h"
#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

bool has_value(std::string_view attributes) {
    for (const std::string_view name : {"x:num", "sdval", "data-sheets-value"})
        if (html_attribute(attributes, name)) return true;
    return false;
}

bool names_libre_office(const HtmlPiece& tag) {
    if (tag.name != "meta") return false;
    const auto content = html_attribute(tag.attributes, "content").value_or("");
    return content.find("LibreOffice") != std::string_view::npos ||
           content.find("OpenOffice") != std::string_view::npos;
}

bool is_visible(std::string_view text) {
    std::string shown;
    append_html_text(text, shown);
    return !trimmed(shown).empty();
}

}  // namespace

HtmlTables find_tables(std::string_view page) {
    HtmlTables out;
    HtmlPieces pieces(page);
    HtmlPiece piece;
    std::size_t open = 0, cells = 0;
    bool in_title = false;
    for (std::size_t before = 0; pieces.next(piece) && out.places.size() < max_sheets;
         before = pieces.offset()) {
        if (!piece.tag) {
            if (open == 0 && !in_title && !out.other_text) out.other_text = is_visible(piece.text);
        } else if (piece.name == "table") {
            if (!piece.closing && open++ == 0) out.places.push_back(before);
            if (piece.closing && open > 0) --open;
        } else if (piece.name == "title") {
            in_title = !piece.closing;
        } else if (piece.name == "tr") {
            cells = 0;
        } else if ((piece.name == "td" || piece.name == "th") && !piece.closing && open > 0) {
            out.columns = std::max(out.columns, ++cells);
            if (!out.exact) out.exact = has_value(piece.attributes);
        } else if (names_libre_office(piece)) {
            out.libre_office = true;
        }
    }
    if (out.libre_office && !out.places.empty()) out.exact = true;
    return out;
}

}  // namespace tacit::table
