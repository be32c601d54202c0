#pragma once

#include <vector>

#include "mpc/circuit/builder.h"

/// Circuits that everybody knows, to test and to measure protocols with, and as parts of others. As complete
/// circuits, input i belongs to participant i and everybody learns the output.
namespace tacit::mpc::circuit {

/// Bits of strings of bytes as the public Bristol Fashion circuits have them: the string is one big-endian
/// integer, its least significant bit first. So bit 0 of the last byte comes first.
std::vector<bool> bits_of_bytes(const std::vector<std::uint8_t>& bytes);
std::vector<std::uint8_t> bytes_of_bits(const std::vector<bool>& bits);

/// The S-box of FIPS-197, most significant bit first in and out, 32 ANDs: Boyar and Peralta, "A new
/// combinational logic minimization technique with applications to cryptology", SEA 2010 (ePrint 2009/191).
std::vector<Wire> aes_s_box(Builder& builder, const std::vector<Wire>& x);
/// Encryption of one block of 128 bits, key schedule included: 6,400 ANDs.
Word aes128(Builder& builder, const Word& key, const Word& plaintext);
/// The compression function of FIPS 180-4: state of 256 and block of 512 bits to the next state.
Word sha256_compress(Builder& builder, const Word& block, const Word& state);

Circuit aes128_circuit();  ///< inputs key, plaintext
Circuit sha256_circuit();  ///< inputs block, state
Circuit add64_circuit();   ///< modulo 2^64, as are the next three
Circuit subtract64_circuit();
Circuit multiply64_circuit();
Circuit negate64_circuit();
Circuit divide_unsigned64_circuit();  ///< floor(x / y) of unsigned numbers; all ones if y is 0
Circuit is_zero64_circuit();
Circuit less64_circuit();  ///< signed

}  // namespace tacit::mpc::circuit
