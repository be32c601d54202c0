#pragma once

#include <memory>

#include "mpc/garble/share.h"
#include "mpc/ot/softspoken.h"

/// Random authenticated bits under both offsets, as a stream: two instances of correlated transfers, one in
/// each direction. The holder of a bit is the receiver, the bit its choice; the block it receives is the MAC.
/// Source: ePrint 2017/030, section 5.1 (F_abit), over Roy, ePrint 2022/192, and silent COT (../vole).
namespace tacit::mpc::garble {

/// What makes the transfers. `automatic` takes silent ones for large draws.
enum class Transfers : std::uint8_t { automatic, softspoken, silent };

/// In one draw from here on, silent transfers take no more time than SoftSpoken ones, and fewer bytes: 0.2 to
/// 1.4 each and not 4.
inline constexpr std::size_t least_silent = std::size_t{1} << 15;

using Shares = BigVector<Share>;

class AuthenticatedBits {
  public:
    /// Draws this side's offset. Both sides call it at the same time. `label` of the endpoint tells the run
    /// from every other.
    static Result<std::unique_ptr<AuthenticatedBits>> set_up(Role role, Transfers transfers,
                                                             const ot::Endpoint& peer);
    /// With an offset of the caller's, for tests of peers that break the rule of its low bit. Fault::usage
    /// for zero.
    static Result<std::unique_ptr<AuthenticatedBits>> set_up_with(Block delta, Role role, Transfers transfers,
                                                                  const ot::Endpoint& peer);
    ~AuthenticatedBits();
    const Block& delta() const { return delta_; }
    /// Fresh shares of random bits, as many as there is room for in both; the peer calls it for the same
    /// number in all. Faults as those of the transfers.
    Status draw(std::span<Share> first, std::span<Share> second);

    /// What the garbler's channel counts.
    static ChannelCounters set_up_cost();
    static ChannelCounters draw_cost(Transfers transfers, std::size_t count);

  private:
    AuthenticatedBits(Block delta, Role role, Transfers transfers, const ot::Endpoint& peer);
    ot::Endpoint endpoint(Role sender) const;
    /// Where shares go: to the first until it is full.
    struct Room {
        std::span<Share> first, second;
        Share& operator[](std::size_t i) const {
            return i < first.size() ? first[i] : second[i - first.size()];
        }
    };
    Status draw_silent(std::size_t count, Room room);
    Status draw_softspoken(std::size_t count, Room room);

    const Role role_;
    const Transfers transfers_;
    const ot::Endpoint peer_;
    Bytes labels_[2];  ///< by the role of the sender
    Block delta_;
    std::unique_ptr<ot::CotSender> sender_;
    std::unique_ptr<ot::CotReceiver> receiver_;
    std::uint64_t draws_ = 0;  ///< silent ones
};

}  // namespace tacit::mpc::garble
