#include "store/audit_chain.h"
#include "store_fixture.h"

using namespace tacit;
using namespace tacit::store;

class TestAudit : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void chainVerifies();
    void everyChangeOfTheListIsFound();
    void changesInTheFileAreFound_data();
    void changesInTheFileAreFound();
    void sessionsHaveTheirOwnChains();

  private:
    struct Chain {
        std::vector<AuditEntry> entries;
        crypto::Digest head{};
    };
    Chain make(const std::string& session, int count) {
        Chain chain;
        for (int i = 0; i < count; ++i) {
            chain.entries.push_back(
                make_audit_entry(session, i, chain.head, as_view("entry " + std::to_string(i)), key_));
            chain.head = chain.entries.back().link;
        }
        return chain;
    }
    crypto::SystemRandom random_;
    crypto::SigningKey key_ = crypto::SigningKey::generate(random_);
};

void TestAudit::chainVerifies() {
    VERIFY_OK(verify_audit_chain("s", {}, 0, {}, key_.verify_key()));
    const Chain chain = make("s", 4);
    VERIFY_OK(verify_audit_chain("s", chain.entries, 4, chain.head, key_.verify_key()));
    const auto other = crypto::SigningKey::generate(random_);
    COMPARE_FAULT(verify_audit_chain("s", chain.entries, 4, chain.head, other.verify_key()),
                  Fault::profile_damaged);
    COMPARE_FAULT(verify_audit_chain("t", chain.entries, 4, chain.head, key_.verify_key()),
                  Fault::profile_damaged);
}

void TestAudit::everyChangeOfTheListIsFound() {
    const Chain whole = make("s", 4);
    const auto refused = [&](const std::vector<AuditEntry>& entries, std::int64_t count) {
        return !verify_audit_chain("s", entries, count, whole.head, key_.verify_key()).ok();
    };
    for (std::size_t i = 0; i < whole.entries.size(); ++i) {
        auto altered = whole.entries;
        altered[i].body.back() ^= 1;
        QVERIFY(refused(altered, 4));

        auto unsigned_entry = whole.entries;
        unsigned_entry[i].signature[0] ^= 1;
        QVERIFY(refused(unsigned_entry, 4));

        auto dropped = whole.entries;
        dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
        QVERIFY(refused(dropped, 4));
        QVERIFY(refused(dropped, 3));
        for (std::size_t n = 0; n < dropped.size(); ++n) dropped[n].number = static_cast<std::int64_t>(n);
        QVERIFY(refused(dropped, 3));

        auto swapped = whole.entries;
        std::swap(swapped[i], swapped[(i + 1) % swapped.size()]);
        QVERIFY(refused(swapped, 4));
        for (std::size_t n = 0; n < swapped.size(); ++n) swapped[n].number = static_cast<std::int64_t>(n);
        QVERIFY(refused(swapped, 4));
    }
    auto longer = whole.entries;
    longer.push_back(make_audit_entry("s", 4, whole.head, as_view("late"), key_));
    QVERIFY(refused(longer, 4));
    QVERIFY(refused({}, 0));
}

void TestAudit::changesInTheFileAreFound_data() {
    QTest::addColumn<QString>("change");
    QTest::newRow("first dropped") << "DELETE FROM audit WHERE session_id = 's1' AND number = 0";
    QTest::newRow("last dropped") << "DELETE FROM audit WHERE session_id = 's1' AND number = 2";
    QTest::newRow("all dropped") << "DELETE FROM audit WHERE session_id = 's1'";
    QTest::newRow("all dropped with the end")
        << "DELETE FROM audit WHERE session_id = 's1'; UPDATE sessions SET audit_head = x'' WHERE id = 's1'";
    QTest::newRow("swapped") << "UPDATE audit SET number = 9 WHERE session_id = 's1' AND number = 0;"
                                "UPDATE audit SET number = 0 WHERE session_id = 's1' AND number = 1;"
                                "UPDATE audit SET number = 1 WHERE session_id = 's1' AND number = 9";
    QTest::newRow("altered") << "UPDATE audit SET body = zeroblob(length(body)) WHERE session_id = 's1' AND "
                                "number = 1";
    QTest::newRow("from another session") << "DELETE FROM audit WHERE session_id = 's1';"
                                             "UPDATE audit SET session_id = 's1' WHERE session_id = 's2'";
    QTest::newRow("the end of another session") << "UPDATE sessions SET audit_head = (SELECT audit_head FROM "
                                                   "sessions WHERE id = 's2') WHERE id = 's1'";
}

void TestAudit::changesInTheFileAreFound() {
    QFETCH(const QString, change);
    Home home;
    {
        const auto profile = home.must_open();
        for (const char* id : {"s1", "s2"}) {
            VERIFY_OK(profile->save_session(example_session(id)));
            for (const char* body : {"one", "two", "three"})
                VERIFY_OK(profile->append_audit(id, as_view(body), key_));
            VERIFY_OK(profile->verify_audit(id, key_.verify_key()));
        }
    }
    VERIFY_OK(home.raw().execute(change.toStdString()));
    const auto profile = home.must_open();
    COMPARE_FAULT(profile->verify_audit("s1", key_.verify_key()), Fault::profile_damaged);
}

void TestAudit::sessionsHaveTheirOwnChains() {
    Home home;
    const auto profile = home.must_open();
    VERIFY_OK(profile->save_session(example_session("s1")));
    VERIFY_OK(profile->save_session(example_session("s2")));
    VERIFY_OK(profile->append_audit("s1", as_view("same"), key_));
    VERIFY_OK(profile->append_audit("s2", as_view("same"), key_));
    const auto first = profile->audit("s1");
    const auto second = profile->audit("s2");
    QCOMPARE(first->size(), std::size_t{1});
    QCOMPARE(first->front().body, second->front().body);
    QVERIFY(first->front().link != second->front().link);
    COMPARE_FAULT(profile->append_audit("none", {}, key_), Fault::usage);
    COMPARE_FAULT(profile->audit("none"), Fault::usage);
}

QTEST_GUILESS_MAIN(TestAudit)
#include "test_audit.moc"
