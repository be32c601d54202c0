#include "mpc/garble/windows.h"

namespace tacit::mpc::garble {

using circuit::Slot;

namespace {

std::size_t input_bits(const circuit::Shape& shape) {
    std::size_t out = 0;
    for (const auto& input : shape.inputs) out += input.bits;
    return out;
}

std::size_t size_of(std::uint64_t ands, std::uint64_t index) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(window_ands, ands - index * window_ands));
}

/// ANDs for which the first `batches` have triples.
std::uint64_t covered(std::uint64_t ands, std::uint64_t batches) {
    std::uint64_t out = 0;
    for (std::uint64_t i = 0; i < batches; ++i) out += batch_size(ands, i);
    return out;
}

/// What is left from `used` to `end`, and room behind it.
template <class T>
void make_room(BigVector<T>& pool, std::size_t used, std::size_t end, std::size_t room) {
    const auto first = pool.begin();
    std::copy(first + static_cast<std::ptrdiff_t>(used), first + static_cast<std::ptrdiff_t>(end), first);
    pool.resize(end - used);
    pool.resize(end - used + room);
}

}  // namespace

Windows::Windows(const Session& session, AuthenticatedBits& bits, const circuit::Program& program)
    : session_(session),
      bits_(bits),
      shape_(program.shape()),
      count_(windows_for(shape_.ands)),
      cursor_(program),
      maker_(session, bits),
      slots_(shape_.slots, Share{}) {}

std::uint64_t Windows::windows_for(std::uint64_t ands) {
    return (ands + window_ands - 1) / window_ands;
}

bool Windows::needs_triples(std::uint64_t index) const {
    return covered(shape_.ands, batches_) < std::min(shape_.ands, (index + 1) * window_ands);
}

Result<std::unique_ptr<Windows>> Windows::begin(const Session& session, AuthenticatedBits& bits,
                                                const circuit::Program& program, std::size_t contributors) {
    std::unique_ptr<Windows> out(new Windows(session, bits, program));
    const auto inputs = input_bits(program.shape()) + contributors * hiding_bits;
    // Even without any AND: the check of the leaky triples is what finds offsets that break the rule.
    TACIT_TRY(out->more_triples(inputs));
    auto mask = out->masks_.end() - static_cast<std::ptrdiff_t>(inputs);
    for (const auto& input : program.shape().inputs)
        for (std::uint32_t bit = 0; bit < input.bits; ++bit) out->slots_[input.first + bit] = *mask++;
    out->hiding_.assign(mask, out->masks_.end());
    out->masks_.resize(out->in_pool_);
    return out;
}

/// Adds a batch to what is left of the pool, with so many more masks.
Status Windows::more_triples(std::size_t more) {
    const auto n = batch_size(shape_.ands, batches_);
    const auto buckets = buckets_for(n);
    const auto left = in_pool_ - used_;
    if (batches_ == 0) {
        // For all batches: what is left of one is less than a window needs.
        const auto beside = batches_for(shape_.ands) > 1 ? window_ands : 0;
        triples_.reserve(buckets.triples + beside);
        masks_.reserve(n + std::max(more, beside));
    }
    make_room(triples_, used_, in_pool_, buckets.triples);
    make_room(masks_, used_, in_pool_, n + more);
    TACIT_TRY(maker_.make(buckets, std::span(triples_).subspan(left), std::span(masks_).subspan(left)));
    ++batches_;
    used_ = 0;
    in_pool_ = left + n;
    return {};
}

void Windows::linear(std::span<const circuit::LinearGate> gates) {
    // An inverted wire keeps its mask: what flips is the masked value.
    for (const auto& gate : gates)
        slots_[gate.out] = gate.b == circuit::one ? slots_[gate.a] : slots_[gate.a] ^ slots_[gate.b];
}

void Windows::conjunctions(Window& window, std::size_t at, std::span<const circuit::AndGate> gates) {
    for (std::size_t i = 0; i < gates.size(); ++i, ++at) {
        const auto& gate = gates[i];
        const auto& triple = triples_[used_ + at];
        window.alpha[at] = slots_[gate.a];
        window.beta[at] = slots_[gate.b];
        slots_[gate.out] = window.gamma[at] = masks_[used_ + at];
        window.x[at] = triple.x;
        window.z[at] = triple.z;
        window.openings[2 * at] = window.alpha[at] ^ window.x[at];
        window.openings[2 * at + 1] = window.beta[at] ^ triple.y;
    }
}

Status Windows::prepare(Window& window) {
    const auto& peer = session_.peer;
    if (peer.progress.stop_requested()) return error(Fault::cancelled);
    while (needs_triples(prepared_)) TACIT_TRY(more_triples(0));
    window.index = prepared_++;
    const auto n = window.size = size_of(shape_.ands, window.index);
    for (auto* shares : {&window.alpha, &window.beta, &window.gamma, &window.x, &window.z}) shares->resize(n);
    window.openings.resize(2 * n);
    std::size_t at = 0;
    const bool good = cursor_.run(
        n, [&](auto gates) { linear(gates); },
        [&](auto gates) {
            conjunctions(window, at, gates);
            at += gates.size();
        });
    if (!good) return error(Fault::usage, "the circuit has fewer ANDs than its shape says");
    used_ += n;
    TACIT_TRY(peer.peer.send(
        open_bits(opening(window), [&](std::size_t i) -> const Share& { return window.openings[i]; })));
    return peer.peer.flush();
}

Opening Windows::opening(const Window& window) const {
    return {session_.run, "product", window.index, session_.role, 2 * window.size, session_.peer.workers};
}

Status Windows::finish(Window& window) {
    const auto& peer = session_.peer;
    TACIT_ASSIGN(const Bytes message, peer.peer.receive(opening_size(2 * window.size)));
    const auto opened = opened_bits(opening(window), message, bits_.delta(),
                                    [&](std::size_t i) -> const Share& { return window.openings[i]; });
    if (!opened) return error(Fault::cheating, "masks opened with a wrong MAC", peer.peer.peer_name());
    // alpha beta = z ^ e beta ^ f x with e = x ^ alpha and f = y ^ beta.
    for (std::size_t i = 0; i < window.size; ++i)
        window.gamma[i] ^= window.z[i] ^ (window.beta[i] & Block::of_bit(get_bit(*opened, 2 * i))) ^
                           (window.x[i] & Block::of_bit(get_bit(*opened, 2 * i + 1)));
    return {};
}

Status Windows::finish_gates() {
    const bool good = cursor_.run(
        0, [&](auto gates) { linear(gates); }, [](auto) {});
    return good ? Status{} : error(Fault::usage, "the circuit has more ANDs than its shape says");
}

ChannelCounters Windows::cost(Transfers transfers, const circuit::Shape& shape, std::size_t contributors) {
    ChannelCounters out;
    const auto more = input_bits(shape) + contributors * hiding_bits;
    for (std::uint64_t i = 0; i < batches_for(shape.ands); ++i) {
        const auto n = batch_size(shape.ands, i);
        out += TripleMaker::cost(transfers, buckets_for(n), n + (i == 0 ? more : 0));
    }
    for (std::uint64_t i = 0; i < windows_for(shape.ands); ++i) {
        const auto size = opening_size(2 * size_of(shape.ands, i));
        out += {size, size, 1, 1};
    }
    return out;
}

}  // namespace tacit::mpc::garble
