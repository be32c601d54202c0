#include "session/json.h"

#include <array>
#include <cstdio>

namespace tacit::session {

void JsonWriter::quoted(std::string_view text) {
    out_ += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out_ += '\\';
            out_ += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            std::array<char, 8> escape;
            std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
            out_ += escape.data();
        } else {
            out_ += c;
        }
    }
    out_ += '"';
}

void JsonWriter::begin(std::string_view name) {
    if (!first_) out_ += ',';
    if (depth_ > 0) out_ += '\n' + std::string(static_cast<std::size_t>(depth_) * 2, ' ');
    first_ = false;
    if (name.empty()) return;
    quoted(name);
    out_ += ": ";
}

void JsonWriter::close(char bracket) {
    --depth_;
    if (!first_) out_ += '\n' + std::string(static_cast<std::size_t>(depth_) * 2, ' ');
    out_ += bracket;
    first_ = false;
}

JsonWriter& JsonWriter::open_object(std::string_view name) {
    begin(name);
    out_ += '{';
    ++depth_;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close_object() {
    close('}');
    return *this;
}

JsonWriter& JsonWriter::open_array(std::string_view name) {
    begin(name);
    out_ += '[';
    ++depth_;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close_array() {
    close(']');
    return *this;
}

JsonWriter& JsonWriter::field(std::string_view name, std::string_view text) {
    begin(name);
    quoted(text);
    return *this;
}

JsonWriter& JsonWriter::number(std::string_view name, std::uint64_t value) {
    begin(name);
    out_ += std::to_string(value);
    return *this;
}

JsonWriter& JsonWriter::null(std::string_view name) {
    begin(name);
    out_ += "null";
    return *this;
}

}  // namespace tacit::session
