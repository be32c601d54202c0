#include "mpc/garble_many/bench.h"

#include <algorithm>
#include <memory>

#include "mpc/circuit/known.h"
#include "mpc/circuit/repeated.h"
#include "mpc/garble_many/garble_many.h"

namespace tacit::mpc::garble_many {

namespace {

constexpr std::uint64_t comparison = 64;

std::vector<circuit::Bits> random_inputs(const circuit::Shape& shape, std::size_t owner,
                                         crypto::Random& random) {
    std::vector<circuit::Bits> out;
    for (const auto& input : shape.inputs) {
        if (input.participant != owner) continue;
        circuit::Bits bits(input.bits);
        for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = random.below(2) == 1;
        out.push_back(std::move(bits));
    }
    return out;
}

std::uint64_t comparisons(std::uint64_t ands) {
    return std::max<std::uint64_t>(1, ands / comparison);
}

Result<std::unique_ptr<circuit::Program>> program_of(std::uint64_t ands) {
    if (ands == 0) return std::unique_ptr<circuit::Program>(new circuit::Circuit(circuit::aes128_circuit()));
    TACIT_ASSIGN(auto lanes,
                 circuit::Repeated::over(std::make_shared<circuit::Circuit>(circuit::less64_circuit()),
                                         static_cast<std::uint32_t>(comparisons(ands))));
    return std::unique_ptr<circuit::Program>(new circuit::Repeated(std::move(lanes)));
}

}  // namespace

std::uint64_t benchmark_ands(std::uint64_t ands) {
    return ands == 0 ? circuit::aes128_circuit().shape().ands : comparison * comparisons(ands);
}

Status run_benchmark(std::size_t self, std::uint64_t ands, unsigned threads,
                     std::span<Channel* const> channels, crypto::Random& random, Progress& progress) {
    TACIT_ASSIGN(const auto program, program_of(ands));
    Options options;
    options.threads = threads;
    TACIT_ASSIGN(const auto outputs,
                 garble_among(options, self, *program, random_inputs(program->shape(), self, random),
                              channels, random, progress));
    return {};
}

}  // namespace tacit::mpc::garble_many
