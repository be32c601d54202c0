#include "mpc/psi/vole_rows.h"

#include <algorithm>
#include <bit>

#include "crypto/aes_hash.h"
#include "crypto/gf128.h"
#include "crypto/hash.h"
#include "mpc/okvs/okvs.h"
#include "mpc/ot/softspoken.h"
#include "mpc/psi/masks.h"
#include "mpc/psi/parts.h"
#include "mpc/psi/vole_step.h"
#include "mpc/vole/silent_vole.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::mpc::psi {

using crypto::BigVector;
using crypto::Block;

namespace {

constexpr std::uint8_t version = 2;
constexpr std::size_t hello_size = 1 + 4 + 8;
/// Slots of the encoding in one message: 1 MiB.
constexpr std::size_t slots_per_message = std::size_t{1} << 16;
constexpr std::size_t block_size = sizeof(Block), opening_size = 2 * block_size;
/// Items whose arithmetic is done between two looks at the stop button: a few milliseconds.
constexpr std::size_t items_at_a_time = std::size_t{1} << 16;

/// Which of the public hashes of crypto::fixed_key_hash stands for H of the paper; the trees of the VOLE use
/// others.
constexpr unsigned value_hash = 2;
/// The second half of the function F, by which the receiver proves that it holds an item.
constexpr Block proof_domain{0, std::uint64_t{1} << 63};

struct Sizes {
    std::size_t theirs;
    std::size_t part_items;
};

/// Both tell how many items they have and how large a part may be.
Result<Sizes> exchange_hello(const VoleOptions& options, std::size_t mine, Channel& peer) {
    TACIT_TRY(peer.send(
        wire::Writer().u8(version).u32(static_cast<std::uint32_t>(mine)).u64(options.part_items).view()));
    TACIT_ASSIGN(const Bytes message, peer.receive(hello_size));
    wire::Reader reader(message);
    const auto theirs_version = reader.u8();
    const std::size_t items = reader.u32();
    const auto part_items = static_cast<std::size_t>(reader.u64());
    TACIT_TRY(reader.finish());
    if (theirs_version != version)
        return error(Fault::version_differs, "another version of the intersection", peer.peer_name());
    // Not a matter for bargaining: in many small parts a peer could bind far more items than it announces.
    if (items > max_vole_items || part_items != options.part_items)
        return error(Fault::malformed_message, "sizes out of range, or other parts", peer.peer_name());
    return Sizes{items, part_items};
}

Status check(const VoleOptions& options, ItemBlocks items) {
    if (items.size() > max_vole_items) return error(Fault::usage, "too many items for this protocol");
    if (options.part_items < least_part_items) return error(Fault::usage, "parts are too small");
    return {};
}

BigVector<Block> hashed(std::span<const Block> items) {
    BigVector<Block> out(items.size());
    crypto::fixed_key_hash(value_hash).ccr(items.data(), out.data(), items.size());
    return out;
}

Block proof_of(Block key, Block item) {
    item ^= proof_domain;
    crypto::rekeyed_hash(&key, &item, &item, 1);
    return item;
}

/// The share of w that the sender commits to before it can know the receiver's.
struct Committed {
    Block w;
    Block nonce;
    crypto::Digest commitment(const ByteArray<32>& session) const {
        return crypto::Hasher("tacit/mpc/psi/w")
            .add(session)
            .add(crypto::as_bytes({&w, 1}))
            .add(crypto::as_bytes({&nonce, 1}))
            .finish();
    }
};

void add_to_all(std::span<Block> blocks, Block addend) {
    for (auto& block : blocks) block ^= addend;
}

/// What one side keeps over all parts.
struct Run {
    const VoleOptions& options;
    Channel& peer;
    crypto::Random& random;
    Workers& workers;
    WeightedStep& step;
    Expansion progress;
    std::uint64_t voles = 0;  ///< made so far, one for each part
    ot::Endpoint endpoint() { return {peer, random, workers, progress, options.session}; }
    Status go_on() const { return progress.stop_requested() ? Status(error(Fault::cancelled)) : Status(); }
    /// So much of one kind of work is done.
    void did(std::size_t count, double each) { step.add(static_cast<double>(count) * each); }
};

/// Asks for the stop between pieces of arithmetic, and says what is done: `work(begin, n)`.
template <class Work>
Status in_pieces(Run& run, std::size_t count, double each, const Work& work) {
    const std::size_t piece = items_at_a_time * run.workers.threads();
    for (std::size_t begin = 0; begin < count; begin += piece) {
        TACIT_TRY(run.go_on());
        const auto n = std::min(piece, count - begin);
        TACIT_TRY(work(begin, n));
        run.did(n, each);
    }
    return {};
}

/// F(x) of the paper: a fresh key schedule per item, Davies-Meyer on the item (section 5, the malicious
/// variant).
Status masks_of(Run& run, std::span<const Block> keys, std::span<const Block> items, std::span<Block> out) {
    return in_pieces(run, items.size(), weight::hash, [&](std::size_t first, std::size_t count) -> Status {
        run.workers.all_of((count + items_at_a_time - 1) / items_at_a_time,
                           [&](std::size_t i) {
                               const auto begin = first + i * items_at_a_time;
                               const auto n = std::min(items_at_a_time, first + count - begin);
                               crypto::rekeyed_hash(&keys[begin], &items[begin], &out[begin], n);
                               return true;
                           },
                           1);
        return {};
    });
}

Status decode(Run& run, const okvs::Okvs& store, std::span<const Block> encoded, std::span<const Block> items,
              std::span<Block> out) {
    return in_pieces(run, items.size(), weight::decode, [&](std::size_t begin, std::size_t n) {
        return store.decode(encoded, items.subspan(begin, n), out.subspan(begin, n), run.workers);
    });
}

// ---- One part, the receiver's side.

/// Steps 1 to 3: the encoding, masked by A, leaves; C stays.
Result<BigVector<Block>> send_encoding(Run& run, ot::CotReceiver& cots, const okvs::Parameters& parameters,
                                       std::span<const Block> items, Block& seed) {
    const auto values = hashed(items);
    BigVector<Block> encoding(parameters.size());
    // Encoded before the seed is told, so that a second attempt tells the sender nothing.
    TACIT_ASSIGN(seed,
                 okvs::encode_with_fresh_seed(parameters, items, values, encoding, okvs::FreeSlots::zero,
                                              run.random, run.workers, &run.progress));
    run.did(items.size(), weight::encode);
    TACIT_TRY(run.go_on());
    TACIT_TRY(run.peer.send(crypto::as_bytes({&seed, 1})));
    TACIT_ASSIGN(auto correlation,
                 vole::receive_vole({.count = encoding.size(), .call = run.voles++}, cots, run.endpoint()));
    for (std::size_t begin = 0; begin < encoding.size(); begin += slots_per_message) {
        TACIT_TRY(run.go_on());
        const auto chunk =
            std::span(encoding).subspan(begin, std::min(slots_per_message, encoding.size() - begin));
        for (std::size_t i = 0; i < chunk.size(); ++i) chunk[i] ^= correlation.a[begin + i];
        TACIT_TRY(run.peer.send(crypto::as_bytes(chunk)));
        TACIT_TRY(run.peer.flush());
        run.did(chunk.size(), weight::transfer);
    }
    return std::move(correlation.c);
}

/// Steps 5 and 6: finds the sender's masks among its own. The places of one's own items, by ascending place
/// in the sender's list, which `positions` gets.
Result<std::vector<std::uint32_t>> receive_masks(Run& run, std::span<const Block> mine, std::size_t theirs,
                                                 std::vector<std::uint32_t>& positions) {
    const MaskGroups groups(mine);
    const MaskLayout layout(theirs);
    MaskReader reader(layout);
    if (layout.counts_size() > 0) {
        TACIT_ASSIGN(const Bytes counts, run.peer.receive(layout.counts_size()));
        TACIT_TRY(reader.counts(counts, run.peer.peer_name()));
    }
    std::vector<std::uint32_t> matches;
    std::vector<bool> matched(mine.size());
    std::vector<Block> masks;
    for (std::size_t message = 0, position = 0; message < layout.messages(); ++message) {
        TACIT_TRY(run.go_on());
        TACIT_ASSIGN(const Bytes entries, run.peer.receive(layout.entries_in(message) * layout.entry_size()));
        masks.clear();
        reader.entries(entries, masks);
        for (const auto& mask : masks) {
            if (const auto place = groups.find(mask)) {
                if (matched[*place])
                    return error(Fault::cheating, "a mask is there twice", run.peer.peer_name());
                matched[*place] = true;
                matches.push_back(*place);
                positions.push_back(static_cast<std::uint32_t>(position));
            }
            ++position;
        }
        run.did(masks.size(), weight::masks);
    }
    return matches;
}

/// Step 7: a bit for each of the sender's masks, then a proof for each that is set.
Status send_claims(Run& run, std::span<const Block> keys, std::span<const Block> items,
                   std::span<const std::uint32_t> matches, std::span<const std::uint32_t> positions,
                   std::size_t theirs) {
    Bytes bits((theirs + 7) / 8);
    for (const auto position : positions)
        bits[position / 8] |= static_cast<std::uint8_t>(1u << (position % 8));
    TACIT_TRY(run.peer.send(bits));
    for (std::size_t begin = 0; begin < matches.size(); begin += slots_per_message) {
        const auto chunk = matches.subspan(begin, std::min(slots_per_message, matches.size() - begin));
        std::vector<Block> proofs;
        proofs.reserve(chunk.size());
        for (const auto place : chunk) proofs.push_back(proof_of(keys[place], items[place]));
        TACIT_TRY(run.peer.send(crypto::as_bytes(proofs)));
    }
    return run.peer.flush();
}

Result<std::vector<std::uint32_t>> receive_part(Run& run, ot::CotReceiver& cots, std::span<const Block> items,
                                                std::size_t theirs) {
    const auto parameters = okvs::Parameters::for_items(items.size());
    TACIT_ASSIGN(const Bytes commitment, run.peer.receive(sizeof(crypto::Digest)));
    Block seed;
    TACIT_ASSIGN(const auto c, send_encoding(run, cots, parameters, items, seed));
    const auto w = crypto::random_block(run.random);
    TACIT_TRY(run.peer.send(crypto::as_bytes({&w, 1})));
    TACIT_TRY(run.peer.flush());

    // The arithmetic that does not need the sender's share of w, while the sender does its own.
    BigVector<Block> keys(items.size());
    TACIT_TRY(decode(run, okvs::Okvs(parameters, seed), c, items, keys));
    TACIT_ASSIGN(const Bytes opening, run.peer.receive(opening_size));
    const Committed theirs_w{Block::load(opening.data()), Block::load(opening.data() + block_size)};
    if (!crypto::equal_fixed_time(theirs_w.commitment(run.options.session), commitment))
        return error(Fault::cheating, "the share of w is not the one committed to", run.peer.peer_name());
    add_to_all(keys, w ^ theirs_w.w);
    BigVector<Block> mine(items.size());
    TACIT_TRY(masks_of(run, keys, items, mine));
    std::vector<std::uint32_t> positions;
    TACIT_ASSIGN(auto matches, receive_masks(run, mine, theirs, positions));
    if (run.options.reveal_to_sender) TACIT_TRY(send_claims(run, keys, items, matches, positions, theirs));
    return matches;
}

// ---- One part, the sender's side.

/// Step 4: B' = B + Delta (P + A), chunk by chunk as it comes.
Status receive_encoding(Run& run, Block delta, std::span<Block> b) {
    for (std::size_t begin = 0; begin < b.size(); begin += slots_per_message) {
        TACIT_TRY(run.go_on());
        const auto size = std::min(slots_per_message, b.size() - begin);
        TACIT_ASSIGN(const Bytes message, run.peer.receive(size * block_size));
        std::vector<Block> chunk(size);
        std::copy(message.begin(), message.end(), crypto::as_writable_bytes(chunk).begin());
        crypto::gf_scale_add(delta, chunk.data(), &b[begin], &b[begin], size);
        run.did(size, weight::transfer);
    }
    return {};
}

Status send_masks(Run& run, std::span<const Block> masks, const MaskGroups& sorted) {
    const MaskLayout layout(masks.size());
    const auto counts = encode_counts(layout, masks, sorted);
    if (!counts) return error(Fault::internal, "masks are not uniform");
    if (!counts->empty()) TACIT_TRY(run.peer.send(*counts));
    for (std::size_t message = 0; message < layout.messages(); ++message) {
        TACIT_TRY(run.go_on());
        TACIT_TRY(run.peer.send(encode_entries(layout, masks, sorted, message)));
        run.did(layout.entries_in(message), weight::masks);
    }
    return run.peer.flush();
}

/// The places of the items that the receiver proves to hold.
Result<std::vector<std::uint32_t>> receive_claims(Run& run, std::span<const Block> keys,
                                                  std::span<const Block> items, const MaskGroups& sorted,
                                                  std::size_t maximum) {
    TACIT_ASSIGN(const Bytes bits, run.peer.receive((items.size() + 7) / 8));
    std::vector<std::uint32_t> claimed;
    for (std::size_t position = 0; position < bits.size() * 8; ++position) {
        if ((bits[position / 8] >> (position % 8) & 1) == 0) continue;
        if (position >= items.size())
            return error(Fault::malformed_message, "a match is claimed beyond the list",
                         run.peer.peer_name());
        claimed.push_back(sorted.order()[position]);
    }
    if (claimed.size() > maximum)
        return error(Fault::cheating, "more matches than items", run.peer.peer_name());
    for (std::size_t begin = 0; begin < claimed.size(); begin += slots_per_message) {
        TACIT_TRY(run.go_on());
        const auto size = std::min(slots_per_message, claimed.size() - begin);
        TACIT_ASSIGN(const Bytes message, run.peer.receive(size * block_size));
        for (std::size_t i = 0; i < size; ++i) {
            const auto place = claimed[begin + i];
            const auto proof = proof_of(keys[place], items[place]);
            if (!crypto::equal_fixed_time(crypto::as_bytes({&proof, 1}),
                                          View(message).subspan(i * block_size, block_size)))
                return error(Fault::cheating,
                             "a match is claimed for an item that the claimant does not hold",
                             run.peer.peer_name());
        }
    }
    return claimed;
}

Result<std::vector<std::uint32_t>> send_part(Run& run, ot::CotSender& cots, std::span<const Block> items,
                                             std::size_t theirs) {
    const auto parameters = okvs::Parameters::for_items(theirs);
    const Committed my_w{crypto::random_block(run.random), crypto::random_block(run.random)};
    TACIT_TRY(run.peer.send(my_w.commitment(run.options.session)));
    TACIT_ASSIGN(const Bytes seed, run.peer.receive(block_size));
    TACIT_ASSIGN(auto b,
                 vole::send_vole({.count = parameters.size(), .call = run.voles++}, cots, run.endpoint()));
    TACIT_TRY(receive_encoding(run, cots.delta(), b));
    TACIT_ASSIGN(const Bytes their_w, run.peer.receive(block_size));
    const Block opening[2] = {my_w.w, my_w.nonce};
    TACIT_TRY(run.peer.send(crypto::as_bytes(opening)));
    TACIT_TRY(run.peer.flush());

    BigVector<Block> keys(items.size());
    TACIT_TRY(decode(run, okvs::Okvs(parameters, Block::load(seed.data())), b, items, keys));
    b = {};
    {
        const auto values = hashed(items);
        crypto::gf_scale_add(cots.delta(), values.data(), keys.data(), keys.data(), keys.size());
    }
    add_to_all(keys, my_w.w ^ Block::load(their_w.data()));
    BigVector<Block> masks(items.size());
    TACIT_TRY(masks_of(run, keys, items, masks));
    MaskGroups sorted(masks);
    TACIT_TRY(run.go_on());
    sorted.sort();
    // The receiver's encoding finds its own repeated items; here equal masks tell.
    if (sorted.has_repeated()) return error(Fault::usage, "an item is there twice");
    TACIT_TRY(send_masks(run, masks, sorted));
    if (!run.options.reveal_to_sender) return std::vector<std::uint32_t>{};
    return receive_claims(run, keys, items, sorted, theirs);
}

// ---- All parts.

template <class RunPart>
Result<VoleRowsOutcome> all_parts(Run& run, ItemBlocks items, const Sizes& sizes, RunPart run_part) {
    const auto parts = part_count(items.size(), sizes.theirs, sizes.part_items);
    const auto theirs = part_capacity(sizes.theirs, parts);
    TACIT_ASSIGN(const auto split, Parts::split(items, parts));
    VoleRowsOutcome out{{}, sizes.theirs};
    for (std::size_t part = 0; part < parts; ++part) {
        std::vector<std::uint32_t> found;
        if (parts == 1) {
            TACIT_ASSIGN(found, run_part(items, theirs));
        } else {
            const auto mine = split.items(items, part, run.random);
            TACIT_ASSIGN(found, run_part(std::span<const Block>(mine), theirs));
        }
        const auto places = split.places(part);
        for (const auto place : found) {
            // Random items that only fill a part up: nobody else holds them.
            if (place >= places.size())
                return error(Fault::cheating, "a match that cannot be", run.peer.peer_name());
            out.matches.push_back(places[place]);
        }
    }
    std::sort(out.matches.begin(), out.matches.end());
    run.step.finish();
    return out;
}

/// The work of all parts as one step, which is told as the keys of both sides.
template <class Work>
WeightedStep one_step(Progress& progress, std::size_t mine, const Sizes& sizes, bool i_encode, Work work) {
    const auto parts = part_count(mine, sizes.theirs, sizes.part_items);
    const auto my_part = part_capacity(mine, parts), their_part = part_capacity(sizes.theirs, parts);
    const auto slots = okvs::Parameters::for_items(i_encode ? my_part : their_part).size();
    return {progress, "matching", mine + sizes.theirs,
            static_cast<double>(parts) * work(my_part, their_part, slots)};
}

}  // namespace

