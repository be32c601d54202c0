#include "support/window_steps.h"

#include <QComboBox>
#include <QProgressBar>
#include <QTableView>

#include "support/fake_datasets.h"
#include "support/fake_views.h"
#include "ui/widgets/data_panel.h"

namespace tacit::test {

QVector<WindowState> importStates() {
    const auto nothing = [](WindowStage&) {};
    return {
        {"35b-wizard-data-rows-noted", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-noted.xlsx", {});
             click(s, "segmentRows");
         }},
        {"36b-wizard-data-findings-noted", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-noted.xlsx", {2});
             click(s, "checkBannerAction");
             show(s, "findingGoButton");
         }},
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
        {"46-wizard-data-checking", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {});
             s.engine->hold_work();
             tick(s, {2});
         }},
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
        {"73-wizard-data-pasted",
         [](WindowStage& s) {
             s.engine->set_file("Pasted cells", [](const api::ImportOptions&) -> Result<api::DatasetView> {
                 auto pasted = salaries();
                 pasted.file_name = "Pasted cells";
                 pasted.format = "CSV, tab, UTF-8";
                 pasted.sheets.clear();
                 pasted.sheet.clear();
                 pasted.displayed = true;
                 return pasted;
             });
         },
         [](WindowStage& s) { wizardData(s, "total", "Pasted cells", {2}); }},
        {"45-review-mapping", nothing,
         [](WindowStage& s) {
             s.open(total_in_review());
             chooseData(s, "/home/clara/salaries-2024.xlsx");
             click(s, "segmentColumns");
         }},
    };
}

}  // namespace tacit::test
