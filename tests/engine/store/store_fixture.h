#pragma once

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "base/clock.h"
#include "store/profile.h"

namespace tacit::store {

/// Wall time that a test sets.
class FixedClock final : public Clock {
  public:
    WallTime wall() const override { return from_unix_ms(ms); }
    SteadyTime steady() const override { return {}; }
    std::int64_t ms = 1'700'000'000'000;
};

/// A keychain in memory whose failures a test chooses.
class MemoryVault final : public KeyVault {
  public:
    Result<std::optional<crypto::Secret<32>>> load(const std::string& id) override {
        if (failure) return *failure;
        const auto found = keys.find(id);
        if (found == keys.end()) return std::optional<crypto::Secret<32>>();
        return std::optional(crypto::Secret<32>(std::span<const std::uint8_t, 32>(found->second)));
    }
    Status save(const std::string& id, const crypto::Secret<32>& key) override {
        if (failure) return *failure;
        if (forgetful) return {};
        std::copy(key.view().begin(), key.view().end(), keys[id].begin());
        return {};
    }
    Status remove(const std::string& id) override {
        if (failure) return *failure;
        keys.erase(id);
        return {};
    }
    std::string name() const override { return "the test's keychain"; }

    std::map<std::string, ByteArray<32>> keys;
    std::optional<Error> failure;
    bool forgetful = false;
};

inline OpenOptions with_passphrase(std::string_view text) {
    return {crypto::SecretBytes(as_view(text).begin(), as_view(text).end())};
}

inline std::string message(const Error& error) {
    return std::string(fault_name(error.fault)) + ": " + error.detail;
}

/// A folder for one profile, and what opening it takes.
struct Home {
    QTemporaryDir temporary;
    std::filesystem::path folder = std::filesystem::path(temporary.path().toStdString()) / "profile";
    MemoryVault vault;
    crypto::SystemRandom random;
    FixedClock clock;

    Result<std::unique_ptr<Profile>> open(const OpenOptions& options = {}) {
        return Profile::open(folder, vault, options, random, clock);
    }
    /// Opens and stops the test program when that fails.
    std::unique_ptr<Profile> must_open() {
        auto opened = open();
        if (!opened) qFatal("%s", message(opened.error()).c_str());
        return std::move(opened).value();
    }
    std::filesystem::path database_file() const { return folder / "profile.db"; }
    Database raw() {
        auto database = Database::open(database_file());
        if (!database) qFatal("%s", message(database.error()).c_str());
        return std::move(database).value();
    }
    /// All bytes of all files of the profile.
    std::string all_bytes() const {
        std::string all;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
        return all;
    }
};

inline Session example_session(const std::string& id) {
    Session session;
    session.id = id;
    session.title = "Pay gap of " + id;
    session.question = "total";
    session.role = SessionRole::organizer;
    session.state = "agreed";
    session.proposal = to_bytes(as_view("the proposal of " + id));
    session.result = to_bytes(as_view("the result of " + id));
    session.participants = {{0, "Northwind", "Ada", {1, 2, 3}}, {1, "Contoso", "Grace", {4, 5, 6}}};
    return session;
}

}  // namespace tacit::store

#define VERIFY_OK(expression)                                                               \
    do {                                                                                    \
        const auto& verify_ok_outcome = (expression);                                       \
        QVERIFY2(verify_ok_outcome.ok(),                                                    \
                 verify_ok_outcome.ok() ? "" : message(verify_ok_outcome.error()).c_str()); \
    } while (false)

#define COMPARE_FAULT(expression, expected)                                                          \
    do {                                                                                             \
        const auto& fault_outcome = (expression);                                                    \
        QVERIFY2(!fault_outcome.ok(), "it succeeded");                                               \
        QVERIFY2(fault_outcome.error().fault == (expected), message(fault_outcome.error()).c_str()); \
    } while (false)
