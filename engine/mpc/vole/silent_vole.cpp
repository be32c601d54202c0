#include "mpc/vole/silent_vole.h"

#include "mpc/vole/masked.h"

namespace tacit::mpc::vole {

namespace {

NoiseTerms terms_of(const Parameters& parameters) {
    return {NoiseShape::for_outputs(parameters.count), parameters.code, parameters.count, parameters.call};
}

Status check(const Parameters& parameters) {
    if (parameters.count == 0 || parameters.count > max_count)
        return error(Fault::usage, "a silent VOLE of " + std::to_string(parameters.count) + " elements");
    return {};
}

}  // namespace

Result<BigVector<Block>> send_vole(const Parameters& parameters, ot::CotSender& cots,
                                   const ot::Endpoint& endpoint) {
    TACIT_TRY(check(parameters));
    const auto terms = terms_of(parameters);
    BigVector<Block> b(terms.shape.half()), second(terms.shape.half());
    TACIT_ASSIGN(const Challenge challenge, send_noise(terms, cots, endpoint, b, second));
    endpoint.progress.advance(parameters.count / 2);
    if (endpoint.progress.stop_requested()) return error(Fault::cancelled);
    TACIT_TRY(make_linear_code(parameters.code, Coefficients::field, b.size(),
                               code_seed(terms, endpoint, challenge))
                  ->compress(b, second, endpoint.workers, endpoint.progress));
    endpoint.progress.advance(parameters.count - parameters.count / 2);
    b.resize(parameters.count);
    return b;
}

Result<VoleReceived> receive_vole(const Parameters& parameters, ot::CotReceiver& cots,
                                  const ot::Endpoint& endpoint) {
    TACIT_TRY(check(parameters));
    const auto terms = terms_of(parameters);
    const std::size_t half = terms.shape.half(), size = terms.shape.block;
    VoleReceived out{BigVector<Block>(half), BigVector<Block>(half)};
    BigVector<Pair> second(half);
    const auto place = [&](const NoiseBlock& block) {
        if (block.index < noise_blocks / 2) {
            mark(out.a.data() + block.index * size, 1, size, block.place, block.value);
            return;
        }
        Pair* const pairs = second.data() + (block.index - noise_blocks / 2) * size;
        mark(&pairs->a, 2, size, block.place, block.value);
        for (std::size_t i = 0; i < size; ++i) pairs[i].c = block.w[i];
    };
    TACIT_ASSIGN(const Challenge challenge, receive_noise(terms, cots, endpoint, out.c, {}, place));
    endpoint.progress.advance(parameters.count / 2);
    if (endpoint.progress.stop_requested()) return error(Fault::cancelled);
    TACIT_TRY(
        make_linear_code(parameters.code, Coefficients::field, half, code_seed(terms, endpoint, challenge))
            ->compress(out.a, out.c, second, endpoint.workers, endpoint.progress));
    endpoint.progress.advance(parameters.count - parameters.count / 2);
    out.a.resize(parameters.count);
    out.c.resize(parameters.count);
    return out;
}

std::size_t vole_cots(std::size_t count) {
    return NoiseShape::for_outputs(count).cots();
}

ChannelCounters vole_cost(std::size_t count) {
    return noise_cost(NoiseShape::for_outputs(count));
}

}  // namespace tacit::mpc::vole
