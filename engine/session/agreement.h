#pragma once

#include <optional>
#include <vector>

#include "crypto/curve25519.h"
#include "crypto/secret.h"
#include "session/messages.h"
#include "session/proposal.h"

namespace tacit::session {

/// A Status that also says whose place it is about.
struct Finding {
    Fault fault = Fault::cheating;
    Place about = 0;
    std::string detail;
};

/// "Partner 3" for somebody whose card is not known yet.
std::string unnamed(Place place);
/// How the participant at `place` is called among these cards (by place; nothing = not known yet): by its
/// organisation, with the place in brackets where somebody before it has a name that looks the same. So no
/// two have one name, and blame by name meets one of them. At most max_name bytes.
std::string distinct_name(const std::vector<std::optional<IdentityCard>>& cards, Place place);

// What each participant signs, and the check of it. The signing key must be that of the card at the place.
Agree make_agree(const crypto::SigningKey& key, const Proposal& proposal, Place place,
                 const crypto::CurvePublic& ephemeral, std::string_view contributes, View terms = {});
/// changed_proposal if it was given for another proposal, cheating if the signature does not fit or the
/// ephemeral key is worthless (of small order).
std::optional<Finding> check_agree(const Agree& agree, const Proposal& proposal,
                                   const crypto::Digest& proposal_hash, Place place,
                                   const IdentityCard& card);

crypto::Digest roster_hash(const Proposal& proposal, const Roster& roster);
/// The organizer is the proposal's; every card and Agree is well signed; no key stands twice.
std::optional<Finding> check_roster(const Roster& roster, const Proposal& proposal);

crypto::Signature make_seal(const crypto::SigningKey& key, const Proposal& proposal,
                            const crypto::Digest& roster, Place place);
bool seal_fits(const crypto::Signature& seal, const Proposal& proposal, const crypto::Digest& roster,
               Place place, const IdentityCard& card);

Finished make_finished(const crypto::SigningKey& key, const crypto::Digest& agreement, Place place,
                       std::optional<crypto::Digest> commitment);
Delivered make_delivered(const crypto::SigningKey& key, const crypto::Digest& agreement, Place place);
/// Also of what stands for an outcome.
bool finished_fits(const Finished& finished, const crypto::Digest& agreement, Place place,
                   const IdentityCard& card);

/// A proposal that all have signed, in knowledge of each other. Anybody can check it without a connection.
struct Agreement {
    Proposal proposal;
    Roster roster;
    std::vector<crypto::Signature> seals;  ///< by place

    /// Binds proposal and roster. The seals are left out: they sign the same two things, and a signer could
    /// make a second one, which must not give the participants different hashes.
    crypto::Digest hash() const;
    /// cheating or changed_proposal, with the organisation that it is about.
    Status verify() const;

    Bytes encode() const;
    /// Strict, and verified: the faults of Proposal::decode and of `verify`.
    static Result<Agreement> decode(View bytes);

    Place participants() const { return static_cast<Place>(roster.cards.size()); }
    const IdentityCard& card(Place place) const { return roster.cards.at(place); }
    /// As `distinct_name`: nobody else in the agreement has it.
    std::string name(Place place) const;
    friend bool operator==(const Agreement&, const Agreement&) = default;
};

/// Keys of a channel between two participants, one for each direction.
struct PairKeys {
    crypto::Secret<32> send;
    crypto::Secret<32> receive;
};
/// Both sides get the same two keys, exchanged. They are bound to the agreement's hash and both places.
/// Faults: usage for wrong places or an ephemeral key that is not the one of `me` in the agreement; cheating
/// for a worthless key of the peer.
Result<PairKeys> pair_keys(const Agreement& agreement, const crypto::CurveKey& ephemeral, Place me,
                           Place peer);

}  // namespace tacit::session
