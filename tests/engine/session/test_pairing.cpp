#include <QTest>

#include "people.h"
#include "session/pairing_desk.h"

using namespace tacit;
using namespace tacit::session;
using namespace tacit::session::test;

class TestPairing : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void claimAndWelcome();
    void sameProfileComesBack();
    void otherProfileIsTooLate();
    void oneProfileHasOnePlace();
    void clockTable_data();
    void clockTable();
    void threeBadClaimsBurn();
    void noiseDoesNotTakeAPlaceAway();
    void everyDamagedClaimIsRefused();
    void everyDamagedReplyIsRefused();
    void replyToAnotherClaimIsRefused();
    void changedProposal();
    void otherVersion();
    void closedDesk();
    void foreignHost();
    void copiedCard();
    void copiedTransportKey();
    void refusalWithoutProofIsBelievedForFewFaults();
};

namespace {

constexpr auto day = std::chrono::hours(24);

/// An organizer with invitations for two partners, and a stranger at place 3 of the people.
struct Scene {
    crypto::SeededRandom random{11};
    std::vector<Person> people = make_people(random, 4);
    Proposal proposal = make_proposal(random, people[0], 3);
    std::vector<Invitation> invitations;
    std::unique_ptr<PairingDesk> desk;

    Scene() {
        std::vector<InvitationRecord> records;
        for (Place place = 1; place < 3; ++place) {
            auto made = make_invitation(proposal, place, {"tcp://h:1"}, noon + 3 * day, people[0].key, random)
                            .value();
            invitations.push_back(std::move(made.invitation));
            records.push_back(std::move(made.record));
        }
        desk = std::make_unique<PairingDesk>(proposal, people[0].key, people[0].curve, std::move(records));
    }
    PartnerPairing claim(Place place, const Person& who, WallTime now = noon) {
        return PartnerPairing::begin(invitations[place - 1u], who.card, who.key, who.curve, now, random);
    }
    std::optional<Fault> outcome(Place place, const Person& who, WallTime client = noon,
                                 WallTime host = noon) {
        const auto pairing = claim(place, who, client);
        const auto result = pairing.finish(desk->handle(place, pairing.request(), host).reply);
        return result.ok() ? std::nullopt : std::optional(result.error().fault);
    }
};

}  // namespace

void TestPairing::claimAndWelcome() {
    Scene scene;
    const auto pairing = scene.claim(1, scene.people[1]);
    const auto answer = scene.desk->handle(1, pairing.request(), noon + std::chrono::seconds(5));
    QVERIFY(answer.claimed.has_value());
    QCOMPARE(answer.claimed->place, Place(1));
    QVERIFY(answer.claimed->card == scene.people[1].card);
    const auto welcome = pairing.finish(answer.reply);
    QVERIFY(welcome.ok());
    QCOMPARE(welcome->place, Place(1));
    QVERIFY(welcome->session_id == scene.proposal.session_id);
    QVERIFY(welcome->host_time == noon + std::chrono::seconds(5));
    QVERIFY(pairing.request().size() <= max_pairing);
}

void TestPairing::sameProfileComesBack() {
    Scene scene;
    const auto pairing = scene.claim(1, scene.people[1]);
    const auto first = scene.desk->handle(1, pairing.request(), noon);
    const auto repeat = scene.desk->handle(1, pairing.request(), noon);
    QCOMPARE(repeat.reply, first.reply);
    QVERIFY(!repeat.claimed.has_value());
    // With a new nonce, and even after the expiry: it was in time once.
    const auto again = scene.claim(1, scene.people[1], noon + 4 * day);
    const auto answer = scene.desk->handle(1, again.request(), noon + 4 * day);
    QVERIFY(!answer.claimed.has_value());
    QCOMPARE(answer.reply.front(), std::uint8_t(2));
}

