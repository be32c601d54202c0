#include "ui/pages/wizard/step_list.h"

#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace tacit::ui {

namespace {
constexpr int disc = 28;
}

QString stepName(WizardPage page) {
    switch (page) {
        case WizardPage::question:
            return StepList::tr("Question");
        case WizardPage::formula:
            return StepList::tr("What is decided");
        case WizardPage::data:
            return StepList::tr("Your data");
        case WizardPage::details:
            return StepList::tr("Details");
        case WizardPage::review:
            return StepList::tr("Who learns what");
    }
    return {};
}

StepButton::StepButton(int number, const QString& text, QWidget* parent)
    : QPushButton(text, parent), number_(number) {
    setProperty("kind", QStringLiteral("step"));
    setAutoDefault(false);
    setFocusPolicy(Qt::StrongFocus);
}

void StepButton::setLook(Look look) {
    look_ = look;
    const QString state = look == Look::done      ? tr("done")
                          : look == Look::current ? tr("this step")
                                                  : tr("later");
    //: Step of the wizard for a screen reader: "Step 2, Your data, done"
    setAccessibleName(tr("Step %1, %2, %3").arg(number_).arg(text(), state));
    update();
}

QSize StepButton::sizeHint() const {
    auto strong = font();
    strong.setWeight(QFont::DemiBold);
    return {QFontMetrics(strong).horizontalAdvance(text()) + disc + spaceM + 2 * spaceS, disc + 2 * spaceS};
}

void StepButton::paintEvent(QPaintEvent*) {
    const auto& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (look_ == Look::current || (isEnabled() && underMouse())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look_ == Look::current ? tokens.accentSoft : tokens.hover);
        painter.drawRoundedRect(frame, radiusControl, radiusControl);
    }
    if (hasFocus()) {
        painter.setPen(QPen(tokens.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, radiusControl, radiusControl);
    }
    const QRectF circle(spaceS, (height() - disc) / 2.0, disc, disc);
    painter.setPen(look_ == Look::ahead ? QPen(tokens.borderStrong, 1) : QPen(Qt::NoPen));
    painter.setBrush(look_ == Look::current ? tokens.accent
                     : look_ == Look::done  ? tokens.accentSoft
                                            : tokens.surface);
    painter.drawEllipse(circle);
    auto used = font();
    used.setWeight(look_ == Look::current ? QFont::DemiBold : QFont::Normal);
    painter.setFont(used);
    if (look_ == Look::done) {
        paintIcon(painter, QStringLiteral("check"), circle.adjusted(6, 6, -6, -6), tokens.accent);
    } else {
        painter.setPen(look_ == Look::current ? tokens.onAccent : tokens.textMuted);
        painter.drawText(circle, Qt::AlignCenter, QLocale().toString(number_));
    }
    painter.setPen(look_ == Look::ahead ? tokens.textMuted : tokens.text);
    painter.drawText(QRectF(rect()).adjusted(spaceS + disc + spaceM, 0, -spaceS, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, text());
}

StepList::StepList(WizardState& state, QWidget* parent) : QWidget(parent), state_(state) {
    setObjectName(QStringLiteral("wizardSteps"));
    setProperty("transparent", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceXs);
    int number = 0;
    for (int i = 0; i < wizardPages; ++i) {
        const auto page = static_cast<WizardPage>(i);
        auto* step = new StepButton(i + 1, stepName(page));
        step->setObjectName(page == WizardPage::formula ? QStringLiteral("wizardStepFormula")
                                                        : QStringLiteral("wizardStep%1").arg(++number));
        connect(step, &QPushButton::clicked, &state_, [this, page] { state_.go(page); });
        column->addWidget(step);
        steps_.push_back(step);
    }
    connect(&state_, &WizardState::changed, this, &StepList::refresh);
    refresh();
}

void StepList::refresh() {
    const int current = static_cast<int>(state_.page());
    int number = 0;
    for (int i = 0; i < steps_.size(); ++i) {
        const auto page = static_cast<WizardPage>(i);
        steps_[i]->setVisible(state_.has(page));
        if (state_.has(page)) steps_[i]->setNumber(++number);
        const bool done = i != current && state_.reachable(page) && state_.problems(page).empty();
        steps_[i]->setLook(i == current ? StepButton::Look::current
                           : done       ? StepButton::Look::done
                                        : StepButton::Look::ahead);
        steps_[i]->setEnabled(i == current || state_.reachable(page));
        steps_[i]->setCursor(steps_[i]->isEnabled() && i != current ? Qt::PointingHandCursor
                                                                    : Qt::ArrowCursor);
    }
}

}  // namespace tacit::ui
