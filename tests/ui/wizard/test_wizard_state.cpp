// The wizard's logic without widgets: order of the pages, what is wrong when, and the draft that comes of it.
#include <QSignalSpy>
#include <QTest>
#include <atomic>

#include "support/fake_engine.h"
#include "ui/wizard/wizard_world.h"

using namespace tacit;
using namespace tacit::ui;

namespace {

struct World {
    std::shared_ptr<test::FakeEngine> engine = std::make_shared<test::FakeEngine>();
    WizardState state;
    explicit World(const QSet<QString>& files = {}) : state(engine, test::wizardWorld(files)) {}

    void chooseTotal() {
        state.answer([](auto& answers) { answers.kind = "total"; });
    }
    void chooseOverlap() {
        state.answer([](auto& answers) { answers.kind = "overlap"; });
    }
    void chooseDecision() {
        state.answer([](auto& answers) { answers.kind = "decision"; });
    }
    void fill(const std::string& name, const std::map<std::string, std::string>& slots) {
        state.answer([&](auto& answers) {
            answers.decision.own = false;
            answers.decision.templateName = name;
            for (const auto& [slot, value] : slots) answers.decision.slots[{name, slot}] = value;
        });
    }
    void own(const QString& formula) {
        state.answer([&](auto& answers) {
            answers.decision.own = true;
            answers.decision.formula = formula;
        });
    }
    QString problem(WizardPage page) const {
        const auto found = state.problems(page);
        return found.empty() ? QString() : found.front().text;
    }
    void giveData(const std::vector<std::string>& columns, bool accepted = true) {
        state.answer([&](auto& answers) {
            answers.columns = columns;
            answers.contribution = {7, columns, {}};
            answers.dataAccepted = accepted;
        });
    }
    void toReview() {
        for (int i = 0; i < wizardPages; ++i) state.next();
    }
    QStringList fields(WizardPage page) const {
        QStringList names;
        for (const auto& problem : state.problems(page)) names << problem.field;
        return names;
    }
};

}  // namespace

