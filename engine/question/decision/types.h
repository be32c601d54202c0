#pragma once

#include <optional>
#include <string>

#include "question/decision/formula.h"

namespace tacit::question::decision {

/// What is wrong with a formula, at which bytes of its text.
struct Flaw {
    std::size_t begin = 0, end = 0;
    std::string text;
};

/// Decides which names are votes, checks that everything is of the type that its place wants, and fills in
/// what a formula answers and asks for. The root is as the parser left it: each name a field.
std::optional<Flaw> complete(Formula& formula);

/// Among so many: whether the participants that the formula names are there, and nobody is asked for nothing.
std::optional<Flaw> flaw_among(const Formula& formula, std::uint16_t participants);

/// The same for everybody whatever they bring: made of numbers, + - * / and count(NAME) of numbers.
bool is_constant(const Node& node);
/// Whether a part of it depends on who the recipient is.
bool has_mine(const Node& node);
/// Whether a part of it depends on which participant is looked at around it.
bool has_own_field(const Node& node);

}  // namespace tacit::question::decision
