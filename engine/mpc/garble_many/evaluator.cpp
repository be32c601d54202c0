#include "mpc/garble_many/run.h"

namespace tacit::mpc::garble_many {

namespace {

/// ePrint 2017/189, figure 3; P_1 of the paper.
class Evaluator {
  public:
    explicit Evaluator(const Run& run)
        : run_(run),
          participants_(run.peers().count()),
          garblers_(participants_ - 1),
          delta_(run.bits.delta()),
          gates_(run.program),
          labels_(garblers_ * run.shape().slots, Block{}),
          starts_(garblers_),
          tables_(garblers_) {}

    Result<std::vector<Bits>> run() {
        TACIT_TRY(take_inputs());
        for (std::uint64_t i = 0; i < run_.windows.count(); ++i) {
            TACIT_ASSIGN(const auto window, run_.windows.next());
            TACIT_TRY(each_table(run_, window, [&](std::size_t first, std::size_t size) {
                return take_table(window, first, size);
            }));
        }
        return give_outputs();
    }

  private:
    Status take_inputs();
    Status take_table(const Window& window, std::size_t first, std::size_t size);
    bool evaluate(const Window& window, std::size_t first, std::size_t at,
                  std::span<const circuit::AndGate> gates);
    bool evaluate_gate(const RowBits& bits, std::size_t place, const Block* const* pads,
                       const circuit::AndGate& gate);
    void linear(std::span<const circuit::LinearGate> gates);
    Result<std::vector<Bits>> give_outputs();
    Block& label(circuit::Slot slot, std::size_t garbler) { return labels_[slot * garblers_ + garbler]; }
    Channel& channel(std::size_t garbler) const {
        return run_.peers().channel(run_.session.places().peer(garbler));
    }

