#include <sys/stat.h>

#include "store/key_file.h"
#include "store_fixture.h"

using namespace tacit;
using namespace tacit::store;

class TestProtection : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keychainComesFirst();
    void lostKeychainEntryIsNoNewKey();
    void unreachableKeychainIsNoNewKey();
    void wrongKeyInTheKeychainIsNoticed();
    void forgetfulKeychainIsNotTrusted();
    void passphraseWithoutKeychain();
    void fileIsTheLastResort();
    void fileThatOthersCanReadIsRefused();
    void damagedOrMissingKeyFileIsRefused();
    void protectionCanBeRaised();
    void crashWhileRaisingLeavesNoKeyFile();
    void vaultIsAbsentOnServers();

  private:
    static Error absent() { return error(Fault::not_supported, "no such service"); }
};

void TestProtection::keychainComesFirst() {
    Home home;
    std::string id;
    {
        auto profile = home.open(with_passphrase("not used"));
        VERIFY_OK(profile);
        QVERIFY((*profile)->protection() == Protection::keychain);
        QCOMPARE((*profile)->protection_note(), std::string());
        id = (*profile)->id();
        VERIFY_OK((*profile)->upsert_partner({}));
    }
    QCOMPARE(home.vault.keys.size(), std::size_t{1});
    QVERIFY(home.vault.keys.contains(id));
    QVERIFY(!std::filesystem::exists(home.folder / "key"));
    auto again = home.open();
    VERIFY_OK(again);
    QCOMPARE((*again)->id(), id);
    QCOMPARE((*again)->partners()->size(), std::size_t{1});
}

void TestProtection::lostKeychainEntryIsNoNewKey() {
    Home home;
    home.must_open().reset();
    const auto kept = std::exchange(home.vault.keys, {});
    auto refused = home.open(with_passphrase("anything"));
    COMPARE_FAULT(refused, Fault::profile_damaged);
    QVERIFY(refused.error().detail.find("keychain") != std::string::npos);
    QVERIFY(home.vault.keys.empty());
    home.vault.keys = kept;
    VERIFY_OK(home.open());
}

void TestProtection::unreachableKeychainIsNoNewKey() {
    Home home;
    home.must_open().reset();
    home.vault.failure = absent();
    auto refused = home.open(with_passphrase("anything"));
    COMPARE_FAULT(refused, Fault::storage_failed);
    QVERIFY(refused.error().detail.find("no such service") != std::string::npos);
    home.vault.failure.reset();
    VERIFY_OK(home.open());
}

void TestProtection::wrongKeyInTheKeychainIsNoticed() {
    Home home;
    home.must_open().reset();
    home.vault.keys.begin()->second[0] ^= 1;
    COMPARE_FAULT(home.open(), Fault::profile_damaged);
}

void TestProtection::forgetfulKeychainIsNotTrusted() {
    Home home;
    home.vault.forgetful = true;
    {
        const auto profile = home.must_open();
        QVERIFY(profile->protection() == Protection::file);
        QVERIFY(profile->protection_note().find("did not keep") != std::string::npos);
    }
    VERIFY_OK(home.open());
}

void TestProtection::passphraseWithoutKeychain() {
    Home home;
    home.vault.failure = absent();
    {
        auto profile = home.open(with_passphrase("correct horse"));
        VERIFY_OK(profile);
        QVERIFY((*profile)->protection() == Protection::passphrase);
        VERIFY_OK((*profile)->set_setting("a", "b"));
    }
    QVERIFY(!std::filesystem::exists(home.folder / "key"));
    COMPARE_FAULT(home.open(), Fault::passphrase_needed);
    COMPARE_FAULT(home.open(with_passphrase("correct horsf")), Fault::passphrase_needed);
    auto profile = home.open(with_passphrase("correct horse"));
    VERIFY_OK(profile);
    QCOMPARE(*(*profile)->setting("a"), std::optional<std::string>("b"));
}

