#include <sys/stat.h>

#include <thread>

#include "store_fixture.h"

using namespace tacit;
using namespace tacit::store;

namespace {

unsigned mode_of(const std::filesystem::path& file) {
    struct stat info {};
    return ::stat(file.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
}

Partner example_partner(std::uint8_t number) {
    return {{number}, {9, number}, "Contoso", "Grace", Trust::verified, 1000, 2000};
}

}  // namespace

class TestProfile : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void folderAndFilesAreForTheirOwnerOnly();
    void secondOpeningIsBusyUntilTheFirstEnds();
    void staleLockFileDoesNotMatter();
    void identitySurvives();
    void partnersAreOneRowPerKey();
    void sessionsSurvive();
    void savingAgainKeepsAuditAndInvitations();
    void statesChangeAlone();
    void erasedSessionsTakeEverythingWithThem();
    void invitationsBelongToTheFirstWhoClaims();
    void burntInvitationsCannotBeClaimed();
    void claimedInvitationsSurvive();
    void settingsSurvive();
    void writersFromManyThreads();
    void profilesOfEveryVersionOpen_data();
    void profilesOfEveryVersionOpen();
};

void TestProfile::folderAndFilesAreForTheirOwnerOnly() {
    Home home;
    const mode_t before = ::umask(0);
    {
        const auto profile = home.must_open();
        VERIFY_OK(profile->set_setting("a", "b"));
        QCOMPARE(mode_of(home.folder), 0700U);
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(home.folder)) {
            QCOMPARE(mode_of(entry.path()), 0600U);
            ++files;
        }
        QCOMPARE(files, 3);  // database, its log, lock
    }
    ::umask(before);
}

void TestProfile::secondOpeningIsBusyUntilTheFirstEnds() {
    Home home;
    auto first = home.must_open();
    COMPARE_FAULT(home.open(), Fault::profile_busy);
    VERIFY_OK(first->set_setting("still", "works"));
    first.reset();
    VERIFY_OK(home.open());
}

void TestProfile::staleLockFileDoesNotMatter() {
    Home home;
    home.must_open().reset();
    { std::ofstream(home.folder / "lock") << "4711"; }
    VERIFY_OK(home.open());
}

void TestProfile::identitySurvives() {
    Home home;
    const Identity made{"Northwind", "Ada Løvelace", crypto::SigningKey::generate(home.random),
                        crypto::CurveKey::generate(home.random), 0};
    {
        const auto profile = home.must_open();
        QVERIFY(!(*profile->identity()).has_value());
        VERIFY_OK(profile->set_identity(made));
    }
    const auto profile = home.must_open();
    const auto back = profile->identity();
    VERIFY_OK(back);
    QVERIFY(back->has_value());
    QCOMPARE((*back)->organisation, made.organisation);
    QCOMPARE((*back)->person, made.person);
    QCOMPARE((*back)->signing.verify_key(), made.signing.verify_key());
    QCOMPARE((*back)->curve.public_key(), made.curve.public_key());
    QCOMPARE((*back)->created_ms, home.clock.ms);
    QVERIFY(crypto::equal_fixed_time((*back)->signing.seed().view(), made.signing.seed().view()));
    QVERIFY(crypto::equal_fixed_time((*back)->curve.secret().view(), made.curve.secret().view()));
}

void TestProfile::partnersAreOneRowPerKey() {
    Home home;
    const auto profile = home.must_open();
    VERIFY_OK(profile->upsert_partner(example_partner(1)));
    Partner other = example_partner(2);
    other.last_seen_ms = 5000;
    VERIFY_OK(profile->upsert_partner(other));
    Partner again = example_partner(1);
    again.organisation = "Contoso Ltd";
    again.trust = Trust::known;
    again.first_seen_ms = 1500;  // later than known: the earliest stays
    again.last_seen_ms = 9000;
    VERIFY_OK(profile->upsert_partner(again));

    const auto all = profile->partners();
    VERIFY_OK(all);
    QCOMPARE(all->size(), std::size_t{2});
    const Partner& first = all->front();
    QCOMPARE(first.verify_key, example_partner(1).verify_key);
    QCOMPARE(first.curve_key, example_partner(1).curve_key);
    QCOMPARE(first.organisation, std::string("Contoso Ltd"));
    QCOMPARE(first.person, std::string("Grace"));
    QVERIFY(first.trust == Trust::known);
    // Met again by a mere invitation: what was checked stays checked, all else is the latest.
    again.organisation = "Contoso AG";
    again.trust = Trust::by_invitation;
    VERIFY_OK(profile->upsert_partner(again));
    const auto met = *profile->partner(again.verify_key);
    QVERIFY(met && met->trust == Trust::known);
    QCOMPARE(met->organisation, std::string("Contoso AG"));
    again.organisation = "Contoso Ltd";
    VERIFY_OK(profile->upsert_partner(again));
    QCOMPARE(first.first_seen_ms, std::int64_t{1000});
    QCOMPARE(first.last_seen_ms, std::int64_t{9000});

    QVERIFY((*profile->partner(other.verify_key)).has_value());
    VERIFY_OK(profile->remove_partner(other.verify_key));
    QVERIFY(!(*profile->partner(other.verify_key)).has_value());
}

