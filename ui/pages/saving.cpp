#include "ui/pages/saving.h"

#include <QRegularExpression>

#include "ui/text/fault_text.h"
#include "ui/text/sanitize.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/page.h"

namespace tacit::ui {
namespace {

// A file name that every system takes, made from the session's title.
QString fileNameOf(const std::string& title, const QString& ending) {
    QString name = plain(title, 60).toLower();
    name.replace(QRegularExpression(QStringLiteral("[^\\p{L}\\p{N}]+")), QStringLiteral("-"));
    name.remove(QRegularExpression(QStringLiteral("^-+|-+$")));
    return (name.isEmpty() ? QStringLiteral("tacit") : name) + ending;
}

}  // namespace

Saving::Saving(FileChooser& files, Banner& banner, Page& page)
    : QObject(&page), files_(files), banner_(banner), page_(page) {}

void Saving::setSession(const api::SessionView& view, const api::SessionPtr& session) {
    id_ = view.id;
    title_ = view.title;
    session_ = session;
}

void Saving::save(SaveAction::What what) {
    if (!session_) return;
    const bool receipt = what == SaveAction::What::receipt;
    FileRequest request;
    request.title = receipt ? tr("Save receipt") : tr("Save result");
    request.suggested =
        fileNameOf(title_, receipt ? QStringLiteral("-receipt.json") : QStringLiteral(".csv"));
    request.filters = {receipt ? tr("Receipts (*.json)") : tr("Tables (*.csv)")};
    request.suffix = receipt ? QStringLiteral("json") : QStringLiteral("csv");
    files_.saveFile(&page_, request, [this, what, session = session_, id = id_](const QString& path) {
        start(session, id, path, what);
    });
}

void Saving::start(const api::SessionPtr& session, const std::string& id, const QString& path,
                   SaveAction::What what) {
    if (action_) return;
    action_ = new SaveAction(session, what, path, this);
    connect(action_, &SaveAction::finished, this, [this, path, what, id](const Status& outcome) {
        action_->deleteLater();
        action_ = nullptr;
        Q_EMIT changed();
        // Meanwhile the page may show another session, which this says nothing about.
        if (id_ == id) tell(outcome, path, what);
    });
    banner_.setVisible(false);
    Q_EMIT changed();
}

void Saving::tell(const Status& status, const QString& path, SaveAction::What what) {
    const bool receipt = what == SaveAction::What::receipt;
    if (status.ok())
        banner_.show(Tone::success,
                     {receipt ? tr("The receipt is saved.") : tr("The result is saved."), plain(path, 400),
                      receipt ? QString() : tr("This file is readable by whoever opens it.")});
    else
        banner_.show(Tone::error, faultMessage(status.error()));
    page_.reveal(&banner_);
}

}  // namespace tacit::ui
