#pragma once

#include <memory>

#include "api/engine.h"
#include "ui/widgets/file_chooser.h"
#include "ui/widgets/page.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace tacit::ui {

class AgreeAction;
class Badge;
class Banner;
class BeginAction;
class Card;
class DataPanel;
class WhoLearnsPanel;

/// An invitation. First it is only read: nobody is contacted until Join is pressed. Once connected (stage
/// review), one's own data is chosen here, and one agrees or declines.
class ReviewPage : public Page {
    Q_OBJECT
  public:
    ReviewPage(std::shared_ptr<api::Engine> engine, FileChooser& files, QWidget* parent = nullptr);

    /// The inert view of an invitation that was just opened.
    void showInvitation(const api::InvitationView& invitation);
    /// A session in stage review. The same session again only updates what is shown.
    void showSession(const api::SessionView& view, const api::SessionPtr& session);
    void leaveSession();  ///< forgets session and data

  Q_SIGNALS:
    void joined(const tacit::api::SessionPtr& session);
    void closeWanted();

  private:
    void makeFooter();
    void makeDecline();
    void join();
    void joinFinished(const Result<api::SessionPtr>& outcome);
    void agree();
    void agreed(const Status& outcome);
    void showDecline(bool on);
    void showAsked(const std::vector<api::AskedColumn>& asked, std::uint16_t place);
    void setInert(bool inert);
    void updateAgree();
    void addRules();

    std::shared_ptr<api::Engine> engine_;
    FileChooser& files_;
    api::InvitationView invitation_;
    api::SessionPtr session_;
    std::string shownSession_;
    api::Contribution contribution_;
    bool acceptable_ = false;
    BeginAction* joining_ = nullptr;   ///< from the click to its outcome
    AgreeAction* agreeing_ = nullptr;  ///< likewise

    Badge* badge_;
    Banner* banner_;
    Banner* caution_ = nullptr;
    QWidget* steps_;
    QLabel* organisation_;
    QLabel* person_;
    QLabel* facts_;
    QLabel* fingerprint_;
    QWidget* fingerprintRow_;
    QVBoxLayout* asked_;
    WhoLearnsPanel* panel_;
    QWidget* dataArea_;
    QLabel* dataNote_ = nullptr;
    QVBoxLayout* dataPlace_;
    DataPanel* data_ = nullptr;
    Card* rulesCard_ = nullptr;  ///< with data_, for a Total under rules
    Card* declineCard_ = nullptr;
    QPlainTextEdit* reason_ = nullptr;
    QPushButton* close_ = nullptr;
    QPushButton* join_ = nullptr;
    QPushButton* decline_ = nullptr;
    QPushButton* agree_ = nullptr;
    QLabel* footerNote_ = nullptr;
};

}  // namespace tacit::ui