void TestProfile::sessionsSurvive() {
    Home home;
    Session made = example_session("s1");
    made.fault = "partner-gone";
    made.attempts = 2;
    made.role = SessionRole::partner;
    made.receipt = Bytes{};       // empty and missing are two things
    made.result = Bytes(700, 0);  // trailing zeros survive the padding
    {
        const auto profile = home.must_open();
        VERIFY_OK(profile->save_session(made));
        home.clock.ms += 1000;
        VERIFY_OK(profile->save_session(example_session("s2")));
    }
    const auto profile = home.must_open();
    const auto list = profile->sessions();
    VERIFY_OK(list);
    QCOMPARE(list->size(), std::size_t{2});
    QCOMPARE(list->at(0).id, std::string("s2"));
    QCOMPARE(list->at(1).title, made.title);

    const auto back = profile->session("s1");
    VERIFY_OK(back);
    const Session& session = **back;
    QCOMPARE(session.title, made.title);
    QCOMPARE(session.question, made.question);
    QVERIFY(session.role == SessionRole::partner);
    QCOMPARE(session.state, made.state);
    QCOMPARE(session.fault, made.fault);
    QCOMPARE(session.attempts, std::int64_t{2});
    QCOMPARE(session.created_ms, home.clock.ms - 1000);
    QCOMPARE(session.proposal, made.proposal);
    QCOMPARE(session.agreement, std::optional<Bytes>());
    QCOMPARE(session.result, made.result);
    QCOMPARE(session.receipt, made.receipt);
    QCOMPARE(session.participants.size(), std::size_t{2});
    QCOMPARE(session.participants[1].organisation, std::string("Contoso"));
    QCOMPARE(session.participants[1].person, std::string("Grace"));
    QCOMPARE(session.participants[1].verify_key, made.participants[1].verify_key);
    QVERIFY(!(*profile->session("none")).has_value());
}

void TestProfile::savingAgainKeepsAuditAndInvitations() {
    Home home;
    const auto profile = home.must_open();
    const auto key = crypto::SigningKey::generate(home.random);
    Session session = example_session("s1");
    VERIFY_OK(profile->save_session(session));
    VERIFY_OK(profile->append_audit("s1", as_view("started"), key));
    VERIFY_OK(profile->add_invitation({{1, 2}, "s1", 1, home.random.secret<32>(), {}, 99}));
    session.participants.pop_back();
    session.proposal.reset();
    home.clock.ms += 5;
    VERIFY_OK(profile->save_session(session));
    QCOMPARE(profile->audit("s1")->size(), std::size_t{1});
    QCOMPARE(profile->invitations("s1")->size(), std::size_t{1});
    const auto back = profile->session("s1");
    QCOMPARE((**back).participants.size(), std::size_t{1});
    QVERIFY(!(**back).proposal.has_value());
    QCOMPARE((**back).created_ms, home.clock.ms - 5);
    QCOMPARE((**back).updated_ms, home.clock.ms);
    VERIFY_OK(profile->verify_audit("s1", key.verify_key()));
    // What proves and answers is taken away by erasing alone, not by a save of somebody who has none.
    session.agreement = Bytes{5};
    VERIFY_OK(profile->save_session(session));
    session.agreement.reset();
    session.result.reset();
    session.receipt.reset();
    VERIFY_OK(profile->save_session(session));
    const auto kept = profile->session("s1");
    QCOMPARE((**kept).agreement, std::optional(Bytes{5}));
    QCOMPARE((**kept).result, example_session("s1").result);
    QCOMPARE((**kept).receipt, example_session("s1").receipt);
}

void TestProfile::statesChangeAlone() {
    Home home;
    const auto profile = home.must_open();
    VERIFY_OK(profile->save_session(example_session("s1")));
    VERIFY_OK(profile->set_session_state("s1", "failed", "deadline"));
    const auto back = profile->session("s1");
    QCOMPARE((**back).state, std::string("failed"));
    QCOMPARE((**back).fault, std::string("deadline"));
    QCOMPARE((**back).result, example_session("s1").result);
    COMPARE_FAULT(profile->set_session_state("none", "x"), Fault::usage);
    COMPARE_FAULT(profile->save_session({}), Fault::usage);
}

