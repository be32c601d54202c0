#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "store/database.h"

namespace tacit::store {

/// One step of the schema, from version - 1 to version. Steps are never changed once released.
struct Migration {
    int version;
    std::string sql;
};

/// "Taci" in the header of the file says that it is ours.
inline constexpr std::int64_t application_id = 0x54616369;

/// The steps of this program, numbered from 1 without a gap.
std::span<const Migration> profile_migrations();

/// Brings the database to the last of `steps`, each in a transaction of its own together with its number, so
/// that a crash leaves a whole version. An empty database becomes ours.
/// Faults: profile_damaged for a database that is not ours, is newer than the last step, or is corrupt.
Status migrate(Database& database, std::span<const Migration> steps);

}  // namespace tacit::store
