#pragma once

#include <map>

#include "net/transport.h"

namespace tacit::net {

/// Who has only an invitation can ask this and nothing else. Bounds what each invitation may cost: a few
/// requests per second, `total_limit` different ones in all. The answer to the latest request is kept, so
/// that a repeated request, whose answer was lost, is not put to the handler again. Pure but for the handler.
class PairingDesk {
  public:
    static constexpr int total_limit = 64;
    static constexpr double per_second = 4;
    static constexpr double burst = 8;

    explicit PairingDesk(HostTransport::PairingHandler handler) : handler_(std::move(handler)) {}

    /// Empty: say nothing.
    Bytes ask(PeerId invitation, std::uint64_t number, View request, SteadyTime now);

  private:
    struct Ledger {
        int different = 0;
        double allowance = burst;
        SteadyTime last{};
        std::optional<std::uint64_t> number;
        Bytes request;
        Bytes answer;
    };
    HostTransport::PairingHandler handler_;
    std::map<PeerId, Ledger> ledgers_;
};

}  // namespace tacit::net