void TestProfile::erasedSessionsTakeEverythingWithThem() {
    Home home;
    {
        const auto profile = home.must_open();
        const auto key = crypto::SigningKey::generate(home.random);
        VERIFY_OK(profile->save_session(example_session("s1")));
        VERIFY_OK(profile->save_session(example_session("s2")));
        VERIFY_OK(profile->append_audit("s1", as_view("x"), key));
        VERIFY_OK(profile->add_invitation({{1}, "s1", 1, home.random.secret<32>(), {}, 99}));
        VERIFY_OK(profile->save_claimed_invitation({{2}, "s1", {}, 0, 0}));
        VERIFY_OK(profile->save_session_rows("s1", as_view("some rows")));
        VERIFY_OK(profile->save_session_rows("s2", as_view("other rows")));
        VERIFY_OK(profile->save_session_rows("s2", as_view("new rows")));
        COMPARE_FAULT(profile->save_session_rows("none", as_view("x")), Fault::usage);
        VERIFY_OK(profile->erase_session("s1"));
        VERIFY_OK(profile->erase_session("s1"));
        QVERIFY(!(*profile->session("s1")).has_value());
        QVERIFY((*profile->session("s2")).has_value());
        QVERIFY(!(*profile->session_rows("s1")).has_value());
        QCOMPARE((*profile->session_rows("s2")).value(), to_bytes(as_view("new rows")));
    }
    Database database = home.raw();
    for (const char* table :
         {"session_participants", "invitations", "claimed_invitations", "audit", "session_rows"}) {
        const auto left =
            database.integer("SELECT count(*) FROM " + std::string(table) + " WHERE session_id = 's1'");
        VERIFY_OK(left);
        QCOMPARE(*left, std::int64_t{0});
    }
}

void TestProfile::invitationsBelongToTheFirstWhoClaims() {
    Home home;
    const auto profile = home.must_open();
    const crypto::VerifyKey first{1};
    const crypto::VerifyKey second{2};
    VERIFY_OK(profile->save_session(example_session("s1")));
    const auto mac_key = home.random.secret<32>();
    VERIFY_OK(profile->add_invitation({{7, 7}, "s1", 2, mac_key.copy(), {}, 99}));
    VERIFY_OK(profile->add_invitation({{8, 8}, "s1", 1, home.random.secret<32>(), {}, 98}));
    COMPARE_FAULT(profile->add_invitation({{7, 7}, "s1", 3, {}, {}, 99}), Fault::usage);
    COMPARE_FAULT(profile->add_invitation({{9, 9}, "s1", 2, {}, {}, 99}), Fault::usage);
    COMPARE_FAULT(profile->add_invitation({{9, 9}, "none", 2, {}, {}, 99}), Fault::usage);

    VERIFY_OK(profile->claim_invitation(Bytes{7, 7}, first));
    VERIFY_OK(profile->claim_invitation(Bytes{7, 7}, first));
    COMPARE_FAULT(profile->claim_invitation(Bytes{7, 7}, second), Fault::invitation_used);
    COMPARE_FAULT(profile->claim_invitation(Bytes{6}, second), Fault::invitation_invalid);

    const auto all = profile->invitations("s1");
    VERIFY_OK(all);
    QCOMPARE(all->size(), std::size_t{2});
    QCOMPARE(all->at(0).number, std::int64_t{1});
    QVERIFY(!all->at(0).claimed_by.has_value());
    QCOMPARE(all->at(1).claimed_by, std::optional(first));
    QCOMPARE(all->at(1).expires_ms, std::int64_t{99});
    QVERIFY(crypto::equal_fixed_time(all->at(1).mac_key->view(), mac_key.view()));

    VERIFY_OK(profile->erase_invitation_key(Bytes{7, 7}));
    QVERIFY(!(*profile->invitation(Bytes{7, 7}))->mac_key.has_value());
    VERIFY_OK(profile->claim_invitation(Bytes{7, 7}, first));  // may come back after its use
}

void TestProfile::burntInvitationsCannotBeClaimed() {
    Home home;
    const auto profile = home.must_open();
    VERIFY_OK(profile->save_session(example_session("s1")));
    VERIFY_OK(profile->add_invitation({{7}, "s1", 1, home.random.secret<32>(), {}, 99}));
    VERIFY_OK(profile->erase_invitation_key(Bytes{7}));
    COMPARE_FAULT(profile->claim_invitation(Bytes{7}, crypto::VerifyKey{1}), Fault::invitation_used);
}

