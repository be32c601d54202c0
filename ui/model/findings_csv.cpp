#include "ui/model/findings_csv.h"

#include <QStringList>

namespace tacit::ui {

namespace {

void addRow(QByteArray& out, const QList<QByteArray>& fields) {
    for (int i = 0; i < fields.size(); ++i) {
        auto field = fields[i];
        if (!field.isEmpty() && QByteArrayLiteral("=+-@\t\r").contains(field.front())) field.prepend('\'');
        out += (i == 0 ? "\"" : ",\"") + field.replace('"', "\"\"") + '"';
    }
    out += "\r\n";
}

}  // namespace

QByteArray FindingsCsv::text(const std::vector<api::ImportIssue>& issues) {
    QByteArray out("\xef\xbb\xbf");
    addRow(out, {tr("Cell").toUtf8(), tr("Content").toUtf8(), tr("What was found").toUtf8(),
                 tr("What to do").toUtf8()});
    for (const auto& issue : issues)
        addRow(out, {QByteArray::fromStdString(issue.cell), QByteArray::fromStdString(issue.text),
                     QByteArray::fromStdString(issue.problem), QByteArray::fromStdString(issue.next)});
    return out;
}

}  // namespace tacit::ui
