#pragma once

#include <QString>

#include "api/database.h"

namespace tacit::adapters {

/// Whether an option of an address (in small letters) says something about the selection.
bool isSelectionOption(const QString& key);

/// Adds what the option says; `value` still has its %XX, so that a comma may stand in a name. The grammar is
/// in database_address.h. Fault::database_refused.
Status takeSelectionOption(const QString& key, const QString& value, api::TableSelection& out);

}  // namespace tacit::adapters
