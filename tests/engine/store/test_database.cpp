#include "store/migrations.h"
#include "store_fixture.h"

using namespace tacit;
using namespace tacit::store;

namespace {

std::vector<Migration> two_steps() {
    return {{1, "CREATE TABLE people (name TEXT NOT NULL) STRICT"},
            {2, "ALTER TABLE people ADD COLUMN age INTEGER NOT NULL DEFAULT 7"}};
}

std::vector<Migration> one_step() {
    return {two_steps().front()};
}

}  // namespace

class TestDatabase : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { home_ = std::make_unique<QTemporaryDir>(); }

    void valuesComeBackAsTheyWere();
    void protectiveSettingsAreOn();
    void failedTransactionLeavesNothing();
    void fullDiskIsNamedAndLosesNothing();
    void readOnlyIsNamed();
    void lockOfAnotherProgramIsNamed();
    void folderThatCannotBeMadeIsNamed();
    void migrationsRunOnceAndInOrder();
    void oldVersionIsBroughtUpWithItsRows();
    void failingMigrationLeavesTheOldVersion();
    void newerVersionIsRefused();
    void foreignDatabaseIsRefused();
    void fileThatIsNoDatabaseIsRefused();
    void damagedPagesAreFound();
    void releasedSchemaIsUnchanged();

  private:
    std::filesystem::path file() const {
        return std::filesystem::path(home_->path().toStdString()) / "test.db";
    }
    Database open() {
        auto database = Database::open(file());
        if (!database) qFatal("%s", message(database.error()).c_str());
        return std::move(database).value();
    }
    std::unique_ptr<QTemporaryDir> home_;
};

void TestDatabase::valuesComeBackAsTheyWere() {
    Database database = open();
    VERIFY_OK(database.execute("CREATE TABLE v (i INTEGER, t TEXT, b BLOB, e BLOB, n BLOB, z TEXT)"));
    auto write = database.prepare("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?)");
    VERIFY_OK(write);
    const std::string text("zero\0inside", 11);
    VERIFY_OK(write
                  ->bind(std::numeric_limits<std::int64_t>::min(), text, Bytes{0, 255, 1}, Bytes{},
                         std::optional<Bytes>(), std::string_view())
                  .run());
    auto row = database.prepare("SELECT * FROM v");
    VERIFY_OK(row);
    QVERIFY(*row->step());
    QCOMPARE(row->integer(0), std::numeric_limits<std::int64_t>::min());
    QCOMPARE(row->text(1), text);
    QCOMPARE(row->blob(2), (Bytes{0, 255, 1}));
    QCOMPARE(row->optional_blob(3), std::optional(Bytes{}));
    QCOMPARE(row->optional_blob(4), std::optional<Bytes>());
    QVERIFY(!row->is_null(5));
    QVERIFY(!*row->step());
}

void TestDatabase::protectiveSettingsAreOn() {
    Database database = open();
    QCOMPARE(*database.integer("PRAGMA synchronous"), std::int64_t{2});
    QCOMPARE(*database.integer("PRAGMA foreign_keys"), std::int64_t{1});
    QCOMPARE(*database.integer("PRAGMA secure_delete"), std::int64_t{1});
    auto mode = database.prepare("PRAGMA journal_mode");
    QVERIFY(*mode->step());
    QCOMPARE(mode->text(0), std::string("wal"));
}

void TestDatabase::failedTransactionLeavesNothing() {
    Database database = open();
    VERIFY_OK(database.execute("CREATE TABLE t (x INTEGER UNIQUE)"));
    const Status failed = database.transaction("trying", [&]() -> Status {
        TACIT_TRY(database.execute("INSERT INTO t VALUES (1)"));
        return error(Fault::cancelled, "on purpose");
    });
    COMPARE_FAULT(failed, Fault::cancelled);
    QCOMPARE(failed.error().detail, std::string("trying: on purpose"));
    QCOMPARE(*database.integer("SELECT count(*) FROM t"), std::int64_t{0});
    VERIFY_OK(database.transaction("again", [&] { return database.execute("INSERT INTO t VALUES (1)"); }));
    QCOMPARE(*database.integer("SELECT count(*) FROM t"), std::int64_t{1});
}

void TestDatabase::fullDiskIsNamedAndLosesNothing() {
    Database database = open();
    VERIFY_OK(
        database.execute("CREATE TABLE t (x BLOB); INSERT INTO t VALUES (zeroblob(10));"
                         "PRAGMA max_page_count = 5"));
    const Status full = database.transaction(
        "saving", [&] { return database.execute("INSERT INTO t VALUES (zeroblob(1000000))"); });
    COMPARE_FAULT(full, Fault::storage_failed);
    QCOMPARE(full.error().detail, std::string("saving: the disk is full"));
    QCOMPARE(*database.integer("SELECT count(*) FROM t"), std::int64_t{1});
    VERIFY_OK(database.transaction("small", [&] { return database.execute("INSERT INTO t VALUES (1)"); }));
}

