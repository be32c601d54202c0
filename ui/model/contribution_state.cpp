#include "ui/model/contribution_state.h"

#include <algorithm>

#include "ui/bridge/check_action.h"
#include "ui/model/decision_answers.h"

namespace tacit::ui {

namespace {
constexpr std::uint16_t mostAsked = 16;
}  // namespace

ContributionState::ContributionState(std::shared_ptr<api::Engine> engine, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {}

ContributionState::~ContributionState() {
    forget();
}

void ContributionState::stopChecking() {
    if (action_) action_->abandon();
    action_ = nullptr;
}

void ContributionState::forget() {
    stopChecking();
    if (dataset_) engine_->forget_dataset(dataset_->handle);
    dataset_.reset();
}

void ContributionState::choose(const api::Question& question) {
    const bool other = mode_ != Mode::choose || question.index() != question_.index();
    mode_ = Mode::choose;
    question_ = question;
    if (other) ticked_.clear();
    asked_.clear();
    typing_ = false;
    refresh();
}

void ContributionState::map(const api::Question& question, std::uint16_t partners, std::uint16_t place) {
    const auto before = std::move(asked_);
    const bool same_place = mode_ == Mode::map && place == place_;
    mode_ = Mode::map;
    question_ = question;
    place_ = place;
    participants_ = static_cast<std::uint16_t>(partners + 1);
    asked_.clear();
    if (const auto text = engine_->describe(question, partners)) asked_ = text->asked;
    if (!same_place || !sameAsked(asked_, before)) {
        typing_ = takesValues() && votesOnly();
        values_.assign(takesValues() ? asked_.size() : 0, {});
        mapAnew();
    }
    refresh();
}

bool ContributionState::votesOnly() const {
    bool any = false;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
        if (!asksMe(i)) continue;
        if (!asked_[i].vote) return false;
        any = true;
    }
    return any;
}

void ContributionState::mapAnew() {
    mapping_.assign(asked_.size(), {});
    if (mode_ != Mode::map || !dataset_) return;
    auto suggested = engine_->suggest_columns(question_, dataset_->handle);
    suggested.resize(asked_.size());
    for (std::size_t i = 0; i < asked_.size(); ++i) {
        if (!asksMe(i)) continue;
        const auto allowed = candidates(i);
        if (std::find(allowed.begin(), allowed.end(), suggested[i]) != allowed.end())
            mapping_[i] = suggested[i];
    }
}

void ContributionState::setDataset(api::DatasetView dataset) {
    const auto before = std::move(mapping_);
    forget();
    dataset_ = std::move(dataset);
    // The same choice, as far as the new table still has it: usually it is the same file, read differently.
    std::set<std::string> still;
    for (int i = 0; i < static_cast<int>(dataset_->columns.size()); ++i) {
        const auto& name = dataset_->columns[static_cast<std::size_t>(i)].name;
        if (ticked_.contains(name) && canTick(i)) still.insert(name);
    }
    ticked_ = std::move(still);
    mapAnew();
    for (std::size_t i = 0; i < std::min(before.size(), mapping_.size()); ++i) {
        const auto allowed = candidates(i);
        if (std::find(allowed.begin(), allowed.end(), before[i]) != allowed.end()) mapping_[i] = before[i];
    }
    Q_EMIT datasetChanged();
    refresh();
}

void ContributionState::clearDataset() {
    if (!dataset_) return;
    forget();
    mapAnew();
    Q_EMIT datasetChanged();
    refresh();
}

std::vector<std::vector<std::string>> ContributionState::rows(quint64 first, std::size_t count) const {
    return dataset_ ? engine_->dataset_rows(dataset_->handle, first, count)
                    : std::vector<std::vector<std::string>>();
}

bool ContributionState::exclusive() const {
    return std::holds_alternative<api::OverlapQuestion>(question_);
}

bool ContributionState::takesValues() const {
    return std::holds_alternative<api::DecisionQuestion>(question_);
}

void ContributionState::setTyping(bool on) {
    if (!takesValues() || typing_ == on) return;
    typing_ = on;
    refresh();
}

void ContributionState::setValue(std::size_t asked, const std::string& value) {
    if (asked >= values_.size() || values_[asked] == value) return;
    values_[asked] = value;
    refresh();
}

std::optional<api::KeyRecipe> ContributionState::recipe() const {
    const auto* overlap = std::get_if<api::OverlapQuestion>(&question_);
    return overlap ? std::optional(overlap->recipe) : std::nullopt;
}

void ContributionState::setRecipe(const api::KeyRecipe& recipe) {
    auto* overlap = std::get_if<api::OverlapQuestion>(&question_);
    if (overlap == nullptr || mode_ != Mode::choose || overlap->recipe == recipe) return;
    overlap->recipe = recipe;
    refresh();
}

void ContributionState::setLeaveOutInvalid(bool on) {
    if (leaveOutInvalid_ == on) return;
    leaveOutInvalid_ = on;
    refresh();
}

bool ContributionState::canTick(int column) const {
    if (!dataset_ || column < 0 || column >= static_cast<int>(dataset_->columns.size())) return false;
    const auto& view = dataset_->columns[static_cast<std::size_t>(column)];
    if (std::holds_alternative<api::OverlapQuestion>(question_)) return view.type != api::ColumnType::empty;
    return view.numeric();
}

bool ContributionState::ticked(int column) const {
    return dataset_ && column >= 0 && column < static_cast<int>(dataset_->columns.size()) &&
           ticked_.contains(dataset_->columns[static_cast<std::size_t>(column)].name);
}

void ContributionState::setTicked(int column, bool on) {
    if (!canTick(column) || ticked(column) == on) return;
    const auto& name = dataset_->columns[static_cast<std::size_t>(column)].name;
    if (exclusive()) ticked_.clear();
    if (on) {
        ticked_.insert(name);
    } else {
        ticked_.erase(name);
    }
    refresh();
}

void ContributionState::setRules(const api::DisclosureRules& rules) {
    if (rules_ == rules) return;
    rules_ = rules;
    refresh();
}

void ContributionState::setMapping(std::size_t asked, const std::string& column) {
    if (asked >= mapping_.size() || mapping_[asked] == column) return;
    mapping_[asked] = column;
    refresh();
}

std::vector<std::string> ContributionState::candidates(std::size_t asked) const {
    std::vector<std::string> names;
    if (!dataset_ || asked >= asked_.size()) return names;
    for (const auto& column : dataset_->columns) {
        const bool fits = asked_[asked].numeric ? column.numeric() : column.type != api::ColumnType::empty;
        if (fits) names.push_back(column.name);
    }
    return names;
}

api::Question ContributionState::question() const {
    if (mode_ == Mode::map) return question_;
    if (const auto* overlap = std::get_if<api::OverlapQuestion>(&question_)) {
        auto chosen = *overlap;
        chosen.key = ticked_.empty() ? std::string() : *ticked_.begin();
        return chosen;
    }
    auto total = std::get<api::TotalQuestion>(question_);
    total.columns = ticked();
    return total;
}

std::vector<std::string> ContributionState::ticked() const {
    std::vector<std::string> out;
    if (!dataset_ || mode_ == Mode::map) return out;
    for (const auto& column : dataset_->columns) {  // in the table's order, not the set's
        if (ticked_.contains(column.name)) out.push_back(column.name);
    }
    return out;
}

api::Contribution ContributionState::contribution() const {
    api::Contribution mine;
    mine.leave_out_invalid = leaveOutInvalid_ && recipe();
    mine.place = place_;
    if (mode_ == Mode::map) mine.participants = participants_;
    if (typing_) {
        mine.columns.resize(values_.size());
        mine.values = values_;
        return mine;
    }
    if (!dataset_) return mine;
    mine.dataset = dataset_->handle;
    if (mode_ == Mode::map) {
        mine.columns = mapping_;
    } else {
        mine.columns = ticked();
        const auto* total = std::get_if<api::TotalQuestion>(&question_);
        if (total != nullptr && !total->group.empty()) mine.columns.push_back(total->group);
    }
    mine.rules = rules_;
    return mine;
}

bool ContributionState::complete() const {
    if (!typing_ && !dataset_) return false;
    if (mode_ == Mode::choose && ticked_.empty()) return false;
    const auto given = typing_ ? values_ : contribution().columns;
    for (std::size_t i = 0; i < given.size(); ++i)
        if (given[i].empty() && (mode_ == Mode::choose || asksMe(i))) return false;
    return !given.empty();
}

bool ContributionState::acceptable() const {
    return check_ && check_->ok() && (*check_)->acceptable;
}

void ContributionState::refresh() {
    check_.reset();
    stopChecking();
    if (complete()) {
        action_ = new CheckAction(engine_, question(), contribution(), this);
        connect(action_, &CheckAction::finished, this, [this](const Result<api::ContributionCheck>& outcome) {
            check_ = outcome;
            action_->deleteLater();
            action_ = nullptr;
            Q_EMIT choiceChanged();
        });
    }
    Q_EMIT choiceChanged();
}

}  // namespace tacit::ui