class TestWizardState : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void expectationsOfATotal();
    void pagesComeInOrderAndOnlyWhenReady() {
        World w;
        QVERIFY(w.state.page() == WizardPage::question);
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::question);
        w.state.go(WizardPage::review);
        QVERIFY(w.state.page() == WizardPage::question);
        w.chooseTotal();
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::data);
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::data);
        w.giveData({"salary"});
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::details);
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::review);
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::review);
        w.state.back();
        w.state.back();
        QVERIFY(w.state.page() == WizardPage::data);
        QVERIFY(w.state.reachable(WizardPage::review));
    }

    void aQuestionThatIsNotThereCannotBeChosen() {
        World w;
        w.state.answer([](auto& answers) { answers.kind = "no-such-thing"; });
        QCOMPARE(w.fields(WizardPage::question), QStringList{"kind"});
    }

    void dataWithBadCellsKeepsOneOnThePage() {
        World w;
        w.chooseTotal();
        w.state.next();
        QCOMPARE(w.fields(WizardPage::data), QStringList{"data"});
        w.giveData({"salary"}, false);
        QCOMPARE(w.fields(WizardPage::data), QStringList{"data"});
        w.giveData({});
        QCOMPARE(w.fields(WizardPage::data), QStringList{"data"});
        w.giveData({"salary"});
        QVERIFY(w.fields(WizardPage::data).isEmpty());
    }

    void anotherQuestionTakesTheColumnsBackButKeepsTheFile() {
        World w;
        w.chooseTotal();
        w.giveData({"salary"});
        w.chooseOverlap();
        QVERIFY(w.state.answers().columns.empty());
        QCOMPARE(w.state.answers().contribution.dataset, std::uint64_t(7));
        QVERIFY(!w.state.reachable(WizardPage::details));
    }

    void titleIsSuggestedChecked_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << "Salary benchmark 2024" << true;
        QTest::newRow("empty") << "" << false;
        QTest::newRow("blank") << "   " << false;
        QTest::newRow("longest") << QString(120, u'x') << true;
        QTest::newRow("too long") << QString(121, u'x') << false;
        QTest::newRow("umlauts") << QString::fromUtf8("Gehälter Österreich") << true;
        QTest::newRow("reverses the reading direction")
            << QString(QStringLiteral("Total") + QChar(0x202e) + "x") << false;
        QTest::newRow("line break") << "Total\nx" << false;
    }
    void titleIsSuggestedChecked() {
        QFETCH(QString, title);
        QFETCH(bool, good);
        World w;
        w.chooseTotal();
        w.giveData({"salary"});
        w.toReview();
        QCOMPARE(w.state.answers().title, QString("Total of salary"));
        w.state.answer([&](auto& answers) { answers.title = title; });
        QCOMPARE(w.fields(WizardPage::details).isEmpty(), good);
    }

    void partnersStayWithinWhatTheQuestionAllows() {
        World w;
        w.chooseTotal();
        for (const int wrong : {0, 64, -3}) {
            w.state.answer([&](auto& answers) { answers.partners = wrong; });
            QVERIFY(w.fields(WizardPage::details).contains("partners"));
        }
        w.state.answer([](auto& answers) { answers.partners = 63; });
        QVERIFY(!w.fields(WizardPage::details).contains("partners"));
        w.chooseOverlap();
        QCOMPARE(w.state.partners(), 1);
        QVERIFY(!w.fields(WizardPage::details).contains("partners"));
        w.chooseTotal();
        QCOMPARE(w.state.partners(), 63);
    }

    void advertisedAddressIsHostAndPort_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << "" << true;
        QTest::newRow("name") << "gateway.example.com:7441" << true;
        QTest::newRow("IPv4") << "192.0.2.1:1" << true;
        QTest::newRow("IPv6") << "[2001:db8::1]:65535" << true;
        QTest::newRow("no port") << "gateway.example.com" << false;
        QTest::newRow("port 0") << "gateway.example.com:0" << false;
        QTest::newRow("port 65536") << "gateway.example.com:65536" << false;
        QTest::newRow("scheme") << "tcp://gateway.example.com:7441" << false;
        QTest::newRow("space") << "gate way:7441" << false;
        QTest::newRow("path") << "gateway.example.com/x:7441" << false;
    }
    void advertisedAddressIsHostAndPort() {
        QFETCH(QString, address);
        QFETCH(bool, good);
        World w;
        w.state.answer([&](auto& answers) { answers.advertise = address; });
        QCOMPARE(!w.fields(WizardPage::details).contains("advertise"), good);
    }

    void aFolderThatCannotBeWrittenIsTold() {
        World w;
        w.state.answer([](auto& answers) { answers.folder = "/usr"; });
        QVERIFY(w.fields(WizardPage::details).contains("folder"));
        w.state.answer([](auto& answers) { answers.folder.clear(); });
        QVERIFY(w.fields(WizardPage::details).contains("folder"));
        w.state.answer([](auto& answers) { answers.folder = "/home/clara/x"; });
        QVERIFY(!w.fields(WizardPage::details).contains("folder"));
    }

    void invitationsNeverOverwriteOlderOnes() {
        World w({"/home/clara/Documents/salaries-2-1.tacit", "/home/clara/Documents/gehalter-2.tacit",
                 "/home/clara/Documents/gehalter-session2-1.tacit"});
        w.chooseTotal();
        w.state.answer([](auto& answers) {
            answers.title = QString::fromUtf8("Gehälter!");
            answers.partners = 2;
        });
        QCOMPARE(w.state.invitationPrefix(), QString("/home/clara/Documents/gehalter-session3"));
        w.state.answer([](auto& answers) { answers.partners = 1; });
        QCOMPARE(w.state.invitationPrefix(), QString("/home/clara/Documents/gehalter"));
        QCOMPARE(w.state.firstInvitation(), QString("gehalter-1.tacit"));
    }

    void titlesWithoutLettersStillGiveAFileName_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("name");
        QTest::newRow("path") << "../../etc/passwd"
                              << "etc-passwd-1.tacit";
        QTest::newRow("signs") << "???"
                               << "invitation-1.tacit";
        QTest::newRow("Greek") << QString::fromUtf8("Μισθοί") << "invitation-1.tacit";
        QTest::newRow("long") << QString(100, u'a') << QString(40, u'a') + "-1.tacit";
    }
    void titlesWithoutLettersStillGiveAFileName() {
        QFETCH(QString, title);
        QFETCH(QString, name);
        World w;
        w.chooseTotal();
        w.state.answer([&](auto& answers) { answers.title = title; });
        QCOMPARE(w.state.firstInvitation(), name);
    }

    void readingIsTakenBackByAnyChangeOfTheProposal() {
        World w;
        w.chooseOverlap();
        w.giveData({"customer_id"});
        w.toReview();
        QCOMPARE(w.fields(WizardPage::review), QStringList{"read"});
        w.state.setRead(true);
        QVERIFY(w.state.read());
        w.state.answer([](auto& answers) { answers.title = "Another title"; });
        QVERIFY(w.state.read());
        w.state.answer([](auto& answers) { answers.to = api::Recipients::partner; });
        QVERIFY(!w.state.read());
        w.state.answer([](auto& answers) { answers.to = api::Recipients::all; });
        QVERIFY(w.state.read());
        w.state.setRead(false);
        QVERIFY(!w.state.read());
    }

    void theEstimateIsOfTheQuestionAsItIsNow() {
        World w;
        std::atomic<std::uint64_t> handle{0};
        const auto task = w.engine->import(
            "/d/customers.csv", {}, {{}, [&](Result<api::DatasetView> view) { handle = view->handle; }});
        QTRY_VERIFY(handle != 0);
        w.chooseOverlap();
        w.state.answer([&](auto& answers) {
            answers.columns = {"customer_id"};
            answers.contribution = {handle, {"customer_id"}, {}};
            answers.dataAccepted = true;
        });
        w.state.next();
        w.state.next();
        QVERIFY(!w.state.estimating() && !w.state.estimate());
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::review);
        QVERIFY(w.state.estimating());
        QTRY_VERIFY(w.state.estimate());
        QCOMPARE(w.state.estimate()->bytes, std::uint64_t{33'700'000});
        w.state.answer([](auto& answers) { answers.title = "Another title"; });
        QVERIFY(w.state.estimate() && !w.state.estimating());
        w.engine->hold_work();
        w.state.answer([](auto& answers) { answers.reveal = api::Reveal::count; });
        QVERIFY(!w.state.estimate() && w.state.estimating());
        w.engine->release_work();
        QTRY_VERIFY(w.state.estimate());
        QCOMPARE(w.state.estimate()->bytes, std::uint64_t{71'000'000});
    }

    void numberOfPartnersIsPartOfWhatWasRead() {
        World w;
        w.chooseTotal();
        w.giveData({"salary"});
        w.state.setRead(true);
        w.state.answer([](auto& answers) { answers.partners = 1; });
        QVERIFY(!w.state.read());
    }

    void draftOfATotal() {
        World w;
        w.chooseTotal();
        w.giveData({"salary", "bonus"});
        w.state.answer([](auto& answers) {
            answers.title = "  Salary benchmark 2024 ";
            answers.partners = 4;
            answers.address = "192.0.2.17";
            answers.port = 7441;
            answers.advertise = " gateway.example.com:443 ";
            answers.waitHours = 8;
        });
        const auto draft = w.state.draft();
        QCOMPARE(draft.title, std::string("Salary benchmark 2024"));
        QVERIFY(draft.question == api::Question(api::TotalQuestion{{"salary", "bonus"}}));
        QCOMPARE(draft.partners, std::uint16_t(4));
        QCOMPARE(draft.contribution.dataset, std::uint64_t(7));
        QVERIFY((draft.contribution.columns == std::vector<std::string>{"salary", "bonus"}));
        QCOMPARE(draft.listen, std::string("tcp://192.0.2.17:7441"));
        QCOMPARE(draft.advertise, std::string("tcp://gateway.example.com:443"));
        QCOMPARE(draft.invitation_prefix, std::string("/home/clara/Documents/salary-benchmark-2024"));
        QVERIFY(draft.lobby_deadline == std::chrono::hours(8));
        QVERIFY(draft.invitation_validity == std::chrono::hours(8));
    }

    void draftOfAnOverlapListensHereOnlyByDefault() {
        World w;
        w.chooseOverlap();
        w.giveData({"customer_id"});
        w.state.answer([](auto& answers) {
            answers.partners = 9;
            answers.reveal = api::Reveal::count;
            answers.to = api::Recipients::organizer;
        });
        const auto draft = w.state.draft();
        QVERIFY(draft.question == api::Question(api::OverlapQuestion{"customer_id", api::Reveal::count,
                                                                     api::Recipients::organizer}));
        QCOMPARE(draft.partners, std::uint16_t(1));
        QCOMPARE(draft.listen, std::string("tcp://127.0.0.1:0"));
        QVERIFY(draft.advertise.empty());
    }

    void aDecisionHasAPageOfItsOwn() {
        World w;
        w.chooseTotal();
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::data);
        w.state.back();
        w.chooseDecision();
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::formula);
        QVERIFY(!w.state.canGoNext());
        w.fill("total-limit", {{"name", "net exposure"}, {"limit", "1000000"}});
        QVERIFY2(w.state.canGoNext(), qPrintable(w.problem(WizardPage::formula)));
        w.state.next();
        QVERIFY(w.state.page() == WizardPage::data);
        w.state.back();
        QVERIFY(w.state.page() == WizardPage::formula);
    }

    void aTemplateIsFilledInStepByStep() {
        World w;
        w.chooseDecision();
        QVERIFY(w.problem(WizardPage::formula).contains("Choose"));
        w.fill("total-limit", {});
        QVERIFY(w.problem(WizardPage::formula).contains("What is added up"));
        w.fill("total-limit", {{"name", "exposure"}, {"comparison", "between"}, {"limit", "10"}});
        QVERIFY(w.problem(WizardPage::formula).contains("Upper limit"));
        for (const auto* wrong : {"1,000", "abc", "1e6", "0.0000001", "-"}) {
            w.fill("total-limit", {{"upper", wrong}});
            QVERIFY2(!w.problem(WizardPage::formula).isEmpty() && !w.state.question(), wrong);
        }
        w.fill("total-limit", {{"upper", "20"}});
        QCOMPARE(w.problem(WizardPage::formula), QString());
        // What a slot that is not asked any more holds does no harm, and is there again later.
        w.fill("total-limit", {{"comparison", "at-most"}});
        const auto question = std::get<api::DecisionQuestion>(*w.state.question());
        QCOMPARE(question.formula, std::string("sum(exposure) <= 10"));
        QCOMPARE(question.template_name, std::string("total-limit"));
        w.fill("total-limit", {{"comparison", "between"}});
        QCOMPARE(w.problem(WizardPage::formula), QString());
    }

    void templatesBoundThePartners() {
        World w;
        w.chooseDecision();
        w.state.answer([](auto& answers) { answers.partners = 5; });
        w.fill("cross", {{"bid", "bid"}, {"ask", "ask"}});
        QCOMPARE(w.state.mostPartners(), 1);
        QCOMPARE(w.state.partners(), 1);
        QCOMPARE(w.problem(WizardPage::formula), QString());
        w.fill("highest", {{"name", "bid"}});
        QCOMPARE(w.state.mostPartners(), 7);
        QCOMPARE(w.state.partners(), 5);
    }

    void aFormulaOfOnesOwnIsReadAsItIsTyped() {
        World w;
        w.chooseDecision();
        w.own("sum(\"net \"\"x\"\"\") <= ");
        const auto asked = w.state.decision();
        QVERIFY(asked.ok() && w.state.reading(*asked).problem && !w.problem(WizardPage::formula).isEmpty());
        w.own("sum(\"net \"\"x\"\"\") <= -2.5");
        QCOMPARE(w.problem(WizardPage::formula), QString());
        w.giveData({"net \"x\""});
        w.state.answer([](auto& answers) {
            answers.to = api::Recipients::organizer;
            answers.partners = 7;
        });
        QVERIFY(w.fields(WizardPage::data).isEmpty());
        const auto draft = w.state.draft();
        const auto& question = std::get<api::DecisionQuestion>(draft.question);
        QCOMPARE(question.formula, std::string("sum(\"net \"\"x\"\"\") <= -2.5"));
        QVERIFY(question.to == api::Recipients::organizer && question.template_name.empty());
        QCOMPARE(draft.partners, std::uint16_t(7));
    }

    void otherFieldsNeedOtherData() {
        World w;
        w.chooseDecision();
        w.own("sum(exposure) > 1");
        w.giveData({"exposure"});
        QVERIFY(w.fields(WizardPage::data).isEmpty());
        w.own("sum(exposure) > 1000");
        QVERIFY(w.fields(WizardPage::data).isEmpty());
        w.own("sum(exposure) > sum(cover)");
        QCOMPARE(w.fields(WizardPage::data), QStringList{"data"});
    }

    void namedOnesLearnTheAnswer() {
        World w;
        w.chooseDecision();
        w.own("sum(exposure) > 1");
        w.state.answer([](auto& answers) {
            answers.partners = 3;
            answers.title = "x";
            answers.decision.named = true;
        });
        QVERIFY(w.fields(WizardPage::details).contains("to"));
        w.state.answer([](auto& answers) { answers.decision.places = {1, 3}; });
        QVERIFY(!w.fields(WizardPage::details).contains("to"));
        QVERIFY((std::get<api::DecisionQuestion>(*w.state.question()).to_places ==
                 std::vector<std::uint16_t>{1, 3}));
        // Whoever is not there any more learns nothing.
        w.state.answer([](auto& answers) { answers.partners = 2; });
        QVERIFY((std::get<api::DecisionQuestion>(*w.state.question()).to_places ==
                 std::vector<std::uint16_t>{1}));
    }

    void isReadyOnlyForWhatWasReadAndAccepted() {
        World w;
        w.chooseTotal();
        w.giveData({"salary"});
        w.toReview();
        QVERIFY(!w.state.readyToHost());
        w.state.setRead(true);
        QVERIFY(w.state.readyToHost());
        w.state.answer([](WizardAnswers& answers) { answers.dataAccepted = false; });
        QVERIFY(!w.state.readyToHost());
    }

    void everyAnswerIsTold() {
        World w;
        QSignalSpy changed(&w.state, &WizardState::changed);
        w.chooseTotal();
        w.state.setRead(true);
        QCOMPARE(changed.size(), 2);
        QSignalSpy pages(&w.state, &WizardState::pageChanged);
        w.state.next();
        QCOMPARE(pages.size(), 1);
    }
};

