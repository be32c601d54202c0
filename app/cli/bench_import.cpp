#include "cli/bench_import.h"

#include <QJsonObject>
#include <QTemporaryDir>
#include <chrono>
#include <filesystem>

#include "cli/bench_parties.h"
#include "cli/report.h"
#include "table/bench.h"
#include "table/load.h"

namespace tacit::cli {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint64_t preview_bytes = 50'000'000;
constexpr std::uint32_t preview_rows = 100;
constexpr double mib = 1024.0 * 1024.0;

struct Format {
    const char* name;
    const char* preview_name;
    table::BenchFormat format;
};
constexpr Format formats[] = {{"import-csv", "preview-csv", table::BenchFormat::csv},
                              {"import-xlsx", "preview-xlsx", table::BenchFormat::xlsx},
                              {"import-ods", "preview-ods", table::BenchFormat::ods}};

Result<QJsonObject> measure_load(const Format& format, const std::filesystem::path& path,
                                 const table::BenchTable& made) {
    TACIT_TRY(table::write_bench_file(path, format.format, made));
    reset_peak();
    const long before = peak_mib();
    const auto begun = Clock::now();
    const double cpu = processor_seconds();
    TACIT_ASSIGN(const auto read, table::load(path));
    const double spent = processor_seconds() - cpu;
    if (read->rows() != made.rows || !read->issues().empty())
        return error(Fault::internal, "the table that was read is not the one that was written");
    const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    return QJsonObject{{"name", format.name},
                       {"transport", "file"},
                       {"items", static_cast<qint64>(made.rows)},
                       {"seconds", seconds},
                       {"processor_seconds", spent},
                       {"per_second", static_cast<double>(made.rows) / spent},
                       {"bytes_per_item", static_cast<double>(std::filesystem::file_size(path)) /
                                              static_cast<double>(made.rows)},
                       {"kept_mib", static_cast<double>(read->memory_bytes()) / mib},
                       {"peak_mib", static_cast<qint64>(peak_mib() - before)}};
}

Result<QJsonObject> measure_preview(const Format& format, const std::filesystem::path& path,
                                    std::uint64_t rows) {
    table::BenchTable made{rows, 0};
    do {
        ++made.groups;
        TACIT_TRY(table::write_bench_file(path, format.format, made));
    } while (std::filesystem::file_size(path) < preview_bytes && made.groups < 8);
    reset_peak();
    const long before = peak_mib();
    const auto begun = Clock::now();
    const double cpu = processor_seconds();
    TACIT_ASSIGN(const auto read, table::preview(path, preview_rows));
    const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    if (read->rows() != preview_rows)
        return error(Fault::internal, "the preview has not the rows that were asked for");
    return QJsonObject{{"name", format.preview_name},
                       {"transport", "file"},
                       {"items", static_cast<qint64>(preview_rows)},
                       {"seconds", seconds},
                       {"processor_seconds", processor_seconds() - cpu},
                       {"per_second", preview_rows / seconds},
                       {"file_mb", static_cast<double>(std::filesystem::file_size(path)) / 1e6},
                       {"peak_mib", static_cast<qint64>(peak_mib() - before)}};
}

}  // namespace

QJsonArray bench_import(std::size_t rows) {
    const table::BenchTable made{rows == 0 ? 1'000'000 : rows, 1};
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("bench").toStdString();
    QJsonArray out;
    for (const auto& format : formats) {
        const auto loaded = measure_load(format, path, made);
        if (loaded)
            out << *loaded;
        else
            fail(false, loaded.error());
        if (rows != 0) continue;  // a smaller table makes no file of that size
        const auto shown = measure_preview(format, path, made.rows);
        if (shown)
            out << *shown;
        else
            fail(false, shown.error());
    }
    return out;
}

}  // namespace tacit::cli
