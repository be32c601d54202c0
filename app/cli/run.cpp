#include "cli/run.h"

#include <QDir>
#include <QFileInfo>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <future>
#include <mutex>
#include <set>

#include "cli/report.h"
#include "ui/text/estimate_text.h"
#include "ui/text/sanitize.h"

namespace tacit::cli {

namespace {

volatile std::sig_atomic_t signalled = 0;

/// Opens the profile and names it on first use: --as, else the folder's name.
Result<std::unique_ptr<api::Engine>> openProfile(adapters::EngineFactory& engines,
                                                 const RunOptions& options) {
    TACIT_ASSIGN(auto engine, engines.open(options.profile, {}, options.threads));
    const auto profile = engine->profile();
    if (profile.weak_protection)
        say("Warning: this profile's keys lie in a file that only your user account protects, because no "
            "system "
            "keychain answers and no passphrase is set (TACIT_PASSPHRASE).");
    if (!profile.organisation.empty()) return engine;
    const auto folder = QFileInfo(options.profile).fileName();
    const auto slash = options.as.indexOf('/');
    const auto organisation = options.as.isEmpty() ? folder : options.as.left(slash).trimmed();
    const auto person = slash < 0 ? organisation : options.as.mid(slash + 1).trimmed();
    TACIT_TRY(engine->set_identity(organisation.toStdString(), person.toStdString()));
    return engine;
}

/// What would only fail after the run is refused before it.
Status checkTargets(const RunOptions& options) {
    for (const auto& target : {options.result, options.receipt}) {
        if (target.isEmpty()) continue;
        const QFileInfo file(target), data(adapters::databaseFile(options.data));
        if (file.isDir() || !file.absoluteDir().exists())
            return error(
                Fault::storage_failed,
                target.toStdString() + (file.isDir() ? " is a folder" : " is in no folder that exists"));
        if (file.exists() && file.canonicalFilePath() == data.canonicalFilePath())
            return error(Fault::usage, target.toStdString() +
                                           " is the file that the data comes from, and is not overwritten");
    }
    return {};
}

/// Prints what changes, once; people and logs read it.
class Narrator {
  public:
    void tell(const api::SessionView& view) {
        std::vector<std::string> lines;
        if (!view.progress.step.empty()) lines.push_back(view.progress.step);
        for (const auto& p : view.participants)
            if (!p.me && p.state != api::ParticipantState::invited)
                lines.push_back(p.display() + ": " + stateName(p.state));
        for (const auto& line : lines)
            if (told_.insert(line).second) say(q(line));
    }

