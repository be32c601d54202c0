#pragma once

#include <vector>

#include "crypto/hash.h"
#include "mpc/channel.h"

namespace tacit::mpc::sharing {

inline constexpr std::size_t max_participants = 4096;
inline constexpr std::size_t max_values = std::size_t{1} << 26;  ///< 2 GiB of partial sums

/// Who does what in one run, known to everybody alike from the agreement but for `me`. A participant may have
/// several roles. The lists are ascending and hold nobody twice.
struct Parameters {
    std::size_t participants = 0;
    std::size_t me = 0;
    std::size_t values = 0;                 ///< length of each contributor's vector and of the totals, from 1
    std::vector<std::size_t> contributors;  ///< give a vector each; at least one
    std::vector<std::size_t> hosts;         ///< hold one share of each vector; at least two
    std::vector<std::size_t> recipients;    ///< learn the totals; at least one
    crypto::Digest
        context{};  ///< hash of session and agreement: what is committed here is worth nothing elsewhere

    /// Everybody contributes, computes and learns.
    static Parameters among_all(std::size_t participants, std::size_t me, std::size_t values,
                                const crypto::Digest& context);

    /// Fault::usage unless it makes sense.
    Status check() const;
    bool contributes() const;
    bool computes() const;
    bool receives() const;
    /// Hosts and recipients: those who take part after the shares are handed out.
    std::vector<std::size_t> audience() const;
};

/// What the channel between `parameters.me` and `peer` will have counted after a complete run.
ChannelCounters cost(const Parameters& parameters, std::size_t peer);

/// Scalars in one message: 256 KiB.
inline constexpr std::size_t chunk_values = 8192;
inline constexpr std::size_t scalar_size = 32;
inline constexpr std::size_t nonce_size = 32;

inline std::size_t chunks(std::size_t values) {
    return (values + chunk_values - 1) / chunk_values;
}

}  // namespace tacit::mpc::sharing
