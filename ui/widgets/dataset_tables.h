#pragma once

#include "ui/widgets/card.h"

#include "api/dataset.h"

class QButtonGroup;
class QLabel;
class QStackedWidget;
class QTableView;

namespace tacit::ui {

class ColumnModel;
class ContributionState;
class IssueModel;
class PreviewModel;
class TickDelegate;

/// What the import understood, as three tables of which one is seen: the columns, the first rows, and the
/// findings by cell.
class DatasetTables final : public Card {
    Q_OBJECT
  public:
    enum Segment { Columns, Rows, Findings };

    explicit DatasetTables(ContributionState& state, QWidget* parent = nullptr);
    void showSegment(Segment segment);
    void showDataset();
    /// `blocking` keep the contribution from being acceptable, and so do `more` that are not listed.
    void showFindings(const std::vector<api::ImportIssue>& blocking, quint64 more);
    void showHeadings();
    void takeFocus();

  private:
    QWidget* buildSegments();
    void buildTables();

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
    QLabel* moreIssues_;
    quint64 more_ = 0;
};

}  // namespace tacit::ui
