#pragma once

#include "base/result.h"
#include "crypto/ristretto.h"

namespace tacit::mpc::sharing {

/// The widest integer of the compiler; -Wpedantic wants the marker.
__extension__ typedef __int128 Int128;

/// Signed integers stand in the scalar field as themselves or, below zero, as order minus magnitude. Both
/// directions keep to -2^126 <= x < 2^126: a sum of agreed inputs stays far below, so a total outside comes
/// from somebody who did not follow the protocol.
inline constexpr int centred_bits = 126;

/// Fault::usage outside the range. Fixed time in the value within it.
Result<crypto::Scalar> to_scalar(Int128 value);

/// Fault::cheating outside the range.
Result<Int128> centred(const crypto::Scalar& scalar);

}  // namespace tacit::mpc::sharing
