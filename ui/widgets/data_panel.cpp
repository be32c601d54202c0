#include "ui/widgets/data_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/bridge/import_action.h"
#include "ui/model/contribution_state.h"
#include "ui/model/data_text.h"
#include "ui/model/findings_csv.h"
#include "ui/model/pasted_cells.h"
#include "ui/model/recipe_changes.h"
#include "ui/text/estimate_text.h"
#include "ui/text/fault_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/database_dialog.h"
#include "ui/widgets/dataset_tables.h"
#include "ui/widgets/drop_area.h"
#include "ui/widgets/file_bar.h"
#include "ui/widgets/file_chooser.h"
#include "ui/widgets/import_options_form.h"
#include "ui/widgets/import_progress.h"
#include "ui/widgets/key_form.h"
#include "ui/widgets/mapping_form.h"
#include "ui/widgets/note_list.h"
#include "ui/widgets/page.h"
#include "ui/widgets/value_form.h"

namespace tacit::ui {

namespace {
constexpr int slowImport = 150;  // milliseconds
constexpr int roomyDrop = 360, flatDrop = 280;
}  // namespace

DataPanel::DataPanel(std::shared_ptr<api::Engine> engine, FileChooser& chooser, QWidget* parent)
    : QWidget(parent),
      engine_(engine),
      chooser_(chooser),
      state_(new ContributionState(std::move(engine), this)),
      slow_(new QTimer(this)),
      drop_(new DropArea(this)),
      fileBanner_(new Banner(QStringLiteral("fileBanner"), this)),
      recipeBanner_(new Banner(QStringLiteral("recipeBanner"), this)),
      loading_(new ImportProgress(this)),
      fileBar_(new FileBar(this)),
      displayed_(new NoteList(QStringLiteral("displayedNote"), this)),
      values_(new ValueForm(*state_, this)),
      mapping_(new MappingForm(*state_, this)),
      tables_(new DatasetTables(*state_, this)),
      checkBanner_(new Banner(QStringLiteral("checkBanner"), this)),
      notes_(new NoteList(QStringLiteral("checkNotes"), this)) {
    setObjectName(QStringLiteral("dataPanel"));
    setAcceptDrops(true);
    slow_->setSingleShot(true);
    slow_->setInterval(slowImport);
    drop_->setFixedHeight(roomyDrop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceL);
    column->addWidget(values_);
    column->addWidget(fileBanner_);
    column->addWidget(fileBar_);
    column->addWidget(displayed_);
    column->addWidget(recipeBanner_);
    column->addWidget(drop_, 1, Qt::AlignTop);
    column->addWidget(loading_, 1, Qt::AlignTop);
    column->addWidget(mapping_);
    column->addWidget(checkBanner_);
    column->addWidget(notes_);
    column->addWidget(tables_, 1);
    column->addStretch(0);  // where only a number is typed
    connect(slow_, &QTimer::timeout, this, &DataPanel::showState);
    connect(drop_, &DropArea::chooseRequested, this, &DataPanel::askForFile);
    connect(drop_, &DropArea::databaseRequested, this, &DataPanel::askForDatabase);
    connect(drop_, &DropArea::dropped, this, &DataPanel::setFile);
    connect(fileBar_, &FileBar::fileRequested, this, &DataPanel::askForFile);
    connect(fileBar_, &FileBar::databaseRequested, this, &DataPanel::askForDatabase);
    connect(drop_, &DropArea::pasteRequested, this, &DataPanel::paste);
    connect(fileBar_, &FileBar::pasteRequested, this, &DataPanel::paste);
    // Fields that text is typed into keep it for themselves.
    connect(new QShortcut(QKeySequence::Paste, this), &QShortcut::activated, this, [this] {
        if (!state_->typing()) paste();
    });
    connect(fileBar_, &FileBar::optionsToggled, this, &DataPanel::toggleOptions);
    connect(fileBar_, &FileBar::sheetChosen, this, [this](const std::string& sheet) {
        auto options = wanted();
        options.sheet = sheet;
        if (sheet != state_->dataset()->sheet) readAgain(options);
    });
    connect(loading_, &ImportProgress::cancelled, this, [this] {
        next_.reset();
        if (import_ != nullptr) import_->cancel();
    });
    connect(tables_, &DatasetTables::columnChosen, this, &DataPanel::chooseColumn);
    connect(tables_, &DatasetTables::saveRequested, this, &DataPanel::saveFindings);
    connect(recipeBanner_, &Banner::actionTriggered, this, &DataPanel::dropRecipe);
    connect(checkBanner_, &Banner::actionTriggered, this, [this] {
        // The focus brings the list before one's eyes, as it may lie far below.
        tables_->showSegment(DatasetTables::Findings);
        tables_->takeFocus();
    });
    connect(state_, &ContributionState::datasetChanged, this, &DataPanel::showDataset);
    connect(state_, &ContributionState::choiceChanged, this, &DataPanel::showChoice);
    tables_->showHeadings();
    showState();
}

DataPanel::~DataPanel() {
    // A field that loses the focus while all of this goes passes on what was typed into it.
    if (form_ != nullptr) form_->disconnect(this);
}

void DataPanel::chooseColumns(const api::Question& question) {
    // Rules and statistics of a Total change while one looks at the rows or the findings.
    const bool same = state_->mode() == ContributionState::Mode::choose &&
                      state_->exclusive() == std::holds_alternative<api::OverlapQuestion>(question);
    state_->choose(question);
    drop_->setFixedHeight(roomyDrop);
    if (!same) tables_->showSegment(DatasetTables::Columns);
    tables_->showHeadings();
    showState();
}

void DataPanel::setQuestion(const api::Question& question, std::uint16_t partners, std::uint16_t place) {
    state_->map(question, partners, place);
    drop_->setFixedHeight(flatDrop);  // there is something to read around it
    tables_->showSegment(DatasetTables::Rows);
    tables_->showHeadings();
    showState();
}

void DataPanel::setFile(const QString& path) {
    Wanted wanted{path, QFileInfo(path).fileName(), {}};
    wanted.recipe = engine_->import_recipe(wanted.name.toStdString());
    if (wanted.recipe) wanted.options = wanted.recipe->options;
    startImport(wanted);
}

void DataPanel::askForFile() {
    FileRequest request;
    request.title = tr("Choose a spreadsheet");
    request.suggested = QFileInfo::exists(path_) ? QFileInfo(path_).absolutePath() : QString();
    request.filters = {tr("Spreadsheets (*.csv *.tsv *.txt *.xlsx *.xls *.ods)"), tr("All files (*)")};
    chooser_.openFile(this, request, [this](const QString& path) { setFile(path); });
}

void DataPanel::askForDatabase() {
    auto* dialog = new DatabaseDialog(engine_, database_, chooser_, this);
    connect(dialog, &DatabaseDialog::chosen, this,
            [this](const DatabaseChoice& choice, const QString& password) {
                database_ = choice;
                api::ImportOptions options;
                options.password = password.toStdString();
                startImport({choice.address(), choice.name(), options, false});
            });
    dialog->open();
}

void DataPanel::paste() {
    const auto* copied = QGuiApplication::clipboard()->mimeData();
    if (const auto file = DropArea::spreadsheetIn(copied); !file.isEmpty()) return setFile(file);
    api::ImportOptions options;
    options.content = pastedCells(copied);
    if (options.content == nullptr)
        return fileBanner_->show(
            Tone::info,
            {tr("There are no cells to paste."),
             {},
             tr("Copy them in the spreadsheet program first, with the row that names the columns.")});
    const auto name = tr("Pasted cells");
    startImport({name, name, options, false});
}

void DataPanel::startImport(const Wanted& wanted) {
    if (import_ != nullptr) {
        next_ = wanted;
        import_->cancel();
        return;
    }
    reading_ = wanted;
    fileBanner_->hide();
    import_ = new ImportAction(engine_, wanted.path, wanted.options, this);
    connect(import_, &ImportAction::progress, loading_, &ImportProgress::show);
    connect(import_, &ImportAction::finished, this, &DataPanel::importFinished);
    loading_->begin(wanted.name);
    slow_->start();
    if (focusGiver_ == nullptr && holdsFocus()) focusGiver_ = QApplication::focusWidget();
    showState();
    Q_EMIT importingChanged(true);
}

void DataPanel::importFinished(const Result<api::DatasetView>& outcome) {
    // Asked before anything is hidden: Qt passes its focus on to the next, such as the button that ends all.
    const bool here = QApplication::focusWidget() == nullptr || holdsFocus();
    import_->deleteLater();
    import_ = nullptr;
    slow_->stop();
    if (const auto next = std::exchange(next_, std::nullopt)) {
        if (outcome) engine_->forget_dataset(outcome->handle);
        return startImport(*next);
    }
    if (!outcome && reading_.recipe && outcome.error().fault != Fault::cancelled) {
        const auto misfit = plain(outcome.error().detail, 300);
        return startImport({reading_.path, reading_.name, {}, true, {}, misfit});
    }
    if (outcome) {
        path_ = reading_.path;
        file_ = reading_.file;
        options_ = reading_.options;
        optionsShown_ = optionsShown_ || ImportOptionsForm::undecided(*outcome);
        state_->setDataset(*outcome);
        showRecipe(reading_);
    } else if (outcome.error().fault != Fault::cancelled) {
        fileBanner_->show(Tone::error, faultMessage(outcome.error()));
    }
    // After a cancelled or failed second reading, the dataset that is still there was read with these.
    if (state_->dataset()) showDataset();
    showState();
    giveFocusBack(here);
    Q_EMIT importingChanged(false);
}

/// To where it was, if that is still there: whoever tries one option after the other stays among them.
void DataPanel::giveFocusBack(bool here) {
    auto* giver = focusGiver_.data();
    focusGiver_ = nullptr;
    if (giver == nullptr || !here) return;  // else somebody has gone on elsewhere
    if (giver->isVisibleTo(this) && giver->isEnabledTo(this)) return giver->setFocus();
    if (state_->dataset()) return tables_->takeFocus();
    drop_->findChild<QPushButton*>()->setFocus();
}

bool DataPanel::holdsFocus() const {
    const auto* focused = QApplication::focusWidget();
    return focused != nullptr && isAncestorOf(focused);
}

const api::ImportOptions& DataPanel::wanted() const {
    return next_ ? next_->options : import_ != nullptr ? reading_.options : options_;
}

void DataPanel::readAgain(const api::ImportOptions& options) {
    startImport({path_, QString::fromStdString(state_->dataset()->file_name), options, file_});
}

void DataPanel::chooseColumn(const api::ColumnChoice& choice) {
    auto options = wanted();
    std::erase_if(options.columns, [&](const auto& known) { return known.name == choice.name; });
    if (choice != api::ColumnChoice{choice.name}) options.columns.push_back(choice);
    readAgain(options);
}

/// What was chosen for an earlier file is never applied without a word.
void DataPanel::showRecipe(const Wanted& read) {
    const auto& dataset = *state_->dataset();
    recipeBanner_->hide();
    if (!read.misfit.isEmpty()) {
        recipeBanner_->show(Tone::warning,
                            {tr("What you chose for files of this name does not fit this one."), read.misfit,
                             tr("It was read as detected instead.")});
    } else if (read.recipe) {
        recipeBanner_->show(Tone::info,
                            {tr("Read as you chose for “%1”.").arg(plain(read.recipe->file_name, 80)),
                             RecipeChanges::text(*read.recipe, dataset),
                             {}},
                            tr("Start from what is detected"));
    }
}

void DataPanel::keepRecipe() {
    const auto& dataset = *state_->dataset();
    api::ImportRecipe recipe{dataset.file_name, options_, {}};
    for (const auto& column : dataset.columns) recipe.columns.push_back({column.name, column.type});
    if (const auto kept = engine_->keep_import_recipe(recipe); !kept)
        fileBanner_->show(Tone::error, faultMessage(kept.error()));
    showKeeping();
}

void DataPanel::dropRecipe() {
    const auto dropped = engine_->drop_import_recipe(state_->dataset()->file_name);
    readAgain({});
    if (!dropped) fileBanner_->show(Tone::error, faultMessage(dropped.error()));
}

void DataPanel::showKeeping() {
    using Keeping = ImportOptionsForm::Keeping;
    if (form_ == nullptr || !state_->dataset()) return;
    const auto kept = engine_->import_recipe(state_->dataset()->file_name);
    form_->showKeeping(!file_ || options_ == api::ImportOptions{} ? Keeping::impossible
                       : kept && kept->options == options_        ? Keeping::done
                                                                  : Keeping::possible);
}

void DataPanel::saveFindings() {
    FileRequest request;
    request.title = tr("Save the findings");
    const QFileInfo file(path_);
    // Not from the address of a database, which holds the values that rows were chosen by.
    const auto& dataset = state_->dataset();
    const QString source = dataset ? QString::fromStdString(dataset->file_name) : file.fileName();
    const auto name = tr("%1 - findings.csv").arg(plain(QFileInfo(source).completeBaseName(), 60));
    request.suggested = file.exists() ? file.absoluteDir().filePath(name) : name;
    request.filters = {tr("Tables (*.csv)")};
    request.suffix = QStringLiteral("csv");
    chooser_.saveFile(this, request, [this](const QString& path) {
        QSaveFile out(path);
        const auto text = FindingsCsv::text(tables_->findings());
        if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size() && out.commit())
            fileBanner_->show(Tone::success, {tr("The findings are saved."), plain(path, 200), {}});
        else
            fileBanner_->show(Tone::error,
                              faultMessage(error(Fault::storage_failed, out.errorString().toStdString())));
    });
}

