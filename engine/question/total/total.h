#pragma once

#include "question/definition.h"

namespace tacit::question {

inline constexpr std::uint16_t total_most_participants = 64;
inline constexpr std::size_t total_most_columns = 64;

/// Sum, count and mean of numeric columns over all participants, also by category and under rules; see
/// README.md.
class Total final : public Definition {
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
    std::uint16_t hosts(const api::Question& question, std::uint16_t participants) const override;
    bool takes_rules() const override { return true; }
    std::string summary(const Input& input) const override;
    Bytes terms(const Input& input) const override;
    std::string words_of_terms(View terms) const override;
};

}  // namespace tacit::question
