#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "mpc/circuit/bristol.h"
#include "mpc/circuit/builder.h"

namespace tacit::mpc::circuit {

namespace {

constexpr std::uint8_t last_default_participant = 31;

/// Lines and, within one, words.
class Cursor {
  public:
    explicit Cursor(std::string_view text) : text_(text) {}

    /// On to the next line that is not blank; false at the end.
    bool next_line() {
        while (!text_.empty()) {
            const auto end = text_.find('\n');
            line_ = text_.substr(0, end);
            text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
            ++number_;
            if (line_.find_first_not_of(blanks) != std::string_view::npos) return true;
        }
        line_ = {};
        return false;
    }

    /// Empty at the end of the line.
    std::string_view word() {
        line_.remove_prefix(std::min(line_.find_first_not_of(blanks), line_.size()));
        const auto out = line_.substr(0, line_.find_first_of(blanks));
        line_.remove_prefix(out.size());
        return out;
    }

    /// Decimal digits only, at most `maximum`.
    Result<std::uint64_t> number(std::string_view what, std::uint64_t maximum) {
        const auto digits = word();
        std::uint64_t out = 0;
        const auto* end = digits.data() + digits.size();
        const auto [stop, fault] = std::from_chars(digits.data(), end, out);
        if (digits.empty() || fault != std::errc() || stop != end || out > maximum) return refused(what);
        return out;
    }

    Status line_ends() {
        if (!word().empty()) return refused("more on the line than expected");
        return {};
    }

    Error refused(std::string_view what) const {
        return error(Fault::file_refused, "line " + std::to_string(number_) + ": " + std::string(what));
    }

  private:
    static constexpr std::string_view blanks = " \t\r\v\f";
    std::string_view text_, line_;
    std::size_t number_ = 0;
};

class Reader {
  public:
    Reader(std::string_view text, const Roles& roles) : size_(text.size()), cursor_(text), roles_(roles) {}

    Result<Circuit> run() {
        TACIT_TRY(read_header());
        for (std::uint64_t i = 0; i < gates_; ++i) {
            if (!cursor_.next_line()) return cursor_.refused("fewer gates than announced");
            TACIT_TRY(read_gate());
        }
        if (cursor_.next_line()) return cursor_.refused("more gates than announced");
        TACIT_TRY(make_outputs());
        return builder_.finish();
    }

  private:
    Status read_header() {
        // The shortest line of a gate has more than eight characters, and every wire on it takes two or more.
        TACIT_TRY(next("the header"));
        TACIT_ASSIGN(gates_, cursor_.number("number of gates", size_ / 8));
        TACIT_ASSIGN(const auto wires, cursor_.number("number of wires", max_bristol_input_bits + size_ / 2));
        TACIT_TRY(cursor_.line_ends());
        TACIT_TRY(next("the inputs"));
        TACIT_ASSIGN(const auto inputs, read_widths(std::min<std::uint64_t>(wires, max_bristol_input_bits)));
        if (!roles_.inputs.empty() && roles_.inputs.size() != inputs.size())
            return error(Fault::usage, "number of inputs");
        TACIT_TRY(next("the outputs"));
        TACIT_ASSIGN(output_bits_, read_widths(wires));
        if (!roles_.outputs.empty() && roles_.outputs.size() != output_bits_.size())
            return error(Fault::usage, "number of outputs");
        values_.resize(wires);
        make_inputs(inputs);
        return {};
    }

    Status next(std::string_view what) {
        if (!cursor_.next_line()) return cursor_.refused("the text ends before " + std::string(what));
        return {};
    }

    /// How many, then each; from 1 on, in total at most `maximum`.
    Result<std::vector<std::size_t>> read_widths(std::uint64_t maximum) {
        TACIT_ASSIGN(const auto count, cursor_.number("how many values", maximum));
        if (count == 0) return cursor_.refused("how many values");
        std::vector<std::size_t> out;
        for (std::uint64_t i = 0; i < count; ++i) {
            TACIT_ASSIGN(const auto bits, cursor_.number("bits of a value", maximum));
            if (bits == 0) return cursor_.refused("bits of a value");
            maximum -= bits;
            out.push_back(bits);
        }
        TACIT_TRY(cursor_.line_ends());
        return out;
    }

