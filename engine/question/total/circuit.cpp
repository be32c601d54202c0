#include "question/total/circuit.h"

#include <bit>
#include <utility>

#include "mpc/circuit/integers.h"
#include "mpc/circuit/order.h"

namespace tacit::question::total {

namespace circuit = mpc::circuit;
using circuit::Builder;
using circuit::Wire;
using circuit::Word;

namespace {

std::size_t sum_bits() {
    std::size_t bits = 1;  // the sign
    for (auto magnitude = table::Decimal::whole(largest_sum).micros(); magnitude > 0; magnitude >>= 1) ++bits;
    return bits;
}

/// Bits without a sign as a word that is never negative.
Word unsigned_word(std::vector<Wire> bits) {
    bits.emplace_back();
    return Word(std::move(bits));
}

/// A constant that is not negative, as narrow as it can be.
Word number(std::uint64_t value) {
    return circuit::constant(static_cast<std::int64_t>(value),
                             static_cast<std::size_t>(std::bit_width(value)) + 1);
}

/// The word where the wire is 1, else 0.
Word only_if(Builder& b, Wire condition, const Word& word) {
    std::vector<Wire> bits;
    for (const auto bit : word.bits()) bits.push_back(b.and_gate(condition, bit));
    return Word(std::move(bits));
}

/// One participant's part, as far as the rules need it.
struct PartWords {
    Wire contributes;  ///< has a value
    Word count, sum;
};

std::vector<Word> words(const std::vector<PartWords>& parts, Word PartWords::*member) {
    std::vector<Word> out;
    for (const auto& part : parts) out.push_back(part.*member);
    return out;
}

/// The largest part without its sign, and all of them together.
struct Sizes {
    Word largest, all;
};

Sizes sizes_of(Builder& b, const std::vector<PartWords>& parts) {
    Sizes out;
    std::vector<Word> sizes;
    for (const auto& part : parts) {
        sizes.push_back(circuit::absolute(b, part.sum));
        out.largest = sizes.size() == 1 ? sizes.back() : circuit::max(b, out.largest, sizes.back());
    }
    out.all = circuit::sum(b, sizes);
    return out;
}

Wire enough_contributors(Builder& b, const std::vector<PartWords>& parts, std::uint64_t minimum) {
    std::vector<Wire> bits;
    for (const auto& part : parts) bits.push_back(part.contributes);
    return circuit::greater_or_equal(b, circuit::count_true(b, bits), number(minimum));
}

/// 100 * part <= per_cent * all.
Wire not_dominant(Builder& b, const Word& part, const Word& all, std::uint64_t per_cent) {
    return circuit::less_or_equal(b, circuit::multiply(b, part, number(100)),
                                  circuit::multiply(b, all, number(per_cent)));
}

Wire passes(Builder& b, const api::DisclosureRules& rules, const std::vector<PartWords>& parts,
            const Word& count) {
    std::vector<Wire> conditions;
    if (rules.minimum_contributors > 0)
        conditions.push_back(enough_contributors(b, parts, rules.minimum_contributors));
    if (rules.minimum_group > 0)
        conditions.push_back(circuit::greater_or_equal(b, count, number(rules.minimum_group)));
    if (rules.dominance < 100) {
        const auto sizes = sizes_of(b, parts);
        conditions.push_back(not_dominant(b, sizes.largest, sizes.all, rules.dominance));
    }
    return circuit::all_true(b, std::move(conditions));
}

std::vector<Word> statistics_of(Builder& b, const Layout& layout, const std::vector<PartWords>& parts) {
    if (layout.statistics.empty()) return {};
    std::vector<Wire> present;
    for (const auto& part : parts) present.push_back(part.contributes);
    std::vector<unsigned> quartiles;
    for (const auto statistic : layout.statistics) quartiles.push_back(static_cast<unsigned>(statistic));
    return circuit::quartiles_of_present(b, words(parts, &PartWords::sum), present, quartiles);
}

table::Int128 to_int(const circuit::Bits& bits) {
    table::UInt128 out = 0;
    for (std::size_t i = 0; i < 8 * sizeof(out); ++i)
        if (bits.at(std::min(i, bits.size() - 1))) out |= table::UInt128{1} << i;
    return static_cast<table::Int128>(out);
}

}  // namespace

circuit::Circuit circuit_of(const Layout& layout) {
    Builder b;
    const auto recipients = (std::uint32_t{1} << layout.hosts()) - 1;
    std::vector<std::vector<PartWords>> cells(layout.cells());
    for (std::size_t p = 0; p < layout.participants; ++p)
        for (auto& cell : cells) {
            const auto owner = static_cast<std::uint8_t>(p);
            const auto count = unsigned_word(b.input_bits(owner, count_bits));
            const auto sum = b.input(owner, sum_bits());
            cell.push_back({!circuit::is_zero(b, count), count, sum});
        }
    for (const auto& parts : cells) {
        const auto count = circuit::sum(b, words(parts, &PartWords::count));
        const auto shown = passes(b, layout.rules, parts, count);
        b.output(recipients, shown);
        b.output(recipients, only_if(b, shown, circuit::sum(b, words(parts, &PartWords::sum))));
        b.output(recipients, only_if(b, shown, count));
        for (const auto& statistic : statistics_of(b, layout, parts))
            b.output(recipients, only_if(b, shown, statistic));
    }
    return b.finish();
}

std::vector<circuit::Bits> inputs_of(const std::vector<Part>& parts) {
    std::vector<circuit::Bits> out;
    for (const auto& part : parts) {
        auto& count = out.emplace_back(count_bits);
        for (std::size_t i = 0; i < count.size(); ++i) count[i] = (part.count >> i & 1) != 0;
        auto& sum = out.emplace_back(sum_bits());
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = (part.sum >> i & 1) != 0;
    }
    return out;
}

Result<Disclosed> disclosed(const Layout& layout, const std::vector<circuit::Bits>& outputs) {
    const auto of_cell = 3 + layout.statistics.size();
    if (outputs.size() != of_cell * layout.cells())
        return error(Fault::internal, "a circuit with other outputs");
    for (const auto& bits : outputs)
        if (bits.empty()) return error(Fault::internal, "an output without bits");
    Disclosed out;
    for (std::size_t i = 0; i < outputs.size(); i += of_cell) {
        out.push_back({outputs[i].front(), to_int(outputs[i + 1]), circuit::to_unsigned(outputs[i + 2])});
        for (std::size_t s = 3; s < of_cell; ++s) out.back().statistics.push_back(to_int(outputs[i + s]));
    }
    return out;
}

}  // namespace tacit::question::total
