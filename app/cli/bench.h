#pragma once

#include <QStringList>

namespace tacit::cli {

/// `bench [NAME...] [--json] [--items N] [--threads N] [--both]`: the engine's benchmarks by name, or all.
/// Exit status 2 for a command line that makes no sense.
int runBench(const QStringList& arguments);

}  // namespace tacit::cli