Result<VoleRowsOutcome> receive_rows_by_vole(const VoleOptions& options, ItemBlocks items, Channel& sender,
                                             crypto::Random& random, Progress& progress) {
    TACIT_TRY(check(options, items));
    TACIT_ASSIGN(const auto sizes, exchange_hello(options, items.size(), sender));
    if (items.empty() || sizes.theirs == 0) return VoleRowsOutcome{{}, sizes.theirs};
    Workers workers(options.threads);
    auto step = one_step(progress, items.size(), sizes, true, receiver_work);
    Run run{options, sender, random, workers, step, Expansion(progress, step)};
    const auto endpoint = run.endpoint();
    TACIT_ASSIGN(const auto cots, ot::SoftSpokenReceiver::set_up(ot::default_field_bits, endpoint));
    return all_parts(run, items, sizes, [&](std::span<const Block> mine, std::size_t theirs) {
        return receive_part(run, *cots, mine, theirs);
    });
}

Result<VoleRowsOutcome> send_rows_by_vole(const VoleOptions& options, ItemBlocks items, Channel& receiver,
                                          crypto::Random& random, Progress& progress) {
    TACIT_TRY(check(options, items));
    TACIT_ASSIGN(const auto sizes, exchange_hello(options, items.size(), receiver));
    if (items.empty() || sizes.theirs == 0) return VoleRowsOutcome{{}, sizes.theirs};
    Workers workers(options.threads);
    auto step = one_step(progress, items.size(), sizes, false, sender_work);
    Run run{options, receiver, random, workers, step, Expansion(progress, step)};
    const auto endpoint = run.endpoint();
    auto delta = crypto::random_block(random);
    while (crypto::equal_fixed_time(delta, Block{})) delta = crypto::random_block(random);
    TACIT_ASSIGN(const auto cots, ot::SoftSpokenSender::set_up(ot::default_field_bits, delta, endpoint));
    return all_parts(run, items, sizes, [&](std::span<const Block> mine, std::size_t theirs) {
        return send_part(run, *cots, mine, theirs);
    });
}

