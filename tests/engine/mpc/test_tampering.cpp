#include <QTest>

#include <set>

#include "engine/mpc/runs.h"
#include "support/tampered_channel.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::testing;

namespace {

/// Bits of a message to flip, one per run: the first, some in the middle and in the top byte of an encoding,
/// and the last ones of longer messages.
constexpr std::uint64_t flips[] = {0, 7, 100, 248, 252, 255, 256 + 3, 511, 8 * 70 + 1};

struct Attack {
    std::size_t from;
    std::size_t to;
    std::uint64_t message;
    Tamper tamper;
    std::uint64_t bit;
    std::string name() const {
        return std::string(tamper_name(tamper)) + " of message " + std::to_string(message) + " from " +
               std::to_string(from) + " to " + std::to_string(to) + ", bit " + std::to_string(bit);
    }
};

/// Every message of an honest run with every kind of alteration.
std::vector<Attack> attacks(MemoryNetwork& honest) {
    std::vector<Attack> out;
    for (std::size_t from = 0; from < honest.size(); ++from)
        for (std::size_t to = 0; to < honest.size(); ++to) {
            if (from == to) continue;
            const auto messages = honest.channel(from, to).counters().messages_sent;
            for (std::uint64_t message = 0; message < messages; ++message)
                for (const auto tamper : all_tampers) {
                    if (tamper != Tamper::flip_bit)
                        out.push_back({from, to, message, tamper, 0});
                    else
                        for (const auto bit : flips) out.push_back({from, to, message, tamper, bit});
                }
        }
    return out;
}

/// Puts the altered channel in the place of the sender's.
struct Altered {
    Attack attack;
    std::optional<TamperedChannel> channel{};
    void operator()(std::size_t me, std::vector<Channel*>& channels) {
        if (me != attack.from) return;
        channel.emplace(*channels[attack.to], attack.tamper, attack.message, attack.bit);
        channels[attack.to] = &*channel;
    }
};

std::vector<Bytes> range(int begin, int end) {
    std::vector<Bytes> out;
    for (int i = begin; i < end; ++i) out.push_back(to_bytes(as_view(std::to_string(i))));
    return out;
}

}  // namespace

class TestTampering : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void totalIsRightOrRefused();
    void totalWithSeparateRolesIsRightOrRefused();
    void rowsNeverCrashOrHang();
    void countNeverCrashesOrHangs();
    void aHostCannotShowTwoTotals();

  private:
    void attackTotal(const sharing::Parameters& parameters, const Table& inputs, Int128 expected);
};

void TestTampering::attackTotal(const sharing::Parameters& parameters, const Table& inputs, Int128 expected) {
    MemoryNetwork honest(names(parameters.participants));
    for (const auto& outcome : run_total(honest, parameters, inputs, 1)) QVERIFY(outcome.ok());
    int refused = 0;
    for (const auto& attack : attacks(honest)) {
        MemoryNetwork network(names(parameters.participants));
        Altered altered{attack};
        const auto outcomes = run_total(network, parameters, inputs, 1, std::ref(altered));
        // A contributor's shares are its input, whatever it sends: then all must see one and the same total.
        auto sharer = parameters;
        sharer.me = attack.from;
        const bool is_input = attack.message == 0 && sharer.contributes() &&
                              std::binary_search(parameters.hosts.begin(), parameters.hosts.end(), attack.to);
        std::set<std::array<std::uint8_t, 32>> seen;
        for (const auto& outcome : outcomes) {
            if (!outcome.ok()) {
                QVERIFY2(is_protocol_fault(outcome.error()), attack.name().c_str());
                ++refused;
            } else if (!outcome->totals.empty()) {
                seen.insert(outcome->totals[0].bytes());
                if (!is_input)
                    QVERIFY2(outcome->totals[0] == *sharing::to_scalar(expected), attack.name().c_str());
            }
        }
        QVERIFY2(seen.size() <= 1, attack.name().c_str());
    }
    QVERIFY(refused > 100);
}

void TestTampering::totalIsRightOrRefused() {
    attackTotal(sharing::Parameters::among_all(3, 0, 1, {}), {{5}, {-9}, {1}}, -3);
}

