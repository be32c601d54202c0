#include "table/xml_part.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "table/limits.h"
#include "table/xml_scanner.h"

namespace tacit::table {

namespace {

// Namespaces are not looked at, so prefixes are cut off instead of resolved: expat is faster that way.
std::string_view local(const char* name) {
    const char* begin = name;
    const char* end = name;
    for (; *end != '\0'; ++end)
        if (*end == ':') begin = end + 1;
    return {begin, static_cast<std::size_t>(end - begin)};
}

struct FreeParser {
    void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

// Binds expat's callbacks to a handler.
class Expat {
  public:
    explicit Expat(XmlHandler& handler) : parser_(XML_ParserCreate(nullptr)), handler_(handler) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), on_start, on_end);
        XML_SetCharacterDataHandler(parser_.get(), on_text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
    }

    Status feed(View piece, bool last) {
        const auto outcome = XML_Parse(parser_.get(), reinterpret_cast<const char*>(piece.data()),
                                       static_cast<int>(piece.size()), last ? 1 : 0);
        if (!own_.ok()) return own_;
        if (!handler_.status().ok()) return handler_.status();
        if (handler_.finished()) return {};
        if (outcome == XML_STATUS_OK) return {};
        return no_proper_xml(XML_ErrorString(XML_GetErrorCode(parser_.get())));
    }

  private:
    static Expat& self(void* data) { return *static_cast<Expat*>(data); }

    static void on_start(void* data, const char* name, const char** pairs) {
        Expat& me = self(data);
        if (me.stopped_) return;
        if (++me.depth_ > max_xml_depth) return me.stop(nested_too_deep());
        me.handler_.start(local(name), XmlAttributes(pairs));
        me.look();
    }
    static void on_end(void* data, const char* name) {
        Expat& me = self(data);
        if (me.stopped_) return;
        --me.depth_;
        me.handler_.end(local(name));
        me.look();
    }
    static void on_text(void* data, const char* piece, int size) {
        Expat& me = self(data);
        if (me.stopped_) return;
        me.handler_.text({piece, static_cast<std::size_t>(size)});
        me.look();
    }
    static void on_doctype(void* data, const char*, const char*, const char*, int) {
        self(data).stop(declares_document_type());
    }

    void stop(Error failure) {
        if (own_.ok()) own_ = std::move(failure);
        halt();
    }
    void look() {
        if (!handler_.status().ok() || handler_.finished()) halt();
    }
    void halt() {
        if (!stopped_) XML_StopParser(parser_.get(), XML_FALSE);
        stopped_ = true;
    }

    std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
    XmlHandler& handler_;
    Status own_;
    int depth_ = 0;
    bool stopped_ = false;
};

// Chooses by how the document begins.
class Parser {
  public:
    explicit Parser(XmlHandler& handler, bool expat = false) : handler_(handler) {
        if (expat) expat_.emplace(handler);
    }

    Status feed(View piece, bool last) {
        if (!expat_ && !scanner_) {
            if (is_utf8_xml(as_text(piece)))
                scanner_.emplace(handler_);
            else
                expat_.emplace(handler_);
        }
        return scanner_ ? scanner_->feed(piece, last) : expat_->feed(piece, last);
    }

  private:
    XmlHandler& handler_;
    std::optional<XmlScanner> scanner_;
    std::optional<Expat> expat_;
};

}  // namespace

std::optional<std::string_view> XmlAttributes::get(std::string_view local_name) const {
    for (auto pair = pairs_; *pair != nullptr; pair += 2)
        if (local(*pair) == local_name) return std::string_view(pair[1]);
    return std::nullopt;
}

std::optional<std::uint32_t> XmlAttributes::number(std::string_view local_name) const {
    const auto text = get(local_name);
    return text ? whole_number(*text) : std::nullopt;
}

std::optional<std::uint32_t> XmlAttributes::whole_number(std::string_view text) {
    if (text.empty() || text.size() > 9) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return value;
}

bool XmlAttributes::flag(std::string_view local_name) const {
    const auto text = get(local_name);
    return text && (*text == "1" || *text == "true");
}

Status parse_part(ZipArchive& archive, std::uint64_t entry, std::uint64_t limit, XmlHandler& handler,
                  const std::stop_token& stop, const Progress& progress) {
    Parser parser(handler);
    const std::uint64_t total = archive.stated_size(entry);
    std::uint64_t done = 0;
    const auto feed = [&](View piece) -> Status {
        TACIT_TRY(parser.feed(piece, false));
        done += piece.size();
        if (progress) progress(done, std::max(done, total));
        return handler.finished() ? error(Fault::cancelled) : Status();
    };
    const Status read = archive.read(entry, limit, stop, feed);
    if (handler.finished() && handler.status().ok()) return {};
    TACIT_TRY(read);
    return parser.feed({}, true);
}

Status parse_xml(std::string_view document, XmlHandler& handler, const std::stop_token& stop,
                 const Progress& progress, bool expat) {
    constexpr std::size_t piece_bytes = 256 * 1024;
    Parser parser(handler, expat);
    for (std::size_t at = 0; at < document.size(); at += piece_bytes) {
        if (stop.stop_requested()) return error(Fault::cancelled);
        TACIT_TRY(parser.feed(as_view(document.substr(at, piece_bytes)), false));
        if (handler.finished()) return {};
        if (progress) progress(std::min(at + piece_bytes, document.size()), document.size());
    }
    return parser.feed({}, true);
}

}  // namespace tacit::table
