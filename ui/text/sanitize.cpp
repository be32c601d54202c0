#include "ui/text/sanitize.h"

#include <QList>

#include "base/invisible.h"

namespace tacit::ui {
namespace {

// What the fonts may know or not, shown as one sign, so that it is seen that there is something: dropped, it
// would make two names look the same that the engine tells apart.
bool isUnknown(char32_t c) {
    return QChar::category(c) == QChar::Other_NotAssigned;
}

bool spaceLike(char32_t c) {
    const auto category = QChar::category(c);
    return category == QChar::Other_Control || category == QChar::Separator_Line ||
           category == QChar::Separator_Paragraph || category == QChar::Separator_Space;
}

QString clean(const QString& text, int limit, bool keepLines) {
    QString out;
    int length = 0;
    bool gap = false;
    int marks = 0;
    for (char32_t c : text.toUcs4()) {
        // With bidirectional controls, joiners and the like a name can be made to read as another one, or a
        // sentence to read backwards.
        if (is_invisible(c)) continue;
        if (isUnknown(c)) c = QChar::ReplacementCharacter;
        if (keepLines && c == U'\n') {
            out += u'\n';
            gap = false;
            ++length;
            continue;
        }
        if (spaceLike(c)) {
            gap = !out.isEmpty() && !out.endsWith(u'\n');
            continue;
        }
        // More than four combining marks on one letter overflow the line above and below.
        marks = QChar::category(c) == QChar::Mark_NonSpacing ? marks + 1 : 0;
        if (marks > 4) continue;
        if (length + (gap ? 1 : 0) >= limit) return out + QChar(0x2026);
        if (gap) {
            out += u' ';
            ++length;
            gap = false;
        }
        out += QString::fromUcs4(&c, 1);
        ++length;
    }
    return out;
}

}  // namespace

QString plain(const std::string& text, int limit) {
    return clean(QString::fromStdString(text), limit, false);
}
QString plain(const QString& text, int limit) {
    return clean(text, limit, false);
}
QString plainLines(const std::string& text, int limit) {
    return clean(QString::fromStdString(text), limit, true).trimmed();
}

}  // namespace tacit::ui
