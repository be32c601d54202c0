#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "api/engine.h"

namespace tacit::ui {

class CheckAction;

/// The logic behind DataPanel, without widgets: one dataset, and which of its columns stands for what is
/// asked.
///
/// Two ways of use. An organizer *chooses*: the ticked columns are what the question asks for. A partner, and
/// whoever has put a formula together, *maps*: the question is given, and each asked column gets one of the
/// dataset's, or a value that is typed.
///
/// Owns its dataset: forgets it in the engine when another one replaces it and when destroyed. A session that
/// was given it keeps it by itself.
class ContributionState final : public QObject {
    Q_OBJECT
  public:
    enum class Mode { choose, map };

    explicit ContributionState(std::shared_ptr<api::Engine> engine, QObject* parent = nullptr);
    ~ContributionState() override;

    /// Organizer. The columns in `question` are ignored: they are ticked here; all else in it is kept.
    void choose(const api::Question& question);
    /// Partner, or the organizer of a Decision. `place`: who I am among so many partners of the organizer.
    /// What was chosen stays, as long as the same is asked.
    void map(const api::Question& question, std::uint16_t partners = 1, std::uint16_t place = 0);
    void setDataset(api::DatasetView dataset);
    void clearDataset();

    Mode mode() const { return mode_; }
    const std::optional<api::DatasetView>& dataset() const { return dataset_; }
    /// Raw texts of its rows, from `first` on (from 0).
    std::vector<std::vector<std::string>> rows(quint64 first, std::size_t count) const;
    /// True if one column is chosen (a key) rather than several.
    bool exclusive() const;

    // Typing numbers in the place of columns, where the question takes them.
    bool takesValues() const;
    bool typing() const { return typing_; }
    void setTyping(bool on);
    /// One for each asked name.
    const std::vector<std::string>& values() const { return values_; }
    void setValue(std::size_t asked, const std::string& value);

    // Overlap: what the keys are; nothing for other questions. The organizer chooses it.
    std::optional<api::KeyRecipe> recipe() const;
    void setRecipe(const api::KeyRecipe& recipe);
    bool leavesOutInvalid() const { return leaveOutInvalid_; }
    void setLeaveOutInvalid(bool on);

    // Choosing.
    bool canTick(int column) const;
    bool ticked(int column) const;
    /// The chosen columns, in the table's order.
    std::vector<std::string> ticked() const;
    void setTicked(int column, bool on);

    // Mapping.
    const std::vector<api::AskedColumn>& asked() const { return asked_; }
    /// Not everybody need be asked the same.
    bool asksMe(std::size_t asked) const { return asked_[asked].asks(place_); }
    /// Nothing but yes or no is asked of me: there is no spreadsheet to look for.
    bool votesOnly() const;
    const std::vector<std::string>& mapping() const { return mapping_; }
    /// `column` empty = not chosen yet.
    void setMapping(std::size_t asked, const std::string& column);
    /// Columns of the dataset that may stand for this asked one.
    std::vector<std::string> candidates(std::size_t asked) const;

    /// The question with the chosen columns.
    api::Question question() const;
    api::Contribution contribution() const;
    /// Partner: own rules, stricter than what is proposed.
    void setRules(const api::DisclosureRules& rules);
    /// True when every asked column has one, before it is known whether its cells are in order.
    bool complete() const;
    /// The latest choice is complete, and the engine still looks at its cells.
    bool checking() const { return action_ != nullptr; }
    /// Of the latest complete choice; empty before, and while it is being checked.
    const std::optional<Result<api::ContributionCheck>>& check() const { return check_; }
    bool acceptable() const;

  Q_SIGNALS:
    void datasetChanged();
    void choiceChanged();  ///< or what is known of it: checking() or check()

  private:
    void refresh();
    void stopChecking();
    void forget();
    void mapAnew();

    std::shared_ptr<api::Engine> engine_;
    Mode mode_ = Mode::choose;
    api::Question question_;
    std::optional<api::DatasetView> dataset_;
    std::set<std::string> ticked_;
    std::vector<api::AskedColumn> asked_;
    std::vector<std::string> mapping_;
    bool typing_ = false;
    std::vector<std::string> values_;
    bool leaveOutInvalid_ = false;
    std::uint16_t place_ = 0, participants_ = 0;
    api::DisclosureRules rules_;
    std::optional<Result<api::ContributionCheck>> check_;
    CheckAction* action_ = nullptr;  ///< while checking
};

}  // namespace tacit::ui
