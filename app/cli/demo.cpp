// The questions that exist, on the bundled samples: real profiles in a passing folder, real connections over
// the loopback, all participants in this process; beside each joint answer, the same computed in the clear.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <condition_variable>
#include <mutex>
#include <set>

#include "cli/report.h"
#include "cli/run.h"
#include "table/dataset.h"
#include "table/decimal.h"
#include "table/keys.h"
#include "table/load.h"

namespace tacit::cli {

namespace {

struct Player {
    QString organisation, person, file;
    std::unique_ptr<api::Engine> engine;
    api::SessionPtr session;
    api::Contribution contribution;
};

class Stage {
  public:
    Stage(adapters::EngineFactory& engines, const QString& folder) : engines_(engines), folder_(folder) {}

    Status enter(Player& player) {
        const auto profile = folder_ + '/' + player.organisation;
        TACIT_ASSIGN(player.engine, engines_.openPassing(profile));
        TACIT_TRY(
            player.engine->set_identity(player.organisation.toStdString(), player.person.toStdString()));
        return {};
    }

    Result<std::vector<api::SessionView>> play(std::vector<Player>& players, const QString& title,
                                               const api::Question& question) {
        for (auto& player : players) {
            TACIT_ASSIGN(const auto dataset, importFile(*player.engine, sample(player.file), {}));
            player.contribution.dataset = dataset.handle;
            player.contribution.columns = player.engine->suggest_columns(question, dataset.handle);
        }
        api::Draft draft;
        draft.title = title.toStdString();
        draft.question = question;
        draft.partners = static_cast<std::uint16_t>(players.size() - 1);
        draft.contribution = players[0].contribution;
        draft.invitation_prefix = (folder_ + "/invitation").toStdString();
        TACIT_ASSIGN(players[0].session, players[0].engine->host(draft));
        for (std::size_t i = 1; i < players.size(); ++i) {
            const auto path = draft.invitation_prefix + '-' + std::to_string(i) + ".tacit";
            TACIT_ASSIGN(players[i].session, players[i].engine->join(path, std::chrono::seconds(60)));
            TACIT_ASSIGN(const auto review, await(*players[i].session, api::Stage::review));
            (void)review;
            TACIT_TRY(players[i].session->agree(players[i].contribution));
        }
        std::vector<api::SessionView> views;
        for (auto& player : players) {
            TACIT_ASSIGN(auto view, await(*player.session, api::Stage::done));
            views.push_back(std::move(view));
            player.session.reset();
        }
        return views;
    }

    /// A bundled sample as a file of its own name, so that the import sees what a user's import sees.
    QString sample(const QString& name) const {
        const auto path = folder_ + '/' + name;
        if (!QFile::exists(path)) QFile::copy(":/samples/" + name, path);
        return path;
    }

