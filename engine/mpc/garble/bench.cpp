#include "mpc/garble/bench.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "crypto/half_gates.h"
#include "crypto/prg.h"
#include "mpc/garble/garble.h"

namespace tacit::mpc::garble {

using circuit::Chunk;
using circuit::Shape;
using circuit::Slot;

namespace {

constexpr Slot width = 4096, sides = 128;

/// State in the slots below `width`, products of a layer in those behind.
class Mixing final : public circuit::Program {
  public:
    explicit Mixing(std::uint64_t ands) {
        shape_.inputs = {{0, 0, sides / 2}, {1, sides / 2, sides / 2}};
        std::vector<Slot> out(sides / 2);
        for (Slot i = 0; i < out.size(); ++i) out[i] = i;
        shape_.outputs = {{3, std::move(out)}};
        shape_.slots = 2 * width;
        shape_.ands = ands;
        shape_.and_depth = (ands + width - 1) / width;
        shape_.linear = width - sides + ands;
    }
    const Shape& shape() const override { return shape_; }
    std::unique_ptr<circuit::GateStream> open() const override {
        return std::make_unique<Stream>(shape_.ands);
    }

  private:
    class Stream final : public circuit::GateStream {
      public:
        explicit Stream(std::uint64_t ands) : left_(ands) {}
        bool next(Chunk& chunk) override {
            chunk.clear();
            if (done_) return false;
            if (layer_ == 0)
                for (Slot i = sides; i < width; ++i)
                    chunk.linear.push_back({i % sides, (i * 7 + i / sides) % sides, i});
            for (Slot i = 0; i < last_; ++i) chunk.linear.push_back({i, width + i, i});
            last_ = static_cast<Slot>(std::min<std::uint64_t>(width, left_));
            for (Slot i = 0; i < last_; ++i)
                chunk.ands.push_back({i, (i + 1 + 37 * layer_) % width, width + i});
            left_ -= last_;
            ++layer_;
            done_ = last_ == 0;
            chunk.layers.push_back({static_cast<std::uint32_t>(chunk.linear.size()), last_});
            return true;
        }

      private:
        std::uint64_t left_;
        Slot layer_ = 0, last_ = 0;
        bool done_ = false;
    };
    Shape shape_;
};

/// carry = majority(a, !b, carry) from the lowest bit on.
class Comparison final : public circuit::Program {
  public:
    Comparison() {
        constexpr Slot bits = 64, carry = 2 * bits;
        shape_.inputs = {{0, 0, bits}, {1, bits, bits}};
        shape_.outputs = {{3, {carry}}};
        shape_.slots = 2 * bits + 4;
        shape_.ands = shape_.and_depth = bits;
        for (Slot i = 0; i < bits; ++i) {
            if (i == 0) chunk_.linear.push_back({0, 0, carry});
            chunk_.linear.push_back({i, carry, carry + 1});
            chunk_.linear.push_back({bits + i, carry, carry + 2});
            chunk_.linear.push_back({carry + 2, circuit::one, carry + 2});
            chunk_.layers.push_back({static_cast<std::uint32_t>(chunk_.linear.size()), i + 1});
            chunk_.ands.push_back({carry + 1, carry + 2, carry + 3});
            chunk_.linear.push_back({carry, carry + 3, carry});
        }
        chunk_.layers.push_back({static_cast<std::uint32_t>(chunk_.linear.size()), bits});
        shape_.linear = chunk_.linear.size();
    }
    const Shape& shape() const override { return shape_; }
    std::unique_ptr<circuit::GateStream> open() const override {
        class Stream final : public circuit::GateStream {
          public:
            explicit Stream(const Chunk& chunk) : chunk_(chunk) {}
            bool next(Chunk& chunk) override {
                chunk.clear();
                if (!done_) chunk = chunk_;
                return !std::exchange(done_, true);
            }

          private:
            const Chunk& chunk_;
            bool done_ = false;
        };
        return std::make_unique<Stream>(chunk_);
    }

  private:
    Shape shape_;
    Chunk chunk_;
};

/// Calls per second of the fastest of eight goes of at least 5 ms.
template <class Call>
double best_rate(Call call) {
    using Clock = std::chrono::steady_clock;
    double best = 0;
    for (int go = 0; go < 8; ++go) {
        const auto begun = Clock::now();
        std::chrono::duration<double> took{0};
        double calls = 0;
        for (; took < std::chrono::milliseconds(5); took = Clock::now() - begun, ++calls) call();
        best = std::max(best, calls / took.count());
    }
    return best;
}

}  // namespace

Status run_benchmark(bool garbles, std::uint64_t ands, unsigned threads, Channel& peer,
                     crypto::Random& random, Progress& progress) {
    constexpr std::uint64_t comparison = 64;
    std::unique_ptr<circuit::Program> program;
    if (ands == comparison)
        program = std::make_unique<Comparison>();
    else
        program = std::make_unique<Mixing>(ands);
    GarbleOptions options;
    options.threads = threads;
    // The garbler's number is the largest that there is, the evaluator's 0.
    TACIT_ASSIGN(const auto outputs,
                 garble_and_run(options, garbles ? Role::garbler : Role::evaluator, *program,
                                {Bits(sides / 2, garbles)}, peer, random, progress));
    if (ands == comparison && outputs[0] != Bits{true})
        return error(Fault::internal, "the comparison is wrong");
    return {};
}

KernelBenchmark measure_kernel() {
    using crypto::Block;
    constexpr std::size_t n = 256;
    std::vector<Block> in(5 * n), table(2 * n), out(n);
    crypto::Prg({1, 2}).fill(std::span(in));
    const auto at = [&](std::size_t i) { return in.data() + i * n; };
    KernelBenchmark measured;
    measured.garbled_per_second =
        n * best_rate([&] {
            crypto::garble_ands({1, 2}, 0, {3, 4},
                                {at(0), at(1), at(2), at(3), at(4), table.data(), out.data()}, n);
        });
    measured.evaluated_per_second = n * best_rate([&] {
                                        crypto::evaluate_ands({1, 2}, 0, at(0), at(1), at(2), out.data(), n);
                                    });
    return measured;
}

}  // namespace tacit::mpc::garble
