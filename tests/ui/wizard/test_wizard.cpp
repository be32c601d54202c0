// The wizard's windows, driven from the first page to a draft in the engine.
#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

#include "support/fake_engine.h"
#include "support/scripted_file_chooser.h"
#include "ui/model/column_model.h"
#include "ui/model/contribution_state.h"
#include "ui/pages/wizard/new_session_wizard.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_panel.h"
#include "ui/widgets/who_learns_panel.h"
#include "ui/wizard/wizard_world.h"

using namespace tacit;
using namespace tacit::ui;

namespace {

struct World {
    std::shared_ptr<test::FakeEngine> engine = std::make_shared<test::FakeEngine>();
    test::ScriptedFileChooser chooser;
    mutable NewSessionWizard wizard{engine, chooser, test::wizardWorld()};
    int outcomes = 0;
    api::SessionPtr session;

    World() {
        QObject::connect(&wizard, &NewSessionWizard::finished, &wizard, [this](const api::SessionPtr& made) {
            ++outcomes;
            session = made;
        });
        wizard.resize(1280, 800);
        wizard.show();
    }
    template <class T>
    T* find(const char* name) const {
        return wizard.findChild<T*>(QString::fromLatin1(name));
    }
    QAbstractButton* button(const char* name) const { return find<QAbstractButton>(name); }
    // Not by mouse: what is clicked may be below the visible part of a page.
    void click(const char* name) const { button(name)->click(); }
    bool canGoOn() const { return button("wizardNext")->isEnabled(); }
    /// Ticks a good column and waits until it is checked.
    void tickGood(int row) const {
        tick(row);
        QTRY_VERIFY(wizard.state().answers().dataAccepted);
    }
    void load(const QString& path) {
        chooser.setNextPath(path);
        click(wizard.dataPanel().state().dataset().has_value() ? "changeFileButton" : "chooseFileButton");
        QTRY_VERIFY(!wizard.dataPanel().importing());
    }
    void tick(int row) const {
        auto* model = find<QTableView>("columnTable")->model();
        QVERIFY(model->setData(model->index(row, ColumnModel::Name), Qt::Checked, Qt::CheckStateRole));
    }
    /// From the review, where all has been read, to the session.
    void confirmAndHost() const {
        find<QCheckBox>("readCheck")->setChecked(true);
        click("wizardNext");
        QTRY_COMPARE(outcomes, 1);
    }
    QString shownTexts(const QWidget* inside) const {
        QStringList texts;
        for (const auto* label : inside->findChildren<QLabel*>()) {
            if (label->isVisibleTo(inside)) texts << label->text();
        }
        return texts.join(u'\n');
    }
};

}  // namespace