  private:
    static Result<api::SessionView> await(api::Session& session, api::Stage stage) {
        std::mutex mutex;
        std::condition_variable changed;
        const auto subscription = session.subscribe([&] {
            const std::lock_guard lock(mutex);
            changed.notify_all();
        });
        for (;;) {
            auto view = session.view();
            if (view.fault) return *view.fault;
            if (view.stage == stage) return view;
            if (interrupted()) session.cancel();
            std::unique_lock lock(mutex);
            changed.wait_for(lock, std::chrono::milliseconds(50));
        }
    }
    adapters::EngineFactory& engines_;
    QString folder_;
};

Result<std::shared_ptr<const table::Dataset>> load(const QString& path) {
    return table::load(path.toStdString(), {}, {}, {});
}

bool beside(const QString& what, const QString& joint, const QString& clear) {
    const bool equal = joint == clear;
    answer(false, {},
           QString("  %1 joint %2   in the clear %3   %4\n")
               .arg(what, -34)
               .arg(joint, 14)
               .arg(clear, 14)
               .arg(equal ? "equal" : "DIFFERENT"));
    return equal;
}

Result<std::vector<Player>> three_payers(Stage& stage) {
    std::vector<Player> players;
    players.push_back({"Alder", "Ada Alm", "alder-pay.csv", {}, {}, {}});
    players.push_back({"Birch", "Ben Bo", "birch-pay.csv", {}, {}, {}});
    players.push_back({"Cedar", "Cy Cole", "cedar-pay.csv", {}, {}, {}});
    for (auto& player : players) TACIT_TRY(stage.enter(player));
    return players;
}

Result<bool> total(adapters::EngineFactory& engines, const QString& folder) {
    Stage stage(engines, folder);
    TACIT_ASSIGN(auto players, three_payers(stage));
    answer(false, {}, "Total: what do Alder, Birch and Cedar pay together? Nobody shows a salary.\n");
    const api::TotalQuestion question{{"salary", "adjustment"}};
    TACIT_ASSIGN(const auto views, stage.play(players, "Pay benchmark", question));
    bool equal = true;
    for (std::size_t i = 0; i < question.columns.size(); ++i) {
        table::Int128 sum = 0;
        std::uint64_t count = 0;
        for (const auto& player : players) {
            TACIT_ASSIGN(const auto dataset, load(stage.sample(player.file)));
            TACIT_ASSIGN(const auto index, dataset->find_column(player.contribution.columns[i]));
            TACIT_ASSIGN(const auto column, table::numeric_column(*dataset, index));
            for (const auto& value : column.values)
                if (value) sum += value->micros();
            count += column.count;
        }
        const table::Decimal clear(sum);
        for (std::size_t p = 0; p < players.size(); ++p) {
            const auto& joint = std::get<api::TotalResult>(*views[p].result).columns[i];
            const auto name = players[p].organisation + " learns " + QString::fromStdString(joint.name);
            equal &= beside(name + " sum", QString::fromStdString(joint.sum),
                            QString::fromStdString(clear.text()));
            equal &= beside(name + " count", QString::number(joint.count), QString::number(count));
            equal &= beside(name + " mean", QString::fromStdString(joint.mean),
                            QString::fromStdString(table::divide_half_even(clear, count).value().text()));
        }
    }
    return equal;
}

Result<bool> overlap(adapters::EngineFactory& engines, const QString& folder) {
    std::vector<Player> players;
    players.push_back({"Alder", "Ada Alm", "alder-customers.csv", {}, {}, {}});
    players.push_back({"Birch", "Ben Bo", "birch-customers.xlsx", {}, {}, {}});
    Stage stage(engines, folder);
    for (auto& player : players) TACIT_TRY(stage.enter(player));
    answer(false, {}, "\nOverlap: which customers do Alder and Birch both have? Nobody shows a list.\n");
    TACIT_ASSIGN(const auto views, stage.play(players, "Common customers", api::OverlapQuestion{"email"}));
    std::vector<std::set<std::string>> keys;
    for (const auto& player : players) {
        TACIT_ASSIGN(const auto dataset, load(stage.sample(player.file)));
        TACIT_ASSIGN(const auto index, dataset->find_column(player.contribution.columns[0]));
        TACIT_ASSIGN(const auto canonical, table::canonical_keys(*dataset, index));
        const auto texts = canonical.keys.texts();
        keys.emplace_back(texts.begin(), texts.end());
    }
    const auto common =
        std::count_if(keys[0].begin(), keys[0].end(), [&](const auto& k) { return keys[1].contains(k); });
    bool equal = true;
    for (std::size_t p = 0; p < players.size(); ++p) {
        const auto& joint = std::get<api::OverlapResult>(*views[p].result);
        equal &= beside(players[p].organisation + " learns matching keys", QString::number(joint.count),
                        QString::number(common));
        for (std::size_t row = 0; row < joint.preview.size() && row < 3; ++row) {
            QStringList cells;
            for (const auto& cell : joint.preview[row]) cells << QString::fromStdString(cell);
            answer(false, {}, "      " + cells.join(" | ") + '\n');
        }
        if (joint.preview.size() > 3)
            answer(false, {},
                   QString("      ... and %1 more of its own rows\n").arg(joint.matching_rows - 3));
    }
    return equal;
}

Result<bool> decision(adapters::EngineFactory& engines, const QString& folder) {
    Stage stage(engines, folder);
    TACIT_ASSIGN(auto players, three_payers(stage));
    answer(false, {}, "\nDecision: do the three together pay more than 80,000? Nobody learns the total.\n");
    TACIT_ASSIGN(const auto limit, table::Decimal::parse("80000"));
    TACIT_ASSIGN(const auto views,
                 stage.play(players, "Pay limit", api::DecisionQuestion{"sum(salary) > " + limit.text()}));
    table::Decimal sum;
    for (const auto& player : players) {
        TACIT_ASSIGN(const auto dataset, load(stage.sample(player.file)));
        TACIT_ASSIGN(const auto index, dataset->find_column(player.contribution.columns[0]));
        TACIT_ASSIGN(const auto column, table::numeric_column(*dataset, index));
        for (const auto& value : column.values)
            if (value) sum += *value;
    }
    bool equal = true;
    for (std::size_t p = 0; p < players.size(); ++p) {
        const auto& joint = std::get<api::DecisionResult>(*views[p].result);
        const auto word = [](bool yes) { return yes ? QString("yes") : QString("no"); };
        equal &= beside(players[p].organisation + " learns", word(joint.answer), word(sum > limit));
    }
    return equal;
}

}  // namespace

int runDemo(adapters::EngineFactory& engines) {
    QTemporaryDir folder;
    const std::pair<const char*, Result<bool> (*)(adapters::EngineFactory&, const QString&)> plays[]{
        {"total", total}, {"overlap", overlap}, {"decision", decision}};
    for (const auto& [name, play] : plays) {
        const auto sub = folder.filePath(name);
        QDir().mkpath(sub);
        const auto equal = play(engines, sub);
        if (!equal) return fail(false, equal.error());
        if (!*equal) return fail(false, error(Fault::internal, "a joint answer differs from the clear one"));
    }
    answer(false, {}, "\nEvery joint answer equals the clear one.\n");
    return 0;
}

}  // namespace tacit::cli
