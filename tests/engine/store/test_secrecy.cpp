#include "store/sealed_column.h"
#include "store_fixture.h"

using namespace tacit;
using namespace tacit::store;

namespace {

constexpr const char* canary = "CANARY-7f3a9b";

bool contains(const std::string& where, View what) {
    return where.find(as_text(what)) != std::string::npos;
}

Bytes canary_bytes() {
    return to_bytes(as_view(canary));
}

// Everything that is meant to be sealed holds the canary.
void fill(Profile& profile, const Identity& identity, const crypto::Secret<32>& mac_key) {
    Session session = example_session("s1");
    session.title = canary;
    session.proposal = session.agreement = session.result = session.receipt = canary_bytes();
    session.participants[0].organisation = session.participants[0].person = canary;
    session.participants[0].verify_key = identity.signing.verify_key();
    VERIFY_OK(profile.set_identity(identity));
    VERIFY_OK(profile.save_session(session));
    VERIFY_OK(
        profile.upsert_partner({{1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1}, canary, canary, Trust::known, 1, 2}));
    VERIFY_OK(
        profile.add_invitation({{7}, "s1", 1, mac_key.copy(), crypto::VerifyKey{8, 8, 8, 8, 8, 8}, 99}));
    VERIFY_OK(profile.save_claimed_invitation({{8}, "s1", canary_bytes(), 0, 0}));
    VERIFY_OK(profile.append_audit("s1", canary_bytes(), identity.signing));
    VERIFY_OK(profile.save_session_rows("s1", canary_bytes()));
}

}  // namespace

class TestSecrecy : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void secretsAreNotInTheFiles_data();
    void secretsAreNotInTheFiles();
    void erasedSessionsLeaveNoBytes();
    void lengthsDoNotTellShortAnswersApart();
    void movedValuesAreNoticed_data();
    void movedValuesAreNoticed();
    void swappedPublicKeyIsNoticed();
    void placesDoNotRunIntoEachOther();
};

void TestSecrecy::secretsAreNotInTheFiles_data() {
    QTest::addColumn<bool>("closed");
    QTest::newRow("open, in the log") << false;
    QTest::newRow("closed, in the database") << true;
}

void TestSecrecy::secretsAreNotInTheFiles() {
    QFETCH(const bool, closed);
    Home home;
    const Identity identity{canary, canary, crypto::SigningKey::generate(home.random),
                            crypto::CurveKey::generate(home.random), 0};
    const auto mac_key = home.random.secret<32>();
    auto profile = home.must_open();
    fill(*profile, identity, mac_key);
    if (QTest::currentTestFailed()) return;
    VERIFY_OK(profile->set_setting("in-the-clear", "VISIBLE-41c2"));
    VERIFY_OK(profile->set_sealed_setting("recipes", as_view(canary)));
    if (closed) profile.reset();

    const std::string bytes = home.all_bytes();
    QVERIFY(contains(bytes, as_view("VISIBLE-41c2")));  // that the search works at all
    QVERIFY(!contains(bytes, as_view(canary)));
    QVERIFY(!contains(bytes, as_view(to_hex(as_view(canary)))));
    QVERIFY(!contains(bytes, identity.signing.seed().view()));
    QVERIFY(!contains(bytes, identity.curve.secret().view()));
    QVERIFY(!contains(bytes, mac_key.view()));
    QVERIFY(!contains(bytes, Bytes{1, 2, 3, 4, 5, 6}));  // keys of partners
    QVERIFY(!contains(bytes, Bytes{6, 5, 4, 3, 2, 1}));
    QVERIFY(!contains(bytes, Bytes{8, 8, 8, 8, 8, 8}));
    QVERIFY(!contains(bytes, home.vault.keys.begin()->second));
}

void TestSecrecy::erasedSessionsLeaveNoBytes() {
    Home home;
    auto profile = home.must_open();
    VERIFY_OK(profile->save_session(example_session("erased-5b1d")));
    VERIFY_OK(profile->save_session_rows("erased-5b1d", canary_bytes()));
    std::string before = home.all_bytes();
    QVERIFY(contains(before, as_view("erased-5b1d")));
    VERIFY_OK(profile->erase_session("erased-5b1d"));
    QVERIFY(profile->session_rows("erased-5b1d").ok() && !*profile->session_rows("erased-5b1d"));
    QVERIFY(!contains(home.all_bytes(), as_view("erased-5b1d")));
    profile.reset();
    QVERIFY(!contains(home.all_bytes(), as_view("erased-5b1d")));
}

