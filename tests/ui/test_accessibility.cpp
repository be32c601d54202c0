#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTest>

#include "support/window_states.h"
#include "ui/theme/theme.h"

using namespace tacit;
using namespace tacit::ui;

namespace {

constexpr QSize usual(1280, 800);
/// So high that nothing scrolls and positions on the screen are those on the page.
constexpr QSize unrolled(1280, 4000);

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

QString describe(const QWidget* widget) {
    return widget ? widget->metaObject()->className() + QString(" \"") + widget->objectName() + '"'
                  : QString("nothing");
}

QString nameOf(const QWidget* widget) {
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
    return face ? face->text(QAccessible::Name) : QString();
}

/// A group of which one can be chosen is one stop of Tab, and arrows go on inside: its first member stands
/// for it.
QWidget* stopOf(QWidget* widget) {
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    const auto* group = button ? button->group() : nullptr;
    return group && group->exclusive() ? group->buttons().constFirst() : widget;
}

/// What a person can use now: the dialog that is open, else the page.
QWidget* front(const test::WindowStage& stage) {
    if (auto* dialog = QApplication::activeModalWidget()) return dialog;
    return stage.window->findChild<QStackedWidget*>("pageStack")->currentWidget();
}

QRect placeOf(const QWidget* widget) {
    return {widget->mapToGlobal(QPoint()), widget->size()};
}

/// Whether the eye goes on from `before` to `after`: down, or to the right, where a new column may begin at
/// its top.
bool readsOn(const QRect& before, const QRect& after) {
    const bool above = after.bottom() <= before.top();
    const bool leftOf = after.right() <= before.left();
    const bool rightOf = after.left() >= before.right();
    const bool below = after.top() >= before.bottom();
    if (above) return rightOf;
    return !leftOf || below;
}

/// The stops that the focus makes, from where the state leaves it, until it comes round.
QVector<QWidget*> walk(const QWidget* page, Qt::Key key) {
    QVector<QWidget*> stops;
    constexpr int most = 200;
    while (stops.size() < most) {
        QWidget* before = QApplication::focusWidget();
        QTest::keyClick(before ? before : QApplication::activeWindow(), key,
                        key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
        QWidget* now = QApplication::focusWidget();
        if (now == nullptr || stops.contains(stopOf(now))) break;
        // The page itself, where it has the focus, is no stop.
        if (now != page) stops << stopOf(now);
    }
    return stops;
}

}  // namespace

/// Walks over every page, step and dialog as a screen reader and the Tab key do.
class AccessibilityTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp); }
    void everyStateCanBeUsedWithoutEyesOrMouse_data() { states(); }
    void everyStateCanBeUsedWithoutEyesOrMouse();
    void menusHaveNames();
    void escapeLeavesEachDialog_data() { states("dialog"); }
    void escapeLeavesEachDialog();
    void coloursAreNeverAlone();

  private:
    static void everythingHasNamesAndIsSeenInFocus(const test::WindowStage& stage);
    static void nothingIsCutOff(const test::WindowStage& stage);
    static void tabVisitsEverythingInVisualOrder(const test::WindowStage& stage);
    static void arrowsReachAllOf(QButtonGroup* group);
    static void states(const QString& part = {});
    static std::unique_ptr<test::WindowStage> make(const QString& name, const QSize& size);
};

void AccessibilityTest::states(const QString& part) {
    QTest::addColumn<QString>("name");
    for (const auto& state : test::windowStates()) {
        if (state.name.contains(part)) QTest::newRow(qPrintable(state.name)) << state.name;
    }
}

std::unique_ptr<test::WindowStage> AccessibilityTest::make(const QString& name, const QSize& size) {
    for (const auto& state : test::windowStates()) {
        if (state.name == name) return test::enter(state, size);
    }
    return nullptr;
}

void AccessibilityTest::everyStateCanBeUsedWithoutEyesOrMouse() {
    // One function, as to make the state takes longest. Arrows change what is chosen, so they come last.
    QFETCH(QString, name);
    const auto stage = make(name, usual);
    everythingHasNamesAndIsSeenInFocus(*stage);
    if (QTest::currentTestFailed()) return;
    nothingIsCutOff(*stage);
    if (QTest::currentTestFailed()) return;
    tabVisitsEverythingInVisualOrder(*stage);
}

void AccessibilityTest::everythingHasNamesAndIsSeenInFocus(const test::WindowStage& stage) {
    QSet<QString> objectNames, names;
    for (const QWidget* widget : front(stage)->findChildren<QWidget*>()) {
        if (!interactive(widget) || innerPart(widget) || !widget->isVisible()) continue;
        QVERIFY2(!nameOf(widget).isEmpty(), qPrintable(describe(widget)));
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(nameOf(widget)));
        QVERIFY2(!objectNames.contains(widget->objectName()), qPrintable(describe(widget)));
        objectNames << widget->objectName();
        // Two that sound the same could not be told apart.
        const auto sound = QString(widget->metaObject()->className()) + nameOf(widget);
        QVERIFY2(!names.contains(sound), qPrintable(sound));
        names << sound;
    }
    QVERIFY(!objectNames.isEmpty());
    // The page scrolls after the focus.
    QVERIFY(QTest::qWaitForWindowActive(front(stage)->window()));
    for (int i = 0; i < objectNames.size(); ++i) {
        QTest::keyClick(front(stage)->window(), Qt::Key_Tab);
        const QWidget* now = QApplication::focusWidget();
        QVERIFY2(now != nullptr && !now->visibleRegion().isEmpty(), qPrintable(describe(now)));
    }
}

