#include "crypto/gf128.h"

#include "crypto/vector_ops.h"

namespace tacit::crypto {

Block gf_mul(Block a, Block b) {
    Block out;
    vector_ops().gf_mul_each(&a, &b, &out, 1);
    return out;
}

namespace {
/// a^(2^times)
Block squared(Block a, unsigned times) {
    for (unsigned i = 0; i < times; ++i) a = gf_mul(a, a);
    return a;
}
}  // namespace

Block gf_inverse(Block a) {
    // a^(2^128 - 2) by the chain of Itoh and Tsujii: `ones` is a^(2^length - 1).
    Block ones = a;
    unsigned length = 1;
    for (const unsigned next : {2u, 3u, 6u, 7u, 14u, 15u, 30u, 31u, 62u, 63u, 126u, 127u}) {
        ones = next == 2 * length ? gf_mul(squared(ones, length), ones) : gf_mul(squared(ones, 1), a);
        length = next;
    }
    return squared(ones, 1);
}

void gf_mul_each(const Block* a, const Block* b, Block* out, std::size_t n) {
    vector_ops().gf_mul_each(a, b, out, n);
}

void gf_scale_add(Block constant, const Block* x, const Block* addend, Block* out, std::size_t n) {
    vector_ops().gf_scale_add(&constant, x, addend, out, n);
}

Block gf_inner_product(const Block* a, const Block* b, std::size_t n) {
    Block out;
    vector_ops().gf_inner_product(a, b, n, &out);
    return out;
}

}  // namespace tacit::crypto
