#pragma once

#include <memory>
#include <string>

#include "table/source.h"

namespace tacit::table {

/// A web page with tables, which many programs write under the name .xls. Each table that lies in no other
/// is a sheet. `utf8` is the whole page, `encoding` what it was.
Result<std::unique_ptr<Source>> open_html(std::string utf8, std::string encoding);

}  // namespace tacit::table