void DataPanel::toggleOptions(bool on) {
    optionsShown_ = on;
    if (on) tables_->showSegment(DatasetTables::Rows);  // where one sees what they do
    showState();
}

void DataPanel::showState() {
    const bool typing = state_->typing();
    // What is there already stays to be seen while it is read again, unless that takes its time.
    const bool loading = !typing && import_ != nullptr && !(state_->dataset() && slow_->isActive());
    const bool loaded = !typing && state_->dataset().has_value();
    values_->setVisible(state_->takesValues());
    loading_->setVisible(loading);
    drop_->setVisible(!typing && !loading && !loaded);
    fileBar_->setVisible(loaded);
    fileBar_->setEnabled(!loading);
    tables_->setVisible(loaded && !loading);
    showDisplayed(loaded && !loading);
    mapping_->setVisible(loaded && !loading && state_->mode() == ContributionState::Mode::map);
    showOptions();
    showKeys(loaded && !loading && state_->recipe().has_value());
    showCheck();
    if (loading && focusGiver_ != nullptr) loading_->takeFocus();
}

void DataPanel::showDisplayed(bool on) {
    const auto& dataset = state_->dataset();
    const auto numeric = [](const api::ColumnView& column) { return column.numeric() && !column.ignored; };
    on = on && dataset->displayed && std::any_of(dataset->columns.begin(), dataset->columns.end(), numeric);
    if (on == displayed_->isVisibleTo(this)) return;
    std::vector<std::string> notes;
    if (on)
        notes.push_back(tr("These are the numbers as the other program shows them, rounded where it rounds. "
                           "Choose the file itself for the exact ones.")
                            .toStdString());
    displayed_->set(notes, QStringLiteral("info"), Ink::muted);
}

