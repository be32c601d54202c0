#include "service/engine.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <thread>

#include "base/priority.h"
#include "question/catalogue.h"
#include "question/decision/builder.h"
#include "question/decision/oracle.h"
#include "question/decision/templates.h"
#include "question/total/cells.h"
#include "service/background.h"
#include "service/context.h"
#include "service/history.h"
#include "service/import_recipes.h"
#include "service/organizer_run.h"
#include "service/partner_run.h"
#include "service/past_session.h"
#include "service/receipts.h"
#include "session/invitation.h"

namespace tacit::service {

namespace {

/// An invitation is a few kilobytes; a wrong file can be anything.
Result<Bytes> read_invitation_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return error(Fault::invitation_invalid, "cannot open " + path);
    Bytes bytes(session::max_invitation + 1);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

/// "E-Mail " and "email" are one name: letters and digits in lower case (other scripts byte by byte).
std::string bare(const std::string& name) {
    std::string out;
    for (const unsigned char c : name)
        if (c >= 0x80 || std::isalnum(c) != 0)
            out += c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    return out;
}

std::uint16_t participants_of(std::uint16_t partners) {
    return static_cast<std::uint16_t>(std::min(partners + 1, 0xffff));
}

class TacitEngine final : public api::Engine {
  public:
    TacitEngine(std::unique_ptr<store::Profile> profile, crypto::Random& random, const Clock& clock,
                const EngineOptions& options)
        : profile_(std::move(profile)),
          random_(random),
          clock_(clock),
          threads_(options.threads),
          databases_(options.databases),
          descriptions_(options.descriptions) {}
    ~TacitEngine() override;

    Status load_identity();

    api::ProfileView profile() const override;
    Status set_identity(const std::string& organisation, const std::string& person) override;
    std::vector<api::QuestionCard> questions() const override { return question::cards(); }
    Result<api::ProposalText> describe(const api::Question& question, std::uint16_t partners) const override;
    api::FormulaReading read_formula(const api::DecisionQuestion& question,
                                     std::uint16_t partners) const override {
        return question::decision::reading_of(question, participants_of(partners));
    }
    Result<std::vector<api::DecisionResult>> try_formula(
        const api::DecisionQuestion& question, std::uint16_t partners,
        const std::vector<std::vector<std::string>>& samples) const override {
        return question::decision::try_out(question, participants_of(partners), samples);
    }
    std::vector<api::DecisionTemplate> decision_templates() const override {
        return question::decision::templates();
    }
    Result<api::DecisionQuestion> fill_template(
        const std::string& name, const std::vector<api::DecisionParameter>& parameters) const override {
        return question::decision::fill(name, parameters);
    }
    std::vector<std::string> cautions(const api::Question& question,
                                      const std::vector<std::string>& with) const override;
    std::vector<api::Encoding> encodings() const override { return known_encodings(); }
    std::optional<api::ImportRecipe> import_recipe(const std::string& file_name) const override {
        return ImportRecipes(*profile_).find(file_name);
    }
    Status keep_import_recipe(const api::ImportRecipe& recipe) override {
        return ImportRecipes(*profile_).keep(recipe);
    }
    Status drop_import_recipe(const std::string& file_name) override {
        return ImportRecipes(*profile_).drop(file_name);
    }
    api::TaskPtr import(const std::string& path, const api::ImportOptions& options,
                        api::ImportCallbacks callbacks) override;
    api::TaskPtr describe_table(const std::string& address, const std::string& password,
                                std::function<void(Result<api::DatabaseTable>)> finished) const override {
        return start_describing(descriptions_, address, password, std::move(finished));
    }
    using api::Engine::categories;
    using api::Engine::check;
    using api::Engine::host;
    using api::Engine::join;
    api::TaskPtr check(const api::Question& question, const api::Contribution& contribution,
                       std::function<void(Result<api::ContributionCheck>)> finished) const override;
    std::vector<std::string> suggest_columns(const api::Question& question,
                                             std::uint64_t dataset) const override;
    api::TaskPtr categories(std::uint64_t dataset, const std::string& column,
                            std::function<void(Result<std::vector<std::string>>)> finished) const override;
    std::vector<std::vector<std::string>> dataset_rows(std::uint64_t dataset, std::uint64_t first,
                                                       std::size_t count) const override {
        const auto found = datasets_.find(dataset);
        return found.ok() ? rows_of(**found, first, count) : std::vector<std::vector<std::string>>();
    }
    void forget_dataset(std::uint64_t dataset) override { datasets_.forget(dataset); }
    api::TaskPtr host(const api::Draft& draft,
                      std::function<void(Result<api::SessionPtr>)> finished) override;
    Result<api::InvitationView> read_invitation(const std::string& path) const override;
    Result<api::ReceiptReading> read_receipt(const std::string& path) const override {
        return service::read_receipt(path);
    }
    api::TaskPtr join(const std::string& path, std::chrono::seconds deadline,
                      std::function<void(Result<api::SessionPtr>)> finished) override;
    std::vector<api::SessionView> sessions() const override;
    api::SubscriptionPtr on_sessions_changed(std::function<void()> changed) override;
    api::SessionPtr live_session(const std::string& id) const override;
    api::SessionPtr open_session(const std::string& id) const override;
    Status erase_session(const std::string& id) override;

