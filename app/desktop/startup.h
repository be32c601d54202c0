#pragma once

#include <QObject>
#include <memory>

#include "adapters/engine_factory.h"
#include "ui/pages/main_window.h"
#include "ui/widgets/file_chooser.h"

namespace tacit::desktop {

/// From the start of the program to its window: opens the profile, asks for the passphrase if it has one,
/// says what is wrong if it cannot be opened.
class Startup : public QObject {
    Q_OBJECT
  public:
    /// `factory` and `files` must outlive it.
    Startup(adapters::EngineFactory& factory, ui::FileChooser& files, QString profile, QString invitation);
    ~Startup() override;

    /// Opens the window at once, or a dialog first. Emits `gaveUp` if there will be no window.
    void begin(const QString& passphrase = {});
    ui::MainWindow* window() const { return window_.get(); }

  Q_SIGNALS:
    void gaveUp();

  private:
    void askForPassphrase(bool again);
    void explain(const Error& error);

    adapters::EngineFactory& factory_;
    ui::FileChooser& files_;
    QString profile_, invitation_;
    std::unique_ptr<ui::MainWindow> window_;
};

}  // namespace tacit::desktop
