#pragma once

#include <QWidget>

#include "ui/theme/icons.h"

class QVBoxLayout;

namespace tacit::ui {

/// Sentences below each other, each with an icon in front. Hidden while there are none.
class NoteList final : public QWidget {
    Q_OBJECT
  public:
    explicit NoteList(const QString& objectName, QWidget* parent = nullptr);
    void set(const std::vector<std::string>& notes, const QString& icon, Ink ink);
    void add(const QString& note, const QString& icon, Ink ink);

  private:
    QVBoxLayout* rows_;
};

}  // namespace tacit::ui
