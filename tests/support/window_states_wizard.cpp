#include "support/window_steps.h"

#include <QLineEdit>

#include "support/fake_views.h"

namespace tacit::test {

QVector<WindowState> wizardStates() {
    const auto nothing = [](WindowStage&) {};
    return {
        {"30-wizard-question", nothing, [](WindowStage& s) { wizard(s, "total"); }},
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
        {"47-wizard-creating", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "wizardNext");
             click(s, "readCheck");
             s.engine->hold_work();
             click(s, "wizardNext");
         }},
    };
}

}  // namespace tacit::test
