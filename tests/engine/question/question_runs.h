#pragma once

#include <functional>
#include <string>
#include <vector>

#include "crypto/random.h"
#include "mpc/progress.h"
#include "question/catalogue.h"
#include "support/memory_network.h"

namespace tacit::testing {

/// What every participant sees after a run of the real protocol.
inline std::vector<Result<question::Outcome>> runAll(const api::Question& asked,
                                                     const std::vector<question::Input>& inputs) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < inputs.size(); ++i) names.push_back("P" + std::to_string(i));
    MemoryNetwork network(names);
    std::vector<Result<question::Outcome>> outcomes(inputs.size(), error(Fault::internal));
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < inputs.size(); ++me)
        parties.push_back([&, me] {
            crypto::SystemRandom random;
            mpc::NoProgress progress;
            question::RunContext context{
                static_cast<std::uint16_t>(me), network.channels(me), {}, random, progress, 1};
            outcomes[me] = question::definition_of(asked).run(asked, inputs[me], context);
        });
    network.run(parties);
    return outcomes;
}

}  // namespace tacit::testing
