#pragma once

#include <QStringList>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "base/result.h"
#include "mpc/channel.h"

/// Benchmarks of protocols among parties: as processes over the product's own encrypted transport (loopback,
/// CURVE; packets between others than the first pass through it, sealed), or as threads of this process with
/// nothing between them.
namespace tacit::cli {

/// What every process is to do: the same protocol, each with a role of its own.
struct PartyTask {
    std::string name;       ///< of the benchmark
    std::size_t items = 0;  ///< per side
    unsigned threads = 1;   ///< per side
    bool both = false;      ///< PSI: the sender learns too
    std::size_t part_items = 0;
    std::size_t parties = 2;
};

/// What a party measures by itself.
struct PartyReport {
    double preprocessing_seconds = 0;  ///< garbling: until the work on the gates began
};

struct PartiesOutcome {
    double seconds = 0;  ///< from the moment when all are ready to when the first party has its result
    double preprocessing_seconds = 0;  ///< of the first
    mpc::ChannelCounters counters;     ///< of all channels of the first
    std::uint64_t bytes = 0;           ///< sent by all
    double processor_seconds = 0;      ///< of all, system included
    long peak_mib = 0;                 ///< resident set, the largest of all
};

/// By party, null in the own place. All are connected.
using Channels = std::span<mpc::Channel* const>;
/// One party's part with its data ready. Party 0 is the one that is timed.
using Ready = std::function<Result<PartyReport>(Channels channels)>;
using Party = std::function<Ready(std::size_t self, const PartyTask& task)>;

Result<PartiesOutcome> run_in_processes(const PartyTask& task, const Party& party);
Result<PartiesOutcome> run_in_threads(const PartyTask& task, const Party& party);

/// Any process but the first: reads its task from standard input, and ends with exit status 0 or 1.
int run_further_process(const std::function<std::optional<Party>(const std::string& name)>& find_party);

/// Spent by this process, whatever its threads did.
double processor_seconds();
/// Resident memory of this process at its highest, in MiB, since the last reset where the system can reset
/// it.
long peak_mib();
void reset_peak();

}  // namespace tacit::cli
