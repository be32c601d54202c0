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
      cards_(engine_->questions()),
      templates_(engine_->decision_templates()) {
    answers_.folder = surroundings_.documents;
}

void WizardState::answer(const std::function<void(WizardAnswers&)>& change) {
    const auto kind = answers_.kind;
    const auto rules = answers_.rules;
    change(answers_);
    if (answers_.rules != rules) answers_.partners = partners();  // rules may need more of them
    // Columns of one question mean nothing to another. While the limits of a number are being typed, nobody
    // knows whether it is another.
    bool other = answers_.kind != kind;
    if (!limitsProblem()) {
        auto now = asked();
        other = other || !sameAsked(now, asked_);
        asked_ = std::move(now);
    }
    if (other) {
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
        case WizardPage::formula:
            if (has(page)) {
                if (const auto text = formulaProblem(); !text.isEmpty())
                    return {{QStringLiteral("formula"), text}};
            }
            return {};
        case WizardPage::data:
            if (const auto text = dataProblem(); !text.isEmpty()) return {{QStringLiteral("data"), text}};
            if (const auto text = groupProblem(); !text.isEmpty()) return {{QStringLiteral("group"), text}};
            if (const auto text = expectationsProblem(); !text.isEmpty())
                return {{QStringLiteral("expected"), text}};
            return {};
        case WizardPage::details:
            return detailProblems();
        case WizardPage::review:
            if (!refused_.isEmpty()) return {{QStringLiteral("refused"), refused_}};
            // What it may warn of has to be seen.
            if (estimating() && expects()) return {{QStringLiteral("checking"), tr("Checking your data…")}};
            if (!read()) {
                return {
                    {QStringLiteral("read"), tr("Read who learns what, and tick that you have read it.")}};
            }
            return {};
    }
    return {};
}

QString WizardState::dataProblem() const {
    const bool decision = answers_.kind == "decision";
    const auto& mine = answers_.contribution;
    const bool typed = !mine.values.empty();
    if (!typed && mine.dataset == 0)
        return decision ? tr("Choose your spreadsheet, or type what is asked of you.")
                        : tr("Choose the spreadsheet with your own data.");
    if (!decision && answers_.columns.empty())
        return answers_.kind == "overlap" ? tr("Choose the column that is matched.")
                                          : tr("Tick at least one column to add up.");
    if (answers_.dataAccepted) return {};
    if (answers_.dataChecking) return tr("Checking your data…");
    if (typed) return tr("Give what the question asks of you.");
    if (decision &&
        std::any_of(mine.columns.begin(), mine.columns.end(), [](const auto& c) { return c.empty(); }))
        return tr("Choose your column for each one that is asked for.");
    return tr("Some cells must be put right before this data can be used.");
}

QString WizardState::formulaProblem() const {
    const auto asked = decision();
    if (!asked) return plain(asked.error().detail, 300);
    const auto& found = known(*asked);
    if (const auto& problem = found.reading.problem; problem && !problem->range.empty())
        return (problem->about_unit ? tr("Put the unit of “%1” right.") : tr("Put the limits of “%1” right."))
            .arg(plain(problem->range, 60));
    if (found.reading.problem) return plain(found.reading.problem->text, 300);
    return found.text ? QString() : plain(found.text.error().detail, 300);
}

Result<api::DecisionQuestion> WizardState::decision() const {
    auto answers = answers_.decision;
    // Of those who were named when there were more partners.
    std::erase_if(answers.places, [&](std::uint16_t place) { return place > partners(); });
    return decisionQuestion(*engine_, templates_, answers, answers_.to);
}

api::FormulaReading WizardState::reading(const api::DecisionQuestion& question) const {
    return known(question).reading;
}

std::uint64_t WizardState::gates(const api::DecisionQuestion& question) const {
    return engine_->read_formula(question, static_cast<std::uint16_t>(partners())).gates;
}

bool WizardState::formulaMistake() const {
    if (page_ != WizardPage::formula || !answers_.decision.own) return false;
    return decision().ok() && !limitsProblem() && !formulaProblem().isEmpty();
}

std::optional<api::FormulaProblem> WizardState::limitsProblem() const {
    const auto asked = decision();
    if (!asked) return std::nullopt;
    const auto& problem = known(*asked).reading.problem;
    return problem && !problem->range.empty() ? problem : std::nullopt;
}

const WizardState::Known& WizardState::known(const api::DecisionQuestion& question) const {
    if (!known_ || known_->question != question || known_->partners != partners()) {
        const auto among = static_cast<std::uint16_t>(partners());
        known_ = Known{question, partners(), engine_->read_formula(question, among),
                       engine_->describe(question, among)};
    }
    return *known_;
}

Result<std::vector<api::DecisionResult>> WizardState::tryOut(
    const api::DecisionQuestion& question, const std::vector<std::vector<std::string>>& samples) const {
    return engine_->try_formula(question, static_cast<std::uint16_t>(partners()), samples);
}

std::vector<std::string> WizardState::cautions() const {
    const auto asked = question();
    return asked ? engine_->cautions(*asked, {}) : std::vector<std::string>();
}

std::vector<api::AskedColumn> WizardState::asked() const {
    if (answers_.kind != "decision") return {};
    const auto text = proposal();
    return text ? text->asked : std::vector<api::AskedColumn>();
}

QString WizardState::groupProblem() const {
    if (answers_.kind != "total" || answers_.group.empty()) return {};
    if (answers_.groupRefused)
        return tr("“%1” cannot tell the category: it has no values, or more than 64 different ones.")
            .arg(plain(answers_.group, 60));
    return answers_.categories.empty() ? tr("Reading the categories…") : QString();
}

bool WizardState::expects() const {
    const auto asked = answers_.kind == "total" ? question() : std::nullopt;
    return asked && !std::get<api::TotalQuestion>(*asked).expectations.empty();
}

