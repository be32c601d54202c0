#pragma once

#include "api/import.h"
#include "ui/widgets/card.h"

class QComboBox;
class QGridLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace tacit::ui {

class NoteList;
class OptionField;

/// How the table is read: what was detected, and what a person decides over it. Emits what is wanted as soon
/// as something is changed; the table is then read again, and shown here when it has been.
class ImportOptionsForm final : public Card {
    Q_OBJECT
  public:
    /// `encodings`: those to choose from.
    explicit ImportOptionsForm(const std::vector<api::Encoding>& encodings, QWidget* parent = nullptr);
    ~ImportOptionsForm() override;
    void showDataset(const api::DatasetView& dataset, const api::ImportOptions& options);
    /// Something in the table can be read in two ways, and nobody has decided it.
    static bool undecided(const api::DatasetView& dataset);
    /// Cells that could be either of two numbers.
    static quint64 openNumbers(const api::DatasetView& dataset);

    enum class Keeping { impossible, possible, done };
    /// Whether the options can be kept for the next file of its kind, or are.
    void showKeeping(Keeping keeping);

  Q_SIGNALS:
    void keepRequested();
    void changed(const tacit::api::ImportOptions& options);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void addField(OptionField*& field, const QString& title, QWidget* control);
    void buildCells();
    void buildText(const std::vector<api::Encoding>& encodings);
    void buildValues();
    void showCells(const api::ImportReading& reading);
    void showText(const api::ImportReading& reading);
    void showValues(const api::DatasetView& dataset);
    void showOpen(const api::DatasetView& dataset);
    void arrange();
    int columnsThatFit() const;
    /// Passes the options on, changed by `change`, unless that changes nothing.
    template <class Change>
    void choose(Change change);

    api::ImportOptions options_;
    QGridLayout* grid_;
    int columns_ = 0;
    std::vector<OptionField*> fields_;
    OptionField *headerField_, *headerRowsField_, *rangeField_, *lastField_, *delimiterField_,
        *encodingField_, *decimalField_, *datesField_;
    QComboBox *header_, *delimiter_, *encoding_, *decimal_, *dates_;
    QLineEdit* range_;
    QSpinBox *headerRows_, *last_;
    NoteList* open_;
    QPushButton* keep_;
    QPushButton* reset_;
};

}  // namespace tacit::ui
