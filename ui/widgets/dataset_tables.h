#pragma once

#include "ui/widgets/card.h"

#include "api/import.h"

class QButtonGroup;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace tacit::ui {

class ColumnChoiceBar;
class ColumnModel;
class ContributionState;
class FindingsBar;
class IssueModel;
class PreviewModel;
class TickDelegate;

/// What the import understood, as three tables of which one is seen: the columns, the rows (some at a time),
/// and the findings by cell.
class DatasetTables final : public Card {
    Q_OBJECT
  public:
    enum Segment { Columns, Rows, Findings };

    explicit DatasetTables(ContributionState& state, QWidget* parent = nullptr);
    void showSegment(Segment segment);
    void showDataset(const api::ImportOptions& options);
    /// `blocking` keep the contribution from being acceptable, and so do `more` that are not listed.
    void showFindings(const std::vector<api::ImportIssue>& blocking, quint64 more);
    void showHeadings();
    void takeFocus();
    const std::vector<api::ImportIssue>& findings() const;

  Q_SIGNALS:
    void columnChosen(const tacit::api::ColumnChoice& choice);
    void saveRequested();  ///< the findings

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    QWidget* buildSegments();
    void buildTables();
    void connectTables();
    QWidget* buildPager();
    void goToCell();
    void goToRows(quint64 first);
    QString shownRows() const;

    ContributionState& state_;
    ColumnModel* columns_;
    PreviewModel* preview_;
    IssueModel* issues_;
    QLabel* heading_;
    QLabel* note_;
    QButtonGroup* segments_;
    QStackedWidget* stack_;
    QTableView* columnTable_ = nullptr;
    QTableView* previewTable_ = nullptr;
    QTableView* issueTable_ = nullptr;
    TickDelegate* tick_ = nullptr;
    bool filling_ = false;  ///< what becomes current meanwhile is nobody's choice
    ColumnChoiceBar* choice_;
    FindingsBar* bar_;
    QToolButton *earlier_ = nullptr, *later_ = nullptr;
    QWidget* pager_ = nullptr;
};

}  // namespace tacit::ui
