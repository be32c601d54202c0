#include "support/window_steps.h"

#include <QComboBox>
#include <QLineEdit>
#include <QTableView>

namespace tacit::test {

namespace {

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
    waitFor([form] { return form != nullptr && form->isVisible(); });
}

}  // namespace

QVector<WindowState> databaseStates() {
    const auto nothing = [](WindowStage&) {};
    return {
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
             click(s, "selectionAsRows");
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
    };
}

}  // namespace tacit::test