    const Run& run_;
    const std::size_t participants_, garblers_;
    const Block& delta_;  // no copy of it is left behind
    garble::GateCursor gates_;
    // Garblers are counted by their columns.
    BigVector<Block> labels_;  ///< by slot, then garbler: that of the masked value that it has
    Masked masked_;
    std::vector<Block> starts_;  ///< of the keys of the hash
    std::vector<Bytes> tables_;
};

Status Evaluator::take_inputs() {
    TACIT_ASSIGN(masked_, share_inputs(run_));
    const auto slots = all_input_slots(run_.shape());
    for (std::size_t g = 0; g < garblers_; ++g) {
        TACIT_ASSIGN(const Bytes start, channel(g).receive(sizeof(Block)));
        starts_[g] = Block::load(start.data());
        for (std::size_t begin = 0; begin < slots.size(); begin += labels_per_message) {
            const auto n = std::min(labels_per_message, slots.size() - begin);
            TACIT_ASSIGN(const Bytes labels, channel(g).receive(n * sizeof(Block)));
            for (std::size_t i = 0; i < n; ++i)
                label(slots[begin + i], g) = Block::load(&labels[i * sizeof(Block)]);
        }
    }
    return {};
}

void Evaluator::linear(std::span<const circuit::LinearGate> gates) {
    for (const auto& gate : gates) {
        for (std::size_t g = 0; g < garblers_; ++g)
            label(gate.out, g) =
                gate.b == circuit::one ? label(gate.a, g) : label(gate.a, g) ^ label(gate.b, g);
        masked_[gate.out] = masked_[gate.a] ^ (gate.b == circuit::one ? std::uint8_t{1} : masked_[gate.b]);
    }
}

Status Evaluator::take_table(const Window& window, std::size_t first, std::size_t size) {
    for (std::size_t g = 0; g < garblers_; ++g) {
        TACIT_ASSIGN(tables_[g], channel(g).receive(table_size(participants_, size)));
    }
    std::size_t at = 0;
    bool right = true;
    const bool good = gates_.run(
        size, [&](auto gates) { linear(gates); },
        [&](auto gates) {
            right = right && evaluate(window, first, at, gates);
            at += gates.size();
        });
    if (!good) return error(Fault::internal, "a pass over the gates that differs");
    // Another garbler's MACs are part of a label, so the one whose row does not open need not be who cheated.
    if (!right) return Peers::somebody("gates that are not garbled right");
    return {};
}

/// `at` of the table that begins with AND `first` of the window.
bool Evaluator::evaluate(const Window& window, std::size_t first, std::size_t at,
                         std::span<const circuit::AndGate> gates) {
    constexpr std::size_t gates_at_a_time = rows_at_a_time / 4;
    const auto pieces = (gates.size() + gates_at_a_time - 1) / gates_at_a_time;
    return run_.peers().workers().all_of(
        pieces,
        [&](std::size_t piece) {
            std::array<RowKey, gates_at_a_time> rows;
            std::array<std::array<Block, most_participants * gates_at_a_time>, most_participants - 1> pads;
            const auto begin = piece * gates_at_a_time;
            const auto n = std::min(gates_at_a_time, gates.size() - begin);
            for (std::size_t g = 0; g < garblers_; ++g) {
                for (std::size_t i = 0; i < n; ++i) {
                    const auto& gate = gates[begin + i];
                    const auto row = 2u * masked_[gate.a] + masked_[gate.b];
                    rows[i] = {window.first + first + at + begin + i, row, label(gate.a, g),
                               label(gate.b, g)};
                }
                row_pads(starts_[g], participants_, std::span(rows).first(n), pads[g].data());
            }
            bool right = true;
            for (std::size_t i = 0; i < n; ++i) {
                std::array<const Block*, most_participants - 1> pad;
                for (std::size_t g = 0; g < garblers_; ++g) pad[g] = &pads[g][i * row_blocks(participants_)];
                const auto& gate = gates[begin + i];
                const RowBits bits{window, first + at + begin + i, masked_[gate.a] != 0,
                                   masked_[gate.b] != 0};
                right = evaluate_gate(bits, at + begin + i, pad.data(), gate) && right;
            }
            return right;
        },
        8);
}

bool Evaluator::evaluate_gate(const RowBits& bits, std::size_t place, const Block* const* pads,
                              const circuit::AndGate& gate) {
    const std::size_t row = 2 * (bits.u ? 1 : 0) + (bits.v ? 1 : 0), last = row_blocks(participants_) - 1;
    const auto opened = [&](std::size_t g, std::size_t block) {
        if (row == 0 && block == last) return pads[g][block];
        const auto at = place * table_blocks(participants_) + place_in_table(participants_, row, block);
        return pads[g][block] ^ Block::load(&tables_[g][at * sizeof(Block)]);
    };
    const auto places = run_.session.places();
    bool value = bits.bit() != (bits.u && bits.v);
    std::uint64_t wrong_bits = 0;
    std::array<Block, most_participants - 1> labels;
    for (std::size_t g = 0; g < garblers_; ++g) labels[g] = opened(g, last) ^ bits.mac(g);
    for (std::size_t g = 0; g < garblers_; ++g) {
        const Places garbler{participants_, places.peer(g)};
        for (std::size_t c = 0; c < garbler.peers(); ++c) {
            const Block mac = opened(g, c);
            if (garbler.peer(c) != evaluator) {
                labels[places.column(garbler.peer(c))] ^= mac;
                continue;
            }
            const bool bit = (mac.low & 1) != 0;
            const Block wrong = mac ^ bits.key(g) ^ (delta_ & Block::of_bit(bit));
            wrong_bits |= (wrong.low >> 1) | wrong.high;
            value = value != bit;
        }
    }
    for (std::size_t g = 0; g < garblers_; ++g) label(gate.out, g) = labels[g];
    masked_[gate.out] = value ? 1 : 0;
    return wrong_bits == 0;
}

Result<std::vector<Bits>> Evaluator::give_outputs() {
    TACIT_TRY(run_.windows.finish_gates());
    if (!gates_.run(
            0, [&](auto gates) { linear(gates); }, [](auto) {}))
        return error(Fault::internal, "a pass over the gates that differs");
    // Nothing that depends on an output has left so far, and all gates are checked.
    for (std::size_t g = 0; g < garblers_; ++g) {
        const auto garbler = run_.session.places().peer(g);
        const auto slots = output_slots(run_.shape(), garbler);
        Bytes message(bytes_for(slots.size()));
        for (std::size_t i = 0; i < slots.size(); ++i) or_bit(message, i, masked_[slots[i]] != 0);
        const auto tag =
            combination(values_seed(run_, garbler, message), slots.size(), run_.peers().workers(),
                        [&](std::size_t i) { return label(slots[i], g); });
        message.resize(values_size(slots.size()));
        tag.store(&message[bytes_for(slots.size())]);
        TACIT_TRY(channel(g).send(message));
        TACIT_TRY(channel(g).flush());
    }
    return open_outputs(run_, [&](circuit::Slot slot) { return masked_[slot] != 0; });
}

}  // namespace

Result<std::vector<Bits>> run_evaluator(const Run& run) {
    return Evaluator(run).run();
}

}  // namespace tacit::mpc::garble_many
