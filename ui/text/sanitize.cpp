#include "ui/text/sanitize.h"

#include <QList>

namespace tacit::ui {
namespace {

// Bidirectional controls, joiners and other invisible formatting: category Cf. With them a name can be made
// to read as another one, or a sentence to read backwards. U+00AD and the tag characters are in Cf as well.
bool dropped(char32_t c) {
    switch (QChar::category(c)) {
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Other_PrivateUse:
        case QChar::Other_NotAssigned:
            return true;
        default:
            break;
    }
    // Letters that render as nothing although Unicode calls them letters, and variation selectors.
    return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xE0100 && c <= 0xE01EF);
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
    for (const char32_t c : text.toUcs4()) {
        if (dropped(c)) continue;
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
