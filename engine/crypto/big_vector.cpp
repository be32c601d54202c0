#include "crypto/big_vector.h"

#include <cstdint>

#include "crypto/secret.h"

namespace tacit::crypto {

void WipedHeap::free(void* memory, std::size_t bytes) {
    wipe({static_cast<std::uint8_t*>(memory), bytes});
    PlainHeap::free(memory, bytes);
}

}  // namespace tacit::crypto
