#pragma once

#include "api/session.h"
#include "base/bytes.h"
#include "base/result.h"

namespace tacit::service {

/// A result as the store keeps it. Grammar: u8 version (1), u8 alternative (0 total, 1 overlap, 2 not for
/// you, 3 decision that is a yes or no for all, 4 a total with categories or rules, 19 any other decision, 20
/// an overlap with rows left out), then its fields in the order of the struct; lists have a u32 count in
/// front.
Bytes encode_result(const api::ResultView& result);
/// Fault::profile_damaged.
Result<api::ResultView> decode_result(View bytes);

}  // namespace tacit::service
