#pragma once

#include <optional>

#include "question/definition.h"

namespace tacit::question {

/// What is wrong with a column of more different keys than the protocol takes; nothing if they fit.
std::optional<api::ImportIssue> too_many_keys(std::uint64_t different, api::Security security);

/// Which rows, or how many keys, two participants have in common; see README.md.
class Overlap final : public Definition {
  public:
    api::QuestionCard card() const override;
    Bytes encode(const api::Question& question) const override;
    Result<api::Question> decode(View bytes) const override;
    Status validate(const api::Question& question, std::uint16_t participants) const override;
    api::ProposalText describe(const api::Question& question, std::uint16_t participants) const override;
    Result<api::ContributionCheck> check(const api::Question& question, const Input& input,
                                         const std::stop_token& stop) const override;
    Result<Outcome> run(const api::Question& question, const Input& input,
                        RunContext& context) const override;
    std::uint64_t bytes_estimate(const api::Question& question, std::uint16_t participants,
                                 std::uint64_t rows) const override;
    std::optional<api::CostEstimate> estimate(const api::Question& question, std::uint16_t participants,
                                              std::uint64_t items, const Machine& machine) const override;
};

}  // namespace tacit::question
