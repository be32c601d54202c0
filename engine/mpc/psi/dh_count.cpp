#include "mpc/psi/dh_count.h"

#include <algorithm>

#include "crypto/hash.h"
#include "crypto/ristretto.h"
#include "mpc/oprf/oprf.h"
#include "mpc/parallel.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::mpc::psi {

using crypto::Point;
using crypto::Scalar;

namespace {

Tag tag_of(const Point& point) {
    const auto digest = crypto::Hasher("tacit/mpc/psi/count").add(point.bytes()).finish();
    Tag out;
    std::copy_n(digest.begin(), tag_size, out.begin());
    return out;
}

/// H(item)^exponent for a batch of items in the given order; nothing if an item cannot be hashed to the
/// group.
std::optional<std::vector<Point>> raised(Items items, std::span<const std::size_t> order,
                                         const Scalar& exponent, Workers& workers) {
    std::vector<Point> out(order.size());
    const bool good = workers.all_of(order.size(), [&](std::size_t i) {
        const auto point = oprf::hash_to_group(items[order[i]]);
        if (point) out[i] = point->times(exponent);
        return point.has_value();
    });
    if (!good) return std::nullopt;
    return out;
}

/// The elements of a message from the peer raised to `exponent`.
Result<std::vector<Point>> reraised(View message, const Scalar& exponent, const Channel& peer,
                                    Workers& workers) {
    std::vector<Point> out(message.size() / element_size);
    const bool good = workers.all_of(out.size(), [&](std::size_t i) {
        const auto point = read_element(message, i);
        if (point) out[i] = point->times(exponent);
        return point.has_value();
    });
    if (!good) return not_an_element(peer);
    return out;
}

Status send_points(std::span<const Point> points, Channel& peer) {
    Bytes message(points.size() * element_size);
    for (std::size_t i = 0; i < points.size(); ++i) write_element(message, i, points[i]);
    TACIT_TRY(peer.send(message));
    return peer.flush();
}

Status send_tags(std::span<const Point> points, Channel& peer) {
    wire::Writer message;
    for (const auto& point : points) message.raw(tag_of(point));
    TACIT_TRY(peer.send(message.view()));
    return peer.flush();
}

}  // namespace

// Step 1, per batch: receiver -> sender, H(x)^r in random order; sender -> receiver, tags of H(y)^s in random
// order. Step 2, per batch: sender -> receiver, H(x)^(r s), in an order of the sender's own.

Result<CountOutcome> receive_count(const Options& options, Items items, Channel& sender,
                                   crypto::Random& random, Progress& progress) {
    TACIT_TRY(check_items(items));
    TACIT_ASSIGN(const std::size_t theirs, exchange_sizes(sender, items.size()));
    Workers workers(options.threads);
    const auto steps = std::max(batches(items.size()), batches(theirs));
    progress.step("matching", steps + batches(items.size()));

    const auto exponent = Scalar::random_nonzero(random);
    const auto order = random_order(items.size(), random);
    std::vector<Tag> tags;
    for (std::size_t step = 0; step < steps; ++step) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        if (const auto [begin, size] = batch(items.size(), step); size > 0) {
            const auto points = raised(items, std::span(order).subspan(begin, size), exponent, workers);
            if (!points) return not_hashable();
            TACIT_TRY(send_points(*points, sender));
        }
        if (const auto size = batch(theirs, step).size; size > 0) {
            TACIT_ASSIGN(const Bytes message, sender.receive(size * tag_size));
            wire::Reader reader(message);
            for (std::size_t i = 0; i < size; ++i) tags.push_back(reader.array<tag_size>());
        }
        progress.advance(1);
    }

    const auto removed = exponent.inverted();
    std::vector<Tag> mine;
    for (std::size_t step = 0; step < batches(items.size()); ++step) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        TACIT_ASSIGN(const Bytes message, sender.receive(batch(items.size(), step).size * element_size));
        TACIT_ASSIGN(const auto points, reraised(message, removed, sender, workers));
        for (const auto& point : points) mine.push_back(tag_of(point));
        progress.advance(1);
    }

    const auto matches = join(mine, tags);
    if (!matches) return error(Fault::cheating, "an element is there twice", sender.peer_name());
    if (options.reveal_to_sender) {
        TACIT_TRY(sender.send(wire::Writer().u32(static_cast<std::uint32_t>(matches->size())).view()));
        TACIT_TRY(sender.flush());
    }
    return CountOutcome{matches->size(), theirs};
}

Result<CountOutcome> send_count(const Options& options, Items items, Channel& receiver,
                                crypto::Random& random, Progress& progress) {
    TACIT_TRY(check_items(items));
    TACIT_ASSIGN(const std::size_t theirs, exchange_sizes(receiver, items.size()));
    Workers workers(options.threads);
    const auto steps = std::max(batches(items.size()), batches(theirs));
    progress.step("matching", steps + batches(theirs));

    const auto exponent = Scalar::random_nonzero(random);
    const auto order = random_order(items.size(), random);
    const auto their_order = random_order(theirs, random);
    std::vector<Point> returned;
    for (std::size_t step = 0; step < steps; ++step) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        if (const auto [begin, size] = batch(items.size(), step); size > 0) {
            const auto points = raised(items, std::span(order).subspan(begin, size), exponent, workers);
            if (!points) return not_hashable();
            TACIT_TRY(send_tags(*points, receiver));
        }
        if (const auto size = batch(theirs, step).size; size > 0) {
            TACIT_ASSIGN(const Bytes message, receiver.receive(size * element_size));
            TACIT_ASSIGN(const auto points, reraised(message, exponent, receiver, workers));
            returned.insert(returned.end(), points.begin(), points.end());
        }
        progress.advance(1);
    }

    // The point of the protocol: the receiver cannot tell which of its elements came back where.
    for (std::size_t step = 0; step < batches(theirs); ++step) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        const auto [begin, size] = batch(theirs, step);
        std::vector<Point> points;
        for (const auto from : std::span(their_order).subspan(begin, size)) points.push_back(returned[from]);
        TACIT_TRY(send_points(points, receiver));
        progress.advance(1);
    }

    CountOutcome out{std::nullopt, theirs};
    if (options.reveal_to_sender) {
        TACIT_ASSIGN(const Bytes message, receiver.receive(size_message));
        out.count = wire::Reader(message).u32();
        if (*out.count > std::min(items.size(), theirs))
            return error(Fault::cheating, "more matches than items", receiver.peer_name());
    }
    return out;
}

ChannelCounters count_cost(std::size_t receiver_items, std::size_t sender_items, bool reveal_to_sender) {
    ChannelCounters out;
    out.messages_sent = 1 + batches(receiver_items) + (reveal_to_sender ? 1 : 0);
    out.bytes_sent = size_message + receiver_items * element_size + (reveal_to_sender ? size_message : 0);
    out.messages_received = 1 + batches(sender_items) + batches(receiver_items);
    out.bytes_received = size_message + sender_items * tag_size + receiver_items * element_size;
    return out;
}

}  // namespace tacit::mpc::psi
