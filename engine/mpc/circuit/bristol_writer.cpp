#include <limits>

#include "mpc/circuit/bristol.h"

namespace tacit::mpc::circuit {

namespace {

/// Slots are reused, wires are not: the wire whose value each slot holds.
class Writer {
  public:
    explicit Writer(const Program& program) : program_(program), shape_(program.shape()) {}

    Result<std::string> run() {
        wire_.resize(shape_.slots);
        for (const auto& input : shape_.inputs) {
            if (input.first != next_) return error(Fault::usage, "inputs are not in a row");
            for (Slot i = 0; i < input.bits; ++i)
                wire_[input.first + i] = static_cast<std::uint32_t>(next_++);
        }
        std::uint64_t output_bits = 0;
        for (const auto& output : shape_.outputs) output_bits += output.slots.size();
        const auto gates = shape_.linear + shape_.ands + output_bits;
        if (gates + next_ > std::numeric_limits<std::uint32_t>::max())
            return error(Fault::usage, "too many wires");
        line({gates, gates + next_});
        write_widths();
        const auto stream = program_.open();
        for (Chunk chunk; stream->next(chunk);) write(chunk);
        for (const auto& output : shape_.outputs)
            for (const auto slot : output.slots) gate({1, 1, wire_[slot], next_++}, "EQW");
        return std::move(text_);
    }

  private:
    void write_widths() {
        text_ += std::to_string(shape_.inputs.size());
        for (const auto& input : shape_.inputs) text_ += ' ' + std::to_string(input.bits);
        text_ += '\n' + std::to_string(shape_.outputs.size());
        for (const auto& output : shape_.outputs) text_ += ' ' + std::to_string(output.slots.size());
        text_ += "\n\n";
    }

    void write(const Chunk& chunk) {
        std::size_t linear = 0, ands = 0;
        for (const auto& layer : chunk.layers) {
            for (; linear < layer.linear_end; ++linear) {
                const auto& g = chunk.linear[linear];
                if (g.b == one)
                    gate({1, 1, wire_[g.a], next_}, "INV");
                else
                    gate({2, 1, wire_[g.a], wire_[g.b], next_}, "XOR");
                wire_[g.out] = static_cast<std::uint32_t>(next_++);
            }
            for (; ands < layer.and_end; ++ands) {
                const auto& g = chunk.ands[ands];
                gate({2, 1, wire_[g.a], wire_[g.b], next_}, "AND");
                wire_[g.out] = static_cast<std::uint32_t>(next_++);
            }
        }
    }

    void gate(std::initializer_list<std::uint64_t> numbers, std::string_view name) {
        for (const auto number : numbers) text_ += std::to_string(number) + ' ';
        text_.append(name) += '\n';
    }

    void line(std::initializer_list<std::uint64_t> numbers) {
        const char* before = "";
        for (const auto number : numbers) {
            text_ += before + std::to_string(number);
            before = " ";
        }
        text_ += '\n';
    }

    const Program& program_;
    const Shape& shape_;
    std::vector<std::uint32_t> wire_;  ///< by slot
    std::uint64_t next_ = 0;
    std::string text_;
};

}  // namespace

Result<std::string> write_bristol(const Program& program) {
    return Writer(program).run();
}

}  // namespace tacit::mpc::circuit