void TestWizardState::expectationsOfATotal() {
    World w;
    w.chooseTotal();
    w.giveData({"salary", "bonus"});
    const auto expectations = [&] { return std::get<api::TotalQuestion>(*w.state.question()).expectations; };
    QVERIFY(expectations().empty());
    w.state.answer([](auto& answers) {
        answers.expected["bonus"].unit = " EUR ";
        answers.expected["bonus"].largest = "100000";
        answers.expected["gone"].unit = "kg";  // of a column that was ticked before
    });
    QCOMPARE(expectations().size(), std::size_t{2});
    QVERIFY(!expectations()[0].any());
    QVERIFY((expectations()[1] == api::TotalExpectation{"EUR", "", "100000"}));
    QVERIFY(w.state.expectationsProblem().isEmpty() && w.fields(WizardPage::data).isEmpty());
    w.state.answer([](auto& answers) { answers.expected["bonus"].smallest = "200000"; });
    QVERIFY(w.state.expectationsProblem().contains("larger than the largest"));
    QCOMPARE(w.fields(WizardPage::data), QStringList{"expected"});
    w.state.answer([](auto& answers) { answers.expected["bonus"] = {}; });
    QVERIFY(expectations().empty() && w.fields(WizardPage::data).isEmpty());
}

QTEST_MAIN(TestWizardState)
#include "test_wizard_state.moc"
