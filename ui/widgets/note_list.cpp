#include "ui/widgets/note_list.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

NoteList::NoteList(const QString& objectName, QWidget* parent)
    : QWidget(parent), rows_(new QVBoxLayout(this)) {
    setObjectName(objectName);
    rows_->setContentsMargins(spaceXs, 0, spaceXs, 0);
    rows_->setSpacing(spaceS);
}

void NoteList::set(const std::vector<std::string>& notes, const QString& icon, Ink ink) {
    while (auto* item = rows_->takeAt(0)) {
        if (auto* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (const auto& note : notes) add(plain(note, 400), icon, ink);
    setVisible(!notes.empty());
}

void NoteList::add(const QString& note, const QString& icon, Ink ink) {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceS);
    row->addWidget(new IconLabel(icon, ink, 18), 0, Qt::AlignTop);
    row->addWidget(makeLabel(note), 1);
    rows_->addWidget(line);
}

}  // namespace tacit::ui
