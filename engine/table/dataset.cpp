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

/// Cells that cannot be used, for a sentence.
class NamedCells {
  public:
    NamedCells(const Dataset& dataset, std::size_t column) : dataset_(dataset), column_(column) {}

    void add(std::size_t row) {
        if (++count_ > named_cells) return;
        named_ += (count_ == 1 ? "" : ", ") + dataset_.address(row, column_) + " " +
                  in_quotes(dataset_.cell(row, column_));
    }
    bool any() const { return count_ > 0; }
    Error error(const std::string& what) const {
        std::string detail = std::to_string(count_) + (count_ == 1 ? " cell of " : " cells of ") +
                             in_quotes(dataset_.columns()[column_].name) +
                             (count_ == 1 ? " holds " : " hold ") + what + ": " + named_;
        if (count_ > named_cells) detail += " and " + std::to_string(count_ - named_cells) + " more";
        return tacit::error(Fault::cell_invalid, detail);
    }

  private:
    const Dataset& dataset_;
    std::size_t column_;
    std::uint64_t count_ = 0;
    std::string named_;
};

/// Fills the values, and calls `wrong(row, text, reading)` for cells that are no number. False if stopped.
template <class Wrong>
bool read_values(const Dataset& dataset, std::size_t column, const std::stop_token& stop, NumericColumn& out,
                 Wrong wrong) {
    out.values.reserve(dataset.rows());
    return each_number(
        dataset, column, stop,
        [&](std::size_t row, std::string_view text, const NumberReading& reading) {
            if (reading.problem == NumberProblem::none) {
                out.values.emplace_back(reading.value);
                ++out.count;
            } else {
                out.values.emplace_back();
                wrong(row, text, reading);
            }
        },
        [&] { out.values.emplace_back(); });
}

/// What a database counted; nothing if it is no count.
std::optional<std::uint64_t> count_in(const Dataset& dataset, std::size_t row, std::size_t column) {
    const auto text = dataset.cell(row, column);
    if (trimmed(text).empty()) return 0;
    const auto reading =
        read_cell(text, dataset.is_number_cell(row, column), dataset.columns()[column].number_format);
    if (reading.problem != NumberProblem::none || !reading.value.integral() || reading.value < Decimal())
        return std::nullopt;
    return static_cast<std::uint64_t>(reading.value.micros() / Decimal::scale);
}

/// Puts the counts that stand in `from` beside the values of `column`, and calls `wrong(row)` for those that
/// cannot be theirs. False if stopped.
template <class Wrong>
bool read_counts(const Dataset& dataset, std::size_t column, std::size_t from, const std::stop_token& stop,
                 NumericColumn& out, Wrong wrong) {
    out.count = 0;
    out.counts.assign(dataset.rows(), 0);
    for (std::size_t row = 0; row < dataset.rows(); ++row) {
        if (row % numbers_between_stops == 0 && stop.stop_requested()) return false;
        const auto count = count_in(dataset, row, from);
        const bool summed = !trimmed(dataset.cell(row, column)).empty();
        if (!count || (*count > 0) != summed || *count > most_counted - out.count) {
            wrong(row);
            continue;
        }
        // A sum that is left out by choice takes its cells with it.
        if (out.values[row]) out.count += out.counts[row] = *count;
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
    NamedCells bad(dataset, column);
    if (!read_values(dataset, column, stop, out, [&](std::size_t row, auto&&...) { bad.add(row); }))
        return error(Fault::cancelled);
    if (bad.any()) return bad.error("no number that can be used");
    const auto& profile = dataset.columns()[column];
    if (!profile.counts_in) return out;
    NamedCells uncounted(dataset, *profile.counts_in);
    if (!read_counts(dataset, column, *profile.counts_in, stop, out,
                     [&](std::size_t row) { uncounted.add(row); }))
        return error(Fault::cancelled);
    if (uncounted.any())
        return uncounted.error("no possible count of the cells in " + in_quotes(profile.name));
    return out;
}

ColumnIssues numeric_issues(const Dataset& dataset, std::size_t column, std::size_t most) {
    const auto& profile = dataset.columns()[column];
    const auto format = profile.number_format;
    ColumnIssues out;
    const auto add = [&](std::size_t row, std::size_t at, std::string_view problem, std::string_view next) {
        if (out.listed.size() >= most)
            ++out.more;
        else
            out.listed.push_back({dataset.address(row, at),
                                  std::string(clipped(dataset.cell(row, at), max_issue_text)),
                                  std::string(problem), std::string(next)});
    };
    NumericColumn values;
    (void)read_values(dataset, column, {}, values,
                      [&](std::size_t row, std::string_view, const NumberReading& reading) {
                          add(row, column, problem_sentence(reading.problem, format),
                              next_sentence(reading.problem, format));
                      });
    if (!out.listed.empty() || out.more > 0 || !profile.counts_in) return out;
    (void)read_counts(dataset, column, *profile.counts_in, {}, values, [&](std::size_t row) {
        add(row, *profile.counts_in,
            "This cannot be the number of cells that make up the sum in " + dataset.address(row, column) +
                ".",
            "Read the table again; if that does not help, read its rows without groups.");
    });
    return out;
}

}  // namespace tacit::table
