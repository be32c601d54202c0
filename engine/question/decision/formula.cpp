#include "question/decision/formula.h"

#include <algorithm>

namespace tacit::question::decision {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::vector<std::string> names_of(const Formula& formula) {
    return {formula.left.name};
}

std::string symbol(Comparison comparison) {
    switch (comparison) {
        case Comparison::greater:
            return ">";
        case Comparison::greater_or_equal:
            return ">=";
        case Comparison::less:
            return "<";
        case Comparison::less_or_equal:
            return "<=";
    }
    return {};
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string in_formula(const std::string& name) {
    if (is_bare(name)) return name;
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += c;
        out += c;
    }
    return out + '"';
}

bool is_bare(const std::string& name) {
    return !name.empty() && !is_digit(name[0]) && std::all_of(name.begin(), name.end(), is_name_character);
}

std::string text_of(const Formula& formula) {
    return "sum(" + in_formula(formula.left.name) + ") " + symbol(formula.comparison) + ' ' +
           formula.right.text();
}

}  // namespace tacit::question::decision
