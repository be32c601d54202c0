#include "support/window_states.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QScrollArea>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

#include "support/fake_datasets.h"
#include "support/fake_views.h"
#include "ui/model/contribution_state.h"
#include "ui/pages/wizard/new_session_wizard.h"
#include "ui/widgets/data_panel.h"

namespace tacit::test {

void settle() {
    for (int i = 0; i < 8; ++i) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    }
}

namespace {

template <class Done>
void waitFor(Done done) {
    if (!QTest::qWaitFor(done, 20'000)) qWarning("something did not come within 20 seconds");
    settle();
}

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

/// Into the visible part of its page.
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

QVector<WindowState> decisionPages() {
    const auto nothing = [](WindowStage&) {};
    const std::vector<api::DecisionParameter> bids{{"name", "bid"}, {"which", "highest"}};
    const auto answered = [](auto... fields) {
        api::DecisionResult result;
        (fields(result), ...);
        return result;
    };
    return {
        {"80-review-decision-vote", nothing,
         [](WindowStage& s) {
             s.open(decision_in_review_of(
                 filled(s, "agreement", {{"name", "approve"}, {"rule", "at-least"}, {"least", "2"}}),
                 "Approve the merger?"));
         }},
        {"81-review-decision-own", nothing,
         [](WindowStage& s) {
             s.open(decision_in_review_of(
                 filled(s, "own-position",
                        {{"name", "salary"}, {"comparison", "above"}, {"against", "average"}}),
                 "Do we pay more than the others?"));
         }},
        {"82-result-decision-name", nothing,
         [=](WindowStage& s) {
             s.open(decision_done_with(filled(s, "highest", bids), "Highest bid", answered([](auto& r) {
                                           r.kind = api::AnswerKind::names;
                                           r.places = {2};
                                           r.names = {"Birch & Partners"};
                                           r.means = "Birch & Partners has the highest bid.";
                                       })));
         }},
        {"83-result-decision-number", nothing,
         [=](WindowStage& s) {
             s.open(decision_done_with({"if sum(cover) > sum(losses) then average(cover)"}, "Average cover",
                                       answered([](auto& r) {
                                           r.kind = api::AnswerKind::number;
                                           r.number = "412000.333333";
                                           r.rounded = true;
                                           r.unit = "EUR";
                                           r.means = "The average of cover is about 412,000.333333 EUR.";
                                       })));
         }},
        {"84-result-decision-withheld", nothing,
         [=](WindowStage& s) {
             s.open(decision_done_with(
                 {"if sum(cover) > sum(losses) then average(cover)"}, "Average cover", answered([](auto& r) {
                     r.kind = api::AnswerKind::number;
                     r.withheld = true;
                     r.means = "The combined total of cover is not above that of losses.";
                 })));
         }},
        {"85-result-decision-own", nothing,
         [=](WindowStage& s) {
             s.open(decision_done_with(
                 filled(s, "own-position",
                        {{"name", "salary"}, {"comparison", "above"}, {"against", "average"}}),
                 "Do we pay more than the others?", answered([](auto& r) {
                     r.answer = true;
                     r.own = true;
                     r.means = "Your salary is above the average of all.";
                 })));
         }},
    };
}

/// A Total by department, under all three rules.
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

QVector<WindowState> sessionPages() {
    const auto nothing = [](WindowStage&) {};
    const auto showing = [](api::SessionView (*make)()) {
        return [make](WindowStage& s) { s.open(make()); };
    };
    return {
        {"01-first-start",
         [](WindowStage& s) {
             s.engine->set_profile(
                 {"/home/clara/.local/share/tacit", "", "", "", "the system keychain", false});
         },
         nothing},
        {"02-home-empty", nothing, nothing},
        {"03-home", fillHome,
         [](WindowStage& s) { s.window->findChild<QTableView*>("sessionTable")->selectRow(2); }},
        {"04-home-weak",
         [](WindowStage& s) {
             auto profile = s.engine->profile();
             profile.protection = "a file that only you can read";
             profile.weak_protection = true;
             s.engine->set_profile(profile);
             fillHome(s);
         },
         nothing},
        {"05-invitation", nothing,
         [](WindowStage& s) { s.window->openInvitation("/tmp/northwind-total.tacit"); }},
        {"06-invitation-details", nothing,
         [](WindowStage& s) {
             s.window->openInvitation("/tmp/birch-overlap.tacit");
             click(s, "protocolDetailsButton");
         }},
        {"07-invitation-refused", nothing,
         [](WindowStage& s) { s.window->openInvitation("/tmp/damaged.tacit"); }},
        {"08-connecting", nothing, showing(overlap_connecting)},
        {"09-review", nothing, showing(total_in_review)},
        {"10-review-data", nothing,
         [](WindowStage& s) {
             s.open(overlap_in_review());
             chooseData(s, "/home/clara/customers.csv");
         }},
        {"11-review-decline", nothing,
         [](WindowStage& s) {
             s.open(overlap_in_review());
             click(s, "declineButton");
         }},
        {"12-lobby-organizer", nothing, showing(total_in_lobby)},
        {"13-lobby-partner", nothing, showing(overlap_waiting)},
        {"14-sealing", nothing, showing(total_sealing)},
        {"15-running", nothing, showing(overlap_running)},
        {"16-running-waiting", nothing, showing(total_running_waiting)},
        {"17-result-total", nothing, showing(total_done)},
        {"18-result-rows", nothing, showing(overlap_done_rows)},
        {"19-result-count", nothing, showing(overlap_done_count)},
        {"20-result-not-for-you", nothing, showing(overlap_not_for_you)},
        {"26-review-decision-typed", nothing,
         [](WindowStage& s) {
             s.open(decision_in_review());
             click(s, "valueTyped");
             type(s, "typedValue0", "410,5");
         }},
        {"27-review-decision", nothing, [](WindowStage& s) { s.open(decision_in_review()); }},
        {"28-result-decision-yes", nothing, [](WindowStage& s) { s.open(decision_done(true)); }},
        {"29-result-decision-no", nothing, [](WindowStage& s) { s.open(decision_done(false)); }},
        {"21-failed-gone", nothing, [](WindowStage& s) { s.open(failed(Fault::partner_gone)); }},
        {"22-failed-declined", nothing, [](WindowStage& s) { s.open(failed(Fault::declined)); }},
        {"23-failed-cheating", nothing, [](WindowStage& s) { s.open(failed(Fault::cheating)); }},
        {"25-result-one-signature-missing", nothing,
         [](WindowStage& s) {
             auto view = total_done();
             view.live = false;
             view.receipt.missing = {view.receipt.signed_by.back()};
             view.receipt.signed_by.pop_back();
             s.open(view);
         }},
        {"24-result-saved", nothing,
         [](WindowStage& s) {
             s.open(total_done());
             s.files.setNextPath("/home/clara/Documents/salary-benchmark-2024.csv");
             click(s, "saveResultButton");
             waitFor([&s] { return s.window->findChild<QWidget*>("resultBanner")->isVisible(); });
         }},
    };
}

QVector<WindowState> wizardPages() {
    const auto nothing = [](WindowStage&) {};
    return {
        {"30-wizard-question", nothing, [](WindowStage& s) { wizard(s, "total"); }},
        {"31-wizard-data-empty", nothing,
         [](WindowStage& s) {
             wizard(s, "total");
             click(s, "wizardNext");
         }},
        {"32-wizard-data-reading", nothing,
         [](WindowStage& s) {
             wizard(s, "total");
             click(s, "wizardNext");
             s.engine->hold_imports();
             s.window->findChild<ui::DataPanel*>()->setFile("/home/clara/salaries-2024.xlsx");
             auto* bar = s.window->findChild<QProgressBar*>("importProgress");
             waitFor([bar] { return bar->value() > 0; });
         }},
        {"33-wizard-data-total", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2, 3});
         }},
        {"34-wizard-data-problems", nothing,
         [](WindowStage& s) { wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2}); }},
        {"35-wizard-data-rows", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2});
             click(s, "segmentRows");
         }},
        {"36-wizard-data-findings", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2});
             click(s, "segmentIssues");
         }},
        {"37-wizard-data-refused", nothing,
         [](WindowStage& s) { wizardData(s, "total", "/home/clara/photo.png", {}); }},
        {"38-wizard-data-overlap", nothing,
         [](WindowStage& s) { wizardData(s, "overlap", "/home/clara/customers.csv", {0}); }},
        {"38b-wizard-data-overlap-phone", nothing,
         [](WindowStage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             auto* kind = s.window->findChild<QComboBox*>("keyKindBox");
             kind->setCurrentIndex(kind->findText("Phone number"));
             Q_EMIT kind->activated(kind->currentIndex());
         }},
        {"39-wizard-details-total", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "advancedButton");
         }},
        {"40-wizard-details-overlap", nothing,
         [](WindowStage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             click(s, "wizardNext");
         }},
        {"41-wizard-review", nothing,
         [](WindowStage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             click(s, "wizardNext");
             click(s, "wizardNext");
         }},
        {"41-wizard-review-advice", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2, 3});
             click(s, "statisticMedian");
             click(s, "wizardNext");
             s.window->findChild<QSpinBox*>("partnersBox")->setValue(7);
             click(s, "wizardNext");
             settle();
         }},
        {"42-wizard-review-error", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "wizardNext");
             click(s, "readCheck");
             s.engine->refuse_host(error(Fault::network_failed, "address in use"));
             click(s, "wizardNext");
             waitFor([&s] { return s.window->findChild<QWidget*>("hostBanner")->isVisible(); });
         }},
        {"43-wizard-details-network", nothing,
         [](WindowStage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             click(s, "wizardNext");
             click(s, "reachNetwork");
             click(s, "advancedButton");
         }},
        {"44-wizard-details-problem", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             s.window->findChild<QLineEdit*>("titleEdit")->clear();
             Q_EMIT s.window->findChild<QLineEdit*>("titleEdit")->textEdited({});
         }},
        {"46-wizard-data-checking", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {});
             s.engine->hold_work();
             tick(s, {2});
         }},
        {"47-wizard-creating", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "wizardNext");
             click(s, "readCheck");
             s.engine->hold_work();
             click(s, "wizardNext");
         }},
        {"48-wizard-decision-templates", nothing,
         [](WindowStage& s) {
             wizard(s, "decision");
             click(s, "wizardNext");
         }},
        {"49-wizard-decision-example", nothing,
         [](WindowStage& s) {
             wizard(s, "decision");
             click(s, "wizardNext");
             click(s, "templateCard_cross");
         }},
        {"60-wizard-decision-filled", nothing, [](WindowStage& s) { decide(s); }},
        {"61-wizard-decision-mistake", nothing,
         [](WindowStage& s) {
             decide(s);
             type(s, "slot_limit", "1,000");
         }},
        {"62-wizard-decision-own", nothing,
         [](WindowStage& s) { own(s, "sum(losses) > 0.5 * sum(premiums) and count(premiums) >= 3"); }},
        {"62-wizard-decision-limits", nothing,
         [](WindowStage& s) {
             own(s, "max(price) - min(price) <= 5 and sum(price.count) > 3");
             type(s, "smallest_0", "0");
             type(s, "largest_0", "5000");
             type(s, "unit_0", "EUR");
             show(s, "limitsForm");
         }},
        {"62-wizard-decision-limits-mistake", nothing,
         [](WindowStage& s) {
             own(s, "max(price) - min(price) <= 5 and sum(price.count) > 3");
             type(s, "smallest_0", "5000");
             type(s, "largest_0", "50");
             show(s, "limitsForm");
         }},
        {"63-wizard-decision-own-empty", nothing, [](WindowStage& s) { own(s, {}); }},
        {"64-wizard-decision-own-mistake", nothing,
         [](WindowStage& s) { own(s, "sum(losses) > 0.5 * total(premiums)"); }},
        {"65-wizard-decision-own-answers", nothing,
         [](WindowStage& s) { own(s, "mine(salary) > average(salary)"); }},
        {"66-wizard-decision-votes", nothing,
         [](WindowStage& s) {
             wizard(s, "decision");
             click(s, "wizardNext");
             click(s, "templateCard_agreement");
             type(s, "slot_name", "approve the merger");
             click(s, "wizardNext");
         }},
        {"67-wizard-data-decision", nothing,
         [](WindowStage& s) {
             decide(s);
             click(s, "wizardNext");
             chooseData(s, "/home/clara/salaries-2024.xlsx");
         }},
        {"68-wizard-data-decision-typed", nothing, [](WindowStage& s) { decideTyping(s); }},
        {"69-wizard-details-decision", nothing,
         [](WindowStage& s) {
             decideTyping(s);
             click(s, "wizardNext");
             click(s, "toNamed");
             click(s, "toPlace1");
         }},
        {"70-wizard-review-decision", nothing,
         [](WindowStage& s) {
             decideTyping(s);
             click(s, "wizardNext");
             click(s, "wizardNext");
         }},
        {"71-wizard-review-decision-caution", nothing,
         [](WindowStage& s) {
             s.engine->set_cautions(
                 {"With \"Exposure in May\", where the limit was 900,000 and the answer yes, an answer of no "
                  "would place the combined total between 900,000 and 1,000,000."});
             decideTyping(s);
             click(s, "wizardNext");
             click(s, "wizardNext");
         }},
        {"62-wizard-data-rules", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             chooseRules(s);
             if (auto* area = s.window->findChild<QWidget*>("totalForm"))
                 area->findChild<QSpinBox*>("dominanceBox")->setFocus();
         }},
        {"63-wizard-details-rules", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             chooseRules(s);
             click(s, "wizardNext");
         }},
        {"64-result-total-categories", nothing, [](WindowStage& s) { s.open(total_done_by_category()); }},
        {"65-wizard-data-options", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/customers.csv", {4});
             click(s, "importOptionsButton");
             chooseOption(s, "dateOrderBox", int(api::DateOrder::day_first));
         }},
        {"66-wizard-data-findings", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2});
             click(s, "importOptionsButton");
             click(s, "segmentIssues");
             s.window->findChild<QTableView*>("issueTable")->selectRow(0);
         }},
        {"72-wizard-data-recipe",
         [](WindowStage& s) {
             api::ImportRecipe recipe{"salaries-2024.xlsx", {}, {}};
             recipe.options.decimal = '.';
             recipe.options.columns = {{"bonus", api::ColumnUse::number, true}};
             for (const auto& column : salaries().columns)
                 recipe.columns.push_back({column.name, column.type});
             recipe.columns[3].name = "extra_pay";
             recipe.columns.pop_back();
             (void)s.engine->keep_import_recipe(recipe);
         },
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "importOptionsButton");
         }},

        {"64-result-total-categories-statistics", nothing,
         [](WindowStage& s) { s.open(total_done_by_category_with_statistics()); }},

        {"45-review-mapping", nothing,
         [](WindowStage& s) {
             s.open(total_in_review());
             chooseData(s, "/home/clara/salaries-2024.xlsx");
             click(s, "segmentColumns");
         }},
    };
}

