#include "crypto/sodium.h"

#include <sodium.h>

#include <cstdlib>

namespace tacit::crypto {

void ensure_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) std::abort();
}

}  // namespace tacit::crypto
