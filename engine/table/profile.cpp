#include "table/profile.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "table/cell_reading.h"
#include "table/distinct_texts.h"
#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t max_samples = 5;
constexpr std::size_t rows_between_stops = 1 << 16;

bool fits(const DateShape& date, DateOrder order) {
    if (!date.date) return false;
    if (date.iso || order == DateOrder::day_first) return date.day_first;
    if (order == DateOrder::month_first) return date.month_first;
    return date.day_first && date.month_first;
}

// What the cells of a column say about its type.
struct Votes {
    std::uint64_t filled = 0;
    std::uint64_t placeholders = 0;
    std::uint64_t numbers = 0;
    std::uint64_t leading_zeros = 0;
    std::uint64_t point_only = 0;
    std::uint64_t comma_only = 0;
    std::uint64_t dates = 0;
    std::uint64_t day_only = 0;
    std::uint64_t month_only = 0;
    std::uint64_t booleans = 0;
    std::uint64_t indian = 0;
    std::uint64_t thousands = 0;
    Unit unit = Unit::none;  ///< of the last that has one
    std::uint64_t with_unit = 0;
    bool units_differ = false;
    // Of these it is known already whether they fit.
    bool fraction = false;  ///< a number cell has one
    std::uint64_t plain_cells = 0;
    std::uint64_t plain_whole = 0;
    std::uint64_t plain_point = 0;
    std::uint64_t plain_comma = 0;
    std::uint64_t iso_dates = 0;
    std::uint64_t day_first = 0;
    std::uint64_t month_first = 0;

    void add(std::string_view text, bool number_cell) {
        ++filled;
        const NumberShape shape = number_shape(text);
        // What a program wrote as a number has a point, whatever the people's mark is.
        if (number_cell) {
            ++numbers;
            plain_cells += shape.plain && shape.mark != ',';
            fraction = fraction || shape.mark == '.';
            return;
        }
        plain_whole += shape.plain && shape.mark == 0;
        plain_point += shape.plain && shape.mark == '.';
        plain_comma += shape.plain && shape.mark == ',';
        numbers += shape.number_like;
        leading_zeros += shape.leading_zeros;
        // One cell grouped as in India may be a slip: it does not decide the mark of the others.
        point_only += shape.point_only && !shape.indian;
        comma_only += shape.comma_only;
        indian += shape.indian;
        thousands += shape.thousands;
        if (shape.unit != Unit::none && shape.number_like) {
            units_differ = units_differ || (with_unit > 0 && unit != shape.unit);
            unit = shape.unit;
            ++with_unit;
        }
        if (shape.number_like || shape.leading_zeros) return;
        if (const DateShape date = date_shape(text); date.date) {
            ++dates;
            day_only += date.day_first && !date.month_first;
            month_only += date.month_first && !date.day_first;
            iso_dates += date.iso && date.day_first;
            day_first += fits(date, DateOrder::day_first);
            month_first += fits(date, DateOrder::month_first);
        } else if (is_boolean(text)) {
            ++booleans;
        } else if (is_placeholder(text)) {
            ++placeholders;
        }
    }

    bool most(std::uint64_t votes) const { return votes > 0 && votes * 3 >= (filled - placeholders) * 2; }

    Type type() const {
        if (filled == 0) return Type::empty;
        if (most(numbers) && leading_zeros == 0) return Type::decimal;
        if (most(dates)) return Type::date;
        if (most(booleans)) return Type::boolean;
        return Type::text;
    }
    /// `decimal`: by the user's choice.
    NumberFormat number_format(DecimalMark decimal) const {
        NumberFormat format;
        format.indian = indian > 0 && thousands == 0;
        format.mark = decimal;
        if (decimal != DecimalMark::undecided) return format;
        const auto points = point_only + (format.indian && indian > 1 ? indian : 0);
        if (points > comma_only) format.mark = DecimalMark::point;
        if (comma_only > points) format.mark = DecimalMark::comma;
        format.mixed = points > 0 && comma_only > 0;
        return format;
    }
    /// All cells fit, as far as that can be told without a second look at each.
    bool all_fit(Type type, NumberFormat format, DateOrder order) const {
        switch (type) {
            case Type::integer:
            case Type::decimal:
                return filled == plain_cells + plain_whole + plain_marked(format);
            case Type::date:
                return filled == iso_dates || (order == DateOrder::day_first && filled == day_first) ||
                       (order == DateOrder::month_first && filled == month_first);
            case Type::boolean:
                return filled == booleans;
            case Type::text:
            case Type::empty:
                return true;
        }
        return false;
    }
    std::uint64_t plain_marked(NumberFormat format) const {
        if (format.mixed || format.mark == DecimalMark::undecided) return 0;
        return format.mark == DecimalMark::point ? plain_point : plain_comma;
    }
    /// That the numbers of the column have, if it is one. Beside 12 %, 0.12 could be either of two numbers.
    Unit unit_of_column() const {
        if (units_differ || (is_share_of_hundred(unit) && with_unit < numbers)) return Unit::none;
        return unit;
    }
    DateOrder date_order() const {
        if (day_only > month_only) return DateOrder::day_first;
        if (month_only > day_only) return DateOrder::month_first;
        return DateOrder::undecided;
    }
};

