#include "cli/bench.h"

#include <QCommandLineParser>
#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <chrono>

#include "cli/bench_garble.h"
#include "cli/bench_import.h"
#include "cli/bench_psi.h"
#include "cli/report.h"
#include "crypto/bench.h"
#include "crypto/random.h"
#include "crypto/ristretto.h"
#include "mpc/garble/bench.h"
#include "mpc/garble_many/bench.h"
#include "mpc/garble_many/windows.h"
#include "mpc/okvs/bench.h"
#include "mpc/oprf/oprf.h"
#include "mpc/ot/bench.h"
#include "mpc/vole/bench.h"
#include "net/bench.h"

namespace tacit::cli {

namespace {

using Clock = std::chrono::steady_clock;

struct BenchOptions {
    std::size_t items = 0;  ///< 0 = each benchmark's own sizes
    unsigned threads = 1;   ///< per side
    bool both = false;
    bool json = false;
    std::vector<std::size_t> sizes(std::initializer_list<std::size_t> own) const {
        return items == 0 ? std::vector(own) : std::vector{items};
    }
};

double secondsSince(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

QJsonObject entry(const QString& name, const QString& transport, std::size_t items, double seconds,
                  const BenchOptions& options) {
    return {{"name", name},
            {"transport", transport},
            {"items", static_cast<qint64>(items)},
            {"seconds", seconds},
            {"per_second", seconds > 0 ? static_cast<double>(items) / seconds : 0},
            {"peak_mib", static_cast<qint64>(peak_mib())},
            {"threads", static_cast<int>(options.threads)}};
}

/// What the machine can do at best: the measure for the others on a noisy day.
QJsonArray yardstick(const BenchOptions& options) {
    const auto y = crypto::measure_yardstick();
    const auto rate = [&](const QString& name, double per_second) {
        auto one = entry(name, "memory", 1u << 20, (1u << 20) / per_second, options);
        one["backend"] = QString::fromStdString(crypto::backend_name());
        return one;
    };
    return {rate("aes-blocks", y.aes_blocks_per_second), rate("aes-rekeyed-hashes", y.rekeyed_per_second),
            rate("gf128-products", y.gf_mul_per_second),
            rate("memory-bytes-copied", y.memory_bytes_per_second)};
}

/// The group arithmetic that base transfers and the OPRF consist of.
QJsonArray ristretto(const BenchOptions& options) {
    constexpr std::size_t items = 2000;
    crypto::SystemRandom random;
    const auto key = crypto::Scalar::random_nonzero(random);
    std::vector<crypto::Point> points;
    auto begun = Clock::now();
    for (std::size_t i = 0; i < items; ++i)
        if (const auto point = mpc::oprf::hash_to_group(as_view("item " + std::to_string(i))))
            points.push_back(*point);
    QJsonArray out{entry("hash-to-group", "memory", items, secondsSince(begun), options)};
    begun = Clock::now();
    for (auto& point : points) point = point.times(key);
    out << entry("scalar-multiplication", "memory", items, secondsSince(begun), options);
    return out;
}

QJsonArray transport(const BenchOptions& options) {
    QJsonArray out;
    for (const bool relayed : {false, true}) {
        constexpr std::size_t size = 1u << 20, messages = 100;
        const auto measured = net::measure_throughput(size, messages, relayed);
        if (!measured) {
            fail(false, measured.error());
            continue;
        }
        auto result = entry(relayed ? "transport-relayed" : "transport", "loopback", messages,
                            measured->seconds, options);
        result["bytes_per_item"] = static_cast<qint64>(size);
        out << result;
    }
    return out;
}

QJsonArray import(const BenchOptions& options) {
    return bench_import(options.items);
}

QJsonArray ot(const BenchOptions& options) {
    QJsonArray out;
    for (const auto count : options.sizes({std::size_t{1} << 20})) {
        const auto measured = mpc::ot::measure_ot(4, count, options.threads);
        if (!measured) {
            fail(false, measured.error());
            continue;
        }
        out << entry("base-ot", "memory", 128, measured->base_milliseconds / 1000, options);
        auto cot = entry("cot-softspoken-4", "memory", count,
                         static_cast<double>(count) / measured->cots_per_second, options);
        cot["bytes_per_item"] = measured->bytes_per_cot;
        out << cot;
    }
    return out;
}

QJsonArray vole(const BenchOptions& options) {
    QJsonArray out;
    for (const auto count : options.sizes({std::size_t{1} << 16, std::size_t{1} << 20})) {
        const auto measured = mpc::vole::measure_vole(count, options.threads);
        if (!measured) {
            fail(false, measured.error());
            continue;
        }
        auto voles = entry("vole-silent", "memory", count,
                           static_cast<double>(count) / measured->voles_per_second, options);
        voles["bytes_per_item"] = measured->bytes_per_vole;
        voles["set_up_seconds"] = measured->set_up_milliseconds / 1000;
        voles["code_ns_per_item"] = measured->code_nanoseconds;
        voles["pair_code_ns_per_item"] = measured->pair_code_nanoseconds;
        auto cots = entry("cot-silent", "memory", count,
                          static_cast<double>(count) / measured->cots_per_second, options);
        cots["bytes_per_item"] = measured->bytes_per_cot;
        out << voles << cots;
    }
    return out;
}

QJsonArray okvs(const BenchOptions& options) {
    QJsonArray out;
    for (const auto count : options.sizes({std::size_t{1} << 16, std::size_t{1} << 20})) {
        const auto parameters = mpc::okvs::Parameters::for_items(count);
        const auto measured = mpc::okvs::measure(parameters, options.threads, 3);
        if (!measured) {
            fail(false, measured.error());
            continue;
        }
        for (const bool encode : {true, false}) {
            const auto ns = encode ? measured->encode_ns : measured->decode_ns;
            auto one = entry(encode ? "okvs-encode" : "okvs-decode", "memory", count,
                             ns * static_cast<double>(count) / 1e9, options);
            one["slots_per_item"] = static_cast<double>(measured->size) / static_cast<double>(count);
            out << one;
        }
    }
    return out;
}

Result<PartiesOutcome> run_parties(const PartyTask& task, const Party& party, bool processes) {
    reset_peak();
    return processes ? run_in_processes(task, party) : run_in_threads(task, party);
}

/// What is measured of a run among parties.
QJsonObject parties_entry(const QString& name, bool processes, std::size_t items, const PartiesOutcome& run,
                          const BenchOptions& options) {
    auto one = entry(name, processes ? "process" : "memory", items, run.seconds, options);
    one["bytes_per_item"] = static_cast<double>(run.bytes) / static_cast<double>(items);
    one["bytes"] = static_cast<qint64>(run.bytes);
    one["bytes_sent"] = static_cast<qint64>(run.counters.bytes_sent);
    one["bytes_received"] = static_cast<qint64>(run.counters.bytes_received);
    one["peak_mib"] = static_cast<qint64>(run.peak_mib);
    one["processor_seconds"] = run.processor_seconds;
    return one;
}

QJsonArray psi(const BenchOptions& options) {
    QJsonArray out;
    for (const auto count : options.sizes({std::size_t{1} << 10, std::size_t{1} << 16, std::size_t{1} << 20}))
        for (const bool processes : {false, true}) {
            const PartyTask task{"psi", count, options.threads, options.both};
            const auto run = run_parties(task, psi_party, processes);
            if (!run) {
                fail(false, run.error());
                continue;
            }
            auto one = parties_entry("psi", processes, count, *run, options);
            one["to_both"] = options.both;
            out << one;
        }
    return out;
}

/// Preprocessing is all that comes before the inputs: among many, all of it; between two, the first batch.
/// The largest circuits run between processes only, where each side has its memory for itself.
void add_garbling(QJsonArray& out, const QString& name, const PartyTask& task, const Party& party,
                  std::size_t ands, const BenchOptions& options) {
    for (const bool processes : {false, true}) {
        if (!processes && ands > 1'000'000) continue;
        const auto run = run_parties(task, party, processes);
        if (!run) {
            fail(false, run.error());
            continue;
        }
        auto one = parties_entry(name, processes, ands, *run, options);
        one["preprocessing_seconds"] = run->preprocessing_seconds;
        out << one;
    }
}

/// AES-128 and comparisons side by side, among three: up to the largest circuit that they take.
QJsonArray garble_many(const BenchOptions& options) {
    QJsonArray out;
    PartyTask task{"garble-3", 0, options.threads};
    task.parties = 3;
    add_garbling(out, "garble-3-aes128", task, garble_many_party, mpc::garble_many::benchmark_ands(0),
                 options);
    const auto most = static_cast<std::size_t>(mpc::garble_many::most_ands(task.parties));
    for (const auto ands : options.sizes({10'000, 100'000, most})) {
        task.items = ands;
        add_garbling(out, "garble-3", task, garble_many_party, mpc::garble_many::benchmark_ands(ands),
                     options);
    }
    return out;
}

/// Least, quartiles and largest of numbers of 64 bits of contributors, computed by three hosts.
QJsonArray quartiles(const BenchOptions& options) {
    QJsonArray out;
    for (const auto contributors : options.sizes({16, 64})) {
        PartyTask task{"quartiles", contributors, options.threads};
        task.parties = quartiles_hosts + contributors;
        const auto circuit = mpc::garble_many::quartiles_circuit(quartiles_hosts, contributors);
        add_garbling(out, "quartiles-" + QString::number(contributors), task, quartiles_party(),
                     circuit.shape().ands, options);
    }
    return out;
}

/// ANDs of an authenticated garbled circuit; the first line is one comparison from nothing.
QJsonArray garble(const BenchOptions& options) {
    const auto kernel = mpc::garble::measure_kernel();
    constexpr std::size_t ands = 1'000'000;
    QJsonArray out{entry("garble-kernel", "memory", ands, ands / kernel.garbled_per_second, options),
                   entry("evaluate-kernel", "memory", ands, ands / kernel.evaluated_per_second, options)};
    for (const auto count : options.sizes({64, 10'000, 640'000, 1'000'000, 10'000'000}))
        add_garbling(out, count == 64 ? "garble-comparison" : "garble", {"garble", count, options.threads},
                     garble_party, count, options);
    return out;
}

struct Benchmark {
    const char* name;
    QJsonArray (*run)(const BenchOptions&);
};
constexpr Benchmark benchmarks[] = {{"yardstick", yardstick},
                                    {"ristretto", ristretto},
                                    {"ot", ot},
                                    {"vole", vole},
                                    {"okvs", okvs},
                                    {"psi", psi},
                                    {"garble", garble},
                                    {"garble-3", garble_many},
                                    {"quartiles", quartiles},
                                    {"transport", transport},
                                    {"import", import}};

void print(const QJsonObject& one) {
    QString line = QString("%1 %2 %3 items in %4 s, %5 per second")
                       .arg(one["name"].toString(), -22)
                       .arg(one["transport"].toString(), -9)
                       .arg(one["items"].toInteger(), 8)
                       .arg(one["seconds"].toDouble(), 0, 'f', 4)
                       .arg(one["per_second"].toDouble(), 0, 'f', 0);
    if (one.contains("bytes_per_item"))
        line += QString(", %1 bytes each").arg(one["bytes_per_item"].toDouble(), 0, 'f', 2);
    if (one.contains("processor_seconds"))
        line += QString(", processor %1 s").arg(one["processor_seconds"].toDouble(), 0, 'f', 3);
    if (one.contains("kept_mib"))
        line += QString(", keeps %1 MiB").arg(one["kept_mib"].toDouble(), 0, 'f', 0);
    line += QString(", peak %1 MiB\n").arg(one["peak_mib"].toInteger());
    answer(false, {}, line);
}

std::optional<Party> party_of(const std::string& name) {
    if (name == "psi") return psi_party;
    if (name == "garble") return garble_party;
    if (name == "garble-3") return garble_many_party;
    if (name == "quartiles") return quartiles_party();
    return std::nullopt;
}

}  // namespace

int runBench(const QStringList& arguments) {
    if (arguments == QStringList{"further-process"}) return run_further_process(party_of);
    QCommandLineParser parser;
    parser.addOptions({{"json", "Prints one JSON object."},
                       {"items", "Per side, in place of the usual sizes.", "N"},
                       {"threads", "Per side (default 1).", "N"},
                       {"both", "psi: both sides learn the matches."},
                       {"help", "Shows this text."}});
    QStringList names;
    for (const auto& benchmark : benchmarks) names << benchmark.name;
    parser.addPositionalArgument("NAME...", names.join(", "));
    const bool good = parser.parse(QStringList{"tacit-cli bench"} + arguments);
    if (good && parser.isSet("help")) {
        answer(false, {}, parser.helpText());
        return 0;
    }
    BenchOptions options;
    bool items_good = true, threads_good = true;
    options.json = parser.isSet("json");
    options.both = parser.isSet("both");
    if (parser.isSet("items")) options.items = parser.value("items").toULongLong(&items_good);
    if (parser.isSet("threads")) options.threads = parser.value("threads").toUInt(&threads_good);
    QString wrong = good ? QString() : parser.errorText();
    if (!items_good || !threads_good || options.items > 100'000'000 || options.threads > 256)
        wrong = "--items and --threads take numbers";
    for (const auto& name : parser.positionalArguments())
        if (!names.contains(name))
            wrong = "no benchmark is called " + name + "; there are " + names.join(", ");
    if (!wrong.isEmpty()) {
        say("tacit-cli: " + wrong);
        return 2;
    }
    QJsonArray results;
    for (const auto& benchmark : benchmarks) {
        if (!parser.positionalArguments().isEmpty() && !parser.positionalArguments().contains(benchmark.name))
            continue;
        for (const auto& result : benchmark.run(options)) {
            results << result;
            if (!options.json) print(result.toObject());
        }
    }
    if (options.json) answer(true, {{"results", results}}, {});
    return 0;
}

}  // namespace tacit::cli
