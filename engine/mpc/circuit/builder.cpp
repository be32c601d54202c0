#include "mpc/circuit/builder.h"

#include <cassert>
#include <utility>

#include "mpc/circuit/layout.h"

namespace tacit::mpc::circuit {

namespace {

constexpr std::size_t max_nodes = (std::size_t{1} << 30) + 1;  // literals must stay below 2^32

}  // namespace

Word::Word(std::vector<Wire> bits) : bits_(std::move(bits)) {
    assert(!bits_.empty() && bits_.size() <= max_width);
}

Builder::Builder() {
    add_node(Graph::Kind::constant, {}, {});
}

Wire Builder::add_node(Graph::Kind kind, Wire a, Wire b) {
    assert(graph_.nodes.size() < max_nodes);
    graph_.nodes.push_back({kind, a, b});
    return Wire::of_node(static_cast<std::uint32_t>(graph_.nodes.size() - 1));
}

Word Builder::input(std::uint8_t participant, std::size_t bits) {
    return Word(input_bits(participant, bits));
}

std::vector<Wire> Builder::input_bits(std::uint8_t participant, std::size_t bits) {
    assert(bits >= 1);
    graph_.inputs.push_back(
        {participant, static_cast<std::uint32_t>(graph_.nodes.size()), static_cast<std::uint32_t>(bits)});
    std::vector<Wire> out;
    for (std::size_t i = 0; i < bits; ++i) out.push_back(add_node(Graph::Kind::input, {}, {}));
    return out;
}

void Builder::output(std::uint32_t recipients, const Word& word) {
    output_bits(recipients, word.bits());
}

void Builder::output(std::uint32_t recipients, Wire bit) {
    output_bits(recipients, {bit});
}

void Builder::output_bits(std::uint32_t recipients, std::vector<Wire> bits) {
    graph_.outputs.push_back({recipients, std::move(bits)});
}

Wire Builder::xor_gate(Wire a, Wire b) {
    // An inversion passes through, so that equal nodes are seen and an XOR has plain operands.
    const bool inverted = a.inverted() != b.inverted();
    const auto x = Wire::of_node(a.node()), y = Wire::of_node(b.node());
    Wire out;
    if (x == y)
        out = Wire::constant(false);
    else if (x.is_constant())
        out = y;
    else if (y.is_constant())
        out = x;
    else
        out = add_node(Graph::Kind::exclusive_or, x, y);
    return inverted ? !out : out;
}

Wire Builder::and_gate(Wire a, Wire b) {
    if (a == !b) return Wire::constant(false);
    if (a == b || b == Wire::constant(true)) return a;
    if (a == Wire::constant(true)) return b;
    if (a.is_constant() || b.is_constant()) return Wire::constant(false);
    return add_node(Graph::Kind::conjunction, a, b);
}

Wire Builder::majority(Wire a, Wire b, Wire c) {
    // Kolesnikov and Schneider, "Improved garbled circuit: free XOR gates and applications", ICALP 2008,
    // section 4: the carry of a full adder with one AND. A constant or twin among the three first, so that
    // what is left folds.
    if (a.is_constant() || a.node() == b.node()) std::swap(a, c);
    if (b.is_constant()) std::swap(b, c);
    return xor_gate(and_gate(xor_gate(a, c), xor_gate(b, c)), c);
}

Wire Builder::mux(Wire condition, Wire if_true, Wire if_false) {
    return xor_gate(if_false, and_gate(condition, xor_gate(if_true, if_false)));
}

Circuit Builder::finish() const {
    return lay_out(graph_);
}

}  // namespace tacit::mpc::circuit
