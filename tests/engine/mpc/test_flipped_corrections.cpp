// A bit flipped in the correction of a leaky triple makes the sum that the check is about a known multiple of
// an offset. Played here: two participants tell nothing but digests of it; more than two give it away, but
// before anything depends on an input. And what a cheater does before the inputs ends a run or not whatever
// the honest inputs are.
#include <QTest>

#include <algorithm>

#include "crypto/gf128.h"
#include "engine/mpc/garble_many_runs.h"
#include "engine/mpc/tampering_runs.h"
#include "mpc/circuit/known.h"
#include "mpc/circuit/repeated.h"
#include "mpc/garble/run.h"
#include "mpc/garble/triples.h"
#include "mpc/garble_many/triples.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::testing;
using garble::AuthenticatedBits;
using garble::bytes_for;
using garble::Session;

namespace {

using Messages = std::vector<Bytes>;

void flip(Bytes& message, std::size_t bit) {
    message[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
}

/// The cheater's end of a channel: notes what passes, and flips bits of what it sends or takes.
class Cheating final : public ForwardingChannel {
  public:
    struct Plan {
        bool of_received = false;
        std::size_t size = 0, others = 0;  ///< of the message, which comes after so many others of this size
        std::vector<std::size_t> bits{};
    };
    Cheating(Channel& below, Plan plan) : ForwardingChannel(below), plan_(std::move(plan)) {}
    Status send(View message) override {
        Bytes copy = to_bytes(message);
        if (!plan_.of_received) alter(copy);
        sent.push_back(copy);
        return below_.send(copy);
    }
    Result<Bytes> receive(std::size_t size) override {
        auto out = below_.receive(size);
        if (!out.ok()) return out;
        received.push_back(*out);
        if (plan_.of_received) alter(*out);
        return out;
    }
    Messages sent, received;
    std::size_t received_before = 0;  ///< messages, when it cheated

  private:
    void alter(Bytes& message) {
        if (message.size() != plan_.size || seen_++ != plan_.others) return;
        for (const auto bit : plan_.bits) flip(message, bit);
        received_before = received.size();
    }
    const Plan plan_;
    std::size_t seen_ = 0;
};

/// The last message of this size.
const Bytes& last_of(const Messages& messages, std::size_t size) {
    const auto last =
        std::find_if(messages.rbegin(), messages.rend(), [=](const auto& one) { return one.size() == size; });
    if (last == messages.rend()) qFatal("no such message");
    return *last;
}

/// The coefficient of place i of `count` in a check under this seed.
Block coefficient(Block seed, std::size_t count, std::size_t i) {
    Workers workers(1);
    return garble::combination(seed, count, workers, [=](std::size_t j) {
        return Block{j == i ? 1u : 0u, 0};
    });
}

// --- Two.

constexpr std::size_t flipped = 77;  ///< leaky triple

struct Batches {
    Status status[2];
    Block delta[2];
    std::optional<Cheating> channel;  ///< the cheater's
};

/// Two batches of triples, the second of which comes after inputs and tables in a run.
void make_batches(Batches& out, const garble::Buckets& plan, std::size_t cheater, bool cheats) {
    MemoryNetwork network(names(2));
    const Cheating::Plan flips{false, bytes_for(plan.leaky()), 1,
                               cheats ? std::vector{flipped} : std::vector<std::size_t>{}};
    const auto party = [&](std::size_t me) -> Status {
        OtParty own(network, me, 7, 1, [&](std::size_t who, std::vector<Channel*>& channels) {
            if (who == cheater) channels[1 - who] = &out.channel.emplace(*channels[1 - who], flips);
        });
        const Session session{me == 0 ? Role::garbler : Role::evaluator, own.endpoint("flips"), {}};
        TACIT_ASSIGN(const auto bits,
                     AuthenticatedBits::set_up(session.role, garble::Transfers::automatic, session.peer));
        out.delta[me] = bits->delta();
        garble::TripleMaker maker(session, *bits);
        BigVector<garble::Triple> triples(plan.triples);
        garble::Shares masks(1);
        TACIT_TRY(maker.make(plan, triples, masks));
        return maker.make(plan, triples, masks);
    };
    network.run({[&] { out.status[0] = party(0); }, [&] { out.status[1] = party(1); }});
}

using Sums = std::array<Block, 2>;

/// What an attacker has that computes an offset: its own sums, which are the peer's if nobody cheats, and the
/// coefficients of the triple under both seeds.
struct Attacker {
    Sums sums, coefficients;

    /// The peer's sums if that is its offset.
    Sums sums_for(Block offset) const {
        return {sums[0] ^ crypto::gf_mul(coefficients[0], offset),
                sums[1] ^ crypto::gf_mul(coefficients[1], offset)};
    }
    /// All offsets that any 16 bytes would mean, were they one of the peer's sums.
    std::vector<Block> candidates(const Messages& received) const {
        std::vector<Block> out;
        for (const auto& message : received)
            for (std::size_t at = 0; at + sizeof(Block) <= message.size(); ++at)
                for (std::size_t k = 0; k < 2; ++k)
                    out.push_back(crypto::gf_mul(Block::load(&message[at]) ^ sums[k],
                                                 crypto::gf_inverse(coefficients[k])));
        return out;
    }
    bool finds(Block offset, const Messages& received) const {
        const auto all = candidates(received);
        return std::find(all.begin(), all.end(), offset) != all.end();
    }
};

constexpr std::size_t seed_size = 16, opening_size = 80, committed_size = 32, answer_size = 48;

/// The sums from the opening of an honest run with the same randomness.
Attacker attacker_of(const Batches& cheated, const Batches& honest, const garble::Buckets& plan,
                     std::size_t cheater) {
    const auto& own = last_of(cheated.channel->sent, seed_size);
    const auto& theirs = last_of(cheated.channel->received, seed_size);
    const auto& opening =
        last_of(cheater == 0 ? honest.channel->sent : honest.channel->received, opening_size);
    Attacker out;
    for (std::size_t k = 0; k < 2; ++k) {
        const auto seed = Block::load((k == cheater ? own : theirs).data());
        out.sums[k] = Block::load(&opening[k * sizeof(Block)]);
        out.coefficients[k] = coefficient(seed, plan.leaky(), flipped);
    }
    return out;
}

crypto::Hasher hasher_of(std::string_view purpose) {
    crypto::Hasher out(purpose);
    out.add(crypto::Digest{}).add(std::uint64_t{1});  // of the second batch
    return out;
}

/// What came after the flip.
Messages since(const Cheating& channel) {
    return {channel.received.begin() + static_cast<std::ptrdiff_t>(channel.received_before),
            channel.received.end()};
}

/// A complete run, with both offsets.
struct TwoRun {
    Result<std::vector<Bits>> outcome[2] = {error(Fault::internal), error(Fault::internal)};
    std::optional<Cheating> channel;  ///< the garbler's, who cheats
};

void run_two_flipped(TwoRun& out, const circuit::Program& program,
                     const std::array<std::vector<Bits>, 2>& inputs, const Cheating::Plan& plan) {
    MemoryNetwork network(names(2));
    auto run =
        run_garbling(network, program, inputs, 9, {}, [&](std::size_t me, std::vector<Channel*>& channels) {
            if (me == 0) channels[1] = &out.channel.emplace(*channels[1], plan);
        });
    out.outcome[0] = std::move(run.garbler);
    out.outcome[1] = std::move(run.evaluator);
}

// --- Many.

constexpr std::size_t echo = garble_many::Peers::echo_size, cheater_of_three = 1;

struct ManyRun {
    std::vector<Status> status;
    Block delta[3];
    std::optional<Cheating> towards[3];  ///< the cheater's channels
};

/// P1 takes the wrong block from P0 for some leaky triples: where its bit of x is 1, its correction flips,
/// for itself and all others alike, and its own share changes by 1.
void run_three(ManyRun& out, const circuit::Program& program, const Inputs& inputs,
               const Cheating::Plan& plan) {
    MemoryNetwork network(names(3));
    out.status = run_parts(
        network, 12,
        [&](Participant& me) -> Status {
            TACIT_ASSIGN(const auto bits, garble_many::AuthenticatedBits::set_up(me.session));
            out.delta[me.me_] = bits->delta();
            TACIT_ASSIGN(const auto windows, garble_many::Windows::begin(me.session, *bits, program));
            const garble_many::Run run{me.session, program, inputs[me.me_], *bits, *windows};
            TACIT_ASSIGN(const auto outputs, me.me_ == garble_many::evaluator
                                                 ? garble_many::run_evaluator(run)
                                                 : garble_many::run_garbler(run));
            return {};
        },
        [&](std::size_t me, std::vector<Channel*>& channels) {
            if (me != cheater_of_three) return;
            channels[0] = &out.towards[0].emplace(*channels[0], plan);
            channels[2] = &out.towards[2].emplace(*channels[2], Cheating::Plan{});
        });
}

/// `ands` of them, with inputs of two bits from each of three.
TestProgram three_inputs(std::size_t ands) {
    TestProgram out;
    std::vector<circuit::Slot> state;
    for (std::uint8_t owner = 0; owner < 3; ++owner)
        for (const auto slot : out.input(owner, 2)) state.push_back(slot);
    for (std::size_t i = 0; i < ands; i += 3)
        for (std::size_t k = 0; k < 3 && i + k < ands; ++k)
            state[k] = out.conjunction(state[k], state[3 + (i / 3 + k) % 3]);
    out.output(7, {state[0], state[1], state[2]});
    out.finish();
    return out;
}
const Inputs some_inputs{{{false, false}}, {{true, true}}, {{false, true}}};
const Inputs other_inputs{{{true, true}}, {{true, true}}, {{true, false}}};

/// The low bits of the first blocks of the only message that has as many as the last window leaky triples.
Cheating::Plan flips_of(std::size_t ands_of_the_last) {
    Cheating::Plan out{true, garble::buckets_for(ands_of_the_last).leaky() * sizeof(Block), 0, {}};
    for (std::size_t i = 0; i < 8; ++i) out.bits.push_back(128 * i);
    return out;
}

/// The sum of all offsets, from what P1 sent and took, as this attacker computes it.
Block offsets_found(const ManyRun& cheated, const ManyRun& honest, std::size_t leaky) {
    // What P1 said to all, and what the others did, in the last message of this size.
    const auto sum_of = [&](std::size_t size) {
        Block out;
        for (const auto* messages :
             {&cheated.towards[0]->sent, &cheated.towards[0]->received, &cheated.towards[2]->received}) {
            out ^= Block::load(&last_of(*messages, size)[echo]);
        }
        return out;
    };
    const auto coin = echo + garble_many::Coins::opening_size;
    const Block seed = sum_of(coin);
    const Block opened = sum_of(coin + sizeof(Block) + garble_many::nonce_size);
    // Which corrections flipped, it knows: those of triples whose bit of x is 1.
    const auto corrections = echo + bytes_for(leaky);
    const auto &now = last_of(cheated.towards[0]->sent, corrections),
               &before = last_of(honest.towards[0]->sent, corrections);
    Block all;
    for (std::size_t i = 0; i < leaky; ++i)
        if (garble::get_bit(View(now).subspan(echo), i) != garble::get_bit(View(before).subspan(echo), i))
            all ^= coefficient(seed, leaky, i);
    return crypto::gf_mul(opened, crypto::gf_inverse(all)) ^ Block { 1, 0 };
}

}  // namespace

class TestFlippedCorrections : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void garblerFlipsInALaterBatch();
    void evaluatorFlipsInALaterBatch();
    void afterInputsAndTables();
    void offsetsAmongManyComeBeforeInputs();
    void lastWindowAmongManyComesBeforeInputs();
    void endsBeforeInputsAreTheSameForAllOfTwo();
    void endsBeforeInputsAreTheSameForAllOfThree();
};

