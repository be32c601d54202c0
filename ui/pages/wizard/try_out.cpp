#include "ui/pages/wizard/try_out.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <algorithm>

#include "ui/text/decision_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

namespace {

constexpr int fieldWidth = 130;
constexpr std::size_t mostColumns = 5;

bool asks(const api::FormulaName& name, std::uint16_t place) {
    return name.places.empty() ||
           std::find(name.places.begin(), name.places.end(), place) != name.places.end();
}

}  // namespace

TryOut::TryOut(WizardState& state, QWidget* parent)
    : Card(tr("Try it out"),
           tr("With made-up numbers, on this computer alone: nothing is sent, and nobody is asked."), parent),
      state_(state),
      problem_(makeLabel({}, TextRole::caption, this)) {
    setObjectName(QStringLiteral("tryOut"));
    problem_->setObjectName(QStringLiteral("tryProblem"));
    problem_->setProperty("tone", QStringLiteral("error"));
    body()->addWidget(problem_);
    connect(&state_, &WizardState::changed, this, &TryOut::refresh);
    refresh();
}

std::string& TryOut::sample(const api::FormulaName& name, std::uint16_t place) {
    const auto [at, made] = samples_.try_emplace({name.name, place});
    if (made) at->second = name.vote ? "yes" : std::to_string(10 * (place + 1));
    return at->second;
}

void TryOut::refresh() {
    if (state_.answers().kind != "decision") return;
    const auto asked = state_.decision();
    std::optional<api::FormulaReading> reading;
    if (asked) reading = state_.reading(*asked);
    const bool shown = reading && !reading->problem && state_.problems(WizardPage::formula).empty() &&
                       reading->names.size() <= mostColumns;
    setVisible(shown);
    if (!shown) return;
    auto wanted = QString::number(state_.partners());
    for (const auto& name : reading->names) {
        wanted += QChar(0x1f) + QString::fromStdString(name.name) + QChar(name.vote ? u'v' : u'n');
        for (const auto place : name.places) wanted += QString::number(place) + u',';
    }
    if (wanted != built_) {
        built_ = wanted;
        rebuild(reading->names);
    }
    compute();
}

QWidget* TryOut::makeField(const api::FormulaName& name, std::size_t column, std::uint16_t place) {
    QWidget* field = nullptr;
    if (name.vote) {
        auto* box = new QComboBox(grid_);
        box->addItem(tr("Yes"), QByteArray("yes"));
        box->addItem(tr("No"), QByteArray("no"));
        box->setCurrentIndex(sample(name, place) == "no" ? 1 : 0);
        connect(box, &QComboBox::currentIndexChanged, this, [this, name, place, box] {
            sample(name, place) = box->currentData().toByteArray().toStdString();
            compute();
        });
        field = box;
    } else {
        auto* edit = new QLineEdit(QString::fromStdString(sample(name, place)), grid_);
        connect(edit, &QLineEdit::textEdited, this, [this, name, place](const QString& text) {
            sample(name, place) = text.trimmed().toStdString();
            compute();
        });
        field = edit;
    }
    field->setObjectName(QStringLiteral("try_%1_%2").arg(place).arg(column));
    //: %1 name of a number, %2 "You" or "Partner 1"
    field->setAccessibleName(tr("Made-up %1 of %2").arg(plain(name.name, 60), placeText(place)));
    field->setFixedWidth(fieldWidth);
    return field;
}

void TryOut::rebuild(const std::vector<api::FormulaName>& names) {
    names_ = names;
    answers_.clear();
    delete grid_;
    grid_ = new QWidget(this);
    grid_->setProperty("transparent", true);
    auto* grid = new QGridLayout(grid_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spaceL);
    grid->setVerticalSpacing(spaceS);
    const int last = static_cast<int>(names.size()) + 1;
    for (std::size_t i = 0; i < names.size(); ++i)
        grid->addWidget(makeMutedLabel(plain(names[i].name, 40), TextRole::caption, grid_), 0,
                        static_cast<int>(i) + 1);
    grid->addWidget(makeMutedLabel(tr("Would learn"), TextRole::caption, grid_), 0, last);
    grid->setColumnStretch(last, 1);
    for (int row = 0; row <= state_.partners(); ++row) {
        const auto place = static_cast<std::uint16_t>(row);
        auto* who = makeLabel(placeText(place), TextRole::body, grid_);
        who->setWordWrap(false);
        who->setMinimumWidth(90);
        grid->addWidget(who, row + 1, 0);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const int column = static_cast<int>(i) + 1;
            if (asks(names[i], place))
                grid->addWidget(makeField(names[i], i, place), row + 1, column);
            else
                grid->addWidget(makeMutedLabel(tr("not asked"), TextRole::caption, grid_), row + 1, column);
        }
        auto* answer = makeLabel({}, TextRole::strong, grid_);
        answer->setObjectName(QStringLiteral("tryAnswer%1").arg(place));
        grid->addWidget(answer, row + 1, last);
        answers_.push_back(answer);
    }
    body()->insertWidget(1, grid_);
    Page::orderFocus(this);
}

void TryOut::compute() {
    const auto asked = state_.decision();
    if (!asked) return;
    std::vector<std::vector<std::string>> samples(answers_.size());
    for (std::size_t place = 0; place < samples.size(); ++place)
        for (const auto& name : names_)
            samples[place].push_back(sample(name, static_cast<std::uint16_t>(place)));
    const auto found = state_.tryOut(*asked, samples);
    problem_->setVisible(!found.ok());
    if (!found) problem_->setText(plain(found.error().detail, 300));
    for (std::size_t place = 0; place < answers_.size(); ++place) {
        const bool known = found && place < found->size();
        answers_[place]->setText(known ? answerText((*found)[place]) : QStringLiteral("–"));
    }
}

}  // namespace tacit::ui
