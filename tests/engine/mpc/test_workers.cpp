#include <QTest>

#include <atomic>
#include <new>

#include "mpc/parallel.h"

using tacit::mpc::Workers;

class TestWorkers : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyIndexOnce_data();
    void everyIndexOnce();
    void aFailureIsReportedAndTheRestIsDone();
    void whatACallThrowsComesOut();
    void manyRoundsOnOnePool();
};

void TestWorkers::everyIndexOnce_data() {
    QTest::addColumn<unsigned>("threads");
    for (unsigned threads : {0u, 1u, 2u, 7u}) QTest::addRow("%u", threads) << threads;
}

void TestWorkers::everyIndexOnce() {
    QFETCH(unsigned, threads);
    Workers workers(threads);
    for (std::size_t count : {0, 1, 15, 16, 17, 1000}) {
        std::vector<std::atomic<int>> calls(count);
        QVERIFY(workers.all_of(count, [&](std::size_t i) { return ++calls[i] == 1; }));
        for (const auto& n : calls) QCOMPARE(n.load(), 1);
    }
}

void TestWorkers::aFailureIsReportedAndTheRestIsDone() {
    Workers workers(3);
    for (std::size_t bad : {0, 500, 999}) {
        std::atomic<int> done = 0;
        QVERIFY(!workers.all_of(1000, [&](std::size_t i) {
            ++done;
            return i != bad;
        }));
        QCOMPARE(done.load(), 1000);
    }
}

void TestWorkers::whatACallThrowsComesOut() {
    for (unsigned threads : {1u, 4u}) {
        Workers workers(threads);
        for (std::size_t bad : {0, 500, 999})
            QVERIFY_EXCEPTION_THROWN(workers.all_of(1000,
                                                    [&](std::size_t i) {
                                                        if (i == bad) throw std::bad_alloc();
                                                        return true;
                                                    }),
                                     std::bad_alloc);
        QVERIFY(workers.all_of(1000, [](std::size_t) { return true; }));
    }
}

void TestWorkers::manyRoundsOnOnePool() {
    Workers workers(4);
    std::vector<std::size_t> values(40);
    for (std::size_t round = 0; round < 2000; ++round)
        QVERIFY(workers.all_of(values.size(), [&](std::size_t i) { return ++values[i] == round + 1; }));
}

QTEST_APPLESS_MAIN(TestWorkers)
#include "test_workers.moc"
