#pragma once

#include <functional>
#include <string>
#include <vector>

#include "crypto/random.h"
#include "mpc/progress.h"
#include "question/catalogue.h"
#include "support/memory_network.h"

namespace tacit::testing {

/// What a run is watched or disturbed with: a trace for each participant or none, and a chance to put other
/// channels before a participant.
struct Around {
    std::vector<mpc::OpeningTrace*> traces{};
    std::function<void(std::size_t me, std::vector<mpc::Channel*>& channels)> wrap{};
    /// What the agreement has as the terms of a place; without it those of its input, as in a session.
    std::function<Bytes(std::size_t place)> terms{};
    std::function<void(std::size_t me)> delivered{};  ///< on that participant's thread
};

/// What every participant sees after a run of the real protocol.
inline std::vector<Result<question::Outcome>> runAll(const api::Question& asked,
                                                     const std::vector<question::Input>& inputs,
                                                     const Around& around = {}) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < inputs.size(); ++i) names.push_back("P" + std::to_string(i));
    MemoryNetwork network(names);
    std::vector<Result<question::Outcome>> outcomes(inputs.size(), error(Fault::internal));
    std::vector<std::function<void()>> parties;
    const std::size_t hosts =
        question::definition_of(asked).hosts(asked, static_cast<std::uint16_t>(inputs.size()));
    for (std::size_t me = 0; me < inputs.size(); ++me)
        parties.push_back([&, me] {
            crypto::SystemRandom random;
            mpc::NoProgress progress;
            auto channels = network.channels(me);
            // As in a session: those who do not compute have no channels to each other.
            for (std::size_t peer = hosts; me >= hosts && peer < channels.size(); ++peer)
                channels[peer] = nullptr;
            if (around.wrap) around.wrap(me, channels);
            question::RunContext context{
                static_cast<std::uint16_t>(me), std::move(channels), {}, random, progress, 1};
            if (around.terms) context.names = names;
            for (std::size_t i = 0; i < inputs.size(); ++i)
                context.terms.push_back(around.terms ? around.terms(i)
                                                     : question::definition_of(asked).terms(inputs[i]));
            if (!around.traces.empty()) context.trace = around.traces.at(me);
            if (around.delivered) context.delivered = [&] { around.delivered(me); };
            outcomes[me] = question::definition_of(asked).run(asked, inputs[me], context);
        });
    network.run(parties);
    return outcomes;
}

}  // namespace tacit::testing