  private:
    static std::string stateName(api::ParticipantState state) {
        switch (state) {
            case api::ParticipantState::invited:
                return "invited";
            case api::ParticipantState::joined:
                return "joined";
            case api::ParticipantState::ready:
                return "agreed";
            case api::ParticipantState::silent:
                return "connection lost, waiting";
            case api::ParticipantState::running:
                return "computing";
            case api::ParticipantState::finished:
                return "finished";
            case api::ParticipantState::declined:
                return "declined";
            case api::ParticipantState::gone:
                return "gone";
        }
        return {};
    }
    std::set<std::string> told_;
};

/// Waits until `reached` holds; on the way it narrates and passes Ctrl-C on.
template <class Condition>
api::SessionView await(api::Session& session, Narrator& narrator, Condition reached) {
    std::mutex mutex;
    std::condition_variable changed;
    bool dirty = true;
    const auto subscription = session.subscribe([&] {
        const std::lock_guard lock(mutex);
        dirty = true;
        changed.notify_all();
    });
    bool cancelled = false;
    for (;;) {
        const auto view = session.view();
        narrator.tell(view);
        if (view.stage == api::Stage::done || view.stage == api::Stage::failed || reached(view)) return view;
        if (interrupted() && !cancelled) {
            cancelled = true;
            session.cancel();
        }
        std::unique_lock lock(mutex);
        changed.wait_for(lock, std::chrono::milliseconds(100), [&] { return dirty; });
        dirty = false;
    }
}

/// The run has its result, but a file of it could not be written: the answer must not be lost with it.
int unsaved(const api::SessionView& view, const RunOptions& options, const Error& error) {
    say(resultText(*view.result) +
        "The run itself succeeded, and its result is kept in the profile: it can be saved from there.");
    return fail(options.json, error);
}

int finish(const api::Session& session, const api::SessionView& view, const RunOptions& options) {
    if (view.fault) return fail(options.json, *view.fault);
    say(rosterText(view));
    say(receiptText(view.receipt));
    if (const auto notes = notesText(view); !notes.isEmpty()) say(notes);
    const bool forMe = !std::holds_alternative<api::NotForYou>(*view.result);
    if (!options.result.isEmpty() && forMe)
        if (const auto saved = session.save_result(options.result.toStdString()); !saved)
            return unsaved(view, options, saved.error());
    if (!options.receipt.isEmpty())
        if (const auto saved = session.save_receipt(options.receipt.toStdString()); !saved)
            return unsaved(view, options, saved.error());
    answer(options.json, resultJson(*view.result), resultText(*view.result));
    return 0;
}

/// Cells that the question cannot use, as one error that names them.
Error refused(const api::ContributionCheck& check) {
    std::string cells;
    for (std::size_t i = 0; i < check.problems.size() && i < 10; ++i) {
        const auto& problem = check.problems[i];
        auto place = problem.cell;
        if (!problem.text.empty()) place += (place.empty() ? "\"" : " \"") + problem.text + '"';
        cells += (i > 0 ? "; " : "") + place + (place.empty() ? "" : ": ") + problem.problem;
    }
    const auto more = check.more_problems + (check.problems.size() > 10 ? check.problems.size() - 10 : 0);
    if (more > 0) cells += "; and " + std::to_string(more) + " more";
    return error(Fault::cell_invalid, cells);
}

/// --map and --value name what is asked for.
Status checkNames(const RunOptions& options, const std::vector<api::AskedColumn>& asked,
                  std::uint16_t place) {
    const auto foreign = [&](const QStringList& names, const char* option) -> Status {
        for (const auto& name : names) {
            const auto known =
                std::find_if(asked.begin(), asked.end(), [&](const auto& a) { return q(a.name) == name; });
            if (known == asked.end() || !known->asks(place))
                return error(Fault::usage, std::string(option) + " names \"" + name.toStdString() +
                                               "\", which is not asked for" +
                                               (known == asked.end() ? "" : " on this side"));
        }
        return {};
    };
    TACIT_TRY(foreign(options.map.keys(), "--map"));
    return foreign(options.value.keys(), "--value");
}

/// Which column stands for the asked one.
Result<std::string> columnFor(const api::DatasetView& dataset, const api::AskedColumn& asked,
                              const std::string& suggested, const RunOptions& options) {
    const auto name = q(asked.name);
    if (options.map.contains(name)) return options.map[name].toStdString();
    // Only the same name is certain enough without a person to look.
    for (const auto& column : dataset.columns)
        if (column.name == asked.name) return column.name;
    if (q(suggested).compare(name, Qt::CaseInsensitive) == 0) return suggested;
    return error(Fault::column_missing, "your table has no column \"" + asked.name +
                                            "\"; name yours with --map \"" + asked.name + "=...\"");
}

Status addColumns(api::Engine& engine, const api::Question& question, const RunOptions& options,
                  const std::vector<api::AskedColumn>& asked, api::Contribution& contribution) {
    if (options.data.isEmpty())
        return error(Fault::data_missing, std::holds_alternative<api::DecisionQuestion>(question)
                                              ? "this question needs a number, --value NAME=DECIMAL, or a "
                                                "spreadsheet, --data FILE"
                                              : "this question needs a spreadsheet: --data FILE");
    TACIT_ASSIGN(const auto dataset, importFile(engine, options.data, options.import));
    contribution.dataset = dataset.handle;
    const auto suggested = engine.suggest_columns(question, dataset.handle);
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (options.value.contains(q(asked[i].name)) || !asked[i].asks(contribution.place)) continue;
        TACIT_ASSIGN(
            contribution.columns[i],
            columnFor(dataset, asked[i], i < suggested.size() ? suggested[i] : std::string(), options));
    }
    return {};
}

Result<api::Contribution> contribute(api::Engine& engine, const api::Question& question,
                                     const RunOptions& options, const std::vector<api::AskedColumn>& asked,
                                     std::uint16_t place, std::uint16_t participants) {
    TACIT_TRY(checkNames(options, asked, place));
    api::Contribution contribution;
    contribution.place = place;
    contribution.participants = participants;
    contribution.leave_out_invalid = options.leave_out_invalid;
    contribution.columns.resize(asked.size());
    contribution.rules = options.rules;
    if (!options.value.isEmpty())
        for (const auto& one : asked)
            contribution.values.push_back(options.value.value(q(one.name)).toStdString());
    for (std::size_t i = 0; i < contribution.values.size(); ++i)
        if (options.value.contains(q(asked[i].name)) && contribution.values[i].empty())
            return error(Fault::usage, "--value \"" + asked[i].name + "=\" has no number");
    const auto mine =
        std::count_if(asked.begin(), asked.end(), [&](const auto& one) { return one.asks(place); });
    if (options.value.size() < mine)
        TACIT_TRY(addColumns(engine, question, options, asked, contribution));
    else if (!options.data.isEmpty())
        say("Every number comes from --value, so " + options.data + " is not read.");
    TACIT_ASSIGN(const auto check, engine.check(question, contribution));
    for (const auto& note : check.notes) say(q(note));
    for (const auto& warning : check.warnings) say("Warning: " + q(warning));
    if (check.estimate) say(ui::estimateText(*check.estimate));
    // Only the organizer decides who computes.
    if (const auto advice = check.estimate ? ui::hostsAdvice(*check.estimate) : std::nullopt;
        advice && place == 0)
        say(advice->happened + ' ' + advice->means + ' ' + advice->next +
            QString(" (--hosts %1)").arg(check.estimate->advised.hosts));
    if (!check.acceptable) return refused(check);
    return contribution;
}

/// Of what this session and earlier ones tell together.
void warn(const api::Engine& engine, const api::Question& question, const std::vector<std::string>& with) {
    for (const auto& caution : engine.cautions(question, with)) say("Warning: " + ui::plain(caution, 4000));
}

/// A question that is asked by a template gets its formula.
Status fillTemplate(const api::Engine& engine, api::Question& question) {
    auto* decision = std::get_if<api::DecisionQuestion>(&question);
    if (decision == nullptr || decision->template_name.empty()) return {};
    TACIT_ASSIGN(const auto filled, engine.fill_template(decision->template_name, decision->parameters));
    decision->formula = filled.formula;
    decision->parameters = filled.parameters;
    return {};
}

/// The categories that the organizer's own data has, where none are given.
Status findCategories(api::Engine& engine, const RunOptions& options, api::Question& question) {
    auto* total = std::get_if<api::TotalQuestion>(&question);
    if (total == nullptr || !total->categories_from_data) return {};
    if (options.data.isEmpty())
        return error(Fault::data_missing, "--group without --category takes the categories of --data FILE");
    TACIT_ASSIGN(const auto dataset, importFile(engine, options.data, options.import));
    const auto column = options.map.value(q(total->group), q(total->group)).toStdString();
    auto found = engine.categories(dataset.handle, column);
    engine.forget_dataset(dataset.handle);
    if (!found) return found.error();
    total->categories = std::move(*found);
    return {};
}

}  // namespace

