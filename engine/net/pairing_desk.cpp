#include "net/pairing_desk.h"

#include <algorithm>

#include "net/packet.h"

namespace tacit::net {

Bytes PairingDesk::ask(PeerId invitation, std::uint64_t number, View request, SteadyTime now) {
    auto& ledger = ledgers_[invitation];
    if (ledger.last != SteadyTime{}) {
        const std::chrono::duration<double> passed = now - ledger.last;
        ledger.allowance = std::min(burst, ledger.allowance + passed.count() * per_second);
    }
    ledger.last = now;
    if (ledger.allowance < 1) return {};
    ledger.allowance -= 1;

    const bool repeated = ledger.number == number && std::equal(request.begin(), request.end(),
                                                                ledger.request.begin(), ledger.request.end());
    if (repeated && !ledger.answer.empty()) return ledger.answer;
    // Asking again while the handler has been silent is waiting, not another attempt.
    if (!repeated && ++ledger.different > total_limit) return {};
    ledger.number = number;
    ledger.request = to_bytes(request);
    ledger.answer = handler_ ? handler_(invitation, request) : Bytes{};
    if (ledger.answer.size() > pairing_limit) ledger.answer.clear();
    return ledger.answer;
}

}  // namespace tacit::net