// Fills one profile: votes, and then, if these leave it open whether all cells fit, each cell held against
// what the votes decided.
class ColumnPass {
  public:
    ColumnPass(const CellStore& cells, std::size_t column, const TableCorner& corner, ColumnProfile& profile,
               IssueList& issues, DistinctTexts& distinct, const std::stop_token& stop)
        : cells_(cells),
          column_(column),
          corner_(corner),
          profile_(profile),
          issues_(issues),
          stop_(stop),
          distinct_(distinct) {}

    Status run(const ImportOptions& options) {
        Votes votes;
        TACIT_TRY(count_anew([&](std::size_t row, std::string_view text) {
            votes.add(text, cells_.number(row, column_));
            accept(row, text);
        }));
        choose(options, votes);
        profile_.number_format = votes.number_format(options.decimal);
        if (profile_.type == Type::decimal) profile_.unit = votes.unit_of_column();
        // A file of another month may have another one.
        profile_.without_unit = !unit_left_out_.empty() && unit_left_out_ == unit_text(profile_.unit);
        if (profile_.without_unit) profile_.number_format.unit = profile_.unit;
        profile_.date_order = options.dates != DateOrder::undecided ? options.dates : votes.date_order();
        bool fraction = votes.fraction || votes.plain_marked(profile_.number_format) > 0;
        if (!votes.all_fit(profile_.type, profile_.number_format, profile_.date_order)) {
            fraction = false;
            TACIT_TRY(
                count_anew([&](std::size_t row, std::string_view text) { check(row, text, fraction); }));
        }
        profile_.blank = cells_.rows() - profile_.valid - profile_.invalid;
        profile_.distinct = distinct_.count();
        if (profile_.type == Type::decimal && profile_.valid > 0 && !fraction) profile_.type = Type::integer;
        return {};
    }

  private:
    void choose(const ImportOptions& options, const Votes& votes) {
        profile_.type = votes.type();
        for (const auto& choice : options.columns) {
            if (choice.name != profile_.name) continue;
            profile_.unfit_as_missing = choice.unfit_as_missing;
            unit_left_out_ = choice.unit;
            profile_.ignored = choice.use == ColumnUse::ignored;
            if (choice.use == ColumnUse::number) profile_.type = Type::decimal;
            if (choice.use == ColumnUse::text) profile_.type = Type::text;
            if (choice.use == ColumnUse::date) profile_.type = Type::date;
            if (choice.use == ColumnUse::ignored) profile_.type = Type::empty;
        }
        profile_.unfit_as_missing = profile_.unfit_as_missing && profile_.type == Type::decimal;
    }

    // Calls `use` with the trimmed text of every cell that is not blank.
    template <class Use>
    Status count_anew(Use use) {
        profile_.valid = 0;
        profile_.samples.clear();
        distinct_.begin(column_);
        for (std::size_t row = 0; row < cells_.rows(); ++row) {
            if (row % rows_between_stops == 0 && stop_.stop_requested()) return error(Fault::cancelled);
            const auto text = trimmed(cells_.text(row, column_));
            if (!text.empty()) use(row, text);
        }
        distinct_.flush([this](std::size_t fresh) { keep_sample(fresh); });
        return {};
    }

