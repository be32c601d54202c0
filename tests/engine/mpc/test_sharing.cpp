#include <QTest>

#include <set>

#include "engine/mpc/runs.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::sharing;
using namespace tacit::testing;
using crypto::Scalar;

namespace {

constexpr Int128 ten_to_24 = Int128{1'000'000'000'000} * 1'000'000'000'000;
constexpr Int128 limit = Int128{1} << centred_bits;

/// Small, huge, zero and negative values in turn.
Int128 any_value(crypto::Random& random) {
    const auto sign = random.below(2) == 0 ? Int128{1} : Int128{-1};
    switch (random.below(5)) {
        case 0:
            return 0;
        case 1:
            return sign * static_cast<Int128>(random.below(10));
        case 2:
            return sign * ten_to_24;
        case 3:
            return sign * static_cast<Int128>(random.below(1'000'000'000'000)) * 1'000'000;
        default:
            return sign * static_cast<Int128>(random.below(UINT64_MAX)) * 1'000'000;
    }
}

std::vector<Int128> clear_total(const Table& inputs, std::size_t values) {
    std::vector<Int128> out(values);
    for (const auto& row : inputs)
        for (std::size_t i = 0; i < row.size(); ++i) out[i] += row[i];
    return out;
}

bool equals(const std::vector<Scalar>& totals, const std::vector<Int128>& expected) {
    if (totals.size() != expected.size()) return false;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const auto value = centred(totals[i]);
        if (!value.ok() || *value != expected[i]) return false;
    }
    return true;
}

class StopsAfter final : public Progress {
  public:
    explicit StopsAfter(int questions) : left_(questions) {}
    void step(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return left_-- <= 0; }

  private:
    mutable int left_;
};

}  // namespace

class TestSharing : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void centredIsTheInverse();
    void centredRefusesWhatDoesNotFit();
    void randomTotalsMatchTheClearSums();
    void randomRolesMatchTheClearSums();
    void longVectorsThroughSmallBuffers();
    void sharesOfAllButOneHostAreUniform();
    void scalarsMustBeCanonical();
    void costIsWhatIsSent();
    void goldenTranscript();
    void recordsAgreeAndAreBoundToTheContext();
    void differentContextsDoNotMix();
    void badParametersAreRefused();
    void stopIsHeard();
};

void TestSharing::centredIsTheInverse() {
    for (const Int128 value : {Int128{0}, Int128{1}, Int128{-1}, ten_to_24, -ten_to_24, limit - 1, -limit})
        QVERIFY(*centred(*to_scalar(value)) == value);
    QVERIFY(*to_scalar(5) == Scalar::from_u64(5));
    QVERIFY(*to_scalar(-5) == Scalar::from_u64(5).negated());
    QVERIFY((*to_scalar(7) + *to_scalar(-7)).is_zero());
}

void TestSharing::centredRefusesWhatDoesNotFit() {
    QVERIFY(to_scalar(limit).error().fault == Fault::usage);
    QVERIFY(to_scalar(-limit - 1).error().fault == Fault::usage);
    const auto one = Scalar::from_u64(1);
    QVERIFY(centred(*to_scalar(limit - 1) + one).error().fault == Fault::cheating);
    QVERIFY(centred(*to_scalar(-limit) - one).error().fault == Fault::cheating);
    crypto::SeededRandom random(3);
    for (int i = 0; i < 100; ++i) QVERIFY(!centred(Scalar::random(random)).ok());
}

void TestSharing::randomTotalsMatchTheClearSums() {
    crypto::SeededRandom random(11);
    const int runs = soak() ? 10'000 : 500;
    for (int run = 0; run < runs; ++run) {
        const std::size_t n = 2 + random.below(7);
        const std::size_t values = 1 + random.below(4);
        Table inputs(n);
        for (auto& row : inputs)
            for (std::size_t i = 0; i < values; ++i) row.push_back(any_value(random));
        MemoryNetwork network(names(n));
        const auto outcomes = run_total(network, Parameters::among_all(n, 0, values, {}), inputs,
                                        static_cast<std::uint64_t>(run));
        for (const auto& outcome : outcomes) {
            QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().detail.c_str());
            QVERIFY(equals(outcome->totals, clear_total(inputs, values)));
        }
    }
}

