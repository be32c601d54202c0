#pragma once

#include <stop_token>
#include <vector>

#include "table/profile.h"

namespace tacit::table {

/// Lists each row that is the same in every cell as one above it. Only where a column tells rows apart, such
/// as one of customer numbers: without one, equal rows are nothing to wonder at. To be called when the
/// profiles are filled. Fault::cancelled when stopped.
Status note_repeated_rows(const CellStore& cells, const TableCorner& corner,
                          const std::vector<ColumnProfile>& columns, IssueList& issues,
                          const std::stop_token& stop);

}  // namespace tacit::table
