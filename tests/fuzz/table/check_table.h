#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <utility>

#include "table/file_kind.h"
#include "table/keys.h"
#include "table/load.h"

/// Loads the bytes and aborts if what comes out contradicts itself. Refusing them is always fine.
inline void check_table(std::string bytes) {
    using namespace tacit;
    using namespace tacit::table;
    const auto require = [](bool holds) {
        if (!holds) std::abort();
    };
    const auto read = load_bytes(std::move(bytes), "fuzz");
    if (!read.ok()) {
        require(read.error().fault == Fault::file_refused && !read.error().detail.empty());
        return;
    }
    const Dataset& table = **read;
    // One short cell can be repeated into a million rows. Folding its key so often shows nothing new, takes
    // half a second in the product, and twenty of them under sanitizers on a busy machine.
    constexpr std::size_t most_rows_with_keys = 5'000, few_columns = 4;
    // Nor does another blank column of a sheet with two cells far apart.
    constexpr std::size_t most_cells_with_all_numbers = 100'000;
    const bool all_numbers = table.rows() * table.columns().size() <= most_cells_with_all_numbers;
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
        const auto& column = table.columns()[c];
        require(!column.name.empty());
        require(column.valid + column.blank + column.invalid == table.rows());
        require(column.distinct <= column.valid);
        if (c >= few_columns && !all_numbers) continue;
        const auto values = numeric_column(table, c);
        if (values.ok()) require(values->count + column.blank == table.rows());
        if (c >= few_columns || table.rows() > most_rows_with_keys) continue;
        const auto keys = canonical_keys(table, c);
        require(keys.ok() && keys->distinct + keys->blank + keys->duplicates == table.rows());
        for (const auto& key : keys->keys.texts()) require(*canonical_key(key) == key);
    }
}

/// The same for bytes that begin like these kinds of file. Any other is left to the fuzzer of its own reader,
/// so that what a fuzzer covers is its reader's.
inline void check_table_of(std::initializer_list<tacit::table::FileKind> kinds, std::string bytes) {
    const auto kind = tacit::table::file_kind(bytes);
    if (kind.ok() && std::find(kinds.begin(), kinds.end(), *kind) != kinds.end())
        check_table(std::move(bytes));
}
