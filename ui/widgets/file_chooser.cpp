#include "ui/widgets/file_chooser.h"

#include <QFileDialog>

namespace tacit::ui {
namespace {

QFileDialog* makeDialog(QWidget* parent, const FileRequest& request) {
    auto* dialog = new QFileDialog(parent, request.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const QFileInfo suggested(request.suggested);
    if (suggested.isDir()) {
        dialog->setDirectory(request.suggested);
    } else if (!request.suggested.isEmpty()) {
        dialog->setDirectory(suggested.absolutePath());
        dialog->selectFile(suggested.fileName());
    }
    if (!request.filters.isEmpty()) dialog->setNameFilters(request.filters);
    if (!request.suffix.isEmpty()) dialog->setDefaultSuffix(request.suffix);
    return dialog;
}

void show(QFileDialog* dialog, QWidget* parent, FileChooser::Chosen chosen) {
    QObject::connect(dialog, &QFileDialog::fileSelected, parent ? static_cast<QObject*>(parent) : dialog,
                     [chosen = std::move(chosen)](const QString& path) {
                         if (!path.isEmpty()) chosen(path);
                     });
    dialog->open();
}

}  // namespace

void DialogFileChooser::openFile(QWidget* parent, const FileRequest& request, Chosen chosen) {
    QFileDialog* dialog = makeDialog(parent, request);
    dialog->setFileMode(QFileDialog::ExistingFile);
    show(dialog, parent, std::move(chosen));
}

void DialogFileChooser::saveFile(QWidget* parent, const FileRequest& request, Chosen chosen) {
    QFileDialog* dialog = makeDialog(parent, request);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    show(dialog, parent, std::move(chosen));
}

void DialogFileChooser::folder(QWidget* parent, const FileRequest& request, Chosen chosen) {
    QFileDialog* dialog = makeDialog(parent, request);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    show(dialog, parent, std::move(chosen));
}

}  // namespace tacit::ui
