#include "ui/text/decision_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/text/format.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {

namespace {
QString tr(const char* text, const char* what = nullptr) {
    return QCoreApplication::translate("DecisionText", text, what);
}

/// "Alder", "Alder and Birch", "Alder, Birch and Cedar".
QString listed(const std::vector<std::string>& names) {
    QString text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto name = plain(names[i], 80);
        if (i == 0)
            text = name;
        else if (i + 1 == names.size())
            text = tr("%1 and %2").arg(text, name);
        else
            text = tr("%1, %2").arg(text, name);
    }
    return text;
}
}  // namespace

QString answerKindText(const api::FormulaReading& reading) {
    QStringList sentences;
    switch (reading.kind) {
        case api::AnswerKind::yes_no:
            sentences << (reading.own
                              ? tr("The answer is a yes or no. Everybody gets one of their own, and learns "
                                   "nobody else's.")
                              : tr("The answer is a yes or no, and nothing else."));
            break;
        case api::AnswerKind::names:
            sentences << tr(
                "The answer is the name of a participant, or several if they are equal. No number "
                "becomes known.");
            break;
        case api::AnswerKind::number:
            sentences << (reading.own
                              ? tr("The answer is a number. Everybody gets one of their own, and learns "
                                   "nobody else's.")
                              : tr("The answer is a number."));
            break;
    }
    if (reading.may_be_withheld)
        sentences << tr(
            "It is told only if the condition holds; otherwise nobody learns more than that it does "
            "not.");
    return sentences.join(u' ');
}

QString answerText(const api::DecisionResult& result) {
    if (result.withheld) return tr("No answer");
    switch (result.kind) {
        case api::AnswerKind::yes_no:
            return result.answer ? tr("Yes") : tr("No");
        case api::AnswerKind::names:
            return listed(result.names);
        case api::AnswerKind::number:
            return result.unit.empty() ? formatDecimal(result.number)
                                       : tr("%1 %2", "number and unit")
                                             .arg(formatDecimal(result.number), plain(result.unit, 40));
    }
    return {};
}

QString answerNote(const api::DecisionResult& result) {
    QStringList sentences;
    if (result.withheld)
        sentences << tr(
            "As agreed, it is told only if the condition holds, and it does not. Nobody has learnt "
            "more than that.");
    else if (result.own)
        sentences << tr("This answer is yours alone. The others learn their own, and not this one.");
    else
        sentences << tr(
            "This is all that was revealed: nobody has learnt another participant's number, or "
            "anything that was worked out on the way.");
    if (result.rounded) sentences << tr("The number is rounded to six decimal places.");
    return sentences.join(u' ');
}

QString placeText(std::uint16_t place) {
    return place == 0 ? tr("You") : tr("Partner %1").arg(place);
}

}  // namespace tacit::ui
