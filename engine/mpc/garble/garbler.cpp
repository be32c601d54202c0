#include "crypto/half_gates.h"
#include "crypto/secret.h"
#include "mpc/garble/contributions.h"
#include "mpc/garble/run.h"

namespace tacit::mpc::garble {

namespace {

/// ePrint 2018/578, figure 3 with the half-gates of section 5; P_A of the paper.
class Garbler {
  public:
    explicit Garbler(const Run& run)
        : run_(run),
          delta_(run.bits.delta()),
          gates_(run.program),
          values_gates_(run.program),
          zero_(run.shape().slots, Block{}),
          masked_(run.shape().slots, std::uint8_t{0}) {}

    Result<std::vector<Bits>> run() {
        TACIT_TRY(give_inputs());
        TACIT_TRY(give_gates());
        return give_outputs();
    }

  private:
    struct Garbled {
        Window window;
        BigVector<Block> zero;  ///< labels of the outputs for the masked value 0
        bool checked = true;
    };

    Status give_inputs();
    Status give_labels(std::span<const circuit::Slot> slots);
    Status give_gates();
    Status give_table(Garbled& garbled);
    void garble(Garbled& garbled, std::size_t at, std::span<const circuit::AndGate> gates, Block* rows);
    Status take_values(Garbled& garbled);
    Result<std::vector<Bits>> give_outputs();

