// Runs under valgrind: keys and blocks are marked as undefined, and memcheck complains wherever a branch or
// an address depends on something undefined (the method of Langley's ctgrind). The tests
// "fixed_time_notices_..." show that it does complain.
//
// Arguments: the name of a back end (exit 77 where there is none), "callers" for what stands above the table,
// or "branch" or "index" for a program that gives its secret away.
#include <valgrind/memcheck.h>

#include <cstdio>
#include <string_view>

#include "crypto/aes_hash.h"
#include "crypto/gf128.h"
#include "crypto/prg.h"
#include "crypto/vector_ops.h"

using namespace tacit;
using namespace tacit::crypto;

namespace {

constexpr std::size_t n = 41;  // wide batches, narrow ones and single blocks
constexpr int skipped = 77;

struct Secrets {
    Secrets() {
        for (std::size_t i = 0; i < n; ++i) {
            a[i] = {i * 0x9e3779b97f4a7c15, ~i};
            b[i] = {~i * 0xd1b54a32d192ed03, i};
        }
        VALGRIND_MAKE_MEM_UNDEFINED(a, sizeof a);
        VALGRIND_MAKE_MEM_UNDEFINED(b, sizeof b);
    }
    Block a[n], b[n], out[n];
};

/// The mark must still be there at the end: otherwise nothing was followed.
bool is_secret(const Block* blocks, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        std::uint8_t undefined_bits[sizeof(Block)];
        if (VALGRIND_GET_VBITS(blocks + i, undefined_bits, sizeof undefined_bits) != 1) return false;
        for (const auto bits : undefined_bits)
            if (bits == 0) return false;
    }
    return true;
}

bool run_table(const VectorOps& ops) {
    Secrets s;
    Block keys[11];
    bool followed = true;
    const auto check = [&] { followed = followed && is_secret(s.out, n); };
    ops.expand_key(s.a, keys);
    followed = is_secret(keys, 11);
    ops.encrypt(keys, s.a, s.out, n);
    check();
    ops.counter(keys, 5, s.out, n);
    check();
    ops.hash_cr(keys, s.a, s.out, n);
    check();
    ops.hash_ccr(keys, s.a, s.out, n);
    check();
    ops.hash_tccr(keys, s.a, s.b, s.out, n);
    check();
    ops.rekeyed_hash(s.a, s.b, s.out, n);
    check();
    ops.gf_mul_each(s.a, s.b, s.out, n);
    check();
    ops.gf_scale_add(s.a, s.a, s.b, s.out, n);
    check();
    ops.gf_inner_product(s.a, s.b, n, s.out);
    return followed && is_secret(s.out, 1);
}

bool run_callers() {
    Secrets s;
    const Aes128 aes(s.a[0]);
    s.out[0] = aes.encrypt(s.a[1]);
    Prg prg(s.a[2]);
    s.out[1] = prg.next();
    std::uint8_t bytes[100];
    prg.fill(std::span(bytes));
    s.out[2] = Block::load(bytes + 70);
    fixed_key_hash(1).tccr(s.a, {1, 2}, s.out + 3, 10);
    s.out[13] = gf_inverse(s.a[3]);
    s.out[14] = gf_mul(s.a[4], Block::of_bit(s.a[5].bit(70)) & s.b[5]);
    return is_secret(s.out, 15);
}

int give_away(bool by_index) {
    const Secrets s;
    static const int table[2] = {1, 2};
    volatile int seen = 0;
    if (by_index)
        seen = table[s.a[0].low & 1];
    else if ((s.a[0].low & 1) != 0)
        seen = 1;
    return seen - seen;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string_view what = count == 2 ? arguments[1] : "";
    if (RUNNING_ON_VALGRIND == 0) {
        std::puts("not under valgrind");
        return 2;
    }
    if (what == "branch" || what == "index") return give_away(what == "index");
    bool followed = false;
    if (what == "callers") {
        followed = run_callers();
    } else {
        const VectorOps* ops = nullptr;
        for (const auto backend : {Backend::portable, Backend::aesni, Backend::vaes256, Backend::vaes512})
            if (const auto* const one = vector_ops(backend); one != nullptr && what == one->name) ops = one;
        if (ops == nullptr) return skipped;
        followed = run_table(*ops);
    }
    if (!followed) std::puts("a result was not derived from what was marked");
    return followed ? 0 : 1;
}
