#include "mpc/garble_many/windows.h"

namespace tacit::mpc::garble_many {

using circuit::Slot;

namespace {

std::size_t input_bits(const circuit::Shape& shape) {
    std::size_t out = 0;
    for (const auto& input : shape.inputs) out += input.bits;
    return out;
}

}  // namespace

Windows::Windows(const Session& session, AuthenticatedBits& bits, const circuit::Program& program)
    : session_(session),
      bits_(bits),
      shape_(program.shape()),
      cursor_(program),
      maker_(session, bits),
      slots_(Shares::zeros(session.places().peers(), shape_.slots)) {}

std::uint64_t Windows::windows_for(std::uint64_t ands) {
    return (ands + window_ands - 1) / window_ands;
}

std::size_t Windows::size_of(std::uint64_t ands, std::uint64_t index) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(window_ands, ands - index * window_ands));
}

Result<std::unique_ptr<Windows>> Windows::begin(const Session& session, AuthenticatedBits& bits,
                                                const circuit::Program& program, std::size_t contributors) {
    std::unique_ptr<Windows> out(new Windows(session, bits, program));
    const auto& shape = out->shape_;
    const auto more = input_bits(shape) + contributors * garble::hiding_bits;
    // Even without any AND: the check of the leaky triples is what finds offsets that break the rule.
    for (std::uint64_t window = 0; window == 0 || window < out->count(); ++window) {
        const auto n = size_of(shape.ands, window);
        TACIT_ASSIGN(auto triples, out->maker_.make(garble::buckets_for(n), n + (window == 0 ? more : 0)));
        out->triples_.push_back(std::move(triples));
    }
    auto i = size_of(shape.ands, 0);
    for (const auto& input : shape.inputs)
        for (std::uint32_t bit = 0; bit < input.bits; ++bit)
            out->slots_.copy(input.first + bit, out->triples_[0].bits, i++);
    out->hiding_ = Shares(session.places().peers(), contributors * garble::hiding_bits);
    for (std::size_t bit = 0; bit < out->hiding_.size(); ++bit)
        out->hiding_.copy(bit, out->triples_[0].bits, i++);
    return out;
}

void Windows::linear(std::span<const circuit::LinearGate> gates) {
    // An inverted wire keeps its mask: what flips is the masked value.
    for (const auto& gate : gates) {
        if (gate.out != gate.a) {
            // The other input may be the place of the output.
            if (gate.b == gate.out) {
                slots_.add(gate.out, slots_, gate.a);
                continue;
            }
            slots_.copy(gate.out, slots_, gate.a);
        }
        if (gate.b != circuit::one) slots_.add(gate.out, slots_, gate.b);
    }
}

Result<Window> Windows::next() {
    Window window;
    window.first = index_ * window_ands;
    const auto n = window.size = size_of(shape_.ands, index_);
    const auto triples = std::move(triples_[index_]);
    const auto peers = session_.places().peers();
    for (auto* shares : {&window.alpha, &window.beta, &window.gamma}) *shares = Shares(peers, n);
    Shares openings(peers, 2 * n);
    std::size_t at = 0;
    const bool good = cursor_.run(
        n, [&](auto gates) { linear(gates); },
        [&](auto gates) {
            for (const auto& gate : gates) {
                window.alpha.copy(at, slots_, gate.a);
                window.beta.copy(at, slots_, gate.b);
                window.gamma.copy(at, triples.bits, at);
                slots_.copy(gate.out, triples.bits, at);
                openings.copy(2 * at, triples.x, at);
                openings.add(2 * at, window.alpha, at);
                openings.copy(2 * at + 1, triples.y, at);
                openings.add(2 * at + 1, window.beta, at);
                ++at;
            }
        });
    if (!good) return error(Fault::usage, "the circuit has fewer ANDs than its shape says");
    TACIT_ASSIGN(const auto opened, open_to_all(session_, {"product", index_}, openings, bits_.delta()));
    // alpha beta = z ^ e beta ^ f x with e = x ^ alpha and f = y ^ beta.
    for (std::size_t i = 0; i < n; ++i) {
        window.gamma.add(i, triples.z, i);
        window.gamma.add_if(get_bit(opened, 2 * i), i, window.beta, i);
        window.gamma.add_if(get_bit(opened, 2 * i + 1), i, triples.x, i);
    }
    ++index_;
    return window;
}

Status Windows::finish_gates() {
    const bool good = cursor_.run(
        0, [&](auto gates) { linear(gates); }, [](auto) {});
    return good ? Status{} : error(Fault::usage, "the circuit has more ANDs than its shape says");
}

Shares Windows::masks(std::span<const Slot> slots) const {
    Shares out(session_.places().peers(), slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) out.copy(i, slots_, slots[i]);
    return out;
}

Shares Windows::masks(std::span<const Slot> slots, std::size_t contributor) const {
    Shares out(session_.places().peers(), slots.size() + garble::hiding_bits);
    for (std::size_t i = 0; i < slots.size(); ++i) out.copy(i, slots_, slots[i]);
    for (std::size_t i = 0; i < garble::hiding_bits; ++i)
        out.copy(slots.size() + i, hiding_, contributor * garble::hiding_bits + i);
    return out;
}

ChannelCounters Windows::cost(std::size_t participants, const circuit::Shape& shape,
                              std::size_t contributors) {
    ChannelCounters out;
    const auto more = input_bits(shape) + contributors * garble::hiding_bits;
    for (std::uint64_t i = 0; i < std::max<std::uint64_t>(1, windows_for(shape.ands)); ++i) {
        const auto n = size_of(shape.ands, i);
        out += TripleMaker::cost(participants, garble::buckets_for(n), n + (i == 0 ? more : 0), i == 0);
        if (n > 0) out += Peers::round_cost(opening_size(2 * n), opening_size(2 * n));
    }
    return out;
}

}  // namespace tacit::mpc::garble_many