  private:
    struct Opened {
        session::Invitation invitation;
        api::Question question;
    };
    static Result<Opened> open_invitation(const std::string& path);
    Result<api::ContributionCheck> check_now(const api::Question& question,
                                             const api::Contribution& contribution,
                                             const std::stop_token& stop) const;
    /// Of this machine, measured at the first use, in a task's thread.
    crypto::Calibration calibration() const;
    Result<api::SessionPtr> host_now(const api::Draft& draft, const std::stop_token& stop);
    Result<api::SessionPtr> join_now(const std::string& path, std::chrono::seconds deadline);
    Status make_context(store::Identity identity);
    Status check_unused(const session::Proposal& proposal) const;
    Status add_live(std::shared_ptr<SessionRun> run);
    std::vector<std::shared_ptr<SessionRun>> live() const;
    std::vector<api::SessionView> past_sessions() const;
    std::optional<crypto::VerifyKey> my_key() const;

    std::unique_ptr<store::Profile> profile_;
    crypto::Random& random_;
    const Clock& clock_;
    unsigned threads_;
    table::SourceOpener* databases_;
    api::Databases* descriptions_;
    mutable std::once_flag calibrated_;
    mutable crypto::Calibration calibration_;  ///< once calibrated_
    Datasets datasets_;
    Subscribers subscribers_;
    std::mutex joining_;  ///< one at a time, so that no two take up one session; never taken under mutex_
    mutable std::mutex mutex_;
    std::optional<store::Identity> identity_;        ///< set once
    std::unique_ptr<Context> context_;               ///< set once, with the identity
    std::vector<std::shared_ptr<SessionRun>> live_;  ///< under mutex_
    /// Those that were past when they were first asked for; under mutex_. The ones of this program stay live.
    mutable std::optional<std::vector<api::SessionView>> past_;
};

TacitEngine::~TacitEngine() {
    for (const auto& run : live()) run->stop();
}

std::vector<std::shared_ptr<SessionRun>> TacitEngine::live() const {
    const std::lock_guard lock(mutex_);
    return live_;
}

std::optional<crypto::VerifyKey> TacitEngine::my_key() const {
    const std::lock_guard lock(mutex_);
    return context_ ? std::optional(context_->card.verify_key) : std::nullopt;
}

Status TacitEngine::load_identity() {
    TACIT_ASSIGN(auto identity, profile_->identity());
    if (!identity) return {};
    return make_context(std::move(*identity));
}

Status TacitEngine::make_context(store::Identity identity) {
    TACIT_ASSIGN(auto card, session::IdentityCard::issue(identity.signing, identity.organisation,
                                                         identity.person, identity.curve.public_key(),
                                                         from_unix_ms(identity.created_ms)));
    const std::lock_guard lock(mutex_);
    identity_ = std::move(identity);
    context_.reset(new Context{*profile_, random_, clock_, datasets_, *identity_, std::move(card),
                               [this] { subscribers_.notify(); }, threads_});
    return {};
}

api::ProfileView TacitEngine::profile() const {
    api::ProfileView view;
    view.directory = profile_->directory().string();
    switch (profile_->protection()) {
        case store::Protection::keychain:
            view.protection = "the system keychain";
            break;
        case store::Protection::passphrase:
            view.protection = "a passphrase";
            break;
        case store::Protection::file:
            view.protection = "a file that only your user account can read";
            view.weak_protection = true;
            break;
    }
    const std::lock_guard lock(mutex_);
    if (!context_) return view;
    view.organisation = context_->card.organisation;
    view.person = context_->card.person;
    view.fingerprint = context_->card.fingerprint();
    return view;
}

Status TacitEngine::set_identity(const std::string& organisation, const std::string& person) {
    if (!profile().organisation.empty()) return error(Fault::usage, "this profile has an identity already");
    store::Identity identity{organisation, person, crypto::SigningKey::generate(random_),
                             crypto::CurveKey::generate(random_), to_unix_ms(clock_.wall())};
    // The card is the strict judge of names: ask it before anything is kept.
    TACIT_TRY(session::IdentityCard::issue(identity.signing, organisation, person,
                                           identity.curve.public_key(), clock_.wall())
                      .ok()
                  ? Status()
                  : Status(error(Fault::usage,
                                 "Organisation and person must each be 1 to 100 characters of plain "
                                 "text.")));
    TACIT_TRY(profile_->set_identity(identity));
    return make_context(std::move(identity));
}

Result<api::ProposalText> TacitEngine::describe(const api::Question& question, std::uint16_t partners) const {
    const auto& definition = question::definition_of(question);
    const auto participants = participants_of(partners);
    TACIT_TRY(definition.validate(question, participants));
    return definition.describe(question, participants);
}

std::vector<std::string> TacitEngine::cautions(const api::Question& question,
                                               const std::vector<std::string>& with) const {
    const auto* asked = std::get_if<api::DecisionQuestion>(&question);
    if (asked == nullptr) return {};
    const auto is_meant = [&](const api::ParticipantView& participant) {
        return !participant.me &&
               (with.empty() || std::find(with.begin(), with.end(), participant.fingerprint) != with.end());
    };
    std::vector<question::decision::Past> earlier;
    for (const auto& view : sessions()) {
        const auto& people = view.participants;
        if (!view.result || std::none_of(people.begin(), people.end(), is_meant)) continue;
        const auto day = std::chrono::floor<std::chrono::days>(view.updated);
        const std::chrono::year_month_day date(day);
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()),
                      unsigned(date.day()));
        earlier.push_back({view.question, *view.result, text});
    }
    return question::decision::cautions_for(*asked, earlier);
}

