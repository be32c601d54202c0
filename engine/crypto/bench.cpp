#include "crypto/bench.h"

#include <algorithm>
#include <chrono>

#include "crypto/aes_hash.h"
#include "crypto/big_vector.h"
#include "crypto/gf128.h"
#include "crypto/prg.h"
#include "crypto/ristretto.h"
#include "crypto/vector_ops.h"

namespace tacit::crypto {

namespace {

/// Calls per second of the fastest of some goes of at least 5 ms.
template <class Call>
double best_rate(Call call, int goes = 8) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::duration<double> enough = std::chrono::milliseconds(5);
    double best = 0;
    for (int go = 0; go < goes; ++go) {
        const auto begun = Clock::now();
        std::chrono::duration<double> took{0};
        double calls = 0;
        while (took < enough) {
            call();
            ++calls;
            took = Clock::now() - begun;
        }
        best = std::max(best, calls / took.count());
    }
    return best;
}

}  // namespace

Yardstick measure_yardstick() {
    constexpr std::size_t items = 1024, large = std::size_t{4} << 20;
    std::vector<Block> a(items), b(items), out(items);
    Prg prg({1, 2});
    prg.fill(a);
    prg.fill(b);
    const Aes128 aes({3, 4});
    Yardstick measured;
    measured.aes_blocks_per_second = items * best_rate([&] { aes.encrypt(a.data(), out.data(), items); });
    measured.rekeyed_per_second =
        items * best_rate([&] { rekeyed_hash(a.data(), b.data(), out.data(), items); });
    measured.gf_mul_per_second =
        items * best_rate([&] { gf_mul_each(a.data(), b.data(), out.data(), items); });
    const BigVector<Block> from(large, Block{5, 6});
    BigVector<Block> to(large, Block{});
    measured.memory_bytes_per_second =
        sizeof(Block) * large * best_rate([&] { std::copy(from.begin(), from.end(), to.begin()); });
    return measured;
}

Calibration calibrate() {
    constexpr std::size_t items = 1024;
    constexpr int goes = 2;
    std::vector<Block> blocks(items);
    const Aes128 aes({1, 2});
    Calibration measured;
    measured.aes_blocks_per_second =
        items * best_rate([&] { aes.encrypt(blocks.data(), blocks.data(), items); }, goes);
    SystemRandom random;
    const auto scalar = Scalar::random_nonzero(random);
    auto point = Point::base(scalar);
    measured.scalar_multiplications_per_second = best_rate([&] { point = point.times(scalar); }, goes);
    return measured;
}

std::string backend_name() {
    return vector_ops().name;
}

}  // namespace tacit::crypto