    void make_inputs(const std::vector<std::size_t>& inputs) {
        std::size_t wire = 0;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const auto participant =
                roles_.inputs.empty()
                    ? static_cast<std::uint8_t>(std::min<std::size_t>(i, last_default_participant))
                    : roles_.inputs[i];
            for (const auto bit : builder_.input_bits(participant, inputs[i])) values_[wire++] = bit;
        }
    }

    Result<Wire> read_wire() {
        TACIT_ASSIGN(const auto wire, cursor_.number("number of a wire", values_.size() - 1));
        if (!values_[wire]) return cursor_.refused("a wire is read before it is set");
        return *values_[wire];
    }

    Status set_wire(Wire value) {
        TACIT_ASSIGN(const auto wire, cursor_.number("number of a wire", values_.size() - 1));
        if (values_[wire]) return cursor_.refused("a wire is set twice");
        values_[wire] = value;
        return {};
    }

    Status read_gate() {
        // The name stands last, but says what stands before.
        auto ahead = cursor_;
        std::string_view name;
        for (auto word = ahead.word(); !word.empty(); word = ahead.word()) name = word;
        TACIT_ASSIGN(const auto read, cursor_.number("number of operands", size_));
        TACIT_ASSIGN(const auto written, cursor_.number("number of results", size_));
        const bool is_pair = name == "AND" || name == "XOR";
        const bool fits = name == "MAND" ? written > 0 && read == 2 * written
                          : is_pair      ? read == 2 && written == 1
                                         : read == 1 && written == 1;
        if (!fits) return cursor_.refused("numbers of operands and results");
        if (name == "EQ") {
            TACIT_ASSIGN(const auto bit, cursor_.number("a constant", 1));
            TACIT_TRY(set_wire(Wire::constant(bit == 1)));
        } else if (name == "INV" || name == "EQW") {
            TACIT_ASSIGN(const auto operand, read_wire());
            TACIT_TRY(set_wire(name == "INV" ? !operand : operand));
        } else if (is_pair || name == "MAND") {
            TACIT_TRY(read_pairs(name == "XOR", written));
        } else {
            return cursor_.refused("unknown gate");
        }
        cursor_.word();
        return cursor_.line_ends();
    }

    /// `count` left operands, as many right ones, as many results.
    Status read_pairs(bool is_xor, std::uint64_t count) {
        std::vector<Wire> operands;
        for (std::uint64_t i = 0; i < 2 * count; ++i) {
            TACIT_ASSIGN(const auto operand, read_wire());
            operands.push_back(operand);
        }
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto a = operands[i], b = operands[count + i];
            TACIT_TRY(set_wire(is_xor ? builder_.xor_gate(a, b) : builder_.and_gate(a, b)));
        }
        return {};
    }

    Status make_outputs() {
        std::size_t wire = values_.size();
        for (const auto bits : output_bits_) wire -= bits;
        for (std::size_t i = 0; i < output_bits_.size(); ++i) {
            std::vector<Wire> out;
            for (std::size_t bit = 0; bit < output_bits_[i]; ++bit, ++wire) {
                if (!values_[wire])
                    return error(Fault::file_refused, "output wire " + std::to_string(wire) + " is not set");
                out.push_back(*values_[wire]);
            }
            builder_.output_bits(roles_.outputs.empty() ? everybody : roles_.outputs[i], std::move(out));
        }
        return {};
    }

    const std::size_t size_;
    Cursor cursor_;
    const Roles& roles_;
    std::uint64_t gates_ = 0;
    std::vector<std::size_t> output_bits_;
    std::vector<std::optional<Wire>> values_;
    Builder builder_;
};

}  // namespace

Result<Circuit> read_bristol(std::string_view text, const Roles& roles) {
    if (text.size() > max_bristol_text)
        return error(Fault::file_refused, "larger than any circuit read here");
    return Reader(text, roles).run();
}

}  // namespace tacit::mpc::circuit
