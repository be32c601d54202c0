#include "question/decision/circuit.h"

#include "mpc/circuit/integers.h"
#include "mpc/circuit/order.h"

namespace tacit::question::decision {

namespace circuit = mpc::circuit;

namespace {

/// The smallest width of two's complement that holds -magnitude to +magnitude.
std::size_t width_for(table::Int128 magnitude) {
    std::size_t bits = 1;
    for (; magnitude > 0; magnitude >>= 1) ++bits;
    return bits;
}

circuit::Word constant(table::Decimal value) {
    const auto magnitude = value.micros() < 0 ? -value.micros() : value.micros();
    std::vector<circuit::Wire> bits;
    for (std::size_t i = 0; i < width_for(magnitude); ++i)
        bits.push_back(circuit::Wire::constant(value.micros() >> i & 1));
    return circuit::Word(std::move(bits));
}

circuit::Wire compare(circuit::Builder& builder, Comparison comparison, const circuit::Word& left,
                      const circuit::Word& right) {
    switch (comparison) {
        case Comparison::greater:
            return circuit::greater(builder, left, right);
        case Comparison::greater_or_equal:
            return circuit::greater_or_equal(builder, left, right);
        case Comparison::less:
            return circuit::less(builder, left, right);
        case Comparison::less_or_equal:
            return circuit::less_or_equal(builder, left, right);
    }
    return {};
}

}  // namespace

std::size_t value_bits() {
    return width_for(table::Decimal::whole(largest_value).micros());
}

circuit::Circuit circuit_of(const Formula& formula, std::uint16_t participants, std::uint32_t recipients) {
    circuit::Builder builder;
    std::vector<circuit::Word> values;
    for (std::uint16_t i = 0; i < participants; ++i)
        values.push_back(builder.input(static_cast<std::uint8_t>(i), value_bits()));
    const auto left = circuit::sum(builder, values);
    builder.output(recipients, compare(builder, formula.comparison, left, constant(formula.right)));
    return builder.finish();
}

circuit::Bits bits_of(table::Decimal value) {
    circuit::Bits bits(value_bits());
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = (value.micros() >> i & 1) != 0;
    return bits;
}

}  // namespace tacit::question::decision
