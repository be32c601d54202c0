#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/question.h"

namespace tacit::api {

enum class ColumnType { text, integer, decimal, date, boolean, empty };

/// Which of two numbers in front of a year is the day.
enum class DateOrder { undecided, day_first, month_first };

struct ColumnView {
    std::string name;
    ColumnType type = ColumnType::text;
    std::uint64_t valid = 0, blank = 0, invalid = 0, distinct = 0;
    std::vector<std::string> samples;  ///< raw texts
    char decimal = 0;                  ///< of numbers: '.' or ','; 0 where no cell decides, and none needs to
    DateOrder dates = DateOrder::undecided;
    bool ignored = false;           ///< by choice
    bool unfit_as_missing = false;  ///< by choice: the invalid ones count as blank
    std::string unit{};             ///< that stands beside its numbers: "EUR", "%"; all have the same or none
    bool without_unit = false;      ///< by choice: they are read without it
    std::uint64_t undecided = 0;    ///< cells that could be either of two numbers, or of two days
    std::string counts_in{};        ///< of sums of groups: the column with the number of cells in each
    bool numeric() const { return type == ColumnType::integer || type == ColumnType::decimal; }
};

/// A cell that the import does not accept as what its column holds, or another finding.
struct ImportIssue {
    std::string cell;     ///< "C4"; empty for the whole table
    std::string text;     ///< the raw content
    std::string problem;  ///< what is wrong
    std::string next;     ///< what to do
    bool counts = false;  ///< the cell is taken as it stands all the same: good to know, and no more
};

/// A row at the top of a sheet, from which the one that names the columns is chosen.
struct TopRow {
    std::uint32_t row = 1;           ///< as the spreadsheet counts
    std::vector<std::string> cells;  ///< what stands in its first cells
};

/// How a table was read, be it chosen or detected.
struct ImportReading {
    std::uint32_t header_row = 1;    ///< 0: no row names the columns
    std::uint32_t first_row = 2;     ///< of the data
    std::uint32_t first_column = 0;  ///< from 0
    bool delimited = false;          ///< delimited text, which has a delimiter
    char delimiter = 0;              ///< 0: each line is one cell
    std::string encoding;            ///< an Encoding's name; empty where the format knows no choice
    std::uint64_t left_out = 0;      ///< rows at the end
    std::vector<TopRow> top;         ///< rows with content, up to some forty
};

/// What the import understood of one table. The rows themselves stay in the engine, behind `handle`.
struct DatasetView {
    std::uint64_t handle = 0;
    std::string path;
    std::string file_name;
    std::string sheet;                       ///< empty for CSV
    std::vector<std::string> sheets;         ///< of an XLSX workbook, in its order
    std::vector<std::string> hidden_sheets;  ///< of these, those that the workbook hides
    std::string format;                      ///< "CSV, semicolon, Windows-1252" or "Excel workbook"
    std::string statement;                   ///< of a database: what it was asked; empty for files
    /// Pasted, and the other program offered its numbers as it displays them only: what it rounds is rounded.
    bool displayed = false;
    ImportReading reading;
    std::uint64_t rows = 0;
    std::vector<ColumnView> columns;
    std::vector<std::vector<std::string>> preview;  ///< the first 100 rows, raw texts
    std::vector<ImportIssue> issues;
    std::uint64_t more_issues = 0;  ///< beyond those listed
};

/// What a participant brings: a dataset and which of its columns stands for each asked one, in the asked
/// order. A Decision also takes typed numbers in the place of columns, and no dataset where all are typed.
struct Contribution {
    std::uint64_t dataset = 0;         ///< DatasetView::handle; 0 = none
    std::vector<std::string> columns;  ///< my column names, parallel to ProposalText::asked
    /// Empty, or parallel to `columns`: a decimal ("-12.50"), or for a vote "yes" or "no", that stands for
    /// the asked one instead; "" where a column does.
    std::vector<std::string> values;
    /// Whose it is, as ParticipantView::place: not everybody need be asked the same (AskedColumn::places),
    /// and what one is not asked stays empty. Hosting and agreeing set it by themselves; checking needs it.
    std::uint16_t place = 0;
    /// How many take part, the organizer included; 0 = not decided yet. Likewise: what a run takes depends on
    /// it, and how large numbers may be.
    std::uint16_t participants = 0;
    DisclosureRules rules{};  ///< Total: stricter ones than the proposal's, which then hold for all
    /// Overlap: rows whose key is none of the agreed kind take no part, as blank ones. Else they are
    /// problems.
    bool leave_out_invalid = false;
};

/// What a run will take, told before it starts. The partner's data is taken to be as large as one's own.
struct CostEstimate {
    double seconds = 0;                 ///< computing, by what this machine was measured to do, and traffic
    std::uint64_t bytes = 0;            ///< sent and received together
    std::uint64_t bits_per_second = 0;  ///< the connection that `seconds` assumes
    /// `bytes` pass the organizer's connection, its own and what others send each other through it, whatever
    /// anybody's data. Else they are those of each of two.
    bool at_organizer = false;
    std::uint16_t participants = 0;  ///< it is for so many; 0 = however many there are
    /// Total: what it would take if not all computed, where all is a long time and this is far less.
    struct WithHosts {
        std::uint16_t hosts = 0;  ///< for TotalQuestion::hosts; 0 = there is nothing to advise
        double seconds = 0;
        std::uint64_t bytes = 0;
    };
    WithHosts advised{};
};

/// The pre-flight check of a contribution, before anything is sent.
struct ContributionCheck {
    bool acceptable = false;
    std::uint64_t items = 0;  ///< what the run will work on: different keys, or rows
    std::vector<std::string>
        notes;  ///< "1,990 distinct keys; 7 duplicates and 3 blanks are left out of the match."
    std::vector<std::string> warnings;  ///< what is unlikely, and counts all the same
    std::vector<ImportIssue> problems;  ///< cells that keep it from being acceptable
    std::uint64_t more_problems = 0;
    std::optional<CostEstimate> estimate;  ///< where a run takes time that is worth a word
};

}  // namespace tacit::api
