#include "ui/widgets/drop_area.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

DropArea::DropArea(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("dropArea"));
    setAcceptDrops(true);
    setProperty("dropTarget", QStringLiteral("true"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spaceXxl, spaceXxl, spaceXxl, spaceXxl);
    column->setSpacing(spaceM);
    auto* picture = new IconLabel(QStringLiteral("table"), Ink::accent, 28);
    picture->setDisc(Tone::accent, 56);
    auto* title = makeLabel(tr("Drop a spreadsheet here"), TextRole::heading);
    auto* note =
        makeMutedLabel(tr("CSV, Excel or OpenDocument. It is read on this computer, and its rows never leave "
                          "it in readable form."));
    auto* button = makeButton(tr("Choose a file…"), ButtonKind::secondary, QStringLiteral("chooseFileButton"),
                              QStringLiteral("folder"));
    auto* database = makeButton(tr("From a database…"), ButtonKind::quiet, QStringLiteral("databaseButton"));
    auto* paste = makeButton(tr("Paste cells"), ButtonKind::quiet, QStringLiteral("pasteButton"));
    paste->setToolTip(tr("Copy the cells in the spreadsheet program, with the row that names the columns."));
    for (auto* label : {title, note}) label->setAlignment(Qt::AlignHCenter);
    column->addStretch(1);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addWidget(title);
    column->addWidget(note);
    column->addSpacing(spaceXs);
    column->addWidget(button, 0, Qt::AlignHCenter);
    auto* others = new QHBoxLayout;
    others->setSpacing(spaceM);
    others->addStretch(1);
    others->addWidget(database);
    others->addWidget(paste);
    others->addStretch(1);
    column->addLayout(others);
    column->addStretch(1);
    connect(button, &QPushButton::clicked, this, &DropArea::chooseRequested);
    connect(paste, &QPushButton::clicked, this, &DropArea::pasteRequested);
    connect(database, &QPushButton::clicked, this, &DropArea::databaseRequested);
}

QString DropArea::spreadsheetIn(const QMimeData* data) {
    if (data == nullptr || data->urls().size() != 1 || !data->urls().front().isLocalFile()) return {};
    const auto path = data->urls().front().toLocalFile();
    static const QStringList endings{
        QStringLiteral("csv"),  QStringLiteral("tsv"),    QStringLiteral("txt"),
        QStringLiteral("xlsx"), QStringLiteral("xls"),    QStringLiteral("ods"),
        QStringLiteral("db"),   QStringLiteral("sqlite"), QStringLiteral("sqlite3")};
    return endings.contains(QFileInfo(path).suffix().toLower()) ? path : QString();
}

void DropArea::setOver(bool over) {
    setProperty("dropTarget", over ? QStringLiteral("over") : QStringLiteral("true"));
    restyle(this);
}

void DropArea::dragEnterEvent(QDragEnterEvent* event) {
    if (spreadsheetIn(event->mimeData()).isEmpty()) {
        event->ignore();  // the window may know what to do with it
        return;
    }
    setOver(true);
    event->acceptProposedAction();
}

void DropArea::dragLeaveEvent(QDragLeaveEvent*) {
    setOver(false);
}

void DropArea::dropEvent(QDropEvent* event) {
    setOver(false);
    const auto path = spreadsheetIn(event->mimeData());
    if (path.isEmpty()) return;
    event->acceptProposedAction();
    Q_EMIT dropped(path);
}

}  // namespace tacit::ui
