// Runs under valgrind: the place of the missing leaf, and what goes through the code, are marked as
// undefined, for more sizes than a run of the protocols has; see fixed_time_runs.cpp for those.
#include <cstdio>

#include "engine/mpc/fixed_time_secrets.h"
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
    for (const std::size_t size : {2, 3, 16, 21, 64}) {
        const Vector sums = secrets<Block>(tree_depth(size));
        Vector leaves(size);
        const Block all = expand_punctured_tree(secret(size / 2), sums, leaves);
        out = out && is_secret(all) && is_secret(leaves[size - 1]);
        Vector marked(2 * size, Block{});
        replace(leaves.data(), size, secret(size / 2), all);
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
    auto bits = secrets<std::uint64_t>((size + 63) / 64), more = secrets<std::uint64_t>((size + 63) / 64);
    binary->compress_bits(bits, more);
    return is_secret(one[size - 1]) && is_secret(a[0]) && is_secret(c[size / 2]) && is_secret(bits[1]);
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
