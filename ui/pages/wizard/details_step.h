#pragma once

#include <QHash>

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/page.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace tacit::ui {

class Card;
class ElidedLabel;
class FileChooser;

/// Third page: title, number of partners, what is revealed to whom, and how the partners get here.
class DetailsStep final : public Page {
    Q_OBJECT
  public:
    DetailsStep(FileChooser& chooser, WizardState& state, QWidget* parent = nullptr);

  private:
    QWidget* buildSession();
    QWidget* buildOverlap();
    QWidget* buildInvitations();
    QWidget* buildNetwork();
    QWidget* buildAdvanced();
    void addField(QBoxLayout* column, const QString& name, QWidget* widget, const QString& field);
    void chooseFolder();
    void networkChanged();
    void refresh();
    void nameRadio(api::Recipients to, const QString& text);
    QWidget* buildNamed();
    void refreshNamed();
    void refreshHosts();
    void refreshProblems();

    FileChooser& chooser_;
    WizardState& state_;
    QLineEdit* title_ = nullptr;
    QWidget* partnersBox_ = nullptr;
    QSpinBox* partners_ = nullptr;
    QLabel* partnersNote_ = nullptr;
    QComboBox* hosts_ = nullptr;
    QWidget* hostsBox_ = nullptr;
    QWidget* overlap_ = nullptr;
    QButtonGroup* reveal_ = nullptr;
    QButtonGroup* to_ = nullptr;
    QWidget* named_ = nullptr;
    QVector<QCheckBox*> names_;  ///< by place
    QWidget* revealBox_ = nullptr;
    QWidget* protectBox_ = nullptr;
    QButtonGroup* security_ = nullptr;
    ElidedLabel* folder_ = nullptr;
    QLabel* files_ = nullptr;
    QComboBox* wait_ = nullptr;
    QButtonGroup* reach_ = nullptr;
    QComboBox* address_ = nullptr;
    QToolButton* advancedToggle_ = nullptr;
    QWidget* advanced_ = nullptr;
    QSpinBox* port_ = nullptr;
    QLineEdit* advertise_ = nullptr;
    QHash<QString, QLabel*> messages_;  ///< field -> where its problem is shown
    QHash<QString, QWidget*> fields_;
};

}  // namespace tacit::ui
