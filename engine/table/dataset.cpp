#include "table/dataset.h"

#include "table/cell_reading.h"
#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {
constexpr std::size_t named_cells = 10;

std::string in_quotes(std::string_view text) {
    return "\"" + std::string(clipped(text, 60)) + "\"";
}

constexpr std::size_t numbers_between_stops = 1 << 14;

/// Calls `use(row, text, reading)` for every cell of the column with content, `blank()` for the others. False
/// if it was stopped on the way.
template <class Use, class Blank>
bool each_number(const Dataset& dataset, std::size_t column, const std::stop_token& stop, Use use,
                 Blank blank) {
    const auto format = dataset.columns()[column].number_format;
    const bool pass_over = dataset.columns()[column].unfit_as_missing;
    for (std::size_t row = 0; row < dataset.rows(); ++row) {
        if (row % numbers_between_stops == 0 && stop.stop_requested()) return false;
        const auto text = dataset.cell(row, column);
        if (trimmed(text).empty()) {
            blank();
            continue;
        }
        const auto reading = read_cell(text, dataset.is_number_cell(row, column), format);
        if (pass_over && reading.problem != NumberProblem::none)
            blank();
        else
            use(row, text, reading);
    }
    return true;
}
}  // namespace

std::string_view type_name(Type type) {
    switch (type) {
        case Type::text:
            return "text";
        case Type::integer:
            return "integer";
        case Type::decimal:
            return "decimal";
        case Type::date:
            return "date";
        case Type::boolean:
            return "boolean";
        case Type::empty:
            return "empty";
    }
    return "text";
}

std::string column_letters(std::size_t column) {
    std::string letters;
    for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
    return letters;
}

std::string Dataset::address(std::size_t row, std::size_t column) const {
    return column_letters(parts_.corner.column + column) + std::to_string(parts_.corner.row + row);
}

Result<std::size_t> Dataset::find_column(std::string_view name) const {
    for (std::size_t i = 0; i < parts_.columns.size(); ++i)
        if (parts_.columns[i].name == name) return i;
    std::string detail = file_name() + " has no column " + in_quotes(name) + "; its columns are ";
    for (std::size_t i = 0; i < parts_.columns.size() && i < named_cells; ++i)
        detail += (i == 0 ? "" : ", ") + in_quotes(parts_.columns[i].name);
    if (parts_.columns.size() > named_cells)
        detail += " and " + std::to_string(parts_.columns.size() - named_cells) + " more";
    return error(Fault::column_missing, detail);
}

Result<NumericColumn> numeric_column(const Dataset& dataset, std::size_t column,
                                     const std::stop_token& stop) {
    NumericColumn out;
    out.values.reserve(dataset.rows());
    std::uint64_t bad = 0;
    std::string named;
    const bool all = each_number(
        dataset, column, stop,
        [&](std::size_t row, std::string_view text, const NumberReading& reading) {
            if (reading.problem == NumberProblem::none) {
                out.values.emplace_back(reading.value);
                ++out.count;
            } else if (++bad <= named_cells) {
                named += (bad == 1 ? "" : ", ") + dataset.address(row, column) + " " + in_quotes(text);
            }
        },
        [&] { out.values.emplace_back(); });
    if (!all) return error(Fault::cancelled);
    if (bad == 0) return out;
    std::string detail = std::to_string(bad) + (bad == 1 ? " cell of " : " cells of ") +
                         in_quotes(dataset.columns()[column].name) + (bad == 1 ? " holds" : " hold") +
                         " no number that can be used: " + named;
    if (bad > named_cells) detail += " and " + std::to_string(bad - named_cells) + " more";
    return error(Fault::cell_invalid, detail);
}

ColumnIssues numeric_issues(const Dataset& dataset, std::size_t column, std::size_t most) {
    const auto format = dataset.columns()[column].number_format;
    ColumnIssues out;
    (void)each_number(
        dataset, column, {},
        [&](std::size_t row, std::string_view text, const NumberReading& reading) {
            if (reading.problem == NumberProblem::none) return;
            if (out.listed.size() >= most) {
                ++out.more;
                return;
            }
            out.listed.push_back({dataset.address(row, column), std::string(clipped(text, max_issue_text)),
                                  std::string(problem_sentence(reading.problem, format)),
                                  std::string(next_sentence(reading.problem, format))});
        },
        [] {});
    return out;
}

}  // namespace tacit::table
