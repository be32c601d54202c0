// What a protocol learns from libsodium about a secret and acts upon, by way of the linker's --wrap: each of
// these verdicts is public, because it ends the run, or is always the same. Only the verdict is made defined,
// never what it is about.
#include <valgrind/memcheck.h>

#include <cstddef>

namespace {

int published(int verdict) {
    VALGRIND_MAKE_MEM_DEFINED(&verdict, sizeof verdict);
    return verdict;
}

}  // namespace

extern "C" {

// Whether a check holds: if not, the run ends and names the peer.
int __real_sodium_memcmp(const void* a, const void* b, std::size_t size);
int __wrap_sodium_memcmp(const void* a, const void* b, std::size_t size);
int __wrap_sodium_memcmp(const void* a, const void* b, std::size_t size) {
    return published(__real_sodium_memcmp(a, b, size));
}

// Whether a fresh scalar is zero and has to be drawn again: it never is, with a probability of 2^-252.
int __real_sodium_is_zero(const unsigned char* bytes, std::size_t size);
int __wrap_sodium_is_zero(const unsigned char* bytes, std::size_t size);
int __wrap_sodium_is_zero(const unsigned char* bytes, std::size_t size) {
    return published(__real_sodium_is_zero(bytes, size));
}

// Whether the arithmetic succeeded. Our own elements are valid and our scalars not zero, so it always does.
int __real_crypto_scalarmult_ristretto255_base(unsigned char* out, const unsigned char* scalar);
int __wrap_crypto_scalarmult_ristretto255_base(unsigned char* out, const unsigned char* scalar);
int __wrap_crypto_scalarmult_ristretto255_base(unsigned char* out, const unsigned char* scalar) {
    return published(__real_crypto_scalarmult_ristretto255_base(out, scalar));
}

int __real_crypto_scalarmult_ristretto255(unsigned char* out, const unsigned char* scalar,
                                          const unsigned char* element);
int __wrap_crypto_scalarmult_ristretto255(unsigned char* out, const unsigned char* scalar,
                                          const unsigned char* element);
int __wrap_crypto_scalarmult_ristretto255(unsigned char* out, const unsigned char* scalar,
                                          const unsigned char* element) {
    return published(__real_crypto_scalarmult_ristretto255(out, scalar, element));
}

int __real_crypto_core_ristretto255_add(unsigned char* out, const unsigned char* a, const unsigned char* b);
int __wrap_crypto_core_ristretto255_add(unsigned char* out, const unsigned char* a, const unsigned char* b);
int __wrap_crypto_core_ristretto255_add(unsigned char* out, const unsigned char* a, const unsigned char* b) {
    return published(__real_crypto_core_ristretto255_add(out, a, b));
}

int __real_crypto_core_ristretto255_sub(unsigned char* out, const unsigned char* a, const unsigned char* b);
int __wrap_crypto_core_ristretto255_sub(unsigned char* out, const unsigned char* a, const unsigned char* b);
int __wrap_crypto_core_ristretto255_sub(unsigned char* out, const unsigned char* a, const unsigned char* b) {
    return published(__real_crypto_core_ristretto255_sub(out, a, b));
}

}  // extern "C"
