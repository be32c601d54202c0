#pragma once

#include <QObject>

#include "api/session.h"
#include "ui/bridge/save_action.h"
#include "ui/widgets/file_chooser.h"

namespace tacit::ui {

class Banner;
class Page;

/// What the pages of an ended session do when somebody saves its result or receipt: asks for a file, writes
/// it beside the windows, and says in `banner` how that went. One save at a time.
class Saving final : public QObject {
    Q_OBJECT
  public:
    /// All three outlive it; the page is its parent.
    Saving(FileChooser& files, Banner& banner, Page& page);
    /// `session` may be null; then nothing can be saved.
    void setSession(const api::SessionView& view, const api::SessionPtr& session);
    bool canSave() const { return session_ && !action_; }
    void save(SaveAction::What what);

  Q_SIGNALS:
    /// canSave may have changed.
    void changed();

  private:
    void start(const api::SessionPtr& session, const std::string& id, const QString& path,
               SaveAction::What what);
    void tell(const Status& status, const QString& path, SaveAction::What what);

    FileChooser& files_;
    Banner& banner_;
    Page& page_;
    std::string id_, title_;
    api::SessionPtr session_;
    SaveAction* action_ = nullptr;  ///< from the chosen file to its outcome
};

}  // namespace tacit::ui
