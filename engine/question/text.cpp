#include "question/text.h"

#include <algorithm>

#include "wire/reader.h"

namespace tacit::question {

std::string quoted_list(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += i + 1 == names.size() ? " and " : ", ";
        out += '"' + names[i] + '"';
    }
    return out;
}

namespace {
/// 1200 -> "1,200".
std::string grouped(std::string digits) {
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}
}  // namespace

std::string counted(std::uint64_t number, const std::string& one, const std::string& many) {
    return grouped(std::to_string(number)) + ' ' + (number == 1 ? one : many);
}

std::string grouped(table::Decimal value) {
    const auto text = value.text();
    const std::size_t sign = text[0] == '-' ? 1 : 0, point = std::min(text.find('.'), text.size());
    return text.substr(0, sign) + grouped(text.substr(sign, point - sign)) + text.substr(point);
}

bool is_name(const std::string& name, std::size_t maximum) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    return !name.empty() && name.size() <= maximum && wire::is_utf8(name) &&
           std::none_of(name.begin(), name.end(), control);
}

bool is_unit(const std::string& text) {
    return is_name(text, longest_unit) && std::none_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || c == '"' || c == '.' || c == ',' || c == '?' || c == '!';
           });
}

}  // namespace tacit::question
