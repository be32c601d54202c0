#include "ui/text/format.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/text/fault_text.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {
namespace {

struct FormatTexts {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

QDateTime toDateTime(WallTime time) {
    return QDateTime::fromMSecsSinceEpoch(to_unix_ms(time));
}

}  // namespace

QString formatCount(std::uint64_t number, const QLocale& locale) {
    return locale.toString(static_cast<qulonglong>(number));
}

QString formatDecimal(const std::string& decimal, const QLocale& locale) {
    QString text = QString::fromStdString(decimal);
    const bool negative = text.startsWith(u'-');
    if (negative) text.remove(0, 1);
    const int point = static_cast<int>(text.indexOf(u'.'));
    const QString whole = point < 0 ? text : text.left(point);
    const QString fraction = point < 0 ? QString() : text.mid(point + 1);
    const auto digits = [](const QString& part) {
        return std::all_of(part.begin(), part.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    };
    if (whole.isEmpty() || !digits(whole) || !digits(fraction)) return plain(decimal, 80);
    QString grouped;
    for (int i = 0; i < whole.size(); ++i) {
        if (i > 0 && (whole.size() - i) % 3 == 0) grouped += locale.groupSeparator();
        grouped += whole[i];
    }
    if (!fraction.isEmpty()) grouped += locale.decimalPoint() + fraction;
    return negative ? locale.negativeSign() + grouped : grouped;
}

QString formatBytes(std::uint64_t bytes, const QLocale& locale) {
    return locale.formattedDataSize(static_cast<qint64>(bytes), bytes < 1000 ? 0 : 1,
                                    QLocale::DataSizeSIFormat);
}

QString formatDuration(std::chrono::seconds duration) {
    const auto seconds = std::max<std::int64_t>(duration.count(), 0);
    const auto number = [](std::int64_t n) { return static_cast<int>(n); };
    if (seconds < 60)
        return seconds == 1 ? FormatTexts::tr("1 second")
                            : FormatTexts::tr("%1 seconds").arg(number(seconds));
    if (seconds < 3600) {
        return seconds < 120 ? FormatTexts::tr("1 minute")
                             : FormatTexts::tr("%1 minutes").arg(number(seconds / 60));
    }
    if (seconds < 86400) {
        return seconds < 7200 ? FormatTexts::tr("1 hour")
                              : FormatTexts::tr("%1 hours").arg(number(seconds / 3600));
    }
    return seconds < 172800 ? FormatTexts::tr("1 day")
                            : FormatTexts::tr("%1 days").arg(number(seconds / 86400));
}

QString formatAgo(WallTime then, WallTime now, const QLocale& locale) {
    const auto ago = std::chrono::duration_cast<std::chrono::seconds>(now - then);
    if (ago >= std::chrono::hours(24)) return formatDateTime(then, locale);
    if (ago < std::chrono::seconds(60)) return FormatTexts::tr("just now");
    return FormatTexts::tr("%1 ago").arg(formatDuration(ago));
}

QString formatDateTime(WallTime time, const QLocale& locale) {
    return locale.toString(toDateTime(time), QLocale::ShortFormat);
}

WallTime wallNow() {
    return from_unix_ms(QDateTime::currentMSecsSinceEpoch());
}

StateText stageText(const api::SessionView& view) {
    if (!view.live && view.stage != api::Stage::done && view.stage != api::Stage::failed) {
        return {FormatTexts::tr("Interrupted"), Tone::warning, QStringLiteral("alert")};
    }
    switch (view.stage) {
        case api::Stage::connecting:
            return {FormatTexts::tr("Connecting"), Tone::info, QStringLiteral("link")};
        case api::Stage::review:
            return {FormatTexts::tr("Your turn"), Tone::warning, QStringLiteral("eye")};
        case api::Stage::lobby:
            return {FormatTexts::tr("Waiting for partners"), Tone::info, QStringLiteral("users")};
        case api::Stage::sealing:
            return {FormatTexts::tr("Signing"), Tone::info, QStringLiteral("key")};
        case api::Stage::running:
            return {FormatTexts::tr("Running"), Tone::accent, QStringLiteral("refresh")};
        case api::Stage::done:
            return {FormatTexts::tr("Done"), Tone::success, QStringLiteral("check-circle")};
        case api::Stage::failed:
            break;
    }
    const bool cancelled = view.fault && view.fault->fault == Fault::cancelled;
    if (cancelled) return {FormatTexts::tr("Cancelled"), Tone::neutral, QStringLiteral("x-circle")};
    const bool declined = view.fault && view.fault->fault == Fault::declined;
    if (declined) return {FormatTexts::tr("Declined"), Tone::neutral, QStringLiteral("x-circle")};
    return {FormatTexts::tr("Failed"), Tone::error, QStringLiteral("x-circle")};
}

StateText participantText(api::ParticipantState state) {
    using State = api::ParticipantState;
    switch (state) {
        case State::invited:
            return {FormatTexts::tr("Not joined yet"), Tone::neutral, QStringLiteral("mail-open")};
        case State::joined:
            return {FormatTexts::tr("Joined"), Tone::info, QStringLiteral("eye")};
        case State::ready:
            return {FormatTexts::tr("Agreed"), Tone::success, QStringLiteral("check-circle")};
        case State::silent:
            return {FormatTexts::tr("Does not answer"), Tone::warning, QStringLiteral("clock")};
        case State::running:
            return {FormatTexts::tr("At work"), Tone::accent, QStringLiteral("refresh")};
        case State::finished:
            return {FormatTexts::tr("Finished"), Tone::success, QStringLiteral("check-circle")};
        case State::declined:
            return {FormatTexts::tr("Declined"), Tone::error, QStringLiteral("x-circle")};
        case State::gone:
            return {FormatTexts::tr("Gone"), Tone::error, QStringLiteral("x-circle")};
    }
    return {};
}

QString kindText(const std::string& kind) {
    if (kind == "total") return FormatTexts::tr("Total");
    if (kind == "overlap") return FormatTexts::tr("Overlap");
    if (kind == "decision") return FormatTexts::tr("Decision");
    return plain(kind, 40);
}

QString kindIcon(const std::string& kind) {
    if (kind == "overlap") return QStringLiteral("overlap");
    if (kind == "decision") return QStringLiteral("decision");
    return QStringLiteral("total");
}

QString partnersText(const api::SessionView& view) {
    QStringList names;
    for (const auto& participant : view.participants) {
        if (!participant.me) names << plain(participant.display(), 60);
    }
    if (names.isEmpty()) return FormatTexts::tr("Nobody else yet");
    if (names.size() == 1) return names.front();
    if (names.size() > 3) {
        const int others = static_cast<int>(names.size()) - 2;
        return FormatTexts::tr("%1, %2 and %3 others").arg(names[0], names[1]).arg(others);
    }
    const QString last = names.takeLast();
    return FormatTexts::tr("%1 and %2").arg(names.join(QStringLiteral(", ")), last);
}

QString receiptText(const api::ReceiptView& receipt) {
    if (!receipt.kept) return FormatTexts::tr("There is no receipt of this session on this computer.");
    if (receipt.missing.empty())
        return FormatTexts::tr("All of them signed the agreement, and how the run ended.");
    QStringList missing;
    for (const auto& name : receipt.missing) missing << plain(name, 60);
    const QString last = missing.takeLast();
    const QString names =
        missing.isEmpty() ? last : FormatTexts::tr("%1 and %2").arg(missing.join(QStringLiteral(", ")), last);
    //: %1 one or several names
    return FormatTexts::tr(
               "All of them signed the agreement. How the run ended is not signed by %1, whose word did "
               "not arrive.")
        .arg(names);
}

QString participantName(const api::ParticipantView& participant) {
    const QString name = plain(participant.display(), 80);
    return participant.me ? FormatTexts::tr("%1 (you)").arg(name) : name;
}

std::optional<Message> lateNote(const api::SessionView& view) {
    if (view.stage != api::Stage::done) return std::nullopt;
    if (view.unsaved)
        return Message{faultMessage(*view.unsaved).happened,
                       FormatTexts::tr("The profile could not keep this session."),
                       FormatTexts::tr("Save the result and the receipt now.")};
    if (view.late_fault)
        return Message{
            faultMessage(*view.late_fault).happened,
            FormatTexts::tr("Your result is complete; not everybody confirmed the end of the session."),
            {}};
    return std::nullopt;
}

}  // namespace tacit::ui