namespace {

std::size_t pieces(std::size_t whole, std::size_t piece) {
    return (whole + piece - 1) / piece;
}

ChannelCounters part_cost(std::size_t mine, std::size_t theirs) {
    const auto slots = okvs::Parameters::for_items(mine).size();
    auto out = vole::vole_cost(slots);
    out += ot::softspoken_extend_cost(ot::default_field_bits, vole::vole_cots(slots));
    // Seed, encoding and w; commitment, opening and masks.
    out.bytes_sent += block_size + slots * block_size + block_size;
    out.messages_sent += 2 + pieces(slots, slots_per_message);
    const MaskLayout layout(theirs);
    out.bytes_received += sizeof(crypto::Digest) + opening_size + layout.bytes();
    out.messages_received += 2 + (layout.counts_size() > 0 ? 1 : 0) + layout.messages();
    return out;
}

}  // namespace

ChannelCounters vole_rows_cost(const VoleOptions& options, std::size_t receiver_items,
                               std::size_t sender_items, std::size_t matches) {
    ChannelCounters out{hello_size, hello_size, 1, 1};
    if (receiver_items == 0 || sender_items == 0) return out;
    out += ot::softspoken_set_up_cost(ot::default_field_bits);
    const auto parts = part_count(receiver_items, sender_items, options.part_items);
    const auto mine = part_capacity(receiver_items, parts), theirs = part_capacity(sender_items, parts);
    for (std::size_t part = 0; part < parts; ++part) out += part_cost(mine, theirs);
    if (options.reveal_to_sender) {
        // How the matches fall on messages of more than one part is left out: bytes are exact, messages for
        // one part.
        out.bytes_sent += parts * ((theirs + 7) / 8) + matches * block_size;
        out.messages_sent += parts + pieces(matches, slots_per_message);
    }
    return out;
}

}  // namespace tacit::mpc::psi
