#include "table/cell_reading.h"

#include <algorithm>
#include <array>
#include <string>

#include "table/date_text.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

NumberProblem from_decimal(DecimalProblem problem) {
    switch (problem) {
        case DecimalProblem::none:
            return NumberProblem::none;
        case DecimalProblem::not_a_number:
            return NumberProblem::not_a_number;
        case DecimalProblem::too_many_places:
            return NumberProblem::too_many_places;
        case DecimalProblem::too_large:
            return NumberProblem::too_large;
    }
    return NumberProblem::not_a_number;
}

// "#DIV/0!", "#REF!", "#NAME?", "#N/A"; not "#####", which is a number or a date in a narrow column.
bool is_formula_error(std::string_view text) {
    return text.size() > 2 && text[0] == '#' && text[1] >= 'A' && text[1] <= 'Z' && is_placeholder(text);
}

// What people can act on better than on the news that it is no number.
NumberProblem told_closer(std::string_view text) {
    text = trimmed(text);
    if (is_formula_error(text)) return NumberProblem::formula_error;
    return date_shape(text).date ? NumberProblem::date : NumberProblem::not_a_number;
}

}  // namespace

NumberReading read_cell(std::string_view text, bool number_cell, NumberFormat format) {
    if (!number_cell) {
        auto reading = read_number(text, format);
        // Texts such as 01.03.2024 have the signs of a number, but not where a number has them.
        if (reading.problem == NumberProblem::not_a_number || reading.problem == NumberProblem::bad_grouping)
            if (const auto closer = told_closer(text); closer != NumberProblem::not_a_number)
                reading.problem = closer;
        return reading;
    }
    NumberReading reading;
    reading.problem = from_decimal(Decimal::parse(text, reading.value));
    reading.fraction = text.find('.') != std::string_view::npos;
    return reading;
}

std::string_view problem_sentence(NumberProblem problem, NumberFormat format) {
    switch (problem) {
        case NumberProblem::none:
            return "";
        case NumberProblem::not_a_number:
            return "This is not a number, and the column is one of numbers.";
        case NumberProblem::formula_error:
            return "This is the error of a formula in the place of a number.";
        case NumberProblem::date:
            return "This is a date, and the column is one of numbers.";
        case NumberProblem::ambiguous:
            return format.mixed
                       ? "The column has decimal points as well as decimal commas, so this could be two "
                         "different numbers."
                       : "The separator could stand before thousands or before decimals, as in 1,234: "
                         "could be 1234 or 1.234, and no other cell of the column decides it.";
        case NumberProblem::other_mark:
            return format.mark == DecimalMark::comma
                       ? "This can only be read with a decimal point, but the column has decimal commas."
                   : format.mark == DecimalMark::point
                       ? "This can only be read with a decimal comma, but the column has decimal points."
                       : "The column has as many decimal points as decimal commas, so it is not clear which "
                         "are "
                         "right.";
        case NumberProblem::bad_grouping:
            return "The separators do not stand where a number has them.";
        case NumberProblem::leading_zeros:
            return "The leading zeros say that this is an identifier, not a number.";
        case NumberProblem::too_many_places:
            return "This has more than 6 places after the decimal character, and nothing is rounded unasked.";
        case NumberProblem::too_large:
            return "This is beyond 1000000000000000000 in either direction.";
        case NumberProblem::currency:
            return "This has a currency sign, and amounts in different currencies must not be added up.";
        case NumberProblem::percent:
            return "This is a percentage: 12 % could mean 12 or 0.12.";
        case NumberProblem::shortened:
            return "This is in scientific notation: digits were probably lost before the file was saved.";
    }
    return "";
}

std::string_view next_sentence(NumberProblem problem, NumberFormat format) {
    switch (problem) {
        case NumberProblem::none:
            return "";
        case NumberProblem::not_a_number:
            return "Write a number, or empty the cell if there is no value.";
        case NumberProblem::formula_error:
            return "Correct the formula, or empty the cell if there is no value.";
        case NumberProblem::date:
            return "Format the cell as a number if it should be one, or empty it if there is no value.";
        case NumberProblem::ambiguous:
            return format.mixed
                       ? "Write all cells with the same decimal character."
                       : "Choose the decimal character in the import, or write the number without the "
                         "separator.";
        case NumberProblem::other_mark:
            return "Write all cells of the column with the same decimal character.";
        case NumberProblem::bad_grouping:
            return "Write the number without separators between its digits.";
        case NumberProblem::leading_zeros:
            return "Choose a column of amounts, or write the number without the zeros.";
        case NumberProblem::too_many_places:
            return "Round it to 6 places in the spreadsheet.";
        case NumberProblem::too_large:
            return "Correct the cell, or use a larger unit such as thousands.";
        case NumberProblem::currency:
            return "Agree with the partners on one currency, and choose to read the column without its sign, "
                   "or keep only the number in the cell.";
        case NumberProblem::percent:
            return "Agree with the partners on 12 or 0.12. For 12, choose to read the column without its "
                   "sign, "
                   "where all have it; else write the number itself.";
        case NumberProblem::shortened:
            return "Format the column as a number without exponent in the spreadsheet, check the digits and "
                   "save "
                   "again.";
    }
    return "";
}

bool is_placeholder(std::string_view text) {
    if (text.empty() || text.size() > 16) return false;
    if (text[0] == '#')  // a formula's error, or a number wider than its column
        return text.size() > 2 && (text.back() == '!' || text.back() == '?' || text == "#N/A" ||
                                   text.find_first_not_of('#') == std::string_view::npos);
    constexpr std::string_view firsts = "nNuUmMtT-?.\xe2";
    if (firsts.find(text[0]) == std::string_view::npos) return false;
    constexpr std::array<std::string_view, 19> words = {
        "n/a",     "na",      "n.a.", "n.a", "n/k", "nan", "null", "none",   "nil",   "tbd",
        "unknown", "missing", "-",    "--",  "---", "?",   ".",    "\u2013", "\u2014"};
    const std::string lower = lower_ascii(text);
    return std::find(words.begin(), words.end(), lower) != words.end();
}

bool is_boolean(std::string_view text) {
    if (text.size() != 4 && text.size() != 5) return false;
    const std::string lower = lower_ascii(text);
    return lower == "true" || lower == "false";
}

}  // namespace tacit::table
