#include "mpc/vole/silent_cot.h"

namespace tacit::mpc::vole {

namespace {

using Words = BigVector<std::uint64_t>;

NoiseTerms terms_of(const Parameters& parameters) {
    return {NoiseShape::for_outputs(parameters.count), NoiseValue::one, parameters.code, parameters.count};
}

Status check(const Parameters& parameters) {
    if (parameters.count == 0 || parameters.count > max_count)
        return error(Fault::usage, "a silent COT of " + std::to_string(parameters.count) + " elements");
    return {};
}

/// Sets the bit at `place`, one of those from `begin` on; touches all words in which it could lie.
void set_bit(Words& words, std::size_t begin, std::size_t size, std::size_t place) {
    const std::uint64_t bit = std::uint64_t{1} << (place % 64);
    for (std::size_t word = begin / 64; word <= (begin + size - 1) / 64; ++word) {
        const std::uint64_t difference = word ^ (place / 64);
        words[word] |= bit & (((difference | (0 - difference)) >> 63) - 1);
    }
}

}  // namespace

Result<BigVector<Block>> send_cot(const Parameters& parameters, ot::CotSender& cots,
                                  const ot::Endpoint& endpoint) {
    TACIT_TRY(check(parameters));
    const auto terms = terms_of(parameters);
    BigVector<Block> q(terms.shape.half()), second(terms.shape.half());
    TACIT_ASSIGN(const Challenge challenge, send_noise(terms, cots, endpoint, q, second));
    if (endpoint.progress.stop_requested()) return error(Fault::cancelled);
    TACIT_TRY(make_linear_code(parameters.code, Coefficients::binary, q.size(), code_seed(challenge))
                  ->compress(q, second, endpoint.workers, endpoint.progress));
    q.resize(parameters.count);
    return q;
}

Result<CotReceived> receive_cot(const Parameters& parameters, ot::CotReceiver& cots,
                                const ot::Endpoint& endpoint) {
    TACIT_TRY(check(parameters));
    const auto terms = terms_of(parameters);
    const std::size_t half = terms.shape.half(), size = terms.shape.block;
    BigVector<Block> t(half), second(half);
    std::vector<std::size_t, crypto::WipingAllocator<std::size_t>> places(noise_blocks);
    TACIT_ASSIGN(const Challenge challenge,
                 receive_noise(terms, cots, endpoint, t, second,
                               [&](const NoiseBlock& block) { places[block.index] = block.place; }));
    if (endpoint.progress.stop_requested()) return error(Fault::cancelled);

    Words noise[2] = {Words((half + 63) / 64, 0), Words((half + 63) / 64, 0)};
    for (std::size_t j = 0; j < noise_blocks; ++j) {
        const std::size_t begin = j % (noise_blocks / 2) * size;
        set_bit(noise[j / (noise_blocks / 2)], begin, size, begin + places[j]);
    }
    const auto code = make_linear_code(parameters.code, Coefficients::binary, half, code_seed(challenge));
    TACIT_TRY(code->compress(t, second, endpoint.workers, endpoint.progress));
    code->compress_bits(noise[0], noise[1]);

    t.resize(parameters.count);
    noise[0].resize((parameters.count + 63) / 64);
    if (parameters.count % 64 != 0) noise[0].back() &= (std::uint64_t{1} << (parameters.count % 64)) - 1;
    return CotReceived{std::move(noise[0]), std::move(t)};
}

std::size_t cot_cots(std::size_t count) {
    return NoiseShape::for_outputs(count).cots(NoiseValue::one);
}

ChannelCounters cot_cost(std::size_t count) {
    return noise_cost(NoiseShape::for_outputs(count));
}

}  // namespace tacit::mpc::vole
