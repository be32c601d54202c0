#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/dataset.h"
#include "api/question.h"
#include "api/task.h"
#include "base/clock.h"
#include "base/result.h"

namespace tacit::api {

/// Unsubscribes when destroyed. After the destructor has returned, the callback is not running and never
/// will.
class Subscription {
  public:
    virtual ~Subscription() = default;
};
using SubscriptionPtr = std::unique_ptr<Subscription>;

enum class Role { organizer, partner };

/// Where a session stands. `review` and `preparing` are a person's turn, the others the program's.
enum class Stage {
    connecting,  ///< partner: looking for the organizer
    review,      ///< partner: connected; reads the proposal, chooses data, agrees or declines
    lobby,       ///< waiting until all partners have joined and agreed
    sealing,     ///< everybody signs the agreement
    running,     ///< the protocol
    done,        ///< result there (or "not for you")
    failed,      ///< ended by a fault, see SessionView::fault
};

enum class ParticipantState { invited, joined, ready, silent, running, finished, declined, gone };

struct ParticipantView {
    std::uint16_t place = 0;   ///< 0 = organizer
    std::string organisation;  ///< empty until known
    std::string person;
    std::string fingerprint;  ///< of its key, for people to compare; empty until known
    bool me = false;
    bool computes = false;  ///< for all, where not everybody does
    ParticipantState state = ParticipantState::invited;
    std::string verified;         ///< "by invitation", "verified", ... in words
    std::string invitation_file;  ///< organizer's side: where its invitation was written
    std::string display() const {
        return organisation.empty() ? "Partner " + std::to_string(place) : organisation;
    }
};

struct ProgressView {
    std::string step;                      ///< "Matching keys"
    std::uint64_t done = 0, total = 0;     ///< units of the step; total 0 = unknown
    std::vector<std::string> waiting_for;  ///< names; empty = nobody
    WallTime since;                        ///< of the wait, or of the step
    std::uint64_t bytes_sent = 0, bytes_received = 0;
    std::optional<std::chrono::seconds> left;  ///< estimate
};

/// Of one column and category. Hidden by the rules: no participant's program has its numbers.
struct TotalCell {
    std::string category;
    bool hidden = false;
    std::string sum;
    std::uint64_t count = 0;
    std::string mean;
    std::vector<std::string> statistics{};  ///< as TotalColumn::statistics, of this category alone
};
struct TotalColumn {
    std::string name;
    std::string sum;                 ///< exact decimal, e.g. "-12.50"; empty where it is hidden
    std::uint64_t count = 0;         ///< non-blank cells of all participants
    std::string mean;                ///< rounded half-even to 6 places; empty when count is 0
    bool hidden = false;             ///< by the rules: there is no number
    std::vector<TotalCell> cells{};  ///< by category
    /// Of those participants' sums that rest on a value, each as one; parallel to TotalResult::statistics,
    /// exact. None where it is hidden, or no participant has a value, or the cells have them.
    std::vector<std::string> statistics{};
};
struct TotalResult {
    std::uint16_t contributors = 0;
    std::vector<TotalColumn> columns;
    std::string group{};      ///< the column of the categories; empty where there are none
    DisclosureRules rules{};  ///< that held: the strictest of all participants'
    std::vector<Statistic> statistics{};
};
struct OverlapResult {
    Reveal reveal = Reveal::rows;
    std::uint64_t count = 0;                          ///< distinct keys in common
    std::uint64_t rows = 0, distinct = 0, blank = 0;  ///< of my own table
    std::uint64_t invalid = 0;           ///< of its rows, those left out because their key is none
    std::uint64_t partner_distinct = 0;  ///< set size of the partner, which the protocol makes known
    std::vector<std::string> header;     ///< of my table (reveal rows only)
    std::vector<std::vector<std::string>> preview;  ///< first 1000 of my matching rows
    std::uint64_t matching_rows = 0;                ///< my rows with a matched key, duplicates included
};
struct DecisionResult {
    bool answer = false;   ///< of kind yes_no
    std::string question;  ///< "Is the combined total of exposure above 1,000,000?"
    std::string means;     ///< the answer as a sentence: "The combined total of exposure is above 1,000,000."
    AnswerKind kind = AnswerKind::yes_no;
    bool own = false;       ///< each recipient learns an answer of their own; this is mine
    bool withheld = false;  ///< names, number: the condition did not hold, so there is no answer
    std::vector<std::uint16_t> places{};  ///< of kind names: who it is, ascending; several if they are equal
    std::vector<std::string> names{};     ///< parallel: as ParticipantView::display
    std::string number{};                 ///< of kind number: an exact decimal, "-12.50"
    bool rounded = false;                 ///< `number` has no end, such as 1/3: half-even to six places
    std::string unit{};                   ///< of `number`, "EUR"; empty if it has none
};
/// This participant is no recipient.
struct NotForYou {
    std::string kind;  ///< of the question, e.g. "overlap"
};
using ResultView = std::variant<TotalResult, OverlapResult, NotForYou, DecisionResult>;

/// What the receipt of a session proves. That all agreed is always in it, signed by all; how the run ended is
/// signed only by those whose word arrived. Who vanishes at the very end leaves others with a result and
/// without that signature.
struct ReceiptView {
    bool kept = false;                   ///< there is a receipt: an agreement was reached, and it has ended
    std::vector<std::string> signed_by;  ///< names of who signed how the run ended, this side included
    std::vector<std::string> missing;    ///< names of the others
    bool signed_by_all() const { return kept && missing.empty(); }
};

/// A snapshot; cheap enough to take ten times a second.
struct SessionView {
    std::string id;  ///< hexadecimal
    std::string title;
    std::string kind;  ///< "total", "overlap" or "decision"
    Role role = Role::organizer;
    Stage stage = Stage::lobby;
    WallTime created, updated;
    Question question;
    ProposalText proposal;
    std::string proposal_hash;  ///< hexadecimal, what everybody signs
    std::vector<ParticipantView> participants;
    ProgressView progress;
    std::optional<Error> fault;        ///< with stage failed
    std::optional<ResultView> result;  ///< with stage done
    /// With stage done: what ended the session after the result was here, if not everybody confirmed the end.
    std::optional<Error> late_fault;
    /// The store could not keep the session as it is shown; it is tried again when the session closes.
    std::optional<Error> unsaved;
    ReceiptView receipt;  ///< stages done and failed; of a past session only by open_session
    bool live = false;    ///< running in this program now (else a record of the past)
};

/// One session: running, or a record of the past, which never changes and only saves. All methods may be
/// called from any thread; those that can take long are tasks with callbacks, which the session must outlive,
/// or say so.
class Session {
  public:
    virtual ~Session() = default;
    virtual SessionView view() const = 0;
    /// `changed` is called from any thread after the view has changed; it must not block.
    virtual SubscriptionPtr subscribe(std::function<void()> changed) = 0;

