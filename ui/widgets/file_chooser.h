#pragma once

#include <QString>
#include <QStringList>
#include <functional>

class QWidget;

namespace tacit::ui {

struct FileRequest {
    QString title;
    QString suggested;    ///< folder or file to begin with
    QStringList filters;  ///< "Spreadsheets (*.csv *.xlsx)"
    QString suffix;       ///< appended to a saved name without one, no dot
};

/// Asks for a path without blocking. An interface, so that tests give the next path instead of a dialog.
class FileChooser {
  public:
    /// Called at most once with a non-empty path; never when the dialog is cancelled, and never after
    /// `parent` was destroyed.
    using Chosen = std::function<void(const QString& path)>;

    virtual ~FileChooser() = default;
    virtual void openFile(QWidget* parent, const FileRequest& request, Chosen chosen) = 0;
    virtual void saveFile(QWidget* parent, const FileRequest& request, Chosen chosen) = 0;
    virtual void folder(QWidget* parent, const FileRequest& request, Chosen chosen) = 0;
};

/// The system's own dialogs.
class DialogFileChooser final : public FileChooser {
  public:
    void openFile(QWidget* parent, const FileRequest& request, Chosen chosen) override;
    void saveFile(QWidget* parent, const FileRequest& request, Chosen chosen) override;
    void folder(QWidget* parent, const FileRequest& request, Chosen chosen) override;
};

}  // namespace tacit::ui
