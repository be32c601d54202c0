#pragma once

#include <QTest>

#include "support/window_states.h"

/// What people do in a window on the way to a state, and the states by topic.
namespace tacit::test {

template <class Done>
void waitFor(Done done) {
    if (!QTest::qWaitFor(done, 20'000)) qWarning("something did not come within 20 seconds");
    settle();
}

/// Sessions of all kinds, under way and ended.
void fillHome(WindowStage& stage);
/// And waits until it is read and checked.
void chooseData(WindowStage& stage, const QString& file);
void click(WindowStage& stage, const QString& objectName);
void wizard(WindowStage& stage, const QString& kind);
void tick(WindowStage& stage, const QVector<int>& columns);
void type(WindowStage& stage, const QString& objectName, const QString& text);
void wizardData(WindowStage& stage, const QString& kind, const QString& file, const QVector<int>& columns);
void chooseOption(WindowStage& stage, const QString& box, const QVariant& data);
/// Up to a template that is filled in.
void decide(WindowStage& stage);
void decideTyping(WindowStage& stage);
/// Up to a formula of one's own.
void own(WindowStage& stage, const QString& formula);
/// Into the visible part of its page.
void show(WindowStage& stage, const QString& objectName);
api::DecisionQuestion filled(const WindowStage& stage, const std::string& name,
                             const std::vector<api::DecisionParameter>& parameters);
/// A Total by department, under all three rules.
void chooseRules(WindowStage& stage);

QVector<WindowState> sessionStates();
QVector<WindowState> wizardStates();
QVector<WindowState> importStates();
QVector<WindowState> databaseStates();
QVector<WindowState> decisionStates();
QVector<WindowState> totalStates();

}  // namespace tacit::test
