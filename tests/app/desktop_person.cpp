#include "desktop_person.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

namespace tacit::test {

DesktopPerson::DesktopPerson(const QString& profile, const QString& invitation)
    : startup_(engines_, files_, profile, invitation) {
    startup_.begin();
}

template <class T>
T* DesktopPerson::find(const QString& name) const {
    if (startup_.window() == nullptr) return nullptr;
    for (auto* widget : startup_.window()->findChildren<T*>(name))
        if (widget->isVisible()) return widget;
    return nullptr;
}

QString DesktopPerson::screen() const {
    QStringList texts;
    if (startup_.window() == nullptr) return "no window";
    for (auto* label : startup_.window()->findChildren<QLabel*>())
        if (label->isVisible() && !label->text().isEmpty()) texts << label->text();
    return texts.join('\n');
}

QString DesktopPerson::click(const QString& name, int milliseconds) {
    QAbstractButton* button = nullptr;
    const bool ready = QTest::qWaitFor(
        [&] {
            button = find<QAbstractButton>(name);
            return button != nullptr && button->isEnabled();
        },
        milliseconds);
    if (!ready) return name + " cannot be pressed; the screen shows:\n" + screen();
    // The keyboard way works for every button, also one that a scroll area hides.
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    return {};
}

QString DesktopPerson::introduce(const QString& organisation, const QString& person) {
    auto* first = find<QLineEdit>("organisationEdit");
    auto* second = find<QLineEdit>("personEdit");
    if (first == nullptr || second == nullptr) return "no first page: " + screen();
    QTest::keyClicks(first, organisation);
    QTest::keyClicks(second, person);
    return click("createIdentityButton");
}

QString DesktopPerson::chooseData(const QString& path) {
    files_.next = path;
    return click("chooseFileButton");
}

QString DesktopPerson::tick(const QStringList& columns) {
    QTableView* table = nullptr;
    if (!QTest::qWaitFor([&] { return (table = find<QTableView>("columnTable")) != nullptr; }, 10000))
        return "no columns to choose from: " + screen();
    auto* model = table->model();
    for (int row = 0; row < model->rowCount(); ++row)
        if (columns.contains(model->index(row, 0).data().toString()))
            model->setData(model->index(row, 0), Qt::Checked, Qt::CheckStateRole);
    return {};
}

QString DesktopPerson::type(const QString& name, const QString& text) {
    QLineEdit* edit = nullptr;
    if (!QTest::qWaitFor([&] { return (edit = find<QLineEdit>(name)) != nullptr; }, 10000))
        return "no field " + name + ": " + screen();
    edit->clear();
    QTest::keyClicks(edit, text);
    return {};
}

/// From Next on the data page to the lobby.
QString DesktopPerson::finishWizard(const QString& folder, bool countOnly) {
    if (auto wrong = click("wizardNext"); !wrong.isEmpty()) return wrong;
    if (auto wrong = type("titleEdit", "Desktop test"); !wrong.isEmpty()) return wrong;
    if (auto* partners = find<QSpinBox>("partnersBox")) partners->setValue(1);
    if (countOnly)
        if (auto wrong = click("revealCount"); !wrong.isEmpty()) return wrong;
    files_.next = folder;
    if (auto wrong = click("folderButton"); !wrong.isEmpty()) return wrong;
    if (auto wrong = click("wizardNext"); !wrong.isEmpty()) return wrong;
    auto* read = find<QCheckBox>("readCheck");
    if (read == nullptr) return "no proposal to read: " + screen();
    read->setChecked(true);
    return click("wizardNext");
}

QString DesktopPerson::openData(const QString& kind, const QString& data) {
    if (auto wrong = click("newSessionButton"); !wrong.isEmpty()) return wrong;
    if (auto wrong = click("questionCard_" + kind); !wrong.isEmpty()) return wrong;
    if (auto wrong = click("wizardNext"); !wrong.isEmpty()) return wrong;
    return chooseData(data);
}

QString DesktopPerson::goOn(const QStringList& columns, const QString& folder, bool countOnly) {
    if (auto wrong = tick(columns); !wrong.isEmpty()) return wrong;
    return finishWizard(folder, countOnly);
}

QString DesktopPerson::propose(const QString& kind, const QString& data, const QStringList& columns,
                               const QString& folder, bool countOnly) {
    if (auto wrong = openData(kind, data); !wrong.isEmpty()) return wrong;
    return goOn(columns, folder, countOnly);
}

QString DesktopPerson::decide(const QString& name, const QString& limit, const QString& data,
                              const QString& number, const QString& folder) {
    if (auto wrong = click("newSessionButton"); !wrong.isEmpty()) return wrong;
    if (auto wrong = click("questionCard_decision"); !wrong.isEmpty()) return wrong;
    if (auto wrong = click("wizardNext"); !wrong.isEmpty()) return wrong;
    if (auto wrong = click("templateCard_total-limit"); !wrong.isEmpty()) return wrong;
    if (auto wrong = type("slot_name", name); !wrong.isEmpty()) return wrong;
    if (auto wrong = type("slot_limit", limit); !wrong.isEmpty()) return wrong;
    if (auto* partners = find<QSpinBox>("decisionPartnersBox")) partners->setValue(1);
    if (auto wrong = click("wizardNext"); !wrong.isEmpty()) return wrong;
    if (data.isEmpty()) {
        if (auto wrong = click("valueTyped"); !wrong.isEmpty()) return wrong;
        if (auto wrong = type("typedValue0", number); !wrong.isEmpty()) return wrong;
    } else {
        if (auto wrong = chooseData(data); !wrong.isEmpty()) return wrong;
    }
    return finishWizard(folder, false);
}

QString DesktopPerson::joinWith(const QString& data) {
    if (auto wrong = click("joinButton"); !wrong.isEmpty()) return wrong;
    if (auto wrong = chooseData(data); !wrong.isEmpty()) return wrong;
    return click("agreeButton", 30000);
}

QString DesktopPerson::joinTyping(const QString& number) {
    if (auto wrong = click("joinButton"); !wrong.isEmpty()) return wrong;
    if (auto wrong = click("valueTyped"); !wrong.isEmpty()) return wrong;
    if (auto wrong = type("typedValue0", number); !wrong.isEmpty()) return wrong;
    return click("agreeButton", 30000);
}

QString DesktopPerson::result(int milliseconds) {
    const bool there = QTest::qWaitFor(
        [&] { return find<QWidget>("resultPage") != nullptr || find<QWidget>("failedPage") != nullptr; },
        milliseconds);
    return there && find<QWidget>("resultPage") != nullptr ? screen() : QString();
}

QString DesktopPerson::save(const QString& path) {
    files_.next = path;
    return click("saveResultButton");
}

}  // namespace tacit::test