/// Made when they are first needed.
void DataPanel::showOptions() {
    const bool on = fileBar_->isVisibleTo(this) && optionsShown_;
    fileBar_->setOptionsShown(on);
    if (form_ == nullptr && !on) return;
    if (form_ == nullptr) {
        form_ = new ImportOptionsForm(engine_->encodings(), this);
        auto* column = static_cast<QVBoxLayout*>(layout());
        column->insertWidget(column->indexOf(recipeBanner_) + 1, form_);
        connect(form_, &ImportOptionsForm::changed, this, &DataPanel::readAgain);
        connect(form_, &ImportOptionsForm::keepRequested, this, &DataPanel::keepRecipe);
        form_->showDataset(*state_->dataset(), options_);
        showKeeping();
    }
    form_->setVisible(on);
    form_->setEnabled(fileBar_->isEnabled());
}

/// Made when it is first needed, which is not while a wizard opens.
void DataPanel::showKeys(bool on) {
    if (keys_ == nullptr && !on) return;
    if (keys_ == nullptr) {
        keys_ = new KeyForm(*state_, this);
        auto* column = static_cast<QVBoxLayout*>(layout());
        column->insertWidget(column->indexOf(tables_) + 1, keys_);
        Page::orderFocus(this);
    }
    keys_->setVisible(on);
}