// The evaluator's sums would give its offset; a digest of them is what it tells.
void TestFlippedCorrections::garblerFlipsInALaterBatch() {
    const garble::Buckets plan{60, 3};
    Batches honest, cheated;
    make_batches(honest, plan, 0, false);
    QVERIFY(honest.status[0].ok() && honest.status[1].ok());
    make_batches(cheated, plan, 0, true);
    QVERIFY(!cheated.status[0].ok() && !cheated.status[1].ok());
    const auto attacker = attacker_of(cheated, honest, plan, 0);
    const Block offset = cheated.delta[1];
    // That is what the evaluator has, and once told it: it would have been enough.
    const auto sums = attacker.sums_for(offset);
    const auto& answer = last_of(cheated.channel->received, answer_size);
    const auto digest = hasher_of("tacit/mpc/garble/sums").add(crypto::as_bytes(sums)).finish();
    QVERIFY(std::equal(digest.begin(), digest.end(), answer.begin()));
    QVERIFY(attacker.finds(offset, {to_bytes(crypto::as_bytes(sums))}));
    // It is not in what came.
    QVERIFY(since(*cheated.channel).size() >= 3);
    QVERIFY(!attacker.finds(offset, cheated.channel->received));
}

// The garbler commits to its sums, and opens them only if they are the evaluator's.
void TestFlippedCorrections::evaluatorFlipsInALaterBatch() {
    const garble::Buckets plan{60, 3};
    Batches honest, cheated;
    make_batches(honest, plan, 1, false);
    QVERIFY(honest.status[0].ok() && honest.status[1].ok());
    make_batches(cheated, plan, 1, true);
    QCOMPARE(cheated.status[0].error().fault, Fault::cheating);
    QCOMPARE(cheated.status[0].error().partner, std::string("P1"));
    const auto attacker = attacker_of(cheated, honest, plan, 1);
    const Block offset = cheated.delta[0];
    // What the garbler committed to, with the coin and the nonce of the honest run, would give its offset.
    const auto sums = attacker.sums_for(offset);
    Bytes opening = last_of(honest.channel->received, opening_size);
    std::memcpy(opening.data(), sums.data(), sizeof sums);
    const auto digest = hasher_of("tacit/mpc/garble/commitment").add(opening).finish();
    const auto& committed = last_of(cheated.channel->received, committed_size);
    QVERIFY(std::equal(digest.begin(), digest.end(), committed.begin()));
    QVERIFY(attacker.finds(offset, {opening}));
    QVERIFY(!attacker.finds(offset, cheated.channel->received));
    for (const auto& message : since(*cheated.channel)) QVERIFY(message.size() != opening_size);
}

