#include "ui/pages/wizard/template_list.h"

#include <QButtonGroup>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

namespace {
constexpr int narrowest = 240;
}

TemplateCard::TemplateCard(const api::DecisionTemplate& from, QWidget* parent) : QPushButton(parent) {
    const auto title = plain(from.title, 80);
    setObjectName(QStringLiteral("templateCard_%1").arg(plain(from.name, 40)));
    setAccessibleName(title);
    setAccessibleDescription(plain(from.purpose));
    setProperty("kind", QStringLiteral("choice"));
    setCheckable(true);
    setAutoDefault(false);
    setCursor(Qt::PointingHandCursor);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spaceL, spaceM, spaceM, spaceM);
    row->setSpacing(spaceS);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(makeLabel(title, TextRole::strong, this));
    texts->addWidget(makeMutedLabel(plain(from.purpose), TextRole::caption, this));
    row->addLayout(texts, 1);
    // Not by colour alone: the chosen one also has a tick.
    auto* tick = new IconLabel(QStringLiteral("check-circle"), Ink::accent, 20, this);
    auto kept = tick->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    tick->setSizePolicy(kept);
    tick->hide();
    row->addWidget(tick, 0, Qt::AlignTop);
    connect(this, &QPushButton::toggled, tick, &QWidget::setVisible);
    for (auto* child : findChildren<QWidget*>()) child->setAttribute(Qt::WA_TransparentForMouseEvents);
}

QSize TemplateCard::sizeHint() const {
    const int across = qMax(narrowest, width());
    return {narrowest, layout()->heightForWidth(across)};
}

QSize TemplateCard::minimumSizeHint() const {
    return sizeHint();
}

void TemplateCard::resizeEvent(QResizeEvent* event) {
    QPushButton::resizeEvent(event);
    updateGeometry();
}

TemplateList::TemplateList(WizardState& state, QWidget* parent)
    : QWidget(parent), state_(state), cards_(new QButtonGroup(this)) {
    setObjectName(QStringLiteral("templateList"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceS);
    const auto& templates = state_.templates();
    for (std::size_t i = 0; i < templates.size(); ++i) {
        auto* card = new TemplateCard(templates[i], this);
        cards_->addButton(card, static_cast<int>(i));
        column->addWidget(card);
    }
    column->addStretch(1);
    connect(cards_, &QButtonGroup::idClicked, this, [this](int id) {
        const auto& name = state_.templates()[static_cast<std::size_t>(id)].name;
        state_.answer([&](WizardAnswers& answers) { answers.decision.templateName = name; });
    });
    connect(&state_, &WizardState::changed, this, &TemplateList::refresh);
    refresh();
}

void TemplateList::refresh() {
    for (std::size_t i = 0; i < state_.templates().size(); ++i)
        if (state_.templates()[i].name == state_.answers().decision.templateName)
            cards_->button(static_cast<int>(i))->setChecked(true);
}

}  // namespace tacit::ui
