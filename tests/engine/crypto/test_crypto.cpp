#include <QTest>

#include "crypto/aead.h"
#include "crypto/curve25519.h"
#include "crypto/hash.h"
#include "crypto/ristretto.h"
#include "crypto/signature.h"

using namespace tacit;
using namespace tacit::crypto;

class TestCrypto : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void expandMessageXmdMatchesRfc9380();
    void ristrettoMatchesRfc9496();
    void badEncodingsAreRefused();
    void scalarArithmetic();
    void sealedValuesAreBoundToKeyAndPlace();
    void numberedMessagesCannotBeReplayed();
    void signaturesAreBoundToTheirPurpose();
    void agreementIsSymmetricAndRefusesSmallOrder();
    void hasherSeparatesFields();
};

void TestCrypto::expandMessageXmdMatchesRfc9380() {
    // RFC 9380, appendix K.3 (expander with SHA-512), length 0x20.
    const std::string domain = "QUUX-V01-CS02-with-expander-SHA512-256";
    QCOMPARE(to_hex(expand_message_xmd({}, domain, 0x20)),
             std::string("6b9a7312411d92f921c6f68ca0b6380730a1a4d982c507211a90964c394179ba"));
    QCOMPARE(to_hex(expand_message_xmd(as_view("abc"), domain, 0x20)),
             std::string("0da749f12fbe5483eb066a5f595055679b976e93abe9be6f0f6318bce7aca8dc"));
}

void TestCrypto::ristrettoMatchesRfc9496() {
    // RFC 9496, appendix A.1: the multiples B[1] and B[2] of the generator.
    QCOMPARE(to_hex(Point::base(Scalar::from_u64(1)).bytes()),
             std::string("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"));
    const auto two = Point::base(Scalar::from_u64(2));
    QCOMPARE(to_hex(two.bytes()),
             std::string("6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919"));
    const auto one = Point::base(Scalar::from_u64(1));
    QVERIFY(one + one == two);
    // Appendix A.3: element derivation from uniform bytes.
    const auto uniform = array_from_hex<64>(
        "5d1be09e3d0c82fc538112490e35701979d99e06ca3e2b5b54bffe8b4dc772c1"
        "4d98b696a1bbfb5ca32c436cc61c16563790306c79eaca7705668b47dffe5bb6");
    QVERIFY(uniform.has_value());
    QCOMPARE(to_hex(Point::from_uniform(*uniform).bytes()),
             std::string("3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46"));
}

void TestCrypto::badEncodingsAreRefused() {
    // RFC 9496, appendix A.2 (a selection): non-canonical, negative, non-square, and the identity.
    for (const auto* hex : {"00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                            "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "0100000000000000000000000000000000000000000000000000000000000000",
                            "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
                            "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
                            "0000000000000000000000000000000000000000000000000000000000000000"})
        QVERIFY2(!Point::decode(*array_from_hex<32>(hex)).has_value(), hex);
    QVERIFY(!Scalar::decode(
                 *array_from_hex<32>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))
                 .has_value());
}

void TestCrypto::scalarArithmetic() {
    SeededRandom random(1);
    const auto a = Scalar::random(random);
    const auto b = Scalar::random_nonzero(random);
    QVERIFY((a + b) - b == a);
    QVERIFY(a * b * b.inverted() == a);
    QVERIFY((a + a.negated()).is_zero());
    QVERIFY(Point::base(a + b) == Point::base(a) + Point::base(b));
}

void TestCrypto::sealedValuesAreBoundToKeyAndPlace() {
    SeededRandom random(2);
    const AeadKey key = random.secret<32>();
    const AeadKey other = random.secret<32>();
    const auto sealed = seal(key, as_view("value"), as_view("table/1"), random);
    const auto opened = open(key, sealed, as_view("table/1"));
    QVERIFY(opened.ok());
    QCOMPARE(std::string(opened->begin(), opened->end()), std::string("value"));
    QVERIFY(!open(key, sealed, as_view("table/2")).ok());
    QVERIFY(!open(other, sealed, as_view("table/1")).ok());
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto altered = sealed;
        altered[i] ^= 1;
        QVERIFY(!open(key, altered, as_view("table/1")).ok());
    }
}

void TestCrypto::numberedMessagesCannotBeReplayed() {
    SeededRandom random(3);
    const AeadKey key = random.secret<32>();
    const auto sealed = seal_numbered(key, 5, as_view("m"), {});
    QVERIFY(open_numbered(key, 5, sealed, {}).ok());
    QCOMPARE(open_numbered(key, 6, sealed, {}).error().fault, Fault::cheating);
}

void TestCrypto::signaturesAreBoundToTheirPurpose() {
    SeededRandom random(4);
    const auto key = SigningKey::generate(random);
    const auto signature = key.sign("a", as_view("m"));
    QVERIFY(verify(key.verify_key(), "a", as_view("m"), signature));
    QVERIFY(!verify(key.verify_key(), "b", as_view("m"), signature));
    QVERIFY(!verify(key.verify_key(), "a", as_view("n"), signature));
    QVERIFY(SigningKey::from_seed(key.seed().view()).verify_key() == key.verify_key());
}

void TestCrypto::agreementIsSymmetricAndRefusesSmallOrder() {
    SeededRandom random(5);
    const auto a = CurveKey::generate(random);
    const auto b = CurveKey::generate(random);
    const auto ab = a.agree(b.public_key(), "t");
    const auto ba = b.agree(a.public_key(), "t");
    QVERIFY(ab && ba && equal_fixed_time(ab->view(), ba->view()));
    QVERIFY(!a.agree(CurvePublic{}, "t").has_value());
}

void TestCrypto::hasherSeparatesFields() {
    QVERIFY(Hasher("l").add("ab").add("c").finish() != Hasher("l").add("a").add("bc").finish());
    QVERIFY(Hasher("l").add("").finish() != Hasher("l").finish());
    const auto key = to_bytes(as_view("a key of thirty-two bytes, or so"));
    const KeyedBlake2b keyed(key);
    for (const std::size_t size : {0, 1, 127, 128, 129, 1000}) {
        const std::string message(size, 'm');
        QVERIFY(keyed(as_view(message)) == blake2b(as_view(message), key));
    }
}

QTEST_GUILESS_MAIN(TestCrypto)
#include "test_crypto.moc"
