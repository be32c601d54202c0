#include <QDir>
#include <QFile>
#include <QTest>

#include "crypto/random.h"
#include "mpc/oprf/oprf.h"

using namespace tacit;
using namespace tacit::mpc;
using crypto::Point;
using crypto::Scalar;

namespace {

const QString vector_folder = QStringLiteral(TACIT_SOURCE_DIR "/tests/vectors/oprf");

/// Lines "Name = hex"; # begins a comment.
QMap<QString, Bytes> read_vector(const QString& name) {
    QFile file(vector_folder + "/" + name);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QMap<QString, Bytes> out;
    for (const auto& line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts)) {
        const auto parts = line.split(" = ");
        if (line.startsWith('#') || parts.size() != 2) continue;
        if (const auto bytes = from_hex(parts[1].trimmed().toStdString())) out[parts[0]] = *bytes;
    }
    return out;
}

std::string hex(View bytes) {
    return to_hex(bytes);
}
std::span<const std::uint8_t, 32> fixed(const Bytes& bytes) {
    return std::span(bytes).first<32>();
}

}  // namespace

class TestOprf : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void matchesRfc9497_data();
    void matchesRfc9497();
    void bothWaysGiveTheSameOutput();
    void inputsAreBounded();
    void keysDependOnSeedAndInfo();
};

void TestOprf::matchesRfc9497_data() {
    QTest::addColumn<QString>("name");
    const auto names = QDir(vector_folder).entryList({"*.txt"}, QDir::Files);
    QCOMPARE(names.size(), 2);  // the appendix has two
    for (const auto& name : names) QTest::newRow(qPrintable(name)) << name;
}

void TestOprf::matchesRfc9497() {
    QFETCH(QString, name);
    const auto vector = read_vector(name);
    QCOMPARE(vector.size(), 8);
    const auto keys = oprf::derive_key_pair(fixed(vector["Seed"]), vector["KeyInfo"]);
    QVERIFY(keys.has_value());
    QCOMPARE(hex(keys->secret.bytes()), hex(vector["skSm"]));
    QVERIFY(keys->public_key == Point::base(keys->secret));

    const auto& input = vector["Input"];
    const auto blind = Scalar::decode(fixed(vector["Blind"]));
    QVERIFY(blind.has_value());
    const auto blinded = oprf::blind(input, *blind);
    QVERIFY(blinded.has_value());
    QCOMPARE(hex(blinded->bytes()), hex(vector["BlindedElement"]));
    const auto evaluated = oprf::blind_evaluate(keys->secret, *blinded);
    QCOMPARE(hex(evaluated.bytes()), hex(vector["EvaluationElement"]));
    QCOMPARE(hex(oprf::finalize(input, *blind, evaluated)), hex(vector["Output"]));
    QCOMPARE(hex(*oprf::evaluate(keys->secret, input)), hex(vector["Output"]));
}

void TestOprf::bothWaysGiveTheSameOutput() {
    crypto::SeededRandom random(1);
    const auto key = Scalar::random_nonzero(random);
    for (std::size_t size : {0, 1, 31, 127, 128, 129, 1000, 65535}) {
        Bytes input(size);
        random.fill(input);
        const auto blind = Scalar::random_nonzero(random);
        const auto blinded = oprf::blind(input, blind);
        QVERIFY(blinded.has_value());
        QVERIFY(oprf::finalize(input, blind, oprf::blind_evaluate(key, *blinded)) ==
                *oprf::evaluate(key, input));
        QVERIFY(*oprf::evaluate(key + Scalar::from_u64(1), input) != *oprf::evaluate(key, input));
    }
}

void TestOprf::inputsAreBounded() {
    const auto one = Scalar::from_u64(1);
    QVERIFY(oprf::blind(Bytes(65535), one).has_value());
    QVERIFY(!oprf::blind(Bytes(65536), one).has_value());
    QVERIFY(!oprf::evaluate(one, Bytes(65536)).has_value());
    QVERIFY(!oprf::derive_key_pair(ByteArray<32>{}, Bytes(65536)).has_value());
}

void TestOprf::keysDependOnSeedAndInfo() {
    const ByteArray<32> zero{};
    const ByteArray<32> one{1};
    const auto base = oprf::derive_key_pair(zero, as_view("info"))->secret;
    QVERIFY(!(base == oprf::derive_key_pair(one, as_view("info"))->secret));
    QVERIFY(!(base == oprf::derive_key_pair(zero, as_view("other"))->secret));
    QVERIFY(base == oprf::derive_key_pair(zero, as_view("info"))->secret);
}

QTEST_APPLESS_MAIN(TestOprf)
#include "test_oprf.moc"