void TestProtection::fileIsTheLastResort() {
    Home home;
    home.vault.failure = absent();
    {
        const auto profile = home.must_open();
        QVERIFY(profile->protection() == Protection::file);
        QVERIFY(profile->protection_note().find("no such service") != std::string::npos);
    }
    struct stat info {};
    QCOMPARE(::stat((home.folder / "key").c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);
    QCOMPARE(info.st_size, off_t{32});
    home.vault.failure.reset();  // a keychain that appears later changes nothing by itself
    const auto profile = home.must_open();
    QVERIFY(profile->protection() == Protection::file);
    QVERIFY(home.vault.keys.empty());
}

void TestProtection::fileThatOthersCanReadIsRefused() {
    Home home;
    home.vault.failure = absent();
    home.must_open().reset();
    QCOMPARE(::chmod((home.folder / "key").c_str(), 0640), 0);
    auto refused = home.open();
    COMPARE_FAULT(refused, Fault::storage_failed);
    QVERIFY(refused.error().detail.find("chmod 600") != std::string::npos);
    QCOMPARE(::chmod((home.folder / "key").c_str(), 0600), 0);
    VERIFY_OK(home.open());
}

void TestProtection::damagedOrMissingKeyFileIsRefused() {
    Home home;
    home.vault.failure = absent();
    home.must_open().reset();
    std::filesystem::resize_file(home.folder / "key", 31);
    COMPARE_FAULT(home.open(), Fault::profile_damaged);
    std::filesystem::resize_file(home.folder / "key", 32);  // now another key
    COMPARE_FAULT(home.open(), Fault::profile_damaged);
    std::filesystem::resize_file(home.folder / "key", 33);
    COMPARE_FAULT(home.open(), Fault::profile_damaged);
    std::filesystem::remove(home.folder / "key");
    COMPARE_FAULT(home.open(), Fault::profile_damaged);
    QVERIFY(!std::filesystem::exists(home.folder / "key"));
}

void TestProtection::protectionCanBeRaised() {
    Home home;
    home.vault.failure = absent();
    {
        const auto profile = home.must_open();
        VERIFY_OK(profile->save_session(example_session("s1")));
        COMPARE_FAULT(profile->change_protection(Protection::passphrase), Fault::passphrase_needed);
        QVERIFY(profile->protection() == Protection::file);
        VERIFY_OK(profile->change_protection(Protection::passphrase, with_passphrase("secret").passphrase));
        QVERIFY(profile->protection() == Protection::passphrase);
        QVERIFY(!std::filesystem::exists(home.folder / "key"));
    }
    COMPARE_FAULT(home.open(), Fault::passphrase_needed);
    {
        auto profile = home.open(with_passphrase("secret"));
        VERIFY_OK(profile);
        COMPARE_FAULT((*profile)->change_protection(Protection::keychain), Fault::not_supported);
        home.vault.failure.reset();
        VERIFY_OK((*profile)->change_protection(Protection::keychain));
    }
    {
        const auto profile = home.must_open();
        QCOMPARE((**profile->session("s1")).title, std::string("Pay gap of s1"));
        VERIFY_OK(profile->change_protection(Protection::file));
        QVERIFY(home.vault.keys.empty());
    }
    QVERIFY(home.must_open()->protection() == Protection::file);
}

void TestProtection::crashWhileRaisingLeavesNoKeyFile() {
    Home home;
    home.must_open().reset();  // by the keychain
    VERIFY_OK(write_key_file(home.folder / "key", home.random.secret<32>()));
    home.must_open().reset();
    QVERIFY(!std::filesystem::exists(home.folder / "key"));
}

void TestProtection::vaultIsAbsentOnServers() {
    Home home;
    NoKeyVault none;
    COMPARE_FAULT(none.load("x"), Fault::not_supported);
    const auto profile = Profile::open(home.folder, none, {}, home.random, home.clock);
    VERIFY_OK(profile);
    QVERIFY((*profile)->protection() == Protection::file);
}

QTEST_GUILESS_MAIN(TestProtection)
#include "test_protection.moc"
