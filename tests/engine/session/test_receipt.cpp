#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "session/json.h"
#include "session/receipt.h"
#include "table.h"

using namespace tacit;
using namespace tacit::session;
using namespace tacit::session::test;

class TestReceipt : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void encodeAndJsonRoundTrip();
    void jsonSaysWhatIsInIt();
    void everyDamageIsFound();
    void alteredFieldsAreFound();
    void chainCannotBeShortenedOrReordered();
    void commitmentNeedsTheSalt();
    void failedRunHasAReceiptToo();
    void closingChecksItsInput();
    void jsonEscapes();
};

namespace {

struct Run {
    World world{41, 3};
    Table table{world};
    Run() { table.run_out(); }

    Receipt draft(Place me) const {
        Receipt out;
        out.agreement = *table.seen(me).agreement;
        out.me = me;
        out.started = noon;
        out.ended = noon + std::chrono::seconds(9);
        out.outcomes = *table.seen(me).outcomes;
        out.commitment = out.outcomes[me].commitment;
        out.protocol = "additive sums";
        out.bytes_sent = 12345;
        out.bytes_received = (1ull << 63) + 1;
        return out;
    }
    RecordChain chain(Place me) const {
        RecordChain out(world.proposal.session_id, world.people[me].key);
        out.append(noon - std::chrono::seconds(60), "joined");
        out.append(noon - std::chrono::seconds(30), "agreed", world.proposal.hash());
        out.append(noon - std::chrono::seconds(45), "started");  // a clock set back
        return out;
    }
    Receipt receipt(Place me) const { return close_receipt(draft(me), chain(me)).value(); }
};

}  // namespace

void TestReceipt::encodeAndJsonRoundTrip() {
    const Run run;
    for (Place me = 0; me < 3; ++me) {
        const auto receipt = run.receipt(me);
        QVERIFY(verify_receipt(receipt).ok());
        const auto back = Receipt::decode(receipt.encode());
        QVERIFY(back.ok());
        QCOMPARE(back->encode(), receipt.encode());
        const auto text = receipt.to_json();
        const auto read = Receipt::from_json(text);
        QVERIFY(read.ok());
        QCOMPARE(read->to_json(), text);
    }
}

void TestReceipt::jsonSaysWhatIsInIt() {
    const Run run;
    const auto text = run.receipt(1).to_json();
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    QCOMPARE(json["format"].toString(), QString("tacit-receipt"));
    QCOMPARE(json["title"].toString(), QString("Salaries 2026, größer"));
    QCOMPARE(json["outcome"].toString(), QString("ok"));
    QCOMPARE(json["me"].toInt(), 1);
    QCOMPARE(json["started"].toString(), QString("2027-01-15T08:00:00.000Z"));
    QCOMPARE(json["participants"].toArray().size(), 3);
    QCOMPARE(json["participants"][2]["organisation"].toString(), QString("Contoso"));
    QCOMPARE(json["participants"][2]["contributes"].toString(), QString("9 rows"));
    QCOMPARE(json["record"].toArray().size(), 4);
    QCOMPARE(json["record"][3]["kind"].toString(), QString("closed"));
    QVERIFY(text.find("\"bytes_received\": 9223372036854775809") != std::string::npos);
}

void TestReceipt::everyDamageIsFound() {
    const Run run;
    const auto receipt = run.receipt(1);
    for_each_damage(receipt.encode(), [](const Bytes& bad, const std::string& what) {
        QVERIFY2(!Receipt::decode(bad).ok(), what.c_str());
    });
    const auto text = receipt.to_json();
    const auto readable = text.find("\"encoded\"");
    for (std::size_t i = 0; i < text.size(); i += i < readable ? 11 : 997) {
        auto bad = text;
        bad[i] = bad[i] == '7' ? '8' : '7';
        QVERIFY2(!Receipt::from_json(bad).ok(), std::to_string(i).c_str());
    }
    QVERIFY(!Receipt::from_json("").ok());
    QVERIFY(!Receipt::from_json(text + " ").ok());
    QVERIFY(!Receipt::from_json(text.substr(0, text.size() - 1)).ok());
}

