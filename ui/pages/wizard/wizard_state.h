#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <memory>
#include <optional>

#include "api/engine.h"
#include "ui/model/decision_answers.h"

namespace tacit::ui {

class CheckAction;

/// The pages of the new-session wizard, in their order. Only a Decision has the page of its formula.
enum class WizardPage { question, formula, data, details, review };
inline constexpr int wizardPages = 5;
inline constexpr int wizardColumn = 1040;  ///< the widest that they and the bar below get, in pixels

/// Everything that the organizer answers. Pages write it, nothing else does.
struct WizardAnswers {
    std::string kind;                  ///< "total", "overlap" or "decision"; empty = not chosen yet
    std::vector<std::string> columns;  ///< total: those to add up; overlap: the key
    api::Contribution contribution;
    bool dataAccepted = false;  ///< by the engine's pre-flight check
    bool dataChecking = false;  ///< which is still going on
    QString title;
    int partners = 2;  ///< an overlap has one
    api::Reveal reveal = api::Reveal::rows;
    api::Recipients to = api::Recipients::all;
    api::Security security = api::Security::malicious;  ///< overlap of rows
    api::KeyRecipe recipe;                              ///< overlap: what the keys are
    DecisionAnswers decision;
    std::string group;                                        ///< total: the column of the categories
    std::vector<std::string> categories;                      ///< total: those of the own data, once read
    bool groupRefused = false;                                ///< total: that column has no usable categories
    api::DisclosureRules rules;                               ///< total
    std::vector<api::Statistic> statistics;                   ///< total: ascending
    std::map<std::string, DecisionAnswers::Limits> expected;  ///< total: by column; as typed
    int hosts = 0;       ///< total: who computes, as TotalQuestion::hosts
    QString address;     ///< to listen on; empty = this computer only
    int port = 0;        ///< 0 = any free one
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
    /// "kind", "formula", "data", "title", "partners", "to", "address", "advertise", "folder", "refused",
    /// "read", "host"
    QString field;
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
    bool has(WizardPage page) const { return page != WizardPage::formula || answers_.kind == "decision"; }
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
    /// For the data page: the question of this kind, without columns and who computes.
    api::Question emptyQuestion() const;
    std::optional<api::ProposalText> proposal() const;

    // Decision.
    const std::vector<api::DecisionTemplate>& templates() const { return templates_; }
    /// What is asked, or a sentence that says what is still missing.
    Result<api::DecisionQuestion> decision() const;
    /// What a formula says, this one's or any other's.
    api::FormulaReading reading(const api::DecisionQuestion& question) const;
    /// What is wrong with the limits of a number, whose name it has, while the formula itself is in order.
    std::optional<api::FormulaProblem> limitsProblem() const;
    /// A formula of one's own is on the page, and there is something wrong with it.
    bool formulaMistake() const;
    /// ANDs of the circuit of any question among so many as there are now; 0 where there is none.
    std::uint64_t gates(const api::DecisionQuestion& question) const;
    Result<std::vector<api::DecisionResult>> tryOut(
        const api::DecisionQuestion& question, const std::vector<std::vector<std::string>>& samples) const;
    /// What earlier Decisions together with this one could narrow down.
    std::vector<std::string> cautions() const;
    /// Total: what is wrong with the categories, or nothing.
    QString groupProblem() const;
    /// Total: what is wrong with what is expected of the numbers, or nothing.
    QString expectationsProblem() const;
    bool expects() const;  ///< anything of the numbers
    /// What is unlikely about one's own data; known on the review page.
    const std::vector<std::string>& warnings() const { return warnings_; }
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
    QString dataProblem() const;
    QString formulaProblem() const;
    /// What the engine says of a Decision. Pages ask again and again, and it makes a circuit for it.
    struct Known {
        api::DecisionQuestion question;
        int partners = 0;
        api::FormulaReading reading;
        Result<api::ProposalText> text = error(Fault::usage);
    };
    const Known& known(const api::DecisionQuestion& question) const;
    /// What the formula asks the organizer for: own data is for this alone.
    std::vector<api::AskedColumn> asked() const;
    std::string listenEndpoint() const;
    WizardPage neighbour(int step) const;
    void beginEstimate();

    std::shared_ptr<api::Engine> engine_;
    WizardSurroundings surroundings_;
    std::vector<api::QuestionCard> cards_;
    std::vector<api::DecisionTemplate> templates_;
    mutable std::optional<Known> known_;  ///< of the question that was asked for last
    WizardAnswers answers_;
    WizardPage page_ = WizardPage::question;
    std::optional<api::Question> estimated_;  ///< what the estimate is of
    std::optional<api::CostEstimate> estimate_;
    std::vector<std::string> warnings_;
    std::vector<api::AskedColumn> asked_;  ///< what own data was last for
    QString refused_;  ///< why one's own data does not do with all details decided; empty = it does
    CheckAction* estimating_ = nullptr;
    std::optional<std::pair<api::Question, int>> read_;  ///< what was read: question and number of partners
};

}  // namespace tacit::ui
