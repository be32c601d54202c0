#pragma once

#include <cstdlib>
#include <string>

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
    constexpr std::size_t most_rows_with_keys = 50'000;
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
        const auto& column = table.columns()[c];
        require(!column.name.empty());
        require(column.valid + column.blank + column.invalid == table.rows());
        require(column.distinct <= column.valid);
        const auto values = numeric_column(table, c);
        if (values.ok()) require(values->count + column.blank == table.rows());
        if (c > 3 || table.rows() > most_rows_with_keys) continue;
        const auto keys = canonical_keys(table, c);
        require(keys.ok() && keys->distinct + keys->blank + keys->duplicates == table.rows());
        for (const auto& key : keys->keys.texts()) require(*canonical_key(key) == key);
    }
}
