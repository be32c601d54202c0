// Runs under valgrind: the place of the missing leaf, and what goes through the code, are marked as
// undefined, for more sizes than a run of the protocols has; see fixed_time_runs.cpp for those.
#include <bit>
#include <cstdio>

#include "crypto/big_vector.h"
#include "engine/mpc/fixed_time_secrets.h"
#include "mpc/vole/correlated_tree.h"
#include "mpc/vole/linear_code.h"
#include "mpc/vole/masked.h"
#include "mpc/vole/pprf.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::vole;
using namespace tacit::testing;

namespace {

using Vector = crypto::BigVector<Block>;

bool trees_follow() {
    bool out = true;
    const NodeHashes hashes({1, 2, 3});
    for (const std::size_t size : {2, 3, 16, 21, 64}) {
        const Vector sums = secrets<Block>(tree_depth(size));
        Vector leaves(size);
        const Block all = expand_punctured_tree(hashes, secret(size / 2), sums, leaves);
        out = out && is_secret(all) && is_secret(leaves[size - 1]);
        if (std::has_single_bit(size)) {
            const auto last = expand_punctured_correlated_tree(hashes[0], secret(size / 2), sums, leaves);
            out = out && last.ok() && is_secret(*last) && is_secret(leaves[size - 1]);
        }
        Vector marked(2 * size, Block{});
        replace(leaves.data(), size, secret(size / 2), all);
        settle(leaves.data(), size, secret(size / 2), all, Block{1, 0});
        mark(marked.data(), 2, size, secret(size / 2), all);
        out = out && is_secret(marked[0]);
    }
    return out;
}

bool codes_follow() {
    constexpr std::size_t size = 300;
    Workers workers(1);
    const auto name = CodeName::expand_convolute_7x24;
    const auto field = make_linear_code(name, Coefficients::field, size, {1, 2});
    const auto binary = make_linear_code(name, Coefficients::binary, size, {1, 2});
    Vector one = secrets<Block>(size), a = secrets<Block>(size), c = secrets<Block>(size);
    Vector second = secrets<Block>(size);
    auto pairs = secrets<Pair>(size);
    const NoProgress unwatched;
    if (!field->compress(one, second, workers, unwatched).ok()) return false;
    if (!field->compress(a, c, pairs, workers, unwatched).ok()) return false;
    auto first = secrets<Pair>(size), pairs_of_bits = secrets<Pair>(size);
    if (!binary->compress(first, pairs_of_bits, workers, unwatched).ok()) return false;
    return is_secret(one[size - 1]) && is_secret(a[0]) && is_secret(c[size / 2]) &&
           is_secret(first[size - 1]);
}

}  // namespace

int main() {
    if (RUNNING_ON_VALGRIND == 0) {
        std::puts("not under valgrind");
        return 2;
    }
    const bool trees = trees_follow();
    const bool codes = codes_follow();
    if (!trees || !codes) std::puts("a result was not derived from what was marked");
    return trees && codes ? 0 : 1;
}
