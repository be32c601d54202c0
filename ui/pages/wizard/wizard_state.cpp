#include "ui/pages/wizard/wizard_state.h"

#include <QDir>
#include <QFileInfo>
#include <QNetworkInterface>
#include <QRegularExpression>
#include <QStandardPaths>
#include <algorithm>

#include "ui/bridge/check_action.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {

namespace {

constexpr int longestTitle = 120;

/// "Salary benchmark 2024" -> "salary-benchmark-2024": fit for a file name on any system.
QString slug(const QString& title) {
    static const QRegularExpression other(QStringLiteral("[^a-z0-9]+"));
    auto text = title.normalized(QString::NormalizationForm_KD).toLower();
    text.remove(QRegularExpression(QStringLiteral("\\p{M}")));
    text.replace(other, QStringLiteral("-"));
    while (text.startsWith(u'-')) text.remove(0, 1);
    text.truncate(40);
    while (text.endsWith(u'-')) text.chop(1);
    return text.isEmpty() ? QStringLiteral("invitation") : text;
}

/// HOST:PORT with a name, an IPv4 or a bracketed IPv6 address.
bool isHostAndPort(const QString& text) {
    static const QRegularExpression form(QStringLiteral(
        "^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:]{2,45}\\]):([0-9]{1,5})$"));
    const auto match = form.match(text);
    const int port = match.captured(1).toInt();
    return match.hasMatch() && port >= 1 && port <= 65'535;
}

}  // namespace

WizardSurroundings realSurroundings() {
    WizardSurroundings here;
    here.documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    if (!QFileInfo(here.documents).isDir()) here.documents = QDir::homePath();
    for (const auto& address : QNetworkInterface::allAddresses()) {
        if (!address.isLoopback() && !address.isLinkLocal() &&
            address.protocol() == QAbstractSocket::IPv4Protocol) {
            here.addresses << address.toString();
        }
    }
    here.exists = [](const QString& path) { return QFileInfo::exists(path); };
    here.writable = [](const QString& path) {
        return QFileInfo(path).isDir() && QFileInfo(path).isWritable();
    };
    return here;
}

WizardState::WizardState(std::shared_ptr<api::Engine> engine, WizardSurroundings surroundings,
                         QObject* parent)
    : QObject(parent),
      engine_(std::move(engine)),
      surroundings_(std::move(surroundings)),
      cards_(engine_->questions()) {
    answers_.folder = surroundings_.documents;
}

void WizardState::answer(const std::function<void(WizardAnswers&)>& change) {
    const auto kind = answers_.kind;
    const auto rules = answers_.rules;
    change(answers_);
    if (answers_.rules != rules) answers_.partners = partners();  // rules may need more of them
    if (answers_.kind != kind) {  // columns of one question mean nothing to another
        answers_.columns.clear();
        answers_.contribution.columns.clear();
        answers_.contribution.values.clear();
        answers_.group.clear();
        answers_.categories.clear();
        answers_.groupRefused = false;
        answers_.dataAccepted = false;
        answers_.dataChecking = false;
    }
    if (page_ == WizardPage::review && question() != estimated_) beginEstimate();
    Q_EMIT changed();
}

const api::QuestionCard* WizardState::card() const {
    const auto found = std::find_if(cards_.begin(), cards_.end(),
                                    [&](const auto& card) { return card.kind == answers_.kind; });
    return found == cards_.end() ? nullptr : &*found;
}

bool WizardState::reachable(WizardPage page) const {
    for (int i = 0; i < static_cast<int>(page); ++i) {
        if (!problems(static_cast<WizardPage>(i)).empty()) return false;
    }
    return true;
}

std::vector<WizardProblem> WizardState::problems(WizardPage page) const {
    switch (page) {
        case WizardPage::question:
            if (card() == nullptr || !card()->available) {
                return {{QStringLiteral("kind"), tr("Choose what you want to know.")}};
            }
            return {};
        case WizardPage::data:
            if (answers_.kind == "decision" && !limitProblem().isEmpty()) {
                return {{QStringLiteral("limit"), limitProblem()}};
            }
            if (answers_.contribution.dataset == 0 && answers_.contribution.values.empty()) {
                return {{QStringLiteral("data"), tr("Choose the spreadsheet with your own data.")}};
            }
            if (answers_.columns.empty()) {
                return {{QStringLiteral("data"), missingColumn()}};
            }
            if (!groupProblem().isEmpty()) {
                return {{QStringLiteral("group"), groupProblem()}};
            }
            if (answers_.dataChecking) {
                return {{QStringLiteral("data"), tr("Checking your data…")}};
            }
            if (!answers_.dataAccepted && !answers_.contribution.values.empty()) {
                return {{QStringLiteral("data"), tr("Type your number.")}};
            }
            if (!answers_.dataAccepted) {
                return {{QStringLiteral("data"),
                         tr("Some cells must be put right before this data can be used.")}};
            }
            return {};
        case WizardPage::details:
            return detailProblems();
        case WizardPage::review:
            if (!read()) {
                return {
                    {QStringLiteral("read"), tr("Read who learns what, and tick that you have read it.")}};
            }
            return {};
    }
    return {};
}

