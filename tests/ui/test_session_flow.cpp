#include <QSignalSpy>
#include <QTest>
#include <thread>

#include "support/fake_engine.h"
#include "support/fake_views.h"
#include "ui/pages/session_flow.h"

using namespace tacit;
using namespace tacit::ui;

class SessionFlowTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void pageOfEachStage();
    void followsASession();
    void pageHasTheNewViewBeforeItIsShown();
    void opensAPastSession();
    void leavingDoesNotCancel();
    void leavingInsideASignal();
    void changesOfManyThreadsAreGathered();
};

void SessionFlowTest::pageOfEachStage() {
    QCOMPARE(flowPageFor(test::overlap_connecting()), FlowPage::progress);
    QCOMPARE(flowPageFor(test::overlap_in_review()), FlowPage::review);
    QCOMPARE(flowPageFor(test::total_in_lobby()), FlowPage::lobby);
    QCOMPARE(flowPageFor(test::total_sealing()), FlowPage::progress);
    QCOMPARE(flowPageFor(test::overlap_running()), FlowPage::progress);
    QCOMPARE(flowPageFor(test::total_done()), FlowPage::result);
    QCOMPARE(flowPageFor(test::overlap_not_for_you()), FlowPage::result);
    QCOMPARE(flowPageFor(test::failed(Fault::declined)), FlowPage::failed);
    auto past = test::overlap_running();
    past.live = false;
    QCOMPARE(flowPageFor(past), FlowPage::failed);
    past = test::total_done();
    past.live = false;
    QCOMPARE(flowPageFor(past), FlowPage::result);
}

void SessionFlowTest::followsASession() {
    auto engine = std::make_shared<test::FakeEngine>();
    auto session = engine->add_session(test::overlap_connecting());
    SessionFlow flow(engine);
    QSignalSpy pages(&flow, &SessionFlow::pageChanged);
    flow.start(session);
    QCOMPARE(flow.page(), FlowPage::progress);
    session->set(test::overlap_in_review());
    QTRY_COMPARE(flow.page(), FlowPage::review);
    session->set(test::overlap_waiting());
    QTRY_COMPARE(flow.page(), FlowPage::lobby);
    session->set(test::overlap_running());
    QTRY_COMPARE(flow.page(), FlowPage::progress);
    session->set(test::overlap_done_rows());
    QTRY_COMPARE(flow.page(), FlowPage::result);
    QCOMPARE(pages.count(), 5);
    QCOMPARE(flow.session(), session);
}

void SessionFlowTest::pageHasTheNewViewBeforeItIsShown() {
    auto engine = std::make_shared<test::FakeEngine>();
    auto session = engine->add_session(test::overlap_running());
    SessionFlow flow(engine);
    QStringList order;
    connect(&flow, &SessionFlow::viewChanged, this,
            [&] { order << QString("view %1").arg(static_cast<int>(flow.page())); });
    connect(&flow, &SessionFlow::pageChanged, this,
            [&](FlowPage page) { order << QString("page %1").arg(static_cast<int>(page)); });
    flow.start(session);
    const int progress = static_cast<int>(FlowPage::progress);
    QCOMPARE(order, (QStringList{QString("view %1").arg(progress), QString("page %1").arg(progress)}));
}

void SessionFlowTest::opensAPastSession() {
    auto engine = std::make_shared<test::FakeEngine>();
    auto past = test::total_done();
    past.live = false;
    engine->add_session(past);
    SessionFlow flow(engine);
    QVERIFY(!flow.open("unknown"));
    QCOMPARE(flow.page(), FlowPage::none);
    QVERIFY(flow.open(past.id));
    QCOMPARE(flow.page(), FlowPage::result);
    QCOMPARE(flow.view().title, past.title);
}

void SessionFlowTest::leavingDoesNotCancel() {
    auto engine = std::make_shared<test::FakeEngine>();
    auto session = engine->add_session(test::total_in_lobby());
    const std::size_t before = session->subscribers();
    {
        SessionFlow flow(engine);
        flow.start(session);
        QCOMPARE(session->subscribers(), before + 1);
        flow.leave();
        QCOMPARE(flow.page(), FlowPage::none);
        QVERIFY(!flow.session());
        QTRY_COMPARE(session->subscribers(), before);
    }
    QVERIFY(!session->cancelled());
}

void SessionFlowTest::leavingInsideASignal() {
    auto engine = std::make_shared<test::FakeEngine>();
    auto session = engine->add_session(test::total_in_lobby());
    SessionFlow flow(engine);
    flow.start(session);
    connect(&flow, &SessionFlow::viewChanged, this, [&] { flow.leave(); });
    session->set(test::total_done());
    QTRY_COMPARE(flow.page(), FlowPage::none);
}

void SessionFlowTest::changesOfManyThreadsAreGathered() {
    auto engine = std::make_shared<test::FakeEngine>();
    auto session = engine->add_session(test::overlap_running());
    SessionFlow flow(engine);
    flow.start(session);
    QSignalSpy views(&flow, &SessionFlow::viewChanged);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 250; ++i) {
                session->update([](api::SessionView& view) { ++view.progress.done; });
            }
        });
    }
    for (auto& thread : threads) thread.join();
    // The last change is never lost, however many were gathered.
    QTRY_COMPARE(flow.view().progress.done, test::overlap_running().progress.done + 1000);
    QVERIFY(views.count() < 1000);
}

QTEST_GUILESS_MAIN(SessionFlowTest)
#include "test_session_flow.moc"