QString WizardState::expectationsProblem() const {
    const auto asked = answers_.kind == "total" ? question() : std::nullopt;
    if (!asked) return {};
    // Of these alone: how many take part is decided later.
    api::TotalQuestion total;
    total.columns = std::get<api::TotalQuestion>(*asked).columns;
    total.expectations = std::get<api::TotalQuestion>(*asked).expectations;
    if (total.expectations.empty()) return {};
    const auto text = engine_->describe(total, 2);
    return text ? QString() : plain(text.error().detail, 300);
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
    if (answers_.kind == "total" && answers_.partners != partners()) {
        found.push_back({QStringLiteral("partners"),
                         tr("Invite %1 to %2 partners.").arg(leastPartners()).arg(mostPartners())});
    }
    if (answers_.kind == "total" && question() && !proposal()) {
        found.push_back({QStringLiteral("partners"),
                         tr("These columns, categories and statistics are too many for so many partners.")});
    }
    const auto advertise = answers_.advertise.trimmed();
    if (!advertise.isEmpty() && !isHostAndPort(advertise)) {
        found.push_back(
            {QStringLiteral("advertise"),
             tr("Write a name or an address, a colon and a port, such as gateway.example.com:7441.")});
    }
    const auto asked =
        answers_.kind == "decision" ? decision() : Result<api::DecisionQuestion>(error(Fault::usage));
    if (asked && answers_.decision.named && asked->to_places.empty()) {
        found.push_back({QStringLiteral("to"), tr("Tick at least one who learns the answer.")});
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
    go(neighbour(1));
}

void WizardState::back() {
    if (page_ != WizardPage::question) go(neighbour(-1));
}

WizardPage WizardState::neighbour(int step) const {
    auto page = static_cast<WizardPage>(static_cast<int>(page_) + step);
    return has(page) ? page : static_cast<WizardPage>(static_cast<int>(page) + step);
}

void WizardState::go(WizardPage page) {
    if (page == page_ || !has(page) || !reachable(page)) return;
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
    refused_.clear();
    warnings_.clear();
    estimated_ = question();
    if (!estimated_) return;
    // The same check as before, now with all details decided; its keys are still there.
    auto mine = answers_.contribution;
    mine.participants = static_cast<std::uint16_t>(partners() + 1);
    estimating_ = new CheckAction(engine_, *estimated_, mine, this);
    connect(estimating_, &CheckAction::finished, this, [this](const Result<api::ContributionCheck>& outcome) {
        if (outcome.ok()) estimate_ = outcome->estimate;
        if (outcome.ok()) warnings_ = outcome->warnings;
        // Numbers may be too large only for so many participants.
        if (outcome.ok() && !outcome->acceptable && !outcome->problems.empty())
            refused_ = plain(outcome->problems.front().problem + ' ' + outcome->problems.front().next, 400);
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
    if (card() == nullptr) return 1;
    const auto* from = answers_.kind == "decision" && !answers_.decision.own
                           ? chosenTemplate(templates_, answers_.decision)
                           : nullptr;
    return from ? std::min<int>(from->most_partners, card()->most_partners) : card()->most_partners;
}
int WizardState::partners() const {
    return std::clamp(answers_.partners, leastPartners(), std::max(leastPartners(), mostPartners()));
}

api::Question WizardState::emptyQuestion() const {
    if (answers_.kind == "overlap")
        return api::OverlapQuestion{{}, answers_.reveal, answers_.to, answers_.security, answers_.recipe};
    if (answers_.kind == "decision") return api::DecisionQuestion{{}, answers_.to};
    api::TotalQuestion total;
    total.rules = answers_.rules;
    if (!answers_.categories.empty()) {
        total.group = answers_.group;
        total.categories = answers_.categories;
        total.categories_from_data = true;
    }
    total.statistics = answers_.statistics;
    return total;
}

std::optional<api::Question> WizardState::question() const {
    if (answers_.kind == "decision") {
        auto asked = decision();
        return asked ? std::optional(api::Question(std::move(asked).value())) : std::nullopt;
    }
    if (answers_.kind.empty() || answers_.columns.empty()) return std::nullopt;
    if (answers_.kind == "overlap") {
        return api::OverlapQuestion{answers_.columns.front(), answers_.reveal, answers_.to, answers_.security,
                                    answers_.recipe};
    }
    auto total = std::get<api::TotalQuestion>(emptyQuestion());
    total.columns = answers_.columns;
    for (const auto& column : total.columns) {
        const auto found = answers_.expected.find(column);
        const auto expected = found == answers_.expected.end() ? DecisionAnswers::Limits() : found->second;
        total.expectations.push_back({expected.unit.trimmed().toStdString(),
                                      expected.smallest.trimmed().toStdString(),
                                      expected.largest.trimmed().toStdString()});
    }
    if (std::none_of(total.expectations.begin(), total.expectations.end(),
                     [](const auto& one) { return one.any(); }))
        total.expectations.clear();
    // More are everybody.
    if (answers_.hosts <= partners()) total.hosts = static_cast<std::uint16_t>(answers_.hosts);
    return total;
}

std::optional<api::ProposalText> WizardState::proposal() const {
    const auto asked = question();
    if (!asked) return std::nullopt;
    if (const auto* decision = std::get_if<api::DecisionQuestion>(&*asked)) {
        const auto& text = known(*decision).text;
        return text ? std::optional(*text) : std::nullopt;
    }
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
    if (answers_.kind == "decision") {
        const auto names = asked();
        return names.empty() ? QString() : tr("Decision on %1").arg(plain(names.front().name, 60));
    }
    if (answers_.columns.empty()) return {};
    const auto name = plain(answers_.columns.front(), 60);
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
