#pragma once

#include <QVBoxLayout>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QScrollArea;

namespace tacit::ui {

/// Title, subtitle and, if wanted, a button that goes back. Right of the title is room for a badge or a
/// button.
class PageHeader : public QWidget {
    Q_OBJECT
  public:
    explicit PageHeader(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setSubtitle(const QString& subtitle);
    void setBackVisible(bool visible, const QString& name = {});
    QString title() const;
    QHBoxLayout* side() const { return side_; }

  Q_SIGNALS:
    void back();

  private:
    QWidget* back_;
    QLabel* title_;
    QLabel* subtitle_;
    QHBoxLayout* side_;
};

/// The frame of every page: a centred column that scrolls, and a bar of actions at the bottom that stays.
class Page : public QWidget {
    Q_OBJECT
  public:
    /// `columnWidth` is the widest the column gets, in pixels.
    explicit Page(const QString& objectName, int columnWidth = 1120, QWidget* parent = nullptr);
    PageHeader* header() const { return header_; }
    QVBoxLayout* content() const { return content_; }
    /// The parent for what comes into the content: a tree of widgets that gets its parent late is styled
    /// anew.
    QWidget* column() const { return column_; }
    /// The bar of actions; hidden until something is in it. Left: cancel and the like; right: the next step.
    QHBoxLayout* footer();
    /// Puts a muted sentence into the bar; it takes the room between what is left and right of it.
    QLabel* addFooterNote(const QString& text);
    void scrollToTop();
    /// Lets Tab follow the layout again, after widgets were added to the page or dialog that `child` is on.
    static void orderFocus(QWidget* child);
    /// Scrolls so far that a widget of the page is seen, once its layout is known.
    void reveal(QWidget* widget);

  Q_SIGNALS:
    void back();

  private:
    void showFocus(QWidget* focused);

    int columnWidth_;
    PageHeader* header_;
    QWidget* column_;
    QVBoxLayout* content_;
    QVBoxLayout* outer_;
    QScrollArea* scroll_;
    QHBoxLayout* footer_ = nullptr;
};

}  // namespace tacit::ui
