#include "table/profile.h"

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <tuple>

#include "table/cell_reading.h"
#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t max_samples = 5;
constexpr std::size_t rows_between_stops = 1 << 16;

// Counts different texts exactly: open addressing, an entry is the upper half of the hash and the row. Tables
// of large columns do not fit into the cache, so texts wait until there are a few, and what they will touch
// is fetched meanwhile.
class DistinctTexts {
  public:
    DistinctTexts(const CellStore& cells, std::size_t column)
        : cells_(cells), column_(column), slots_(64, 0) {}

    /// `text` must live until the next flush, which calls `fresh(row)` for each row with a new text, in
    /// order.
    template <class Fresh>
    void add(std::size_t row, std::string_view text, const Fresh& fresh) {
        const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
        __builtin_prefetch(&slots_[place(hash)]);
        waiting_[waits_++] = {row, text, hash};
        if (waits_ == waiting_.size()) flush(fresh);
    }
    template <class Fresh>
    void flush(const Fresh& fresh) {
        while ((count_ + waits_) * 2 >= slots_.size()) grow();
        const auto waiting = std::span(waiting_).first(waits_);
        for (const auto& w : waiting)
            if (const auto slot = slots_[place(w.hash)]; is_like(slot, w.hash))
                cells_.prefetch(row_of(slot), column_);
        for (const auto& w : waiting)
            if (const auto slot = slots_[place(w.hash)]; is_like(slot, w.hash))
                __builtin_prefetch(cells_.text(row_of(slot), column_).data());
        for (const auto& w : waiting)
            if (insert(w)) fresh(w.row);
        waits_ = 0;
    }
    std::size_t count() const { return count_; }

  private:
    struct Waiting {
        std::size_t row;
        std::string_view text;
        std::uint32_t hash;
    };

    static bool is_like(std::uint64_t slot, std::uint32_t hash) { return slot != 0 && slot >> 32 == hash; }
    static std::size_t row_of(std::uint64_t slot) { return (slot & 0xffffffff) - 1; }

    bool insert(const Waiting& w) {
        for (std::size_t i = place(w.hash);; i = (i + 1) & (slots_.size() - 1)) {
            if (slots_[i] == 0) {
                slots_[i] = (static_cast<std::uint64_t>(w.hash) << 32) | (w.row + 1);
                ++count_;
                return true;
            }
            if (is_like(slots_[i], w.hash) && trimmed(cells_.text(row_of(slots_[i]), column_)) == w.text)
                return false;
        }
    }
    std::size_t place(std::uint32_t hash) const { return hash & (slots_.size() - 1); }
    void grow() {
        std::vector<std::uint64_t> old(slots_.size() * 2, 0);
        old.swap(slots_);
        for (const auto slot : old) {
            if (slot == 0) continue;
            std::size_t i = place(static_cast<std::uint32_t>(slot >> 32));
            while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
            slots_[i] = slot;
        }
    }

    const CellStore& cells_;
    std::size_t column_;
    std::vector<std::uint64_t> slots_;
    std::size_t count_ = 0;
    std::array<Waiting, 64> waiting_;  ///< the first `waits_` of them
    std::size_t waits_ = 0;
};

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

    void add(std::string_view text, bool number_cell) {
        ++filled;
        if (number_cell) {
            ++numbers;
            return;
        }
        const NumberShape shape = number_shape(text);
        numbers += shape.number_like;
        leading_zeros += shape.leading_zeros;
        point_only += shape.point_only;
        comma_only += shape.comma_only;
        if (shape.number_like || shape.leading_zeros) return;
        if (const DateShape date = date_shape(text); date.date) {
            ++dates;
            day_only += date.day_first && !date.month_first;
            month_only += date.month_first && !date.day_first;
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
    NumberFormat number_format() const {
        NumberFormat format;
        if (point_only > comma_only) format.mark = DecimalMark::point;
        if (comma_only > point_only) format.mark = DecimalMark::comma;
        format.mixed = point_only > 0 && comma_only > 0;
        return format;
    }
    DateOrder date_order() const {
        if (day_only > month_only) return DateOrder::day_first;
        if (month_only > day_only) return DateOrder::month_first;
        return DateOrder::undecided;
    }
};

bool fits(const DateShape& date, DateOrder order) {
    if (!date.date) return false;
    if (date.iso || order == DateOrder::day_first) return date.day_first;
    if (order == DateOrder::month_first) return date.month_first;
    return date.day_first && date.month_first;
}

// Fills one profile in two passes: votes, then each cell held against what the votes decided.
class ColumnPass {
  public:
    ColumnPass(const CellStore& cells, std::size_t column, const TableCorner& corner, ColumnProfile& profile,
               IssueList& issues, const std::stop_token& stop)
        : cells_(cells),
          column_(column),
          corner_(corner),
          profile_(profile),
          issues_(issues),
          stop_(stop),
          distinct_(cells, column) {}

    Status run(const ImportOptions& options) {
        Votes votes;
        TACIT_TRY(each(
            [&](std::size_t row, std::string_view text) { votes.add(text, cells_.number(row, column_)); }));
        choose(options, votes);
        profile_.number_format = votes.number_format();
        if (options.decimal != DecimalMark::undecided) profile_.number_format = {options.decimal, false};
        profile_.date_order = options.dates != DateOrder::undecided ? options.dates : votes.date_order();
        bool fraction = false;
        TACIT_TRY(each([&](std::size_t row, std::string_view text) { check(row, text, fraction); }));
        distinct_.flush([this](std::size_t fresh) { keep_sample(fresh); });
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
    Status each(Use use) {
        for (std::size_t row = 0; row < cells_.rows(); ++row) {
            if (row % rows_between_stops == 0 && stop_.stop_requested()) return error(Fault::cancelled);
            const auto text = trimmed(cells_.text(row, column_));
            if (!text.empty()) use(row, text);
        }
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
    DistinctTexts distinct_;
    std::string scratch_;
};

}  // namespace

void IssueList::add(std::uint32_t sheet_row, std::size_t column, std::string_view text,
                    std::string_view problem, std::string_view next) {
    ++total_;
    if (std::tie(sheet_row, column) > std::tie(last_row_, last_column_)) return;
    if (entries_.size() >= 2 * max_issues) keep_first();
    entries_.push_back(
        {sheet_row, column, total_,
         Issue{column_letters(column) + std::to_string(sheet_row), std::string(clipped(text, max_issue_text)),
               std::string(problem), std::string(next)}});
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
    for (std::size_t column = 0; column < columns.size(); ++column)
        TACIT_TRY(ColumnPass(cells, column, corner, columns[column], issues, stop).run(options));
    return {};
}

}  // namespace tacit::table
