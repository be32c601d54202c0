#include "ui/text/rules_text.h"

#include <QCoreApplication>

namespace tacit::ui {

namespace {

struct RulesText {
    Q_DECLARE_TR_FUNCTIONS(RulesText)
};

}  // namespace

QStringList rulesTexts(const api::DisclosureRules& rules) {
    QStringList out;
    if (rules.minimum_contributors > 0)
        out << (rules.minimum_contributors == 1
                    ? RulesText::tr("At least 1 participant has a value in it.")
                    : RulesText::tr("At least %1 participants have a value in it.")
                          .arg(rules.minimum_contributors));
    if (rules.minimum_group > 0)
        out << (rules.minimum_group == 1
                    ? RulesText::tr("At least 1 value is in it.")
                    : RulesText::tr("At least %1 values are in it.").arg(rules.minimum_group));
    if (rules.dominance < 100)
        out << RulesText::tr("No participant's part is more than %1 % of it.").arg(rules.dominance);
    return out;
}

}  // namespace tacit::ui
