#pragma once

#include <QStringList>

namespace tacit::cli {

/// The engine's benchmarks by name, or all. Exit status 2 for an unknown name.
int runBench(const QStringList& names, bool json);

}  // namespace tacit::cli
