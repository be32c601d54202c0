#include "support/window_steps.h"

#include <QSpinBox>

#include "support/fake_views.h"

namespace tacit::test {

QVector<WindowState> totalStates() {
    const auto nothing = [](WindowStage&) {};
    return {
        {"41-wizard-review-advice", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2, 3});
             click(s, "statisticMedian");
             click(s, "wizardNext");
             s.window->findChild<QSpinBox*>("partnersBox")->setValue(7);
             click(s, "wizardNext");
             settle();
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
        {"63-wizard-data-expected", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2, 3});
             type(s, "expectedUnit0", "EUR");
             type(s, "expectedLow0", "0");
             type(s, "expectedHigh0", "-5");
             show(s, "expectationsProblem");
         }},
        {"63-wizard-review-expected", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2, 3});
             type(s, "expectedUnit0", "EUR");
             type(s, "expectedHigh0", "100000");
             click(s, "wizardNext");
             click(s, "wizardNext");
             settle();
         }},
        {"64-result-total-hidden", nothing,
         [](WindowStage& s) {
             auto view = total_done();
             auto& result = std::get<api::TotalResult>(*view.result);
             result.rules = {3, 10, 60};
             for (auto& column : result.columns) {
                 column.hidden = true;
                 column.sum.clear();
                 column.mean.clear();
                 column.count = 0;
             }
             s.open(view);
         }},
        {"64-result-total-categories", nothing, [](WindowStage& s) { s.open(total_done_by_category()); }},
        {"64-result-total-categories-statistics", nothing,
         [](WindowStage& s) { s.open(total_done_by_category_with_statistics()); }},
    };
}

}  // namespace tacit::test