QString WizardState::missingColumn() const {
    if (answers_.kind == "overlap") return tr("Choose the column that is matched.");
    if (answers_.kind == "total") return tr("Tick at least one column to add up.");
    return answers_.contribution.values.empty() ? tr("Choose the column that is added up.")
                                                : tr("Say what your number is called.");
}

QString WizardState::groupProblem() const {
    if (answers_.kind != "total" || answers_.group.empty()) return {};
    if (answers_.groupRefused)
        return tr("“%1” cannot tell the category: it has no values, or more than 64 different ones.")
            .arg(plain(answers_.group, 60));
    return answers_.categories.empty() ? tr("Reading the categories…") : QString();
}

QString WizardState::limitProblem() const {
    if (answers_.limit.trimmed().isEmpty()) return tr("Type the limit.");
    if (!isTypedNumber(answers_.limit))
        return tr(
            "Type the limit as digits with a decimal point, such as 1000000 or -2.5, without separators.");
    if (question() && !proposal()) return tr("This limit, or the name of the number, cannot be used.");
    return {};
}

std::vector<WizardProblem> WizardState::detailProblems() const {
    std::vector<WizardProblem> found;
    const auto title = answers_.title.trimmed();
    if (title.isEmpty()) {
        found.push_back(
            {QStringLiteral("title"), tr("Give the session a title. Your partners will see it.")});
    } else if (title.size() > longestTitle) {
        found.push_back(
            {QStringLiteral("title"), tr("The title is too long: %1 characters at most.").arg(longestTitle)});
    } else if (plain(title, longestTitle) != title) {
        found.push_back({QStringLiteral("title"), tr("The title has characters that cannot be shown.")});
    }
    if (answers_.kind != "overlap" && answers_.partners != partners()) {
        found.push_back({QStringLiteral("partners"),
                         tr("Invite %1 to %2 partners.").arg(leastPartners()).arg(mostPartners())});
    }
    if (answers_.kind == "total" && question() && !proposal()) {
        found.push_back({QStringLiteral("partners"),
                         tr("Columns times categories are too many numbers for so many partners.")});
    }
    const auto advertise = answers_.advertise.trimmed();
    if (!advertise.isEmpty() && !isHostAndPort(advertise)) {
        found.push_back(
            {QStringLiteral("advertise"),
             tr("Write a name or an address, a colon and a port, such as gateway.example.com:7441.")});
    }
    if (answers_.folder.isEmpty()) {
        found.push_back({QStringLiteral("folder"), tr("Choose the folder for the invitation files.")});
    } else if (!surroundings_.writable(answers_.folder)) {
        found.push_back(
            {QStringLiteral("folder"), tr("Nothing can be written into this folder. Choose another one.")});
    }
    return found;
}

void WizardState::next() {
    if (page_ == WizardPage::review || !canGoNext()) return;
    go(static_cast<WizardPage>(static_cast<int>(page_) + 1));
}

void WizardState::back() {
    if (page_ != WizardPage::question) go(static_cast<WizardPage>(static_cast<int>(page_) - 1));
}

void WizardState::go(WizardPage page) {
    if (page == page_ || !reachable(page)) return;
    if (page == WizardPage::details && answers_.title.isEmpty()) answers_.title = suggestedTitle();
    page_ = page;
    if (page == WizardPage::review) beginEstimate();
    Q_EMIT pageChanged();
    Q_EMIT changed();
}

void WizardState::beginEstimate() {
    if (estimating_) estimating_->abandon();
    estimating_ = nullptr;
    estimate_.reset();
    estimated_ = question();
    if (!estimated_) return;
    // The same check as before, now with all details decided; its keys are still there.
    estimating_ = new CheckAction(engine_, *estimated_, answers_.contribution, this);
    connect(estimating_, &CheckAction::finished, this, [this](const Result<api::ContributionCheck>& outcome) {
        if (outcome.ok()) estimate_ = outcome->estimate;
        estimating_->deleteLater();
        estimating_ = nullptr;
        Q_EMIT changed();
    });
}

