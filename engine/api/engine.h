#pragma once

#include <optional>
#include <stop_token>

#include "api/database.h"
#include "api/dataset.h"
#include "api/decision.h"
#include "api/import.h"
#include "api/question.h"
#include "api/receipt.h"
#include "api/session.h"
#include "api/task.h"

namespace tacit::api {

struct ProfileView {
    std::string directory;
    std::string organisation;  ///< empty: first start, call set_identity
    std::string person;
    std::string fingerprint;       ///< short form of the identity key, for people to compare
    std::string protection;        ///< "the system keychain", "a passphrase", "a file that only you can read"
    bool weak_protection = false;  ///< show a visible warning
};

/// What the organizer decides in the wizard.
struct Draft {
    std::string title;
    Question question;
    std::uint16_t partners = 1;
    Contribution contribution;
    std::string listen = "tcp://127.0.0.1:0";
    std::string advertise;          ///< another address to put into the invitations; empty = the bound one
    std::string invitation_prefix;  ///< invitations are written to PREFIX-1.tacit ... PREFIX-N.tacit
    /// Bounds every wait after all have agreed: the sealing and the run. Part of the proposal, so that all
    /// sides use it.
    std::chrono::seconds deadline{300};
    /// Bounds each wait of the lobby, for the next partner to join or to agree; the organizer's own.
    std::chrono::seconds lobby_deadline{std::chrono::hours(72)};
    /// After this no new partner can come, and the lobby ends if it still misses one.
    std::chrono::hours invitation_validity{72};
};

/// What an invitation file says, read without contacting anybody.
struct InvitationView {
    std::string path;
    std::string title;
    std::string kind;
    Question question;
    std::string organisation, person;  ///< the organizer's, by its own signature
    std::string fingerprint;
    std::uint16_t place = 1;         ///< which invitation of the session this is
    std::uint16_t participants = 2;  ///< organizer included
    WallTime expires;
    ProposalText proposal;
    std::string proposal_hash;
    std::vector<std::string> endpoints;
};

/// The engine as the windows and the command line see it: one open profile. All methods may be called from
/// any thread; those that can take long are tasks with callbacks, which the engine must outlive.
class Engine {
  public:
    virtual ~Engine() = default;

    virtual ProfileView profile() const = 0;
    /// First start: makes the keys. Fault::usage if an identity exists already or a name is empty.
    virtual Status set_identity(const std::string& organisation, const std::string& person) = 0;

    virtual std::vector<QuestionCard> questions() const = 0;
    /// The text of a proposal, also while it is still being put together.
    virtual Result<ProposalText> describe(const Question& question, std::uint16_t partners) const = 0;

    // Decision: quick enough to be called at every key stroke.
    /// What a formula says; what is wrong with it is part of the reading. Recipients do not matter.
    virtual FormulaReading read_formula(const DecisionQuestion& question, std::uint16_t partners) const = 0;
    /// The answer that each participant would get, by place, computed in the clear on this computer alone.
    /// samples[place][i] is that one's for FormulaReading::names[i], as typed; whatever one is not asked is
    /// not looked at. Fault::usage with a sentence.
    virtual Result<std::vector<DecisionResult>> try_formula(
        const DecisionQuestion& question, std::uint16_t partners,
        const std::vector<std::vector<std::string>>& samples) const = 0;
    virtual std::vector<DecisionTemplate> decision_templates() const = 0;
    /// The question of a template: formula, name and parameters. Fault::usage with a sentence.
    virtual Result<DecisionQuestion> fill_template(
        const std::string& name, const std::vector<DecisionParameter>& parameters) const = 0;
    /// What a Decision together with earlier sessions of this profile could narrow down: sentences. `with`:
    /// the others' key fingerprints (ParticipantView::fingerprint) as far as they are known; empty = anybody.
    virtual std::vector<std::string> cautions(const Question& question,
                                              const std::vector<std::string>& with) const = 0;

