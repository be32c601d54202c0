#include "crypto/vector_x86.h"

namespace tacit::crypto::detail {

constinit const VectorOps aesni_ops = Table<One, 8, 4, 4>::named("aesni");

}  // namespace tacit::crypto::detail
