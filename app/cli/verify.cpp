#include <QDateTime>
#include <QJsonArray>
#include <QTemporaryDir>

#include "cli/report.h"
#include "cli/run.h"
#include "ui/text/sanitize.h"

namespace tacit::cli {

namespace {

using Participant = api::ReceiptReading::Participant;

QString moment(WallTime time) {
    return QDateTime::fromMSecsSinceEpoch(to_unix_ms(time)).toUTC().toString(Qt::ISODateWithMs);
}

QString outcome(const api::ReceiptReading& receipt) {
    return receipt.fault ? q(std::string(fault_name(*receipt.fault))) : QStringLiteral("ok");
}

QJsonObject receiptJson(const api::ReceiptReading& receipt) {
    QJsonArray participants, learns;
    for (const auto& p : receipt.participants)
        participants << QJsonObject{
            {"organisation", q(p.organisation)}, {"person", q(p.person)}, {"fingerprint", q(p.fingerprint)},
            {"contributes", q(p.contributes)},   {"keeper", p.keeper},    {"confirmed", p.confirmed},
            {"has_result", p.has_result}};
    for (const auto& line : receipt.proposal.learns) learns << q(line.who + ' ' + line.text);
    return {{"receipt", "genuine"},
            {"session", q(receipt.session)},
            {"title", q(receipt.title)},
            {"question", q(receipt.kind)},
            {"asked", q(receipt.proposal.question)},
            {"learns", learns},
            {"security", q(receipt.proposal.security)},
            {"proposal_hash", q(receipt.proposal_hash)},
            {"agreement_hash", q(receipt.agreement_hash)},
            {"participants", participants},
            {"proposed", moment(receipt.proposed)},
            {"started", moment(receipt.started)},
            {"ended", moment(receipt.ended)},
            {"outcome", outcome(receipt)}};
}

QString questionText(const api::ReceiptReading& receipt) {
    if (!receipt.understood)
        return "This version of Tacit does not know the question \"" + ui::plain(receipt.kind, 100) +
               "\", so it cannot say what was agreed. The signatures hold all the same.\n";
    QString out = ui::plain(receipt.proposal.question, 1000) + '\n';
    for (const auto& line : receipt.proposal.learns) out += q("  " + line.who + ' ' + line.text) + '\n';
    for (const auto& line : receipt.proposal.never) out += "  " + q(line) + '\n';
    return out + "  " + q(receipt.proposal.security) + '\n';
}

QString participantText(const Participant& p) {
    QStringList what{p.confirmed   ? "agreed, and signed how the run ended"
                     : p.handed_in ? "agreed, and handed in its numbers before the end"
                                   : "agreed"};
    if (p.has_result) what << "has a result";
    if (!p.contributes.empty()) what << "gave " + ui::plain(p.contributes, 300);
    return QString("  %1 / %2%3\n    key %4\n    %5\n")
        .arg(ui::plain(p.organisation, 100), ui::plain(p.person, 100),
             p.keeper ? " (whose receipt this is)" : "", q(p.fingerprint), what.join("; "));
}

QString receiptText(const api::ReceiptReading& receipt) {
    QString out = "The receipt is genuine: all signatures fit, and nothing in it was altered.\n\n";
    out += '"' + ui::plain(receipt.title, 200) + "\"\n" + questionText(receipt);
    out += "\nAgreed by all of these:\n";
    for (const auto& participant : receipt.participants) out += participantText(participant);
    out += "\nProposed " + moment(receipt.proposed) + ", started " + moment(receipt.started) + ", ended " +
           moment(receipt.ended) + ", by the clocks of the organizer and of the keeper\n";
    out += receipt.fault ? "The run failed for its keeper: " + outcome(receipt) + '\n'
                         : QString("The run ended well for its keeper.\n");
    if (!receipt.confirmed_by_all())
        out += "How it ended is the keeper's word alone: the others' confirmations did not arrive.\n";
    return out +
           "\nA name is what its key says of itself. Compare the keys with what each organisation shows "
           "in its own program.\n";
}

}  // namespace

int runVerify(adapters::EngineFactory& engines, const VerifyOptions& options) {
    // A receipt proves itself: an engine on a passing profile serves.
    QTemporaryDir folder;
    auto engine = engines.openPassing(folder.path());
    if (!engine) return fail(options.json, engine.error());
    const auto receipt = (*engine)->read_receipt(options.file.toStdString());
    if (!receipt) return fail(options.json, receipt.error());
    answer(options.json, receiptJson(*receipt), receiptText(*receipt));
    return 0;
}

}  // namespace tacit::cli
