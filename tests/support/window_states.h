#pragma once

#include <QSize>
#include <QString>
#include <QVector>
#include <functional>
#include <memory>

#include "support/fake_engine.h"
#include "support/scripted_file_chooser.h"
#include "ui/pages/main_window.h"

namespace tacit::test {

/// The real main window over the fake engine.
struct WindowStage {
    std::shared_ptr<FakeEngine> engine = std::make_shared<FakeEngine>();
    ScriptedFileChooser files;
    std::unique_ptr<ui::MainWindow> window;

    void open(const api::SessionView& view) { window->flow().start(engine->add_session(view)); }
};

/// A way to bring a window into one of the states that people see it in.
struct WindowState {
    QString name;                              ///< "33-wizard-data-total"
    std::function<void(WindowStage&)> before;  ///< the window is made
    std::function<void(WindowStage&)> after;
};

/// Every page, each step of the wizard and each dialog, in all states that look different. Screenshots and
/// the accessibility walk both use this list, so that what is looked at is what is walked.
QVector<WindowState> windowStates();

/// Makes a window of this size and brings it into the state.
std::unique_ptr<WindowStage> enter(const WindowState& state, const QSize& size);

/// Everything that was queued is delivered, and that in turn, until nothing is left.
void settle();

}  // namespace tacit::test
