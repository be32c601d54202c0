// What FakeEngine says of Decisions: the words, the answers and the templates are the real ones.
#include "question/catalogue.h"
#include "question/decision/builder.h"
#include "question/decision/templates.h"
#include "support/fake_engine.h"

namespace tacit::test {

namespace decision = question::decision;

api::FormulaReading FakeEngine::read_formula(const api::DecisionQuestion& question,
                                             std::uint16_t partners) const {
    return decision::reading_of(question, static_cast<std::uint16_t>(partners + 1));
}

Result<std::vector<api::DecisionResult>> FakeEngine::try_formula(
    const api::DecisionQuestion& question, std::uint16_t partners,
    const std::vector<std::vector<std::string>>& samples) const {
    return decision::try_out(question, static_cast<std::uint16_t>(partners + 1), samples);
}

std::vector<api::DecisionTemplate> FakeEngine::decision_templates() const {
    return decision::templates();
}

Result<api::DecisionQuestion> FakeEngine::fill_template(
    const std::string& name, const std::vector<api::DecisionParameter>& parameters) const {
    return decision::fill(name, parameters);
}

std::vector<std::string> FakeEngine::cautions(const api::Question& question,
                                              const std::vector<std::string>&) const {
    const std::lock_guard lock(mutex_);
    return std::holds_alternative<api::DecisionQuestion>(question) ? cautions_ : std::vector<std::string>();
}

void FakeEngine::set_cautions(std::vector<std::string> cautions) {
    const std::lock_guard lock(mutex_);
    cautions_ = std::move(cautions);
}

}  // namespace tacit::test
