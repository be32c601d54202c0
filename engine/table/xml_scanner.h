#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "table/xml_part.h"

namespace tacit::table {

/// Whether a document that begins like this is UTF-8, as nearly all are; others are left to expat.
bool is_utf8_xml(std::string_view beginning);

/// A parser for XML 1.0 (fifth edition) in UTF-8 without document types, several times as fast as expat:
/// large sheets are most of an import's time. It checks that the document is well-formed: UTF-8, characters,
/// tags that match, references, one root. It does not check that the names of attributes differ and which
/// characters beyond ASCII a name has. Takes the document piece by piece; ends with the handler's error.
class XmlScanner {
  public:
    explicit XmlScanner(XmlHandler& handler) : handler_(handler) {}
    Status feed(View piece, bool last);

  private:
    enum class Step { done, more, failed };
    struct Attribute {
        std::size_t name, name_end, value, value_end;
        bool plain;  ///< the value stands there as it is meant
    };

    Status check_utf8(bool last);
    Step scan(bool last);
    Step markup();
    Step start_tag();
    Step attribute(std::size_t& at);
    Step end_tag();
    Step declaration();
    Step text(bool last);
    Step verbatim_text(std::string_view text, std::size_t behind);
    Step reference();
    Step passed(std::size_t to);
    Step fail(const char* why);
    Step fail(Error failure);
    std::size_t decode_value(const Attribute& attribute);
    void give(std::string_view piece);

    XmlHandler& handler_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::size_t valid_ = 0;  ///< so far the buffer is UTF-8
    std::vector<std::string> open_;
    bool rooted_ = false;
    Status status_;
    std::vector<Attribute> attributes_;
    std::vector<const char*> pairs_;
};

/// The refusals that both parsers share.
Error no_proper_xml(const std::string& why);
Error nested_too_deep();
Error declares_document_type();

}  // namespace tacit::table
