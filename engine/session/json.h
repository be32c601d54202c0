#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tacit::session {

/// Writes JSON (RFC 8259) with two blanks of indentation. The caller balances the calls.
class JsonWriter {
  public:
    JsonWriter& open_object(std::string_view name = {});
    JsonWriter& close_object();
    JsonWriter& open_array(std::string_view name);
    JsonWriter& close_array();
    JsonWriter& field(std::string_view name, std::string_view text);
    JsonWriter& number(std::string_view name, std::uint64_t value);
    JsonWriter& null(std::string_view name);

    std::string take() && { return std::move(out_) + "\n"; }

  private:
    void begin(std::string_view name);
    void close(char bracket);
    void quoted(std::string_view text);
    std::string out_;
    int depth_ = 0;
    bool first_ = true;
};

}  // namespace tacit::session