void TestDatabase::readOnlyIsNamed() {
    Database database = open();
    VERIFY_OK(database.execute("CREATE TABLE t (x); PRAGMA query_only = 1"));
    const Status refused = database.execute("INSERT INTO t VALUES (1)");
    COMPARE_FAULT(refused, Fault::storage_failed);
    QVERIFY(refused.error().detail.find("read-only") != std::string::npos);
}

void TestDatabase::lockOfAnotherProgramIsNamed() {
    Database first = open();
    VERIFY_OK(first.execute("CREATE TABLE t (x)"));
    auto second = Database::open(file());
    COMPARE_FAULT(second, Fault::storage_failed);
    QVERIFY(second.error().detail.find("another program") != std::string::npos);
}

void TestDatabase::folderThatCannotBeMadeIsNamed() {
    { std::ofstream(file()) << "in the way"; }
    Home home;
    auto profile = Profile::open(file() / "profile", home.vault, {}, home.random, home.clock);
    COMPARE_FAULT(profile, Fault::storage_failed);
    COMPARE_FAULT(Profile::open(file(), home.vault, {}, home.random, home.clock), Fault::storage_failed);
    COMPARE_FAULT(Profile::open({}, home.vault, {}, home.random, home.clock), Fault::usage);
}

void TestDatabase::migrationsRunOnceAndInOrder() {
    Database database = open();
    VERIFY_OK(migrate(database, two_steps()));
    QCOMPARE(*database.integer("PRAGMA user_version"), std::int64_t{2});
    QCOMPARE(*database.integer("PRAGMA application_id"), application_id);
    VERIFY_OK(database.execute("INSERT INTO people VALUES ('Ada', 36)"));
    VERIFY_OK(migrate(database, two_steps()));
    QCOMPARE(*database.integer("SELECT age FROM people"), std::int64_t{36});
}

void TestDatabase::oldVersionIsBroughtUpWithItsRows() {
    {
        Database database = open();
        VERIFY_OK(migrate(database, one_step()));
        VERIFY_OK(database.execute("INSERT INTO people VALUES ('Ada')"));
    }
    Database database = open();
    VERIFY_OK(migrate(database, two_steps()));
    QCOMPARE(*database.integer("SELECT age FROM people WHERE name = 'Ada'"), std::int64_t{7});
}

void TestDatabase::failingMigrationLeavesTheOldVersion() {
    Database database = open();
    auto steps = two_steps();
    VERIFY_OK(migrate(database, std::span(steps).first(1)));
    steps[1].sql = "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)";
    QVERIFY(!migrate(database, steps).ok());
    QCOMPARE(*database.integer("PRAGMA user_version"), std::int64_t{1});
    QCOMPARE(*database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), std::int64_t{0});
    VERIFY_OK(migrate(database, two_steps()));
}

void TestDatabase::newerVersionIsRefused() {
    Database database = open();
    VERIFY_OK(migrate(database, two_steps()));
    const Status refused = migrate(database, one_step());
    COMPARE_FAULT(refused, Fault::profile_damaged);
    QVERIFY(refused.error().detail.find("newer version") != std::string::npos);
    QCOMPARE(*database.integer("PRAGMA user_version"), std::int64_t{2});
}

void TestDatabase::foreignDatabaseIsRefused() {
    Database database = open();
    VERIFY_OK(database.execute("CREATE TABLE theirs (x)"));
    COMPARE_FAULT(migrate(database, two_steps()), Fault::profile_damaged);
    VERIFY_OK(database.execute("DROP TABLE theirs; PRAGMA application_id = 99"));
    COMPARE_FAULT(migrate(database, two_steps()), Fault::profile_damaged);
}

void TestDatabase::fileThatIsNoDatabaseIsRefused() {
    { std::ofstream(file()) << std::string(8192, 'x'); }
    COMPARE_FAULT(Database::open(file()), Fault::profile_damaged);
}

void TestDatabase::damagedPagesAreFound() {
    {
        Database database = open();
        VERIFY_OK(migrate(database, two_steps()));
        for (int i = 0; i < 400; ++i)
            VERIFY_OK(database.execute("INSERT INTO people VALUES (hex(randomblob(40)), 1)"));
    }
    {
        std::fstream damage(file(), std::ios::in | std::ios::out | std::ios::binary);
        damage.seekp(4096);
        damage << std::string(64, '\xff');
    }
    Database database = open();
    COMPARE_FAULT(migrate(database, two_steps()), Fault::profile_damaged);
}

// A released step must never change: profiles that have it would silently differ from new ones. On a wanted
// change of the schema add a step, and its text's hash here.
void TestDatabase::releasedSchemaIsUnchanged() {
    const auto steps = profile_migrations();
    const std::vector<std::string> released = {"c1046a41356d9af7", "8c68e5164c4e95ae"};
    QCOMPARE(steps.size(), released.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        QCOMPARE(steps[i].version, static_cast<int>(i) + 1);
        QCOMPARE(to_hex(crypto::blake2b(as_view(steps[i].sql))).substr(0, 16), released[i]);
    }
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "test_database.moc"