void TestProfile::claimedInvitationsSurvive() {
    Home home;
    const auto profile = home.must_open();
    VERIFY_OK(profile->save_claimed_invitation({{1}, "", {5, 6}, 0, 77}));
    const auto back = profile->claimed_invitation(Bytes{1});
    VERIFY_OK(back);
    QCOMPARE((*back)->details, (Bytes{5, 6}));
    QCOMPARE((*back)->session_id, std::string());
    QCOMPARE((*back)->claimed_ms, home.clock.ms);
    QCOMPARE((*back)->expires_ms, std::int64_t{77});
    COMPARE_FAULT(profile->save_claimed_invitation({{1}, "none", {}, 0, 0}), Fault::usage);
    VERIFY_OK(profile->save_session(example_session("s1")));
    VERIFY_OK(profile->save_claimed_invitation({{1}, "s1", {5, 6}, 3, 77}));
    QCOMPARE((*profile->claimed_invitation(Bytes{1}))->session_id, std::string("s1"));
    VERIFY_OK(profile->remove_claimed_invitation(Bytes{1}));
    QVERIFY(!(*profile->claimed_invitation(Bytes{1})).has_value());
}

void TestProfile::settingsSurvive() {
    Home home;
    {
        const auto profile = home.must_open();
        QVERIFY(!(*profile->setting("theme")).has_value());
        VERIFY_OK(profile->set_setting("theme", "dark"));
        VERIFY_OK(profile->set_setting("theme", "light"));
        VERIFY_OK(profile->set_setting("gone", "x"));
        VERIFY_OK(profile->remove_setting("gone"));
    }
    const auto profile = home.must_open();
    QCOMPARE(*profile->setting("theme"), std::optional<std::string>("light"));
    QCOMPARE(*profile->settings(), (std::map<std::string, std::string>{{"theme", "light"}}));
    VERIFY_OK(profile->set_sealed_setting("recipes", Bytes{0, 1, 0}));
    QCOMPARE(to_bytes(View(**profile->sealed_setting("recipes"))), (Bytes{0, 1, 0}));
    VERIFY_OK(profile->set_setting("moved", **profile->setting("recipes")));
    QCOMPARE(profile->sealed_setting("moved").error().fault, Fault::profile_damaged);
    QCOMPARE(profile->sealed_setting("theme").error().fault, Fault::profile_damaged);
    VERIFY_OK(profile->remove_setting("recipes"));
    QVERIFY(!(*profile->sealed_setting("recipes")).has_value());
}

void TestProfile::writersFromManyThreads() {
    Home home;
    const auto profile = home.must_open();
    const auto key = crypto::SigningKey::generate(home.random);
    VERIFY_OK(profile->save_session(example_session("s1")));
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 10; ++i) {
                if (!profile->append_audit("s1", as_view(std::to_string(thread)), key).ok()) ++failures;
                if (!profile->session("s1").ok()) ++failures;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(profile->audit("s1")->size(), std::size_t{40});
    VERIFY_OK(profile->verify_audit("s1", key.verify_key()));
}

void TestProfile::profilesOfEveryVersionOpen_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("rows");
    QTest::newRow("1") << "profile-v1" << false;
    QTest::newRow("2") << "profile-v2" << true;
}

// The fixtures are profiles written by each version of the schema, with their keys in a file.
void TestProfile::profilesOfEveryVersionOpen() {
    QFETCH(const QString, folder);
    QFETCH(const bool, rows);
    Home home;
    std::filesystem::create_directories(home.folder);
    const std::filesystem::path fixture =
        std::filesystem::path(TACIT_SOURCE_DIR) / "tests/engine/store" / folder.toStdString();
    for (const char* name : {"profile.db", "key"}) {
        std::filesystem::copy_file(fixture / name, home.folder / name);
        std::filesystem::permissions(
            home.folder / name, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
    const auto profile = home.must_open();
    const auto identity = profile->identity();
    VERIFY_OK(identity);
    QCOMPARE((*identity)->organisation, std::string("Northwind"));
    const auto session = profile->session("fixture");
    VERIFY_OK(session);
    QCOMPARE((**session).title, std::string("Pay gap of fixture"));
    QCOMPARE(profile->partners()->size(), std::size_t{1});
    QCOMPARE(profile->session_rows("fixture")->has_value(), rows);
    VERIFY_OK(profile->save_session_rows("fixture", as_view("new rows")));
    QCOMPARE(profile->session_rows("fixture")->value(), to_bytes(as_view("new rows")));
    VERIFY_OK(profile->verify_audit("fixture", (*identity)->signing.verify_key()));
}

QTEST_GUILESS_MAIN(TestProfile)
#include "test_profile.moc"
