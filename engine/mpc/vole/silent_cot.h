#pragma once

#include "mpc/vole/silent_vole.h"

/// Silent correlated oblivious transfer: q_j = t_j ^ x_j Delta with pseudo-random choice bits x, from far
/// fewer COTs. The same as silent VOLE with noise of ones and a binary code. Malicious. Source: Yang, Weng,
/// Lan, Zhang and Wang 2020, "Ferret" (ePrint 2020/924) for the check; Boyle, Couteau, Gilboa, Ishai, Kohl,
/// Rindal and Scholl 2019 (ePrint 2019/1159) for the dual code.
namespace tacit::mpc::vole {

struct CotReceived {
    BigVector<std::uint64_t>
        choices;  ///< bit j is bit j % 64 of word j / 64; the rest of the last word is zero
    BigVector<Block> t;
};

/// Faults as those of silent VOLE.
Result<BigVector<Block>> send_cot(const Parameters& parameters, ot::CotSender& cots,
                                  const ot::Endpoint& endpoint);
Result<CotReceived> receive_cot(const Parameters& parameters, ot::CotReceiver& cots,
                                const ot::Endpoint& endpoint);

std::size_t cot_cots(std::size_t count);
ChannelCounters cot_cost(std::size_t count);

}  // namespace tacit::mpc::vole
