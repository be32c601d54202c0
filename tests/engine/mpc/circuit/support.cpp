#include "engine/mpc/circuit/support.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <string>

namespace tacit::mpc::circuit::test {

namespace {

class Checker {
  public:
    explicit Checker(const Shape& shape)
        : shape_(shape), written_(shape.slots), read_in_(shape.slots), written_in_(shape.slots) {
        for (const auto& input : shape.inputs)
            for (Slot i = 0; i < input.bits; ++i) {
                require(input.first + i < shape.slots && !written_[input.first + i], "inputs overlap");
                if (ok()) written_[input.first + i] = true;
            }
    }

    void check(const Chunk& chunk) {
        require(chunk.linear.size() <= max_chunk_linear && chunk.ands.size() <= max_chunk_ands,
                "chunk too large");
        require(!chunk.layers.empty() && chunk.layers.back().linear_end == chunk.linear.size() &&
                    chunk.layers.back().and_end == chunk.ands.size(),
                "gates outside of layers");
        Layer begin{0, 0};
        for (const auto& layer : chunk.layers) {
            require(layer.linear_end >= begin.linear_end && layer.and_end >= begin.and_end,
                    "layers run back");
            for (auto i = begin.linear_end; ok() && i < layer.linear_end; ++i) linear(chunk.linear[i]);
            check_ands(chunk, begin.and_end, layer.and_end);
            begin = layer;
        }
    }

    std::string finish() {
        for (const auto& output : shape_.outputs)
            for (const auto slot : output.slots)
                require(slot < shape_.slots && written_[slot], "an output is never written");
        require(ands_ == shape_.ands && linear_ == shape_.linear, "counts of gates");
        return broken_;
    }

    bool ok() const { return broken_.empty(); }

  private:
    void require(bool condition, const char* rule) {
        if (!condition && ok()) broken_ = rule;
    }

    bool readable(Slot slot) {
        require(slot < shape_.slots && written_[slot], "a slot is read before it is written");
        return ok();
    }

    void linear(const LinearGate& gate) {
        ++linear_;
        if (!readable(gate.a) || (gate.b != one && !readable(gate.b))) return;
        require(gate.out < shape_.slots, "a slot beyond the last");
        if (ok()) written_[gate.out] = true;
    }

    void check_ands(const Chunk& chunk, std::uint32_t begin, std::uint32_t end) {
        ++layer_;
        ands_ += end - begin;
        for (auto i = begin; ok() && i < end; ++i)
            if (readable(chunk.ands[i].a) && readable(chunk.ands[i].b))
                read_in_[chunk.ands[i].a] = read_in_[chunk.ands[i].b] = layer_;
        for (auto i = begin; ok() && i < end; ++i) {
            const auto out = chunk.ands[i].out;
            require(out < shape_.slots, "a slot beyond the last");
            if (!ok()) return;
            require(read_in_[out] != layer_, "an AND writes what its layer reads");
            require(written_in_[out] != layer_, "two ANDs of a layer write the same");
            written_in_[out] = layer_;
            written_[out] = true;
        }
    }

    const Shape& shape_;
    std::vector<bool> written_;
    std::vector<std::uint64_t> read_in_, written_in_;
    std::uint64_t layer_ = 0, ands_ = 0, linear_ = 0;
    std::string broken_;
};

void run_ands(std::span<const AndGate> gates, Lanes& values, Order order) {
    Lanes results;
    for (const auto& gate : gates) results.push_back(values[gate.a] & values[gate.b]);
    for (std::size_t i = 0; i < gates.size(); ++i) {
        const auto at = order == Order::layer_backwards ? gates.size() - 1 - i : i;
        values[gates[at].out] =
            order == Order::layer_reads_first ? results[at] : values[gates[at].a] & values[gates[at].b];
    }
}

}  // namespace

std::string broken_rule(const Program& program) {
    Checker checker(program.shape());
    const auto stream = program.open();
    for (Chunk chunk; checker.ok() && stream->next(chunk);) checker.check(chunk);
    return checker.finish();
}

std::vector<Lanes> run(const Program& program, const std::vector<Lanes>& inputs, Order order) {
    const auto& shape = program.shape();
    Lanes values(shape.slots, 0x0123456789abcdef);  // what was never written is not 0 here
    for (std::size_t i = 0; i < inputs.size(); ++i)
        std::copy(inputs[i].begin(), inputs[i].end(), values.begin() + shape.inputs[i].first);
    const auto stream = program.open();
    for (Chunk chunk; stream->next(chunk);) {
        Layer begin{0, 0};
        for (const auto& layer : chunk.layers) {
            for (auto i = begin.linear_end; i < layer.linear_end; ++i) {
                const auto& gate = chunk.linear[i];
                values[gate.out] = gate.b == one ? ~values[gate.a] : values[gate.a] ^ values[gate.b];
            }
            run_ands(std::span(chunk.ands).subspan(begin.and_end, layer.and_end - begin.and_end), values,
                     order);
            begin = layer;
        }
    }
    std::vector<Lanes> out;
    for (const auto& output : shape.outputs) {
        out.emplace_back();
        for (const auto slot : output.slots) out.back().push_back(values[slot]);
    }
    return out;
}

bool same_chunks(const Program& program, GateStream& stream) {
    const auto again = program.open();
    const auto same = [](const auto& x, const auto& y) {
        return x.size() == y.size() &&
               std::equal(x.begin(), x.end(), y.begin(),
                          [](const auto& a, const auto& b) { return std::memcmp(&a, &b, sizeof a) == 0; });
    };
    for (Chunk x, y;;) {
        const bool more = stream.next(x);
        if (again->next(y) != more) return false;
        if (!more) return true;
        if (!same(x.linear, y.linear) || !same(x.ands, y.ands) || !same(x.layers, y.layers)) return false;
    }
}

}  // namespace tacit::mpc::circuit::test
