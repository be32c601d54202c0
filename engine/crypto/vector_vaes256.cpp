#include "crypto/vector_x86.h"

namespace tacit::crypto::detail {

namespace {

/// Two blocks per vector; see One.
struct Two {
    using T = __m256i;
    static constexpr std::size_t blocks = 2;
    static T load(const Memory* p) { return _mm256_loadu_si256(reinterpret_cast<const T*>(p)); }
    static void store(Memory* p, T a) { _mm256_storeu_si256(reinterpret_cast<T*>(p), a); }
    static T repeat(__m128i a) { return _mm256_broadcastsi128_si256(a); }
    static T lane_numbers() { return _mm256_set_epi64x(0, 1, 0, 0); }
    static T add64(T a, T b) { return _mm256_add_epi64(a, b); }
    static T aes_round(T a, T key) { return _mm256_aesenc_epi128(a, key); }
    static T aes_last_round(T a, T key) { return _mm256_aesenclast_epi128(a, key); }
    static T shuffle_bytes(T a, T order) { return _mm256_shuffle_epi8(a, order); }
    static T swap_halves(T a) { return _mm256_shuffle_epi32(a, 0x4e); }
    static void store_every_second(Memory* p, T a) {
        _mm_storeu_si128(p, _mm256_castsi256_si128(a));
        _mm_storeu_si128(p + 2, _mm256_extracti128_si256(a, 1));
    }
    template <int bytes>
    static T shift_up(T a) {
        return _mm256_bslli_epi128(a, bytes);
    }
    template <int bytes>
    static T shift_down(T a) {
        return _mm256_bsrli_epi128(a, bytes);
    }
    template <int halves>
    static T multiply(T a, T b) {
        return _mm256_clmulepi64_epi128(a, b, halves);
    }
};

}  // namespace

constinit const VectorOps vaes256_ops = Table<Two, 8, 4, 4>::named("vaes256");

}  // namespace tacit::crypto::detail
