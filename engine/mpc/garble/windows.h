#pragma once

#include "mpc/garble/gate_cursor.h"
#include "mpc/garble/opening.h"
#include "mpc/garble/triples.h"

/// The function-dependent preprocessing, a window of ANDs after another: shares of the masks of all wires,
/// and of the product of the two masks that go into each AND. Source: Wang, Ranellucci and Katz, ePrint
/// 2017/030, figure 4, steps 3 and 4; a product takes a triple and two openings (Beaver).
namespace tacit::mpc::garble {

/// ANDs in one message. A window takes some 13 MB with all that belongs to it.
inline constexpr std::size_t window_ands = std::size_t{1} << 16;

struct Window {
    std::uint64_t index = 0;
    std::size_t size = 0;
    BigVector<Share> alpha, beta;  ///< masks of the inputs of each AND
    BigVector<Share> gamma;        ///< mask of its output; after `finish`, with the product of the inputs'
    BigVector<Share> x, z;         ///< of its triple
    BigVector<Share> openings;     ///< x ^ alpha, y ^ beta of each
};

class Windows {
  public:
    /// Makes the triples, the masks of the inputs, and bits that hide sums of those of each contributor. Both
    /// sides call everything here in the same order.
    static Result<std::unique_ptr<Windows>> begin(const Session& session, AuthenticatedBits& bits,
                                                  const circuit::Program& program,
                                                  std::size_t contributors = 0);

    std::uint64_t count() const { return count_; }
    /// True if `prepare` of this window makes triples, with messages of its own.
    bool needs_triples(std::uint64_t index) const;
    /// The next window up to the message with this side's openings, which is sent.
    Status prepare(Window& window);
    /// Takes the peer's openings, and checks their MACs.
    Status finish(Window& window);
    /// To be called after the last window: masks of outputs are there then.
    Status finish_gates();
    const Share& mask(circuit::Slot slot) const { return slots_[slot]; }
    /// hiding_bits for each contributor, each for once only.
    const Share& hiding(std::size_t bit) const { return hiding_[bit]; }

    static std::uint64_t windows_for(std::uint64_t ands);
    /// What the garbler's channel counts.
    static ChannelCounters cost(Transfers transfers, const circuit::Shape& shape, std::size_t contributors);

  private:
    Windows(const Session& session, AuthenticatedBits& bits, const circuit::Program& program);
    Status more_triples(std::size_t more);
    Opening opening(const Window& window) const;
    void linear(std::span<const circuit::LinearGate> gates);
    void conjunctions(Window& window, std::size_t at, std::span<const circuit::AndGate> gates);

    const Session& session_;
    AuthenticatedBits& bits_;
    const circuit::Shape& shape_;
    const std::uint64_t count_;
    GateCursor cursor_;
    TripleMaker maker_;
    BigVector<Share> slots_, hiding_;
    BigVector<Triple> triples_;
    Shares masks_;          ///< for the output of each AND
    std::size_t used_ = 0;  ///< of both
    std::size_t in_pool_ = 0;
    std::uint64_t batches_ = 0;   ///< made
    std::uint64_t prepared_ = 0;  ///< windows
};

}  // namespace tacit::mpc::garble
