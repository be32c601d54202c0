#pragma once

#include <QJsonObject>
#include <QString>

#include "api/session.h"

namespace tacit::cli {

/// The JSON objects of the command line: results, import reports, faults.
QJsonObject resultJson(const api::ResultView& result);
QJsonObject datasetJson(const api::DatasetView& dataset);
QJsonObject faultJson(const Error& error);

/// The same for people.
QString resultText(const api::ResultView& result);
QString datasetText(const api::DatasetView& dataset);
QString faultText(const Error& error);

/// Who signed the receipt, as one line.
QString receiptText(const api::ReceiptView& receipt);

/// One line to standard error.
void say(const QString& line);
/// To standard output: the JSON object, or the text.
void answer(bool json, const QJsonObject& object, const QString& text);
/// Reports a fault the way `json` asks for and returns exit status 1.
int fail(bool json, const Error& error);

}  // namespace tacit::cli
