#include "desktop/startup.h"

#include <QInputDialog>
#include <QMessageBox>

#include "ui/text/fault_text.h"

namespace tacit::desktop {

Startup::Startup(adapters::EngineFactory& factory, ui::FileChooser& files, QString profile,
                 QString invitation)
    : factory_(factory), files_(files), profile_(std::move(profile)), invitation_(std::move(invitation)) {}

Startup::~Startup() = default;

void Startup::begin(const QString& passphrase) {
    auto engine = factory_.open(profile_, passphrase);
    if (!engine) {
        if (engine.error().fault == Fault::passphrase_needed)
            askForPassphrase(!passphrase.isEmpty());
        else
            explain(engine.error());
        return;
    }
    window_ = std::make_unique<ui::MainWindow>(std::shared_ptr<api::Engine>(std::move(*engine)), files_);
    window_->show();
    if (!invitation_.isEmpty()) window_->openInvitation(invitation_);
}

void Startup::askForPassphrase(bool again) {
    auto* dialog = new QInputDialog;
    dialog->setObjectName("passphraseDialog");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Unlock Tacit"));
    dialog->setLabelText(again ? tr("That was not the passphrase of this profile. Please try again.")
                               : tr("This profile is protected by a passphrase."));
    dialog->setTextEchoMode(QLineEdit::Password);
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) { begin(text); });
    connect(dialog, &QInputDialog::rejected, this, &Startup::gaveUp);
    dialog->open();
}

void Startup::explain(const Error& error) {
    const auto message = ui::faultMessage(error);
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Tacit"), message.happened, QMessageBox::Close);
    box->setObjectName("startupProblem");
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(message.means + "\n\n" + message.next);
    connect(box, &QMessageBox::finished, this, &Startup::gaveUp);
    box->open();
}

}  // namespace tacit::desktop
