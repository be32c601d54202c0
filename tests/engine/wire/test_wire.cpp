#include <QTest>

#include "wire/reader.h"
#include "wire/writer.h"

using namespace tacit;

class TestWire : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void roundTrip();
    void truncationAtEveryByteFails();
    void trailingBytesFail();
    void lengthsAreHeldAgainstTheLimit();
    void textMustBeUtf8WithoutControls();
    void booleanIsStrict();
};

static Bytes sample() {
    wire::Writer w;
    w.u8(7).u16(0x1234).u32(0xdeadbeef).u64(1ull << 63).i64(-5).boolean(true).text("Åbo ✓").blob(Bytes{1, 2});
    return std::move(w).take();
}

static Status parse(View bytes) {
    wire::Reader r(bytes);
    const bool same = r.u8() == 7 && r.u16() == 0x1234 && r.u32() == 0xdeadbeef && r.u64() == 1ull << 63 &&
                      r.i64() == -5 && r.boolean() && r.text(20) == "Åbo ✓" && r.blob(2).size() == 2;
    if (!same && !r.failed()) return error(Fault::internal);
    return r.finish();
}

void TestWire::roundTrip() {
    QVERIFY(parse(sample()).ok());
}

void TestWire::truncationAtEveryByteFails() {
    const auto bytes = sample();
    for (std::size_t n = 0; n < bytes.size(); ++n) {
        const auto status = parse(View(bytes).first(n));
        QVERIFY(!status.ok());
        QCOMPARE(status.error().fault, Fault::malformed_message);
    }
}

void TestWire::trailingBytesFail() {
    auto bytes = sample();
    bytes.push_back(0);
    QVERIFY(!parse(bytes).ok());
}

void TestWire::lengthsAreHeldAgainstTheLimit() {
    const Bytes huge{0xff, 0xff, 0xff, 0xff, 1};
    QVERIFY((wire::Reader(huge).blob(1u << 31).empty()));
    wire::Reader r(huge);
    QCOMPARE(r.count(0xffffffffu, 1), 0u);
    QVERIFY(r.failed());
}

void TestWire::textMustBeUtf8WithoutControls() {
    for (const std::string bad : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "a\x01", "\xc3"}) {
        wire::Writer w;
        w.text(bad);
        wire::Reader r(w.view());
        (void)r.text(100);
        QVERIFY2(r.failed(), bad.c_str());
    }
}

void TestWire::booleanIsStrict() {
    const Bytes two{2};
    wire::Reader r(two);
    (void)r.boolean();
    QVERIFY(r.failed());
}

QTEST_GUILESS_MAIN(TestWire)
#include "test_wire.moc"
