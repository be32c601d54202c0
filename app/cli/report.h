#pragma once

#include <QJsonObject>
#include <QString>

#include "api/session.h"

namespace tacit::cli {

inline QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// The JSON objects of the command line: results, import reports, faults.
QJsonObject resultJson(const api::ResultView& result);
QJsonObject datasetJson(const api::DatasetView& dataset);
QJsonObject faultJson(const Error& error);

/// The same for people.
QString resultText(const api::ResultView& result);
QString datasetText(const api::DatasetView& dataset);
QString faultText(const Error& error);

/// Who took part, a line each, with the fingerprints by which people tell who is who.
QString rosterText(const api::SessionView& view);
/// What to know about a result besides itself: that others ended the session, that the store could not keep
/// it. Empty if there is nothing.
QString notesText(const api::SessionView& view);
/// Who signed the receipt, as one line.
QString receiptText(const api::ReceiptView& receipt);

/// One line to standard error.
void say(const QString& line);
/// To standard output: the JSON object, or the text.
void answer(bool json, const QJsonObject& object, const QString& text);
/// Reports a fault the way `json` asks for and returns exit status 1.
int fail(bool json, const Error& error);

}  // namespace tacit::cli
