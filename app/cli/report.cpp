#include "cli/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cstdio>

#include "ui/text/fault_text.h"
#include "ui/text/sanitize.h"

namespace tacit::cli {

namespace {

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

/// Sum, count and mean of a column or a category; null where it is hidden, which is said besides.
template <class Numbers>
void addNumbers(const Numbers& numbers, QJsonObject& out) {
    out["sum"] = numbers.hidden ? QJsonValue() : QJsonValue(q(numbers.sum));
    out["count"] = numbers.hidden ? QJsonValue() : number(numbers.count);
    out["mean"] = numbers.mean.empty() ? QJsonValue() : QJsonValue(q(numbers.mean));
    if (numbers.hidden) out["hidden"] = true;
}

QJsonObject json(const api::DisclosureRules& rules) {
    return {{"minimum_contributors", rules.minimum_contributors},
            {"minimum_group", static_cast<qint64>(rules.minimum_group)},
            {"dominance", rules.dominance}};
}

constexpr const char* statisticNames[] = {"minimum", "lower_quartile", "median", "upper_quartile", "maximum"};

const char* nameOf(api::Statistic statistic) {
    return statisticNames[static_cast<std::size_t>(statistic)];
}

/// Null where there is none.
QJsonObject statisticsOf(const api::TotalResult& total, const std::vector<std::string>& statistics) {
    QJsonObject out;
    for (std::size_t i = 0; i < total.statistics.size(); ++i)
        out[nameOf(total.statistics[i])] =
            i < statistics.size() ? QJsonValue(q(statistics[i])) : QJsonValue();
    return out;
}

QJsonObject json(const api::TotalResult& total) {
    QJsonArray columns;
    for (const auto& c : total.columns) {
        QJsonObject column{{"name", q(c.name)}};
        addNumbers(c, column);
        QJsonArray categories;
        for (const auto& cell : c.cells) {
            QJsonObject category{{"category", q(cell.category)}};
            addNumbers(cell, category);
            if (!total.statistics.empty()) category["statistics"] = statisticsOf(total, cell.statistics);
            categories << category;
        }
        if (!total.group.empty())
            column["categories"] = categories;
        else if (!total.statistics.empty())
            column["statistics"] = statisticsOf(total, c.statistics);
        columns << column;
    }
    QJsonObject out{{"question", "total"}, {"contributors", total.contributors}, {"columns", columns}};
    if (!total.group.empty()) out["group"] = q(total.group);
    if (total.rules.any() || !total.group.empty() || !total.statistics.empty())
        out["rules"] = json(total.rules);
    return out;
}

QJsonObject json(const api::OverlapResult& overlap) {
    return {{"question", "overlap"},
            {"reveal", overlap.reveal == api::Reveal::rows ? "rows" : "count"},
            {"count", number(overlap.count)},
            {"mine", QJsonObject{{"rows", number(overlap.rows)},
                                 {"distinct", number(overlap.distinct)},
                                 {"blank", number(overlap.blank)},
                                 {"invalid", number(overlap.invalid)}}}};
}

QJsonValue answerOf(const api::DecisionResult& decision) {
    if (decision.withheld) return "withheld";
    if (decision.kind == api::AnswerKind::number) return q(decision.number);
    if (decision.kind == api::AnswerKind::yes_no) return decision.answer;
    QJsonArray names;
    for (const auto& name : decision.names) names << q(name);
    return names;
}

QJsonObject json(const api::DecisionResult& decision) {
    QJsonObject out{{"question", "decision"}, {"answer", answerOf(decision)}};
    // So that nobody takes it for exact.
    if (decision.rounded) out["rounded"] = true;
    if (!decision.unit.empty()) out["unit"] = q(decision.unit);
    return out;
}

QJsonObject json(const api::NotForYou& none) {
    return {{"question", q(none.kind)}, {"answer", "not for you"}};
}

QString text(const api::TotalResult& total) {
    QString out = QString("Total over %1 participants\n").arg(total.contributors);
    const auto line = [&](const QString& name, const auto& numbers) {
        if (numbers.hidden) {
            out += QString("  %1: hidden by the rules\n").arg(name);
            return;
        }
        out += QString("  %1: sum %2, count %3, mean %4\n")
                   .arg(name, q(numbers.sum))
                   .arg(numbers.count)
                   .arg(numbers.mean.empty() ? QString("none (no filled cell)") : q(numbers.mean));
    };
    const auto statistics = [&](const std::vector<std::string>& found) {
        for (std::size_t i = 0; i < found.size() && i < total.statistics.size(); ++i)
            out += QString("    %1 of the participants' sums: %2\n")
                       .arg(QString(nameOf(total.statistics[i])).replace('_', ' '), q(found[i]));
    };
    for (const auto& c : total.columns) {
        for (const auto& cell : c.cells) {
            line(ui::plain(c.name, 200) + ", " + ui::plain(cell.category, 100), cell);
            statistics(cell.statistics);
        }
        line(ui::plain(c.name, 200), c);
        statistics(c.statistics);
    }
    return out;
}

QString text(const api::OverlapResult& overlap) {
    auto out = QString("%1 keys in common; %2 different keys of your %3 rows took part")
                   .arg(overlap.count)
                   .arg(overlap.distinct)
                   .arg(overlap.rows);
    if (overlap.blank > 0) out += QString(", %1 blank ones did not").arg(overlap.blank);
    if (overlap.invalid > 0) out += QString(", %1 without a valid key were left out").arg(overlap.invalid);
    out += '\n';
    if (overlap.reveal == api::Reveal::rows)
        out += QString("%1 of your rows match (a key may stand in several)\n").arg(overlap.matching_rows);
    return out + QString("Your partner has %1 different keys\n").arg(overlap.partner_distinct);
}

QString text(const api::DecisionResult& decision) {
    const bool yesOrNo = decision.kind == api::AnswerKind::yes_no;
    return ui::plain(decision.question) + '\n' + (yesOrNo ? (decision.answer ? "Yes. " : "No. ") : "") +
           ui::plain(decision.means) + '\n';
}

/// The detail where the sentences of the windows do not have it, but a terminal is where it is looked for.
bool detailHelps(Fault fault) {
    switch (fault) {
        case Fault::deadline:
        case Fault::invitation_invalid:
        case Fault::invitation_expired:
        case Fault::wrong_clock:
        case Fault::changed_proposal:
        case Fault::version_differs:
        case Fault::cheating:
        case Fault::malformed_message:
        case Fault::network_failed:
        case Fault::profile_busy:
        case Fault::profile_damaged:
            return true;
        default:
            return false;
    }
}

/// What to do next, where at a terminal it is something else than in a window. Empty = the same.
QString nextHere(Fault fault) {
    switch (fault) {
        case Fault::deadline:
            return "Agree on a time when everybody takes part, and start a new session; --deadline SECONDS "
                   "on "
                   "each side allows for longer waits.";
        case Fault::invitation_invalid:
            return "Check the file's name; else ask the organizer to send the invitation again, as an "
                   "attached "
                   "file.";
        case Fault::file_refused:
            return "Check the file's name, or save the table as an Excel workbook (.xlsx) or as CSV with one "
                   "header row, and run the command again.";
        case Fault::database_refused:
            return "Check the address (tacit-cli inspect --help) and the password, which is taken from "
                   "TACIT_DATABASE_PASSWORD or asked for at the terminal, and run the command again.";
        case Fault::column_missing:
            return "Say which of your columns is meant with --map ASKED=MINE, or give another file with "
                   "--data FILE.";
        case Fault::cell_invalid:
            return "Correct these cells in your spreadsheet and run the command again; tacit-cli inspect "
                   "FILE "
                   "lists them.";
        case Fault::data_missing:
            return "Give your spreadsheet with --data FILE, or your number for a Decision with --value "
                   "NAME=DECIMAL.";
        case Fault::network_failed:
            return "Check that this computer is online and that no other program uses the address of "
                   "--listen. Your IT may have to allow Tacit.";
        case Fault::profile_busy:
            return "End the program that uses this profile, or name another one with --profile DIR.";
        case Fault::passphrase_needed:
            return "Put the passphrase into the environment variable TACIT_PASSPHRASE and run the command "
                   "again.";
        case Fault::usage:
            return "Change the options and run the command again.";
        default:
            return {};
    }
}

/// The sentences for a fault: those of the windows, completed for a terminal.
ui::Message explain(const Error& error) {
    auto message = ui::faultMessage(error);
    auto& happened = message.happened;
    const bool stopped = happened.endsWith('.');
    if (stopped) happened.chop(1);
    if (!error.detail.empty() && detailHelps(error.fault))
        happened += " (" + ui::plain(error.detail, 300) + ')';
    // A detail at the end of a sentence may or may not bring its own full stop.
    if (stopped || !QString(".!?").contains(happened.back())) happened += '.';
    if (const auto next = nextHere(error.fault); !next.isEmpty()) message.next = next;
    return message;
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

QString rosterText(const api::SessionView& view) {
    QString out = "Took part:";
    for (const auto& participant : view.participants)
        out += QString("\n  %1%2%3  %4")
                   .arg(ui::plain(participant.display(), 100), participant.me ? " (you)" : "",
                        participant.computes ? " (computes)" : "", q(participant.fingerprint));
    return out;
}

QString notesText(const api::SessionView& view) {
    QStringList notes;
    if (view.late_fault)
        notes << "The result is complete, but the session then ended before all had confirmed it: " +
                     ui::faultMessage(*view.late_fault).happened;
    if (view.unsaved)
        notes << "The profile could not keep this session; save what you need now. " +
                     ui::faultMessage(*view.unsaved).happened;
    return notes.join('\n');
}

QString receiptText(const api::ReceiptView& receipt) {
    const auto names = [](const std::vector<std::string>& all) {
        QStringList out;
        for (const auto& name : all) out << ui::plain(name, 100);
        return out.join(", ");
    };
    if (!receipt.kept) return "There is no receipt: nobody has signed an agreement.";
    if (receipt.signed_by_all())
        return "The receipt is signed by all: " + names(receipt.signed_by) +
               " agreed and confirmed how the run ended.";
    return "The receipt proves that all agreed, but how the run ended is signed only by " +
           names(receipt.signed_by) + ". No confirmation came from " + names(receipt.missing) + '.';
}

QJsonObject datasetJson(const api::DatasetView& dataset) {
    QJsonArray columns, issues;
    for (const auto& c : dataset.columns) {
        QJsonArray samples;
        for (const auto& sample : c.samples) samples << q(sample);
        QJsonObject column{
            {"name", q(c.name)},        {"type", typeName(c.type)},     {"valid", number(c.valid)},
            {"blank", number(c.blank)}, {"invalid", number(c.invalid)}, {"distinct", number(c.distinct)},
            {"samples", samples}};
        if (!c.counts_in.empty()) column["counts_in"] = q(c.counts_in);
        if (!c.unit.empty()) column["unit"] = q(c.unit);
        columns << column;
    }
    for (const auto& i : dataset.issues)
        issues << QJsonObject{
            {"cell", q(i.cell)}, {"text", q(i.text)}, {"problem", q(i.problem)}, {"next", q(i.next)}};
    QJsonObject out{{"sheet", q(dataset.sheet)}, {"columns", columns}, {"issues", issues}};
    if (!dataset.statement.empty()) out["statement"] = q(dataset.statement);
    if (dataset.more_issues > 0) out["more_issues"] = number(dataset.more_issues);
    return out;
}

QString datasetText(const api::DatasetView& dataset) {
    QString out = QString("%1%2: %3, %4 rows\n")
                      .arg(q(dataset.file_name), dataset.sheet.empty() ? "" : " [" + q(dataset.sheet) + "]",
                           q(dataset.format))
                      .arg(dataset.rows);
    if (!dataset.statement.empty())
        out += "  asked of the database:\n    " + q(dataset.statement).replace('\n', "\n    ") + '\n';
    const auto& reading = dataset.reading;
    if (reading.header_row == 0) out += "  no row names the columns\n";
    if (reading.header_row > 0 && reading.first_row > reading.header_row + 1)
        out +=
            QString("  rows %1 to %2 name the columns\n").arg(reading.header_row).arg(reading.first_row - 1);
    else if (reading.header_row > 1)
        out += QString("  row %1 names the columns\n").arg(reading.header_row);
    if (reading.left_out > 0) out += QString("  %1 rows at the end are left out\n").arg(reading.left_out);
    for (const auto& c : dataset.columns) {
        out += QString("  %1: %2; %3 valid, %4 blank, %5 invalid, %6 different\n")
                   .arg(q(c.name), typeName(c.type))
                   .arg(c.valid)
                   .arg(c.blank)
                   .arg(c.invalid)
                   .arg(c.distinct);
        if (c.without_unit && !c.unit.empty()) out += QString("    read without \"%1\"\n").arg(q(c.unit));
        if (!c.counts_in.empty())
            out += QString("    each counts as many rows as \"%1\" says\n").arg(q(c.counts_in));
    }
    for (const auto& i : dataset.issues)
        out += QString("  %1 %2: %3 %4\n")
                   .arg(i.cell.empty() ? "-" : q(i.cell), i.text.empty() ? "" : '"' + q(i.text) + '"',
                        q(i.problem), q(i.next));
    if (dataset.more_issues > 0) out += QString("  ... and %1 more\n").arg(dataset.more_issues);
    return out;
}

QJsonObject faultJson(const Error& error) {
    const auto explained = explain(error);
    QJsonObject out{{"fault", QString::fromUtf8(fault_name(error.fault).data())},
                    {"message", explained.happened + ' ' + explained.means},
                    {"next", explained.next}};
    if (!error.partner.empty()) out["partner"] = q(error.partner);
    return out;
}

QString faultText(const Error& error) {
    const auto explained = explain(error);
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
