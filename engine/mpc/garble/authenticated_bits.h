#pragma once

#include <memory>

#include "mpc/garble/share.h"
#include "mpc/ot/softspoken.h"

/// Random authenticated bits under both offsets, as a stream: two instances of correlated transfers, one in
/// each direction. The holder of a bit is the receiver, the bit its choice; the block it receives is the MAC.
/// Source: ePrint 2017/030, section 5.1 (F_abit), over Roy, ePrint 2022/192, and silent COT (../vole).
namespace tacit::mpc::garble {

/// What makes the transfers. `automatic` takes silent ones for large draws: 0.2 bytes and some 70 ns each,
/// but about 150 kB for a draw of any size; SoftSpoken ones take 3.9 bytes and 20 ns.
enum class Transfers : std::uint8_t { automatic, softspoken, silent };

/// In one draw from here on, the bytes that silent transfers save outweigh their arithmetic on a line of
/// 300 Mbit/s.
inline constexpr std::size_t least_silent = std::size_t{1} << 17;

/// Shares in two vectors, by place.
struct Shares {
    BigVector<Block> own, mac;
    std::size_t size() const { return own.size(); }
    Share operator[](std::size_t i) const { return {own[i], mac[i]}; }
};

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
    Block delta() const { return delta_; }
    /// Fresh shares of random bits; both sides call it with the same count. Faults as those of the transfers.
    Result<Shares> draw(std::size_t count);

    /// What the garbler's channel counts.
    static ChannelCounters set_up_cost();
    static ChannelCounters draw_cost(Transfers transfers, std::size_t count);

  private:
    AuthenticatedBits(Block delta, Role role, Transfers transfers, const ot::Endpoint& peer);
    ot::Endpoint endpoint(Role sender) const;
    Status send(std::span<Block> own);
    Status receive(std::span<Block> mac, std::span<std::uint8_t> bits);

    const Role role_;
    const Transfers transfers_;
    const ot::Endpoint peer_;
    Bytes labels_[2];  ///< by the role of the sender
    Block delta_;
    std::unique_ptr<ot::CotSender> sender_;
    std::unique_ptr<ot::CotReceiver> receiver_;
};

}  // namespace tacit::mpc::garble
