#pragma once

#include <string>

namespace tacit::crypto {

/// What one thread of this machine can do: the rates that the time of a protocol can be estimated from, and
/// measured times compared by. On data in the cache, memory apart.
struct Yardstick {
    double aes_blocks_per_second = 0;    ///< Aes128::encrypt
    double rekeyed_per_second = 0;       ///< rekeyed_hash
    double gf_mul_per_second = 0;        ///< gf_mul_each
    double memory_bytes_per_second = 0;  ///< copied: each byte is read once and written once
};

/// Takes some 0.2 s and 128 MiB. The best of several goes, because others may be using the machine.
Yardstick measure_yardstick();

/// The two rates that estimates are made from; takes some 20 ms and no memory to speak of.
struct Calibration {
    double aes_blocks_per_second = 0;
    double scalar_multiplications_per_second = 0;  ///< of a ristretto255 point
};
Calibration calibrate();

/// Which back end is in use: "portable", "aesni", "vaes256" or "vaes512".
std::string backend_name();

}  // namespace tacit::crypto
