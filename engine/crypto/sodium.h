#pragma once

namespace tacit::crypto {

/// Initialises libsodium once; every function of this folder calls it as needed. Stops the program if the
/// library cannot start, because nothing secret may be made without it.
void ensure_sodium();

}  // namespace tacit::crypto