void DataPanel::showDataset() {
    tables_->showDataset(options_);
    if (const auto& dataset = state_->dataset()) {
        fileBar_->showDataset(*dataset, options_);
        if (form_ != nullptr) form_->showDataset(*dataset, options_);
        showKeeping();
    }
    showState();
}

void DataPanel::showChoice() {
    showState();
    tables_->showHeadings();
    Q_EMIT contributionChanged(state_->contribution(), state_->acceptable());
}

QStringList DataPanel::waysOut(const api::DatasetView& dataset) const {
    QStringList out;
    if (!state_->exclusive() && ImportOptionsForm::openNumbers(dataset) > 0)
        out << tr(
            "Choose the decimal character in the options, where a cell could be either of two numbers.");
    const auto used = state_->contribution().columns;
    for (const auto& column : dataset.columns) {
        if (column.unit.empty() || column.without_unit || column.invalid == 0 ||
            std::find(used.begin(), used.end(), column.name) == used.end())
            continue;
        out << tr("If the partners' numbers are in %1 too, say below the columns that yours are read without "
                  "it.")
                   .arg(plain(column.unit, 8));
        break;
    }
    out << tr("Correct what is wrong in your file, save it and choose it again.");
    if (!state_->exclusive()) out << tr("Or say below the columns that such cells count as missing.");
    return out;
}

