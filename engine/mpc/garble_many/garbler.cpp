#include "crypto/secret.h"
#include "mpc/garble_many/run.h"

namespace tacit::mpc::garble_many {

namespace {

constexpr std::size_t gates_at_a_time = rows_at_a_time / 4;

/// ePrint 2017/189, figure 3: everybody but the evaluator.
class Garbler {
  public:
    explicit Garbler(const Run& run)
        : run_(run),
          participants_(run.peers().count()),
          delta_(run.bits.delta()),
          gates_(run.program),
          zero_(run.shape().slots, Block{}) {}

    Result<std::vector<Bits>> run() {
        TACIT_TRY(give_inputs());
        for (std::uint64_t i = 0; i < run_.windows.count(); ++i) {
            TACIT_ASSIGN(const auto window, run_.windows.next());
            TACIT_TRY(each_table(run_, window, [&](std::size_t first, std::size_t size) {
                return give_table(window, first, size);
            }));
        }
        return take_outputs();
    }

  private:
    Status give_inputs();
    Status give_table(const Window& window, std::size_t first, std::size_t size);
    void garble(const Window& window, std::size_t at, std::span<const circuit::AndGate> gates, Block* table);
    void garble_gate(const Window& window, std::size_t at, const Block* pads, Block* table,
                     Block& zero) const;
    void linear(std::span<const circuit::LinearGate> gates);
    Result<std::vector<Bits>> take_outputs();
    Channel& channel() const { return run_.peers().channel(evaluator); }

    const Run& run_;
    const std::size_t participants_;
    const Block& delta_;  // no copy of it is left behind
    garble::GateCursor gates_;
    BigVector<Block> zero_;  ///< by slot, labels for the masked value 0
    Block start_;            ///< of the keys of the hash
};

Status Garbler::give_inputs() {
    TACIT_ASSIGN(const auto masked, share_inputs(run_));
    // Fresh, and not under anybody's influence: two gates never share a key.
    start_ = crypto::random_block(run_.peers().random());
    TACIT_TRY(channel().send(crypto::as_bytes({&start_, 1})));
    const auto slots = all_input_slots(run_.shape());
    for (std::size_t begin = 0; begin < slots.size(); begin += labels_per_message) {
        BigVector<Block> labels(std::min(labels_per_message, slots.size() - begin));
        run_.peers().random().fill(crypto::as_writable_bytes(labels));
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const auto slot = slots[begin + i];
            zero_[slot] = labels[i];
            labels[i] ^= delta_ & Block::of_bit(masked[slot] != 0);
        }
        TACIT_TRY(channel().send(crypto::as_bytes(labels)));
    }
    return channel().flush();
}

void Garbler::linear(std::span<const circuit::LinearGate> gates) {
    for (const auto& gate : gates)
        zero_[gate.out] = zero_[gate.a] ^ (gate.b == circuit::one ? delta_ : zero_[gate.b]);
}

Status Garbler::give_table(const Window& window, std::size_t first, std::size_t size) {
    BigVector<Block> table(size * table_blocks(participants_));
    std::size_t at = 0;
    const bool good = gates_.run(
        size, [&](auto gates) { linear(gates); },
        [&](auto gates) {
            garble(window, first + at, gates, table.data() + at * table_blocks(participants_));
            at += gates.size();
        });
    if (!good) return error(Fault::internal, "a pass over the gates that differs");
    TACIT_TRY(channel().send(crypto::as_bytes(table)));
    return channel().flush();
}

void Garbler::garble(const Window& window, std::size_t at, std::span<const circuit::AndGate> gates,
                     Block* table) {
    const auto pieces = (gates.size() + gates_at_a_time - 1) / gates_at_a_time;
    run_.peers().workers().all_of(
        pieces,
        [&](std::size_t piece) {
            std::array<RowKey, rows_at_a_time> rows;
            std::array<Block, most_participants * rows_at_a_time> pads;
            const auto begin = piece * gates_at_a_time;
            const auto n = std::min(gates_at_a_time, gates.size() - begin);
            for (std::size_t i = 0; i < 4 * n; ++i) {
                const auto& gate = gates[begin + i / 4];
                const auto row = static_cast<unsigned>(i % 4);
                rows[i] = {window.first + at + begin + i / 4, row,
                           zero_[gate.a] ^ (delta_ & Block::of_bit((row & 2) != 0)),
                           zero_[gate.b] ^ (delta_ & Block::of_bit((row & 1) != 0))};
            }
            row_pads(start_, participants_, std::span(rows).first(4 * n), pads.data());
            for (std::size_t i = 0; i < n; ++i)
                garble_gate(window, at + begin + i, &pads[i * 4 * row_blocks(participants_)],
                            table + (begin + i) * table_blocks(participants_), zero_[gates[begin + i].out]);
            return true;
        },
        8);
}

void Garbler::garble_gate(const Window& window, std::size_t at, const Block* pads, Block* table,
                          Block& zero) const {
    const auto last = row_blocks(participants_) - 1;
    const auto places = run_.session.places();
    zero = pads[last] ^ window.gamma.own(at, delta_);
    for (std::size_t row = 0; row < 4; ++row) {
        const RowBits bits{window, at, (row & 2) != 0, (row & 1) != 0};
        const Block* pad = pads + row * row_blocks(participants_);
        Block share = zero ^ (delta_ & Block::of_bit(bits.bit() != (row == 3)));
        for (std::size_t c = 0; c < places.peers(); ++c) {
            share ^= bits.key(c);
            Block mac = bits.mac(c);
            if (places.peer(c) == evaluator) mac.low = (mac.low & ~std::uint64_t{1}) | (bits.bit() ? 1 : 0);
            table[place_in_table(participants_, row, c)] = pad[c] ^ mac;
        }
        if (row > 0) table[place_in_table(participants_, row, last)] = pad[last] ^ share;
    }
}

Result<std::vector<Bits>> Garbler::take_outputs() {
    TACIT_TRY(run_.windows.finish_gates());
    if (!gates_.run(
            0, [&](auto gates) { linear(gates); }, [](auto) {}))
        return error(Fault::internal, "a pass over the gates that differs");
    const auto slots = output_slots(run_.shape(), run_.peers().self());
    TACIT_ASSIGN(const Bytes message, channel().receive(values_size(slots.size())));
    const auto values = View(message).first(bytes_for(slots.size()));
    const auto expected = combination(
        values_seed(run_, run_.peers().self(), values), slots.size(), run_.peers().workers(),
        [&](std::size_t i) { return zero_[slots[i]] ^ (delta_ & Block::of_bit(get_bit(values, i))); });
    if (!crypto::equal_fixed_time(expected, Block::load(&message[values.size()])))
        return Peers::somebody("values without their labels");
    Masked masked(run_.shape().slots, std::uint8_t{0});
    for (std::size_t i = 0; i < slots.size(); ++i) masked[slots[i]] = get_bit(values, i) ? 1 : 0;
    return open_outputs(run_, [&](circuit::Slot slot) { return masked[slot] != 0; });
}

}  // namespace

Result<std::vector<Bits>> run_garbler(const Run& run) {
    return Garbler(run).run();
}

}  // namespace tacit::mpc::garble_many
