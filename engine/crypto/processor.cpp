#include "crypto/processor.h"

#include <cstdint>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace tacit::crypto {

#if defined(__x86_64__)

namespace {

struct Registers {
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
};

Registers cpuid(unsigned leaf) {
    Registers out;
    if (__get_cpuid_count(leaf, 0, &out.eax, &out.ebx, &out.ecx, &out.edx) == 0) return {};
    return out;
}

/// XCR0: which registers the operating system keeps when it switches between threads.
std::uint64_t kept_registers() {
    std::uint32_t low = 0, high = 0;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return std::uint64_t{high} << 32 | low;
}

constexpr unsigned bit(unsigned i) {
    return 1u << i;
}
constexpr bool has(std::uint64_t value, std::uint64_t wanted) {
    return (value & wanted) == wanted;
}

}  // namespace

/// The bits are those of the manual of Intel, volume 2, CPUID, and volume 1, section 13.3.
Processor find_processor() {
    constexpr unsigned pclmulqdq = bit(1), ssse3 = bit(9), sse41 = bit(19), aes = bit(25), osxsave = bit(27),
                       avx = bit(28);
    constexpr unsigned avx2 = bit(5), avx512f = bit(16), avx512dq = bit(17), avx512bw = bit(30),
                       avx512vl = bit(31);
    constexpr unsigned vaes = bit(9), vpclmulqdq = bit(10);
    constexpr std::uint64_t ymm_state = 0x06, zmm_state = 0xe6;
    const auto basic = cpuid(1), extended = cpuid(7);
    Processor out;
    out.aesni = has(basic.ecx, pclmulqdq | ssse3 | sse41 | aes);
    if (!out.aesni || !has(basic.ecx, osxsave | avx)) return out;
    const auto kept = kept_registers();
    out.vaes256 = has(kept, ymm_state) && has(extended.ebx, avx2) && has(extended.ecx, vaes | vpclmulqdq);
    out.vaes512 =
        out.vaes256 && has(kept, zmm_state) && has(extended.ebx, avx512f | avx512dq | avx512bw | avx512vl);
    return out;
}

#else

Processor find_processor() {
    return {};
}

#endif

}  // namespace tacit::crypto