void DataPanel::showCheck() {
    const auto& dataset = state_->dataset();
    const auto& check = state_->check();
    const bool visible = state_->typing() || (import_ == nullptr && dataset.has_value());
    std::vector<api::ImportIssue> blocking;
    quint64 problems = 0, more = 0;
    if (check && check->ok()) {
        blocking = (*check)->problems;
        problems = blocking.size() + (*check)->more_problems;
        more = (*check)->more_problems;
    }
    tables_->showFindings(blocking, more);
    checkBanner_->hide();
    if (visible && check && !check->ok()) {
        checkBanner_->show(Tone::error, faultMessage(check->error()));
    } else if (visible && state_->typing() && !blocking.empty()) {
        checkBanner_->show(Tone::error,
                           {plain(blocking.front().problem, 400), plain(blocking.front().next, 400), {}});
    } else if (visible && problems > 0) {
        checkBanner_->show(
            Tone::error,
            {problems == 1 ? tr("1 cell must be put right first")
                           : tr("%1 cells must be put right first").arg(DataText::number(problems)),
             tr("One wrong cell makes the joint answer wrong, so this dataset cannot be used yet."),
             waysOut(*dataset).join(u' ')},
            tr("Show the cells"));
    }
    if (visible && state_->checking()) {
        notes_->set({tr("Checking your data…").toStdString()}, QStringLiteral("hourglass"), Ink::muted);
    } else if (visible && check && check->ok() && problems == 0) {
        notes_->set((*check)->notes, QStringLiteral("check-circle"), Ink::success);
        for (const auto& warning : (*check)->warnings)
            notes_->add(plain(warning, 400), QStringLiteral("alert"), Ink::warning);
        // The organizer still decides on details that change it; the wizard tells it at the end.
        if (state_->mode() == ContributionState::Mode::map && (*check)->estimate)
            notes_->add(estimateText(*(*check)->estimate), QStringLiteral("clock"), Ink::muted);
    } else {
        notes_->set({}, {}, Ink::muted);
    }
}

void DataPanel::dragEnterEvent(QDragEnterEvent* event) {
    if (import_ == nullptr && !DropArea::spreadsheetIn(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DataPanel::dropEvent(QDropEvent* event) {
    const auto path = DropArea::spreadsheetIn(event->mimeData());
    if (path.isEmpty() || import_ != nullptr) return;
    event->acceptProposedAction();
    setFile(path);
}

}  // namespace tacit::ui