// The whole of it: the second batch of a run comes when inputs and tables have left. What the garbler gets
// from its flip on is the same whatever the evaluator's input.
void TestFlippedCorrections::afterInputsAndTables() {
    const std::uint32_t lanes = 3 * garble::full_batch / 64;
    const auto program =
        circuit::Repeated::over(std::make_shared<circuit::Circuit>(circuit::less64_circuit()), lanes);
    QVERIFY(program.ok());
    QCOMPARE(garble::batches_for(program->shape().ands), std::uint64_t{2});
    const auto second = garble::batch_size(program->shape().ands, 1);
    const Cheating::Plan flips{false, bytes_for(garble::buckets_for(second).leaky()), 1, {flipped}};
    crypto::SeededRandom random(5);
    auto inputs = random_inputs(random, program->shape());
    TwoRun runs[2];
    for (auto& run : runs) {
        run_two_flipped(run, *program, inputs, flips);
        QVERIFY(!run.outcome[0].ok() && !run.outcome[1].ok());
        for (auto& input : inputs[1]) input.flip();
    }
    const auto &one = runs[0].channel->received, &other = runs[1].channel->received;
    const auto before = runs[0].channel->received_before;
    QCOMPARE(runs[1].channel->received_before, before);
    std::size_t different = 0;
    for (std::size_t i = 0; i < before; ++i) different += one[i] != other[i] ? 1 : 0;
    QVERIFY(different > 2);  // masked inputs, masked values: the input was in use
    QVERIFY(one.size() > before);
    QVERIFY(since(*runs[0].channel) == since(*runs[1].channel));
}

