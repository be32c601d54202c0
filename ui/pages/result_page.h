#pragma once

#include "api/session.h"
#include "ui/widgets/file_chooser.h"
#include "ui/widgets/page.h"

class QPushButton;
class QLabel;
class QTableView;

namespace tacit::ui {

class Badge;
class Banner;
class IconLabel;
class ParticipantList;
class RowsModel;
class Saving;
class StatTile;
class TotalResultModel;
class WhoLearnsPanel;

/// What came out, for those who may see it; and the receipt for everybody.
class ResultPage : public Page {
    Q_OBJECT
  public:
    explicit ResultPage(FileChooser& files, QWidget* parent = nullptr);
    /// `session` may be null for a record of the past; then nothing can be saved.
    void show(const api::SessionView& view, const api::SessionPtr& session);

  Q_SIGNALS:
    void homeWanted();

  private:
    QWidget* makeTotal();
    QWidget* makeOverlap();
    QWidget* makeDecision();
    QWidget* makeNotForYou();
    void showTotal(const api::TotalResult& result);
    void showOverlap(const api::OverlapResult& result);
    void showDecision(const api::DecisionResult& result);
    void updateActions();

    std::string rowsOf_;  ///< the session whose rows are in the table
    api::SessionView view_;
    Banner* banner_;
    Saving* saving_;
    Badge* badge_;
    QWidget* total_;
    QWidget* overlap_;
    QWidget* decision_;
    QWidget* notForYou_;
    IconLabel* decisionSign_ = nullptr;
    QLabel* decisionAnswer_ = nullptr;
    QLabel* decisionQuestion_ = nullptr;
    QLabel* decisionNote_ = nullptr;
    QLabel* decisionMeaning_ = nullptr;
    StatTile* totalMain_ = nullptr;
    StatTile* totalCount_ = nullptr;
    StatTile* totalContributors_ = nullptr;
    StatTile* totalMean_ = nullptr;
    TotalResultModel* totalModel_;
    QTableView* totalTable_ = nullptr;
    QLabel* totalNote_ = nullptr;
    StatTile* overlapMain_ = nullptr;
    StatTile* overlapMine_ = nullptr;
    StatTile* overlapPartner_ = nullptr;
    StatTile* overlapRows_ = nullptr;
    QWidget* rowsCard_ = nullptr;
    QTableView* rowsTable_ = nullptr;
    QLabel* rowsNote_ = nullptr;
    QLabel* overlapNote_ = nullptr;
    RowsModel* rowsModel_;
    WhoLearnsPanel* panel_;
    QLabel* receiptNote_;
    ParticipantList* participants_;
    QPushButton* saveResult_;
    QPushButton* saveReceipt_;
};

}  // namespace tacit::ui
