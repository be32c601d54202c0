#pragma once

#include <QString>
#include <string>

namespace tacit::ui {

/// How a Decision compares.
enum class Comparison { above, at_least, below, at_most };

/// The formula of a Decision as the engine reads it: sum("net exposure") > 1000000.
std::string sumFormula(const std::string& name, Comparison comparison, const QString& limit);

/// A number as it is typed into a field: digits with a decimal point and up to six places, no separators. The
/// same on every computer, because "1,234" is two different numbers in two countries.
bool isTypedNumber(const QString& text);

}  // namespace tacit::ui