// Here the sum of the honest offsets is known to the cheater, whose run ends with it: before any input.
void TestFlippedCorrections::offsetsAmongManyComeBeforeInputs() {
    constexpr std::size_t ands = 30;
    const auto program = three_inputs(ands);
    const auto plan = flips_of(ands);
    ManyRun honest, cheated, other, honest_other;
    run_three(honest, program, some_inputs, {});
    run_three(honest_other, program, other_inputs, {});
    run_three(cheated, program, some_inputs, plan);
    run_three(other, program, other_inputs, plan);
    for (std::size_t me = 0; me < 3; ++me) {
        QVERIFY(honest.status[me].ok() && honest_other.status[me].ok());
        QCOMPARE(cheated.status[me].error().fault, Fault::cheating);
        QCOMPARE(cheated.status[me].error().partner, std::string());
    }
    const auto all = cheated.delta[0] ^ cheated.delta[1] ^ cheated.delta[2];
    QVERIFY(offsets_found(cheated, honest, garble::buckets_for(ands).leaky()) == all);
    for (const std::size_t peer : {0u, 2u}) {
        QVERIFY(cheated.towards[peer]->received == other.towards[peer]->received);
        QVERIFY(honest.towards[peer]->received != honest_other.towards[peer]->received);
    }
}

