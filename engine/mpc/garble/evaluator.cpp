#include "crypto/half_gates.h"
#include "crypto/secret.h"
#include "mpc/garble/contributions.h"
#include "mpc/garble/run.h"

namespace tacit::mpc::garble {

namespace {

/// ePrint 2018/578, figure 3 with the half-gates of section 5; P_B of the paper.
class Evaluator {
  public:
    explicit Evaluator(const Run& run)
        : run_(run),
          delta_(run.bits.delta()),
          gates_(run.program),
          labels_(run.shape().slots, Block{}),
          masked_(run.shape().slots, std::uint8_t{0}) {}

    Result<std::vector<Bits>> run() {
        TACIT_TRY(take_inputs());
        TACIT_TRY(take_gates());
        return take_outputs();
    }

  private:
    Status take_inputs();
    Status take_gates();
    Status take_table(const Window& window);
    void evaluate(const Window& window, std::size_t at, std::span<const circuit::AndGate> gates,
                  const std::uint8_t* rows, View bits);
    Status give_values(const Window& window);
    void linear(std::span<const circuit::LinearGate> gates);
    Result<std::vector<Bits>> take_outputs();

    const Run& run_;
    const Block& delta_;  // no copy of it is left behind
    GateCursor gates_;
    BigVector<Block> labels_;  ///< by slot, of the masked value that it has
    Masked masked_;
    BigVector<Block> out_;     ///< labels of the outputs of the window
    BigVector<Block> proofs_;  ///< what the garbler's must equal, if the values are right
    Masked values_;            ///< masked values of the outputs of the window
    Block start_;              ///< of the keys of the hash
    Block checks_;
};

Status Evaluator::take_inputs() {
    TACIT_TRY(take_contributions(run_, masked_));
    const auto mine = input_slots(run_.shape(), Role::evaluator);
    const auto theirs = input_slots(run_.shape(), Role::garbler);
    TACIT_ASSIGN(const Bytes open, run_.peer().receive(opening_size(mine.size())));
    TACIT_ASSIGN(const auto masks, opened(run_, "evaluator's inputs", mine, open));
    const auto values = own_inputs(run_);
    Bytes bits(bytes_for(mine.size()));
    for (std::size_t i = 0; i < mine.size(); ++i) {
        masked_[mine[i]] = values[i] != get_bit(masks, i) ? 1 : 0;
        or_bit(bits, i, masked_[mine[i]] != 0);
    }
    Bytes answer = opening(run_, "garbler's inputs", theirs);
    answer.insert(answer.end(), bits.begin(), bits.end());
    TACIT_TRY(run_.peer().send(answer));
    TACIT_TRY(run_.peer().flush());
    const auto size = bytes_for(theirs.size());
    TACIT_ASSIGN(const Bytes message, run_.peer().receive(size + sizeof(Block)));
    for (std::size_t i = 0; i < theirs.size(); ++i) masked_[theirs[i]] = get_bit(message, i) ? 1 : 0;
    start_ = Block::load(&message[size]);
    const auto slots = all_input_slots(run_.shape());
    for (std::size_t begin = 0; begin < slots.size(); begin += labels_per_message) {
        const auto n = std::min(labels_per_message, slots.size() - begin);
        TACIT_ASSIGN(const Bytes labels, run_.peer().receive(n * sizeof(Block)));
        for (std::size_t i = 0; i < n; ++i)
            labels_[slots[begin + i]] = Block::load(&labels[i * sizeof(Block)]);
    }
    return {};
}

Status Evaluator::take_gates() {
    std::array<Window, 2> both;
    const auto count = run_.windows.count();
    if (count > 0) TACIT_TRY(run_.windows.prepare(both[0]));
    for (std::uint64_t i = 0; i < count; ++i) {
        auto& window = both[i % 2];
        // One window ahead, so that the garbler need not wait; but not across messages that make triples.
        const bool more = i + 1 < count, ahead = more && !run_.windows.needs_triples(i + 1);
        if (ahead) TACIT_TRY(run_.windows.prepare(both[1 - i % 2]));
        TACIT_TRY(run_.windows.finish(window));
        TACIT_TRY(take_table(window));
        TACIT_TRY(give_values(window));
        if (more && !ahead) TACIT_TRY(run_.windows.prepare(both[1 - i % 2]));
    }
    return {};
}

void Evaluator::linear(std::span<const circuit::LinearGate> gates) {
    for (const auto& gate : gates)
        labels_[gate.out] = gate.b == circuit::one ? labels_[gate.a] : labels_[gate.a] ^ labels_[gate.b];
    pass_linear(masked_, gates);
}

Status Evaluator::take_table(const Window& window) {
    const auto n = window.size;
    TACIT_ASSIGN(const Bytes table, run_.peer().receive(table_size(n)));
    const auto bits = View(table).subspan(2 * n * sizeof(Block));
    out_.resize(n);
    proofs_.resize(n);
    values_.resize(n);
    std::size_t at = 0;
    const bool good = gates_.run(
        n, [&](auto gates) { linear(gates); },
        [&](auto gates) {
            evaluate(window, at, gates, &table[2 * at * sizeof(Block)], bits);
            at += gates.size();
        });
    return good ? Status{} : error(Fault::internal, "a pass over the gates that differs");
}

void Evaluator::evaluate(const Window& window, std::size_t at, std::span<const circuit::AndGate> gates,
                         const std::uint8_t* rows, View bits) {
    const auto first_gate = window.index * window_ands + at;
    const auto pieces = (gates.size() + gates_at_a_time - 1) / gates_at_a_time;
    run_.workers().all_of(
        pieces,
        [&](std::size_t piece) {
            std::array<Block, gates_at_a_time> a, b, rest;
            const auto begin = piece * gates_at_a_time;
            const auto n = std::min(gates_at_a_time, gates.size() - begin);
            for (std::size_t i = 0; i < n; ++i) {
                const auto& gate = gates[begin + i];
                const auto &alpha = window.alpha[at + begin + i], &beta = window.beta[at + begin + i],
                           &gamma = window.gamma[at + begin + i];
                const auto in_a = Block::of_bit(masked_[gate.a] != 0);
                const auto in_b = Block::of_bit(masked_[gate.b] != 0);
                const auto* row = rows + 2 * (begin + i) * sizeof(Block);
                a[i] = labels_[gate.a];
                b[i] = labels_[gate.b];
                rest[i] = gamma.mac ^ (in_a & (Block::load(row) ^ beta.mac)) ^
                          (in_b & (Block::load(row + sizeof(Block)) ^ alpha.mac ^ a[i]));
                proofs_[at + begin + i] =
                    gamma.own ^ (beta.own & in_a) ^ (alpha.own & in_b) ^ (delta_ & in_a & in_b);
            }
            crypto::evaluate_ands(start_, first_gate + begin, a.data(), b.data(), rest.data(),
                                  &out_[at + begin], n);
            return true;
        },
        8);
    for (std::size_t i = 0; i < gates.size(); ++i) {
        const auto& label = out_[at + i];
        const bool value = get_bit(bits, at + i) != ((label.low & 1) != 0);
        labels_[gates[i].out] = label;
        masked_[gates[i].out] = values_[at + i] = value ? 1 : 0;
        proofs_[at + i] ^= delta_ & Block::of_bit(value);
    }
}

/// The masked values depend on no input for who does not know this side's shares of the masks. The seed is
/// drawn after the table is here: the garbler cannot have made wrong rows fit it.
Status Evaluator::give_values(const Window& window) {
    const auto n = window.size;
    Bytes message(bytes_for(n));
    for (std::size_t i = 0; i < n; ++i) or_bit(message, i, values_[i] != 0);
    const auto tag = combination(seed_of(run_.session.run, "values", window.index, message), n,
                                 run_.workers(), [&](std::size_t i) { return out_[i]; });
    const Block seed = crypto::random_block(run_.session.peer.random);
    checks_ ^= combination(seed, n, run_.workers(), [&](std::size_t i) { return proofs_[i]; });
    const auto bytes = message.size();
    message.resize(values_size(n));
    tag.store(&message[bytes]);
    seed.store(&message[bytes + sizeof(Block)]);
    TACIT_TRY(run_.peer().send(message));
    run_.session.peer.progress.advance(n);
    return run_.peer().flush();
}

Result<std::vector<Bits>> Evaluator::take_outputs() {
    TACIT_TRY(run_.windows.finish_gates());
    if (!gates_.run(
            0, [&](auto gates) { linear(gates); }, [](auto) {}))
        return error(Fault::internal, "a pass over the gates that differs");
    const auto mine = output_slots(run_.shape(), Role::evaluator);
    TACIT_ASSIGN(const Bytes message, run_.peer().receive(sizeof(Block) + opening_size(mine.size())));
    // Before anything else: nothing may leave that depends on an output of which a gate is wrong.
    if (!crypto::equal_fixed_time(Block::load(message.data()), checks_))
        return run_.cheating("gates that are not garbled right");
    TACIT_ASSIGN(const auto masks,
                 opened(run_, "evaluator's outputs", mine, View(message).subspan(sizeof(Block))));
    TACIT_TRY(
        run_.peer().send(opening(run_, "garbler's outputs", output_slots(run_.shape(), Role::garbler))));
    TACIT_TRY(run_.peer().flush());
    return outputs(run_, Role::evaluator, masked_, masks);
}

}  // namespace

Result<std::vector<Bits>> run_evaluator(const Run& run) {
    return Evaluator(run).run();
}

}  // namespace tacit::mpc::garble
