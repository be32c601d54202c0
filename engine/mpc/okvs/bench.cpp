#include "mpc/okvs/bench.h"

#include <algorithm>
#include <chrono>

#include "crypto/big_vector.h"
#include "crypto/prg.h"
#include "mpc/okvs/okvs.h"

namespace tacit::mpc::okvs {

namespace {

double nanoseconds_since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace

Result<Timing> measure(const Parameters& parameters, unsigned threads, int rounds) {
    crypto::SystemRandom random;
    Workers workers(threads);
    crypto::BigVector<crypto::Block> keys(parameters.items), values(parameters.items), out(parameters.items),
        encoded(parameters.size());
    crypto::Prg prg(crypto::Block::load(random.array<16>().data()));
    prg.fill(std::span(keys));
    prg.fill(std::span(values));
    Timing best{.encode_ns = 1e18, .decode_ns = 1e18, .size = parameters.size()};
    const double items = static_cast<double>(std::max<std::size_t>(1, parameters.items));
    for (int round = 0; round < rounds; ++round) {
        auto begun = std::chrono::steady_clock::now();
        TACIT_ASSIGN(const auto seed, encode_with_fresh_seed(parameters, keys, values, encoded,
                                                             FreeSlots::zero, random, workers));
        best.encode_ns = std::min(best.encode_ns, nanoseconds_since(begun) / items);
        begun = std::chrono::steady_clock::now();
        TACIT_TRY(Okvs(parameters, seed).decode(encoded, keys, out, workers));
        best.decode_ns = std::min(best.decode_ns, nanoseconds_since(begun) / items);
        if (out != values) return error(Fault::internal, "okvs: decoded something else than was encoded");
    }
    return best;
}

}  // namespace tacit::mpc::okvs
