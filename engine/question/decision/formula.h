#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "table/decimal.h"

/// What a Decision computes, as a value: parser.h makes it from text, words.h puts it into plain language,
/// circuit.h makes gates of it, clear.h computes it in the clear. A new form goes into each of these.
namespace tacit::question::decision {

/// sum(NAME): over all participants, of each one's own number. That number is the sum of a column, or typed.
struct Sum {
    std::string name;
    friend bool operator==(const Sum&, const Sum&) = default;
};

enum class Comparison : std::uint8_t { greater, greater_or_equal, less, less_or_equal };

struct Formula {
    Sum left;
    Comparison comparison = Comparison::greater;
    table::Decimal right;
    friend bool operator==(const Formula&, const Formula&) = default;
};

/// The largest magnitude of a participant's own number, in whole units; it has up to six places besides.
inline constexpr std::int64_t largest_value = table::Decimal::max_magnitude;
/// Of a number in a formula: more than any sum over eight participants can be.
inline constexpr table::Decimal largest_literal{static_cast<table::Int128>(10) *
                                                table::Decimal::max_magnitude * table::Decimal::scale};

/// The names that each participant brings a number for, in the order in which they occur, each once.
std::vector<std::string> names_of(const Formula& formula);

/// ">", ">=", "<", "<=".
std::string symbol(Comparison comparison);

/// What a name without quotes is made of: letters (a-z, A-Z, _, all beyond ASCII) and digits.
bool is_name_character(char c);
/// Whether the parser takes the name without quotes: no digit comes first.
bool is_bare(const std::string& name);
/// The name as a formula has it: if need be in quotes, those inside doubled. So no name can end its quotes
/// and go on as part of a sentence.
std::string in_formula(const std::string& name);

/// The formula as text in its shortest form, which parses to the same.
std::string text_of(const Formula& formula);

}  // namespace tacit::question::decision
