#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTest>
#include <QTextEdit>

#include "support/fake_engine.h"
#include "support/fake_views.h"
#include "support/scripted_file_chooser.h"
#include "ui/pages/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_panel.h"

using namespace tacit;
using namespace tacit::ui;

namespace {

bool takesTab(const QWidget* widget) {
    return (widget->focusPolicy() & Qt::TabFocus) && widget->isEnabled() && widget->isVisible();
}

bool interactive(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
           qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           (widget->focusPolicy() & Qt::TabFocus);
}

// Parts of a Qt widget of its own, such as the line edit in a spin box or the header of a table, are named
// through that widget.
bool innerPart(const QWidget* widget) {
    return widget->objectName().startsWith("qt_") || qobject_cast<const QHeaderView*>(widget);
}

}  // namespace

/// Walks over every page as a screen reader and the Tab key do.
class AccessibilityTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { applyTheme(*qApp); }
    void everyInteractiveWidgetHasNames_data() { pages(); }
    void everyInteractiveWidgetHasNames();
    void tabReachesEverything_data() { pages(); }
    void tabReachesEverything();
    void coloursAreNeverAlone();

  private:
    static void pages();
    std::unique_ptr<MainWindow> make(const QString& name);

    std::shared_ptr<test::FakeEngine> engine_;
    test::ScriptedFileChooser files_;
};

void AccessibilityTest::pages() {
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"first start", "home empty", "home", "invitation", "review", "review with data", "decline", "lobby",
          "waiting", "connecting", "running", "total", "rows", "count", "not for you", "failed", "wizard"}) {
        QTest::newRow(name) << QString(name);
    }
}

std::unique_ptr<MainWindow> AccessibilityTest::make(const QString& name) {
    engine_ = std::make_shared<test::FakeEngine>();
    if (name == "first start") engine_->set_profile({});
    if (name == "home") {
        auto past = test::total_done();
        past.live = false;
        engine_->add_session(past);
    }
    auto window = std::make_unique<MainWindow>(engine_, files_);
    window->show();
    const auto open = [&](const api::SessionView& view) { window->flow().start(engine_->add_session(view)); };
    if (name == "invitation") window->openInvitation("x-total.tacit");
    if (name == "review" || name == "review with data") open(test::overlap_in_review());
    if (name == "review with data") {
        auto* panel = window->findChild<DataPanel*>();
        panel->setFile("/x/customers.csv");
        if (!QTest::qWaitFor([panel] { return !panel->importing(); })) return nullptr;
    }
    if (name == "decline") {
        open(test::overlap_in_review());
        window->findChild<QAbstractButton*>("declineButton")->click();
    }
    if (name == "lobby") open(test::total_in_lobby());
    if (name == "waiting") open(test::overlap_waiting());
    if (name == "connecting") open(test::overlap_connecting());
    if (name == "running") open(test::overlap_running());
    if (name == "total") open(test::total_done());
    if (name == "rows") open(test::overlap_done_rows());
    if (name == "count") open(test::overlap_done_count());
    if (name == "not for you") open(test::overlap_not_for_you());
    if (name == "failed") open(test::failed(Fault::partner_gone));
    if (name == "wizard") window->newSession();
    return window;
}

void AccessibilityTest::everyInteractiveWidgetHasNames() {
    QFETCH(QString, name);
    const auto window = make(name);
    QVERIFY(window);
    int seen = 0;
    for (const QWidget* widget :
         window->findChild<QStackedWidget*>("pageStack")->currentWidget()->findChildren<QWidget*>()) {
        if (!interactive(widget) || innerPart(widget) || !widget->isVisibleTo(window.get())) continue;
        ++seen;
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(),
                 qPrintable(widget->metaObject()->className() + QString(" ") + widget->objectName()));
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(face->text(QAccessible::Name)));
    }
    QVERIFY(seen > 0);
}

void AccessibilityTest::tabReachesEverything() {
    QFETCH(QString, name);
    const auto window = make(name);
    QVERIFY(window);
    const QWidget* page = window->findChild<QStackedWidget*>("pageStack")->currentWidget();
    QSet<const QWidget*> wanted, reached;
    for (const QWidget* widget : page->findChildren<QWidget*>()) {
        // A proxy takes the focus in its stead; one without room cannot be seen.
        if (takesTab(widget) && !widget->focusProxy() && !innerPart(widget)) wanted << widget;
    }
    const QWidget* at = window.get();
    do {
        if (page->isAncestorOf(at) && takesTab(at)) reached << at;
        at = at->nextInFocusChain();
    } while (at != window.get());
    for (const QWidget* widget : wanted) QVERIFY2(reached.contains(widget), qPrintable(widget->objectName()));
    QVERIFY(!wanted.isEmpty());
}

void AccessibilityTest::coloursAreNeverAlone() {
    // Each badge says its state in a word as well.
    const auto window = make("lobby");
    for (const QFrame* frame : window->findChildren<QFrame*>()) {
        if (!frame->property("badge").isValid() || !frame->isVisibleTo(window.get())) continue;
        QVERIFY(!frame->accessibleName().isEmpty());
    }
}

QTEST_MAIN(AccessibilityTest)
#include "test_accessibility.moc"
