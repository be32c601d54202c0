#include "support/fake_datasets.h"

#include <array>
#include <cctype>

namespace tacit::test {

namespace {

using api::ColumnType;

api::ColumnView column(std::string name, ColumnType type, std::uint64_t valid, std::uint64_t blank,
                       std::uint64_t invalid, std::uint64_t distinct, std::vector<std::string> samples) {
    return {std::move(name), type, valid, blank, invalid, distinct, std::move(samples)};
}

template <std::size_t N>
const char* pick(const std::array<const char*, N>& from, std::size_t i) {
    return from[i % N];
}

std::string money(std::size_t i, std::size_t base, std::size_t step, std::size_t spread) {
    return std::to_string(base + (i * step) % spread) + (i % 3 == 0 ? ".50" : ".00");
}

std::vector<std::vector<std::string>> staff_rows(std::size_t first_id) {
    constexpr std::array<const char*, 5> departments{"Operations", "Finance", "Sales", "Legal", "Research"};
    constexpr std::array<const char*, 4> dates{"2019-04-01", "2021-09-15", "2016-01-04", "2023-11-20"};
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < 100; ++i) {
        rows.push_back({"E-" + std::to_string(first_id + i), pick(departments, i * 7),
                        money(i, 41'000, 3'170, 58'000), i % 6 == 5 ? "" : money(i, 900, 410, 7'000),
                        pick(dates, i * 3), i % 5 == 4 ? "no" : "yes"});
    }
    return rows;
}

void add_top(api::DatasetView& view) {
    view.reading.top = {{1, {}}};
    for (const auto& c : view.columns) view.reading.top[0].cells.push_back(c.name);
    for (std::uint32_t i = 0; i < 5; ++i) view.reading.top.push_back({i + 2, view.preview[i]});
}

}  // namespace

