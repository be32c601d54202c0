#include "cli/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cstdio>

#include "ui/text/fault_text.h"

namespace tacit::cli {

namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}
/// Counts stay exact: they are far below 2^53.
QJsonValue number(std::uint64_t value) {
    return QJsonValue(static_cast<qint64>(value));
}

QString typeName(api::ColumnType type) {
    switch (type) {
        case api::ColumnType::text:
            return "text";
        case api::ColumnType::integer:
            return "integer";
        case api::ColumnType::decimal:
            return "decimal";
        case api::ColumnType::date:
            return "date";
        case api::ColumnType::boolean:
            return "boolean";
        case api::ColumnType::empty:
            return "empty";
    }
    return "text";
}

QJsonObject json(const api::TotalResult& total) {
    QJsonArray columns;
    for (const auto& c : total.columns) {
        QJsonObject column{{"name", q(c.name)}, {"sum", q(c.sum)}, {"count", number(c.count)}};
        column["mean"] = c.mean.empty() ? QJsonValue() : QJsonValue(q(c.mean));
        columns << column;
    }
    return {{"question", "total"}, {"contributors", total.contributors}, {"columns", columns}};
}

QJsonObject json(const api::OverlapResult& overlap) {
    return {{"question", "overlap"},
            {"reveal", overlap.reveal == api::Reveal::rows ? "rows" : "count"},
            {"count", number(overlap.count)},
            {"mine", QJsonObject{{"rows", number(overlap.rows)},
                                 {"distinct", number(overlap.distinct)},
                                 {"blank", number(overlap.blank)}}}};
}

QJsonObject json(const api::NotForYou& none) {
    return {{"question", q(none.kind)}, {"answer", "not for you"}};
}

QString text(const api::TotalResult& total) {
    QString out = QString("Total over %1 participants\n").arg(total.contributors);
    for (const auto& c : total.columns)
        out += QString("  %1: sum %2, count %3, mean %4\n")
                   .arg(q(c.name), q(c.sum))
                   .arg(c.count)
                   .arg(c.mean.empty() ? QString("none (no filled cell)") : q(c.mean));
    return out;
}

QString text(const api::OverlapResult& overlap) {
    auto out = QString("%1 keys in common; of your %2 rows, %3 different keys and %4 blanks took part\n")
                   .arg(overlap.count)
                   .arg(overlap.rows)
                   .arg(overlap.distinct)
                   .arg(overlap.blank);
    if (overlap.reveal == api::Reveal::rows)
        out += QString("%1 of your rows match\n").arg(overlap.matching_rows);
    return out;
}

QString text(const api::NotForYou&) {
    return "The run succeeded. By the agreement the result is for others, so there is nothing to show "
           "here.\n";
}

}  // namespace

QJsonObject resultJson(const api::ResultView& result) {
    return std::visit([](const auto& value) { return json(value); }, result);
}

QString resultText(const api::ResultView& result) {
    return std::visit([](const auto& value) { return text(value); }, result);
}

QJsonObject datasetJson(const api::DatasetView& dataset) {
    QJsonArray columns, issues;
    for (const auto& c : dataset.columns) {
        QJsonArray samples;
        for (const auto& sample : c.samples) samples << q(sample);
        columns << QJsonObject{
            {"name", q(c.name)},        {"type", typeName(c.type)},     {"valid", number(c.valid)},
            {"blank", number(c.blank)}, {"invalid", number(c.invalid)}, {"distinct", number(c.distinct)},
            {"samples", samples}};
    }
    for (const auto& i : dataset.issues)
        issues << QJsonObject{
            {"cell", q(i.cell)}, {"text", q(i.text)}, {"problem", q(i.problem)}, {"next", q(i.next)}};
    QJsonObject out{{"sheet", q(dataset.sheet)}, {"columns", columns}, {"issues", issues}};
    if (dataset.more_issues > 0) out["more_issues"] = number(dataset.more_issues);
    return out;
}

QString datasetText(const api::DatasetView& dataset) {
    QString out = QString("%1%2: %3, %4 rows\n")
                      .arg(q(dataset.file_name), dataset.sheet.empty() ? "" : " [" + q(dataset.sheet) + "]",
                           q(dataset.format))
                      .arg(dataset.rows);
    for (const auto& c : dataset.columns)
        out += QString("  %1: %2; %3 valid, %4 blank, %5 invalid, %6 different\n")
                   .arg(q(c.name), typeName(c.type))
                   .arg(c.valid)
                   .arg(c.blank)
                   .arg(c.invalid)
                   .arg(c.distinct);
    for (const auto& i : dataset.issues)
        out += QString("  %1 %2: %3 %4\n")
                   .arg(i.cell.empty() ? "-" : q(i.cell), i.text.empty() ? "" : '"' + q(i.text) + '"',
                        q(i.problem), q(i.next));
    if (dataset.more_issues > 0) out += QString("  ... and %1 more\n").arg(dataset.more_issues);
    return out;
}

QJsonObject faultJson(const Error& error) {
    const auto explained = ui::faultMessage(error);
    QJsonObject out{{"fault", QString::fromUtf8(fault_name(error.fault).data())},
                    {"message", explained.happened + ' ' + explained.means},
                    {"next", explained.next}};
    if (!error.partner.empty()) out["partner"] = q(error.partner);
    return out;
}

QString faultText(const Error& error) {
    const auto explained = ui::faultMessage(error);
    return explained.happened + '\n' + explained.means + '\n' + explained.next + '\n';
}

void say(const QString& line) {
    std::fputs(qPrintable(line + '\n'), stderr);
    std::fflush(stderr);
}

void answer(bool json, const QJsonObject& object, const QString& text) {
    const auto bytes = json ? QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n' : text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

int fail(bool json, const Error& error) {
    if (json) answer(true, faultJson(error), {});
    std::fputs(qPrintable(faultText(error)), stderr);
    return 1;
}

}  // namespace tacit::cli
