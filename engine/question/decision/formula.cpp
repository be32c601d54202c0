#include "question/decision/formula.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace tacit::question::decision {

namespace {

/// How tightly an operator binds, as in the grammar of parser.h.
int level(const Node& node) {
    switch (node.op) {
        case Op::choose:
        case Op::withheld:
            return 0;
        case Op::disjunction:
            return 1;
        case Op::conjunction:
            return 2;
        case Op::negation:
            return 3;
        case Op::compare:
        case Op::between:
            return 4;
        case Op::add:
        case Op::subtract:
            return 5;
        case Op::multiply:
        case Op::divide:
            return 6;
        case Op::negate:
            return 7;
        case Op::literal:
            return node.number < table::Decimal() ? 7 : 8;
        default:
            return 8;
    }
}

std::string number_text(table::Decimal value) {
    auto text = value.text();
    if (text.find('.') != std::string::npos && text.back() == '0') text.pop_back();
    return text;
}

std::string call(const std::string& function, const Node& node, const std::string& more = {}) {
    std::string out = function + '(';
    for (std::size_t i = 0; i < node.operands.size(); ++i)
        out += (i > 0 ? ", " : "") + text_of(node.operands[i]);
    return out + more + ')';
}

/// With brackets where it binds less tightly than `least`.
std::string operand(const Node& node, int least) {
    auto text = text_of(node);
    return level(node) < least ? '(' + text + ')' : text;
}

std::string binary(const Node& node, const std::string& sign, int own) {
    return operand(node.operands[0], own) + ' ' + sign + ' ' + operand(node.operands[1], own + 1);
}

std::string place_function(std::uint16_t place) {
    if (place == 0) return "organizer";
    return place == the_partner ? "partner" : "partner" + std::to_string(place);
}

std::string operator_text(const Node& node) {
    const auto& x = node.operands;
    switch (node.op) {
        case Op::negate:
            return '-' + operand(x[0], 7);
        case Op::add:
            return binary(node, "+", 5);
        case Op::subtract:
            return binary(node, "-", 5);
        case Op::multiply:
            return binary(node, "*", 6);
        case Op::divide:
            return binary(node, "/", 6);
        case Op::compare:
            return operand(x[0], 5) + ' ' + symbol(node.comparison) + ' ' + operand(x[1], 5);
        case Op::between:
            return operand(x[0], 5) + " between " + operand(x[1], 5) + " and " + operand(x[2], 5);
        case Op::conjunction:
            return binary(node, "and", 2);
        case Op::disjunction:
            return binary(node, "or", 1);
        case Op::negation:
            return "not " + operand(x[0], 3);
        case Op::choose:
            return "if " + operand(x[0], 1) + " then " + operand(x[1], 1) + " else " + operand(x[2], 0);
        case Op::withheld:
            return "if " + operand(x[0], 1) + " then " + operand(x[1], 1);
        default:
            return {};
    }
}

constexpr std::array reserved{"and", "or", "not", "between", "if", "then", "else"};

}  // namespace

std::vector<std::string> names_of(const Formula& formula) {
    std::vector<std::string> names;
    for (const auto& field : formula.fields)
        if (std::find(names.begin(), names.end(), field.name) == names.end()) names.push_back(field.name);
    return names;
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
        case Comparison::equal:
            return "=";
        case Comparison::different:
            return "!=";
    }
    return {};
}

std::string suffix(Local local) {
    switch (local) {
        case Local::sum:
            return "sum";
        case Local::count:
            return "count";
        case Local::smallest:
            return "min";
        case Local::largest:
            return "max";
        case Local::average:
            return "average";
    }
    return {};
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string lower_case(std::string word) {
    for (auto& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return word;
}

bool is_reserved(const std::string& word) {
    return std::find(reserved.begin(), reserved.end(), word) != reserved.end();
}

bool is_bare(const std::string& name) {
    return !name.empty() && !is_digit(name[0]) && std::all_of(name.begin(), name.end(), is_name_character) &&
           !is_reserved(lower_case(name));
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

std::string text_of(const Node& node) {
    switch (node.op) {
        case Op::literal:
            return number_text(node.number);
        case Op::field:
        case Op::vote:
            return in_formula(node.name) + (node.local == Local::sum ? "" : '.' + suffix(node.local));
        case Op::least:
        case Op::min:
            return call("min", node);
        case Op::most:
        case Op::max:
            return call("max", node);
        case Op::sum:
            return call("sum", node);
        case Op::average:
            return call("average", node);
        case Op::quartile:
            return node.index == 2 ? call("median", node)
                                   : call("quartile", node, ", " + std::to_string(node.index));
        case Op::count:
            return call("count", node);
        case Op::of_place:
            return call(place_function(node.index), node);
        case Op::mine:
            return call("mine", node);
        case Op::all:
            return call("all", node);
        case Op::any:
            return call("any", node);
        case Op::none:
            return call("none", node);
        case Op::highest:
            return call("highest", node);
        case Op::lowest:
            return call("lowest", node);
        default:
            return operator_text(node);
    }
}

std::string text_of(const Formula& formula) {
    return text_of(formula.root);
}

}  // namespace tacit::question::decision