void TestPairing::otherProfileIsTooLate() {
    Scene scene;
    QVERIFY(!scene.outcome(1, scene.people[1]));
    QCOMPARE(scene.outcome(1, scene.people[3]), Fault::invitation_used);
    // The same key under another name is not the same profile.
    auto renamed = make_person(scene.random, "X");
    renamed.key = crypto::SigningKey::from_seed(scene.people[1].key.seed().view());
    renamed.curve = crypto::CurveKey::from_secret(scene.people[1].curve.secret().view());
    renamed.card =
        IdentityCard::issue(renamed.key, "Renamed", "P", scene.people[1].curve.public_key(), noon).value();
    QCOMPARE(scene.outcome(1, renamed), Fault::invitation_used);
    QVERIFY(!scene.outcome(1, scene.people[1]));
}

void TestPairing::oneProfileHasOnePlace() {
    Scene scene;
    QVERIFY(!scene.outcome(1, scene.people[1]));
    QCOMPARE(scene.outcome(2, scene.people[1]), Fault::refused);
    QCOMPARE(scene.outcome(2, scene.people[0]), Fault::refused);
    // Two profiles that share a transport key, which both can prove.
    auto thief = make_person(scene.random, "Thief");
    thief.curve = crypto::CurveKey::from_secret(scene.people[1].curve.secret().view());
    thief.card =
        IdentityCard::issue(thief.key, "Thief", "T", scene.people[1].curve.public_key(), noon).value();
    QCOMPARE(scene.outcome(2, thief), Fault::refused);
    QVERIFY(!scene.outcome(2, scene.people[2]));
}

void TestPairing::clockTable_data() {
    QTest::addColumn<qint64>("hostMinutes");  // relative to the expiry
    QTest::addColumn<qint64>("clientMinutes");
    QTest::addColumn<int>("fault");  // -1 = welcome
    const auto expired = static_cast<int>(Fault::invitation_expired),
               wrong = static_cast<int>(Fault::wrong_clock);
    QTest::newRow("both in time") << qint64(-60) << qint64(-60) << -1;
    QTest::newRow("both in time, far apart") << qint64(-60) << qint64(-6000) << -1;
    QTest::newRow("at the last moment") << qint64(0) << qint64(0) << -1;
    QTest::newRow("client a little late") << qint64(-3) << qint64(3) << -1;
    QTest::newRow("client late by ten minutes' difference") << qint64(-5) << qint64(5) << -1;
    QTest::newRow("client late by eleven") << qint64(-5) << qint64(6) << wrong;
    QTest::newRow("client years ahead") << qint64(-60) << qint64(999999) << wrong;
    QTest::newRow("host late, client near") << qint64(3) << qint64(-3) << expired;
    QTest::newRow("host late, client far behind") << qint64(60) << qint64(-60) << wrong;
    QTest::newRow("both late") << qint64(60) << qint64(60) << expired;
    QTest::newRow("both late, far apart") << qint64(60) << qint64(6000) << expired;
}

void TestPairing::clockTable() {
    QFETCH(qint64, hostMinutes);
    QFETCH(qint64, clientMinutes);
    QFETCH(int, fault);
    Scene scene;
    const auto expiry = noon + 3 * day;
    const auto pairing = scene.claim(1, scene.people[1], expiry + std::chrono::minutes(clientMinutes));
    const auto answer = scene.desk->handle(1, pairing.request(), expiry + std::chrono::minutes(hostMinutes));
    const auto result = pairing.finish(answer.reply);
    QCOMPARE(result.ok() ? -1 : static_cast<int>(result.error().fault), fault);
    QCOMPARE(answer.claimed.has_value(), fault < 0);
    if (fault == static_cast<int>(Fault::wrong_clock))
        QVERIFY(result.error().detail.starts_with("here 20") &&
                result.error().detail.find(", there 20") != std::string::npos);
}

void TestPairing::threeBadClaimsBurn() {
    Scene scene;
    const auto pairing = scene.claim(1, scene.people[1]);
    auto bad = to_bytes(pairing.request());
    bad.back() ^= 1;
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!scene.desk->burnt(1));
        const auto answer = scene.desk->handle(1, bad, noon);
        QVERIFY(!answer.claimed.has_value());
        QCOMPARE(answer.reply.front(), std::uint8_t(3));
    }
    QVERIFY(scene.desk->burnt(1));
    QVERIFY(!scene.desk->burnt(2));
    QCOMPARE(scene.outcome(1, scene.people[1]), Fault::refused);
    QVERIFY(!scene.outcome(2, scene.people[2]));
}