    /// What ImportOptions::encoding takes.
    virtual std::vector<Encoding> encodings() const = 0;
    /// What was kept for files that are named like this one but for numbers; nothing if nothing was.
    virtual std::optional<ImportRecipe> import_recipe(const std::string& file_name) const = 0;
    /// Replaces what was kept for files named like it.
    virtual Status keep_import_recipe(const ImportRecipe& recipe) = 0;
    virtual Status drop_import_recipe(const std::string& file_name) = 0;
    /// `path`: a file's, or the address of a database where the program knows such (app/adapters/README.md).
    virtual TaskPtr import(const std::string& path, const ImportOptions& options,
                           ImportCallbacks callbacks) = 0;
    /// What a table of a database is like, so that a part of it can be asked for; without a table in the
    /// address, which tables there are. Fault::database_refused.
    virtual TaskPtr describe_table(const std::string& address, const std::string& password,
                                   std::function<void(Result<DatabaseTable>)> finished) const = 0;
    virtual TaskPtr check(const Question& question, const Contribution& contribution,
                          std::function<void(Result<ContributionCheck>)> finished) const = 0;
    Result<ContributionCheck> check(const Question& question, const Contribution& contribution) const {
        return outcome_of<Result<ContributionCheck>>(
            [&](auto finished) { return check(question, contribution, std::move(finished)); });
    }
    /// Which of my columns most likely stands for each asked one (same name, else same type); "" = none.
    virtual std::vector<std::string> suggest_columns(const Question& question,
                                                     std::uint64_t dataset) const = 0;
    /// The different categories in one of its columns, for TotalQuestion::categories. Fault::usage if there
    /// are too many, or none.
    virtual TaskPtr categories(std::uint64_t dataset, const std::string& column,
                               std::function<void(Result<std::vector<std::string>>)> finished) const = 0;
    Result<std::vector<std::string>> categories(std::uint64_t dataset, const std::string& column) const {
        return outcome_of<Result<std::vector<std::string>>>(
            [&](auto finished) { return categories(dataset, column, std::move(finished)); });
    }
    /// Raw texts of up to `count` of its rows, from `first` on (from 0); fewer at the end, none of a dataset
    /// that is not there.
    virtual std::vector<std::vector<std::string>> dataset_rows(std::uint64_t dataset, std::uint64_t first,
                                                               std::size_t count) const = 0;
    /// Sessions that use it keep it as long as they need it.
    virtual void forget_dataset(std::uint64_t dataset) = 0;

    /// Checks the data, listens, writes the invitations, and waits in the lobby. Once the session has begun,
    /// cancelling the task no longer ends it.
    virtual TaskPtr host(const Draft& draft, std::function<void(Result<SessionPtr>)> finished) = 0;
    Result<SessionPtr> host(const Draft& draft) {
        return outcome_of<Result<SessionPtr>>(
            [&](auto finished) { return host(draft, std::move(finished)); });
    }
    virtual Result<InvitationView> read_invitation(const std::string& path) const = 0;
    /// What a saved receipt proves, whoever's it is. Fault::receipt_invalid.
    virtual Result<ReceiptReading> read_receipt(const std::string& path) const = 0;
    /// Contacts the organizer; the session begins in stage connecting. `deadline` bounds every wait on this
    /// side; the waits after all have agreed are bounded by that of the proposal as well.
    virtual TaskPtr join(const std::string& path, std::chrono::seconds deadline,
                         std::function<void(Result<SessionPtr>)> finished) = 0;
    Result<SessionPtr> join(const std::string& path, std::chrono::seconds deadline) {
        return outcome_of<Result<SessionPtr>>(
            [&](auto finished) { return join(path, deadline, std::move(finished)); });
    }

    /// All sessions of this profile, newest first, live and past ones.
    virtual std::vector<SessionView> sessions() const = 0;
    virtual SubscriptionPtr on_sessions_changed(std::function<void()> changed) = 0;
    virtual SessionPtr live_session(const std::string& id) const = 0;  ///< null if not running here
    /// The same for a past session as well, whose result and receipt can then still be saved; null if
    /// unknown.
    virtual SessionPtr open_session(const std::string& id) const { return live_session(id); }
    /// Removes a past session with its keys and result from this computer.
    virtual Status erase_session(const std::string& id) = 0;
};

}  // namespace tacit::api
