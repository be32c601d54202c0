#pragma once

/// What one thread of a participant does in a run, in the units that machines are measured in
/// (crypto::Calibration), so that its time can be told beforehand.
namespace tacit::mpc {

struct Work {
    double scalar_multiplications = 0;
    double aes_blocks = 0;  ///< AES itself, and whatever else takes as long as so many
};

}  // namespace tacit::mpc
