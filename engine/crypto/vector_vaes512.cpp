#include "crypto/vector_x86.h"

namespace tacit::crypto::detail {

namespace {

/// Four blocks per vector; see One.
struct Four {
    using T = __m512i;
    static constexpr std::size_t blocks = 4;
    // g++ 12 takes the forms without a mask for a use of something uninitialised (GCC bug 105593).
    static constexpr __mmask16 all = 0xffff;
    static_assert(_MM_PERM_BADC == 0x4e);
    static T load(const Memory* p) { return _mm512_loadu_si512(p); }
    static void store(Memory* p, T a) { _mm512_storeu_si512(p, a); }
    static T repeat(__m128i a) { return _mm512_maskz_broadcast_i32x4(all, a); }
    static T lane_numbers() { return _mm512_set_epi64(0, 3, 0, 2, 0, 1, 0, 0); }
    static T add64(T a, T b) { return _mm512_add_epi64(a, b); }
    static T aes_round(T a, T key) { return _mm512_aesenc_epi128(a, key); }
    static T aes_last_round(T a, T key) { return _mm512_aesenclast_epi128(a, key); }
    static T shuffle_bytes(T a, T order) { return _mm512_shuffle_epi8(a, order); }
    static T swap_halves(T a) { return _mm512_maskz_shuffle_epi32(all, a, _MM_PERM_BADC); }
    static void store_every_second(Memory* p, T a) {
        _mm_storeu_si128(p, _mm512_maskz_extracti32x4_epi32(0xf, a, 0));
        _mm_storeu_si128(p + 2, _mm512_maskz_extracti32x4_epi32(0xf, a, 1));
        _mm_storeu_si128(p + 4, _mm512_maskz_extracti32x4_epi32(0xf, a, 2));
        _mm_storeu_si128(p + 6, _mm512_maskz_extracti32x4_epi32(0xf, a, 3));
    }
    template <int bytes>
    static T shift_up(T a) {
        return _mm512_bslli_epi128(a, bytes);
    }
    template <int bytes>
    static T shift_down(T a) {
        return _mm512_bsrli_epi128(a, bytes);
    }
    template <int halves>
    static T multiply(T a, T b) {
        return _mm512_clmulepi64_epi128(a, b, halves);
    }
};

}  // namespace

constinit const VectorOps vaes512_ops = Table<Four, 8, 8, 4>::named("vaes512");

}  // namespace tacit::crypto::detail
