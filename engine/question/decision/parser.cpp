#include "question/decision/parser.h"

#include <algorithm>

#include "question/text.h"
#include "wire/reader.h"

namespace tacit::question::decision {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// A cursor over the text, which is valid UTF-8. Each `read_...` leaves it behind what it read.
class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<Formula> formula() {
        Formula out;
        TACIT_ASSIGN(out.left, read_sum());
        TACIT_ASSIGN(out.comparison, read_comparison());
        TACIT_ASSIGN(out.right, read_number());
        skip_blanks();
        if (at_ < text_.size()) return wrong(at_, "the formula ends here, but there is more: " + found());
        return out;
    }

  private:
    Result<Sum> read_sum() {
        skip_blanks();
        const auto begin = at_;
        auto word = read_word();
        for (auto& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (word != "sum") {
            at_ = begin;
            return wrong(begin, "a formula begins with sum(NAME), not with " + found());
        }
        TACIT_TRY(read_sign('(', "an opening bracket, as in sum(NAME)"));
        Sum sum;
        TACIT_ASSIGN(sum.name, read_name());
        TACIT_TRY(read_sign(')',
                            "a closing bracket, as in sum(NAME); names with blanks or other characters than "
                            "letters, digits and _ need quotes, as in sum(\"net exposure\")"));
        return sum;
    }

    Result<std::string> read_name() {
        skip_blanks();
        const auto begin = at_;
        std::string name;
        if (peek() == '"' || peek() == '`') {
            TACIT_ASSIGN(name, read_quoted());
        } else {
            name = read_word();
            if (name.empty()) return wrong(begin, "the name of a column is expected, not " + found());
        }
        if (!is_name(name, longest_name))
            return wrong(begin, "a name is empty, longer than 200 bytes or not plain text");
        return name;
    }

    Result<std::string> read_quoted() {
        const auto begin = at_;
        const char quote = text_[at_++];
        std::string name;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == quote) {
                ++at_;
                if (peek() != quote) return name;
            }
            name += text_[at_];
        }
        return wrong(begin, std::string("this quote has no end: another ") + quote + " is missing");
    }

    Result<Comparison> read_comparison() {
        skip_blanks();
        const auto begin = at_;
        while (at_ < text_.size() && std::string_view("<>=!").find(text_[at_]) != std::string_view::npos)
            ++at_;
        const auto sign = text_.substr(begin, at_ - begin);
        for (const auto comparison :
             {Comparison::greater, Comparison::greater_or_equal, Comparison::less, Comparison::less_or_equal})
            if (sign == symbol(comparison)) return comparison;
        at_ = begin;
        return wrong(begin, "a comparison is expected, one of >, >=, < and <=, not " + found());
    }

    Result<table::Decimal> read_number() {
        skip_blanks();
        const auto begin = at_;
        const bool negative = peek() == '-';
        if (negative || peek() == '+') ++at_;
        const auto whole = read_digits();
        std::string_view fraction;
        if (!whole.empty() && peek() == '.') {
            ++at_;
            fraction = read_digits();
            if (fraction.empty()) return wrong(at_, "digits are expected behind the decimal point");
        }
        if (whole.empty()) {
            at_ = begin;
            return wrong(begin, "a number such as 1000000 or -2.5 is expected, not " + found());
        }
        if (at_ < text_.size() && (text_[at_] == ',' || text_[at_] == '\''))
            return wrong(at_, "a number has digits and a decimal point only: write 1000000, not 1,000,000");
        return value_of(begin, negative, whole, fraction);
    }

    Result<table::Decimal> value_of(std::size_t begin, bool negative, std::string_view whole,
                                    std::string_view fraction) const {
        if (fraction.find_first_not_of('0', table::Decimal::places) != std::string_view::npos)
            return wrong(begin, "a number has at most six decimal places");
        table::Int128 micros = 0;
        const auto add = [&](char digit) {
            if (micros <= largest_literal.micros()) micros = micros * 10 + (digit - '0');
        };
        for (const char digit : whole) add(digit);
        // Whatever was too large before is so with places too.
        for (int place = 0; place < table::Decimal::places; ++place)
            add(static_cast<std::size_t>(place) < fraction.size() ? fraction[static_cast<std::size_t>(place)]
                                                                  : '0');
        if (micros > largest_literal.micros()) return wrong(begin, "a number is beyond 10^19");
        return table::Decimal(negative ? -micros : micros);
    }

    Status read_sign(char sign, const std::string& expected) {
        skip_blanks();
        if (peek() != sign) return wrong(at_, expected + " is expected, not " + found());
        ++at_;
        return {};
    }

    std::string read_word() {
        const auto begin = at_;
        while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
        auto word = std::string(text_.substr(begin, at_ - begin));
        if (is_bare(word)) return word;
        at_ = begin;
        return {};
    }

    std::string_view read_digits() {
        const auto begin = at_;
        while (is_digit(peek())) ++at_;
        return text_.substr(begin, at_ - begin);
    }

    void skip_blanks() {
        while (is_blank(peek())) ++at_;
    }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    /// What stands at the cursor, for a message.
    std::string found() const {
        if (at_ >= text_.size()) return "the end";
        auto end = at_;
        while (end < text_.size() && !is_blank(text_[end]) && end - at_ < 20) ++end;
        while (end < text_.size() && continues_character(text_[end])) ++end;
        return "\"" + std::string(text_.substr(at_, end - at_)) + '"';
    }

    Error wrong(std::size_t at, const std::string& what) const {
        const auto before = text_.substr(0, at);
        const auto character =
            1 + std::count_if(before.begin(), before.end(), [](char c) { return !continues_character(c); });
        return error(Fault::usage, "Formula, character " + std::to_string(character) + ": " + what + '.');
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Result<Formula> parse_formula(std::string_view text) {
    if (text.size() > longest_formula)
        return error(Fault::usage,
                     "The formula is longer than " + std::to_string(longest_formula) + " bytes.");
    if (!wire::is_utf8(text)) return error(Fault::usage, "The formula is not plain text.");
    return Parser(text).formula();
}

}  // namespace tacit::question::decision
