#pragma once

#include <condition_variable>
#include <map>
#include <mutex>

#include "api/engine.h"
#include "support/fake_session.h"

namespace tacit::test {

/// An engine without cryptography, network and files (formulas alone are read as the real one does): it
/// imports made-up tables by file name, checks them as the real one would, and hosts and joins sessions that
/// stand still until a test moves them on. It knows
///   salaries-2024.xlsx            no problems, two sheets
///   salaries-with-problems.csv    three bad cells; two when the decimal character is a comma
///   customers.csv                 2,000 keys with duplicates and blanks
/// and refuses any other file. Invitations: any path ending in "-total.tacit", "-overlap.tacit" or
/// "-expired.tacit".
class FakeEngine final : public api::Engine {
  public:
    FakeEngine();
    ~FakeEngine() override;

    // What the windows call.
    api::ProfileView profile() const override;
    Status set_identity(const std::string& organisation, const std::string& person) override;
    std::vector<api::QuestionCard> questions() const override;
    Result<api::ProposalText> describe(const api::Question& question, std::uint16_t partners) const override;
    api::FormulaReading read_formula(const api::DecisionQuestion& question,
                                     std::uint16_t partners) const override;
    Result<std::vector<api::DecisionResult>> try_formula(
        const api::DecisionQuestion& question, std::uint16_t partners,
        const std::vector<std::vector<std::string>>& samples) const override;
    std::vector<api::DecisionTemplate> decision_templates() const override;
    Result<api::DecisionQuestion> fill_template(
        const std::string& name, const std::vector<api::DecisionParameter>& parameters) const override;
    std::vector<std::string> cautions(const api::Question& question,
                                      const std::vector<std::string>& with) const override;
    using api::Engine::categories;
    using api::Engine::check;
    using api::Engine::host;
    using api::Engine::join;
    std::vector<api::Encoding> encodings() const override;
    std::optional<api::ImportRecipe> import_recipe(const std::string& file_name) const override;
    Status keep_import_recipe(const api::ImportRecipe& recipe) override;
    Status drop_import_recipe(const std::string& file_name) override;
    api::TaskPtr import(const std::string& path, const api::ImportOptions& options,
                        api::ImportCallbacks callbacks) override;
    /// Of "salaries": made up, with a statement that says only what was chosen. Any other table is refused.
    api::TaskPtr describe_table(const std::string& address, const std::string& password,
                                std::function<void(Result<api::DatabaseTable>)> finished) const override;
    api::TaskPtr check(const api::Question& question, const api::Contribution& contribution,
                       std::function<void(Result<api::ContributionCheck>)> finished) const override;
    std::vector<std::string> suggest_columns(const api::Question& question,
                                             std::uint64_t dataset) const override;
    /// Those of the preview's rows, up to eight; a column with more different values has too many.
    api::TaskPtr categories(std::uint64_t dataset, const std::string& column,
                            std::function<void(Result<std::vector<std::string>>)> finished) const override;
    std::vector<std::vector<std::string>> dataset_rows(std::uint64_t dataset, std::uint64_t first,
                                                       std::size_t count) const override;
    void forget_dataset(std::uint64_t dataset) override;
    api::TaskPtr host(const api::Draft& draft,
                      std::function<void(Result<api::SessionPtr>)> finished) override;
    Result<api::InvitationView> read_invitation(const std::string& path) const override;
    /// Of a path that ends in "-receipt.json"; any other is refused.
    Result<api::ReceiptReading> read_receipt(const std::string& path) const override;
    api::TaskPtr join(const std::string& path, std::chrono::seconds deadline,
                      std::function<void(Result<api::SessionPtr>)> finished) override;
    std::vector<api::SessionView> sessions() const override;
    api::SubscriptionPtr on_sessions_changed(std::function<void()> changed) override;
    api::SessionPtr live_session(const std::string& id) const override;
    api::SessionPtr open_session(const std::string& id) const override;
    Status erase_session(const std::string& id) override;

    // What a test calls.
    using Importer = std::function<Result<api::DatasetView>(const api::ImportOptions&)>;
    void set_profile(api::ProfileView profile);
    void set_file(const std::string& file_name, Importer importer);
    /// Imports report a third of their progress and then stand still, until released or cancelled.
    void hold_imports();
    void release_imports();
    /// Checks and the making of sessions stand still, until released or cancelled.
    void hold_work();
    void release_work();
    bool work_held() const;
    void refuse_host(Error error);  ///< the next host() returns this
    void refuse_join(Error error);  ///< the next join() returns this
    void set_cautions(std::vector<std::string> cautions);
    std::shared_ptr<FakeSession> add_session(api::SessionView view);

    // What a test looks at afterwards.
    std::vector<api::Draft> hosted() const;
    std::vector<std::string> joined() const;
    std::vector<std::string> imported() const;    ///< paths, in order
    std::vector<std::uint64_t> datasets() const;  ///< handles that are still held
    std::shared_ptr<FakeSession> last_session() const;

  private:
    struct Gate {
        void hold();
        void release();
        /// False if stopped while it was held.
        bool pass(const std::stop_token& stop);

        std::mutex mutex;
        std::condition_variable_any changed;
        bool held = false;
    };
    Result<api::ContributionCheck> check_now(const api::Question& question,
                                             const api::Contribution& contribution) const;
    Result<api::SessionPtr> host_now(const api::Draft& draft);
    Result<api::SessionPtr> join_now(const std::string& path);
    std::shared_ptr<FakeSession> remember(api::SessionView view);
    Result<api::DatasetView> load(const std::string& path, const api::ImportOptions& options);

    mutable std::mutex mutex_;
    api::ProfileView profile_;
    std::map<std::string, Importer> files_;
    std::map<std::uint64_t, api::DatasetView> datasets_;
    std::uint64_t next_handle_ = 1;
    std::vector<std::shared_ptr<FakeSession>> sessions_;  ///< newest last
    std::vector<api::Draft> hosted_;
    std::map<std::string, api::ImportRecipe> recipes_;
    std::vector<std::string> joined_, imported_;
    std::optional<Error> host_error_, join_error_;
    std::vector<std::string> cautions_;
    Gate imports_gate_;
    mutable Gate work_gate_;
    std::shared_ptr<FakeSession> watched_;  ///< lends its list of subscribers to on_sessions_changed()
};

}  // namespace tacit::test
