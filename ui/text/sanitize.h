#pragma once

#include <QString>
#include <string>

namespace tacit::ui {

/// Makes text that came from outside (a partner, an invitation, a file) fit to be shown on one line: control
/// characters and line breaks become spaces, characters that change the reading direction or show nothing
/// are dropped, invalid UTF-8 becomes U+FFFD, and it is cut to `limit` characters with an ellipsis.
QString plain(const std::string& text, int limit = 200);
QString plain(const QString& text, int limit = 200);
/// The same, but keeps line breaks; for reasons and notes.
QString plainLines(const std::string& text, int limit = 1000);

}  // namespace tacit::ui
