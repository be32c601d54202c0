#include "cli/bench.h"

#include <sys/resource.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <chrono>

#include "cli/report.h"
#include "crypto/random.h"
#include "crypto/ristretto.h"
#include "mpc/oprf/oprf.h"
#include "net/bench.h"
#include "table/load.h"

namespace tacit::cli {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

qint64 peakMiB() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

QJsonObject entry(const QString& name, const QString& transport, qint64 items, double seconds) {
    return {{"name", name},       {"transport", transport}, {"items", items},
            {"seconds", seconds}, {"peak_mib", peakMiB()},  {"threads", 1}};
}

/// The group arithmetic that Overlap consists of: one hash and two multiplications per item and side.
QJsonArray ristretto() {
    constexpr int items = 2000;
    crypto::SystemRandom random;
    const auto key = crypto::Scalar::random_nonzero(random);
    std::vector<crypto::Point> points;
    auto begun = Clock::now();
    for (int i = 0; i < items; ++i)
        if (const auto point = mpc::oprf::hash_to_group(as_view("item " + std::to_string(i))))
            points.push_back(*point);
    QJsonArray out{entry("hash-to-group", "memory", items, secondsSince(begun))};
    begun = Clock::now();
    for (auto& point : points) point = point.times(key);
    out << entry("scalar-multiplication", "memory", items, secondsSince(begun));
    return out;
}

QJsonArray transport() {
    QJsonArray out;
    for (const bool relayed : {false, true}) {
        constexpr std::size_t size = 1u << 20, messages = 100;
        const auto measured = net::measure_throughput(size, messages, relayed);
        if (!measured) {
            fail(false, measured.error());
            continue;
        }
        auto result =
            entry(relayed ? "transport-relayed" : "transport", "memory", messages, measured->seconds);
        result["bytes_per_item"] = static_cast<qint64>(size);
        out << result;
    }
    return out;
}

QJsonArray import() {
    constexpr int rows = 200000;
    std::string csv = "id,name,amount,share,date,city\n";
    for (int i = 0; i < rows; ++i)
        csv += std::to_string(i) + ",customer " + std::to_string(i * 7919 % rows) + ',' +
               std::to_string(i % 9973) + ".25,0.5,2024-03-01,Bergen\n";
    const auto begun = Clock::now();
    const auto dataset = table::load_bytes(std::move(csv), "bench.csv");
    if (!dataset) {
        fail(false, dataset.error());
        return {};
    }
    return {entry("import-csv", "memory", rows, secondsSince(begun))};
}

}  // namespace

int runBench(const QStringList& names, bool json) {
    const QList<std::pair<QString, QJsonArray (*)()>> all{
        {"ristretto", ristretto}, {"transport", transport}, {"import", import}};
    for (const auto& name : names)
        if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return one.first == name; })) {
            say("tacit-cli: no benchmark is called " + name + "; there are ristretto, transport and import");
            return 2;
        }
    QJsonArray results;
    for (const auto& [name, run] : all) {
        if (!names.isEmpty() && !names.contains(name)) continue;
        for (const auto& result : run()) {
            results << result;
            const auto object = result.toObject();
            const auto seconds = object["seconds"].toDouble();
            if (!json)
                answer(false, {},
                       QString("%1 %2 items in %3 s, %4 per second\n")
                           .arg(object["name"].toString(), -24)
                           .arg(object["items"].toInteger(), 8)
                           .arg(seconds, 0, 'f', 3)
                           .arg(object["items"].toDouble() / seconds, 0, 'f', 0));
        }
    }
    if (json) answer(true, {{"results", results}}, {});
    return 0;
}

}  // namespace tacit::cli
