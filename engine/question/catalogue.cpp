#include "question/catalogue.h"

#include <array>

#include "question/decision/decision.h"
#include "question/overlap/overlap.h"
#include "question/total/total.h"

namespace tacit::question {

namespace {
const Total total;
const Overlap overlap;
const Decision decision;
// In the order of the alternatives of api::Question.
const std::array<const Definition*, 3> all{&total, &overlap, &decision};
static_assert(std::variant_size_v<api::Question> == all.size());
}  // namespace

std::span<const Definition* const> catalogue() {
    return all;
}

const Definition* find(std::string_view kind) {
    for (const auto* definition : all)
        if (definition->card().kind == kind) return definition;
    return nullptr;
}

const Definition& definition_of(const api::Question& question) {
    return *all[question.index()];
}

std::string kind_of(const api::Question& question) {
    return definition_of(question).card().kind;
}

std::vector<api::QuestionCard> cards() {
    std::vector<api::QuestionCard> out;
    for (const auto* definition : all) out.push_back(definition->card());
    return out;
}

}  // namespace tacit::question
