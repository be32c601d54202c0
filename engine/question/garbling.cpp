#include "question/garbling.h"

#include <algorithm>

#include "mpc/garble/garble.h"
#include "mpc/garble_many/garble_many.h"

namespace tacit::question {

namespace {

namespace garble = mpc::garble;
namespace garble_many = mpc::garble_many;

/// The protocols' steps in words for people.
class PlainSteps final : public mpc::Progress {
  public:
    PlainSteps(mpc::Progress& inner, std::string_view work) : inner_(inner), work_(work) {}
    void step(std::string_view name, std::uint64_t amount) override {
        inner_.step(name == "preprocessing" ? "Preparing the computation"
                    : name == "gates"       ? work_
                                            : name,
                    amount);
    }
    void advance(std::uint64_t done) override { inner_.advance(done); }
    bool stop_requested() const override { return inner_.stop_requested(); }

  private:
    mpc::Progress& inner_;
    std::string_view work_;
};

}  // namespace

Result<std::vector<mpc::circuit::Bits>> compute_by_garbling(const mpc::circuit::Program& program,
                                                            const std::vector<mpc::circuit::Bits>& inputs,
                                                            const ByteArray<32>& session,
                                                            std::string_view work, RunContext& context) {
    PlainSteps progress(context.progress, work);
    if (context.participants() > 2) {
        garble_many::Options options;
        options.session = session;
        options.threads = context.threads;
        options.trace = context.trace;
        return garble_many::garble_among(options, context.me, program, inputs, context.peers, context.random,
                                         progress);
    }
    garble::GarbleOptions options;
    options.session = session;
    options.threads = context.threads;
    options.trace = context.trace;
    const auto role = context.me == 0 ? garble::Role::garbler : garble::Role::evaluator;
    return garble::garble_and_run(options, role, program, inputs, *context.peers.at(1 - context.me),
                                  context.random, progress);
}

std::uint64_t garbling_bytes(const mpc::circuit::Shape& shape, std::uint16_t participants) {
    if (participants == 2) return garble::garble_cost(garble::Transfers::automatic, shape).bytes_sent;
    std::uint64_t bytes = 0;
    for (std::size_t peer = 1; peer < participants; ++peer)
        bytes += garble_many::garble_among_cost(shape, participants, 0, peer).bytes_sent;
    return bytes;
}

api::CostEstimate garbling_estimate(const mpc::circuit::Shape& shape, std::uint16_t participants,
                                    const Machine& machine) {
    // Counted from the set-up of the transfers: some multiplications of points for each of 128, on both
    // sides. An AND was measured to take as long as so many AES blocks for each partner (mpc/garble).
    constexpr double multiplications_per_partner = 1000, blocks_per_and = 2500;
    api::CostEstimate out;
    out.per_partner = true;
    const auto count = [&](const mpc::ChannelCounters& traffic) {
        out.bytes = std::max(out.bytes, traffic.bytes_sent + traffic.bytes_received);
    };
    if (participants == 2) {
        count(garble::garble_cost(garble::Transfers::automatic, shape));
    } else {
        for (std::size_t self = 0; self < participants; ++self)
            for (std::size_t peer = 0; peer < participants; ++peer)
                if (peer != self) count(garble_many::garble_among_cost(shape, participants, self, peer));
    }
    out.bits_per_second = assumed_bits_per_second;
    out.seconds = multiplications_per_partner / machine.rates.scalar_multiplications_per_second +
                  blocks_per_and * static_cast<double>(shape.ands) / machine.rates.aes_blocks_per_second +
                  8 * static_cast<double>(out.bytes) / static_cast<double>(out.bits_per_second);
    return out;
}

}  // namespace tacit::question
