#pragma once

#include <QObject>
#include <memory>

#include "api/engine.h"

namespace tacit::ui {

/// One import, from the click to its end. Lives in the thread of the windows: the engine's callbacks arrive
/// here as queued calls. Emits finished exactly once, also after cancel(). Destroying it cancels, waits for
/// the engine's thread, and emits nothing more; a dataset that had arrived too late is forgotten again.
class ImportAction final : public QObject {
    Q_OBJECT
  public:
    ImportAction(std::shared_ptr<api::Engine> engine, const QString& path, const api::ImportOptions& options,
                 QObject* parent = nullptr);
    ~ImportAction() override;

    void cancel();
    bool running() const { return running_; }

  Q_SIGNALS:
    /// Bytes; total 0 = unknown. At most some thirty times a second.
    void progress(quint64 done, quint64 total);
    void finished(const tacit::Result<tacit::api::DatasetView>& outcome);

  private:
    struct Mailbox;
    void deliver();

    std::shared_ptr<api::Engine> engine_;
    std::shared_ptr<Mailbox> mailbox_;
    api::TaskPtr task_;
    bool running_ = true;
};

}  // namespace tacit::ui
