#pragma once

#include <QCommandLineParser>
#include <optional>

#include "api/import.h"

namespace tacit::cli {

/// How a file is read, for every command that reads one.
void addImportOptions(QCommandLineParser& parser);
/// What is wrong with one of them, as a sentence; nothing if all make sense.
std::optional<QString> readImportOptions(const QCommandLineParser& parser, api::ImportOptions& out);

}  // namespace tacit::cli
