#include "support/fake_engine.h"

#include <algorithm>

#include "question/catalogue.h"
#include "support/fake_datasets.h"
#include "support/fake_task.h"
#include "support/fake_views.h"

namespace tacit::test {

namespace {

std::string file_name(const std::string& path) {
    const auto slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::vector<api::AskedColumn> asked(const api::Question& question) {
    // The fewest partners among whom it makes sense.
    for (std::uint16_t partners = 1; partners < 8; ++partners)
        if (auto columns = describe_fake(question, partners).asked; !columns.empty()) return columns;
    return {};
}

/// Numbers and yes or no that stand for columns.
api::ContributionCheck check_typed(const std::vector<api::AskedColumn>& wanted,
                                   const api::Contribution& contribution) {
    api::ContributionCheck typed;
    for (std::size_t i = 0; i < std::min(wanted.size(), contribution.values.size()); ++i) {
        if (!wanted[i].asks(contribution.place)) continue;
        const auto& value = contribution.values[i];
        const bool good =
            wanted[i].vote ? value == "yes" || value == "no"
                           : value.find_first_not_of("-.0123456789") == std::string::npos && !value.empty();
        if (good)
            typed.notes.push_back((wanted[i].vote ? "Your answer is " : "Your number is ") + value +
                                  ". It stays on this computer.");
        else
            typed.problems.push_back({"", value, "The number cannot be used: it is no number.",
                                      "Type digits with a decimal point, such as 1200 or -12.50."});
    }
    typed.acceptable = typed.problems.empty();
    return typed;
}

std::string with_commas(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

}  // namespace

void FakeEngine::Gate::hold() {
    const std::lock_guard lock(mutex);
    held = true;
}

void FakeEngine::Gate::release() {
    {
        const std::lock_guard lock(mutex);
        held = false;
    }
    changed.notify_all();
}

bool FakeEngine::Gate::pass(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    changed.wait(lock, stop, [&] { return !held; });
    return !stop.stop_requested();
}

FakeEngine::FakeEngine() : watched_(std::make_shared<FakeSession>(api::SessionView{})) {
    profile_ = {"/home/clara/.local/share/tacit",
                "Alder Insurance",
                "Clara Winter",
                "7K4Q-M2XA-9TDE",
                "the system keychain",
                false};
    set_file("salaries-2024.xlsx", [](const api::ImportOptions& options) -> Result<api::DatasetView> {
        auto view = salaries();
        if (!options.sheet.empty()) view.sheet = options.sheet;
        if (view.sheet == "Contractors") view.rows = 86;
        return view;
    });
    set_file("salaries-noted.xlsx",
             [](const api::ImportOptions&) -> Result<api::DatasetView> { return salaries_noted(); });
    set_file("salaries-with-problems.csv", [](const api::ImportOptions& options) -> Result<api::DatasetView> {
        return salaries_with_problems(options.decimal == ',');
    });
    set_file("customers.csv",
             [](const api::ImportOptions&) -> Result<api::DatasetView> { return customers(); });
}

FakeEngine::~FakeEngine() = default;

api::ProfileView FakeEngine::profile() const {
    const std::lock_guard lock(mutex_);
    return profile_;
}

Status FakeEngine::set_identity(const std::string& organisation, const std::string& person) {
    const std::lock_guard lock(mutex_);
    if (!profile_.organisation.empty() || organisation.empty() || person.empty()) return error(Fault::usage);
    profile_.organisation = organisation;
    profile_.person = person;
    return {};
}

std::vector<api::QuestionCard> FakeEngine::questions() const {
    return {
        {"total", "Total", "Add up numbers from everyone: the sum, the count and the mean.",
         "What do our four companies pay in salaries altogether?", true, 1, 63},
        {"overlap", "Overlap", "Find out what two lists have in common: how many entries, or which ones.",
         "Which of our customers are also customers of Birch?", true, 1, 1},
        {"decision", "Decision", "Get a joint answer, such as a yes or no, and reveal nothing else.",
         "Is our combined exposure above the limit?", true, 1, 7},
    };
}

Result<api::ProposalText> FakeEngine::describe(const api::Question& question, std::uint16_t partners) const {
    if (asked(question).empty() || partners == 0) return error(Fault::usage);
    const auto* total = std::get_if<api::TotalQuestion>(&question);
    if (std::holds_alternative<api::DecisionQuestion>(question) || (total && !total->expectations.empty()))
        TACIT_TRY(
            question::definition_of(question).validate(question, static_cast<std::uint16_t>(partners + 1)));
    return describe_fake(question, partners);
}

std::vector<api::Encoding> FakeEngine::encodings() const {
    return {{"UTF-8", ""}, {"Windows-1252", "Western European"}, {"Windows-1250", "Central European"}};
}

std::optional<api::ImportRecipe> FakeEngine::import_recipe(const std::string& file_name) const {
    const std::lock_guard lock(mutex_);
    const auto found = recipes_.find(file_name);
    return found == recipes_.end() ? std::nullopt : std::optional(found->second);
}

Status FakeEngine::keep_import_recipe(const api::ImportRecipe& recipe) {
    const std::lock_guard lock(mutex_);
    recipes_[recipe.file_name] = recipe;
    return {};
}

Status FakeEngine::drop_import_recipe(const std::string& file_name) {
    const std::lock_guard lock(mutex_);
    recipes_.erase(file_name);
    return {};
}

api::TaskPtr FakeEngine::import(const std::string& path, const api::ImportOptions& options,
                                api::ImportCallbacks callbacks) {
    {
        const std::lock_guard lock(mutex_);
        imported_.push_back(path);
    }
    return std::make_unique<FakeTask>(
        [this, path, options, callbacks = std::move(callbacks)](const std::stop_token& stop) {
            constexpr std::uint64_t size = 3'000'000;
            if (callbacks.progress) callbacks.progress(size / 3, size);
            if (!imports_gate_.pass(stop)) {
                callbacks.finished(error(Fault::cancelled));
                return;
            }
            if (callbacks.progress) callbacks.progress(size, size);
            callbacks.finished(load(path, options));
        });
}

api::TaskPtr FakeEngine::describe_table(const std::string& address, const std::string&,
                                        std::function<void(Result<api::DatabaseTable>)> finished) const {
    return std::make_unique<FakeTask>(
        [address, finished = std::move(finished)](const std::stop_token&) { finished(fake_table(address)); });
}

Result<api::DatasetView> FakeEngine::load(const std::string& path, const api::ImportOptions& options) {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(file_name(path));
    if (found == files_.end())
        return error(
            Fault::file_refused,
            "This is no spreadsheet. Save it as an Excel workbook (.xlsx) or as CSV, and choose it again.");
    auto view = found->second(options);
    if (!view) return view;
    view->handle = next_handle_++;
    view->path = path;
    datasets_[view->handle] = *view;
    return view;
}

api::TaskPtr FakeEngine::check(const api::Question& question, const api::Contribution& contribution,
                               std::function<void(Result<api::ContributionCheck>)> finished) const {
    return std::make_unique<FakeTask>(
        [this, question, contribution, finished = std::move(finished)](const std::stop_token& stop) {
            if (work_gate_.pass(stop)) {
                finished(check_now(question, contribution));
            } else {
                finished(error(Fault::cancelled));
            }
        });
}

Result<api::ContributionCheck> FakeEngine::check_now(const api::Question& question,
                                                     const api::Contribution& contribution) const {
    const std::lock_guard lock(mutex_);
    const auto wanted = asked(question);
    if (!contribution.values.empty()) return check_typed(wanted, contribution);
    const auto dataset = datasets_.find(contribution.dataset);
    if (dataset == datasets_.end()) return error(Fault::data_missing);
    if (contribution.columns.size() != wanted.size()) return error(Fault::column_missing);
    const auto& view = dataset->second;
    api::ContributionCheck check;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto& name = contribution.columns[i];
        if (!wanted[i].asks(contribution.place)) continue;
        const auto column = std::find_if(view.columns.begin(), view.columns.end(),
                                         [&](const api::ColumnView& c) { return c.name == name; });
        if (column == view.columns.end()) return error(Fault::column_missing, name);
        if (wanted[i].numeric) {
            for (const auto& issue : view.issues) {
                if (!issue.counts && column_of_cell(issue.cell) == column - view.columns.begin())
                    check.problems.push_back(issue);
            }
            if (!column->numeric()) {
                check.problems.push_back(
                    {"", name, "This column holds no numbers.", "Choose another column."});
            }
            check.notes.push_back(with_commas(column->valid) + " numbers in \"" + name + "\" are added up; " +
                                  with_commas(column->blank) + " blank cells do not count.");
        } else if (std::holds_alternative<api::TotalQuestion>(question)) {
            check.notes.push_back(with_commas(column->distinct) + " categories in \"" + name + "\".");
        } else {
            const auto duplicates = column->valid - column->distinct;
            check.notes.push_back(with_commas(column->distinct) + " distinct keys; " +
                                  with_commas(duplicates) + " duplicates and " + with_commas(column->blank) +
                                  " blanks are left out of the match.");
        }
    }
    if (const auto* total = std::get_if<api::TotalQuestion>(&question); total && !total->expectations.empty())
        check.warnings.push_back(
            "1 number of \"" + total->columns[0] +
            "\" is not as expected, at most 100,000: C9 \"1000000\". It counts all the same; "
            "make sure that nothing is mistyped.");
    check.acceptable = check.problems.empty();
    if (const auto* overlap = std::get_if<api::OverlapQuestion>(&question); overlap && check.acceptable)
        check.estimate = overlap->reveal == api::Reveal::rows
                             ? api::CostEstimate{3.4, 33'700'000, 100'000'000}
                             : api::CostEstimate{150, 71'000'000, 100'000'000};
    const auto* total = std::get_if<api::TotalQuestion>(&question);
    if (total && check.acceptable && total->compares() && contribution.participants > 6) {
        check.estimate = api::CostEstimate{184, 4'100'000'000, 100'000'000, true, contribution.participants};
        if (total->hosts == 0) check.estimate->advised = {3, 14, 310'000'000};
        if (total->hosts > 0) check.estimate->seconds = 14;
        if (total->hosts > 0) check.estimate->bytes = 310'000'000;
    }
    return check;
}

std::vector<std::string> FakeEngine::suggest_columns(const api::Question& question,
                                                     std::uint64_t dataset) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> suggestion;
    const auto found = datasets_.find(dataset);
    for (const auto& wanted : asked(question)) {
        std::string best;
        if (found != datasets_.end()) {
            for (const auto& column : found->second.columns) {
                if (column.name == wanted.name) best = column.name;
            }
            for (const auto& column : found->second.columns) {
                if (best.empty() && wanted.numeric && column.numeric()) best = column.name;
            }
        }
        suggestion.push_back(best);
    }
    return suggestion;
}

api::TaskPtr FakeEngine::categories(std::uint64_t dataset, const std::string& column,
                                    std::function<void(Result<std::vector<std::string>>)> finished) const {
    const auto now = [this, dataset, column]() -> Result<std::vector<std::string>> {
        constexpr std::size_t most = 8;
        const std::lock_guard lock(mutex_);
        const auto found = datasets_.find(dataset);
        if (found == datasets_.end()) return error(Fault::data_missing);
        std::vector<std::string> out;
        for (std::size_t i = 0; i < found->second.columns.size(); ++i)
            for (const auto& row : found->second.preview)
                if (found->second.columns[i].name == column &&
                    std::find(out.begin(), out.end(), row[i]) == out.end())
                    out.push_back(row[i]);
        if (out.empty() || out.size() > most) return error(Fault::usage);
        return out;
    };
    return std::make_unique<FakeTask>(
        [this, now, finished = std::move(finished)](const std::stop_token& stop) {
            finished(work_gate_.pass(stop) ? now() : error(Fault::cancelled));
        });
}

std::vector<std::vector<std::string>> FakeEngine::dataset_rows(std::uint64_t dataset, std::uint64_t first,
                                                               std::size_t count) const {
    const std::lock_guard lock(mutex_);
    const auto found = datasets_.find(dataset);
    std::vector<std::vector<std::string>> out;
    // The pretended rows beyond the preview repeat it.
    if (found != datasets_.end() && !found->second.preview.empty())
        for (auto row = first; row < found->second.rows && out.size() < count; ++row)
            out.push_back(found->second.preview[row % found->second.preview.size()]);
    return out;
}

void FakeEngine::forget_dataset(std::uint64_t dataset) {
    const std::lock_guard lock(mutex_);
    datasets_.erase(dataset);
}

api::TaskPtr FakeEngine::host(const api::Draft& draft,
                              std::function<void(Result<api::SessionPtr>)> finished) {
    return std::make_unique<FakeTask>(
        [this, draft, finished = std::move(finished)](const std::stop_token& stop) {
            if (work_gate_.pass(stop)) {
                finished(host_now(draft));
            } else {
                finished(error(Fault::cancelled));
            }
        });
}

Result<api::SessionPtr> FakeEngine::host_now(const api::Draft& draft) {
    {
        const std::lock_guard lock(mutex_);
        hosted_.push_back(draft);
        if (host_error_) {
            const Error refused = *host_error_;
            host_error_.reset();
            return refused;
        }
    }
    auto view = total_in_lobby();
    view.id = "9f2c" + std::to_string(hosted_.size());
    view.title = draft.title;
    view.kind = fake_kind(draft.question);
    view.proposal = describe_fake(draft.question, draft.partners);
    view.participants.resize(1);
    for (std::uint16_t i = 1; i <= draft.partners; ++i) {
        api::ParticipantView partner;
        partner.place = i;
        partner.invitation_file = draft.invitation_prefix + "-" + std::to_string(i) + ".tacit";
        view.participants.push_back(std::move(partner));
    }
    return api::SessionPtr(remember(std::move(view)));
}

Result<api::InvitationView> FakeEngine::read_invitation(const std::string& path) const {
    if (path.ends_with("-total.tacit")) return total_invitation(path);
    if (path.ends_with("-overlap.tacit")) return overlap_invitation(path);
    if (path.ends_with("-expired.tacit")) return error(Fault::invitation_expired, path);
    return error(Fault::invitation_invalid, path);
}

Result<api::ReceiptReading> FakeEngine::read_receipt(const std::string& path) const {
    if (!path.ends_with("-receipt.json"))
        return error(Fault::receipt_invalid, "it does not have the form of one");
    const auto invitation = total_invitation(path);
    api::ReceiptReading out;
    out.title = invitation.title;
    out.kind = invitation.kind;
    out.proposal = invitation.proposal;
    out.proposal_hash = invitation.proposal_hash;
    out.understood = true;
    out.participants = {
        {invitation.organisation, invitation.person, invitation.fingerprint, "a table", false, true, true},
        {"Birch & Partners", "Ben Okafor", "RBJD-PJXX-JFQ7-55V5-32IL", "a table", true, true, true}};
    out.proposed = out.started = out.ended = from_unix_ms(1764300000000);
    return out;
}

api::TaskPtr FakeEngine::join(const std::string& path, std::chrono::seconds,
                              std::function<void(Result<api::SessionPtr>)> finished) {
    return std::make_unique<FakeTask>(
        [this, path, finished = std::move(finished)](const std::stop_token&) { finished(join_now(path)); });
}

Result<api::SessionPtr> FakeEngine::join_now(const std::string& path) {
    {
        const std::lock_guard lock(mutex_);
        joined_.push_back(path);
        if (join_error_) {
            const Error refused = *join_error_;
            join_error_.reset();
            return refused;
        }
    }
    TACIT_ASSIGN(const auto invitation, read_invitation(path));
    auto view = invitation.kind == "total" ? total_in_review() : overlap_in_review();
    view.stage = api::Stage::connecting;
    return api::SessionPtr(remember(std::move(view)));
}

std::shared_ptr<FakeSession> FakeEngine::remember(api::SessionView view) {
    auto session = std::make_shared<FakeSession>(std::move(view));
    {
        const std::lock_guard lock(mutex_);
        sessions_.push_back(session);
    }
    watched_->set({});
    return session;
}

std::vector<api::SessionView> FakeEngine::sessions() const {
    const std::lock_guard lock(mutex_);
    std::vector<api::SessionView> views;
    for (auto i = sessions_.rbegin(); i != sessions_.rend(); ++i) views.push_back((*i)->view());
    return views;
}

api::SubscriptionPtr FakeEngine::on_sessions_changed(std::function<void()> changed) {
    return watched_->subscribe(std::move(changed));
}

api::SessionPtr FakeEngine::live_session(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    for (const auto& session : sessions_) {
        const auto view = session->view();
        if (view.id == id && view.live) return session;
    }
    return nullptr;
}

api::SessionPtr FakeEngine::open_session(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    for (const auto& session : sessions_) {
        if (session->view().id == id) return session;
    }
    return nullptr;
}

Status FakeEngine::erase_session(const std::string& id) {
    {
        const std::lock_guard lock(mutex_);
        const auto erased = std::erase_if(sessions_, [&](const auto& session) {
            const auto view = session->view();
            return view.id == id && !view.live;
        });
        if (erased == 0) return error(Fault::usage, id);
    }
    watched_->set({});
    return {};
}

void FakeEngine::set_profile(api::ProfileView profile) {
    const std::lock_guard lock(mutex_);
    profile_ = std::move(profile);
}

void FakeEngine::set_file(const std::string& name, Importer importer) {
    const std::lock_guard lock(mutex_);
    files_[name] = std::move(importer);
}

void FakeEngine::hold_imports() {
    imports_gate_.hold();
}

void FakeEngine::release_imports() {
    imports_gate_.release();
}

void FakeEngine::hold_work() {
    work_gate_.hold();
}

void FakeEngine::release_work() {
    work_gate_.release();
}

bool FakeEngine::work_held() const {
    const std::lock_guard lock(work_gate_.mutex);
    return work_gate_.held;
}

void FakeEngine::refuse_host(Error refusal) {
    const std::lock_guard lock(mutex_);
    host_error_ = std::move(refusal);
}

void FakeEngine::refuse_join(Error refusal) {
    const std::lock_guard lock(mutex_);
    join_error_ = std::move(refusal);
}

std::shared_ptr<FakeSession> FakeEngine::add_session(api::SessionView view) {
    return remember(std::move(view));
}

std::vector<api::Draft> FakeEngine::hosted() const {
    const std::lock_guard lock(mutex_);
    return hosted_;
}

std::vector<std::string> FakeEngine::joined() const {
    const std::lock_guard lock(mutex_);
    return joined_;
}

std::vector<std::string> FakeEngine::imported() const {
    const std::lock_guard lock(mutex_);
    return imported_;
}

std::vector<std::uint64_t> FakeEngine::datasets() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::uint64_t> handles;
    for (const auto& [handle, view] : datasets_) handles.push_back(handle);
    return handles;
}

std::shared_ptr<FakeSession> FakeEngine::last_session() const {
    const std::lock_guard lock(mutex_);
    return sessions_.empty() ? nullptr : sessions_.back();
}

}  // namespace tacit::test
