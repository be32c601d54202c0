#include "mpc/circuit/layout.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace tacit::mpc::circuit {

namespace {

using Kind = Graph::Kind;

constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

/// The values to compute, as literals (Wire::literal; an inverted copy is a value of its own), bucket by
/// bucket: 2 * l holds the linear gates of layer l, 2 * l + 1 its ANDs.
struct Schedule {
    std::vector<std::uint32_t> values;
    std::vector<std::size_t> bucket_ends;
};

/// Which values outputs need, directly or through gates. Indexed by literal.
std::vector<bool> find_needed(const Graph& graph) {
    std::vector<bool> needed(2 * graph.nodes.size());
    for (const auto& output : graph.outputs)
        for (const auto bit : output.bits) needed[bit.literal()] = true;
    for (std::size_t node = graph.nodes.size(); node-- > 0;) {
        if (needed[2 * node + 1]) needed[2 * node] = true;
        const auto& gate = graph.nodes[node];
        if (!needed[2 * node] || gate.kind == Kind::constant || gate.kind == Kind::input) continue;
        needed[gate.a.literal()] = true;
        needed[gate.b.literal()] = true;
    }
    return needed;
}

std::vector<std::uint32_t> and_depths(const Graph& graph) {
    std::vector<std::uint32_t> depth(graph.nodes.size());
    for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
        const auto& gate = graph.nodes[node];
        depth[node] = std::max(depth[gate.a.node()], depth[gate.b.node()]);
        if (gate.kind == Kind::conjunction) ++depth[node];
    }
    return depth;
}

Schedule schedule(const Graph& graph, const std::vector<bool>& needed) {
    const auto depth = and_depths(graph);
    const auto bucket_of = [&](std::uint32_t literal) -> std::size_t {
        const auto node = literal >> 1;
        const bool is_and = graph.nodes[node].kind == Kind::conjunction && literal % 2 == 0;
        return is_and ? 2 * (std::size_t{depth[node]} - 1) + 1 : 2 * std::size_t{depth[node]};
    };
    const auto is_computed = [&](std::uint32_t literal) {
        return needed[literal] && (literal % 2 == 1 || graph.nodes[literal >> 1].kind != Kind::input);
    };
    Schedule out;
    std::size_t count = 0;
    for (std::uint32_t literal = 0; literal < needed.size(); ++literal) {
        if (!is_computed(literal)) continue;
        const auto bucket = bucket_of(literal);
        if (bucket >= out.bucket_ends.size()) out.bucket_ends.resize(bucket + 1);
        ++out.bucket_ends[bucket];
        ++count;
    }
    // Counting sort; each bucket keeps the order of making, in which operands come first.
    std::size_t start = 0;
    for (auto& end : out.bucket_ends) start += std::exchange(end, start);
    out.values.resize(count);
    for (std::uint32_t literal = 0; literal < needed.size(); ++literal)
        if (is_computed(literal)) out.values[out.bucket_ends[bucket_of(literal)]++] = literal;
    return out;
}

class Layout {
  public:
    Layout(const Graph& graph, Schedule schedule)
        : graph_(graph),
          schedule_(std::move(schedule)),
          slot_(2 * graph.nodes.size(), never),
          last_use_(2 * graph.nodes.size(), 0) {}

    Circuit run() {
        place_inputs();
        find_last_uses();
        release_unread_inputs();
        std::size_t position = 0;
        for (std::size_t bucket = 0; bucket < schedule_.bucket_ends.size(); ++bucket) {
            const bool is_and = bucket % 2 == 1;
            for (; position < schedule_.bucket_ends[bucket]; ++position)
                is_and ? emit_and(position) : emit_linear(position);
            if (is_and) end_layer();
        }
        end_layer();
        for (const auto& output : graph_.outputs) {
            shape_.outputs.push_back({output.recipients, {}});
            for (const auto bit : output.bits) shape_.outputs.back().slots.push_back(slot_[bit.literal()]);
        }
        // The deepest bucket may be the linear one behind the last ANDs.
        shape_.and_depth = schedule_.bucket_ends.size() / 2;
        return Circuit(std::move(shape_), cutter_.finish());
    }

  private:
    struct Operands {
        std::uint32_t a, b;  ///< literals
    };

    /// What is read for a value; b is `one` for an inversion.
    Operands operands(std::uint32_t literal) const {
        if (literal % 2 == 1) return {literal - 1, one};
        const auto& gate = graph_.nodes[literal >> 1];
        if (gate.kind == Kind::constant) return {some_input_, some_input_};
        return {gate.a.literal(), gate.b.literal()};
    }

    void place_inputs() {
        assert(!graph_.inputs.empty());
        for (const auto& input : graph_.inputs) {
            shape_.inputs.push_back({input.participant, shape_.slots, input.bits});
            for (std::uint32_t i = 0; i < input.bits; ++i) slot_[2 * (input.first + i)] = shape_.slots++;
        }
        some_input_ = 2 * graph_.inputs.front().first;
    }

    /// Uses are numbered from 1 by the position of the gate that reads; 0 is unread.
    void find_last_uses() {
        for (std::size_t i = 0; i < schedule_.values.size(); ++i) {
            const auto [a, b] = operands(schedule_.values[i]);
            last_use_[a] = static_cast<std::uint32_t>(i + 1);
            if (b != one) last_use_[b] = static_cast<std::uint32_t>(i + 1);
        }
        for (const auto& output : graph_.outputs)
            for (const auto bit : output.bits) last_use_[bit.literal()] = never;
    }

    void release_unread_inputs() {
        for (const auto& input : graph_.inputs)
            for (std::uint32_t i = 0; i < input.bits; ++i)
                if (last_use_[2 * (input.first + i)] == 0) free_.push_back(slot_[2 * (input.first + i)]);
    }

    void emit_linear(std::size_t position) {
        const auto literal = schedule_.values[position];
        const auto [a, b] = operands(literal);
        release_if_last(a, position, free_);
        if (b != one && b != a) release_if_last(b, position, free_);
        slot_[literal] = take();
        cutter_.add(LinearGate{slot_[a], b == one ? one : slot_[b], slot_[literal]});
        ++shape_.linear;
    }

    void emit_and(std::size_t position) {
        const auto literal = schedule_.values[position];
        const auto [a, b] = operands(literal);
        // What a layer's ANDs read stays untouched until all of them are done.
        release_if_last(a, position, pending_);
        release_if_last(b, position, pending_);
        slot_[literal] = take();
        cutter_.add(AndGate{slot_[a], slot_[b], slot_[literal]});
        ++shape_.ands;
    }

    void end_layer() {
        free_.insert(free_.end(), pending_.begin(), pending_.end());
        pending_.clear();
        cutter_.end_layer();
    }

    void release_if_last(std::uint32_t literal, std::size_t position, std::vector<Slot>& to) {
        if (last_use_[literal] == position + 1) to.push_back(slot_[literal]);
    }

    Slot take() {
        if (free_.empty()) return shape_.slots++;
        const auto slot = free_.back();
        free_.pop_back();
        return slot;
    }

    const Graph& graph_;
    const Schedule schedule_;
    std::vector<Slot> slot_;               ///< by literal
    std::vector<std::uint32_t> last_use_;  ///< by literal
    std::vector<Slot> free_, pending_;
    std::uint32_t some_input_ = 0;
    Shape shape_;
    ChunkCutter cutter_;
};

}  // namespace

Circuit lay_out(const Graph& graph) {
    return Layout(graph, schedule(graph, find_needed(graph))).run();
}

}  // namespace tacit::mpc::circuit
