#pragma once

#include <span>
#include <string_view>

#include "question/definition.h"

namespace tacit::question {

/// All questions that this version can run. Adding one is a folder and a line in catalogue.cpp.
std::span<const Definition* const> catalogue();

/// The definition of a kind ("total", ...), or null.
const Definition* find(std::string_view kind);
/// The definition that serves this alternative. Never null.
const Definition& definition_of(const api::Question& question);
std::string kind_of(const api::Question& question);

/// Cards in the order of the catalogue.
std::vector<api::QuestionCard> cards();

}  // namespace tacit::question
