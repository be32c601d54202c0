#pragma once

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/card.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace tacit::ui {

/// A formula of one's own: a text field, words and signs to click, and what is wrong, at its place, as one
/// types.
class FormulaEditor final : public Card {
    Q_OBJECT
  public:
    explicit FormulaEditor(WizardState& state, QWidget* parent = nullptr);

  private:
    /// A word or a sign that a click puts into the text; `inside`: the cursor goes that far back afterwards.
    struct Word {
        QString text;  ///< on the button
        QString put;
        int inside = 0;
        QString tip;
    };
    void addWords(const QString& name, const QVector<Word>& words);
    QPushButton* makeWord(const Word& word, QWidget* parent);
    void put(const QString& text, int inside);
    void addField();
    void refresh();
    void refreshFields(const std::vector<api::FormulaName>& names);
    void mark(const std::optional<api::FormulaProblem>& problem);

    WizardState& state_;
    QPlainTextEdit* edit_;
    QLabel* problem_;
    QWidget* fields_ = nullptr;
    QHBoxLayout* fieldRow_ = nullptr;
    QLineEdit* newField_ = nullptr;
    QString shownFields_;
};

}  // namespace tacit::ui