api::TaskPtr TacitEngine::import(const std::string& path, const api::ImportOptions& options,
                                 api::ImportCallbacks callbacks) {
    return start_import(datasets_, databases_, path, options, std::move(callbacks));
}

Result<api::ContributionCheck> TacitEngine::check_now(const api::Question& question,
                                                      const api::Contribution& contribution,
                                                      const std::stop_token& stop) const {
    const auto& definition = question::definition_of(question);
    TACIT_ASSIGN(const auto input, input_of(datasets_, definition, contribution));
    TACIT_ASSIGN(auto check, definition.check(question, input, stop));
    if (check.acceptable) {
        const auto threads = threads_ != 0 ? threads_ : std::thread::hardware_concurrency();
        // Who asks before all is decided may not know whether so many can take part.
        const auto among = contribution.participants;
        if (among == 0 || definition.validate(question, among))
            check.estimate = definition.estimate(question, among, check.items, {calibration(), threads});
    }
    return check;
}

crypto::Calibration TacitEngine::calibration() const {
    std::call_once(calibrated_, [this] { calibration_ = crypto::calibrate(); });
    return calibration_;
}

api::TaskPtr TacitEngine::check(const api::Question& question, const api::Contribution& contribution,
                                std::function<void(Result<api::ContributionCheck>)> finished) const {
    return in_background(std::move(finished), [this, question, contribution](const std::stop_token& stop) {
        stand_back();
        return check_now(question, contribution, stop);
    });
}

std::vector<std::string> TacitEngine::suggest_columns(const api::Question& question,
                                                      std::uint64_t dataset) const {
    const auto& definition = question::definition_of(question);
    // What is asked for does not depend on how many take part, but whether the question makes sense does.
    std::uint16_t participants = 2;
    while (!definition.validate(question, participants))
        if (++participants > definition.card().most_partners + 1) return {};
    const auto asked = definition.describe(question, participants).asked;
    std::vector<std::string> out(asked.size());
    const auto found = datasets_.find(dataset);
    if (!found) return out;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        std::string same_letters, only_number;
        int numbers = 0;
        for (const auto& column : (*found)->columns()) {
            if (column.name == asked[i].name) out[i] = column.name;
            if (same_letters.empty() && bare(column.name) == bare(asked[i].name)) same_letters = column.name;
            if (column.type == table::Type::integer || column.type == table::Type::decimal) {
                only_number = column.name;
                ++numbers;
            }
        }
        if (out[i].empty()) out[i] = same_letters;
        if (out[i].empty() && asked[i].numeric && asked.size() == 1 && numbers == 1) out[i] = only_number;
    }
    return out;
}

