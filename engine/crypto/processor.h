#pragma once

namespace tacit::crypto {

/// What processor and operating system together allow; all false away from x86-64.
struct Processor {
    bool aesni = false;    ///< AES-NI, PCLMULQDQ, SSE4.1
    bool vaes256 = false;  ///< AVX2, VAES and VPCLMULQDQ on 256 bits
    bool vaes512 = false;  ///< AVX-512 F, BW, DQ, VL, and these on 512 bits
};

Processor find_processor();

}  // namespace tacit::crypto
