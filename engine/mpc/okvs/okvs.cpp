#include "mpc/okvs/okvs.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

#include "crypto/big_vector.h"
#include "crypto/gf128.h"
#include "crypto/prg.h"
#include "mpc/okvs/bin_solver.h"

namespace tacit::mpc::okvs {

using crypto::Block;

namespace {

constexpr std::size_t batch = 128;  ///< keys hashed together
/// Bins that a thread solves between two looks at the stop button: some 20 milliseconds.
constexpr std::size_t bins_at_a_time = 16;
constexpr std::size_t group =
    8;  ///< keys fetched and multiplied together: 24 lines, about what the processor keeps track of

/// Parameters::for_items makes no shape that fails here unless the tuning asks for it.
Status check_shape(const Parameters& parameters) {
    constexpr std::size_t most_slots = std::size_t{std::numeric_limits<Index>::max()} + 1;
    if (parameters.sparse < 3 || parameters.sparse > most_slots || parameters.bin_capacity() > most_slots)
        return error(Fault::usage, "okvs: a bin has too many or too few slots");
    return {};
}

/// Calls `visit(i, element)` for i from `begin` to `end`.
template <class Visit>
void for_each_element(const RowHash& hash, std::span<const Block> keys, std::size_t begin, std::size_t end,
                      Visit visit) {
    std::array<Block, batch> elements;
    for (; begin < end; begin += batch) {
        const std::size_t count = std::min(batch, end - begin);
        hash.elements(&keys[begin], elements.data(), count);
        for (std::size_t i = 0; i < count; ++i) visit(begin + i, elements[i]);
    }
}

/// Items sorted by bin, in a bin in the order of the keys, whatever the number of threads.
struct Partition {
    crypto::BigVector<Item> items;
    std::vector<std::size_t> first;  ///< of every bin, and the end

    std::span<const Item> bin(std::size_t b) const {
        return std::span(items).subspan(first[b], first[b + 1] - first[b]);
    }
};

Partition partition(const RowHash& hash, std::size_t bins, std::span<const Block> keys,
                    std::span<const Block> values, Workers& workers) {
    const std::size_t n = keys.size(), chunks = std::clamp<std::size_t>(n / 8192, 1, 64);
    const auto chunk_begin = [&](std::size_t c) { return n / chunks * c + std::min(c, n % chunks); };
    std::vector<std::size_t> place(chunks * bins);  // counts first, then where the next item goes
    workers.all_of(
        chunks,
        [&](std::size_t c) {
            std::size_t* counts = &place[c * bins];
            for_each_element(hash, keys, chunk_begin(c), chunk_begin(c + 1),
                             [&](std::size_t, Block element) { ++counts[hash.bin(element)]; });
            return true;
        },
        1);
    Partition out{.items = crypto::BigVector<Item>(n), .first = std::vector<std::size_t>(bins + 1)};
    std::size_t sum = 0;
    for (std::size_t b = 0; b < bins; ++b) {
        out.first[b] = sum;
        for (std::size_t c = 0; c < chunks; ++c) sum += std::exchange(place[c * bins + b], sum);
    }
    out.first[bins] = sum;
    workers.all_of(
        chunks,
        [&](std::size_t c) {
            std::size_t* next = &place[c * bins];
            for_each_element(hash, keys, chunk_begin(c), chunk_begin(c + 1),
                             [&](std::size_t i, Block element) {
                                 out.items[next[hash.bin(element)]++] = {element, values[i]};
                             });
            return true;
        },
        1);
    return out;
}

/// Solvers that wait for a bin: as many as threads came to need one.
class SolverPool {
  public:
    explicit SolverPool(const Parameters& parameters) : parameters_(parameters) {}

    std::unique_ptr<BinSolver> take() {
        const std::scoped_lock lock(mutex_);
        if (idle_.empty()) return std::make_unique<BinSolver>(parameters_);
        auto out = std::move(idle_.back());
        idle_.pop_back();
        return out;
    }
    void give_back(std::unique_ptr<BinSolver> solver) {
        const std::scoped_lock lock(mutex_);
        idle_.push_back(std::move(solver));
    }

