// A session in which memory runs out on any thread but that of the windows: it ends with a fault or goes on,
// and the program stays, with its other sessions. Engines in this process, over the loopback.
#include <pthread.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <cstdlib>
#include <new>
#include <string_view>

#include "app/engine_person.h"
#include "base/contain.h"

namespace {

constexpr std::size_t large = 16 * 1024;  // bytes; small pieces are there even when memory is short
constexpr std::size_t never = ~std::size_t{0};

std::atomic<std::size_t> seen{0};         // allocations of large pieces
std::atomic<std::size_t> failing{never};  // which of them fails, counted from 0
thread_local bool spared = false;

// libzmq's own threads end the program then, which is not in our hands.
bool is_of_zmq() {
    char name[16] = {};
    pthread_getname_np(pthread_self(), name, sizeof name);
    return std::string_view(name).starts_with("ZMQbg");
}

void* allocate(std::size_t size) {
    if (size >= large && !spared && !is_of_zmq() && seen++ == failing) throw std::bad_alloc();
    if (void* memory = std::malloc(size != 0 ? size : 1)) return memory;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
    return allocate(size);
}
void* operator new[](std::size_t size) {
    return allocate(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

using namespace tacit;
using namespace tacit::test;

namespace {

struct Scene {
    QTemporaryDir folder;
    EnginePerson northwind{path("Northwind"), "Northwind"};
    EnginePerson alder{path("Alder"), "Alder"};
    QString ours = rows("a.csv", 0), theirs = rows("b.csv", 1000);
    int sessions = 0;

    QString path(const QString& name) const { return folder.filePath(name); }
    QString rows(const QString& name, int first) const {
        QByteArray text = "id\n";
        for (int i = 0; i < 2000; ++i) text += "person-" + QByteArray::number(first + i) + "\n";
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly)) file.write(text);
        return path(name);
    }
    api::SessionPtr host() {
        api::Draft draft;
        draft.title = "Test session";
        draft.question = api::OverlapQuestion{"id"};
        draft.partners = 1;
        draft.invitation_prefix = path(QString("invitation%1").arg(++sessions)).toStdString();
        return northwind.host(draft, ours);
    }
    QString invitation() const { return path(QString("invitation%1-1.tacit").arg(sessions)); }
};

bool over(const api::Session& session) {
    const auto stage = session.view().stage;
    return stage == api::Stage::done || stage == api::Stage::failed;
}

std::size_t matches(const api::Session& session) {
    const auto view = session.view();
    const auto* overlap = view.result ? std::get_if<api::OverlapResult>(&*view.result) : nullptr;
    return overlap == nullptr ? 0 : overlap->count;
}

}  // namespace

class TestShortOfMemory : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { spared = true; }
    void cleanup() { failing = never; }
    void exceptionsBecomeFaults();
    void anyLargePieceMayFail();
};

void TestShortOfMemory::exceptionsBecomeFaults() {
    const auto fault = [](auto thrown) { return contained([&]() -> Status { throw thrown; }).error(); };
    QVERIFY(fault(std::bad_alloc()).fault == Fault::out_of_memory);
    QVERIFY(fault(std::runtime_error("why")).fault == Fault::internal);
    QCOMPARE(QString::fromStdString(fault(std::runtime_error("why")).detail), QString("why"));
    QCOMPARE(contained([] { return Result<int>(3); }).value(), 3);
}

void TestShortOfMemory::anyLargePieceMayFail() {
    Scene scene;
    int faults = 0, results = 0;
    std::size_t pieces = 0;  // of a run in which none fails
    const int runs = qEnvironmentVariableIsSet("TACIT_TEST_ALL") ? 100 : 8;
    for (int run = 0; run <= runs; ++run) {
        const auto host = scene.host();
        const auto partner = scene.alder.join(scene.invitation());
        QVERIFY(host && partner);
        seen = 0;
        failing =
            run == 0 ? never : pieces * static_cast<std::size_t>(run - 1) / static_cast<std::size_t>(runs);
        const bool agreed = scene.alder.agree(*partner, scene.theirs);
        if (!agreed) partner->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(over(*host) && over(*partner), 30000);
        failing = never;
        if (run == 0) pieces = seen;
        for (const auto& session : {host, partner}) {
            const bool done = session->view().stage == api::Stage::done;
            if (done) QCOMPARE(matches(*session), std::size_t{1000});
            ++(done ? results : faults);
        }
    }
    QVERIFY(pieces > 20 && faults > runs / 2);
    const auto host = scene.host();
    const auto partner = scene.alder.join(scene.invitation());
    QVERIFY(host && partner && scene.alder.agree(*partner, scene.theirs));
    QVERIFY(EnginePerson::reaches(*host, api::Stage::done));
    QCOMPARE(matches(*host), std::size_t{1000});
}

QTEST_GUILESS_MAIN(TestShortOfMemory)
#include "test_short_of_memory.moc"
