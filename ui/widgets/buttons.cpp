#include "ui/widgets/buttons.h"

#include "ui/theme/theme.h"

namespace tacit::ui {

QPushButton* makeButton(const QString& text, ButtonKind kind, const QString& objectName,
                        const QString& iconName, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setAccessibleName(QString(text).remove(u'&'));
    button->setCursor(Qt::PointingHandCursor);
    button->setAutoDefault(false);
    setButtonKind(button, kind);
    button->setIconSize(QSize(23, 18));  // with some room between it and the text
    if (!iconName.isEmpty()) {
        const Ink ink = kind == ButtonKind::primary  ? Ink::onAccent
                        : kind == ButtonKind::danger ? Ink::error
                        : kind == ButtonKind::quiet  ? Ink::accent
                                                     : Ink::text;
        button->setIcon(icon(iconName, ink));
    }
    return button;
}

QToolButton* makeIconButton(const QString& iconName, const QString& name, const QString& objectName,
                            QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setIcon(icon(iconName, Ink::muted));
    button->setIconSize(QSize(18, 18));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

void setButtonKind(QPushButton* button, ButtonKind kind) {
    static constexpr const char* names[] = {"primary", "secondary", "quiet", "danger"};
    button->setProperty("kind", QLatin1String(names[static_cast<int>(kind)]));
    restyle(button);
}

}  // namespace tacit::ui
