#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <memory>
#include <optional>

#include "api/engine.h"
#include "ui/model/formula_text.h"

namespace tacit::ui {

class CheckAction;

/// The pages of the new-session wizard, in their order.
enum class WizardPage { question, data, details, review };
inline constexpr int wizardPages = 4;
inline constexpr int wizardColumn = 1040;  ///< the widest that they and the bar below get, in pixels

/// Everything that the organizer answers. Pages write it, nothing else does.
struct WizardAnswers {
    std::string kind;                  ///< "total", "overlap" or "decision"; empty = not chosen yet
    std::vector<std::string> columns;  ///< total: those to add up; overlap: the key; decision: the name
    api::Contribution contribution;
    bool dataAccepted = false;  ///< by the engine's pre-flight check
    bool dataChecking = false;  ///< which is still going on
    QString title;
    int partners = 2;  ///< an overlap has one
    api::Reveal reveal = api::Reveal::rows;
    api::Recipients to = api::Recipients::all;
    api::Security security = api::Security::malicious;  ///< overlap of rows
    Comparison comparison = Comparison::above;          ///< decision
    QString limit;                                      ///< decision, as typed
    std::string group;                                  ///< total: the column of the categories
    std::vector<std::string> categories;                ///< total: those of the own data, once read
    bool groupRefused = false;                          ///< total: that column has no usable categories
    api::DisclosureRules rules;                         ///< total
    QString address;                                    ///< to listen on; empty = this computer only
    int port = 0;                                       ///< 0 = any free one
    QString advertise;   ///< HOST:PORT to put into the invitations; empty = where it listens
    QString folder;      ///< for the invitation files
    int waitHours = 72;  ///< how long to wait for partners
};

/// What the wizard needs to know of this computer; given by the caller so that tests need none.
struct WizardSurroundings {
    QString documents;                             ///< folder that is suggested for the invitations
    QStringList addresses;                         ///< this computer's, without loopback
    std::function<bool(const QString&)> exists;    ///< of files
    std::function<bool(const QString&)> writable;  ///< of folders
};
WizardSurroundings realSurroundings();

/// A field with a message for the person; empty texts never occur.
struct WizardProblem {
    QString field;  ///< "kind", "data", "title", "partners", "address", "advertise", "folder", "read", "host"
    QString text;
};

/// The logic of the wizard, without widgets: which page, what is still wrong on it, and the draft that comes
/// of the answers. Answers of all pages are kept while one goes back and forth.
class WizardState final : public QObject {
    Q_OBJECT
  public:
    WizardState(std::shared_ptr<api::Engine> engine, WizardSurroundings surroundings,
                QObject* parent = nullptr);

    const std::vector<api::QuestionCard>& cards() const { return cards_; }
    const WizardSurroundings& surroundings() const { return surroundings_; }
    const WizardAnswers& answers() const { return answers_; }
    /// Applies a change to the answers and tells it.
    void answer(const std::function<void(WizardAnswers&)>& change);

    WizardPage page() const { return page_; }
    /// True if everything before this page is in order, so that it may be shown.
    bool reachable(WizardPage page) const;
    std::vector<WizardProblem> problems(WizardPage page) const;
    bool canGoNext() const { return problems(page_).empty(); }
    void next();
    void back();
    void go(WizardPage page);

    int leastPartners() const;
    int mostPartners() const;
    int partners() const;  ///< that the question allows, nearest to the answer

    /// The question as far as it is known; nothing before a kind and its columns are chosen.
    std::optional<api::Question> question() const;
    /// For the data page: the question of this kind, without columns.
    api::Question emptyQuestion() const;
    std::optional<api::ProposalText> proposal() const;
    /// Decision: what is wrong with the limit, or nothing.
    QString limitProblem() const;
    /// Total: what is wrong with the categories, or nothing.
    QString groupProblem() const;
    /// What the run will take; empty while it is being worked out, which begins on the review page, and where
    /// there is nothing to say.
    const std::optional<api::CostEstimate>& estimate() const { return estimate_; }
    bool estimating() const { return estimating_ != nullptr; }
    /// The person has read the proposal as it is now; any change of it takes that back.
    void setRead(bool read);
    bool read() const;

    QString suggestedTitle() const;
    /// PREFIX of the invitation files: folder and title, with a number where files of that name exist.
    QString invitationPrefix() const;
    QString firstInvitation() const;  ///< file name of the first one
    api::Draft draft() const;
    /// Everything is in order and has been read: the draft may become a session.
    bool readyToHost() const;

  Q_SIGNALS:
    void changed();  ///< answers or what follows from them
    void pageChanged();

  private:
    const api::QuestionCard* card() const;
    std::vector<WizardProblem> detailProblems() const;
    QString missingColumn() const;
    std::string listenEndpoint() const;
    void beginEstimate();

    std::shared_ptr<api::Engine> engine_;
    WizardSurroundings surroundings_;
    std::vector<api::QuestionCard> cards_;
    WizardAnswers answers_;
    WizardPage page_ = WizardPage::question;
    std::optional<api::Question> estimated_;  ///< what the estimate is of
    std::optional<api::CostEstimate> estimate_;
    CheckAction* estimating_ = nullptr;
    std::optional<std::pair<api::Question, int>> read_;  ///< what was read: question and number of partners
};

}  // namespace tacit::ui
