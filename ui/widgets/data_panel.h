#pragma once

#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "api/engine.h"
#include "ui/model/database_choice.h"

class QTimer;

namespace tacit::ui {

class Banner;
class ContributionState;
class DatasetTables;
class DropArea;
class FileBar;
class FileChooser;
class ImportAction;
class ImportOptionsForm;
class ImportProgress;
class KeyForm;
class MappingForm;
class NoteList;
class ValueForm;

/// Brings a dataset into a session: choose or drop a spreadsheet, see what the import understood and decide
/// how it is read, and choose (organizer) or map (partner) its columns; or, for a Decision, type one's
/// number. The logic is in ContributionState.
class DataPanel final : public QWidget {
    Q_OBJECT
  public:
    /// `chooser` must outlive the panel.
    DataPanel(std::shared_ptr<api::Engine> engine, FileChooser& chooser, QWidget* parent = nullptr);
    ~DataPanel() override;

    /// Organizer: columns are ticked here; `question` says of which kind, its columns are ignored.
    void chooseColumns(const api::Question& question);
    /// Each column that this question asks for is mapped to one's own, or its value is typed: see
    /// ContributionState::map.
    void setQuestion(const api::Question& question, std::uint16_t partners = 1, std::uint16_t place = 0);
    /// Begins to import a file, as if it had been dropped here.
    void setFile(const QString& path);

    bool importing() const { return import_ != nullptr; }
    ContributionState& state() { return *state_; }
    const ContributionState& state() const { return *state_; }

  Q_SIGNALS:
    /// `acceptable`: the pre-flight check has passed, the contribution can be used.
    void contributionChanged(const tacit::api::Contribution& contribution, bool acceptable);
    void importingChanged(bool importing);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    struct Wanted {
        QString path;
        QString name;  ///< for people
        api::ImportOptions options;
        bool file = true;                           ///< no database
        std::optional<api::ImportRecipe> recipe{};  ///< that the options come from
        QString misfit{};                           ///< why a recipe was not used
    };

    void askForFile();
    void askForDatabase();
    void paste();
    /// While another import is under way, this one follows it.
    void startImport(const Wanted& wanted);
    void importFinished(const Result<api::DatasetView>& outcome);
    /// `here`: nobody has gone on elsewhere meanwhile.
    void giveFocusBack(bool here);
    bool holdsFocus() const;
    /// What was asked for last, be it read by now or not.
    const api::ImportOptions& wanted() const;
    void readAgain(const api::ImportOptions& options);
    void chooseColumn(const api::ColumnChoice& choice);
    void saveFindings();
    void keepRecipe();
    void dropRecipe();
    void showRecipe(const Wanted& read);
    void showKeeping();
    void toggleOptions(bool on);
    void showOptions();
    void showState();
    void showKeys(bool on);
    void showDataset();
    void showChoice();
    void showCheck();
    void showDisplayed(bool on);
    /// What can be done about cells that keep the dataset from being used.
    QStringList waysOut(const api::DatasetView& dataset) const;

    std::shared_ptr<api::Engine> engine_;
    FileChooser& chooser_;
    ContributionState* state_;

    ImportAction* import_ = nullptr;
    QTimer* slow_;                  ///< runs out where reading takes so long that one would ask oneself
    Wanted reading_;                ///< by the import that is under way
    std::optional<Wanted> next_;    ///< after it
    QString path_;                  ///< of the dataset: a file, or the address of a database
    bool file_ = true;              ///< it is a file
    DatabaseChoice database_;       ///< as it was last entered
    api::ImportOptions options_;    ///< that the dataset was read with
    QPointer<QWidget> focusGiver_;  ///< had the focus before the import took it
    bool optionsShown_ = false;

    DropArea* drop_;
    Banner* fileBanner_;
    Banner* recipeBanner_;
    ImportProgress* loading_;
    FileBar* fileBar_;
    NoteList* displayed_;  ///< how exact pasted numbers are
    ImportOptionsForm* form_ = nullptr;
    ValueForm* values_;
    MappingForm* mapping_;
    KeyForm* keys_ = nullptr;
    DatasetTables* tables_;
    Banner* checkBanner_;
    NoteList* notes_;
};

}  // namespace tacit::ui