api::TaskPtr TacitEngine::categories(std::uint64_t dataset, const std::string& column,
                                     std::function<void(Result<std::vector<std::string>>)> finished) const {
    return in_background(
        std::move(finished),
        [this, dataset, column](const std::stop_token& stop) -> Result<std::vector<std::string>> {
            stand_back();
            TACIT_ASSIGN(const auto table, datasets_.find(dataset));
            TACIT_ASSIGN(const auto index, table->find_column(column));
            return question::total::categories_of(*table, index, stop);
        });
}

api::TaskPtr TacitEngine::host(const api::Draft& draft,
                               std::function<void(Result<api::SessionPtr>)> finished) {
    return in_background(std::move(finished),
                         [this, draft](const std::stop_token& stop) { return host_now(draft, stop); });
}

Result<api::SessionPtr> TacitEngine::host_now(const api::Draft& draft, const std::stop_token& stop) {
    if (profile().organisation.empty()) return error(Fault::usage, "name your organisation first");
    const auto& definition = question::definition_of(draft.question);
    TACIT_TRY(definition.validate(draft.question, participants_of(draft.partners)));
    TACIT_ASSIGN(auto input, input_of(datasets_, definition, draft.contribution));
    input.place = session::organizer_place;
    input.participants = participants_of(draft.partners);
    TACIT_ASSIGN(const auto check, definition.check(draft.question, input, stop));
    if (!check.acceptable)
        return error(Fault::cell_invalid, "the data has cells that the question cannot use");
    if (stop.stop_requested()) return error(Fault::cancelled);
    TACIT_ASSIGN(auto run, OrganizerRun::begin(*context_, draft, std::move(input)));
    TACIT_TRY(add_live(run));
    return api::SessionPtr(run);
}

Result<TacitEngine::Opened> TacitEngine::open_invitation(const std::string& path) {
    TACIT_ASSIGN(const auto bytes, read_invitation_file(path));
    TACIT_ASSIGN(auto invitation, session::Invitation::decode(bytes));
    const auto* definition = question::find(invitation.proposal.question_kind);
    if (definition == nullptr)
        return error(Fault::version_differs,
                     "the invitation asks a question that this version does not know");
    const auto question = definition->decode(invitation.proposal.question);
    if (!question)
        return error(question.error().fault == Fault::version_differs ? Fault::version_differs
                                                                      : Fault::invitation_invalid,
                     question.error().detail);
    if (const auto valid = definition->validate(*question, invitation.proposal.participants); !valid)
        return error(Fault::invitation_invalid, valid.error().detail);
    return Opened{std::move(invitation), *question};
}

Result<api::InvitationView> TacitEngine::read_invitation(const std::string& path) const {
    TACIT_ASSIGN(const auto opened, open_invitation(path));
    const auto& proposal = opened.invitation.proposal;
    api::InvitationView view;
    view.path = path;
    view.title = proposal.title;
    view.kind = proposal.question_kind;
    view.question = opened.question;
    view.organisation = proposal.organizer.organisation;
    view.person = proposal.organizer.person;
    view.fingerprint = proposal.organizer.fingerprint();
    view.place = opened.invitation.place;
    view.participants = proposal.participants;
    view.expires = opened.invitation.expires;
    view.proposal = question::definition_of(opened.question).describe(opened.question, proposal.participants);
    view.proposal_hash = to_hex(proposal.hash());
    view.endpoints = opened.invitation.endpoints;
    return view;
}

api::TaskPtr TacitEngine::join(const std::string& path, std::chrono::seconds deadline,
                               std::function<void(Result<api::SessionPtr>)> finished) {
    return in_background(std::move(finished),
                         [this, path, deadline](const std::stop_token&) { return join_now(path, deadline); });
}

Result<api::SessionPtr> TacitEngine::join_now(const std::string& path, std::chrono::seconds deadline) {
    if (profile().organisation.empty()) return error(Fault::usage, "name your organisation first");
    TACIT_ASSIGN(auto opened, open_invitation(path));
    if (opened.invitation.proposal.organizer.verify_key == context_->card.verify_key)
        return error(Fault::usage, "this invitation is your own; a partner opens it with their program");
    const std::lock_guard lock(joining_);
    TACIT_TRY(check_unused(opened.invitation.proposal));
    auto run = PartnerRun::begin(*context_, std::move(opened.invitation), opened.question, deadline);
    TACIT_TRY(add_live(run));
    return api::SessionPtr(run);
}

