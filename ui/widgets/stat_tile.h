#pragma once

#include <QWidget>

class QLabel;

namespace tacit::ui {

/// A large number with its unit and a caption under it.
class StatTile : public QWidget {
    Q_OBJECT
  public:
    enum class Size { large, small };
    explicit StatTile(const QString& objectName, Size size = Size::small, QWidget* parent = nullptr);
    void set(const QString& number, const QString& caption, const QString& unit = {});
    QString number() const;

  private:
    QLabel* number_;
    QLabel* unit_;
    QLabel* caption_;
};

}  // namespace tacit::ui