void TestFlippedCorrections::lastWindowAmongManyComesBeforeInputs() {
    constexpr std::size_t last = 100;
    const auto program = three_inputs(garble_many::window_ands + last);
    ManyRun cheated, other;
    run_three(cheated, program, some_inputs, flips_of(last));
    run_three(other, program, other_inputs, flips_of(last));
    for (std::size_t me = 0; me < 3; ++me) QCOMPARE(cheated.status[me].error().fault, Fault::cheating);
    for (const std::size_t peer : {0u, 2u}) {
        QVERIFY(cheated.towards[peer]->received_before > 0 || peer == 2);
        QVERIFY(cheated.towards[peer]->received == other.towards[peer]->received);
    }
}

namespace {

/// Counts what has been sent when the work on the gates begins, inputs first.
class UpToInputs final : public Progress {
  public:
    explicit UpToInputs(Channel& channel) : channel_(channel) {}
    void step(std::string_view name, std::uint64_t) override {
        if (name == "gates") messages = channel_.counters().messages_sent;
    }
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return false; }
    std::uint64_t messages = 0;

  private:
    Channel& channel_;
};

/// An alteration of a message before the inputs: of any, or a wrong block about one leaky triple, which shows
/// half of the time.
class Early {
  public:
    Early(crypto::Random& random, bool any, std::uint64_t messages, std::size_t leaky)
        : any_(any),
          tamper_(all_tampers[random.below(std::size(all_tampers))]),
          message_(random.below(messages)),
          bit_(random.below(std::uint64_t{1} << 40)),
          leaky_{false, leaky * sizeof(Block), 0, {static_cast<std::size_t>(bit_ % (128 * leaky))}} {}
    std::unique_ptr<Channel> over(Channel& below) const {
        if (any_) return std::make_unique<TamperedChannel>(below, tamper_, message_, bit_);
        return std::make_unique<Cheating>(below, leaky_);
    }

  private:
    const bool any_;
    const Tamper tamper_;
    const std::uint64_t message_, bit_;
    const Cheating::Plan leaky_;
};

}  // namespace

