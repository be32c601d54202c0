#include "mpc/ot/softspoken.h"

#include <algorithm>
#include <utility>

#include "crypto/secret.h"
#include "mpc/ot/all_but_one.h"
#include "mpc/ot/base_ot.h"
#include "mpc/ot/bit_matrix.h"
#include "mpc/ot/small_field_vole.h"

namespace tacit::mpc::ot {

// A batch is a matrix of bits with 128 columns, one per bit of Delta, and a row per transfer, kept as blocks
// of 128 rows (row blocks) with the 128 columns of each side by side. Its last row block belongs to no
// transfer: it masks what the check shows of the others.
//
// Per batch: receiver -> sender, the corrections, by tree; sender -> receiver, the challenge; receiver ->
// sender, the hash of its choice bits and of each of its columns. Corrections of the next batch leave before
// the answer to a challenge, so that neither side waits for the other.

namespace {

constexpr std::size_t columns = column_count;
static_assert(columns == softspoken_base_ots);
static_assert(batch_cots % 128 == 0);
constexpr std::size_t challenge_size = sizeof(Block);
constexpr std::size_t answer_size = (1 + columns) * sizeof(Block);

bool is_field(unsigned bits) {
    return bits == 1 || bits == 2 || bits == 4 || bits == 8;
}

TreeShape shape_of(unsigned field_bits) {
    return {columns / field_bits, field_bits};
}

Error refused() {
    return error(Fault::usage, "an earlier call failed: the offset is not used again");
}

Error inconsistent(const Endpoint& endpoint, std::string what) {
    return error(Fault::cheating, std::move(what), endpoint.peer.peer_name());
}

/// Ones in the first places.
Block first_bits(std::size_t count) {
    Block out;
    out.low = count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    out.high = count <= 64 ? 0 : (std::uint64_t{1} << (count - 64)) - 1;
    return out;
}

/// The choice bits from transfer `begin` on, without any beyond the count.
void take_choices(ChoiceBits choices, std::size_t begin, std::span<Block> out) {
    std::copy_n(choices.blocks.begin() + static_cast<std::ptrdiff_t>(begin / 128), out.size(), out.begin());
    const auto end = begin + out.size() * 128;
    if (end > choices.count) out.back() &= first_bits(128 - (end - choices.count));
}

/// Row blocks of the batch that begins at transfer `begin`, the one of the masks included.
std::size_t row_blocks_at(std::size_t begin, std::size_t count) {
    return blocks_for(std::min(batch_cots, count - begin)) + 1;
}

/// The rows of a batch, as far as there is room for them.
void write_rows(const BigVector<Block>& matrix, std::span<Block> out, Workers& workers) {
    workers.all_of(blocks_for(out.size()), [&](std::size_t block) {
        const Block* from = matrix.data() + block * columns;
        if (const auto rows = out.subspan(block * columns); rows.size() >= columns) {
            transpose(from, rows.data());
        } else {
            std::array<Block, columns> all;
            transpose(from, all.data());
            std::copy_n(all.begin(), rows.size(), rows.begin());
            crypto::wipe(crypto::as_writable_bytes(all));
        }
        return true;
    });
}

}  // namespace

// --- sender
// -------------------------------------------------------------------------------------------------

Result<std::unique_ptr<SoftSpokenSender>> SoftSpokenSender::set_up(unsigned field_bits, Block delta,
                                                                   const Endpoint& receiver) {
    if (!is_field(field_bits)) return error(Fault::usage, "the field has 1, 2, 4 or 8 bits");
    if (crypto::equal_fixed_time(delta, Block{})) return error(Fault::usage, "the offset is zero");
    std::unique_ptr<SoftSpokenSender> out(new SoftSpokenSender(field_bits, delta, receiver));
    TACIT_ASSIGN(const auto keys, receive_base({{&delta, 1}, columns}, receiver));
    TACIT_TRY(out->take_trees(keys));
    return out;
}

Result<std::unique_ptr<SoftSpokenSender>> SoftSpokenSender::from_base(unsigned field_bits, Block delta,
                                                                      const Endpoint& receiver,
                                                                      std::span<const Block> keys) {
    if (!is_field(field_bits) || keys.size() != columns)
        return error(Fault::usage, "the field has 1, 2, 4 or 8 bits, and there are 128 base transfers");
    if (crypto::equal_fixed_time(delta, Block{})) return error(Fault::usage, "the offset is zero");
    std::unique_ptr<SoftSpokenSender> out(new SoftSpokenSender(field_bits, delta, receiver));
    TACIT_TRY(out->take_trees(keys));
    return out;
}

Status SoftSpokenSender::take_trees(std::span<const Block> keys) {
    const auto shape = shape_of(field_bits_);
    TACIT_ASSIGN(const Bytes message, receiver_.peer.receive(shape.message_size()));
    const auto seeds = puncture_trees(shape, {&delta_, 1}, keys, message, receiver_.label);
    if (!seeds) return inconsistent(receiver_, "seeds of no tree");
    streams_.reserve(shape.trees * (shape.leaves() - 1));
    for (std::size_t i = 0; i < seeds->size(); ++i)
        if (i % shape.leaves() != 0) streams_.emplace_back((*seeds)[i]);
    return {};
}

SoftSpokenSender::~SoftSpokenSender() {
    crypto::wipe(crypto::as_writable_bytes({&delta_, 1}));
}

Result<BigVector<Block>> SoftSpokenSender::extend(std::size_t count) {
    if (failed_ || open_) return refused();
    if (count > max_cots) return error(Fault::usage, "too many transfers in one call");
    BigVector<Block> out(count);
    const auto status = run(out);
    failed_ = !status.ok();
    if (failed_) return status.error();
    return out;
}

Status SoftSpokenSender::run(std::span<Block> out) {
    std::optional<Check> open;
    for (std::size_t begin = 0; begin < out.size(); begin += batch_cots) {
        if (receiver_.progress.stop_requested()) return error(Fault::cancelled);
        Check check;
        TACIT_TRY(receive_corrections(row_blocks_at(begin, out.size()), check));
        write_rows(matrix_, out.subspan(begin, std::min(batch_cots, out.size() - begin)), receiver_.workers);
        if (open) TACIT_TRY(verify(*open));
        open = check;
    }
    return open ? verify(*open) : Status{};
}

Status SoftSpokenSender::challenge(std::span<Block> out) {
    if (failed_ || open_) return refused();
    failed_ = true;  // until it went well
    if (out.empty() || out.size() > batch_cots) return error(Fault::usage, "not one batch of transfers");
    if (receiver_.progress.stop_requested()) return error(Fault::cancelled);
    open_.emplace();
    TACIT_TRY(receive_corrections(row_blocks_at(0, out.size()), *open_));
    write_rows(matrix_, out, receiver_.workers);
    failed_ = false;
    return {};
}

Status SoftSpokenSender::verify() {
    if (failed_ || !open_) return refused();
    failed_ = true;
    TACIT_TRY(verify(*std::exchange(open_, std::nullopt)));
    failed_ = false;
    return {};
}

Status SoftSpokenSender::receive_corrections(std::size_t row_blocks, Check& check) {
    const auto shape = shape_of(field_bits_);
    TACIT_ASSIGN(const Bytes corrections, receiver_.peer.receive(shape.trees * row_blocks * sizeof(Block)));
    // Only now: a receiver that knew the challenge could make wrong corrections fit it.
    Block challenge;
    receiver_.random.fill(crypto::as_writable_bytes({&challenge, 1}));
    TACIT_TRY(receiver_.peer.send(crypto::as_bytes({&challenge, 1})));
    TACIT_TRY(receiver_.peer.flush());
    fill(row_blocks, corrections);
    check.hashes = hash_columns(challenge, matrix_, receiver_.workers);
    return {};
}

void SoftSpokenSender::fill(std::size_t row_blocks, View corrections) {
    const auto shape = shape_of(field_bits_);
    matrix_.resize(row_blocks * columns);
    receiver_.workers.all_of(shape.trees, [&](std::size_t tree) {
        const auto streams = std::span(streams_).subspan(tree * (shape.leaves() - 1), shape.leaves() - 1);
        receive_vole(field_bits_, delta_, tree, streams, corrections, matrix_);
        return true;
    });
}

Status SoftSpokenSender::verify(const Check& check) {
    TACIT_ASSIGN(const Bytes answer, receiver_.peer.receive(answer_size));
    const Block choices = Block::load(answer.data());
    Block difference;
    for (std::size_t c = 0; c < columns; ++c) {
        const Block claimed = Block::load(answer.data() + (1 + c) * sizeof(Block));
        const Block expected =
            check.hashes[c] ^ (choices & Block::of_bit(delta_.bit(static_cast<unsigned>(c))));
        const Block wrong = claimed ^ expected;
        difference.low |= wrong.low;
        difference.high |= wrong.high;
    }
    if (!crypto::equal_fixed_time(difference, Block{}))
        return inconsistent(receiver_, "corrections of more than one choice");
    return {};
}

// --- receiver
// -----------------------------------------------------------------------------------------------

Result<std::unique_ptr<SoftSpokenReceiver>> SoftSpokenReceiver::set_up(unsigned field_bits,
                                                                       const Endpoint& sender) {
    if (!is_field(field_bits)) return error(Fault::usage, "the field has 1, 2, 4 or 8 bits");
    std::unique_ptr<SoftSpokenReceiver> out(new SoftSpokenReceiver(field_bits, sender));
    TACIT_ASSIGN(const auto keys, send_base(columns, sender));
    TACIT_TRY(out->give_trees(keys));
    return out;
}

Result<std::unique_ptr<SoftSpokenReceiver>> SoftSpokenReceiver::from_base(
    unsigned field_bits, const Endpoint& sender, std::span<const std::array<Block, 2>> keys) {
    if (!is_field(field_bits) || keys.size() != columns)
        return error(Fault::usage, "the field has 1, 2, 4 or 8 bits, and there are 128 base transfers");
    std::unique_ptr<SoftSpokenReceiver> out(new SoftSpokenReceiver(field_bits, sender));
    TACIT_TRY(out->give_trees(keys));
    return out;
}

Status SoftSpokenReceiver::give_trees(std::span<const std::array<Block, 2>> keys) {
    const auto trees = build_trees(shape_of(field_bits_), keys, sender_.label);
    TACIT_TRY(sender_.peer.send(trees.message));
    TACIT_TRY(sender_.peer.flush());
    streams_.reserve(trees.seeds.size());
    for (const auto& seed : trees.seeds) streams_.emplace_back(seed);
    return {};
}

Result<BigVector<Block>> SoftSpokenReceiver::extend(ChoiceBits choices) {
    if (failed_ || open_) return refused();
    if (choices.count > max_cots || choices.blocks.size() != blocks_for(choices.count))
        return error(Fault::usage, "transfers do not fit their choice bits");
    BigVector<Block> out(choices.count);
    const auto status = run(choices, out);
    failed_ = !status.ok();
    if (failed_) return status.error();
    return out;
}

Status SoftSpokenReceiver::run(ChoiceBits choices, std::span<Block> out) {
    Batch batch, open;
    for (std::size_t begin = 0; begin < out.size(); begin += batch_cots) {
        if (sender_.progress.stop_requested()) return error(Fault::cancelled);
        const auto row_blocks = row_blocks_at(begin, out.size());
        batch.choices.resize(row_blocks);
        take_choices(choices, begin, std::span(batch.choices).first(row_blocks - 1));
        sender_.random.fill(crypto::as_writable_bytes({&batch.choices.back(), 1}));
        TACIT_TRY(send_corrections(batch));
        write_rows(batch.matrix, out.subspan(begin, std::min(batch_cots, out.size() - begin)),
                   sender_.workers);
        if (begin > 0) TACIT_TRY(answer(open));
        std::swap(batch, open);
    }
    return out.empty() ? Status{} : answer(open);
}

Status SoftSpokenReceiver::correct(ChoiceBits choices, std::span<Block> out) {
    if (failed_ || open_) return refused();
    failed_ = true;  // until it went well
    if (out.empty() || out.size() > batch_cots || choices.count != out.size() ||
        choices.blocks.size() != blocks_for(choices.count))
        return error(Fault::usage, "not one batch of transfers");
    if (sender_.progress.stop_requested()) return error(Fault::cancelled);
    auto& batch = open_.emplace();
    batch.choices.resize(row_blocks_at(0, out.size()));
    take_choices(choices, 0, std::span(batch.choices).first(batch.choices.size() - 1));
    sender_.random.fill(crypto::as_writable_bytes({&batch.choices.back(), 1}));
    TACIT_TRY(send_corrections(batch));
    write_rows(batch.matrix, out, sender_.workers);
    failed_ = false;
    return {};
}

Status SoftSpokenReceiver::answer() {
    if (failed_ || !open_) return refused();
    failed_ = true;
    TACIT_TRY(answer(*std::exchange(open_, std::nullopt)));
    failed_ = false;
    return {};
}

Status SoftSpokenReceiver::send_corrections(Batch& batch) {
    const auto shape = shape_of(field_bits_);
    const auto row_blocks = batch.choices.size();
    batch.matrix.resize(row_blocks * columns);
    BigVector<Block> corrections(shape.trees * row_blocks);
    sender_.workers.all_of(shape.trees, [&](std::size_t tree) {
        const auto streams = std::span(streams_).subspan(tree * shape.leaves(), shape.leaves());
        send_vole(field_bits_, tree, streams, batch.choices,
                  std::span(corrections).subspan(tree * row_blocks, row_blocks), batch.matrix);
        return true;
    });
    TACIT_TRY(sender_.peer.send(crypto::as_bytes(corrections)));
    return sender_.peer.flush();
}

Status SoftSpokenReceiver::answer(const Batch& batch) {
    TACIT_ASSIGN(const Bytes message, sender_.peer.receive(challenge_size));
    const Block challenge = Block::load(message.data());
    std::array<Block, 1 + columns> out;
    out[0] = hash_choices(challenge, batch.choices);
    const auto hashes = hash_columns(challenge, batch.matrix, sender_.workers);
    std::copy(hashes.begin(), hashes.end(), out.begin() + 1);
    TACIT_TRY(sender_.peer.send(crypto::as_bytes(out)));
    return sender_.peer.flush();
}

// --- both
// ---------------------------------------------------------------------------------------------------

Result<SoftSpokenPair> SoftSpokenPair::set_up(unsigned field_bits, Block delta, const Endpoint& as_sender,
                                              const Endpoint& as_receiver) {
    if (!is_field(field_bits)) return error(Fault::usage, "the field has 1, 2, 4 or 8 bits");
    if (crypto::equal_fixed_time(delta, Block{})) return error(Fault::usage, "the offset is zero");
    SoftSpokenPair out;
    out.sender.reset(new SoftSpokenSender(field_bits, delta, as_sender));
    out.receiver.reset(new SoftSpokenReceiver(field_bits, as_receiver));
    // The sender of the one is the receiver of the other.
    TACIT_ASSIGN(auto given, BaseSender::begin(columns, as_receiver));
    TACIT_ASSIGN(auto taken, BaseReceiver::begin({{&out.sender->delta_, 1}, columns}, as_sender));
    TACIT_TRY(taken.take_offer());
    TACIT_TRY(given.challenge());
    TACIT_ASSIGN(const auto chosen, taken.finish());
    TACIT_ASSIGN(const auto pairs, given.finish());
    TACIT_TRY(out.receiver->give_trees(pairs));
    TACIT_TRY(out.sender->take_trees(chosen));
    return out;
}

// --- cost
// ---------------------------------------------------------------------------------------------------

ChannelCounters softspoken_set_up_cost(unsigned field_bits) {
    auto out = mirrored(base_ot_cost(columns));
    out.messages_sent += 1;
    out.bytes_sent += shape_of(field_bits).message_size();
    return out;
}

ChannelCounters softspoken_extend_cost(unsigned field_bits, std::size_t count) {
    ChannelCounters out;
    const auto batches = count / batch_cots + (count % batch_cots == 0 ? 0 : 1);
    const auto row_blocks = blocks_for(count) + batches;
    out.messages_sent = 2 * batches;
    out.bytes_sent = row_blocks * shape_of(field_bits).trees * sizeof(Block) + batches * answer_size;
    out.messages_received = batches;
    out.bytes_received = batches * challenge_size;
    return out;
}

}  // namespace tacit::mpc::ot