void TestSharing::randomRolesMatchTheClearSums() {
    crypto::SeededRandom random(12);
    const auto choose = [&](std::size_t n, std::size_t minimum) {
        auto chosen = psi::random_order(n, random);
        chosen.resize(minimum + random.below(n - minimum + 1));
        std::sort(chosen.begin(), chosen.end());
        return chosen;
    };
    for (int run = 0; run < (soak() ? 2000 : 200); ++run) {
        const std::size_t n = 2 + random.below(6);
        Parameters parameters{n, 0, 2, choose(n, 1), choose(n, 2), choose(n, 1), {}};
        Table inputs(n);
        for (const auto i : parameters.contributors) inputs[i] = {any_value(random), any_value(random)};
        MemoryNetwork network(names(n), 1);
        const auto outcomes = run_total(network, parameters, inputs, static_cast<std::uint64_t>(run));
        for (std::size_t me = 0; me < n; ++me) {
            QVERIFY(outcomes[me].ok());
            parameters.me = me;
            if (parameters.receives())
                QVERIFY(equals(outcomes[me]->totals, clear_total(inputs, 2)));
            else
                QVERIFY(outcomes[me]->totals.empty());
            for (std::size_t peer = 0; peer < n; ++peer)
                if (peer != me) QVERIFY(same(network.channel(me, peer).counters(), cost(parameters, peer)));
        }
    }
}

void TestSharing::longVectorsThroughSmallBuffers() {
    const std::size_t values = 2 * chunk_values + 5;
    Table inputs(3);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < values; ++k)
            inputs[i].push_back(static_cast<Int128>(k) * (i == 1 ? -1000 : 1) + static_cast<Int128>(i));
    for (std::size_t buffer : {std::size_t{1}, std::size_t{1} << 20}) {
        MemoryNetwork network(names(3), buffer);
        const auto parameters = Parameters::among_all(3, 0, values, {});
        for (const auto& outcome : run_total(network, parameters, inputs, 1)) {
            QVERIFY(outcome.ok());
            QVERIFY(equals(outcome->totals, clear_total(inputs, values)));
        }
        QVERIFY(same(network.channel(0, 1).counters(), cost(parameters, 1)));
    }
}

void TestSharing::sharesOfAllButOneHostAreUniform() {
    // Listens to what the contributor sends to two of three hosts: over many runs with one and the same input
    // no share comes twice, and each byte but the top one (cut by the group order) takes its values evenly.
    constexpr int runs = 400;
    for (std::size_t host : {1, 2}) {
        std::vector<int> low_bits(2);
        std::set<Bytes> seen;
        for (int run = 0; run < runs; ++run) {
            MemoryNetwork network(names(3));
            crypto::SeededRandom random(static_cast<std::uint64_t>(run));
            NoProgress progress;
            const Parameters parameters{3, 0, 1, {0}, {1, 2}, {1, 2}, {}};
            const std::vector<Scalar> input{*to_scalar(42)};
            QVERIFY(total(parameters, input, network.channels(0), random, progress).ok());
            const auto share = network.channel(host, 0).receive(32);
            QVERIFY(share.ok());
            ++low_bits[(*share)[0] & 1];
            seen.insert(*share);
        }
        QCOMPARE(seen.size(), std::size_t{runs});
        // Five standard deviations of a fair coin.
        QVERIFY(std::abs(low_bits[0] - low_bits[1]) < 100);
    }
}

void TestSharing::scalarsMustBeCanonical() {
    // The group order and the largest number of 32 bytes, as the one share that host 1 gets; zero is fine.
    for (const auto* hex : {"edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
                            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                            "0000000000000000000000000000000000000000000000000000000000000000"}) {
        MemoryNetwork network(names(3));
        QVERIFY(network.channel(0, 1).send(*from_hex(hex)).ok());
        network.finish(0);
        network.finish(2);
        crypto::SeededRandom random(1);
        NoProgress progress;
        const auto outcome =
            total(Parameters{3, 1, 1, {0}, {1, 2}, {1}, {}}, {}, network.channels(1), random, progress);
        const bool zero = hex[0] == '0';
        // After a good share the run goes on to host 2, which is gone.
        QVERIFY(outcome.error().fault == (zero ? Fault::partner_gone : Fault::malformed_message));
        QCOMPARE(outcome.error().partner, std::string(zero ? "P2" : "P0"));
    }
}

void TestSharing::costIsWhatIsSent() {
    for (std::size_t values : {std::size_t{1}, std::size_t{7}, chunk_values, chunk_values + 1}) {
        Table inputs(4, std::vector<Int128>(values, -1));
        MemoryNetwork network(names(4));
        for (const auto& outcome : run_total(network, Parameters::among_all(4, 0, values, {}), inputs, 5))
            QVERIFY(outcome.ok());
        for (std::size_t me = 0; me < 4; ++me)
            for (std::size_t peer = 0; peer < 4; ++peer)
                if (peer != me)
                    QVERIFY(same(network.channel(me, peer).counters(),
                                 cost(Parameters::among_all(4, me, values, {}), peer)));
    }
}

