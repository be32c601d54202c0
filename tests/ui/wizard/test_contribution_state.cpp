// Choosing and mapping columns without widgets, and who owns the dataset.
#include <QSignalSpy>
#include <QTest>

#include "support/fake_engine.h"
#include "ui/model/contribution_state.h"

using namespace tacit;
using namespace tacit::ui;

namespace {

/// Imports on the fake engine's thread and waits for its end.
api::DatasetView load(test::FakeEngine& engine, const std::string& path,
                      const api::ImportOptions& options = {}) {
    std::mutex mutex;
    std::condition_variable done;
    std::optional<Result<api::DatasetView>> outcome;
    api::ImportCallbacks callbacks;
    callbacks.finished = [&](Result<api::DatasetView> view) {
        const std::lock_guard lock(mutex);
        outcome.emplace(std::move(view));
        done.notify_one();
    };
    const auto task = engine.import(path, options, callbacks);
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return outcome.has_value(); });
    lock.unlock();
    return **outcome;
}

using Names = std::vector<std::string>;
constexpr int salaryColumn = 2, bonusColumn = 3;

}  // namespace

class TestContributionState : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aDecisionTakesColumnsOrWhatIsTyped() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.map(api::DecisionQuestion{"sum(bonus) > 100"});
        QVERIFY(state.takesValues() && !state.typing() && !state.votesOnly());
        state.setDataset(load(*engine, "/d/salaries-2024.xlsx"));
        QTRY_VERIFY(state.acceptable());
        QVERIFY((state.contribution().columns == Names{"bonus"}));
        state.setTyping(true);
        QVERIFY(!state.complete());
        state.setValue(0, "abc");
        QTRY_VERIFY(state.check() && !state.acceptable());
        state.setValue(0, "-12.5");
        QTRY_VERIFY(state.acceptable());
        const auto mine = state.contribution();
        QVERIFY(mine.dataset == 0 && mine.columns == Names{""} && mine.values == Names{"-12.5"});
        // Another limit asks for the same; another name does not.
        state.map(api::DecisionQuestion{"sum(bonus) > 200"});
        QVERIFY(state.typing() && state.values() == Names{"-12.5"});
        state.map(api::DecisionQuestion{"sum(salary) > 200"});
        QVERIFY((!state.typing() && state.values() == Names{""}));
        // The spreadsheet is still there.
        QVERIFY((state.contribution().columns == Names{"salary"}));
        // What takes no typed number gets none.
        state.setTyping(true);
        state.choose(api::TotalQuestion{});
        QVERIFY(!state.typing() && state.contribution().values.empty());
    }

    void aVoteIsTyped() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.map(api::DecisionQuestion{"all(approve)"}, 2, 1);
        QVERIFY(state.votesOnly() && state.typing() && state.asked().front().vote);
        state.setValue(0, "no");
        QTRY_VERIFY(state.acceptable());
        QVERIFY((state.contribution().values == Names{"no"} && state.contribution().place == 1));
    }

    void onlyWhatIsAskedOfOneIsNeeded() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.map(api::DecisionQuestion{"organizer(bid) >= partner(ask)"}, 1, 1);
        QCOMPARE(state.asked().size(), std::size_t{2});
        QVERIFY(!state.asksMe(0) && state.asksMe(1));
        state.setTyping(true);
        state.setValue(1, "7");
        QTRY_VERIFY(state.acceptable());
        QVERIFY((state.contribution().values == Names{"", "7"}));
    }

    void totalTicksSeveralNumbersInTheTablesOrder() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.choose(api::TotalQuestion{});
        state.setDataset(load(*engine, "/d/salaries-2024.xlsx"));
        QVERIFY(!state.canTick(0));
        QVERIFY(!state.canTick(-1));
        QVERIFY(!state.canTick(99));
        state.setTicked(0, true);
        QVERIFY(!state.complete());
        state.setTicked(bonusColumn, true);
        state.setTicked(salaryColumn, true);
        QVERIFY((state.contribution().columns == Names{"salary", "bonus"}));
        QVERIFY(state.question() == api::Question(api::TotalQuestion{{"salary", "bonus"}}));
        QTRY_VERIFY(state.acceptable());
        state.setTicked(salaryColumn, false);
        state.setTicked(bonusColumn, false);
        QVERIFY(!state.acceptable());
        QVERIFY(!state.check().has_value());
    }

    void overlapHasOneKey() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.choose(api::OverlapQuestion{"ignored", api::Reveal::count, api::Recipients::partner});
        state.setDataset(load(*engine, "/d/customers.csv"));
        state.setTicked(0, true);
        state.setTicked(1, true);
        QVERIFY(!state.ticked(0));
        QVERIFY(state.question() ==
                api::Question(api::OverlapQuestion{"email", api::Reveal::count, api::Recipients::partner}));
        QTRY_VERIFY(state.acceptable());
    }

    void anOrganizerSaysWhatTheKeysAre() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.choose(api::TotalQuestion{});
        QVERIFY(!state.recipe());
        state.setRecipe({api::KeyKind::email});
        QVERIFY(!state.recipe());
        state.choose(api::OverlapQuestion{});
        state.setDataset(load(*engine, "/d/customers.csv"));
        state.setTicked(1, true);
        state.setRecipe({api::KeyKind::email});
        QCOMPARE(std::get<api::OverlapQuestion>(state.question()).recipe.kind, api::KeyKind::email);
        QVERIFY(!state.contribution().leave_out_invalid);
        state.setLeaveOutInvalid(true);
        QVERIFY(state.contribution().leave_out_invalid);
        QTRY_VERIFY(state.acceptable());
        // A partner keeps to what is asked, and may leave rows out as well.
        state.map(api::OverlapQuestion{"email"});
        state.setRecipe({api::KeyKind::email});
        QCOMPARE(state.recipe()->kind, api::KeyKind::text);
        QVERIFY(state.contribution().leave_out_invalid);
    }

    void badCellsAreNotAcceptable() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.choose(api::TotalQuestion{});
        state.setDataset(load(*engine, "/d/salaries-with-problems.csv"));
        state.setTicked(bonusColumn, true);
        QTRY_VERIFY(state.acceptable());
        state.setTicked(salaryColumn, true);
        QTRY_VERIFY(!state.checking());
        QVERIFY(!state.acceptable());
        QVERIFY(state.check()->ok());
        QCOMPARE((*state.check())->problems.size(), std::size_t(3));
        QCOMPARE((*state.check())->problems[1].cell, std::string("C17"));
    }

    void readingTheSameFileAnewKeepsTheTicks() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.choose(api::TotalQuestion{});
        state.setDataset(load(*engine, "/d/salaries-with-problems.csv"));
        state.setTicked(salaryColumn, true);
        api::ImportOptions commas;
        commas.decimal = ',';
        state.setDataset(load(*engine, "/d/salaries-with-problems.csv", commas));
        QVERIFY(state.ticked(salaryColumn));
        QTRY_VERIFY(!state.checking());
        QCOMPARE((*state.check())->problems.size(), std::size_t(2));
        state.setDataset(load(*engine, "/d/customers.csv"));
        QVERIFY(!state.complete());
    }

    void partnerGetsASuggestionAndMayChangeIt() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.map(api::TotalQuestion{{"bonus", "pay"}});
        QCOMPARE(state.asked().size(), std::size_t(2));
        QVERIFY(!state.complete());
        QSignalSpy changed(&state, &ContributionState::choiceChanged);
        state.setDataset(load(*engine, "/d/salaries-2024.xlsx"));
        QTRY_COMPARE(changed.size(), 2);  // chosen, checked
        QVERIFY((state.mapping() == Names{"bonus", "salary"}));
        QVERIFY((state.candidates(0) == Names{"salary", "bonus"}));
        QVERIFY(state.acceptable());
        state.setMapping(1, "");
        QVERIFY(!state.complete());
        QVERIFY(!state.acceptable());
        state.setMapping(1, "bonus");
        QVERIFY((state.contribution().columns == Names{"bonus", "bonus"}));
        state.setMapping(5, "bonus");
        QVERIFY(state.question() == api::Question(api::TotalQuestion{{"bonus", "pay"}}));
        state.setTicked(salaryColumn, true);
        QVERIFY((state.contribution().columns == Names{"bonus", "bonus"}));
    }

    void datasetsAreForgotten() {
        const auto engine = std::make_shared<test::FakeEngine>();
        {
            ContributionState state(engine);
            state.choose(api::TotalQuestion{});
            state.setDataset(load(*engine, "/d/salaries-2024.xlsx"));
            const auto first = state.dataset()->handle;
            state.setDataset(load(*engine, "/d/customers.csv"));
            QVERIFY(first != state.dataset()->handle);
            const auto held = engine->datasets();
            QVERIFY(std::find(held.begin(), held.end(), first) == held.end());
        }
        QVERIFY(engine->datasets().empty());
    }

    void aNewChoiceWhileOneIsCheckedIsTheOneThatCounts() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        state.choose(api::TotalQuestion{});
        state.setDataset(load(*engine, "/d/salaries-with-problems.csv"));
        engine->hold_work();
        state.setTicked(salaryColumn, true);
        QVERIFY(state.checking());
        QVERIFY(!state.check().has_value());
        QVERIFY(!state.acceptable());
        state.setTicked(salaryColumn, false);
        QVERIFY(!state.checking());
        state.setTicked(bonusColumn, true);
        QVERIFY(state.checking());
        engine->release_work();
        QTRY_VERIFY(!state.checking());
        QVERIFY(state.acceptable());
    }

    void endingDuringACheckWaitsForIt() {
        const auto engine = std::make_shared<test::FakeEngine>();
        engine->hold_work();
        {
            ContributionState state(engine);
            state.choose(api::TotalQuestion{});
            state.setDataset(load(*engine, "/d/salaries-2024.xlsx"));
            state.setTicked(salaryColumn, true);
            QVERIFY(state.checking());
        }
        QVERIFY(engine->datasets().empty());
    }
};

QTEST_GUILESS_MAIN(TestContributionState)
#include "test_contribution_state.moc"
