#include "question/catalogue.h"

#include <array>

#include "question/decision/decision.h"
#include "question/overlap/overlap.h"
#include "question/total/total.h"

namespace tacit::question {

namespace {
const Total total;
const Overlap overlap;
// In the order of the alternatives of api::Question.
const std::array<const Definition*, 2> all{&total, &overlap};
static_assert(std::variant_size_v<api::Question> == 2);
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
    out.push_back(decision_card());
    return out;
}

}  // namespace tacit::question
