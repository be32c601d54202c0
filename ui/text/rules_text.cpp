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
        out << RulesText::tr("At least %n participant(s) have a value in it.", nullptr,
                             rules.minimum_contributors);
    if (rules.minimum_group > 0)
        out << RulesText::tr("At least %n value(s) are in it.", nullptr,
                             static_cast<int>(rules.minimum_group));
    if (rules.dominance < 100)
        out << RulesText::tr("No participant's part is more than %1 % of it.").arg(rules.dominance);
    return out;
}

}  // namespace tacit::ui
