#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>
#include <chrono>
#include <optional>
#include <string>

#include "api/session.h"
#include "ui/text/message.h"
#include "ui/theme/tokens.h"

namespace tacit::ui {

// Numbers and times for people, in the user's locale. Files get the engine's own, locale-free texts.

QString formatCount(std::uint64_t number, const QLocale& locale = QLocale());
/// An exact decimal of the engine ("-12345.50") with the locale's signs. No digit is added or lost: the text
/// is never turned into a binary number.
QString formatDecimal(const std::string& decimal, const QLocale& locale = QLocale());
QString formatBytes(std::uint64_t bytes, const QLocale& locale = QLocale());
/// "45 seconds", "3 minutes", "2 hours", "5 days"; rounded down.
QString formatDuration(std::chrono::seconds duration);
/// "just now", "3 minutes ago", or date and time when it is longer ago than a day.
QString formatAgo(WallTime then, WallTime now, const QLocale& locale = QLocale());
QString formatDateTime(WallTime time, const QLocale& locale = QLocale());
WallTime wallNow();

/// A state in words, with tone and icon for a badge.
struct StateText {
    QString text;
    Tone tone;
    QString icon;
};
StateText stageText(const api::SessionView& view);
StateText participantText(api::ParticipantState state);
/// "Total", "Overlap"; the icon's name is the kind itself.
QString kindText(const std::string& kind);
QString kindIcon(const std::string& kind);
/// The other participants by name, e.g. "Northwind, Birch and 2 others".
QString partnersText(const api::SessionView& view);
/// What the receipt of an ended session proves, in a sentence or two: never more than was signed.
QString receiptText(const api::ReceiptView& receipt);
/// What a person must know of a result that is there: that the profile could not keep it, or that not all
/// confirmed the end of the session.
std::optional<Message> lateNote(const api::SessionView& view);
/// Name of a participant, sanitised; "You (Alder)" for the own one.
QString participantName(const api::ParticipantView& participant);

}  // namespace tacit::ui
