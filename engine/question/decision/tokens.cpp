#include "question/decision/tokens.h"

#include <array>

#include "base/ascii.h"
#include "question/decision/formula.h"
#include "question/decision/parser.h"
#include "question/text.h"

namespace tacit::question::decision {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}
bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

void Tokens::wrong(std::size_t begin, std::size_t end, const std::string& what) {
    now_ = {Token::Kind::wrong, what, {}, begin, end};
    at_ = text_.size();
}

void Tokens::advance() {
    if (now_.kind == Token::Kind::wrong) return;
    last_end_ = at_;
    while (is_blank(peek())) ++at_;
    now_ = {};
    now_.begin = now_.end = at_;
    if (at_ >= text_.size()) return;
    if (is_digit(peek())) return read_number();
    if (peek() == '"' || peek() == '`') return read_quoted();
    if (!is_name_character(peek())) return read_sign();
    now_.kind = Token::Kind::word;
    while (is_name_character(peek())) now_.text += text_[at_++];
    now_.end = at_;
}

std::string_view Tokens::digits() {
    const auto begin = at_;
    while (is_digit(peek())) ++at_;
    return text_.substr(begin, at_ - begin);
}

void Tokens::read_number() {
    const auto begin = at_;
    const auto whole = digits();
    std::string_view fraction;
    if (peek() == '.') {
        ++at_;
        fraction = digits();
        if (fraction.empty()) return wrong(at_, at_, "digits are expected behind the decimal point");
    }
    if ((peek() == ',' || peek() == '\'') && is_digit(peek(1)))
        return wrong(at_, at_ + 1,
                     "a number has digits and a decimal point only: write 1000000, not 1,000,000. A comma "
                     "between two numbers needs a blank behind it");
    if (is_name_character(peek()))
        return wrong(begin, at_ + 1,
                     "a name that begins with a digit needs quotes, and a number has digits and a decimal "
                     "point only");
    if (fraction.find_first_not_of('0', table::Decimal::places) != std::string_view::npos)
        return wrong(begin, at_, "a number has at most six decimal places");
    table::Int128 micros = 0;
    const auto add = [&](char digit) {
        if (micros <= largest_literal.micros()) micros = micros * 10 + (digit - '0');
    };
    for (const char digit : whole) add(digit);
    // Whatever was too large before is so with places too.
    for (std::size_t place = 0; place < table::Decimal::places; ++place)
        add(place < fraction.size() ? fraction[place] : '0');
    if (micros > largest_literal.micros()) return wrong(begin, at_, "a number is beyond 10^19");
    now_ = {Token::Kind::number, {}, table::Decimal(micros), begin, at_};
}

void Tokens::read_quoted() {
    const auto begin = at_;
    const char quote = text_[at_++];
    std::string name;
    for (; at_ < text_.size(); ++at_) {
        if (text_[at_] == quote) {
            ++at_;
            if (peek() != quote) {
                if (!is_name(name, longest_name))
                    return wrong(begin, at_, "a name is empty, longer than 200 bytes or not plain text");
                now_ = {Token::Kind::name, std::move(name), {}, begin, at_};
                return;
            }
        }
        name += text_[at_];
    }
    wrong(begin, text_.size(), std::string("this quote has no end: another ") + quote + " is missing");
}

void Tokens::read_sign() {
    now_.kind = Token::Kind::sign;
    for (const std::string_view two : {">=", "<=", "!=", "<>", "==", "=>", "=<"})
        if (text_.substr(at_, 2) == two) now_.text = two;
    if (now_.text.empty()) now_.text = text_[at_];
    at_ += now_.text.size();
    now_.end = at_;
    if (now_.text == "<>") now_.text = "!=";
}

std::string Tokens::found() const {
    if (now_.kind == Token::Kind::end) return "the end";
    auto end = now_.begin;
    while (end < text_.size() && !is_blank(text_[end]) && end - now_.begin < 20) ++end;
    while (end < text_.size() && continues_character(text_[end])) ++end;
    return "\"" + std::string(text_.substr(now_.begin, end - now_.begin)) + '"';
}

}  // namespace tacit::question::decision
