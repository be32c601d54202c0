#include "crypto/secret.h"

#include <sodium.h>

#include <new>

#include "crypto/sodium.h"

namespace tacit::crypto {

namespace detail {

void* guarded_allocate(std::size_t size) {
    ensure_sodium();
    void* memory = sodium_malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    sodium_memzero(memory, size);
    return memory;
}

void guarded_free(void* memory) {
    sodium_free(memory);
}

}  // namespace detail

void wipe(std::span<std::uint8_t> memory) {
    sodium_memzero(memory.data(), memory.size());
}

bool equal_fixed_time(View a, View b) {
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace tacit::crypto
