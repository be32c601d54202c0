#pragma once

#include "mpc/garble/gate_cursor.h"
#include "mpc/garble_many/triples.h"

/// The function-dependent preprocessing, a window of ANDs after another: shares of the masks of all wires,
/// and of the product of the two masks that go into each AND. Source: Wang, Ranellucci and Katz, ePrint
/// 2017/189, figure 3, steps 3 to 5; a product takes a triple and two openings (Beaver).
namespace tacit::mpc::garble_many {

/// With all that belongs to it, a window takes some 13 times 32 bytes per AND and peer: 28 MB among three, 98
/// MB among eight.
inline constexpr std::size_t window_ands = std::size_t{1} << 15;

/// The triples of all windows are made before any input is masked (README), and take 128 bytes per AND and
/// peer: 256 MiB at most.
constexpr std::uint64_t most_ands(std::size_t participants) {
    return (std::uint64_t{1} << 21) / (participants - 1);
}

struct Window {
    std::uint64_t first = 0;  ///< AND of the circuit
    std::size_t size = 0;
    Shares alpha, beta;  ///< masks of the inputs of each AND
    Shares gamma;        ///< mask of its output, with the product of the inputs' masks
};

class Windows {
  public:
    /// Makes the triples of all windows, the masks of the inputs, and bits that hide sums of those of each
    /// contributor. All call everything here in the same order.
    static Result<std::unique_ptr<Windows>> begin(const Session& session, AuthenticatedBits& bits,
                                                  const circuit::Program& program,
                                                  std::size_t contributors = 0);

    std::uint64_t count() const { return windows_for(shape_.ands); }
    Result<Window> next();
    /// To be called after the last window: masks of outputs are there then.
    Status finish_gates();
    /// Those of all these slots, one after another.
    Shares masks(std::span<const circuit::Slot> slots) const;
    /// The same, and behind them the bits that hide what is told of them, for once only.
    Shares masks(std::span<const circuit::Slot> slots, std::size_t contributor) const;

    static std::uint64_t windows_for(std::uint64_t ands);
    static std::size_t size_of(std::uint64_t ands, std::uint64_t index);
    /// Between any two.
    static ChannelCounters cost(std::size_t participants, const circuit::Shape& shape,
                                std::size_t contributors);

  private:
    Windows(const Session& session, AuthenticatedBits& bits, const circuit::Program& program);
    void linear(std::span<const circuit::LinearGate> gates);

    const Session& session_;
    AuthenticatedBits& bits_;
    const circuit::Shape& shape_;
    garble::GateCursor cursor_;
    TripleMaker maker_;
    Shares slots_;
    Shares hiding_;                 ///< by contributor
    std::vector<Triples> triples_;  ///< by window, with a mask for the output of each AND
    std::uint64_t index_ = 0;       ///< of the next window
};

}  // namespace tacit::mpc::garble_many
