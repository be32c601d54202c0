#include "mpc/garble/garble.h"

#include "mpc/garble/contributions.h"
#include "mpc/garble/run.h"
#include "mpc/garble/terms.h"

namespace tacit::mpc::garble {

namespace {

constexpr std::uint64_t protocol_version = 2;
constexpr std::size_t nonce_size = 32, hello_size = sizeof(crypto::Digest) + nonce_size;

/// What both sides must see alike.
Result<crypto::Digest> digest_of(const GarbleOptions& options, const circuit::Program& program,
                                 std::size_t contributors, const Progress& progress) {
    crypto::Hasher hasher("tacit/mpc/garble/terms");
    hasher.add(protocol_version).add(options.session).add(static_cast<std::uint64_t>(options.transfers));
    if (contributors > 0) hasher.add("contributors").add(std::uint64_t{contributors});
    TACIT_TRY(add_program(hasher, program, progress));
    return hasher.finish();
}

/// A digest of the terms, and of fresh numbers of both sides.
Result<crypto::Digest> exchange_hello(const crypto::Digest& terms, Role role, Channel& peer,
                                      crypto::Random& random) {
    Bytes mine = to_bytes(terms);
    mine.resize(hello_size);
    random.fill(std::span(mine).last(nonce_size));
    TACIT_TRY(peer.send(mine));
    TACIT_TRY(peer.flush());
    TACIT_ASSIGN(const Bytes theirs, peer.receive(hello_size));
    if (!std::equal(terms.begin(), terms.end(), theirs.begin()))
        return error(Fault::malformed_message, "another circuit or session", peer.peer_name());
    const bool first = role == Role::garbler;
    return crypto::Hasher("tacit/mpc/garble/run")
        .add(first ? mine : theirs)
        .add(first ? theirs : mine)
        .finish();
}

}  // namespace

Result<std::vector<Bits>> garble_and_run(const GarbleOptions& options, Role role,
                                         const circuit::Program& program, const std::vector<Bits>& inputs,
                                         Channel& peer, crypto::Random& random, Progress& progress,
                                         std::span<Channel* const> contributors) {
    for (const auto* one : contributors)
        if (one == nullptr) return error(Fault::usage, "no channel to a contributor");
    TACIT_TRY(check_contributors(program.shape(), 2, contributors.size()));
    TACIT_TRY(check_inputs(program.shape(), 2 + contributors.size(), participant(role), inputs));
    TACIT_ASSIGN(const auto terms, digest_of(options, program, contributors.size(), progress));
    TACIT_ASSIGN(const auto digest, exchange_hello(terms, role, peer, random));
    Workers workers(options.threads);
    const Session session{role, {peer, random, workers, progress, digest}, digest};
    progress.step("preprocessing", program.shape().ands);
    TACIT_ASSIGN(const auto bits, AuthenticatedBits::set_up(role, options.transfers, session.peer));
    TACIT_ASSIGN(const auto windows, Windows::begin(session, *bits, program, contributors.size()));
    progress.step("gates", program.shape().ands);
    const Run run{session, program, inputs, *bits, *windows, options.trace, contributors, options.session};
    return role == Role::garbler ? run_garbler(run) : run_evaluator(run);
}

Slots input_slots(const circuit::Shape& shape, Role owner) {
    Slots out;
    for (const auto& input : shape.inputs)
        if (input.participant == participant(owner))
            for (std::uint32_t bit = 0; bit < input.bits; ++bit) out.push_back(input.first + bit);
    return out;
}

Slots all_input_slots(const circuit::Shape& shape) {
    Slots out = input_slots(shape, Role::garbler);
    const auto theirs = input_slots(shape, Role::evaluator);
    out.insert(out.end(), theirs.begin(), theirs.end());
    for (const auto& input : shape.inputs)
        if (input.participant >= 2)
            for (std::uint32_t bit = 0; bit < input.bits; ++bit) out.push_back(input.first + bit);
    return out;
}

Slots output_slots(const circuit::Shape& shape, Role recipient) {
    Slots out;
    for (const auto& output : shape.outputs)
        if ((output.recipients >> participant(recipient)) & 1)
            out.insert(out.end(), output.slots.begin(), output.slots.end());
    return out;
}

namespace {

Opening masks_of(const Run& run, std::string_view purpose, std::span<const circuit::Slot> slots) {
    return {run.session.run, purpose, 0, run.session.role, slots.size(), run.workers()};
}

}  // namespace

Bytes opening(const Run& run, std::string_view purpose, std::span<const circuit::Slot> slots) {
    return open_bits(masks_of(run, purpose, slots),
                     [&](std::size_t i) -> const Share& { return run.windows.mask(slots[i]); });
}

Result<crypto::SecretBytes> opened(const Run& run, std::string_view purpose,
                                   std::span<const circuit::Slot> slots, View message) {
    auto out = opened_bits(masks_of(run, purpose, slots), message, run.bits.delta(),
                           [&](std::size_t i) -> const Share& { return run.windows.mask(slots[i]); });
    if (!out) return run.cheating("masks opened with a wrong MAC");
    if (run.trace != nullptr) run.trace->masks(purpose, slots);
    return std::move(*out);
}

Bits own_inputs(const Run& run) {
    Bits out;
    for (const auto& input : run.inputs) out.insert(out.end(), input.begin(), input.end());
    return out;
}

std::vector<Bits> outputs(const Run& run, Role role, const Masked& masked, View masks) {
    const auto& shape = run.shape();
    std::vector<Bits> out(shape.outputs.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < out.size(); ++i)
        if ((shape.outputs[i].recipients >> participant(role)) & 1)
            for (const auto slot : shape.outputs[i].slots) {
                out[i].push_back((masked[slot] != 0) != get_bit(masks, at++));
                if (run.trace != nullptr) run.trace->output(i, out[i].size() - 1, out[i].back());
            }
    return out;
}

ChannelCounters garble_cost(Transfers transfers, const circuit::Shape& shape, std::size_t contributors) {
    auto out = AuthenticatedBits::set_up_cost();
    out += {hello_size, hello_size, 1, 1};
    out += Windows::cost(transfers, shape, contributors);
    out += contributions_cost(contributors);
    const auto garbler_inputs = input_slots(shape, Role::garbler).size();
    const auto evaluator_inputs = input_slots(shape, Role::evaluator).size();
    const auto labels = all_input_slots(shape).size();
    out +=
        {opening_size(evaluator_inputs) + bytes_for(garbler_inputs) + sizeof(Block) + labels * sizeof(Block),
         opening_size(garbler_inputs) + bytes_for(evaluator_inputs),
         2 + (labels + labels_per_message - 1) / labels_per_message, 1};
    for (std::uint64_t begin = 0; begin < shape.ands; begin += window_ands) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(window_ands, shape.ands - begin));
        out += {table_size(size), values_size(size), 1, 1};
    }
    out += {sizeof(Block) + opening_size(output_slots(shape, Role::evaluator).size()),
            opening_size(output_slots(shape, Role::garbler).size()), 1, 1};
    return out;
}

Work garble_work(const circuit::Shape& shape) {
    // Multiplications are counted from the set-up of the transfers: some for each of 128, in both directions.
    // An AND was measured to take as long as so many blocks.
    constexpr double multiplications = 1000, blocks_per_and = 2500;
    return {multiplications, blocks_per_and * static_cast<double>(shape.ands)};
}

}  // namespace tacit::mpc::garble
