#pragma once

#include <QWidget>
#include <memory>

#include "api/engine.h"
#include "ui/model/database_choice.h"
#include "ui/theme/icons.h"

class QButtonGroup;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;
class QVBoxLayout;

namespace tacit::ui {

class Banner;
class ColumnModel;
class ContributionState;
class DropArea;
class ElidedLabel;
class FileChooser;
class ImportAction;
class IssueModel;
class KeyForm;
class MappingForm;
class PreviewModel;
class TickDelegate;
class ValueForm;

/// Brings a dataset into a session: choose or drop a spreadsheet, see what the import understood, and choose
/// (organizer) or map (partner) its columns; or, for a Decision, type one's number. The logic is in
/// ContributionState.
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
    QWidget* buildLoading();
    QWidget* buildFileBar();
    QWidget* buildTables();
    void askForFile();
    void askForDatabase();
    void startImport(const QString& path, const QString& name, const api::ImportOptions& options);
    void importFinished(const Result<api::DatasetView>& outcome);
    bool holdsFocus() const;
    void readAgain();
    void showProgress(quint64 done, quint64 total);
    void showState();
    void showKeys(bool on);
    void showDataset();
    void showChoice();
    void showCheck();
    void showNotes(const std::vector<std::string>& notes, const QString& icon, Ink ink);
    void addNote(const QString& note, const QString& icon, Ink ink);
    void showHeadings();

    std::shared_ptr<api::Engine> engine_;
    FileChooser& chooser_;
    ContributionState* state_;
    ColumnModel* columns_;
    PreviewModel* preview_;
    IssueModel* issues_;

    ImportAction* import_ = nullptr;
    QString path_, nextPath_;  ///< of the dataset, of the import: a file, or the address of a database
    DatabaseChoice database_;  ///< as it was last entered
    api::ImportOptions options_, nextOptions_;

    DropArea* drop_ = nullptr;
    Banner* fileBanner_ = nullptr;
    QWidget* loading_ = nullptr;
    QLabel* loadingTitle_ = nullptr;
    QLabel* loadingNote_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QWidget* fileBar_ = nullptr;
    ElidedLabel* fileName_ = nullptr;
    ElidedLabel* fileSummary_ = nullptr;
    QLabel* sheetLabel_ = nullptr;
    QComboBox* sheet_ = nullptr;
    QComboBox* decimal_ = nullptr;
    ValueForm* values_ = nullptr;
    MappingForm* mapping_ = nullptr;
    KeyForm* keys_ = nullptr;
    QWidget* tables_ = nullptr;
    QLabel* heading_ = nullptr;
    QLabel* note_ = nullptr;
    QButtonGroup* segments_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QTableView* columnTable_ = nullptr;
    QTableView* previewTable_ = nullptr;
    QTableView* issueTable_ = nullptr;
    TickDelegate* tick_ = nullptr;
    QLabel* moreIssues_ = nullptr;
    Banner* checkBanner_ = nullptr;
    QWidget* notes_ = nullptr;
    QVBoxLayout* noteRows_ = nullptr;
};

}  // namespace tacit::ui