void TestFlippedCorrections::endsBeforeInputsAreTheSameForAllOfTwo() {
    const auto program = comparison(8);
    const Bits ones(8, true), zeros(8, false);
    std::uint64_t messages[2] = {0, 0};
    {
        MemoryNetwork network(names(2));
        const auto party = [&](std::size_t me) {
            crypto::SeededRandom random(me);
            UpToInputs progress(network.channel(me, 1 - me));
            const auto run = garble::garble_and_run({}, me == 0 ? Role::garbler : Role::evaluator, program,
                                                    {ones}, network.channel(me, 1 - me), random, progress);
            if (run.ok()) messages[me] = progress.messages;
        };
        network.run({[&] { party(0); }, [&] { party(1); }});
    }
    crypto::SeededRandom random(62);
    const int trials = soak() ? 2'000 : 16;
    int ended[2] = {0, 0};
    for (int trial = 0; trial < trials; ++trial) {
        const std::size_t cheater = trial % 2;
        const Early altered(random, trial % 4 < 2, messages[cheater], garble::buckets_for(8).leaky());
        bool ends[2];
        for (const bool input : {false, true}) {
            MemoryNetwork network(names(2));
            std::unique_ptr<Channel> channel;
            std::array<std::vector<Bits>, 2> inputs{{{ones}, {ones}}};
            inputs[1 - cheater] = {input ? ones : zeros};
            const auto run = run_garbling(network, program, inputs, static_cast<std::uint64_t>(trial), {},
                                          [&](std::size_t me, std::vector<Channel*>& channels) {
                                              if (me != cheater) return;
                                              channel = altered.over(*channels[1 - me]);
                                              channels[1 - me] = channel.get();
                                          });
            ends[input] = !(cheater == 0 ? run.evaluator : run.garbler).ok();
            ended[input] += ends[input] ? 1 : 0;
        }
        QVERIFY2(ends[0] == ends[1], std::to_string(trial).c_str());
    }
    qInfo("ended with 0: %d, with 1: %d of %d each", ended[0], ended[1], trials);
    QVERIFY(ended[0] == ended[1] && ended[0] > trials / 2 && ended[0] < trials * 9 / 10);
}

void TestFlippedCorrections::endsBeforeInputsAreTheSameForAllOfThree() {
    const auto program = three_inputs(9);
    std::uint64_t messages = 0;
    {
        MemoryNetwork network(names(3));
        std::vector<std::function<void()>> parties;
        for (std::size_t me = 0; me < 3; ++me)
            parties.push_back([&, me] {
                crypto::SeededRandom random(me);
                const auto channels = network.channels(me);
                UpToInputs progress(*channels[me == 0 ? 1 : 0]);
                const auto run = garble_many::garble_among_from(dealt, {}, me, program, some_inputs[me],
                                                                channels, random, progress);
                if (run.ok() && me == cheater_of_three) messages = progress.messages;
            });
        network.run(parties);
    }
    QVERIFY(messages > 10);
    crypto::SeededRandom random(63);
    const int trials = soak() ? 2'000 : 40;
    int ended[2] = {0, 0};
    for (int trial = 0; trial < trials; ++trial) {
        const Early altered(random, trial % 4 < 2, messages, garble::buckets_for(9).leaky());
        const std::size_t to = trial % 2 == 0 ? 0 : 2;
        bool ends[2][3];
        for (const bool input : {false, true}) {
            std::unique_ptr<Channel> channel;
            MemoryNetwork network(names(3));
            const auto run = run_many(network, program, input ? other_inputs : some_inputs,
                                      static_cast<std::uint64_t>(trial), {},
                                      [&](std::size_t me, std::vector<Channel*>& channels) {
                                          if (me != cheater_of_three) return;
                                          channel = altered.over(*channels[to]);
                                          channels[to] = channel.get();
                                      });
            for (std::size_t me = 0; me < 3; ++me) ends[input][me] = !run[me].ok();
            ended[input] += ends[input][0] || ends[input][2] ? 1 : 0;
        }
        for (const std::size_t me : {0u, 2u})
            QVERIFY2(ends[0][me] == ends[1][me], std::to_string(trial).c_str());
    }
    qInfo("ended with 0: %d, with 1: %d of %d each", ended[0], ended[1], trials);
    QVERIFY(ended[0] == ended[1] && ended[0] > trials / 2 && ended[0] < trials * 9 / 10);
}

QTEST_APPLESS_MAIN(TestFlippedCorrections)
#include "test_flipped_corrections.moc"
