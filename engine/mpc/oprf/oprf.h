#pragma once

#include <optional>

#include "base/bytes.h"
#include "crypto/ristretto.h"

/// The oblivious pseudorandom function of RFC 9497, suite ristretto255-SHA512, mode OPRF (0x00): a client
/// learns F(key, input) of its input, the server that holds the key learns nothing. Names follow
/// section 3.3.1. Nothing here branches on or indexes by a key, a blind or an output; lengths are public.
namespace tacit::mpc::oprf {

inline constexpr std::size_t max_input_size = 65535;  ///< RFC 9497 section 1.2: the length is a 16-bit field
inline constexpr std::size_t element_size = 32;
inline constexpr std::size_t output_size = 64;
using Output = ByteArray<output_size>;

/// HashToGroup (section 4.1). Nothing for an input above max_input_size, or one that hashes to the identity
/// (RFC: InvalidInputError; nobody can find one).
std::optional<crypto::Point> hash_to_group(View input);

/// Blind with a given non-zero `blind`, which the caller draws fresh for every input.
std::optional<crypto::Point> blind(View input, const crypto::Scalar& blind);
/// BlindEvaluate: the server's part. `key` is not zero.
crypto::Point blind_evaluate(const crypto::Scalar& key, const crypto::Point& blinded);
/// Finalize: the client's output from the server's answer and the same input and blind. `input` must be one
/// that `blind` took.
Output finalize(View input, const crypto::Scalar& blind, const crypto::Point& evaluated);
/// Evaluate: the same output by who holds the key.
std::optional<Output> evaluate(const crypto::Scalar& key, View input);

struct KeyPair {
    crypto::Scalar secret;
    crypto::Point public_key;
};
/// DeriveKeyPair (section 3.2.1). `info` at most 65535 bytes; nothing otherwise, or on DeriveKeyPairError.
std::optional<KeyPair> derive_key_pair(std::span<const std::uint8_t, 32> seed, View info);

}  // namespace tacit::mpc::oprf
