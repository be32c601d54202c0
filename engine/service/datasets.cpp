#include "service/datasets.h"

#include <algorithm>

#include "base/heap.h"
#include "base/priority.h"
#include "service/background.h"
#include "table/copied.h"
#include "table/load.h"
#include "table/text_decoding.h"

namespace tacit::service {

namespace {

constexpr std::size_t preview_rows = 100;

api::ColumnType type_view(table::Type type) {
    switch (type) {
        case table::Type::text:
            return api::ColumnType::text;
        case table::Type::integer:
            return api::ColumnType::integer;
        case table::Type::decimal:
            return api::ColumnType::decimal;
        case table::Type::date:
            return api::ColumnType::date;
        case table::Type::boolean:
            return api::ColumnType::boolean;
        case table::Type::empty:
            return api::ColumnType::empty;
    }
    return api::ColumnType::text;
}

table::DecimalMark decimal_mark(char c) {
    if (c == '.') return table::DecimalMark::point;
    if (c == ',') return table::DecimalMark::comma;
    return table::DecimalMark::undecided;
}

char decimal_view(const table::ColumnProfile& column) {
    if (column.type != table::Type::integer && column.type != table::Type::decimal) return 0;
    if (column.number_format.mixed) return 0;
    if (column.number_format.mark == table::DecimalMark::point) return '.';
    return column.number_format.mark == table::DecimalMark::comma ? ',' : char{0};
}

api::DateOrder dates_view(table::DateOrder order) {
    switch (order) {
        case table::DateOrder::undecided:
            return api::DateOrder::undecided;
        case table::DateOrder::day_first:
            return api::DateOrder::day_first;
        case table::DateOrder::month_first:
            return api::DateOrder::month_first;
    }
    return api::DateOrder::undecided;
}

table::DateOrder dates_of(api::DateOrder order) {
    switch (order) {
        case api::DateOrder::undecided:
            return table::DateOrder::undecided;
        case api::DateOrder::day_first:
            return table::DateOrder::day_first;
        case api::DateOrder::month_first:
            return table::DateOrder::month_first;
    }
    return table::DateOrder::undecided;
}

std::string delimiter_name(char delimiter) {
    switch (delimiter) {
        case ',':
            return "comma";
        case ';':
            return "semicolon";
        case '\t':
            return "tab";
        case '|':
            return "bar";
        default:
            return "one column";
    }
}

api::ColumnView column_view(const table::ColumnProfile& column) {
    api::ColumnView view{column.name,    type_view(column.type), column.valid,  column.blank,
                         column.invalid, column.distinct,        column.samples};
    view.decimal = decimal_view(column);
    view.dates = dates_view(column.date_order);
    view.undecided = column.undecided;
    view.ignored = column.ignored;
    view.unfit_as_missing = column.unfit_as_missing;
    view.unit = table::unit_text(column.unit);
    view.without_unit = column.without_unit;
    return view;
}

api::ImportReading reading_view(const table::Dataset& dataset) {
    const auto& origin = dataset.origin();
    api::ImportReading view;
    view.header_row = dataset.header_row();
    view.first_row = dataset.corner().row;
    view.first_column = dataset.corner().column;
    view.delimited = origin.format == "CSV";
    view.delimiter = origin.delimiter;
    if (origin.encoding_open) view.encoding = origin.encoding;
    view.left_out = dataset.left_out();
    for (const auto& row : dataset.top()) view.top.push_back({row.row, row.cells});
    return view;
}

api::DatasetView view_of(const table::Dataset& dataset, std::uint64_t handle) {
    api::DatasetView view;
    const auto& origin = dataset.origin();
    view.handle = handle;
    view.file_name = dataset.file_name();
    view.sheet = dataset.sheet();
    view.sheets = origin.sheets;
    view.hidden_sheets = origin.hidden_sheets;
    view.reading = reading_view(dataset);
    view.format = origin.format;
    if (origin.sheet.empty()) view.format += ", " + delimiter_name(origin.delimiter) + ", " + origin.encoding;
    view.statement = origin.statement;
    view.displayed = origin.displayed;
    view.rows = dataset.rows();
    for (const auto& column : dataset.columns()) {
        view.columns.push_back(column_view(column));
        if (column.counts_in) view.columns.back().counts_in = dataset.columns()[*column.counts_in].name;
    }
    view.preview = rows_of(dataset, 0, preview_rows);
    for (const auto& issue : dataset.issues())
        view.issues.push_back({issue.cell, issue.text, issue.problem, issue.next, issue.counts});
    view.more_issues = dataset.more_issues();
    return view;
}

table::ColumnUse use_of(api::ColumnUse use) {
    switch (use) {
        case api::ColumnUse::detected:
            return table::ColumnUse::detected;
        case api::ColumnUse::number:
            return table::ColumnUse::number;
        case api::ColumnUse::text:
            return table::ColumnUse::text;
        case api::ColumnUse::date:
            return table::ColumnUse::date;
        case api::ColumnUse::ignored:
            return table::ColumnUse::ignored;
    }
    return table::ColumnUse::detected;
}

Result<table::ImportOptions> options_of(const api::ImportOptions& options) {
    table::ImportOptions wanted;
    wanted.sheet = options.sheet;
    wanted.header_row = options.header_row;
    wanted.header_rows = options.header_rows;
    wanted.no_header = options.no_header;
    wanted.skip_last = options.skip_last;
    wanted.delimiter = options.delimiter;
    wanted.decimal = decimal_mark(options.decimal);
    wanted.dates = dates_of(options.dates);
    for (const auto& choice : options.columns)
        wanted.columns.push_back({choice.name, use_of(choice.use), choice.unfit_as_missing, choice.unit});
    if (!options.range.empty()) {
        TACIT_ASSIGN(wanted.range, table::parse_range(options.range));
    }
    if (!options.encoding.empty()) {
        TACIT_ASSIGN(wanted.encoding, table::find_encoding(options.encoding));
    }
    return wanted;
}

Result<std::shared_ptr<const table::Dataset>> load(table::SourceOpener* databases, const std::string& path,
                                                   const api::ImportOptions& options,
                                                   const api::ImportCallbacks& callbacks,
                                                   const std::stop_token& stop) {
    TACIT_ASSIGN(const table::ImportOptions wanted, options_of(options));
    if (const auto& copied = options.content)
        return table::load_copied({copied->workbook, copied->page, copied->text}, path, wanted, stop,
                                  callbacks.progress);
    if (databases == nullptr || !databases->knows(path))
        return table::load(path, wanted, stop, callbacks.progress);
    TACIT_ASSIGN(auto opened, databases->open(path, options.password, stop));
    return table::load(opened, wanted, stop, callbacks.progress);
}

}  // namespace

std::vector<api::Encoding> known_encodings() {
    std::vector<api::Encoding> out;
    for (const auto& known : table::encodings())
        out.push_back({std::string(known.name), std::string(known.region)});
    return out;
}

std::uint64_t Datasets::add(std::shared_ptr<const table::Dataset> dataset) {
    const std::lock_guard lock(mutex_);
    open_[next_] = std::move(dataset);
    return next_++;
}

Result<std::shared_ptr<const table::Dataset>> Datasets::find(std::uint64_t handle) const {
    const std::lock_guard lock(mutex_);
    const auto found = open_.find(handle);
    if (found == open_.end()) return error(Fault::data_missing, "choose a spreadsheet first");
    return found->second;
}

void Datasets::forget(std::uint64_t handle) {
    std::shared_ptr<const table::Dataset> gone;
    {
        const std::lock_guard lock(mutex_);
        const auto found = open_.find(handle);
        if (found == open_.end()) return;
        gone = std::move(found->second);
        open_.erase(found);
    }
    undertaker_.take(std::move(gone));
}

Result<question::Input> input_of(const Datasets& datasets, const question::Definition& definition,
                                 const api::Contribution& contribution) {
    const auto& values = contribution.values;
    if (!values.empty() && !definition.takes_values())
        return error(Fault::usage, "this question takes columns of a spreadsheet, no typed numbers");
    if (contribution.rules.any() && !definition.takes_rules())
        return error(Fault::usage, "this question has no disclosure rules; they belong to a Total");
    question::Input input{nullptr, contribution.columns, values};
    input.place = contribution.place;
    input.participants = contribution.participants;
    input.rules = contribution.rules;
    input.leave_out_invalid = contribution.leave_out_invalid;
    // What is typed, or not asked of this participant, needs no table.
    const auto is_empty = [](const auto& text) { return text.empty(); };
    const bool all_typed = !values.empty() && std::none_of(values.begin(), values.end(), is_empty);
    const bool no_column = std::all_of(contribution.columns.begin(), contribution.columns.end(), is_empty);
    const bool nothing = contribution.dataset == 0 && no_column && definition.takes_values();
    if (!all_typed && !nothing) {
        TACIT_ASSIGN(input.dataset, datasets.find(contribution.dataset));
    }
    return input;
}

std::vector<std::vector<std::string>> rows_of(const table::Dataset& dataset, std::uint64_t first,
                                              std::size_t count) {
    std::vector<std::vector<std::string>> out;
    for (std::uint64_t row = first; row < dataset.rows() && out.size() < count; ++row) {
        auto& cells = out.emplace_back();
        for (std::size_t c = 0; c < dataset.columns().size(); ++c) cells.emplace_back(dataset.cell(row, c));
    }
    return out;
}

api::TaskPtr start_import(Datasets& datasets, table::SourceOpener* databases, const std::string& path,
                          const api::ImportOptions& options, api::ImportCallbacks callbacks) {
    auto finished = [done = callbacks.finished](Result<api::DatasetView> view) {
        if (done) done(std::move(view));
        give_back_freed_memory();
    };
    return in_background(std::function<void(Result<api::DatasetView>)>(std::move(finished)),
                         [&datasets, databases, path, options,
                          callbacks](const std::stop_token& stop) -> Result<api::DatasetView> {
                             stand_back();
                             TACIT_ASSIGN(const auto dataset,
                                          load(databases, path, options, callbacks, stop));
                             auto view = view_of(*dataset, datasets.add(dataset));
                             view.path = path;
                             return view;
                         });
}

api::TaskPtr start_describing(api::Databases* databases, const std::string& address,
                              const std::string& password,
                              std::function<void(Result<api::DatabaseTable>)> finished) {
    return in_background(
        std::move(finished),
        [databases, address, password](const std::stop_token& stop) -> Result<api::DatabaseTable> {
            if (databases == nullptr) return error(Fault::database_refused, "no databases are read here");
            return databases->describe(address, password, stop);
        });
}

}  // namespace tacit::service
