#pragma once

#include <QStringList>
#include <functional>
#include <memory>
#include <optional>

#include "base/result.h"
#include "mpc/channel.h"

/// Benchmarks of protocols between two parties: as two processes over the product's own encrypted transport
/// (loopback, CURVE), or as two threads of this process with nothing between them.
namespace tacit::cli {

/// What the second process is to do: the same protocol, with the other role.
struct TwoPartyTask {
    std::string name;       ///< of the benchmark
    std::size_t items = 0;  ///< per side
    unsigned threads = 1;   ///< per side
    bool both = false;      ///< PSI: the sender learns too
    std::size_t part_items = 0;
};

struct TwoPartyOutcome {
    double seconds = 0;  ///< from the moment when both are ready to when the first party has its result
    mpc::ChannelCounters counters;
    long peak_mib = 0, peer_peak_mib = 0;  ///< resident set; the second is 0 within one process
};

/// One party's part with its data ready; `first` is the party that is timed. Both get a channel that is
/// connected.
using Ready = std::function<Status(mpc::Channel& peer)>;
using Party = std::function<Ready(bool first, const TwoPartyTask& task)>;

Result<TwoPartyOutcome> run_in_two_processes(const TwoPartyTask& task, const Party& party);
Result<TwoPartyOutcome> run_in_two_threads(const TwoPartyTask& task, const Party& party);

/// The second process: reads its task from standard input, and ends with exit status 0 or 1.
int run_second_process(const std::function<std::optional<Party>(const std::string& name)>& find_party);

/// Resident memory of this process at its highest, in MiB, since the last reset where the system can reset
/// it.
long peak_mib();
void reset_peak();

}  // namespace tacit::cli