void TestSecrecy::lengthsDoNotTellShortAnswersApart() {
    crypto::SystemRandom random;
    const auto key = random.secret<32>();
    const Place place{"sessions", as_view("s1"), "result"};
    const auto size = [&](std::size_t length) {
        return seal_column(key, place, Bytes(length, 1), random).size();
    };
    QCOMPARE(size(4), size(5));
    QCOMPARE(size(0), size(sealed_block - 1));
    QVERIFY(size(sealed_block) > size(sealed_block - 1));
    for (const std::size_t length : {0U, 1U, 255U, 256U, 257U, 512U}) {
        Bytes plain(length, 0);  // zeros are what padding could swallow
        const auto opened = open_column(key, place, seal_column(key, place, plain, random));
        VERIFY_OK(opened);
        QCOMPARE(to_bytes(View(*opened)), plain);
    }
}

void TestSecrecy::movedValuesAreNoticed_data() {
    QTest::addColumn<QString>("change");
    QTest::newRow("to another session") << "UPDATE sessions SET result = (SELECT result FROM sessions WHERE "
                                           "id = 's2') WHERE id = 's1'";
    QTest::newRow("with its key") << "UPDATE sessions SET (result, data_key) = (SELECT result, data_key FROM "
                                     "sessions WHERE id = 's2') WHERE id = 's1'";
    QTest::newRow("to another column") << "UPDATE sessions SET result = proposal WHERE id = 's1'";
    QTest::newRow("the row renamed")
        << "DELETE FROM audit; DELETE FROM session_participants; DELETE FROM sessions "
           "WHERE id = 's1'; UPDATE sessions SET id = 's1' WHERE id = 's2'";
    QTest::newRow("participants swapped")
        << "UPDATE session_participants SET place = 9 WHERE session_id = 's1' AND place = 0";
    QTest::newRow("bytes altered")
        << "UPDATE sessions SET result = CAST(substr(result, 1, 40) || x'00000000' "
           "|| substr(result, 45) AS BLOB) WHERE id = 's1'";
    QTest::newRow("cut") << "UPDATE sessions SET result = x'0011' WHERE id = 's1'";
}

void TestSecrecy::movedValuesAreNoticed() {
    QFETCH(const QString, change);
    Home home;
    {
        const auto profile = home.must_open();
        VERIFY_OK(profile->save_session(example_session("s1")));
        VERIFY_OK(profile->save_session(example_session("s2")));
        VERIFY_OK(profile->session("s1"));
    }
    {
        Database database = home.raw();
        VERIFY_OK(database.execute("PRAGMA foreign_keys = OFF"));
        VERIFY_OK(database.execute(change.toStdString()));
    }
    COMPARE_FAULT(home.must_open()->session("s1"), Fault::profile_damaged);
}

void TestSecrecy::swappedPublicKeyIsNoticed() {
    Home home;
    {
        const auto profile = home.must_open();
        VERIFY_OK(profile->set_identity({"a", "b", crypto::SigningKey::generate(home.random),
                                         crypto::CurveKey::generate(home.random), 0}));
        VERIFY_OK(profile->upsert_partner({{1}, {2}, "honest", "", Trust::known, 0, 0}));
        VERIFY_OK(profile->upsert_partner({{3}, {4}, "evil", "", Trust::invited, 0, 0}));
    }
    VERIFY_OK(home.raw().execute("UPDATE identity SET verify_key = zeroblob(32)"));
    // Who can write the file cannot lend one partner's trust to another.
    VERIFY_OK(
        home.raw().execute("UPDATE partners SET trust = (SELECT trust FROM partners AS other "
                           "WHERE other.tag <> partners.tag)"));
    const auto profile = home.must_open();
    COMPARE_FAULT(profile->identity(), Fault::profile_damaged);
    COMPARE_FAULT(profile->partners(), Fault::profile_damaged);
}

void TestSecrecy::placesDoNotRunIntoEachOther() {
    crypto::SystemRandom random;
    const auto key = random.secret<32>();
    const Bytes sealed = seal_column(key, {"ab", as_view("c"), "d"}, as_view("x"), random);
    VERIFY_OK(open_column(key, {"ab", as_view("c"), "d"}, sealed));
    COMPARE_FAULT(open_column(key, {"a", as_view("bc"), "d"}, sealed), Fault::profile_damaged);
    COMPARE_FAULT(open_column(key, {"ab", as_view(""), "cd"}, sealed), Fault::profile_damaged);
}

QTEST_GUILESS_MAIN(TestSecrecy)
#include "test_secrecy.moc"
