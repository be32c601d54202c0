#pragma once

#include <span>

#include "crypto/big_vector.h"
#include "crypto/block.h"
#include "crypto/prg.h"

namespace tacit::mpc::ot {

inline constexpr std::size_t column_count = 128;

/// Small-field VOLE over GF(2^k) of one tree, Roy, ePrint 2022/192, figure 7, with the bits of its values as
/// the k columns of a matrix: v = sum over labels z of z * r_z, u = sum of r_z, where r_z is the stream of
/// leaf z; and w = v + Delta * u = sum over distances d of d * r_{d + Delta}, which needs no r_Delta. Then
/// the subspace VOLE of section 4 with the repetition code: the correction takes u to the choice bits that
/// all trees share.
///
/// A matrix is column_count blocks for each 128 rows; tree i owns the columns from i * field_bits on. Each
/// call takes as many blocks from every stream as there are row blocks. Called for different trees at once.

/// The side with 2^k streams: fills its columns with v, and `correction` with u ^ choices.
void send_vole(unsigned field_bits, std::size_t tree, std::span<crypto::Prg> streams,
               std::span<const crypto::Block> choices, std::span<crypto::Block> correction,
               std::span<crypto::Block> matrix);

/// The side with 2^k - 1 streams: fills its columns with v ^ Delta * choices. `corrections` are all trees'.
void receive_vole(unsigned field_bits, crypto::Block delta, std::size_t tree, std::span<crypto::Prg> streams,
                  View corrections, std::span<crypto::Block> matrix);

}  // namespace tacit::mpc::ot
