#include "service/export.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "table/csv_writer.h"

namespace tacit::service {

Status write_private_file(const std::string& path, const std::string& contents,
                          const std::filesystem::path& never) {
    std::error_code ignored;
    if (!never.empty() && std::filesystem::equivalent(path, never, ignored))
        return error(Fault::usage, path + " is the file that the data comes from, and is not overwritten");
    // A name that nobody can guess or has made before, mode 0600.
    auto passing = path + ".XXXXXX";
    const auto failed = [&](const char* what) {
        const std::string reason = std::strerror(errno);
        ::unlink(passing.c_str());
        return error(Fault::storage_failed, std::string(what) + ' ' + path + ": " + reason);
    };
    const int file = ::mkostemp(passing.data(), O_CLOEXEC);
    if (file < 0) return failed("cannot write");
    std::size_t done = 0;
    while (done < contents.size()) {
        const auto n = ::write(file, contents.data() + done, contents.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            ::close(file);
            return failed("cannot write");
        }
        done += static_cast<std::size_t>(n);
    }
    const bool synced = ::fsync(file) == 0;
    if (::close(file) != 0 || !synced) return failed("cannot write");
    if (std::rename(passing.c_str(), path.c_str()) != 0) return failed("cannot write");
    return {};
}

namespace {

/// Whether a spreadsheet program would take the text for a formula and run it. Names and categories are other
/// people's, and a formula can send away what stands beside it; an apostrophe makes it a text again.
bool is_formula(const std::string& field) {
    constexpr std::string_view begins = "=+-@\t\r";
    if (field.empty() || begins.find(field.front()) == std::string_view::npos) return false;
    return field.find_first_not_of("0123456789.", field.front() == '-' ? 1 : 0) != std::string::npos;
}

struct Writer {
    const std::string& path;
    const std::filesystem::path& never;
    const std::function<Status()>& write_rows;

    Status operator()(const api::TotalResult& total) const {
        TACIT_ASSIGN(auto file, table::CsvFile::create(path, never));
        if (total.rules.any() || !total.group.empty() || !total.statistics.empty())
            return by_category(file, total);
        TACIT_TRY(line(file, {"name", "sum", "count", "mean"}));
        for (const auto& c : total.columns)
            TACIT_TRY(line(file, {c.name, c.sum, std::to_string(c.count), c.mean}));
        return file.finish();
    }
    Status operator()(const api::OverlapResult& overlap) const {
        if (overlap.reveal == api::Reveal::rows) return write_rows();
        TACIT_ASSIGN(auto file, table::CsvFile::create(path, never));
        TACIT_TRY(line(file, {"count"}));
        TACIT_TRY(line(file, {std::to_string(overlap.count)}));
        return file.finish();
    }
    Status operator()(const api::DecisionResult& decision) const {
        TACIT_ASSIGN(auto file, table::CsvFile::create(path, never));
        std::vector<std::string> header{"answer"}, number{decision.number};
        if (!decision.unit.empty()) {
            header.push_back("unit");
            number.push_back(decision.unit);
        }
        TACIT_TRY(line(file, header));
        if (decision.withheld)
            TACIT_TRY(line(file, {"withheld"}));
        else if (decision.kind == api::AnswerKind::number)
            TACIT_TRY(line(file, number));
        else if (decision.kind == api::AnswerKind::yes_no)
            TACIT_TRY(line(file, {decision.answer ? "true" : "false"}));
        for (const auto& name : decision.names) TACIT_TRY(line(file, {name}));
        return file.finish();
    }
    Status operator()(const api::NotForYou&) const {
        return error(Fault::usage, "by the agreement the result is for others; there is nothing to save");
    }

  private:
    /// A line for each category, and one without for the whole column; statistics are in those of the
    /// categories if there are any. What is hidden has no numbers.
    static Status by_category(table::CsvFile& file, const api::TotalResult& total) {
        const auto write = [&](const std::string& name, const std::string& category, const auto& numbers,
                               std::vector<std::string> statistics) {
            std::vector<std::string> fields{name, category, "", "", "", "hidden by the rules"};
            if (!numbers.hidden)
                fields = {name, category, numbers.sum, std::to_string(numbers.count), numbers.mean, ""};
            statistics.resize(total.statistics.size());
            fields.insert(fields.end(), statistics.begin(), statistics.end());
            return line(file, fields);
        };
        constexpr const char* names[] = {"minimum", "lower quartile", "median", "upper quartile", "maximum"};
        std::vector<std::string> header{"name", "category", "sum", "count", "mean", "note"};
        for (const auto statistic : total.statistics)
            header.emplace_back(names[static_cast<std::size_t>(statistic)]);
        TACIT_TRY(line(file, header));
        for (const auto& column : total.columns) {
            for (const auto& cell : column.cells)
                TACIT_TRY(write(column.name, cell.category, cell, cell.statistics));
            TACIT_TRY(write(column.name, "", column, column.statistics));
        }
        return file.finish();
    }
    static Status line(table::CsvFile& file, std::vector<std::string> fields) {
        for (auto& field : fields)
            if (is_formula(field)) field.insert(field.begin(), '\'');
        const std::vector<std::string_view> views(fields.begin(), fields.end());
        return file.line(views);
    }
};

}  // namespace

Status write_result(const std::string& path, const api::ResultView& result,
                    const std::filesystem::path& never, const std::function<Status()>& write_rows) {
    return std::visit(Writer{path, never, write_rows}, result);
}

}  // namespace tacit::service
