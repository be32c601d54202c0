#include "ui/widgets/import_progress.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"

namespace tacit::ui {

ImportProgress::ImportProgress(QWidget* parent)
    : Card(parent),
      title_(makeLabel({}, TextRole::heading)),
      note_(makeMutedLabel({}, TextRole::caption)),
      bar_(new QProgressBar),
      cancel_(makeButton(tr("Cancel"), ButtonKind::secondary, QStringLiteral("cancelImportButton"))) {
    setObjectName(QStringLiteral("importing"));
    bar_->setObjectName(QStringLiteral("importProgress"));
    bar_->setAccessibleName(tr("Progress of reading the file"));
    bar_->setTextVisible(false);
    cancel_->setAccessibleName(tr("Cancel reading the file"));
    connect(cancel_, &QPushButton::clicked, this, [this] {
        cancel_->setEnabled(false);
        Q_EMIT cancelled();
    });
    body()->addStretch(1);
    body()->addWidget(title_);
    body()->addWidget(bar_);
    body()->addWidget(note_);
    body()->addWidget(cancel_, 0, Qt::AlignLeft);
    body()->addStretch(1);
    setMinimumHeight(220);
}

void ImportProgress::begin(const QString& name) {
    title_->setText(tr("Reading %1").arg(plain(name, 80)));
    cancel_->setEnabled(true);
    show(0, 0);
}

void ImportProgress::show(quint64 done, quint64 total) {
    bar_->setRange(0, total > 0 ? 1000 : 0);
    if (total > 0) bar_->setValue(static_cast<int>(1000.0 * double(done) / double(total)));
    note_->setText(total > 0  ? tr("%1 of %2").arg(formatBytes(done), formatBytes(total))
                   : done > 0 ? tr("%1 so far").arg(formatBytes(done))  // a database does not say of how many
                              : tr("Opening it"));
}

void ImportProgress::takeFocus() {
    cancel_->setFocus();
}

}  // namespace tacit::ui
