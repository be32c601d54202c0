#include "question/garbling.h"

#include <algorithm>
#include <span>

#include "mpc/garble/contribution.h"
#include "mpc/garble/garble.h"
#include "mpc/garble_many/garble_many.h"

namespace tacit::question {

namespace {

namespace garble = mpc::garble;
namespace garble_many = mpc::garble_many;
using mpc::circuit::Bits;

/// The protocols' steps in words for people.
class PlainSteps final : public mpc::Progress {
  public:
    PlainSteps(mpc::Progress& inner, std::string_view work) : inner_(inner), work_(work) {}
    void step(std::string_view name, std::uint64_t amount) override {
        inner_.step(name == "preprocessing"  ? "Preparing the computation"
                    : name == "gates"        ? work_
                    : name == "contribution" ? "Handing in locked values"
                                             : name,
                    amount);
    }
    void advance(std::uint64_t done) override { inner_.advance(done); }
    bool stop_requested() const override { return inner_.stop_requested(); }

  private:
    mpc::Progress& inner_;
    std::string_view work_;
};

template <class Options>
Options options_of(const ByteArray<32>& session, const RunContext& context) {
    Options out;
    out.session = session;
    out.threads = context.threads;
    out.trace = context.trace;
    return out;
}

Result<std::vector<Bits>> compute_as_host(const mpc::circuit::Program& program,
                                          const std::vector<Bits>& inputs, const ByteArray<32>& session,
                                          std::size_t hosts, RunContext& context, mpc::Progress& progress) {
    const auto peers = std::span<mpc::Channel* const>(context.peers);
    const auto computing = peers.first(hosts), contributing = peers.subspan(hosts);
    if (hosts > 2)
        return garble_many::garble_among(options_of<garble_many::Options>(session, context), context.me,
                                         program, inputs, computing, context.random, progress, contributing);
    const auto role = context.me == 0 ? garble::Role::garbler : garble::Role::evaluator;
    return garble::garble_and_run(options_of<garble::GarbleOptions>(session, context), role, program, inputs,
                                  *computing[1 - context.me], context.random, progress, contributing);
}

Result<std::vector<Bits>> contribute(const mpc::circuit::Program& program, const std::vector<Bits>& inputs,
                                     const ByteArray<32>& session, std::size_t hosts, RunContext& context,
                                     mpc::Progress& progress) {
    const auto computing = std::span<mpc::Channel* const>(context.peers).first(hosts);
    const garble::Contributor me{session, hosts, context.peers.size() - hosts, context.me};
    TACIT_TRY(garble::contribute(me, program, inputs, computing, context.random, progress));
    if (context.delivered) context.delivered();
    progress.step("Handed in; waiting for those who compute", 0);
    return garble::hear_outputs(program.shape(), computing, progress);
}

}  // namespace

Result<std::vector<Bits>> compute_by_garbling(const mpc::circuit::Program& program,
                                              const std::vector<Bits>& inputs, const ByteArray<32>& session,
                                              std::size_t hosts, std::string_view work, RunContext& context) {
    PlainSteps progress(context.progress, work);
    if (hosts < 2 || hosts > context.peers.size()) return error(Fault::usage, "no such number of hosts");
    if (context.me >= hosts) return contribute(program, inputs, session, hosts, context, progress);
    TACIT_ASSIGN(auto outputs, compute_as_host(program, inputs, session, hosts, context, progress));
    const auto peers = std::span<mpc::Channel* const>(context.peers);
    for (auto* one : peers.subspan(hosts)) {
        const auto told = garble::tell_outputs(program.shape(), outputs, peers.first(hosts), {&one, 1});
        // It gave its numbers, and may have left after that.
        if (!told && told.error().fault != Fault::partner_gone) return told.error();
    }
    return outputs;
}

std::uint64_t garbling_bytes(const mpc::circuit::Shape& shape, std::uint16_t participants,
                             std::uint16_t hosts) {
    const std::size_t contributors = participants - hosts;
    std::uint64_t bytes = 0;
    if (hosts == 2) bytes = garble::garble_cost(garble::Transfers::automatic, shape, contributors).bytes_sent;
    for (std::size_t peer = 1; hosts > 2 && peer < hosts; ++peer)
        bytes += garble_many::garble_among_cost(shape, hosts, 0, peer, contributors).bytes_sent;
    for (std::size_t who = hosts; who < participants; ++who)
        bytes += garble::contribution_cost(shape, hosts, who).bytes_received +
                 garble::outputs_cost(shape, hosts).bytes_received;
    return bytes;
}

mpc::ChannelCounters organizer_traffic(const mpc::circuit::Shape& shape, std::uint16_t participants,
                                       std::uint16_t hosts) {
    const std::size_t contributors = participants - hosts;
    // Between two others: whatever one of them sends comes in here and goes out again.
    mpc::ChannelCounters out;
    const auto relayed = [&out](const mpc::ChannelCounters& between) {
        out += between;
        out += mpc::mirrored(between);
    };
    if (hosts == 2) out += garble::garble_cost(garble::Transfers::automatic, shape, contributors);
    for (std::size_t self = 0; hosts > 2 && self < hosts; ++self)
        for (std::size_t peer = self + 1; peer < hosts; ++peer) {
            const auto cost = garble_many::garble_among_cost(shape, hosts, self, peer, contributors);
            self == 0 ? void(out += cost) : relayed(cost);
        }
    for (std::size_t who = hosts; who < participants; ++who) {
        auto cost = garble::contribution_cost(shape, hosts, who);
        cost += garble::outputs_cost(shape, hosts);
        out += mpc::mirrored(cost);
        for (std::size_t host = 1; host < hosts; ++host) relayed(cost);
    }
    return out;
}

api::CostEstimate garbling_estimate(const mpc::circuit::Shape& shape, std::uint16_t participants,
                                    std::uint16_t hosts, const Machine& machine) {
    const auto traffic = organizer_traffic(shape, participants, hosts);
    const auto work = hosts == 2 ? garble::garble_work(shape) : garble_many::garble_among_work(shape, hosts);
    api::CostEstimate out;
    out.at_organizer = true;
    out.participants = participants;
    out.bytes = traffic.bytes_sent + traffic.bytes_received;
    out.bits_per_second = assumed_bits_per_second;
    // One of two mostly waits while the other sends; several send and receive at the same time.
    const auto in_turn = hosts == 2 ? out.bytes : std::max(traffic.bytes_sent, traffic.bytes_received);
    out.seconds = work.scalar_multiplications / machine.rates.scalar_multiplications_per_second +
                  work.aes_blocks / machine.rates.aes_blocks_per_second +
                  8 * static_cast<double>(in_turn) / static_cast<double>(out.bits_per_second);
    return out;
}

}  // namespace tacit::question
