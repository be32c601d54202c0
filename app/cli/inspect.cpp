#include <QTemporaryDir>

#include "cli/report.h"
#include "cli/run.h"

namespace tacit::cli {

int runInspect(adapters::EngineFactory& engines, const InspectOptions& options) {
    // Looking at a file touches no profile: an engine on a passing one serves.
    QTemporaryDir folder;
    auto engine = engines.openPassing(folder.path());
    if (!engine) return fail(options.json, engine.error());
    const auto dataset = importFile(**engine, options.file, options.import);
    if (!dataset) return fail(options.json, dataset.error());
    answer(options.json, datasetJson(*dataset), datasetText(*dataset));
    return 0;
}

}  // namespace tacit::cli
