#include "mpc/psi/oprf_rows.h"

#include <algorithm>
#include <deque>

#include "crypto/secret.h"
#include "mpc/oprf/oprf.h"
#include "mpc/parallel.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::mpc::psi {

using crypto::Scalar;

namespace {

/// Batches that the receiver sends before it waits for the first answer, so that both sides compute at once:
/// 128 KiB, which every channel buffers.
constexpr std::size_t batches_ahead = 4;
constexpr std::size_t claim_size =
    4 + tag_size;  ///< a place in the sender's list and the second half of its output

using Scalars = std::vector<Scalar, crypto::WipingAllocator<Scalar>>;

/// The two halves of an OPRF output that go over the wire: bytes 0-15 for everybody's comparison, bytes 16-31
/// as the receiver's proof that it holds the item too.
struct Halves {
    std::vector<Tag> tags;
    std::vector<Tag> proofs;
    explicit Halves(std::size_t count) : tags(count), proofs(count) {}
    void set(std::size_t i, const oprf::Output& output) {
        std::copy_n(output.begin(), tag_size, tags[i].begin());
        std::copy_n(output.begin() + tag_size, tag_size, proofs[i].begin());
    }
};

std::size_t reply_size(std::size_t asked, std::size_t listed) {
    return asked * element_size + listed * tag_size;
}

/// Receiver: blinded points of one batch, with blinds drawn here in the order of the items.
Result<Scalars> send_blinded(Items items, Channel& sender, crypto::Random& random, Workers& workers) {
    Scalars blinds(items.size());
    for (auto& blind : blinds) blind = Scalar::random_nonzero(random);
    Bytes message(items.size() * element_size);
    const bool good = workers.all_of(items.size(), [&](std::size_t i) {
        const auto point = oprf::blind(items[i], blinds[i]);
        if (point) write_element(message, i, *point);
        return point.has_value();
    });
    if (!good) return not_hashable();
    TACIT_TRY(sender.send(message));
    TACIT_TRY(sender.flush());
    return blinds;
}

/// Receiver: claims of the matches, in the sender's shuffled order, so that they say nothing about our rows.
Status send_claims(const std::vector<Match>& matches, const Halves& mine, Channel& sender) {
    TACIT_TRY(sender.send(wire::Writer().u32(static_cast<std::uint32_t>(matches.size())).view()));
    for (std::size_t k = 0; k < batches(matches.size()); ++k) {
        const auto [begin, size] = batch(matches.size(), k);
        wire::Writer message;
        for (const auto& match : std::span(matches).subspan(begin, size))
            message.u32(static_cast<std::uint32_t>(match.theirs)).raw(mine.proofs[match.mine]);
        TACIT_TRY(sender.send(message.view()));
    }
    return sender.flush();
}

/// Sender: claims must name ascending places of our list and prove each.
Result<std::vector<std::size_t>> receive_claims(const std::vector<std::size_t>& order, const Halves& mine,
                                                std::size_t maximum, Channel& receiver) {
    TACIT_ASSIGN(const Bytes head, receiver.receive(size_message));
    const std::size_t count = wire::Reader(head).u32();
    const auto cheating = [&](std::string detail) {
        return error(Fault::cheating, std::move(detail), receiver.peer_name());
    };
    if (count > maximum) return cheating("more matches than items");
    std::vector<std::size_t> out;
    std::size_t next = 0;
    for (std::size_t k = 0; k < batches(count); ++k) {
        const auto size = batch(count, k).size;
        TACIT_ASSIGN(const Bytes message, receiver.receive(size * claim_size));
        wire::Reader reader(message);
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t place = reader.u32();
            const auto proof = reader.array<tag_size>();
            if (place < next || place >= order.size()) return cheating("claimed places are not ascending");
            if (!crypto::equal_fixed_time(proof, mine.proofs[place]))
                return cheating("a match is claimed for an item that the claimant does not hold");
            out.push_back(order[place]);
            next = place + 1;
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

// One step per batch: receiver -> sender, blinded points; sender -> receiver, these evaluated, followed by
// the tags of a batch of the sender's own items. The shorter list runs out earlier.

Result<RowsOutcome> receive_rows(const Options& options, Items items, Channel& sender, crypto::Random& random,
                                 Progress& progress) {
    TACIT_TRY(check_items(items));
    TACIT_ASSIGN(const std::size_t theirs, exchange_sizes(sender, items.size()));
    Workers workers(options.threads);
    const auto asked = batches(items.size());
    const auto steps = std::max(asked, batches(theirs));
    progress.step("matching", steps);

    std::deque<Scalars> blinds;
    Halves mine(items.size());
    std::vector<Tag> tags;
    for (std::size_t step = 0, sent = 0; step < steps; ++step) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        for (; sent < std::min(asked, step + 1 + batches_ahead); ++sent) {
            const auto [begin, size] = batch(items.size(), sent);
            TACIT_ASSIGN(auto drawn, send_blinded(items.subspan(begin, size), sender, random, workers));
            blinds.push_back(std::move(drawn));
        }
        const auto [begin, size] = batch(items.size(), step);
        const auto listed = batch(theirs, step).size;
        TACIT_ASSIGN(const Bytes reply, sender.receive(reply_size(size, listed)));
        const bool good = workers.all_of(size, [&, first = begin](std::size_t i) {
            const auto point = read_element(reply, i);
            if (point) mine.set(first + i, oprf::finalize(items[first + i], blinds.front()[i], *point));
            return point.has_value();
        });
        if (!good) return not_an_element(sender);
        if (size > 0) blinds.pop_front();
        wire::Reader list(View(reply).subspan(size * element_size));
        for (std::size_t i = 0; i < listed; ++i) tags.push_back(list.array<tag_size>());
        progress.advance(1);
    }

    const auto matches = join(mine.tags, tags);
    if (!matches) return error(Fault::cheating, "a tag is there twice", sender.peer_name());
    if (options.reveal_to_sender) TACIT_TRY(send_claims(*matches, mine, sender));
    RowsOutcome out{{}, theirs};
    for (const auto& match : *matches) out.matches.push_back(match.mine);
    std::sort(out.matches.begin(), out.matches.end());
    return out;
}

Result<RowsOutcome> send_rows(const Options& options, Items items, Channel& receiver, crypto::Random& random,
                              Progress& progress) {
    TACIT_TRY(check_items(items));
    TACIT_ASSIGN(const std::size_t theirs, exchange_sizes(receiver, items.size()));
    Workers workers(options.threads);
    const auto steps = std::max(batches(items.size()), batches(theirs));
    progress.step("matching", steps);

    const auto key = Scalar::random_nonzero(random);
    const auto order = random_order(items.size(), random);
    Halves mine(items.size());  // by place in the shuffled list
    for (std::size_t step = 0; step < steps; ++step) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        const auto asked = batch(theirs, step).size;
        const auto [begin, size] = batch(items.size(), step);
        Bytes blinded;
        if (asked > 0) {
            TACIT_ASSIGN(blinded, receiver.receive(asked * element_size));
        }
        Bytes reply(reply_size(asked, size));
        const bool points = workers.all_of(asked, [&](std::size_t i) {
            const auto point = read_element(blinded, i);
            if (!point) return false;
            write_element(reply, i, oprf::blind_evaluate(key, *point));
            return true;
        });
        if (!points) return not_an_element(receiver);
        const bool good = workers.all_of(size, [&, first = begin, asked](std::size_t i) {
            const auto output = oprf::evaluate(key, items[order[first + i]]);
            if (!output) return false;
            mine.set(first + i, *output);
            std::copy_n(output->begin(), tag_size,
                        reply.begin() + static_cast<std::ptrdiff_t>(reply_size(asked, i)));
            return true;
        });
        if (!good) return not_hashable();
        TACIT_TRY(receiver.send(reply));
        TACIT_TRY(receiver.flush());
        progress.advance(1);
    }

    RowsOutcome out{{}, theirs};
    if (options.reveal_to_sender) {
        TACIT_ASSIGN(out.matches, receive_claims(order, mine, std::min(items.size(), theirs), receiver));
    }
    return out;
}

ChannelCounters rows_cost(std::size_t receiver_items, std::size_t sender_items, bool reveal_to_sender,
                          std::size_t matches) {
    ChannelCounters out;
    out.messages_sent = 1 + batches(receiver_items);
    out.bytes_sent = size_message + receiver_items * element_size;
    out.messages_received = 1 + std::max(batches(receiver_items), batches(sender_items));
    out.bytes_received = size_message + reply_size(receiver_items, sender_items);
    if (reveal_to_sender) {
        out.messages_sent += 1 + batches(matches);
        out.bytes_sent += size_message + matches * claim_size;
    }
    return out;
}

}  // namespace tacit::mpc::psi