int WizardState::leastPartners() const {
    const int least = card() == nullptr ? 1 : card()->least_partners;
    // With fewer the rules would hide everything.
    return answers_.kind == "total" ? std::max(least, answers_.rules.minimum_contributors - 1) : least;
}
int WizardState::mostPartners() const {
    constexpr int mostWithRules = 7;
    const int most = card() == nullptr ? 1 : card()->most_partners;
    const auto asked = emptyQuestion();
    const auto* total = std::get_if<api::TotalQuestion>(&asked);
    return total != nullptr && total->compares() ? std::min(most, mostWithRules) : most;
}
int WizardState::partners() const {
    return std::clamp(answers_.partners, leastPartners(), std::max(leastPartners(), mostPartners()));
}

api::Question WizardState::emptyQuestion() const {
    if (answers_.kind == "overlap")
        return api::OverlapQuestion{{}, answers_.reveal, answers_.to, answers_.security};
    if (answers_.kind == "decision") return api::DecisionQuestion{{}, answers_.to};
    api::TotalQuestion total;
    total.rules = answers_.rules;
    if (!answers_.categories.empty()) {
        total.group = answers_.group;
        total.categories = answers_.categories;
        total.categories_from_data = true;
    }
    return total;
}

std::optional<api::Question> WizardState::question() const {
    if (answers_.kind.empty() || answers_.columns.empty()) return std::nullopt;
    if (answers_.kind == "overlap") {
        return api::OverlapQuestion{answers_.columns.front(), answers_.reveal, answers_.to,
                                    answers_.security};
    }
    if (answers_.kind == "decision") {
        if (!isTypedNumber(answers_.limit)) return std::nullopt;
        return api::DecisionQuestion{
            sumFormula(answers_.columns.front(), answers_.comparison, answers_.limit), answers_.to};
    }
    auto total = std::get<api::TotalQuestion>(emptyQuestion());
    total.columns = answers_.columns;
    return total;
}

std::optional<api::ProposalText> WizardState::proposal() const {
    const auto asked = question();
    if (!asked) return std::nullopt;
    auto text = engine_->describe(*asked, static_cast<std::uint16_t>(partners()));
    return text ? std::optional(std::move(text).value()) : std::nullopt;
}

void WizardState::setRead(bool read) {
    const auto asked = question();
    if (read && asked) {
        read_ = {*asked, partners()};
    } else {
        read_.reset();
    }
    Q_EMIT changed();
}

bool WizardState::read() const {
    const auto asked = question();
    return read_ && asked && read_->first == *asked && read_->second == partners();
}

QString WizardState::suggestedTitle() const {
    if (answers_.columns.empty()) return {};
    const auto name = plain(answers_.columns.front(), 60);
    if (answers_.kind == "decision") return tr("Decision on %1").arg(name);
    return answers_.kind == "overlap" ? tr("Overlap of %1").arg(name) : tr("Total of %1").arg(name);
}

QString WizardState::invitationPrefix() const {
    const auto base = QDir(answers_.folder).filePath(slug(answers_.title));
    const auto taken = [&](const QString& prefix) {
        for (int i = 1; i <= partners(); ++i) {
            if (surroundings_.exists(QStringLiteral("%1-%2.tacit").arg(prefix).arg(i))) return true;
        }
        return false;
    };
    auto prefix = base;
    for (int i = 2; taken(prefix) && i < 1000; ++i) prefix = QStringLiteral("%1-session%2").arg(base).arg(i);
    return prefix;
}

QString WizardState::firstInvitation() const {
    return QFileInfo(invitationPrefix()).fileName() + QStringLiteral("-1.tacit");
}

std::string WizardState::listenEndpoint() const {
    const auto address = answers_.address.isEmpty() ? QStringLiteral("127.0.0.1") : answers_.address;
    return QStringLiteral("tcp://%1:%2").arg(address).arg(answers_.port).toStdString();
}

api::Draft WizardState::draft() const {
    api::Draft draft;
    draft.title = answers_.title.trimmed().toStdString();
    draft.question = question().value_or(emptyQuestion());
    draft.partners = static_cast<std::uint16_t>(partners());
    draft.contribution = answers_.contribution;
    draft.listen = listenEndpoint();
    const auto advertise = answers_.advertise.trimmed();
    if (!advertise.isEmpty()) draft.advertise = "tcp://" + advertise.toStdString();
    draft.invitation_prefix = invitationPrefix().toStdString();
    draft.lobby_deadline = std::chrono::hours(answers_.waitHours);
    draft.invitation_validity = std::chrono::hours(answers_.waitHours);
    return draft;
}

bool WizardState::readyToHost() const {
    return reachable(WizardPage::review) && problems(WizardPage::review).empty();
}

}  // namespace tacit::ui
