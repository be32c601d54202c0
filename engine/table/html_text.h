#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tacit::table {

/// A tag of a web page, or the text in front of the next one.
struct HtmlPiece {
    bool tag = false;
    bool closing = false;
    std::string name;             ///< of a tag, lower case
    std::string_view attributes;  ///< of a tag, as they stand there
    std::string_view text;
};

/// A cursor over a web page that forgives what browsers forgive. Comments, declarations, scripts and style
/// sheets are left out. Every piece takes at least a byte, and no byte is looked at more than twice.
class HtmlPieces {
  public:
    explicit HtmlPieces(std::string_view page) : page_(page) {}
    bool next(HtmlPiece& out);
    std::size_t offset() const { return at_; }

  private:
    bool skip_unseen();
    void skip_behind(std::string_view mark);
    void take_tag(HtmlPiece& out);

    std::string_view page_;
    std::size_t at_ = 0;
    std::string skipped_until_;  ///< a script or style sheet is open: the tag that ends it
};

/// The value of an attribute; empty if it has none; nothing if it is not there.
std::optional<std::string_view> html_attribute(std::string_view attributes, std::string_view name);

/// What becomes of white space. LibreOffice writes the spaces and tabs of a cell as they are, and breaks
/// lines between its own tags only.
enum class HtmlSpace {
    collapse,        ///< each run of it is one space
    collapse_lines,  ///< each run with an end of line in it
    keep,
};

/// Appends the text with its character references resolved.
void append_html_text(std::string_view text, std::string& out, HtmlSpace space = HtmlSpace::collapse);

}  // namespace tacit::table
