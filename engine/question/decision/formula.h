#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/question.h"
#include "table/decimal.h"

/// What a Decision computes, as a value: parser.h makes it from text, words.h puts it into plain language,
/// circuit.h makes gates of it, clear.h computes it in the clear. A new form goes into each of these, and
/// into types.cpp.
namespace tacit::question::decision {

/// How somebody's own number for a name comes from their column. A typed number is a column of one cell.
enum class Local : std::uint8_t { sum, count, smallest, largest, average };

enum class Comparison : std::uint8_t {
    greater,
    greater_or_equal,
    less,
    less_or_equal,
    equal,
    different,
};

enum class Op : std::uint8_t {
    // Numbers.
    literal,  ///< `number`
    field,    ///< the number of `name` of the participant who is looked at
    negate,
    add,
    subtract,
    multiply,  ///< one side constant
    divide,    ///< by a constant
    least,     ///< of two or more numbers
    most,
    // Numbers from all participants: the operand is each one's own.
    sum,
    min,
    max,
    average,
    quartile,  ///< the `index`-th, 1 to 3, between the closest ranks: position (n - 1) * index / 4
    count,     ///< of a condition: of how many it holds; of a field: how many participants there are
    // Of either type.
    of_place,  ///< the operand as the participant at `index` has it
    mine,      ///< as the recipient has it
    choose,    ///< condition, then, else
    // Conditions.
    vote,  ///< the yes or no of `name` of the participant who is looked at
    compare,
    between,  ///< value, low, high; limits included
    conjunction,
    disjunction,
    negation,
    all,
    any,
    none,
    // The answer alone.
    highest,  ///< all who share the highest
    lowest,
    withheld,  ///< condition, answer: no answer where the condition does not hold
};

/// The only partner there is, of two participants; an `index` of of_place.
inline constexpr std::uint16_t the_partner = 0xffff;

struct Node {
    Op op = Op::literal;
    std::vector<Node> operands{};
    std::string name{};
    Local local = Local::sum;
    table::Decimal number{};
    Comparison comparison = Comparison::greater;
    std::uint16_t index = 0;
    std::uint32_t begin = 0, end = 0;  ///< bytes of the text, for messages; of no say in what is equal
    std::string unit{};                ///< of a literal, for people (units.h); likewise
    friend bool operator==(const Node& a, const Node& b) {
        return a.op == b.op && a.operands == b.operands && a.name == b.name && a.local == b.local &&
               a.number == b.number && a.comparison == b.comparison && a.index == b.index;
    }
};

/// A number, or a yes or no, that participants bring.
struct Field {
    std::string name;
    Local local = Local::sum;
    bool vote = false;
    std::uint32_t places = 0;  ///< who brings it, bit by place; all ones: everybody
    std::string unit{};        ///< as declared; empty = none
    bool asks(std::uint16_t place) const { return (places >> place & 1) != 0; }
    friend bool operator==(const Field&, const Field&) = default;
};
inline constexpr std::uint32_t everybody = 0xffffffff;

struct Formula {
    Node root;
    api::AnswerKind kind = api::AnswerKind::yes_no;
    bool own = false;           ///< each recipient has an answer of their own: there is a `mine`
    std::vector<Field> fields;  ///< in the order of the text, each (name, local) once
    std::string unit{};         ///< of a number as the answer; empty = none
    friend bool operator==(const Formula&, const Formula&) = default;
};

/// The largest magnitude of a participant's own number, in whole units; it has up to six places besides.
inline constexpr std::int64_t largest_value = table::Decimal::max_magnitude;
/// Of a number in a formula: more than any sum over eight participants can be.
inline constexpr table::Decimal largest_literal{static_cast<table::Int128>(10) *
                                                table::Decimal::max_magnitude * table::Decimal::scale};

/// The names that participants are asked for, in the order of the text, each once.
std::vector<std::string> names_of(const Formula& formula);

/// ">", ">=", "<", "<=", "=", "!=".
std::string symbol(Comparison comparison);
/// "sum", "count", "min", "max", "average": as it stands behind the point of a name.
std::string suffix(Local local);

/// What a name without quotes is made of: letters (a-z, A-Z, _, all beyond ASCII) and digits.
bool is_name_character(char c);
/// and, or, not, between, if, then, else; in lower case.
bool is_reserved(const std::string& word);
std::string lower_case(std::string word);
/// Whether the parser takes the name without quotes: no digit comes first, and it is no reserved word.
bool is_bare(const std::string& name);
/// The name as a formula has it: if need be in quotes, those inside doubled. So no name can end its quotes
/// and go on as part of a sentence.
std::string in_formula(const std::string& name);

/// The formula as text, with no more brackets than needed, which parses to the same.
std::string text_of(const Formula& formula);
std::string text_of(const Node& node);

}  // namespace tacit::question::decision
