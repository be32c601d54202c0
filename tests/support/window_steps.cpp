#include "support/window_steps.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QTableView>

#include "support/fake_views.h"
#include "ui/model/contribution_state.h"
#include "ui/widgets/data_panel.h"

namespace tacit::test {

void fillHome(WindowStage& stage) {
    auto past = overlap_done_rows();
    past.live = false;
    past.updated -= std::chrono::hours(50);
    auto count = overlap_done_count();
    count.id = "17";
    count.title = "Overlap of marketing lists, spring campaign";
    count.live = false;
    count.updated -= std::chrono::hours(90);
    auto gone = failed(Fault::partner_gone);
    gone.id = "18";
    auto running = total_running_waiting();
    running.id = "19";
    running.title = "Energy use per site, first half-year";
    auto review = overlap_in_review();
    review.id = "20";
    review.title = "Suppression list check";
    for (const auto& view : {count, past, gone, running, review, total_in_lobby()}) {
        stage.engine->add_session(view);
    }
}

void chooseData(WindowStage& stage, const QString& file) {
    auto* panel = stage.window->findChild<ui::DataPanel*>();
    if (!panel) return;
    panel->setFile(file);
    waitFor([panel] { return !panel->importing() && !panel->state().checking(); });
}

void click(WindowStage& stage, const QString& objectName) {
    QAbstractButton* first = nullptr;  // pages that are not shown may have one of that name too
    for (auto* button : stage.window->findChildren<QAbstractButton*>(objectName))
        if (!first || (button->isVisible() && !first->isVisible())) first = button;
    if (first) first->click();
    settle();
}

void wizard(WindowStage& stage, const QString& kind) {
    stage.window->newSession();
    settle();
    click(stage, "questionCard_" + kind);
}

void tick(WindowStage& stage, const QVector<int>& columns) {
    auto* model = stage.window->findChild<QTableView*>("columnTable")->model();
    for (const int column : columns) model->setData(model->index(column, 0), Qt::Checked, Qt::CheckStateRole);
    auto& state = stage.window->findChild<ui::DataPanel*>()->state();
    if (!columns.isEmpty() && !stage.engine->work_held()) waitFor([&state] { return !state.checking(); });
    settle();
}

void type(WindowStage& stage, const QString& objectName, const QString& text) {
    auto* edit = stage.window->findChild<QLineEdit*>(objectName);
    edit->setText(text);
    Q_EMIT edit->textEdited(text);
    if (auto* panel = stage.window->findChild<ui::DataPanel*>())
        waitFor([panel] { return !panel->state().checking(); });
    settle();
}

void wizardData(WindowStage& stage, const QString& kind, const QString& file, const QVector<int>& columns) {
    wizard(stage, kind);
    click(stage, "wizardNext");
    chooseData(stage, file);
    tick(stage, columns);
}

void chooseOption(WindowStage& stage, const QString& box, const QVariant& data) {
    auto* list = stage.window->findChild<QComboBox*>(box);
    list->setCurrentIndex(list->findData(data));
    Q_EMIT list->activated(list->currentIndex());
    auto* panel = stage.window->findChild<ui::DataPanel*>();
    waitFor([panel] { return !panel->importing() && !panel->state().checking(); });
}

void decide(WindowStage& stage) {
    wizard(stage, "decision");
    click(stage, "wizardNext");
    click(stage, "templateCard_total-limit");
    type(stage, "slot_name", "exposure");
    type(stage, "slot_limit", "1000000");
}

void decideTyping(WindowStage& stage) {
    decide(stage);
    click(stage, "wizardNext");
    click(stage, "valueTyped");
    type(stage, "typedValue0", "410000.50");
}

void own(WindowStage& stage, const QString& formula) {
    wizard(stage, "decision");
    click(stage, "wizardNext");
    click(stage, "segmentFormula");
    stage.window->findChild<QPlainTextEdit*>("formulaEdit")->setPlainText(formula);
    settle();
}

void show(WindowStage& stage, const QString& objectName) {
    auto* widget = stage.window->findChild<QWidget*>(objectName);
    for (auto* around = widget; around != nullptr; around = around->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(around)) area->ensureWidgetVisible(widget);
    settle();
}

api::DecisionQuestion filled(const WindowStage& stage, const std::string& name,
                             const std::vector<api::DecisionParameter>& parameters) {
    auto question = stage.engine->fill_template(name, parameters);
    if (!question) qWarning("%s", question.error().detail.c_str());
    return question ? *question : api::DecisionQuestion{};
}

void chooseRules(WindowStage& stage) {
    auto* group = stage.window->findChild<QComboBox*>("groupBox");
    group->setCurrentIndex(1 + 1);  // the second column of text
    Q_EMIT group->activated(group->currentIndex());
    stage.window->findChild<QSpinBox*>("minimumContributorsBox")->setValue(3);
    stage.window->findChild<QSpinBox*>("minimumGroupBox")->setValue(10);
    stage.window->findChild<QSpinBox*>("dominanceBox")->setValue(60);
    auto& state = stage.window->findChild<ui::DataPanel*>()->state();
    const auto* note = stage.window->findChild<QLabel*>("groupNote");
    waitFor([&] { return !state.checking() && note->text().contains("Finance"); });
    settle();
}

}  // namespace tacit::test