api::DatasetView salaries() {
    api::DatasetView view;
    view.file_name = "salaries-2024.xlsx";
    view.sheet = "Staff";
    view.sheets = {"Staff", "Contractors"};
    view.format = "Excel workbook";
    view.rows = 1'248;
    view.columns = {
        column("employee_id", ColumnType::text, 1'248, 0, 0, 1'248, {"E-1001", "E-1002", "E-1003"}),
        column("department", ColumnType::text, 1'248, 0, 0, 5, {"Operations", "Finance", "Sales"}),
        column("salary", ColumnType::decimal, 1'248, 0, 0, 1'187, {"41000.50", "44170.00", "47340.00"}),
        column("bonus", ColumnType::decimal, 1'040, 208, 0, 611, {"900.50", "1310.00", "1720.00"}),
        column("start_date", ColumnType::date, 1'248, 0, 0, 402, {"2019-04-01", "2021-09-15"}),
        column("full_time", ColumnType::boolean, 1'248, 0, 0, 2, {"yes", "no"}),
    };
    view.preview = staff_rows(1001);
    view.hidden_sheets = {"Contractors"};
    view.columns[2].decimal = view.columns[3].decimal = '.';
    add_top(view);
    return view;
}

api::DatasetView salaries_with_problems(bool comma) {
    auto view = salaries();
    view.file_name = "salaries-with-problems.csv";
    view.sheet.clear();
    view.sheets.clear();
    view.format = "CSV, semicolon, Windows-1252";
    view.hidden_sheets.clear();
    view.reading.delimited = true;
    view.reading.delimiter = ';';
    view.reading.encoding = "Windows-1252";
    const std::string not_a_number = "This is text, and the column holds numbers.";
    view.issues = {{"C4", "n/a", not_a_number, "Leave the cell blank, or enter the amount."},
                   {"C203", "62 00O.00", "The last letter is an O, not a zero.", "Replace the O with 0."}};
    view.preview[2][2] = "n/a";
    if (!comma) {
        view.issues.insert(
            view.issues.begin() + 1,
            {"C17", "1.234,50", "Could be 1234.50 or 1.23450: the decimal character is unclear.",
             "Choose the decimal character of this file above."});
    }
    view.preview[15][2] = "1.234,50";
    view.columns[2].undecided = comma ? 0 : 1;
    view.columns[2].decimal = comma ? ',' : '\0';
    view.columns[2].invalid = view.issues.size();
    view.columns[2].valid = view.rows - view.issues.size();
    return view;
}

api::DatasetView salaries_noted() {
    auto view = salaries();
    view.file_name = "salaries-noted.xlsx";
    view.preview[7][2] = "12345678901234567";
    view.preview[2][2] = "#DIV/0!";
    view.preview[9] = view.preview[8];
    view.columns[2].invalid = 1;
    --view.columns[2].valid;
    const auto note = [&](const char* cell, const char* text, const char* problem, const char* next) {
        view.issues.push_back({cell, text, problem, next, true});
    };
    note("C1", "salary", "Another column has this name too; this one is called \"salary (2)\" here.",
         "Give the columns different names, so that nobody takes one for the other.");
    view.issues.push_back({"C4", "#DIV/0!", "This is the error of a formula in the place of a number.",
                           "Correct the formula, or empty the cell if there is no value."});
    note("A7", "",
         "12 rows are hidden, by a filter or by hand, this one first; hidden rows count like all others.",
         "Delete the rows from a copy of the sheet if they should not count.");
    note("C9", "12345678901234567", "This number has more digits than the 15 that a spreadsheet keeps.",
         "Check the last digits.");
    note("A11", "E-1009", "This row is the same as row 10 in every cell, and it counts like any other.",
         "Delete it in the file if it is there by mistake.");
    note("A1249", "Total", "The last row seems to hold totals, and it counts like any other row.",
         "Leave it out in the import if it repeats the rows above.");
    return view;
}

api::DatasetView customers() {
    constexpr std::array<const char*, 6> countries{"DE", "FR", "NL", "SE", "PT", "AT"};
    constexpr std::array<const char*, 4> dates{"2018-02-11", "2020-06-30", "2022-10-05", "2024-01-17"};
    api::DatasetView view;
    view.file_name = "customers.csv";
    view.format = "CSV, comma, UTF-8";
    view.rows = 2'000;
    view.columns = {
        column("customer_id", ColumnType::text, 1'997, 3, 0, 1'990, {"C-20417", "C-20431", "C-20445"}),
        column("email", ColumnType::text, 1'996, 4, 0, 1'989, {"anna.lind@mail.example"}),
        column("country", ColumnType::text, 2'000, 0, 0, 6, {"DE", "FR", "NL"}),
        column("since", ColumnType::date, 2'000, 0, 0, 1'122, {"2018-02-11", "2020-06-30"}),
        column("revenue", ColumnType::decimal, 1'902, 98, 0, 1'744, {"1204.00", "318.50"}),
    };
    for (std::size_t i = 0; i < 100; ++i) {
        const auto id = std::to_string(20'417 + 14 * i);
        view.preview.push_back({i == 41 ? "" : "C-" + id, "customer" + id + "@mail.example",
                                pick(countries, i * 5), pick(dates, i * 3),
                                i % 20 == 7 ? "" : money(i, 120, 613, 9'000)});
    }
    view.reading.delimited = true;
    view.reading.delimiter = ',';
    view.reading.encoding = "UTF-8";
    add_top(view);
    view.issues = {{"A43", "", "The key is blank: the row cannot be matched.",
                    "Nothing to do if it should be left out, else enter the key."}};
    return view;
}

Result<api::DatabaseTable> fake_table(const std::string& address) {
    api::DatabaseTable table;
    if (address.find("table=") == std::string::npos) {
        table.tables = {"salaries", "contractors"};
        return table;
    }
    if (address.find("table=salaries") == std::string::npos)
        return error(Fault::database_refused,
                     "\"staff.db\" has no table or view \"wages\" that you may read. Choose one of these: "
                     "\"salaries\", \"contractors\".");
    using api::DatabaseType;
    table.columns = {{"employee_id", DatabaseType::text}, {"department", DatabaseType::text},
                     {"salary", DatabaseType::decimal},   {"bonus", DatabaseType::decimal},
                     {"start_date", DatabaseType::date},  {"full_time", DatabaseType::other}};
    table.statement = [](const api::TableSelection& selection) -> Result<std::string> {
        std::string list, rows, keys;
        const auto add = [](std::string& to, const std::string& item, const char* between) {
            to += (to.empty() ? "" : between) + item;
        };
        for (const auto& name : selection.columns) add(list, '"' + name + '"', ",\n       ");
        for (const auto& name : selection.group_by) add(list, '"' + name + '"', ",\n       ");
        for (const auto& name : selection.group_by) add(keys, '"' + name + '"', ", ");
        const auto number = [&](const api::Aggregate& one) {
            const bool count = one.what == api::Aggregation::count;
            const auto what = one.column.empty() ? std::string("COUNT(*)")
                                                 : (count ? "COUNT(\"" : "SUM(\"") + one.column + "\")";
            add(list, what + " AS \"" + api::column_name(one) + '"', ",\n       ");
        };
        for (const auto& one : selection.aggregates) {
            number(one);
            if (selection.group_counts_as == api::GroupCountsAs::its_rows &&
                one.what == api::Aggregation::sum)
                number({api::Aggregation::count, one.column});
        }
        for (const auto& filter : selection.filters) {
            if (filter.values.empty())
                return error(Fault::database_refused, "A comparison lacks a value. Enter one.");
            add(rows, '"' + filter.column + "\" >= " + filter.values[0], "\n  AND ");
        }
        return "SELECT " + (list.empty() ? "*" : list) + "\nFROM \"salaries\"" +
               (rows.empty() ? "" : "\nWHERE " + rows) + (keys.empty() ? "" : "\nGROUP BY " + keys);
    };
    return table;
}

int column_of_cell(const std::string& cell) {
    int column = 0;
    std::size_t i = 0;
    for (; i < cell.size() && std::isupper(static_cast<unsigned char>(cell[i])) != 0 && i < 3; ++i) {
        column = column * 26 + (cell[i] - 'A' + 1);
    }
    return i == 0 ? -1 : column - 1;
}

}  // namespace tacit::test
