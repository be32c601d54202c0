#include "support/window_steps.h"

#include <QAction>
#include <QLineEdit>
#include <QTableView>

#include "support/fake_views.h"

namespace tacit::test {

QVector<WindowState> sessionStates() {
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
        {"21-failed-gone", nothing, [](WindowStage& s) { s.open(failed(Fault::partner_gone)); }},
        {"22-failed-declined", nothing, [](WindowStage& s) { s.open(failed(Fault::declined)); }},
        {"23-failed-cheating", nothing, [](WindowStage& s) { s.open(failed(Fault::cheating)); }},
        {"28-receipt-genuine", nothing, [](WindowStage& s) { s.window->openReceipt("/x/pay-receipt.json"); }},
        {"29-receipt-altered", nothing, [](WindowStage& s) { s.window->openReceipt("/x/pay.json"); }},
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
        {"52-dialog-about", nothing,
         [](WindowStage& s) { s.window->findChild<QAction*>("aboutAction")->trigger(); }},
    };
}

}  // namespace tacit::test
