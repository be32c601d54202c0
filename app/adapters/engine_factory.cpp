#include "adapters/engine_factory.h"

#include <QStandardPaths>

#include "service/engine.h"

namespace tacit::adapters {

QString EngineFactory::defaultProfile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/tacit/profile";
}

Result<std::unique_ptr<api::Engine>> EngineFactory::open(const QString& folder, const QString& passphrase,
                                                         unsigned threads) {
    service::EngineOptions options;
    options.directory = folder.toStdString();
    options.threads = threads;
    options.databases = &databases_;
    options.descriptions = &databases_;
    const auto given = passphrase.isEmpty() ? qEnvironmentVariable("TACIT_PASSPHRASE") : passphrase;
    if (!given.isEmpty()) options.passphrase = given.toStdString();
    return service::open_engine(options, vault_, random_, clock_);
}

Result<std::unique_ptr<api::Engine>> EngineFactory::openPassing(const QString& folder) {
    service::EngineOptions options;
    options.directory = folder.toStdString();
    options.databases = &databases_;
    options.descriptions = &databases_;
    return service::open_engine(options, none_, random_, clock_);
}

}  // namespace tacit::adapters