void TestPairing::noiseDoesNotTakeAPlaceAway() {
    Scene scene;
    QVERIFY(!scene.outcome(1, scene.people[1]));
    for (int i = 0; i < 10; ++i) (void)scene.desk->handle(1, Bytes{1, 2, 3}, noon);
    QVERIFY(!scene.desk->burnt(1));
    QVERIFY(!scene.outcome(1, scene.people[1]));
}

void TestPairing::everyDamagedClaimIsRefused() {
    const auto good = to_bytes(Scene().claim(1, Scene().people[1]).request());
    auto scene = std::make_unique<Scene>();
    for_each_damage(good, [&](const Bytes& bad, const std::string& what) {
        if (scene->desk->burnt(1)) scene = std::make_unique<Scene>();
        const auto answer = scene->desk->handle(1, bad, noon);
        QVERIFY2(!answer.claimed.has_value(), what.c_str());
        QVERIFY2(answer.reply.front() == 3, what.c_str());
    });
    Scene fresh;
    QVERIFY(fresh.desk->handle(1, good, noon).claimed.has_value());
    QVERIFY(!Scene().desk->handle(2, good, noon).claimed.has_value());  // another invitation's connection
    QVERIFY(!Scene().desk->handle(7, good, noon).claimed.has_value());
}

void TestPairing::everyDamagedReplyIsRefused() {
    Scene scene;
    const auto pairing = scene.claim(1, scene.people[1]);
    const auto welcome = scene.desk->handle(1, pairing.request(), noon).reply;
    for_each_damage(welcome, [&](const Bytes& bad, const std::string& what) {
        const auto result = pairing.finish(bad);
        QVERIFY2(!result.ok(), what.c_str());
        QVERIFY2(
            result.error().fault == Fault::wrong_host || result.error().fault == Fault::malformed_message,
            what.c_str());
    });
    const auto late = scene.claim(1, scene.people[3]);
    const auto refusal = scene.desk->handle(1, late.request(), noon).reply;
    QCOMPARE(late.finish(refusal).error().fault, Fault::invitation_used);
    for_each_damage(refusal, [&](const Bytes& bad, const std::string& what) {
        const auto result = late.finish(bad);
        QVERIFY2(!result.ok() && result.error().fault != Fault::invitation_used, what.c_str());
    });
}

void TestPairing::replyToAnotherClaimIsRefused() {
    Scene scene;
    const auto first = scene.claim(1, scene.people[1]);
    const auto second = scene.claim(1, scene.people[1]);
    const auto reply = scene.desk->handle(1, first.request(), noon).reply;
    QVERIFY(first.finish(reply).ok());
    QCOMPARE(second.finish(reply).error().fault, Fault::wrong_host);
}

void TestPairing::changedProposal() {
    Scene scene;
    scene.invitations[0].proposal.title = "Another title";
    QCOMPARE(scene.outcome(1, scene.people[1]), Fault::changed_proposal);
}

void TestPairing::otherVersion() {
    Scene scene;
    const auto pairing = scene.claim(1, scene.people[1]);
    auto newer = to_bytes(pairing.request());
    newer[1] = 9;
    const auto answer = scene.desk->handle(1, newer, noon);
    QCOMPARE(answer.reply.front(), std::uint8_t(3));
    QVERIFY(!scene.desk->burnt(1));
    // What a host of another version answers, with the version field that all refusals have.
    auto refusal = encode_refusal(Fault::version_differs, noon, claim_hash(pairing.request()), nullptr);
    refusal[1] = 9;
    const auto result = pairing.finish(refusal);
    QCOMPARE(result.error().fault, Fault::version_differs);
    QVERIFY(result.error().detail.find("version 9") != std::string::npos);
    QVERIFY(result.error().detail.find("program 3") != std::string::npos);
}

