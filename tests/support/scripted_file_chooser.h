#pragma once

#include <QStringList>

#include "ui/widgets/file_chooser.h"

namespace tacit::test {

/// Answers each request with the next path that the test has set; without one, as if cancelled.
class ScriptedFileChooser final : public ui::FileChooser {
  public:
    void setNextPath(const QString& path) { next_ << path; }
    QStringList titles;  ///< of the requests, in their order

    void openFile(QWidget*, const ui::FileRequest& request, Chosen chosen) override {
        answer(request, chosen);
    }
    void saveFile(QWidget*, const ui::FileRequest& request, Chosen chosen) override {
        answer(request, chosen);
    }
    void folder(QWidget*, const ui::FileRequest& request, Chosen chosen) override { answer(request, chosen); }

  private:
    void answer(const ui::FileRequest& request, const Chosen& chosen) {
        titles << request.title;
        if (!next_.isEmpty()) chosen(next_.takeFirst());
    }
    QStringList next_;
};

}  // namespace tacit::test
