#include "question/decision/decision.h"

namespace tacit::question {

api::QuestionCard decision_card() {
    api::QuestionCard card;
    card.kind = "decision";
    card.title = "Decision";
    card.purpose =
        "A yes or no that depends on everybody's values, and nothing else. Coming in a later version.";
    card.example = "Is our combined exposure above the limit?";
    card.available = false;
    card.least_partners = 1;
    card.most_partners = 7;
    return card;
}

}  // namespace tacit::question