void TestPairing::closedDesk() {
    Scene scene;
    scene.desk->close();
    QCOMPARE(scene.outcome(1, scene.people[1]), Fault::cancelled);
}

void TestPairing::foreignHost() {
    // Somebody who knows the whole invitation, its secret included, but is not the organizer.
    Scene scene;
    const auto pairing = scene.claim(1, scene.people[1]);
    const auto keys = scene.invitations[0].pairing_keys();
    const auto reply = encode_welcome({scene.proposal.session_id, 1, noon}, claim_hash(pairing.request()),
                                      scene.people[3].key, keys.mac);
    QCOMPARE(pairing.finish(reply).error().fault, Fault::wrong_host);
    QCOMPARE(pairing.finish(reply).error().partner, std::string("Åbo Steel"));
    const auto elsewhere = encode_welcome({scene.proposal.session_id, 2, noon}, claim_hash(pairing.request()),
                                          scene.people[0].key, keys.mac);
    QCOMPARE(pairing.finish(elsewhere).error().fault, Fault::malformed_message);
}

void TestPairing::copiedCard() {
    // With the secret of an invitation, but another person's card: the claim is not signed by the card's key.
    Scene scene;
    const auto pairing =
        PartnerPairing::begin(scene.invitations[0], scene.people[1].card, scene.people[3].key,
                              scene.people[1].curve, noon, scene.random);
    QCOMPARE(pairing.finish(scene.desk->handle(1, pairing.request(), noon).reply).error().fault,
             Fault::refused);
}

void TestPairing::copiedTransportKey() {
    // A partner who claims first with another's public CURVE key in its own, well signed card. It cannot
    // prove that key, whatever it tries in its place, and does not keep its owner out.
    Scene scene;
    const auto& thief = scene.people[2];
    const auto& victim = scene.people[1];
    const auto stolen =
        IdentityCard::issue(thief.key, "Contoso", "P", victim.curve.public_key(), noon).value();
    for (const auto* curve : {&thief.curve, &thief.ephemeral}) {
        const auto claim =
            PartnerPairing::begin(scene.invitations[1], stolen, thief.key, *curve, noon, scene.random);
        const auto answer = scene.desk->handle(2, claim.request(), noon);
        QVERIFY(!answer.claimed.has_value());
        QCOMPARE(claim.finish(answer.reply).error().fault, Fault::refused);
    }
    QVERIFY(!scene.outcome(1, victim));
    QVERIFY(!scene.desk->burnt(2));
    QVERIFY(!scene.outcome(2, thief));
    // A key of small order has no secret half that anybody could prove.
    Scene other;
    const auto worthless = IdentityCard::issue(thief.key, "Contoso", "P", crypto::CurvePublic{1}, noon);
    const auto claim =
        PartnerPairing::begin(other.invitations[0], *worthless, thief.key, thief.curve, noon, other.random);
    QCOMPARE(claim.finish(other.desk->handle(1, claim.request(), noon).reply).error().fault, Fault::refused);
}

void TestPairing::refusalWithoutProofIsBelievedForFewFaults() {
    Scene scene;
    const auto pairing = scene.claim(1, scene.people[1]);
    const auto told = [&](Fault fault) {
        return pairing.finish(encode_refusal(fault, noon, claim_hash(pairing.request()), nullptr))
            .error()
            .fault;
    };
    QCOMPARE(told(Fault::refused), Fault::refused);
    QCOMPARE(told(Fault::cancelled), Fault::cancelled);
    QCOMPARE(told(Fault::version_differs), Fault::version_differs);
    QCOMPARE(told(Fault::invitation_used), Fault::malformed_message);
    QCOMPARE(told(Fault::changed_proposal), Fault::malformed_message);
    QCOMPARE(told(Fault::internal), Fault::malformed_message);
}

QTEST_GUILESS_MAIN(TestPairing)
#include "test_pairing.moc"