void TestSharing::goldenTranscript() {
    MemoryNetwork network(names(3));
    const auto outcomes = run_total(network, Parameters::among_all(3, 0, 2, crypto::Digest{1}),
                                    {{1, -2}, {3, -4}, {0, ten_to_24}}, 77);
    for (const auto& outcome : outcomes) QVERIFY(outcome.ok());
    QCOMPARE(QByteArray::fromStdString(to_hex(network.transcript())),
             QByteArray("f32d1eb9d7c047d80422fabb5a8cc914b8298b0392abbe20f63ea0b1995f42b6"));
}

void TestSharing::recordsAgreeAndAreBoundToTheContext() {
    std::vector<crypto::Digest> records;
    for (std::uint8_t context : {0, 1}) {
        MemoryNetwork network(names(3));
        const auto outcomes =
            run_total(network, Parameters::among_all(3, 0, 1, crypto::Digest{context}), {{1}, {2}, {3}}, 8);
        for (const auto& outcome : outcomes) {
            QVERIFY(outcome.ok());
            QVERIFY(outcome->record == outcomes[0]->record);
        }
        records.push_back(outcomes[0]->record);
    }
    QVERIFY(records[0] != records[1]);
}

void TestSharing::differentContextsDoNotMix() {
    MemoryNetwork network(names(2));
    std::vector<Fault> faults(2, Fault::internal);
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < 2; ++me)
        parties.push_back([&, me] {
            crypto::SeededRandom random(me);
            NoProgress progress;
            const auto parameters =
                Parameters::among_all(2, me, 1, crypto::Digest{static_cast<std::uint8_t>(me)});
            const auto outcome =
                total(parameters, std::vector<Scalar>(1), network.channels(me), random, progress);
            if (!outcome.ok()) faults[me] = outcome.error().fault;
        });
    network.run(parties);
    QVERIFY(faults[0] == Fault::cheating || faults[1] == Fault::cheating);
    for (const auto fault : faults) QVERIFY(fault == Fault::cheating || fault == Fault::partner_gone);
}

void TestSharing::badParametersAreRefused() {
    const auto good = Parameters::among_all(3, 1, 1, {});
    QVERIFY(good.check().ok());
    std::vector<Parameters> bad(11, good);
    bad[0].participants = 1;
    bad[1].me = 3;
    bad[2].values = 0;
    bad[3].hosts = {0};
    bad[4].hosts = {1, 0};
    bad[5].hosts = {0, 0, 1};
    bad[6].hosts = {0, 3};
    bad[7].contributors = {};
    bad[8].recipients = {};
    bad[9].values = max_values + 1;
    bad[10].participants = max_participants + 1;
    for (const auto& parameters : bad) QVERIFY(parameters.check().error().fault == Fault::usage);

    MemoryNetwork network(names(3));
    crypto::SeededRandom random(1);
    NoProgress progress;
    const auto fault = [&](std::size_t inputs, std::vector<Channel*> channels) {
        return total(good, std::vector<Scalar>(inputs), channels, random, progress).error().fault;
    };
    QVERIFY(fault(2, network.channels(1)) == Fault::usage);
    QVERIFY(fault(1, {}) == Fault::usage);
    QVERIFY(fault(1, {nullptr, nullptr, &network.channel(1, 2)}) == Fault::usage);
}

void TestSharing::stopIsHeard() {
    // Five stages: shares, commitments, their comparison, opening, its comparison.
    for (int after = 0; after < 5; ++after) {
        MemoryNetwork network(names(2));
        std::vector<Result<Outcome>> outcomes(2, error(Fault::internal));
        std::vector<std::function<void()>> parties;
        for (std::size_t me = 0; me < 2; ++me)
            parties.push_back([&, me] {
                crypto::SeededRandom random(me);
                StopsAfter progress(me == 0 ? after : 100);
                outcomes[me] = total(Parameters::among_all(2, me, 1, {}), std::vector<Scalar>(1),
                                     network.channels(me), random, progress);
            });
        network.run(parties);
        QVERIFY(outcomes[0].error().fault == Fault::cancelled);
        QVERIFY(outcomes[1].error().fault == Fault::partner_gone);
        QCOMPARE(outcomes[1].error().partner, std::string("P0"));
    }
}

QTEST_APPLESS_MAIN(TestSharing)
#include "test_sharing.moc"
