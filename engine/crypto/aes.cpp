#include "crypto/aes.h"

#include "crypto/secret.h"
#include "crypto/vector_ops.h"

namespace tacit::crypto {

Aes128::Aes128(Block key) {
    vector_ops().expand_key(&key, round_keys_.data());
}

Aes128::~Aes128() {
    wipe(as_writable_bytes(round_keys_));
}

void Aes128::encrypt(const Block* in, Block* out, std::size_t n) const {
    vector_ops().encrypt(round_keys_.data(), in, out, n);
}

Block Aes128::encrypt(Block in) const {
    encrypt(&in, &in, 1);
    return in;
}

}  // namespace tacit::crypto
