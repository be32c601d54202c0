#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "table/load.h"

namespace tacit::testing {

/// A table that a database made of groups of its rows, without a database: lines of cells between commas, the
/// first with the names of the columns.
class GroupedSource final : public table::Source {
  public:
    GroupedSource(std::string lines, std::vector<std::optional<std::uint32_t>> counts_in)
        : lines_(std::move(lines)), groups_{true, std::move(counts_in)} {
        sniffed_.header_row = 1;
    }
    const std::vector<table::SheetInfo>& sheets() const override { return sheets_; }
    const table::Sniffed& sniff() const override { return sniffed_; }
    table::Groups groups() const override { return groups_; }
    Status read(std::size_t, const table::Range& range, table::RowSink& sink, const std::stop_token&,
                const table::Progress&) override {
        std::istringstream lines(lines_);
        std::uint32_t number = 0;
        for (std::string line; std::getline(lines, line);) {
            if (!range.has_row(++number)) continue;
            std::vector<std::string> texts(1);
            for (const char c : line)
                if (c == ',')
                    texts.emplace_back();
                else
                    texts.back() += c;
            std::vector<table::SourceCell> cells;
            for (std::uint32_t c = 0; c < texts.size(); ++c)
                if (range.has_column(c)) cells.push_back({c, texts[c], kind_of(texts[c]), {}, {}});
            TACIT_TRY(sink.row(number, cells));
        }
        return {};
    }

  private:
    static table::CellKind kind_of(const std::string& text) {
        if (text.empty()) return table::CellKind::empty;
        return table::Decimal::parse(text).ok() ? table::CellKind::number : table::CellKind::text;
    }

    std::string lines_;
    table::Groups groups_;
    std::vector<table::SheetInfo> sheets_{{"groups", false}};
    table::Sniffed sniffed_;
};

/// `counts_in` as in table::Groups; empty where each group counts as one row.
inline Result<std::shared_ptr<const table::Dataset>> grouped_table(
    std::string lines, std::vector<std::optional<std::uint32_t>> counts_in,
    const table::ImportOptions& options = {}) {
    table::OpenedSource opened{
        std::make_unique<GroupedSource>(std::move(lines), std::move(counts_in)), "groups.db", {}};
    return table::load(opened, options);
}

}  // namespace tacit::testing
