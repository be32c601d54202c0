#pragma once

#include <array>

#include "mpc/ot/cot.h"
#include "mpc/ot/small_field_vole.h"

/// The universal hash of the consistency check of Roy, ePrint 2022/192, section 4: 128 rows of bits are an
/// element of GF(2^128), the hash of a column is the sum of its elements, each times an independent
/// coefficient from the challenge, plus its last element, which only masks. Linear over GF(2); a column that
/// is not zero has any given hash with probability 2^-128.
namespace tacit::mpc::ot {

using ColumnHashes = std::array<Block, column_count>;

ColumnHashes hash_columns(Block challenge, std::span<const Block> matrix, Workers& workers);
/// The same of one column.
Block hash_choices(Block challenge, std::span<const Block> choices);

}  // namespace tacit::mpc::ot
