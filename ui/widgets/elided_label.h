#pragma once

#include <QWidget>

namespace tacit::ui {

/// One line of plain text that is cut in the middle or at the end when there is too little room; the whole
/// text is its tool tip and accessible name.
class ElidedLabel : public QWidget {
    Q_OBJECT
  public:
    explicit ElidedLabel(Qt::TextElideMode mode = Qt::ElideRight, QWidget* parent = nullptr);
    void setText(const QString& text);
    QString text() const { return text_; }
    void setStrong(bool strong) { strong_ = strong; }
    void setMuted(bool muted) { muted_ = muted; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QFont usedFont() const;
    Qt::TextElideMode mode_;
    QString text_;
    bool strong_ = false;
    bool muted_ = false;
};

}  // namespace tacit::ui
