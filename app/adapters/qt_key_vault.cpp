#include "adapters/qt_key_vault.h"

#include <qt6keychain/keychain.h>

#include <QByteArray>
#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include "adapters/session_bus.h"

namespace tacit {

namespace {

using KeyResult = Result<std::optional<crypto::Secret<32>>>;

constexpr std::size_t key_size = 32;

QString keychain_service() {
    return QStringLiteral("Tacit");
}

// In place, for all that share the buffer: the usual data() would wipe a copy of its own.
void wipe_shared(const QByteArray& bytes) {
    auto* data = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.constData()));
    crypto::wipe({data, static_cast<std::size_t>(bytes.size())});
}

Error fault_of(const QKeychain::Job& job) {
    const std::string detail = job.errorString().toStdString();
    switch (job.error()) {
        case QKeychain::NoBackendAvailable:
        case QKeychain::NotImplemented:
            return error(Fault::not_supported, "there is no keychain service here" +
                                                   (detail.empty() ? detail : " (" + detail + ")"));
        case QKeychain::AccessDeniedByUser:
        case QKeychain::AccessDenied:
            return error(Fault::storage_failed, "access to the keychain was denied");
        default:
            return error(Fault::storage_failed, "the keychain failed (" + detail + ")");
    }
}

Status available(std::chrono::milliseconds limit) {
    if (qEnvironmentVariable("TACIT_KEYCHAIN") == QLatin1String("off"))
        return error(Fault::not_supported, "switched off by TACIT_KEYCHAIN=off");
    if (QCoreApplication::instance() == nullptr)
        return error(Fault::not_supported, "the keychain needs a running application");
#ifdef Q_OS_LINUX
    return session_bus_answers(limit);
#else
    Q_UNUSED(limit);
    return {};
#endif
}

// Runs the job and hands it to `take` while it is alive. A job that is late is left to itself: it belongs to
// QtKeychain's queue, deletes itself when it ends, and its answer is ignored.
template <class Job, class Take>
auto run(Job* job, const std::string& profile_id, std::chrono::milliseconds limit, Take take)
    -> decltype(take(*job)) {
    QEventLoop loop;
    bool finished = false;
    decltype(take(*job)) outcome = error(Fault::storage_failed, "the keychain did not answer in time");
    job->setKey(QString::fromStdString(profile_id));
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, &loop, [&](QKeychain::Job*) {
        outcome = take(*job);
        finished = true;
        loop.quit();
    });
    QTimer::singleShot(limit, &loop, &QEventLoop::quit);
    job->start();
    if (!finished) loop.exec(QEventLoop::ExcludeUserInputEvents);
    return outcome;
}

}  // namespace

KeyResult QtKeyVault::load(const std::string& profile_id) {
    TACIT_TRY(available(limit_));
    return run(new QKeychain::ReadPasswordJob(keychain_service()), profile_id, limit_,
               [](QKeychain::ReadPasswordJob& job) -> KeyResult {
                   if (job.error() == QKeychain::EntryNotFound) return std::optional<crypto::Secret<32>>();
                   if (job.error() != QKeychain::NoError) return fault_of(job);
                   const QByteArray data = job.binaryData();
                   if (static_cast<std::size_t>(data.size()) != key_size)
                       return error(Fault::storage_failed, "the keychain's entry is not a key");
                   const std::span<const std::uint8_t, key_size> bytes(
                       reinterpret_cast<const std::uint8_t*>(data.constData()), key_size);
                   std::optional<crypto::Secret<32>> key(crypto::Secret<32>{bytes});
                   wipe_shared(data);
                   return key;
               });
}

Status QtKeyVault::save(const std::string& profile_id, const crypto::Secret<32>& key) {
    TACIT_TRY(available(limit_));
    auto* job = new QKeychain::WritePasswordJob(keychain_service());
    const QByteArray data(reinterpret_cast<const char*>(key.view().data()), static_cast<qsizetype>(key_size));
    job->setBinaryData(data);
    // Wiped only when the job has ended: a late one still has to send these very bytes.
    return run(job, profile_id, limit_, [data](QKeychain::WritePasswordJob& done) -> Status {
        wipe_shared(data);
        if (done.error() != QKeychain::NoError) return fault_of(done);
        return {};
    });
}

Status QtKeyVault::remove(const std::string& profile_id) {
    TACIT_TRY(available(limit_));
    return run(new QKeychain::DeletePasswordJob(keychain_service()), profile_id, limit_,
               [](QKeychain::DeletePasswordJob& job) -> Status {
                   if (job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound)
                       return fault_of(job);
                   return {};
               });
}

}  // namespace tacit