class TestWizard : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp); }

    void aDecisionFromATemplate() {
        World w;
        w.click("questionCard_decision");
        w.click("wizardNext");
        QVERIFY(!w.canGoOn());
        w.click("templateCard_total-limit");
        // Before it is filled in, its example says what it is about.
        QVERIFY(w.find<QLabel>("questionSentence")->text().contains("1,000,000"));
        QVERIFY(!w.find<QLabel>("slotProblem")->isVisible());
        QVERIFY(w.find<QWidget>("tryOut")->isHidden());
        QTest::keyClicks(w.find<QLineEdit>("slot_name"), "net exposure");
        QTest::keyClicks(w.find<QLineEdit>("slot_limit"), "25,5");
        QVERIFY(w.find<QLabel>("slotProblem")->isVisible() && !w.canGoOn());
        w.find<QLineEdit>("slot_limit")->clear();
        QTest::keyClicks(w.find<QLineEdit>("slot_limit"), "55.5");
        QVERIFY(w.canGoOn());
        const auto sentence = w.find<QLabel>("questionSentence")->text();
        QVERIFY2(sentence.contains("net exposure") && sentence.contains("55.5"), qPrintable(sentence));
        QVERIFY(w.shownTexts(w.find<QWidget>("readingPanel")).contains("you know that"));

        // Made-up numbers are 10, 20 and 30.
        QCOMPARE(w.find<QLabel>("tryAnswer0")->text(), QString("Yes"));
        auto* sample = w.find<QLineEdit>("try_2_0");
        sample->selectAll();
        QTest::keyClicks(sample, "25.5");
        QCOMPARE(w.find<QLabel>("tryAnswer2")->text(), QString("No"));
        sample->selectAll();
        QTest::keyClicks(sample, "x");
        QVERIFY(w.find<QLabel>("tryProblem")->isVisible());

        w.find<QSpinBox>("decisionPartnersBox")->setValue(3);
        QVERIFY(w.find<QLineEdit>("try_3_0"));
        w.click("wizardNext");
        w.click("valueTyped");
        QTest::keyClicks(w.find<QLineEdit>("typedValue0"), "-12.5");
        QTRY_VERIFY(w.canGoOn());
        w.click("wizardNext");
        w.click("toNamed");
        QVERIFY(!w.canGoOn());
        w.click("toPlace0");
        w.click("toPlace2");
        w.chooser.setNextPath("/home/clara/Sessions");
        w.click("folderButton");
        QVERIFY(w.canGoOn());
        w.click("wizardNext");
        w.confirmAndHost();
        const auto draft = w.engine->hosted().front();
        const auto& question = std::get<api::DecisionQuestion>(draft.question);
        QCOMPARE(question.formula, std::string("sum(\"net exposure\") > 55.5"));
        QCOMPARE(question.template_name, std::string("total-limit"));
        QVERIFY((question.to_places == std::vector<std::uint16_t>{0, 2}));
        QCOMPARE(draft.partners, std::uint16_t(3));
        QVERIFY((draft.contribution.values == std::vector<std::string>{"-12.5"}));
    }

    void aFormulaIsClickedTogether() {
        World w;
        w.click("questionCard_decision");
        w.click("wizardNext");
        w.click("segmentFormula");
        QVERIFY(!w.canGoOn());
        auto* edit = w.find<QPlainTextEdit>("formulaEdit");
        w.click("word_sum");
        QTest::keyClicks(w.find<QLineEdit>("newFieldEdit"), "net losses");
        w.click("newFieldButton");
        QCOMPARE(edit->toPlainText(), QString("sum(\"net losses\")"));
        edit->moveCursor(QTextCursor::End);
        w.click("word_>");
        // What is missing is said at its place, and marked there.
        QVERIFY(w.find<QLabel>("formulaProblem")->isVisible());
        QVERIFY(w.find<QLabel>("formulaProblem")->text().contains("At character"));
        QCOMPARE(edit->extraSelections().size(), 1);
        QTest::keyClicks(edit, " 2 ");
        w.click("word_*");
        w.click("word_max");
        w.click("fieldToken0");
        QCOMPARE(edit->toPlainText(), QString("sum(\"net losses\") > 2 * max(\"net losses\")"));
        QVERIFY(w.canGoOn());
        QVERIFY(!w.find<QLabel>("formulaProblem")->isVisible() && edit->extraSelections().isEmpty());
        QVERIFY(w.find<QLabel>("answerKind")->text().contains("yes or no"));
        // 10 + 20 + 30 > 2 * 30 does not hold.
        QCOMPARE(w.find<QLabel>("tryAnswer1")->text(), QString("No"));
        // A mistake in the middle is marked where it stands, also behind characters of several bytes.
        edit->setPlainText(QString::fromUtf8("sum(\"Erl\u00f6se\") > totl(x)"));
        QCOMPARE(edit->extraSelections().size(), 1);
        const auto mark = edit->extraSelections().constFirst().cursor;
        QVERIFY2(mark.selectionStart() >= 16 && mark.selectionEnd() > mark.selectionStart(),
                 qPrintable(mark.selectedText()));
        // The template is still there, as it was left.
        w.click("segmentTemplates");
        QVERIFY(!w.canGoOn());
    }

    void aSlotThatIsFilledInWronglyIsMarked() {
        World w;
        w.click("questionCard_decision");
        w.click("wizardNext");
        w.click("templateCard_total-limit");
        QTest::keyClicks(w.find<QLineEdit>("slot_name"), "exposure");
        auto* limit = w.find<QLineEdit>("slot_limit");
        QTest::keyClicks(limit, "1,000");
        auto* problem = w.find<QLabel>("slotProblem");
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().startsWith("Limit: give a number such as 1000000"),
                 qPrintable(problem->text()));
        QVERIFY(limit->property("invalid").toBool());
        QCOMPARE(limit->accessibleDescription(), problem->text());
        QVERIFY(!w.find<QLineEdit>("slot_name")->property("invalid").toBool());
        limit->clear();
        QTest::keyClicks(limit, "1000");
        QVERIFY(!limit->property("invalid").toBool() && limit->accessibleDescription().isEmpty());
        QVERIFY(w.canGoOn());
    }

    void rulesAndStatisticsLeaveWhatOneLooksAt() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/home/clara/salaries-2024.xlsx");
        w.tickGood(2);
        w.click("segmentRows");
        w.click("statisticMedian");
        w.find<QSpinBox>("minimumGroupBox")->setValue(10);
        QTRY_VERIFY(w.canGoOn());
        QVERIFY(w.button("segmentRows")->isChecked());
        QVERIFY(w.find<QTableView>("previewTable")->isVisible());
        // Another question begins with its columns.
        w.click("wizardBack");
        w.click("questionCard_overlap");
        w.click("wizardNext");
        QVERIFY(w.button("segmentColumns")->isChecked());
    }

    void columnsAreThoseThatTheFormulaAsksForNow() {
        World w;
        w.click("questionCard_decision");
        w.click("wizardNext");
        w.click("segmentFormula");
        auto* edit = w.find<QPlainTextEdit>("formulaEdit");
        edit->setPlainText("sum(price) > 3");
        w.click("wizardNext");
        w.load("/home/clara/salaries-2024.xlsx");
        QCOMPARE(w.find<QComboBox>("mappingBox0")->accessibleName(), QString("Your column for price"));
        w.click("wizardBack");
        edit->setPlainText("sum(cost) > 3");
        w.click("wizardNext");
        QCOMPARE(w.find<QComboBox>("mappingBox0")->accessibleName(), QString("Your column for cost"));
        QVERIFY(w.find<QComboBox>("mappingBox0")->findData(QByteArray("department")) < 0);
        // A typed number that cannot be used is marked where it stands.
        w.click("valueTyped");
        auto* typed = w.find<QLineEdit>("typedValue0");
        QTest::keyClicks(typed, "410,5");
        QTRY_VERIFY(typed->property("invalid").toBool());
        QVERIFY(!typed->accessibleDescription().isEmpty());
        typed->clear();
        QTest::keyClicks(typed, "410.5");
        QTRY_VERIFY(w.canGoOn());
        QVERIFY(!typed->property("invalid").toBool());
    }

    void limitsAreTypedBesideTheFormula() {
        World w;
        w.click("questionCard_decision");
        w.click("wizardNext");
        w.click("segmentFormula");
        auto* edit = w.find<QPlainTextEdit>("formulaEdit");
        edit->setPlainText("max(price) - min(price) > 5 and sum(price.count) > 3 and any(veto)");
        // A yes or no has no limits; both numbers of the column have their own.
        QVERIFY(w.find<QWidget>("limitsForm")->isVisible());
        QVERIFY(w.find<QLineEdit>("largest_1") && !w.find<QLineEdit>("largest_2"));
        QTest::keyClicks(w.find<QLineEdit>("smallest_0"), "10");
        QVERIFY(w.canGoOn());
        QTest::keyClicks(w.find<QLineEdit>("largest_0"), "9");
        auto* problem = w.find<QLabel>("limitsProblem_0");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains("not above the largest"), qPrintable(problem->text()));
        // The formula itself can be read meanwhile.
        QVERIFY(w.find<QLabel>("questionSentence")->text().contains("largest price"));
        QVERIFY(!w.find<QLabel>("limitsProblem_1")->isVisible());
        QVERIFY(!w.find<QLabel>("formulaProblem")->isVisible() && !w.canGoOn());
        QTest::keyClicks(w.find<QLineEdit>("largest_0"), "9.5");
        QVERIFY(!problem->isVisible() && w.canGoOn());
        const auto effect = w.find<QLabel>("limitsEffect")->text();
        QVERIFY2(effect.contains("faster") || effect.contains("slower"), qPrintable(effect));
        QTest::keyClicks(w.find<QLineEdit>("smallest_1"), "0");
        // What was typed is still there when one comes back, and reaches the proposal.
        w.click("segmentTemplates");
        w.click("segmentFormula");
        QCOMPARE(w.find<QLineEdit>("largest_0")->text(), QString("99.5"));
        const auto asked = w.wizard.state().decision();
        QVERIFY(asked.ok());
        QCOMPARE(asked->ranges.size(), std::size_t{2});
        QVERIFY((asked->ranges[0] == api::DecisionRange{"price", "10", "99.5"}));
        QVERIFY((asked->ranges[1] == api::DecisionRange{"price.count", "0", "1000000000000000000"}));
        // Only the field that is written wrongly is marked, and its words say how to write it.
        QTest::keyClicks(w.find<QLineEdit>("largest_1"), "5.000,00");
        auto* other = w.find<QLabel>("limitsProblem_1");
        QTRY_VERIFY(other->isVisible() && other->text().contains("no other separators"));
        QVERIFY(w.find<QLineEdit>("largest_1")->property("invalid").toBool());
        QCOMPARE(w.find<QLineEdit>("largest_1")->accessibleDescription(), other->text());
        QVERIFY(!w.find<QLineEdit>("smallest_1")->property("invalid").toBool());
        w.find<QLineEdit>("largest_1")->clear();
        QTest::keyClicks(w.find<QLineEdit>("largest_1"), "9");
        QVERIFY(!w.find<QLineEdit>("largest_1")->property("invalid").toBool());
        // A count has no unit. Unlike ones are told where they stand in the formula.
        QVERIFY(w.find<QLineEdit>("unit_0") && !w.find<QLineEdit>("unit_1"));
        QTest::keyClicks(w.find<QLineEdit>("unit_0"), "EUR 1");
        QVERIFY(!w.canGoOn());
        QTRY_VERIFY(problem->isVisible());
        QVERIFY(problem->text().contains("unit"));
        w.find<QLineEdit>("unit_0")->clear();
        QTest::keyClicks(w.find<QLineEdit>("unit_0"), "EUR");
        QVERIFY(w.canGoOn());
        QVERIFY(w.find<QLabel>("questionSentence")->text().contains("above 5 EUR"));
        QVERIFY((w.wizard.state().decision()->units == std::vector<api::DecisionUnit>{{"price", "EUR"}}));
        edit->setPlainText("max(price) > sum(price.count)");
        QVERIFY(!w.canGoOn());
        QVERIFY(w.find<QLabel>("formulaProblem")->text().contains("At character 14"));
        QVERIFY(w.find<QLineEdit>("unit_0"));
        // Limits of a number that is not asked for any more are of no say.
        edit->setPlainText("sum(cost) > 3");
        QVERIFY(w.canGoOn() && w.wizard.state().decision()->ranges.empty());
    }

    void whatEarlierSessionsGiveAwayIsSaid() {
        World w;
        w.engine->set_cautions({"Two limits so close together narrow the total down."});
        w.click("questionCard_decision");
        w.click("wizardNext");
        w.click("templateCard_agreement");
        QTest::keyClicks(w.find<QLineEdit>("slot_name"), "approve");
        w.click("wizardNext");
        auto* vote = w.find<QComboBox>("typedValue0");
        vote->setCurrentIndex(vote->findData(QByteArray("no")));
        QTRY_VERIFY(w.canGoOn());
        w.click("wizardNext");
        w.click("wizardNext");
        auto* banner = w.find<Banner>("cautionBanner");
        QVERIFY(banner->isVisible() && banner->text().contains("Two limits so close together"));
    }

    void numbersThatAreNotAsExpectedAreTold() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        QTRY_VERIFY(w.canGoOn());
        QTest::keyClicks(w.find<QLineEdit>("expectedHigh0"), "1,5");
        QVERIFY(!w.canGoOn());
        QVERIFY(w.find<QLabel>("expectationsProblem")->text().contains("like -12.50"));
        w.find<QLineEdit>("expectedHigh0")->selectAll();
        QTest::keyClicks(w.find<QLineEdit>("expectedHigh0"), "100000");
        QTRY_VERIFY(w.canGoOn());
        w.click("wizardNext");
        w.click("wizardNext");
        auto* banner = w.find<Banner>("warningsBanner");
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->text().contains("not as expected"));
        w.click("readCheck");
        QVERIFY(w.canGoOn());  // a warning, no more
    }

    void fewerMayCompute() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        w.click("statisticMedian");
        QTRY_VERIFY(w.canGoOn());
        w.click("wizardNext");
        w.find<QSpinBox>("partnersBox")->setValue(7);
        w.click("wizardNext");
        auto* banner = w.find<Banner>("hostsAdviceBanner");
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->text().contains("you, partner 1 and partner 2"));
        w.click("readCheck");
        QVERIFY(w.canGoOn());
        w.click("hostsAdviceBannerAction");
        // It is another proposal, which has to be read again.
        QTRY_VERIFY(!banner->isVisible());
        QVERIFY(!w.canGoOn());
        QCOMPARE(w.wizard.state().answers().hosts, 3);
        QCOMPARE(std::get<api::TotalQuestion>(w.wizard.state().draft().question).hosts, std::uint16_t{3});
    }

    void aTotalOverTheNetwork() {
        World w;
        QVERIFY(!w.canGoOn());
        QVERIFY(w.button("questionCard_decision")->isEnabled());
        w.click("questionCard_total");
        w.click("wizardNext");
        QVERIFY(!w.canGoOn());
        w.load("/d/salaries-2024.xlsx");
        QVERIFY(!w.canGoOn());
        w.tickGood(2);
        w.tickGood(3);
        QVERIFY(w.canGoOn());
        w.click("wizardNext");
        auto* title = w.find<QLineEdit>("titleEdit");
        QCOMPARE(title->text(), QString("Total of salary"));
        title->selectAll();
        QTest::keyClicks(title, "Salary benchmark 2024");
        w.find<QSpinBox>("partnersBox")->setValue(3);
        w.click("reachNetwork");
        w.find<QComboBox>("addressBox")->setCurrentIndex(1);
        Q_EMIT w.find<QComboBox>("addressBox")->activated(1);
        w.click("advancedButton");
        w.find<QSpinBox>("portBox")->setValue(7441);
        QTest::keyClicks(w.find<QLineEdit>("advertiseEdit"), "gateway.example.com:443");
        w.chooser.setNextPath("/home/clara/Sessions");
        w.click("folderButton");
        w.click("wizardNext");
        QCOMPARE(w.button("wizardNext")->text(), QString("Create invitations"));
        QVERIFY(!w.canGoOn());
        QTRY_VERIFY(
            w.shownTexts(w.find<WhoLearnsPanel>("whoLearnsPanel")).contains("\"salary\" and \"bonus\""));
        w.find<QCheckBox>("readCheck")->setChecked(true);
        QVERIFY(w.canGoOn());
        w.click("wizardNext");
        QTRY_COMPARE(w.outcomes, 1);
        QVERIFY(w.session != nullptr);

        QCOMPARE(w.engine->hosted().size(), std::size_t(1));
        const auto draft = w.engine->hosted().front();
        QCOMPARE(draft.title, std::string("Salary benchmark 2024"));
        QVERIFY(draft.question == api::Question(api::TotalQuestion{{"salary", "bonus"}}));
        QCOMPARE(draft.partners, std::uint16_t(3));
        QVERIFY((draft.contribution.columns == std::vector<std::string>{"salary", "bonus"}));
        QVERIFY(w.engine->datasets() == std::vector<std::uint64_t>{draft.contribution.dataset});
        QCOMPARE(draft.listen, std::string("tcp://198.51.100.4:7441"));
        QCOMPARE(draft.advertise, std::string("tcp://gateway.example.com:443"));
        QCOMPARE(draft.invitation_prefix, std::string("/home/clara/Sessions/salary-benchmark-2024"));
    }

    void aTotalByCategoryUnderRules() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        QVERIFY(w.find<QWidget>("totalForm") == nullptr);
        w.load("/d/salaries-2024.xlsx");
        QVERIFY(w.find<QWidget>("totalForm")->isVisibleTo(&w.wizard));
        w.tickGood(2);
        // No numbers or dates among what may tell the category.
        auto* group = w.find<QComboBox>("groupBox");
        QCOMPARE(group->count(), 4);
        const auto choose = [&](const char* column) {
            group->setCurrentIndex(group->findData(QString::fromLatin1(column)));
            Q_EMIT group->activated(group->currentIndex());
        };
        choose("employee_id");
        QTRY_VERIFY(w.find<QLabel>("groupProblem")->isVisibleTo(&w.wizard));
        QVERIFY(!w.canGoOn());
        choose("department");
        QTRY_VERIFY(w.find<QLabel>("groupNote")->text().contains("Operations, Sales"));
        QVERIFY(!w.find<QLabel>("groupProblem")->isVisibleTo(&w.wizard));
        w.find<QSpinBox>("minimumContributorsBox")->setValue(4);
        w.find<QSpinBox>("minimumGroupBox")->setValue(10);
        w.find<QSpinBox>("dominanceBox")->setValue(60);
        QTRY_VERIFY(w.canGoOn());
        w.click("wizardNext");
        // Four contributors need three partners.
        QCOMPARE(w.find<QSpinBox>("partnersBox")->minimum(), 3);
        w.click("wizardNext");
        w.confirmAndHost();
        const auto draft = w.engine->hosted().front();
        const auto& total = std::get<api::TotalQuestion>(draft.question);
        QCOMPARE(total.columns, std::vector<std::string>{"salary"});
        QCOMPARE(total.group, std::string("department"));
        QCOMPARE(total.categories.size(), std::size_t(5));
        QVERIFY(total.categories_from_data && total.statistics.empty());
        QVERIFY(total.rules == (api::DisclosureRules{4, 10, 60}));
        QCOMPARE(draft.contribution.columns, (std::vector<std::string>{"salary", "department"}));
        QCOMPARE(draft.partners, std::uint16_t(3));
    }

    void statisticsOfManyAndWhoComputes() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        w.find<QCheckBox>("statisticMaximum")->click();
        w.find<QCheckBox>("statisticQuartiles")->click();
        w.find<QCheckBox>("statisticMedian")->click();
        w.find<QCheckBox>("statisticMinimum")->click();
        w.find<QCheckBox>("statisticMinimum")->click();
        QTRY_VERIFY(w.canGoOn());
        w.click("wizardNext");
        auto* partners = w.find<QSpinBox>("partnersBox");
        QCOMPARE(partners->maximum(), 63);
        auto* hosts = w.find<QComboBox>("hostsBox");
        QCOMPARE(hosts->itemText(0), QString("Everybody"));
        partners->setValue(20);
        QVERIFY(hosts->itemText(0) != QString("Everybody"));
        hosts->setCurrentIndex(hosts->findData(3));
        Q_EMIT hosts->activated(hosts->currentIndex());
        w.click("wizardNext");
        w.confirmAndHost();
        const auto draft = w.engine->hosted().front();
        const auto& total = std::get<api::TotalQuestion>(draft.question);
        using enum api::Statistic;
        QCOMPARE(total.statistics,
                 (std::vector<api::Statistic>{lower_quartile, median, upper_quartile, maximum}));
        QCOMPARE(total.hosts, std::uint16_t(3));
        QCOMPARE(draft.partners, std::uint16_t(20));
    }

    void thereAreNoStatisticsByCategory() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        auto* median = w.find<QCheckBox>("statisticMedian");
        median->click();
        auto* group = w.find<QComboBox>("groupBox");
        group->setCurrentIndex(group->findData(QStringLiteral("department")));
        Q_EMIT group->activated(group->currentIndex());
        QTRY_VERIFY(w.find<QLabel>("statisticsNote")->text().contains("In each category"));
        QVERIFY(median->isChecked());
        QTRY_VERIFY(w.canGoOn());
        w.click("wizardNext");
        w.find<QSpinBox>("partnersBox")->setValue(1);
        // Two are everybody of two.
        auto* hosts = w.find<QComboBox>("hostsBox");
        hosts->setCurrentIndex(hosts->findData(2));
        Q_EMIT hosts->activated(hosts->currentIndex());
        QTRY_VERIFY(w.canGoOn());
        w.click("wizardNext");
        w.confirmAndHost();
        const auto draft = w.engine->hosted().front();
        const auto& total = std::get<api::TotalQuestion>(draft.question);
        QVERIFY(total.statistics == std::vector{api::Statistic::median} && !total.categories.empty());
        QCOMPARE(total.hosts, std::uint16_t(0));
    }

    void anOverlapOfRowsForAnHonestPartner() {
        World w;
        w.click("questionCard_overlap");
        w.click("wizardNext");
        w.load("/d/customers.csv");
        w.tickGood(0);
        w.click("wizardNext");
        w.click("protectHonest");
        w.click("wizardNext");
        w.confirmAndHost();
        QVERIFY(w.engine->hosted().front().question ==
                api::Question(api::OverlapQuestion{"customer_id", api::Reveal::rows, api::Recipients::all,
                                                   api::Security::honest_but_curious}));
    }

    void anOverlapOnThisComputer() {
        World w;
        w.click("questionCard_overlap");
        w.click("wizardNext");
        w.load("/d/customers.csv");
        w.tickGood(0);
        w.click("wizardNext");
        QVERIFY(!w.find<QWidget>("partnersBox")->isVisibleTo(&w.wizard));
        QVERIFY(w.find<QWidget>("protectHonest")->isVisibleTo(&w.wizard));
        w.click("revealCount");
        QVERIFY(!w.find<QWidget>("protectHonest")->isVisibleTo(&w.wizard));
        w.click("toOrganizer");
        w.click("wizardNext");
        w.confirmAndHost();
        QCOMPARE(w.engine->hosted().size(), std::size_t(1));
        const auto draft = w.engine->hosted().front();
        QVERIFY(draft.question == api::Question(api::OverlapQuestion{"customer_id", api::Reveal::count,
                                                                     api::Recipients::organizer}));
        QCOMPARE(draft.partners, std::uint16_t(1));
        QCOMPARE(draft.listen, std::string("tcp://127.0.0.1:0"));
        QVERIFY(draft.advertise.empty());
    }

    void backKeepsAnswersAndAnotherQuestionAsksForColumnsAgain() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        w.click("wizardNext");
        w.find<QSpinBox>("partnersBox")->setValue(7);
        w.click("wizardBack");
        w.click("wizardBack");
        QVERIFY(w.button("questionCard_total")->isChecked());
        w.click("wizardNext");
        QVERIFY(w.canGoOn());
        w.click("wizardNext");
        QCOMPARE(w.find<QSpinBox>("partnersBox")->value(), 7);
        w.click("wizardStep1");
        w.click("questionCard_overlap");
        QVERIFY(!w.button("wizardStep3")->isEnabled());
        w.click("wizardNext");
        QVERIFY(!w.canGoOn());
        QVERIFY(w.wizard.dataPanel().state().dataset().has_value());
        w.tickGood(0);
        QVERIFY(w.canGoOn());
    }

    void badCellsKeepNextDisabled() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-with-problems.csv");
        w.tick(2);
        QTRY_VERIFY(w.find<QWidget>("checkBanner")->isVisibleTo(&w.wizard));
        QVERIFY(!w.canGoOn());
        QVERIFY(!w.find<QLabel>("wizardHint")->text().isEmpty());
    }

    void nextWaitsForAnImport() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        w.engine->hold_imports();
        w.wizard.dataPanel().setFile("/d/customers.csv");
        QVERIFY(!w.canGoOn());
        QTRY_VERIFY(w.find<QWidget>("cancelImportButton")->isVisibleTo(&w.wizard));
        w.click("cancelImportButton");
        QTRY_VERIFY(w.canGoOn());
    }

    void problemsStandAtTheirFields() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        w.click("wizardNext");
        auto* title = w.find<QLineEdit>("titleEdit");
        auto* message = w.find<QLabel>("titleProblem");
        QVERIFY(message->isHidden());
        title->selectAll();
        QTest::keyClick(title, Qt::Key_Delete);
        QVERIFY(!message->isHidden());
        QVERIFY(!message->text().isEmpty());
        QVERIFY(title->property("invalid").toBool());
        QVERIFY(!w.canGoOn());
        QTest::keyClicks(title, "x");
        QVERIFY(message->isHidden());
        QVERIFY(!title->property("invalid").toBool());
        QVERIFY(w.canGoOn());
    }

    void whoLearnsWhatFollowsTheAnswersAndMustBeReadAgain() {
        World w;
        w.click("questionCard_overlap");
        w.click("wizardNext");
        w.load("/d/customers.csv");
        w.tickGood(0);
        w.click("wizardNext");
        w.click("wizardNext");
        auto* panel = w.find<WhoLearnsPanel>("whoLearnsPanel");
        QTRY_VERIFY(w.shownTexts(panel).contains("Everyone"));
        w.find<QCheckBox>("readCheck")->setChecked(true);
        w.click("wizardBack");
        w.click("toPartner");
        w.click("wizardNext");
        QVERIFY(!w.find<QCheckBox>("readCheck")->isChecked());
        QVERIFY(!w.canGoOn());
        QTRY_VERIFY(w.shownTexts(panel).contains("The organizer"));
        QVERIFY(!w.shownTexts(panel).contains("Everyone"));
    }

    void anErrorOfTheEngineIsShownAndOneMayTryAgain() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        w.click("wizardNext");
        w.click("wizardNext");
        w.find<QCheckBox>("readCheck")->setChecked(true);
        w.engine->refuse_host(error(Fault::network_failed, "address in use"));
        w.click("wizardNext");
        QTRY_VERIFY(w.find<QWidget>("hostBanner")->isVisibleTo(&w.wizard));
        QCOMPARE(w.outcomes, 0);
        QVERIFY(w.canGoOn());
        w.click("wizardNext");
        QTRY_COMPARE(w.outcomes, 1);
        QVERIFY(w.session != nullptr);
    }

    void cancelEndsWithoutASessionAndForgetsTheDataset() {
        const auto engine = std::make_shared<test::FakeEngine>();
        test::ScriptedFileChooser chooser;
        {
            NewSessionWizard wizard(engine, chooser, test::wizardWorld());
            QSignalSpy finished(&wizard, &NewSessionWizard::finished);
            wizard.dataPanel().setFile("/d/customers.csv");
            QTRY_VERIFY(!wizard.dataPanel().importing());
            QCOMPARE(engine->datasets().size(), std::size_t(1));
            wizard.findChild<QAbstractButton*>("wizardCancel")->click();
            QCOMPARE(finished.size(), 1);
            QVERIFY(finished.front().front().value<api::SessionPtr>() == nullptr);
        }
        QVERIFY(engine->datasets().empty());
        QVERIFY(engine->hosted().empty());
    }

    void nothingChangesWhileTheSessionIsMade() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        w.click("wizardNext");
        w.click("wizardNext");
        w.find<QCheckBox>("readCheck")->setChecked(true);
        w.engine->hold_work();
        w.click("wizardNext");
        QVERIFY(!w.canGoOn());
        for (const char* name : {"wizardBack", "wizardStep1", "readCheck"})
            QVERIFY2(!w.button(name)->isEnabled(), name);
        QVERIFY(w.button("wizardCancel")->isEnabled());
        QVERIFY(!w.find<QLabel>("wizardHint")->text().isEmpty());
        w.engine->release_work();
        QTRY_COMPARE(w.outcomes, 1);
        QCOMPARE(w.engine->hosted().size(), std::size_t(1));
    }

    void cancelWhileTheSessionIsMade() {
        World w;
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/salaries-2024.xlsx");
        w.tickGood(2);
        w.click("wizardNext");
        w.click("wizardNext");
        w.find<QCheckBox>("readCheck")->setChecked(true);
        w.engine->hold_work();
        w.click("wizardNext");
        w.click("wizardCancel");
        QCOMPARE(w.outcomes, 1);
        QVERIFY(w.session == nullptr);
    }

    void aPageBeginsAtItsFirstControl() {
        World w;
        QVERIFY(QTest::qWaitForWindowActive(&w.wizard));
        QCOMPARE(QApplication::focusWidget(), w.button("questionCard_total"));
        w.click("questionCard_total");
        w.click("wizardNext");
        QCOMPARE(QApplication::focusWidget(), w.button("chooseFileButton"));
    }

    void whoHasReadAFileIsAtItsTable() {
        World w;
        QVERIFY(QTest::qWaitForWindowActive(&w.wizard));
        w.click("questionCard_total");
        w.click("wizardNext");
        w.load("/d/photo.png");
        QCOMPARE(QApplication::focusWidget(), w.button("chooseFileButton"));
        // And never at the button that throws the session away.
        w.load("/d/salaries-2024.xlsx");
        QCOMPARE(QApplication::focusWidget(), w.find<QWidget>("columnTable"));
    }
};

QTEST_MAIN(TestWizard)
#include "test_wizard.moc"
