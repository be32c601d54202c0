#include "support/window_steps.h"

#include "support/fake_views.h"

namespace tacit::test {

QVector<WindowState> decisionStates() {
    const auto nothing = [](WindowStage&) {};
    const std::vector<api::DecisionParameter> bids{{"name", "bid"}, {"which", "highest"}};
    const auto answered = [](auto... fields) {
        api::DecisionResult result;
        (fields(result), ...);
        return result;
    };
    return {
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
        {"62-wizard-decision-limits-written", nothing,
         [](WindowStage& s) {
             own(s, "max(price) - min(price) <= 5");
             type(s, "smallest_0", "0");
             type(s, "largest_0", "5.000,00");
             show(s, "limitsForm");
         }},
        {"62-wizard-decision-unit-mistake", nothing,
         [](WindowStage& s) {
             own(s, "max(price) - min(price) <= 5");
             type(s, "unit_0", "EUR 1");
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
        {"26-review-decision-typed", nothing,
         [](WindowStage& s) {
             s.open(decision_in_review());
             click(s, "valueTyped");
             type(s, "typedValue0", "410,5");
         }},
        {"27-review-decision", nothing, [](WindowStage& s) { s.open(decision_in_review()); }},
        {"28-result-decision-yes", nothing, [](WindowStage& s) { s.open(decision_done(true)); }},
        {"29-result-decision-no", nothing, [](WindowStage& s) { s.open(decision_done(false)); }},
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

}  // namespace tacit::test