/// The dialog with the columns of a made-up table in sight.
void databasePart(WindowStage& s) {
    wizard(s, "total");
    click(s, "wizardNext");
    click(s, "databaseButton");
    for (const auto& [name, text] :
         {std::pair("databaseFile", "/home/clara/staff.db"), std::pair("databaseTable", "salaries")})
        if (auto* edit = s.window->findChild<QLineEdit*>(name)) edit->setText(text);
    click(s, "databasePartButton");
    const auto* form = s.window->findChild<QWidget*>("selectionForm");
    QElapsedTimer waited;
    for (waited.start(); form != nullptr && !form->isVisible() && waited.elapsed() < 5000;) settle();
}

QVector<WindowState> dialogs() {
    const auto nothing = [](WindowStage&) {};
    return {
        {"50-dialog-erase", fillHome,
         [](WindowStage& s) {
             s.window->findChild<QTableView*>("sessionTable")->selectRow(5);
             click(s, "eraseSessionButton");
         }},
        {"51-dialog-quit", nothing,
         [](WindowStage& s) {
             s.open(overlap_running());
             s.window->close();
         }},
        {"53-dialog-protection", nothing,
         [](WindowStage& s) {
             s.open(overlap_in_review());
             click(s, "protectionButton");
         }},
        {"54-dialog-database", nothing,
         [](WindowStage& s) {
             wizard(s, "total");
             click(s, "wizardNext");
             click(s, "databaseButton");
             if (auto* kind = s.window->findChild<QComboBox*>("databaseKind")) kind->setCurrentIndex(1);
         }},
        {"55-dialog-database-columns", nothing, [](WindowStage& s) { databasePart(s); }},
        {"56-dialog-database-groups", nothing,
         [](WindowStage& s) {
             databasePart(s);
             click(s, "selectionGrouped");
             auto* table = s.window->findChild<QTableView*>("selectionTable");
             for (const auto& [row, column] :
                  {std::pair(1, 3), std::pair(2, 4), std::pair(2, 8), std::pair(3, 4)})
                 if (table)
                     table->model()->setData(table->model()->index(row, column), Qt::Checked,
                                             Qt::CheckStateRole);
             click(s, "selectionCountRows");
             click(s, "selectionAddFilter");
             click(s, "selectionAddFilter");
             for (const auto& [name, index] : {std::pair("filterColumn1", 1), std::pair("filterColumn2", 2),
                                               std::pair("filterComparison2", 4)})
                 if (auto* box = s.window->findChild<QComboBox*>(name)) box->setCurrentIndex(index);
             for (const auto& [name, text] :
                  {std::pair("filterValue1", "Finance"), std::pair("filterValue2", "100"),
                   std::pair("filterTo2", "200")})
                 if (auto* edit = s.window->findChild<QLineEdit*>(name)) edit->setText(text);
         }},
        {"57-dialog-database-problem", nothing,
         [](WindowStage& s) {
             databasePart(s);
             click(s, "selectionGrouped");
         }},
        {"52-dialog-about", nothing,
         [](WindowStage& s) { s.window->findChild<QAction*>("aboutAction")->trigger(); }},
    };
}

}  // namespace

QVector<WindowState> windowStates() {
    return sessionPages() + decisionPages() + wizardPages() + dialogs();
}

std::unique_ptr<WindowStage> enter(const WindowState& state, const QSize& size) {
    auto stage = std::make_unique<WindowStage>();
    state.before(*stage);
    stage->window = std::make_unique<ui::MainWindow>(stage->engine, stage->files);
    stage->window->resize(size);
    stage->window->show();
    settle();
    state.after(*stage);
    settle();
    return stage;
}

}  // namespace tacit::test
