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
#include "mpc/psi/vole_plan.h"
#include "mpc/psi/vole_step.h"
#include "mpc/vole/silent_vole.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::mpc::psi {

using crypto::BigVector;
using crypto::Block;

namespace {

constexpr std::uint8_t version = 3;
/// Items whose arithmetic is done between two looks at the stop button: a few milliseconds.
constexpr std::size_t items_at_a_time = std::size_t{1} << 16;

/// The second half of the function F, by which the receiver proves that it holds an item.
constexpr Block proof_domain{0, std::uint64_t{1} << 63};

/// Both tell how many items they have and how large a part may be. How many the peer has.
Result<std::size_t> exchange_hello(const VoleOptions& options, std::size_t mine, Channel& peer) {
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
    return items;
}

Status check(const VoleOptions& options, ItemBlocks items) {
    if (items.size() > max_vole_items) return error(Fault::usage, "too many items for this protocol");
    if (options.part_items < least_part_items) return error(Fault::usage, "parts are too small");
    return {};
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
    Plan plan;
    std::size_t theirs;       ///< items that the peer has by its own word
    std::uint64_t voles = 0;  ///< made so far, one for each encoding
    std::vector<std::uint32_t> matches{};
    ot::Endpoint endpoint() { return {peer, random, workers, progress, options.session}; }
    Status go_on() const { return progress.stop_requested() ? Status(error(Fault::cancelled)) : Status(); }
    /// So much of one kind of work is done.
    void did(std::size_t count, double each) { step.add(static_cast<double>(count) * each); }
    /// The key of H for the next encoding: no other run and no other encoding has the same.
    Block value_key() const {
        const auto digest =
            crypto::Hasher("tacit/mpc/psi/values").add(View(options.session)).add(voles).finish();
        return Block::load(digest.data());
    }
    /// Whoever matches more items than it has put guesses where random items fill up.
    Status check_matches(std::size_t more) const {
        if (matches.size() + more <= theirs) return {};
        return error(Fault::cheating, "more matches than items", peer.peer_name());
    }
    /// `found` are places among those of `split`'s part.
    Status take(std::span<const std::uint32_t> found, std::span<const std::uint32_t> places) {
        for (const auto place : found) {
            // Random items that only fill a part up: nobody else holds them.
            if (place >= places.size())
                return error(Fault::cheating, "a match that cannot be", peer.peer_name());
            matches.push_back(places[place]);
        }
        return {};
    }
};

/// H of the paper, under a key that no one can choose.
BigVector<Block> hashed(Block key, std::span<const Block> items) {
    BigVector<Block> out(items.size());
    crypto::FixedKeyHash(key).ccr(items.data(), out.data(), items.size());
    return out;
}

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

// ---- The receiver's side.

/// Steps 1 to 3: the encoding, masked by A, leaves; C stays.
Result<BigVector<Block>> send_encoding(Run& run, ot::CotReceiver& cots, const okvs::Parameters& parameters,
                                       std::span<const Block> items, Block& seed) {
    const auto values = hashed(run.value_key(), items);
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
    std::vector<Block> masks;
    for (std::size_t message = 0, position = 0; message < layout.messages(); ++message) {
        TACIT_TRY(run.go_on());
        TACIT_ASSIGN(const Bytes entries, run.peer.receive(layout.entries_in(message) * layout.entry_size()));
        masks.clear();
        // In order, so none is there twice: were that found out only where one matches, the fault would tell
        // the sender whether it does.
        TACIT_TRY(reader.entries(entries, masks, run.peer.peer_name()));
        for (const auto& mask : masks) {
            if (const auto place = groups.find(mask)) {
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

/// Steps 1 to 5: the keys of one's own items, from which their masks and proofs are made.
Result<BigVector<Block>> encode_items(Run& run, ot::CotReceiver& cots, std::span<const Block> items) {
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
    return keys;
}

/// Steps 5 to 7 for one list of the sender's masks.
Result<std::vector<std::uint32_t>> receive_list(Run& run, std::span<const Block> items,
                                                std::span<const Block> keys) {
    BigVector<Block> mine(items.size());
    TACIT_TRY(masks_of(run, keys, items, mine));
    std::vector<std::uint32_t> positions;
    TACIT_ASSIGN(auto found, receive_masks(run, mine, run.plan.listed, positions));
    TACIT_TRY(run.check_matches(found.size()));
    if (run.options.reveal_to_sender)
        TACIT_TRY(send_claims(run, keys, items, found, positions, run.plan.listed));
    return found;
}

BigVector<Block> chosen(std::span<const Block> all, std::span<const std::uint32_t> places) {
    BigVector<Block> out(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) out[i] = all[places[i]];
    return out;
}

Status receive_all(Run& run, ot::CotReceiver& cots, ItemBlocks items) {
    TACIT_ASSIGN(const auto split, Parts::split(items, run.plan.lists));
    BigVector<Block> all_keys;
    if (run.plan.encodings == 1) {
        TACIT_ASSIGN(all_keys, encode_items(run, cots, items));
    }
    for (std::size_t list = 0; list < run.plan.lists; ++list) {
        const auto places = split.places(list);
        std::vector<std::uint32_t> found;
        if (run.plan.lists == 1) {
            TACIT_ASSIGN(found, receive_list(run, items, all_keys));
        } else if (run.plan.encodings == 1) {
            // Those that belong into this list alone: the same mask in two lists would tell, by the fault.
            TACIT_ASSIGN(found, receive_list(run, chosen(items, places), chosen(all_keys, places)));
        } else {
            const auto mine = split.items(items, list, run.random);
            TACIT_ASSIGN(const auto keys, encode_items(run, cots, mine));
            TACIT_ASSIGN(found, receive_list(run, mine, keys));
        }
        TACIT_TRY(run.take(found, places));
    }
    return {};
}

// ---- The sender's side.

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
                                                  std::span<const Block> items, const MaskGroups& sorted) {
    TACIT_ASSIGN(const Bytes bits, run.peer.receive((items.size() + 7) / 8));
    std::vector<std::uint32_t> claimed;
    for (std::size_t position = 0; position < bits.size() * 8; ++position) {
        if ((bits[position / 8] >> (position % 8) & 1) == 0) continue;
        if (position >= items.size())
            return error(Fault::malformed_message, "a match is claimed beyond the list",
                         run.peer.peer_name());
        claimed.push_back(sorted.order()[position]);
    }
    TACIT_TRY(run.check_matches(claimed.size()));
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

/// What an encoding of the receiver's leaves with the sender: the function that gives a key for any item.
struct Evaluation {
    BigVector<Block> b;
    okvs::Parameters parameters;
    Block seed, value_key, w;
};

/// Steps 1 to 4.
Result<Evaluation> take_encoding(Run& run, ot::CotSender& cots) {
    Evaluation out;
    out.parameters = okvs::Parameters::for_items(run.plan.encoded);
    out.value_key = run.value_key();
    const Committed my_w{crypto::random_block(run.random), crypto::random_block(run.random)};
    TACIT_TRY(run.peer.send(my_w.commitment(run.options.session)));
    TACIT_ASSIGN(const Bytes seed, run.peer.receive(block_size));
    out.seed = Block::load(seed.data());
    // Rows of the encoding and H would be the same function.
    if (out.seed == out.value_key)
        return error(Fault::cheating, "the seed of the encoding is not a fresh one", run.peer.peer_name());
    TACIT_ASSIGN(
        out.b, vole::send_vole({.count = out.parameters.size(), .call = run.voles++}, cots, run.endpoint()));
    TACIT_TRY(receive_encoding(run, cots.delta(), out.b));
    TACIT_ASSIGN(const Bytes their_w, run.peer.receive(block_size));
    const Block opening[2] = {my_w.w, my_w.nonce};
    TACIT_TRY(run.peer.send(crypto::as_bytes(opening)));
    TACIT_TRY(run.peer.flush());
    out.w = my_w.w ^ Block::load(their_w.data());
    return out;
}

/// Steps 4 and 5. `last`: the evaluation is not needed any more, and gives its memory back.
Result<BigVector<Block>> keys_of(Run& run, Block delta, Evaluation& evaluation, std::span<const Block> items,
                                 bool last) {
    BigVector<Block> keys(items.size());
    TACIT_TRY(decode(run, okvs::Okvs(evaluation.parameters, evaluation.seed), evaluation.b, items, keys));
    if (last) evaluation.b = {};
    const auto values = hashed(evaluation.value_key, items);
    crypto::gf_scale_add(delta, values.data(), keys.data(), keys.data(), keys.size());
    add_to_all(keys, evaluation.w);
    return keys;
}

/// Steps 5 to 7 for one list of masks.
Result<std::vector<std::uint32_t>> send_list(Run& run, std::span<const Block> items,
                                             std::span<const Block> keys) {
    BigVector<Block> masks(items.size());
    TACIT_TRY(masks_of(run, keys, items, masks));
    MaskGroups sorted(masks);
    TACIT_TRY(run.go_on());
    sorted.sort();
    // The receiver's encoding finds its own repeated items; here equal masks tell.
    if (sorted.has_repeated()) return error(Fault::usage, "an item is there twice");
    TACIT_TRY(send_masks(run, masks, sorted));
    if (!run.options.reveal_to_sender) return std::vector<std::uint32_t>{};
    return receive_claims(run, keys, items, sorted);
}

Status send_all(Run& run, ot::CotSender& cots, ItemBlocks items) {
    TACIT_ASSIGN(const auto split, Parts::split(items, run.plan.lists));
    Evaluation evaluation;
    for (std::size_t list = 0; list < run.plan.lists; ++list) {
        if (list < run.plan.encodings) {
            TACIT_ASSIGN(evaluation, take_encoding(run, cots));
        }
        const bool last = run.plan.encodings > 1 || list + 1 == run.plan.lists;
        BigVector<Block> part;
        if (run.plan.lists > 1) part = split.items(items, list, run.random);
        const auto mine = run.plan.lists > 1 ? std::span<const Block>(part) : items;
        TACIT_ASSIGN(const auto keys, keys_of(run, cots.delta(), evaluation, mine, last));
        TACIT_ASSIGN(const auto found, send_list(run, mine, keys));
        TACIT_TRY(run.take(found, split.places(list)));
    }
    return {};
}

// ---- Both.

/// All of it as one step, which is told as the keys of both sides.
WeightedStep one_step(Progress& progress, const Plan& plan, std::size_t keys, bool i_encode) {
    const auto encodings = static_cast<double>(plan.encodings), lists = static_cast<double>(plan.lists);
    const double work =
        i_encode ? encodings * encoding_work(plan.encoded, plan.slots()) + lists * list_work(plan.listed)
                 : encodings * taking_work(plan.slots()) + lists * sending_work(plan.listed);
    return {progress, "matching", keys, work};
}

VoleRowsOutcome outcome_of(Run& run) {
    std::sort(run.matches.begin(), run.matches.end());
    run.step.finish();
    return {std::move(run.matches), run.theirs};
}

Result<VoleRowsOutcome> receive(Run& run, ItemBlocks items) {
    const auto endpoint = run.endpoint();
    TACIT_ASSIGN(const auto cots, ot::SoftSpokenReceiver::set_up(ot::default_field_bits, endpoint));
    TACIT_TRY(receive_all(run, *cots, items));
    return outcome_of(run);
}

Result<VoleRowsOutcome> send(Run& run, ItemBlocks items) {
    const auto endpoint = run.endpoint();
    auto delta = crypto::random_block(run.random);
    while (crypto::equal_fixed_time(delta, Block{})) delta = crypto::random_block(run.random);
    auto cots = ot::SoftSpokenSender::set_up(ot::default_field_bits, delta, endpoint);
    crypto::wipe(crypto::as_writable_bytes({&delta, 1}));
    if (!cots) return cots.error();
    TACIT_TRY(send_all(run, **cots, items));
    return outcome_of(run);
}

Result<VoleRowsOutcome> match(const VoleOptions& options, ItemBlocks items, bool receives, Channel& peer,
                              crypto::Random& random, Progress& progress) {
    TACIT_TRY(check(options, items));
    TACIT_ASSIGN(const auto theirs, exchange_hello(options, items.size(), peer));
    if (items.empty() || theirs == 0) return VoleRowsOutcome{{}, theirs};
    const auto plan =
        receives ? plan_of(options, items.size(), theirs) : plan_of(options, theirs, items.size());
    const bool i_encode = receives != plan.swapped;
    Workers workers(options.threads);
    auto step = one_step(progress, plan, items.size() + theirs, i_encode);
    Run run{options, peer, random, workers, step, Expansion(progress, step), plan, theirs};
    return i_encode ? receive(run, items) : send(run, items);
}

}  // namespace

Result<VoleRowsOutcome> receive_rows_by_vole(const VoleOptions& options, ItemBlocks items, Channel& sender,
                                             crypto::Random& random, Progress& progress) {
    return match(options, items, true, sender, random, progress);
}

Result<VoleRowsOutcome> send_rows_by_vole(const VoleOptions& options, ItemBlocks items, Channel& receiver,
                                          crypto::Random& random, Progress& progress) {
    return match(options, items, false, receiver, random, progress);
}

}  // namespace tacit::mpc::psi