    /// Partner, stage review: gives the data and consents. Errors are those of the contribution.
    virtual TaskPtr agree(const Contribution& contribution, std::function<void(Status)> finished) = 0;
    Status agree(const Contribution& contribution) {
        return outcome_of<Status>([&](auto finished) { return agree(contribution, std::move(finished)); });
    }
    /// Partner, stage review: says no; the organizer sees the reason (plain text, at most 500 characters).
    virtual void decline(const std::string& reason) = 0;
    /// Anybody, any stage before done: ends it for all, except where others compute and have this
    /// participant's numbers: then for this one alone.
    virtual void cancel() = 0;

    /// Stage done: total -> a table name,sum,count,mean, with categories, rules or statistics
    /// name,category,sum,count,mean,note and the statistics; rows -> one's own matching rows with all
    /// columns; count, decision -> a header and the number, true or false, a line per name, or "withheld". A
    /// past session may have kept only some of its rows: then Fault::not_supported says how many, and nothing
    /// is written. Takes as long as writing the rows does.
    virtual Status save_result(const std::string& path) const = 0;
    /// Stages done and failed, where SessionView::receipt says that there is one: the record of the run that
    /// this participant keeps (JSON).
    virtual Status save_receipt(const std::string& path) const = 0;
};
using SessionPtr = std::shared_ptr<Session>;

}  // namespace tacit::api