    const Run& run_;
    const Block& delta_;  // no copy of it is left behind
    GateCursor gates_, values_gates_;
    BigVector<Block> zero_;  ///< by slot, labels for the masked value 0
    Masked masked_;
    BigVector<Block> rows_, proofs_;  ///< of a window
    Block start_;                     ///< of the keys of the hash
    Block checks_;                    ///< sum of the combinations that prove the values of all ANDs
};

Status Garbler::give_inputs() {
    TACIT_TRY(take_contributions(run_, masked_));
    const auto mine = input_slots(run_.shape(), Role::garbler);
    const auto theirs = input_slots(run_.shape(), Role::evaluator);
    TACIT_TRY(run_.peer().send(opening(run_, "evaluator's inputs", theirs)));
    TACIT_TRY(run_.peer().flush());
    const auto size = opening_size(mine.size());
    TACIT_ASSIGN(const Bytes answer, run_.peer().receive(size + bytes_for(theirs.size())));
    TACIT_ASSIGN(const auto masks, opened(run_, "garbler's inputs", mine, View(answer).first(size)));
    for (std::size_t i = 0; i < theirs.size(); ++i)
        masked_[theirs[i]] = get_bit(View(answer).subspan(size), i) ? 1 : 0;
    Bytes message(bytes_for(mine.size()));
    const auto values = own_inputs(run_);
    for (std::size_t i = 0; i < mine.size(); ++i) {
        masked_[mine[i]] = values[i] != get_bit(masks, i) ? 1 : 0;
        or_bit(message, i, masked_[mine[i]] != 0);
    }
    // Fresh, and not under the evaluator's influence: two gates never share a key.
    start_ = crypto::random_block(run_.session.peer.random);
    message.resize(message.size() + sizeof(Block));
    start_.store(&message[message.size() - sizeof(Block)]);
    TACIT_TRY(run_.peer().send(message));
    const auto slots = all_input_slots(run_.shape());
    for (std::size_t begin = 0; begin < slots.size(); begin += labels_per_message)
        TACIT_TRY(
            give_labels(std::span(slots).subspan(begin, std::min(labels_per_message, slots.size() - begin))));
    return run_.peer().flush();
}

Status Garbler::give_labels(std::span<const circuit::Slot> slots) {
    BigVector<Block> labels(slots.size());
    run_.session.peer.random.fill(crypto::as_writable_bytes(labels));
    for (std::size_t i = 0; i < slots.size(); ++i) {
        zero_[slots[i]] = labels[i];
        labels[i] ^= delta_ & Block::of_bit(masked_[slots[i]] != 0);
    }
    return run_.peer().send(crypto::as_bytes(labels));
}

Status Garbler::give_gates() {
    std::array<Garbled, 2> both;
    const auto count = run_.windows.count();
    if (count > 0) TACIT_TRY(run_.windows.prepare(both[0].window));
    for (std::uint64_t i = 0; i < count; ++i) {
        auto& now = both[i % 2];
        auto& other = both[1 - i % 2];
        // The peer's openings are checked before anything leaves that depends on them.
        TACIT_TRY(run_.windows.finish(now.window));
        TACIT_TRY(give_table(now));
        if (!other.checked) TACIT_TRY(take_values(other));
        if (i + 1 == count || run_.windows.needs_triples(i + 1)) TACIT_TRY(take_values(now));
        if (i + 1 < count) TACIT_TRY(run_.windows.prepare(other.window));
    }
    return {};
}

Status Garbler::give_table(Garbled& garbled) {
    const auto n = garbled.window.size;
    garbled.zero.resize(n);
    garbled.checked = false;
    rows_.resize(2 * n + (bytes_for(n) + sizeof(Block) - 1) / sizeof(Block));
    std::size_t at = 0;
    const bool good = gates_.run(
        n,
        [&](auto gates) {
            for (const auto& gate : gates)
                zero_[gate.out] = zero_[gate.a] ^ (gate.b == circuit::one ? delta_ : zero_[gate.b]);
        },
        [&](auto gates) {
            garble(garbled, at, gates, rows_.data() + 2 * at);
            at += gates.size();
        });
    if (!good) return error(Fault::internal, "a pass over the gates that differs");
    const auto bytes = crypto::as_writable_bytes(rows_);
    const auto bits = bytes.subspan(2 * n * sizeof(Block));
    std::fill(bits.begin(), bits.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < n; ++i) or_bit(bits, i, garbled.zero[i].low & 1);
    TACIT_TRY(run_.peer().send(bytes.first(table_size(n))));
    return run_.peer().flush();
}

void Garbler::garble(Garbled& garbled, std::size_t at, std::span<const circuit::AndGate> gates, Block* rows) {
    const auto& window = garbled.window;
    const auto first_gate = window.index * window_ands + at;
    const auto pieces = (gates.size() + gates_at_a_time - 1) / gates_at_a_time;
    run_.workers().all_of(
        pieces,
        [&](std::size_t piece) {
            std::array<Block, gates_at_a_time> a, b, alpha, beta, gamma;
            const auto begin = piece * gates_at_a_time;
            const auto n = std::min(gates_at_a_time, gates.size() - begin);
            for (std::size_t i = 0; i < n; ++i) {
                a[i] = zero_[gates[begin + i].a];
                b[i] = zero_[gates[begin + i].b];
                alpha[i] = window.alpha[at + begin + i].own;
                beta[i] = window.beta[at + begin + i].own;
                gamma[i] = window.gamma[at + begin + i].own;
            }
            Block* const out = &garbled.zero[at + begin];
            crypto::garble_ands(
                start_, first_gate + begin, delta_,
                {a.data(), b.data(), beta.data(), alpha.data(), gamma.data(), rows + 2 * begin, out}, n);
            return true;
        },
        8);
    for (std::size_t i = 0; i < gates.size(); ++i) zero_[gates[i].out] = garbled.zero[at + i];
}

/// The masked values of a window's ANDs. A combination of the labels proves that they are what the evaluator
/// got: with others, its check of this side's answer would tell it masks.
Status Garbler::take_values(Garbled& garbled) {
    const auto n = garbled.window.size;
    garbled.checked = true;
    TACIT_ASSIGN(const Bytes message, run_.peer().receive(values_size(n)));
    const auto values = View(message).first(bytes_for(n));
    const auto expected = combination(
        seed_of(run_.session.run, "values", garbled.window.index, values), n, run_.workers(),
        [&](std::size_t i) { return garbled.zero[i] ^ (delta_ & Block::of_bit(get_bit(values, i))); });
    if (!crypto::equal_fixed_time(expected, Block::load(&message[values.size()])))
        return run_.cheating("values without their labels");
    proofs_.resize(n);
    std::size_t at = 0;
    const bool good = values_gates_.run(
        n, [&](auto gates) { pass_linear(masked_, gates); },
        [&](auto gates) {
            for (const auto& gate : gates) {
                const auto& window = garbled.window;
                proofs_[at] = window.gamma[at].mac ^
                              (window.beta[at].mac & Block::of_bit(masked_[gate.a] != 0)) ^
                              (window.alpha[at].mac & Block::of_bit(masked_[gate.b] != 0));
                masked_[gate.out] = get_bit(values, at) ? 1 : 0;
                ++at;
            }
        });
    if (!good) return error(Fault::internal, "a pass over the gates that differs");
    checks_ ^= combination(Block::load(&message[values.size() + sizeof(Block)]), n, run_.workers(),
                           [&](std::size_t i) { return proofs_[i]; });
    run_.session.peer.progress.advance(n);
    return {};
}

Result<std::vector<Bits>> Garbler::give_outputs() {
    TACIT_TRY(run_.windows.finish_gates());
    const bool good = values_gates_.run(
        0, [&](auto gates) { pass_linear(masked_, gates); }, [](auto) {});
    if (!good) return error(Fault::internal, "a pass over the gates that differs");
    Bytes message(sizeof(Block));
    checks_.store(message.data());
    const auto masks = opening(run_, "evaluator's outputs", output_slots(run_.shape(), Role::evaluator));
    message.insert(message.end(), masks.begin(), masks.end());
    TACIT_TRY(run_.peer().send(message));
    TACIT_TRY(run_.peer().flush());
    const auto mine = output_slots(run_.shape(), Role::garbler);
    TACIT_ASSIGN(const Bytes answer, run_.peer().receive(opening_size(mine.size())));
    TACIT_ASSIGN(const auto own_masks, opened(run_, "garbler's outputs", mine, answer));
    return outputs(run_, Role::garbler, masked_, own_masks);
}

}  // namespace

Result<std::vector<Bits>> run_garbler(const Run& run) {
    return Garbler(run).run();
}

}  // namespace tacit::mpc::garble
