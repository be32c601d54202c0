#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "api/question.h"
#include "api/session.h"
#include "base/result.h"
#include "crypto/bench.h"
#include "crypto/random.h"
#include "mpc/channel.h"
#include "mpc/opening_trace.h"
#include "table/dataset.h"

namespace tacit::question {

/// One's own data for a question: a table and, parallel to ProposalText::asked, the column that stands for
/// each asked one. As api::Contribution.
struct Input {
    std::shared_ptr<const table::Dataset> dataset;  ///< null only where every value is typed
    std::vector<std::string> columns;
    std::vector<std::string> values{};
    std::uint16_t place = 0;         ///< whose it is
    std::uint16_t participants = 0;  ///< how many take part; 0 = not decided yet
    api::DisclosureRules rules{};    ///< one's own, besides the question's
    bool leave_out_invalid = false;
};

/// What a run gets besides the question and the data.
struct RunContext {
    std::uint16_t me = 0;  ///< my place; 0 = organizer
    /// By place, null at `me`, and between two from Definition::hosts on.
    std::vector<mpc::Channel*> peers;
    ByteArray<32> agreement{};  ///< hash of the signed agreement, mixed into commitments
    crypto::Random& random;
    mpc::Progress& progress;
    unsigned threads = 1;
    std::stop_token stop{};  ///< the one that `progress` tells of, for what is no protocol
    /// By place: what each signed with its consent, see Definition::terms. Empty is the same as nobody
    /// anything.
    std::vector<Bytes> terms{};
    std::vector<std::string> names{};    ///< of the participants by place, for results that name them
    mpc::OpeningTrace* trace = nullptr;  ///< for tests
    /// To be called by who does not compute, once all who do have what they need of it. May be empty.
    std::function<void()> delivered{};
    std::uint16_t participants() const { return static_cast<std::uint16_t>(peers.size()); }
};

/// What the time of a run is estimated from.
struct Machine {
    crypto::Calibration rates;
    unsigned threads = 1;
};
/// The connection that an estimate assumes, each way.
inline constexpr std::uint64_t assumed_bits_per_second = 100'000'000;

struct Outcome {
    api::ResultView view;
    std::vector<std::size_t> rows;  ///< Overlap with rows: my matching rows, in file order
};

/// A question: everything that differs between Total, Overlap and what comes later. Stateless; one object per
/// kind, listed in the catalogue. The parameters travel as api::Question, of which each definition serves one
/// alternative.
class Definition {
  public:
    virtual ~Definition() = default;

    virtual api::QuestionCard card() const = 0;
    /// Canonical bytes of the parameters: part of the proposal that everybody signs.
    virtual Bytes encode(const api::Question& question) const = 0;
    /// Strict inverse of `encode`; Fault::malformed_message.
    virtual Result<api::Question> decode(View bytes) const = 0;
    /// Fault::usage with a sentence if this cannot be asked among so many participants (organizer included).
    virtual Status validate(const api::Question& question, std::uint16_t participants) const = 0;
    /// The proposal in plain words. `question` must be valid.
    virtual api::ProposalText describe(const api::Question& question, std::uint16_t participants) const = 0;
    /// Pre-flight check of one's own data. The error is for missing columns; bad cells come in the check.
    /// Fault::cancelled when stopped.
    virtual Result<api::ContributionCheck> check(const api::Question& question, const Input& input,
                                                 const std::stop_token& stop = {}) const = 0;
    /// Whether a typed number may stand in the place of a column; else there is always a dataset.
    virtual bool takes_values() const { return false; }
    /// Whether a participant may bring stricter disclosure rules than the question's.
    virtual bool takes_rules() const { return false; }
    /// The places that compute are those from 0 to one less than this, at least two; all others give their
    /// numbers to these. `question` must be valid among so many.
    virtual std::uint16_t hosts(const api::Question& /*question*/, std::uint16_t participants) const {
        return participants;
    }
    /// What the others are told of it when one agrees: "412 rows". Never data, never a file name.
    virtual std::string summary(const Input& input) const;
    /// What of it all agree to with this participant's consent, so that the run can go by it: at most 16
    /// bytes, which RunContext::terms brings to everybody.
    virtual Bytes terms(const Input& /*input*/) const { return {}; }
    /// The same in words, for receipts: "hides a number if ...". Empty where there is nothing to say.
    virtual std::string words_of_terms(View /*terms*/) const { return {}; }
    /// Runs the protocol; the same call on every side.
    virtual Result<Outcome> run(const api::Question& question, const Input& input,
                                RunContext& context) const = 0;
    /// Bytes that one participant sends, for the estimate before the start; `rows` = of one's own table.
    virtual std::uint64_t bytes_estimate(const api::Question& question, std::uint16_t participants,
                                         std::uint64_t rows) const = 0;
    /// What a run among so many, with so many rows or different keys, takes on machines of these rates;
    /// nothing where it is not worth a word. `question` must be valid among so many; 0 is for as few as it
    /// can be asked among.
    virtual std::optional<api::CostEstimate> estimate(const api::Question& /*question*/,
                                                      std::uint16_t /*participants*/, std::uint64_t /*items*/,
                                                      const Machine& /*machine*/) const {
        return std::nullopt;
    }
};

}  // namespace tacit::question