void TestReceipt::alteredFieldsAreFound() {
    const Run run;
    const auto found = [&](auto change) {
        auto bad = run.receipt(1);
        change(bad);
        return !verify_receipt(bad).ok() && !Receipt::decode(bad.encode()).ok();
    };
    QVERIFY(!found([](Receipt&) {}));
    QVERIFY(found([](Receipt& r) { r.bytes_sent += 1; }));
    QVERIFY(found([](Receipt& r) { r.fault = Fault::cheating; }));
    QVERIFY(found([](Receipt& r) { r.ended += std::chrono::milliseconds(1); }));
    QVERIFY(found([](Receipt& r) { r.protocol = "something safer"; }));
    QVERIFY(found([](Receipt& r) { r.commitment.reset(); }));
    QVERIFY(found([](Receipt& r) { r.outcomes.clear(); }));
    QVERIFY(found([](Receipt& r) { std::swap(r.outcomes[0], r.outcomes[2]); }));
    QVERIFY(found([](Receipt& r) { r.me = 2; }));
    QVERIFY(found([](Receipt& r) { r.me = 3; }));
    QVERIFY(found([&](Receipt& r) { r.agreement.seals[0] = r.agreement.seals[1]; }));
}

void TestReceipt::chainCannotBeShortenedOrReordered() {
    const Run run;
    const auto good = run.receipt(1);
    for (std::size_t i = 0; i < good.entries.size(); ++i) {
        auto bad = good;
        bad.entries.erase(bad.entries.begin() + static_cast<std::ptrdiff_t>(i));
        QVERIFY(!verify_receipt(bad).ok());
    }
    auto swapped = good;
    std::swap(swapped.entries[0], swapped.entries[1]);
    QVERIFY(!verify_receipt(swapped).ok());
    // The record of another session, or of another participant, closed for this receipt.
    const RecordChain elsewhere(SessionId{9}, run.world.people[1].key);
    QCOMPARE(close_receipt(run.draft(1), elsewhere).error().fault, Fault::usage);
    QCOMPARE(close_receipt(run.draft(1), run.chain(2)).error().fault, Fault::usage);
}

void TestReceipt::commitmentNeedsTheSalt() {
    const Bytes result{4, 2};
    const ByteArray<32> salt{1}, other{2};
    QVERIFY(commit_result(salt, result) == commit_result(salt, result));
    QVERIFY(commit_result(salt, result) != commit_result(other, result));
    QVERIFY(commit_result(salt, result) != commit_result(salt, Bytes{4, 3}));
}

void TestReceipt::failedRunHasAReceiptToo() {
    const Run run;
    auto draft = run.draft(0);
    draft.outcomes.clear();
    draft.commitment.reset();
    draft.fault = Fault::partner_gone;
    const auto receipt = close_receipt(draft, run.chain(0));
    QVERIFY(receipt.ok());
    QVERIFY(receipt->to_json().find("\"outcome\": \"partner-gone\"") != std::string::npos);
    QVERIFY(Receipt::from_json(receipt->to_json()).ok());
}

void TestReceipt::closingChecksItsInput() {
    const Run run;
    const auto fault = [&](auto change) {
        auto bad = run.draft(1);
        change(bad);
        const auto receipt = close_receipt(bad, run.chain(1));
        return receipt.ok() ? std::optional<Fault>() : receipt.error().fault;
    };
    QCOMPARE(fault([](Receipt& r) { r.ended = r.started - std::chrono::seconds(1); }), Fault::usage);
    QCOMPARE(fault([](Receipt& r) { r.protocol.clear(); }), Fault::usage);
    QCOMPARE(fault([](Receipt& r) { r.me = 7; }), Fault::usage);
    QCOMPARE(fault([](Receipt& r) { r.outcomes.pop_back(); }), Fault::usage);
    RecordChain unnamed(run.world.proposal.session_id, run.world.people[1].key);
    unnamed.append(noon, "");
    QCOMPARE(close_receipt(run.draft(1), unnamed).error().fault, Fault::usage);
}

void TestReceipt::jsonEscapes() {
    JsonWriter json;
    json.open_object()
        .field("a\"b", "x\\\n\t\x01✓")
        .number("n", 0)
        .null("z")
        .open_array("l")
        .close_array()
        .close_object();
    const auto text = std::move(json).take();
    QJsonParseError status;
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(text), &status).object();
    QCOMPARE(status.error, QJsonParseError::NoError);
    QCOMPARE(object["a\"b"].toString(), QString("x\\\n\t\x01✓"));
    QVERIFY(object["z"].isNull() && object["l"].isArray());
}

QTEST_GUILESS_MAIN(TestReceipt)
#include "test_receipt.moc"