void TestTampering::totalWithSeparateRolesIsRightOrRefused() {
    // 0 and 1 contribute, 2 and 3 compute, 3 and 4 learn.
    attackTotal({5, 0, 1, {0, 1}, {2, 3}, {3, 4}, {}}, {{5}, {-9}, {}, {}, {}}, -4);
    // A single recipient has nobody to compare with: the commitments alone must find what is wrong.
    attackTotal({4, 0, 1, {0, 1}, {1, 2}, {3}, {}}, {{5}, {-9}, {}, {}}, -4);
}

void TestTampering::rowsNeverCrashOrHang() {
    const auto x = range(0, 4);
    const auto y = range(2, 7);
    const psi::Options options{1, true};
    MemoryNetwork honest(names(2));
    const auto right = run_rows(honest, options, x, y, 1);
    QVERIFY(right.receiver.ok() && right.sender.ok());
    int refused = 0;
    for (const auto& attack : attacks(honest)) {
        MemoryNetwork network(names(2));
        Altered altered{attack};
        const auto [receiver, sender] = run_rows(network, options, x, y, 1, std::ref(altered));
        for (const auto* outcome : {&receiver, &sender})
            if (!outcome->ok()) {
                QVERIFY2(is_protocol_fault(outcome->error()), attack.name().c_str());
                ++refused;
            }
        // Alterations lose matches at most: nobody is shown one that is not there.
        for (const auto& [outcome, correct] :
             {std::pair(&receiver, &right.receiver), {&sender, &right.sender}})
            if (outcome->ok())
                QVERIFY2(std::includes((*correct)->matches.begin(), (*correct)->matches.end(),
                                       (*outcome)->matches.begin(), (*outcome)->matches.end()),
                         attack.name().c_str());
    }
    QVERIFY(refused > 50);
}

void TestTampering::countNeverCrashesOrHangs() {
    const auto x = range(0, 4);
    const auto y = range(2, 7);
    const psi::Options options{1, true};
    MemoryNetwork honest(names(2));
    QVERIFY(run_count(honest, options, x, y, 1).sender.ok());
    int refused = 0;
    for (const auto& attack : attacks(honest)) {
        MemoryNetwork network(names(2));
        Altered altered{attack};
        const auto [receiver, sender] = run_count(network, options, x, y, 1, std::ref(altered));
        for (const auto* outcome : {&receiver, &sender}) {
            if (outcome->ok()) {
                QVERIFY2((*outcome)->count <= std::size_t{4}, attack.name().c_str());
            } else {
                QVERIFY2(is_protocol_fault(outcome->error()), attack.name().c_str());
                ++refused;
            }
        }
    }
    QVERIFY(refused > 50);
}

void TestTampering::aHostCannotShowTwoTotals() {
    // Host 0 runs the honest code but gives host 1 a commitment and opening of another nonce: both are
    // consistent in themselves, and only the comparison between 1 and 2 can find it.
    const auto parameters = sharing::Parameters::among_all(3, 0, 1, {});
    MemoryNetwork network(names(3));
    class TwoFaced final : public ForwardingChannel {
      public:
        using ForwardingChannel::ForwardingChannel;
        Status send(View message) override {
            Bytes copy = to_bytes(message);
            if (sent_++ == 1) {
                const ByteArray<32> nonce{};
                const auto sums = crypto::Scalar::from_u64(1);
                const auto digest = crypto::Hasher("tacit/mpc/sharing/commitment")
                                        .add(crypto::Digest{})
                                        .add(std::uint64_t{0})
                                        .add(std::uint64_t{1})
                                        .add(sums.bytes())
                                        .add(nonce)
                                        .finish();
                copy.assign(digest.begin(), digest.end());
            }
            return below_.send(copy);
        }

      private:
        int sent_ = 0;
    } two_faced(network.channel(0, 1));
    const auto outcomes = run_total(network, parameters, {{5}, {6}, {7}}, 1,
                                    [&](std::size_t me, std::vector<Channel*>& channels) {
                                        if (me == 0) channels[1] = &two_faced;
                                    });
    int cheating = 0;
    for (const auto& outcome : outcomes) {
        QVERIFY(!outcome.ok());
        cheating += outcome.error().fault == Fault::cheating ? 1 : 0;
    }
    QVERIFY(cheating >= 1);
    // It is found before anything is opened: shares, a commitment and its comparison are all that was sent.
    for (std::size_t me = 0; me < 3; ++me)
        for (std::size_t peer = 0; peer < 3; ++peer)
            if (me != peer) QVERIFY(network.channel(me, peer).counters().messages_sent <= 3);
}

QTEST_APPLESS_MAIN(TestTampering)
#include "test_tampering.moc"
