#include "support/window_states.h"

#include <QCoreApplication>

#include "support/window_steps.h"

namespace tacit::test {

void settle() {
    for (int i = 0; i < 8; ++i) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    }
}

QVector<WindowState> windowStates() {
    return sessionStates() + wizardStates() + importStates() + databaseStates() + decisionStates() +
           totalStates();
}

std::unique_ptr<WindowStage> enter(const WindowState& state, const QSize& size) {
    auto stage = std::make_unique<WindowStage>();
    state.before(*stage);
    stage->window = std::make_unique<ui::MainWindow>(stage->engine, stage->files);
    stage->window->resize(size);
    stage->window->show();
    settle();
    state.after(*stage);
    settle();
    return stage;
}

}  // namespace tacit::test