    void check(std::size_t row, std::string_view text, bool& fraction) {
        switch (profile_.type) {
            case Type::integer:
            case Type::decimal:
                return check_number(row, text, fraction);
            case Type::date:
                if (!cells_.number(row, column_) && fits(date_shape(text), profile_.date_order)) {
                    profile_.undecided += either_day(text);
                    return accept(row, text);
                }
                return refuse(row, "This is not a date in the order of day and month that the column has.",
                              "Correct the date (2024-03-01 is always understood), or empty the cell.");
            case Type::boolean:
                if (is_boolean(text)) return accept(row, text);
                return refuse(row, "This is neither TRUE nor FALSE, as nearly all of the column are.",
                              "Write TRUE or FALSE, or empty the cell.");
            case Type::text:
            case Type::empty:
                return accept(row, text);
        }
    }

    bool either_day(std::string_view text) {
        return profile_.date_order == DateOrder::undecided &&
               iso_date(text, DateOrder::undecided, scratch_) == DateProblem::ambiguous;
    }

    void check_number(std::size_t row, std::string_view text, bool& fraction) {
        const auto format = profile_.number_format;
        const auto reading = read_cell(text, cells_.number(row, column_), format);
        profile_.undecided += reading.problem == NumberProblem::ambiguous;
        if (reading.problem != NumberProblem::none)
            return refuse(row, problem_sentence(reading.problem, format),
                          next_sentence(reading.problem, format));
        fraction = fraction || reading.fraction;
        accept(row, text);
    }

    void accept(std::size_t row, std::string_view text) {
        ++profile_.valid;
        distinct_.add(row, text, [this](std::size_t fresh) { keep_sample(fresh); });
    }
    void keep_sample(std::size_t row) {
        if (profile_.samples.size() < max_samples)
            profile_.samples.emplace_back(clipped(cells_.text(row, column_), max_issue_text));
    }
    void refuse(std::size_t row, std::string_view problem, std::string_view next) {
        ++profile_.invalid;
        std::string with_choice;
        if (profile_.unfit_as_missing) {
            problem = with_choice.append(problem).append(" It counts as missing, as you chose.");
            next = "Correct the cell if there should be a value.";
        }
        issues_.add(corner_.row + static_cast<std::uint32_t>(row), corner_.column + column_,
                    cells_.text(row, column_), problem, next);
    }

    const CellStore& cells_;
    std::size_t column_;
    TableCorner corner_;
    ColumnProfile& profile_;
    IssueList& issues_;
    const std::stop_token& stop_;
    DistinctTexts& distinct_;
    std::string scratch_;
    std::string unit_left_out_;  ///< by choice
};

}  // namespace

void IssueList::add(std::uint32_t sheet_row, std::size_t column, std::string_view text,
                    std::string_view problem, std::string_view next) {
    put(sheet_row, column, text, problem, next, false);
}

void IssueList::note(std::uint32_t sheet_row, std::size_t column, std::string_view text,
                     std::string_view problem, std::string_view next) {
    put(sheet_row, column, text, problem, next, true);
}

void IssueList::put(std::uint32_t sheet_row, std::size_t column, std::string_view text,
                    std::string_view problem, std::string_view next, bool counts) {
    ++total_;
    if (std::tie(sheet_row, column) > std::tie(last_row_, last_column_)) return;
    if (entries_.size() >= 2 * max_issues) keep_first();
    entries_.push_back(
        {sheet_row, column, total_,
         Issue{column_letters(column) + std::to_string(sheet_row), std::string(clipped(text, max_issue_text)),
               std::string(problem), std::string(next), counts}});
}

void IssueList::keep_first() {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.row, a.column, a.order) < std::tie(b.row, b.column, b.order);
    });
    if (entries_.size() < max_issues) return;
    entries_.resize(max_issues);
    last_row_ = entries_.back().row;
    last_column_ = entries_.back().column;
}

std::vector<Issue> IssueList::take() {
    keep_first();
    std::vector<Issue> out;
    out.reserve(entries_.size());
    for (auto& entry : entries_) out.push_back(std::move(entry.issue));
    entries_.clear();
    return out;
}

Status profile_columns(const CellStore& cells, const TableCorner& corner, const ImportOptions& options,
                       std::vector<ColumnProfile>& columns, IssueList& issues, const std::stop_token& stop) {
    DistinctTexts distinct(cells);
    for (std::size_t column = 0; column < columns.size(); ++column)
        TACIT_TRY(ColumnPass(cells, column, corner, columns[column], issues, distinct, stop).run(options));
    return {};
}

}  // namespace tacit::table
