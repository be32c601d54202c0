#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session/agreement.h"

namespace tacit::session {

/// One line of a participant's record. Entries form a chain: each holds the hash of the one before, so that
/// none can be left out, moved or changed later without a signature made anew for all that follow.
struct RecordEntry {
    WallTime at;
    std::string kind;          ///< e.g. "joined", "agreed", "started"; 1..32 bytes
    crypto::Digest payload{};  ///< hash of what happened, or zeros
    crypto::Digest previous{};
    crypto::Signature signature{};
    friend bool operator==(const RecordEntry&, const RecordEntry&) = default;
};
inline constexpr std::size_t max_record_entries = 256;

/// The record of one session while it goes on. `key` must outlive it.
class RecordChain {
  public:
    RecordChain(const SessionId& session, const crypto::SigningKey& key);
    /// A time before the last entry's (the clock was set back) is recorded as the last entry's.
    void append(WallTime at, std::string_view kind, const crypto::Digest& payload = {});
    const std::vector<RecordEntry>& entries() const { return entries_; }

  private:
    const crypto::SigningKey& key_;
    crypto::Digest head_;
    std::vector<RecordEntry> entries_;
};

/// What a participant keeps of a session that came to an agreement: who agreed to what, how the run ended,
/// and proof of both. It holds no row, no result and no unsalted hash of either.
struct Receipt {
    Agreement agreement;
    Place me = 0;
    WallTime started, ended;
    std::optional<Fault> fault;                ///< nothing: ended well
    std::optional<crypto::Digest> commitment;  ///< to this participant's result, if it is a recipient
    std::string protocol;  ///< e.g. "additive sums over ristretto255's field"; 1..200 bytes
    std::uint64_t bytes_sent = 0, bytes_received = 0;
    std::vector<Finished> outcomes;  ///< by place, signed by each; empty where the run did not get so far
    std::vector<RecordEntry> entries;

    /// Whether this participant signed how the run ended. All agreed in any case.
    bool confirmed(Place place) const {
        return place == me || (!outcomes.empty() && !outcomes[place].delivered);
    }

    Bytes encode() const;
    /// Strict, and verified.
    static Result<Receipt> decode(View bytes);
    /// For people and other programs; it ends with the encoding in hexadecimal, from which everything above
    /// it can be made again.
    std::string to_json() const;
    /// Only the exact text that `to_json` makes of a receipt that verifies: an altered word is a fault.
    static Result<Receipt> from_json(std::string_view text);
};

/// Salted with 32 random bytes that only recipients keep, so that nobody else can try out results.
crypto::Digest commit_result(const ByteArray<32>& salt, View result);

/// Takes the chain over and closes it with an entry that signs all the other fields. Fault::usage for a
/// protocol name, a time or a place that cannot be.
Result<Receipt> close_receipt(Receipt draft, RecordChain chain);

/// Needs nothing but the receipt: agreement with all its signatures, outcomes, chain and closing entry.
/// Faults: malformed_message, cheating, changed_proposal.
Status verify_receipt(const Receipt& receipt);

}  // namespace tacit::session
