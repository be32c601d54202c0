#pragma once

#include "adapters/engine_factory.h"
#include "cli/options.h"

namespace tacit::cli {

/// Exit status 0: done (a result that is for others included); 1: failed or refused, told on the way.
int runHost(adapters::EngineFactory& engines, const HostOptions& options);
int runJoin(adapters::EngineFactory& engines, const JoinOptions& options);
int runInspect(adapters::EngineFactory& engines, const InspectOptions& options);
int runVerify(adapters::EngineFactory& engines, const VerifyOptions& options);
int runDemo(adapters::EngineFactory& engines);

/// Waits for the background import. Used by `host`, `join` and `inspect`.
Result<api::DatasetView> importFile(api::Engine& engine, const QString& path,
                                    const api::ImportOptions& options);

/// Ctrl-C and SIGTERM ask the running session to cancel, which tells the partners.
void installSignals();
bool interrupted();

}  // namespace tacit::cli