  private:
    const Parameters& parameters_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<BinSolver>> idle_;
};

}  // namespace

Result<Encoding> Okvs::encode(std::span<const Block> keys, std::span<const Block> values,
                              std::span<Block> encoded, FreeSlots free, crypto::Random& random,
                              Workers& workers, const Progress* progress) const {
    const auto& shape = parameters_;
    TACIT_TRY(check_shape(shape));
    if (keys.size() != shape.items || values.size() != shape.items || encoded.size() != shape.size())
        return error(Fault::usage, "okvs: wrong number of keys, values or slots");
    Block fill_seed;
    if (free == FreeSlots::random) fill_seed = Block::load(random.array<16>().data());
    const auto sorted = partition(hash_, shape.bins, keys, values, workers);
    const std::size_t capacity = shape.bin_capacity(), width = shape.bin_size();
    SolverPool pool(shape);
    std::atomic<bool> repeated = false;
    const auto solve = [&](std::size_t b) {
        const auto items = sorted.bin(b);
        if (items.size() > capacity) {
            if (has_repeated(items)) repeated = true;
            return false;
        }
        const auto bin_part = encoded.subspan(b * width, width);
        if (free == FreeSlots::random)
            crypto::Prg(fill_seed, b * width).fill(bin_part);
        else
            std::fill(bin_part.begin(), bin_part.end(), Block{});
        auto solver = pool.take();
        const auto outcome = solver->solve(items, hash_, bin_part);
        pool.give_back(std::move(solver));
        if (outcome == BinSolver::Outcome::repeated) repeated = true;
        return outcome == BinSolver::Outcome::solved;
    };
    bool all_solved = true;
    const std::size_t piece = bins_at_a_time * workers.threads();
    for (std::size_t begin = 0; begin < shape.bins; begin += piece) {
        if (progress != nullptr && progress->stop_requested()) return error(Fault::cancelled);
        const bool solved = workers.all_of(
            std::min(piece, shape.bins - begin), [&](std::size_t i) { return solve(begin + i); }, 1);
        all_solved = solved && all_solved;
    }
    if (repeated) return error(Fault::usage, "okvs: two keys are the same");
    return all_solved ? Encoding::done : Encoding::reseed;
}

Status Okvs::decode(std::span<const Block> encoded, std::span<const Block> keys, std::span<Block> out,
                    Workers& workers) const {
    TACIT_TRY(check_shape(parameters_));
    if (out.size() != keys.size() || encoded.size() != parameters_.size())
        return error(Fault::usage, "okvs: wrong number of slots or places");
    constexpr std::size_t grain = 4096;
    workers.all_of((keys.size() + grain - 1) / grain,
                   [&](std::size_t chunk) {
                       const std::size_t begin = chunk * grain, end = std::min(keys.size(), begin + grain);
                       for (std::size_t i = begin; i < end; i += batch)
                           decode_batch(encoded.data(), &keys[i], &out[i], std::min(batch, end - i));
                       return true;
                   },
                   1);
    return {};
}

void Okvs::decode_batch(const Block* encoded, const Block* keys, Block* out, std::size_t count) const {
    const std::size_t sparse = parameters_.sparse, dense = parameters_.dense, width = parameters_.bin_size();
    std::array<Block, batch> elements, sum{};
    std::array<const Block*, batch> bins;
    std::array<Row, batch> rows;
    hash_.elements(keys, elements.data(), count);
    // Memory answers slowly and takes few questions at a time: ask for the sparse slots of a few keys,
    // multiply for the dense part of the same, and pick the slots up at the end.
    for (std::size_t begin = 0; begin < count; begin += group) {
        const std::size_t now = std::min(group, count - begin), end = begin + now;
        for (std::size_t i = begin; i < end; ++i) {
            rows[i] = hash_.row(elements[i]);
            bins[i] = encoded + hash_.bin(elements[i]) * width;
            for (const Index slot : rows[i].places) __builtin_prefetch(bins[i] + slot);
        }
        for (std::size_t j = dense; j-- > 0;) {  // Horner's rule
            for (std::size_t i = begin; i < end; ++i) sum[i] ^= bins[i][sparse + j];
            crypto::gf_mul_each(&sum[begin], &elements[begin], &sum[begin], now);
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto& [a, b, c] = rows[i].places;
        out[i] = sum[i] ^ bins[i][a] ^ bins[i][b] ^ bins[i][c];
    }
}

Result<Block> encode_with_fresh_seed(const Parameters& parameters, std::span<const Block> keys,
                                     std::span<const Block> values, std::span<Block> encoded, FreeSlots free,
                                     crypto::Random& random, Workers& workers, const Progress* progress) {
    for (int attempt = 0; attempt < 8; ++attempt) {
        const Block seed = Block::load(random.array<16>().data());
        TACIT_ASSIGN(const auto encoding,
                     Okvs(parameters, seed).encode(keys, values, encoded, free, random, workers, progress));
        if (encoding == Encoding::done) return seed;
    }
    return error(Fault::internal, "okvs: no seed suits the keys");
}

}  // namespace tacit::mpc::okvs