void AccessibilityTest::nothingIsCutOff(const test::WindowStage& stage) {
    stage.window->resize(stage.window->minimumSize());
    test::settle();
    for (const auto* area : stage.window->findChildren<QScrollArea*>()) {
        if (!area->isVisible() || !area->widgetResizable()) continue;
        const int over = area->widget()->width() - area->viewport()->width();
        QVERIFY2(over <= 0, qPrintable(QString("%1 px of %2").arg(over).arg(describe(area->parentWidget()))));
    }
}

void AccessibilityTest::tabVisitsEverythingInVisualOrder(const test::WindowStage& stage) {
    stage.window->resize(unrolled);
    test::settle();
    auto* page = front(stage);
    QVERIFY(QTest::qWaitForWindowActive(page->window()));
    QSet<QWidget*> wanted;
    for (QWidget* widget : page->findChildren<QWidget*>()) {
        // A proxy takes the focus in its stead.
        if (takesTab(widget) && !widget->focusProxy() && !innerPart(widget)) wanted << stopOf(widget);
    }
    QVERIFY(!wanted.isEmpty());
    const auto visited = walk(page, Qt::Key_Tab);
    for (QWidget* widget : wanted) QVERIFY2(visited.contains(widget), qPrintable(describe(widget)));
    QCOMPARE(visited.size(), wanted.size());

    // The round may begin anywhere; it is in order if it goes on everywhere but once, from the end to the
    // start.
    int jumps = 0;
    QString where;
    for (int i = 0; i < visited.size(); ++i) {
        const auto* next = visited[(i + 1) % visited.size()];
        if (readsOn(placeOf(visited[i]), placeOf(next))) continue;
        ++jumps;
        where += describe(visited[i]) + " to " + describe(next) + "; ";
    }
    QVERIFY2(jumps <= 1, qPrintable(where));

    const auto back = walk(page, Qt::Key_Backtab);
    QCOMPARE(QSet<QWidget*>(back.begin(), back.end()), wanted);
    // The same round the other way.
    for (int i = 0; i < back.size(); ++i) {
        const auto at = visited.indexOf(back[i]);
        QCOMPARE(back[(i + 1) % back.size()], visited[(at + visited.size() - 1) % visited.size()]);
    }

    QSet<QButtonGroup*> groups;
    for (QWidget* widget : visited) {
        if (const auto* button = qobject_cast<QAbstractButton*>(widget);
            button && button->group() && button->group()->checkedButton())
            groups << button->group();
    }
    for (QButtonGroup* group : groups) arrowsReachAllOf(group);
}

void AccessibilityTest::arrowsReachAllOf(QButtonGroup* group) {
    group->checkedButton()->setFocus(Qt::TabFocusReason);
    QSet<const QWidget*> reached;
    for (const auto key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Left, Qt::Key_Up}) {
        for (int i = 0; i < group->buttons().size(); ++i) {
            reached << QApplication::focusWidget();
            QTest::keyClick(QApplication::focusWidget(), key);
        }
    }
    for (const QAbstractButton* button : group->buttons()) {
        if (button->isEnabled() && button->isVisible())
            QVERIFY2(reached.contains(button), qPrintable(describe(button)));
    }
}

void AccessibilityTest::menusHaveNames() {
    const auto stage = make("03-home", usual);
    QList<QAction*> waiting = stage->window->menuBar()->actions();
    QVERIFY(!waiting.isEmpty());
    while (!waiting.isEmpty()) {
        const QAction* action = waiting.takeFirst();
        if (action->isSeparator()) continue;
        QVERIFY(!action->text().isEmpty());
        if (action->menu()) {
            waiting << action->menu()->actions();
        } else {
            QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
        }
    }
}

void AccessibilityTest::escapeLeavesEachDialog() {
    QFETCH(QString, name);
    const auto stage = make(name, usual);
    auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!QApplication::activeModalWidget());
    QVERIFY(stage->window->isVisible());
}

void AccessibilityTest::coloursAreNeverAlone() {
    // Each badge says its state in a word as well.
    const auto stage = make("12-lobby-organizer", usual);
    int seen = 0;
    for (const QFrame* frame : stage->window->findChildren<QFrame*>()) {
        if (!frame->property("badge").isValid() || !frame->isVisible()) continue;
        ++seen;
        QVERIFY(!frame->accessibleName().isEmpty());
    }
    QVERIFY(seen > 0);
}

QTEST_MAIN(AccessibilityTest)
#include "test_accessibility.moc"
