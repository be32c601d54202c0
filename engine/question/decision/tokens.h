#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "table/decimal.h"

namespace tacit::question::decision {

struct Token {
    enum class Kind { end, word, name, number, sign, wrong };
    Kind kind = Kind::end;
    std::string text{};  ///< word: as written; name: without its quotes; sign: itself; wrong: what is
    table::Decimal number{};
    std::size_t begin = 0, end = 0;  ///< bytes
};

/// Cuts a text, valid UTF-8, into words, quoted names, numbers and signs. The grammar is in parser.h.
class Tokens {
  public:
    explicit Tokens(std::string_view text) : text_(text) { advance(); }

    const Token& now() const { return now_; }
    void advance();
    /// What stands here, for a message: "the end", or the text in quotes.
    std::string found() const;
    std::size_t behind() const { return last_end_; }  ///< the end of the token before

  private:
    void read_number();
    void read_quoted();
    void read_sign();
    void wrong(std::size_t begin, std::size_t end, const std::string& what);
    std::string_view digits();
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    std::string_view text_;
    std::size_t at_ = 0, last_end_ = 0;
    Token now_;
};

}  // namespace tacit::question::decision