/// The session's number is the organizer's choice, and what is stored under it must not be in its hands: a
/// session that goes on, one that came to an agreement, and one of another proposal are not begun again.
/// Where a partner's program merely stopped before that, it may come back.
Status TacitEngine::check_unused(const session::Proposal& proposal) const {
    const auto id = to_hex(proposal.session_id);
    for (const auto& run : live())
        if (run->id() == id && !run->over())
            return error(Fault::invitation_used, "this session is going on in this program");
    TACIT_ASSIGN(const auto known, profile_->session(id));
    if (!known) return {};
    if (known->agreement || known->result || known->receipt)
        return error(Fault::invitation_used, "this profile has taken part in this session");
    const auto before = known->proposal ? session::Proposal::hash_of(*known->proposal) : crypto::Digest{};
    if (before != proposal.hash())
        return error(Fault::invitation_used, "this profile knows another session under this number");
    return {};
}

Status TacitEngine::add_live(std::shared_ptr<SessionRun> run) {
    // Ended ones stay as long as somebody outside looks at them. Destroyed outside the lock, because an ended
    // one may still wait for its last messages to arrive.
    std::vector<std::shared_ptr<SessionRun>> old;
    {
        const std::lock_guard lock(mutex_);
        const auto others = std::stable_partition(live_.begin(), live_.end(), [&](const auto& other) {
            return other->id() != run->id() || !other->over();
        });
        std::move(others, live_.end(), std::back_inserter(old));
        live_.erase(others, live_.end());
        live_.push_back(std::move(run));
    }
    for (const auto& run_before : old) run_before->hurry();
    subscribers_.notify();
    return {};
}

/// Read once: windows ask for this, and must not wait until what a session writes is on the disk.
std::vector<api::SessionView> TacitEngine::past_sessions() const {
    {
        const std::lock_guard lock(mutex_);
        if (past_) return *past_;
    }
    std::vector<api::SessionView> out;
    const auto stored = profile_->sessions();
    if (!stored) return out;
    for (const auto& summary : *stored)
        if (const auto session = profile_->session(summary.id); session && *session)
            out.push_back(shown(**session, my_key()));
    const std::lock_guard lock(mutex_);
    if (context_) past_ = out;
    return out;
}

std::vector<api::SessionView> TacitEngine::sessions() const {
    std::vector<api::SessionView> out;
    for (const auto& run : live()) out.push_back(run->view());
    const auto has = [&](const std::string& id) {
        return std::any_of(out.begin(), out.end(), [&](const auto& view) { return view.id == id; });
    };
    for (auto& view : past_sessions())
        if (!has(view.id)) out.push_back(std::move(view));
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.updated > b.updated; });
    return out;
}

api::SubscriptionPtr TacitEngine::on_sessions_changed(std::function<void()> changed) {
    return subscribers_.add(std::move(changed));
}

api::SessionPtr TacitEngine::live_session(const std::string& id) const {
    for (const auto& run : live())
        if (run->id() == id) return run;
    return nullptr;
}

api::SessionPtr TacitEngine::open_session(const std::string& id) const {
    if (auto live = live_session(id)) return live;
    return PastSession::open(*profile_, id, my_key());
}

Status TacitEngine::erase_session(const std::string& id) {
    std::shared_ptr<SessionRun> run;
    {
        const std::lock_guard lock(mutex_);
        const auto found =
            std::find_if(live_.begin(), live_.end(), [&](const auto& r) { return r->id() == id; });
        if (found != live_.end()) {
            if (!(*found)->over())
                return error(Fault::usage, "this session is still running; cancel it first");
            run = *found;
            live_.erase(found);
        }
    }
    if (run) {
        run->hurry();
        run->stop();
    }
    TACIT_TRY(profile_->erase_session(id));
    {
        const std::lock_guard lock(mutex_);
        if (past_) std::erase_if(*past_, [&](const auto& view) { return view.id == id; });
    }
    subscribers_.notify();
    return {};
}

}  // namespace

Result<std::unique_ptr<api::Engine>> open_engine(const EngineOptions& options, store::KeyVault& vault,
                                                 crypto::Random& random, const Clock& clock) {
    store::OpenOptions open;
    if (options.passphrase)
        open.passphrase = crypto::SecretBytes(options.passphrase->begin(), options.passphrase->end());
    TACIT_ASSIGN(auto profile, store::Profile::open(options.directory, vault, open, random, clock));
    auto engine = std::make_unique<TacitEngine>(std::move(profile), random, clock, options);
    TACIT_TRY(engine->load_identity());
    return std::unique_ptr<api::Engine>(std::move(engine));
}

}  // namespace tacit::service
