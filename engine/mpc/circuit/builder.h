#pragma once

#include <cstdint>
#include <vector>

#include "mpc/circuit/circuit.h"

namespace tacit::mpc::circuit {

/// One bit inside a Builder: a node and whether it is inverted, so that inverting costs no gate before
/// `finish`. A plain value; meaningful only to the builder that made it, constants to all.
class Wire {
  public:
    constexpr Wire() = default;  ///< the constant 0
    static constexpr Wire constant(bool bit) { return Wire(bit ? 1 : 0); }
    static constexpr Wire of_node(std::uint32_t node, bool inverted = false) {
        return Wire(node << 1 | (inverted ? 1 : 0));
    }

    constexpr Wire operator!() const { return Wire(literal_ ^ 1); }
    constexpr std::uint32_t node() const { return literal_ >> 1; }
    constexpr bool inverted() const { return literal_ & 1; }
    /// Node and inversion in one number, for tables.
    constexpr std::uint32_t literal() const { return literal_; }
    constexpr bool is_constant() const { return literal_ < 2; }
    constexpr bool operator==(const Wire&) const = default;

  private:
    explicit constexpr Wire(std::uint32_t literal) : literal_(literal) {}
    std::uint32_t literal_ = 0;
};

inline constexpr std::size_t max_width = 4096;
/// All recipients of an output.
inline constexpr std::uint32_t everybody = 0xffffffff;

/// A signed integer in two's complement, least significant bit first, of 1 to `max_width` bits; the last bit
/// is the sign. Fixed point is the same with a scale that the caller keeps in mind.
class Word {
  public:
    Word() : bits_(1) {}  ///< the constant 0
    explicit Word(std::vector<Wire> bits);

    std::size_t width() const { return bits_.size(); }
    Wire operator[](std::size_t bit) const { return bits_[bit]; }
    Wire sign() const { return bits_.back(); }
    /// Beyond the width the sign goes on.
    Wire extended(std::size_t bit) const { return bit < bits_.size() ? bits_[bit] : bits_.back(); }
    const std::vector<Wire>& bits() const { return bits_; }

  private:
    std::vector<Wire> bits_;
};

/// Gates in the order in which they were made; a gate's operands come before it.
struct Graph {
    enum class Kind : std::uint8_t { constant, input, exclusive_or, conjunction };
    struct Node {
        Kind kind;
        Wire a, b;  ///< of an XOR never inverted
    };
    struct Source {
        std::uint8_t participant;
        std::uint32_t first, bits;  ///< nodes
    };
    struct Sink {
        std::uint32_t recipients;
        std::vector<Wire> bits;
    };
    std::vector<Node> nodes;
    std::vector<Source> inputs;
    std::vector<Sink> outputs;
};

/// Makes a circuit gate by gate. Constants are folded (x ^ x, x & 0, x & !x and the like); equal gates are
/// not looked for. Arithmetic is in integers.h, comparing and sorting in order.h. Belongs to one thread. At
/// most 2^30 inputs and gates.
class Builder {
  public:
    Builder();

    /// At least one bit. In the order in which they are asked for, inputs take the slots from 0.
    Word input(std::uint8_t participant, std::size_t bits);
    /// The same for strings of bits longer than a word.
    std::vector<Wire> input_bits(std::uint8_t participant, std::size_t bits);
    /// `recipients`: bit i set, participant i learns it.
    void output(std::uint32_t recipients, const Word& word);
    void output(std::uint32_t recipients, Wire bit);
    void output_bits(std::uint32_t recipients, std::vector<Wire> bits);

    Wire xor_gate(Wire a, Wire b);
    Wire and_gate(Wire a, Wire b);
    Wire or_gate(Wire a, Wire b) { return !and_gate(!a, !b); }
    /// The bit that at least two of the three have. One AND.
    Wire majority(Wire a, Wire b, Wire c);
    /// One AND.
    Wire mux(Wire condition, Wire if_true, Wire if_false);

    /// Layers by AND depth, places in slots; gates that no output needs are gone. There must be an input bit:
    /// constants among the outputs are made from it.
    Circuit finish() const;

    /// Inputs and gates made so far, needed or not.
    std::size_t nodes() const { return graph_.nodes.size(); }

  private:
    Wire add_node(Graph::Kind kind, Wire a, Wire b);

    Graph graph_;
};

}  // namespace tacit::mpc::circuit