void installSignals() {
    struct sigaction action {};
    action.sa_handler = [](int) { signalled = 1; };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() {
    return signalled != 0;
}

Result<api::DatasetView> importFile(api::Engine& engine, const QString& path,
                                    const api::ImportOptions& options) {
    std::promise<Result<api::DatasetView>> promise;
    auto outcome = promise.get_future();
    const auto task =
        engine.import(path.toStdString(), options,
                      {{}, [&](Result<api::DatasetView> result) { promise.set_value(std::move(result)); }});
    while (outcome.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready)
        if (interrupted()) task->cancel();
    return outcome.get();
}

int runHost(adapters::EngineFactory& engines, const HostOptions& options) {
    if (const auto good = checkTargets(options.run); !good) return fail(options.run.json, good.error());
    auto engine = openProfile(engines, options.run);
    if (!engine) return fail(options.run.json, engine.error());
    auto draft = options.draft;
    if (const auto filled = fillTemplate(**engine, draft.question); !filled)
        return fail(options.run.json, filled.error());
    if (const auto found = findCategories(**engine, options.run, draft.question); !found)
        return fail(options.run.json, found.error());
    const auto text = (*engine)->describe(draft.question, draft.partners);
    if (!text) return fail(options.run.json, text.error());
    auto contribution = contribute(**engine, draft.question, options.run, text->asked, 0,
                                   static_cast<std::uint16_t>(draft.partners + 1));
    if (!contribution) return fail(options.run.json, contribution.error());
    say(q(text->question));
    say(q(text->security));
    warn(**engine, draft.question, {});
    draft.contribution = *contribution;
    const auto session = (*engine)->host(draft);
    if (!session) return fail(options.run.json, session.error());
    Narrator narrator;
    const auto view = await(**session, narrator, [](const auto&) { return false; });
    return finish(**session, view, options.run);
}

int runJoin(adapters::EngineFactory& engines, const JoinOptions& options) {
    if (const auto good = checkTargets(options.run); !good) return fail(options.run.json, good.error());
    auto engine = openProfile(engines, options.run);
    if (!engine) return fail(options.run.json, engine.error());
    const auto invitation = (*engine)->read_invitation(options.invitation.toStdString());
    if (!invitation) return fail(options.run.json, invitation.error());
    say(q(invitation->organisation + " asks: " + invitation->proposal.question));
    for (const auto& line : invitation->proposal.learns) say(q(line.who + ' ' + line.text));
    say(q(invitation->proposal.security));
    warn(**engine, invitation->question, {invitation->fingerprint});
    const auto contribution =
        contribute(**engine, invitation->question, options.run, invitation->proposal.asked, invitation->place,
                   invitation->participants);
    if (!contribution) return fail(options.run.json, contribution.error());
    const auto session = (*engine)->join(options.invitation.toStdString(), options.run.deadline);
    if (!session) return fail(options.run.json, session.error());
    Narrator narrator;
    auto view = await(**session, narrator, [](const auto& v) { return v.stage == api::Stage::review; });
    if (view.stage == api::Stage::review) {
        if (const auto agreed = (*session)->agree(*contribution); !agreed) {
            (*session)->decline("the data does not fit");
            return fail(options.run.json, agreed.error());
        }
        view = await(**session, narrator, [](const auto&) { return false; });
    }
    return finish(**session, view, options.run);
}

}  // namespace tacit::cli
