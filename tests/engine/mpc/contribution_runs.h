#pragma once

#include "engine/mpc/garble_many_runs.h"
#include "mpc/garble/contribution.h"

/// Complete runs of garbled circuits with contributors, over a memory network: parties 0 to hosts - 1
/// compute, the others contribute.
namespace tacit::testing {

struct ContributionRun {
    ManyOutcomes hosts;
    std::vector<Status> contributors;
    ManyOutcomes heard{};  ///< by contributor, if hosts tell
};

/// What a run is about. Host i and contributor i draw from generators seeded by `seed` and their place.
struct ContributionTask {
    const mpc::circuit::Program& program;
    std::size_t hosts;
    const Inputs& inputs;
    std::uint64_t seed;
    ByteArray<32> session{};
    Base base = Base::dealt;
    bool tell = false;  ///< outputs to contributors
};

/// Two hosts garble for each other, more among many.
inline Result<std::vector<Bits>> run_host(const ContributionTask& task, std::size_t me,
                                          std::vector<mpc::Channel*> channels) {
    crypto::SeededRandom random(task.seed * 1000 + me);
    mpc::NoProgress progress;
    const auto all = std::span<mpc::Channel* const>(channels);
    if (task.hosts == 2) {
        mpc::garble::GarbleOptions options;
        options.session = task.session;
        return mpc::garble::garble_and_run(options, me == 0 ? Role::garbler : Role::evaluator, task.program,
                                           task.inputs[me], *channels[1 - me], random, progress,
                                           all.subspan(2));
    }
    mpc::garble_many::Options options;
    options.session = task.session;
    return mpc::garble_many::garble_among_from(
        task.base == Base::dealt ? mpc::garble_many::Deal(dealt) : nullptr, options, me, task.program,
        task.inputs[me], all.first(task.hosts), random, progress, all.subspan(task.hosts));
}

inline ContributionRun run_contributions(MemoryNetwork& network, const ContributionTask& task,
                                         const Wrap& wrap = {}) {
    const auto contributors = network.size() - task.hosts;
    ContributionRun out{ManyOutcomes(task.hosts, error(Fault::internal)),
                        std::vector<Status>(contributors, error(Fault::internal)),
                        ManyOutcomes(contributors, error(Fault::internal))};
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < network.size(); ++me)
        parties.push_back([&, me] {
            auto channels = network.channels(me);
            if (wrap) wrap(me, channels);
            if (me < task.hosts) {
                out.hosts[me] = run_host(task, me, channels);
                const auto all = std::span<mpc::Channel* const>(channels);
                if (!task.tell || !out.hosts[me].ok()) return;
                const auto told = mpc::garble::tell_outputs(task.program.shape(), *out.hosts[me],
                                                            all.first(task.hosts), all.subspan(task.hosts));
                if (!told.ok()) out.hosts[me] = told.error();
                return;
            }
            crypto::SeededRandom random(task.seed * 1000 + me);
            mpc::NoProgress progress;
            channels.resize(task.hosts);
            out.contributors[me - task.hosts] =
                mpc::garble::contribute({task.session, task.hosts, contributors, me}, task.program,
                                        task.inputs[me], channels, random, progress);
            if (task.tell && out.contributors[me - task.hosts].ok())
                out.heard[me - task.hosts] =
                    mpc::garble::hear_outputs(task.program.shape(), channels, progress);
        });
    network.run(parties);
    return out;
}

/// Outputs for hosts only.
inline TestProgram random_contributed(crypto::Random& random, std::size_t gates, std::size_t hosts,
                                      std::size_t contributors) {
    auto out = random_program(random, gates, static_cast<std::uint8_t>(hosts + contributors));
    for (auto& output : out.shape().outputs) output.recipients &= (1u << hosts) - 1;
    return out;
}

inline bool right(const ContributionRun& run, const ContributionTask& task) {
    for (const auto& one : run.contributors)
        if (!one.ok()) {
            qWarning("contributor: %s", one.error().detail.c_str());
            return false;
        }
    return right(run.hosts, task.program, task.inputs);
}

}  // namespace tacit::testing
