#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

/// A Boolean circuit as those see it who compute with it: evaluator in the clear, cost, garbling among two
/// and among n. The gates come in bounded chunks, so that nobody needs a circuit whole.
namespace tacit::mpc::circuit {

/// A place that holds a wire's value; reused once its wire is dead.
using Slot = std::uint32_t;

/// As `LinearGate::b` only: the constant 1.
inline constexpr Slot one = 0xffffffff;

/// out = a ^ b; with b == one, out = !a.
struct LinearGate {
    Slot a, b, out;
};

/// out = a & b.
struct AndGate {
    Slot a, b, out;
};

/// Where a layer ends in the two vectors of its chunk; it begins where the one before ends.
struct Layer {
    std::uint32_t linear_end, and_end;
};

inline constexpr std::size_t max_chunk_ands = std::size_t{1} << 16;
inline constexpr std::size_t max_chunk_linear = std::size_t{1} << 18;

/// A bounded piece of a circuit. Layer by layer: first its linear gates in order, then its ANDs, which are
/// independent: no AND of a layer writes a slot that another AND of the same layer reads or writes. So all
/// may be hashed in one batch; reading all inputs before writing any output is allowed but not needed.
struct Chunk {
    std::vector<LinearGate> linear;
    std::vector<AndGate> ands;
    std::vector<Layer> layers;

    void clear() {
        linear.clear();
        ands.clear();
        layers.clear();
    }
};

/// The bits of one participant's value, least significant first, in consecutive slots from `first`.
struct Input {
    std::uint8_t participant;
    Slot first;
    std::uint32_t bits;
};

/// Output bits may be any slots; a slot that is an output is never reused afterwards. Least significant
/// first.
struct Output {
    std::uint32_t recipients;  ///< bit i set: participant i learns it
    std::vector<Slot> slots;
};

struct Shape {
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    Slot slots = 0;  ///< all slots are below
    std::uint64_t ands = 0, linear = 0, and_depth = 0;
};

/// One pass over the gates.
class GateStream {
  public:
    virtual ~GateStream() = default;
    /// Fills `chunk`, which is cleared first. False at the end.
    virtual bool next(Chunk& chunk) = 0;
};

/// What is to be computed. Opened as often as a protocol needs a pass over the gates; every pass gives the
/// same chunks. Unchanging, hence usable from several threads; a stream belongs to one thread and must not
/// outlive its program.
class Program {
  public:
    virtual ~Program() = default;
    virtual const Shape& shape() const = 0;
    virtual std::unique_ptr<GateStream> open() const = 0;
};

}  // namespace tacit::mpc::circuit
