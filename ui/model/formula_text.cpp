#include "ui/model/formula_text.h"

#include <QRegularExpression>

namespace tacit::ui {

std::string sumFormula(const std::string& name, Comparison comparison, const QString& limit) {
    static constexpr const char* signs[] = {">", ">=", "<", "<="};
    std::string quoted;
    for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return "sum(\"" + quoted + "\") " + signs[static_cast<int>(comparison)] + ' ' +
           limit.trimmed().toStdString();
}

bool isTypedNumber(const QString& text) {
    static const QRegularExpression form(QStringLiteral("^[+-]?[0-9]{1,20}(?:\\.[0-9]{1,6})?$"));
    return form.match(text.trimmed()).hasMatch();
}

}  // namespace tacit::ui
