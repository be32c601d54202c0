#include <QLocalServer>
#include <QTemporaryDir>
#include <QTest>

#include "adapters/qt_key_vault.h"
#include "store/profile.h"

using namespace tacit;

// What the adapter does where no keychain service is, as on servers and build machines. The round trip
// through a real service needs somebody's desktop session and is not tested here.
class TestQtKeyVault : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void switchedOffIsAbsentAtOnce();
    void withoutServiceNothingIsSaved();
    void profileFallsBackAndSaysWhy();
    void silentServiceIsGivenUp();
};

void TestQtKeyVault::initTestCase() {
    // An address where no bus answers, also on a developer's desktop: the owner's keychain stays untouched.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
}

void TestQtKeyVault::switchedOffIsAbsentAtOnce() {
    qputenv("TACIT_KEYCHAIN", "off");
    QtKeyVault vault;
    const auto loaded = vault.load("id");
    QVERIFY(!loaded.ok());
    QVERIFY(loaded.error().fault == Fault::not_supported);
    QVERIFY(vault.save("id", crypto::Secret<32>()).error().fault == Fault::not_supported);
    QVERIFY(vault.remove("id").error().fault == Fault::not_supported);
    qunsetenv("TACIT_KEYCHAIN");
}

void TestQtKeyVault::withoutServiceNothingIsSaved() {
    QtKeyVault vault;
    const auto saved = vault.save("id", crypto::Secret<32>());
    QVERIFY(!saved.ok());
    const auto loaded = vault.load("id");
    QVERIFY2(!loaded.ok(), "an absent service must not look like a missing entry");
    QVERIFY(saved.error().fault == Fault::not_supported);
    QVERIFY(loaded.error().fault == Fault::not_supported);
}

void TestQtKeyVault::profileFallsBackAndSaysWhy() {
    const QTemporaryDir home;
    QtKeyVault vault;
    crypto::SystemRandom random;
    const SystemClock clock;
    const auto profile =
        store::Profile::open(home.filePath("profile").toStdString(), vault, {}, random, clock);
    QVERIFY(profile.ok());
    QVERIFY((*profile)->protection() == store::Protection::file);
    QVERIFY((*profile)->protection_note().find("the system keychain") != std::string::npos);
}

// A bus that takes connections and never says a word.
void TestQtKeyVault::silentServiceIsGivenUp() {
    const QTemporaryDir home;
    QLocalServer silent;
    QVERIFY(silent.listen(home.filePath("bus")));
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + silent.fullServerName().toUtf8());
    QtKeyVault vault(std::chrono::milliseconds(100));
    const auto loaded = vault.load("id");
    QVERIFY(!loaded.ok());
    QVERIFY(loaded.error().fault == Fault::storage_failed);
    QVERIFY(!vault.save("id", crypto::Secret<32>()).ok());
}

QTEST_GUILESS_MAIN(TestQtKeyVault)
#include "test_qt_key_vault.moc"
