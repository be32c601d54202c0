#include "ui/model/decision_answers.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace tacit::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("DecisionAnswers", text);
}

Error sentence(const QString& text) {
    return error(Fault::usage, text.toStdString());
}

/// What the engine says of a slot, without the name that only the command line has for it.
QString aboutSlot(const api::DecisionTemplate& from, const QString& said) {
    for (const auto& slot : from.slots) {
        const auto title = QString::fromStdString(slot.title);
        const auto both = QStringLiteral("\"%1\" (%2): ").arg(title, QString::fromStdString(slot.name));
        if (said.startsWith(both)) return title + QStringLiteral(": ") + said.mid(both.size());
    }
    return said;
}

/// Where one limit alone is given, the other one is as far as numbers go.
void declare(const api::Engine& engine, const DecisionAnswers& answers, api::DecisionQuestion& question) {
    if (answers.limits.empty()) return;
    // Among nobody it is read without being made into a circuit.
    for (const auto& number : engine.read_formula(question, 0).ranges) {
        const auto typed = answers.limits.find(number.name);
        if (typed == answers.limits.end()) continue;
        const auto low = typed->second.smallest.trimmed(), high = typed->second.largest.trimmed();
        if (!low.isEmpty() || !high.isEmpty())
            question.ranges.push_back({number.name, low.isEmpty() ? number.low : low.toStdString(),
                                       high.isEmpty() ? number.high : high.toStdString()});
        const auto unit = typed->second.unit.trimmed();
        if (!unit.isEmpty() && number.takes_unit) question.units.push_back({number.name, unit.toStdString()});
    }
}

}  // namespace

const api::DecisionTemplate* chosenTemplate(const std::vector<api::DecisionTemplate>& templates,
                                            const DecisionAnswers& answers) {
    const auto found = std::find_if(templates.begin(), templates.end(),
                                    [&](const auto& one) { return one.name == answers.templateName; });
    return found == templates.end() ? nullptr : &*found;
}

std::string slotValue(const api::DecisionTemplate& from, const api::TemplateSlot& slot,
                      const DecisionAnswers& answers) {
    const auto typed = answers.slots.find({from.name, slot.name});
    if (typed != answers.slots.end()) return typed->second;
    return slot.choices.empty() ? std::string() : slot.choices.front().value;
}

bool slotAsked(const api::DecisionTemplate& from, const api::TemplateSlot& slot,
               const DecisionAnswers& answers) {
    if (slot.only_if.empty()) return true;
    const auto other = std::find_if(from.slots.begin(), from.slots.end(),
                                    [&](const auto& one) { return one.name == slot.only_if; });
    return other != from.slots.end() && slotAsked(from, *other, answers) &&
           slotValue(from, *other, answers) == slot.only_value;
}

QString missingSlot(const api::DecisionTemplate& from, const DecisionAnswers& answers) {
    for (const auto& slot : from.slots)
        if (slotAsked(from, slot, answers) && slotValue(from, slot, answers).empty())
            return QString::fromStdString(slot.title);
    return {};
}

Result<api::DecisionQuestion> decisionQuestion(const api::Engine& engine,
                                               const std::vector<api::DecisionTemplate>& templates,
                                               const DecisionAnswers& answers, api::Recipients to) {
    api::DecisionQuestion question;
    if (answers.own) {
        question.formula = answers.formula.trimmed().toStdString();
        if (question.formula.empty()) return sentence(tr("Write the formula."));
    } else {
        const auto* from = chosenTemplate(templates, answers);
        if (from == nullptr) return sentence(tr("Choose what is decided."));
        if (const auto missing = missingSlot(*from, answers); !missing.isEmpty())
            return sentence(tr("Fill in: %1.").arg(missing));
        std::vector<api::DecisionParameter> parameters;
        for (const auto& slot : from->slots)
            if (slotAsked(*from, slot, answers))
                parameters.push_back({slot.name, slotValue(*from, slot, answers)});
        auto filled = engine.fill_template(from->name, parameters);
        if (!filled) return sentence(aboutSlot(*from, QString::fromStdString(filled.error().detail)));
        question = std::move(filled).value();
    }
    declare(engine, answers, question);
    question.to = to;
    if (answers.named) question.to_places = answers.places;
    return question;
}

bool sameAsked(const std::vector<api::AskedColumn>& one, const std::vector<api::AskedColumn>& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const auto& a, const auto& b) {
        return a.name == b.name && a.numeric == b.numeric && a.vote == b.vote && a.places == b.places;
    });
}

QString inFormula(const QString& name) {
    static const QRegularExpression bare(
        QStringLiteral("^[A-Za-z_\\x{80}-\\x{ffff}][A-Za-z0-9_\\x{80}-\\x{ffff}]*$"));
    // Words that mean something of their own; quotes never do harm.
    static const QStringList taken{"and", "or",   "not", "if", "then",   "else",
                                   "of",  "mine", "yes", "no", "between"};
    if (bare.match(name).hasMatch() && !taken.contains(name.toLower())) return name;
    return u'"' + QString(name).replace(u'"', QStringLiteral("\"\"")) + u'"';
}

int charactersOf(const QString& text, std::size_t bytes) {
    return int(QString::fromUtf8(text.toUtf8().left(qsizetype(bytes))).size());
}

}  // namespace tacit::ui
