#include "session/agreement.h"

#include <algorithm>

#include "session/codec.h"

namespace tacit::session {

namespace {

constexpr std::string_view agree_label = "tacit agree 1";
constexpr std::string_view seal_label = "tacit seal 1";
constexpr std::string_view finished_label = "tacit finished 1";
constexpr std::string_view delivered_label = "tacit delivered 1";

Bytes agree_message(const Proposal& proposal, Place place, const Agree& agree) {
    wire::Writer writer;
    writer.raw(proposal.session_id)
        .raw(agree.proposal_hash)
        .u16(place)
        .raw(agree.ephemeral)
        .text(agree.contributes)
        .blob(agree.terms);
    return std::move(writer).take();
}

Bytes seal_message(const Proposal& proposal, const crypto::Digest& roster, Place place) {
    wire::Writer writer;
    writer.raw(proposal.session_id).raw(proposal.hash()).raw(roster).u16(place);
    return std::move(writer).take();
}

Bytes finished_message(const crypto::Digest& agreement, Place place,
                       const std::optional<crypto::Digest>& commitment) {
    wire::Writer writer;
    writer.raw(agreement).u16(place).boolean(commitment.has_value());
    if (commitment) writer.raw(*commitment);
    return std::move(writer).take();
}

/// A key of small order gives everybody the same "shared" bytes; X25519 with any secret shows it.
bool is_worthless(const crypto::CurvePublic& key) {
    static const auto probe = crypto::CurveKey::from_secret(crypto::Digest{1});
    return !probe.agree(key, "tacit key probe").has_value();
}

template <class Key>
std::optional<Place> repeated(const std::vector<Key>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (std::find(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(i), keys[i]) !=
            keys.begin() + static_cast<std::ptrdiff_t>(i))
            return static_cast<Place>(i);
    return std::nullopt;
}

}  // namespace

std::string distinct_name(const std::vector<std::optional<IdentityCard>>& cards, Place place) {
    std::vector<std::string> taken;
    std::string name;
    const auto is_taken = [&](const std::string& text) {
        return std::find(taken.begin(), taken.end(), look_of(text)) != taken.end();
    };
    for (Place i = 0; i <= place && i < cards.size(); ++i) {
        if (!cards[i]) continue;
        name = cards[i]->organisation;
        // More than one round only if somebody took a name that ends like this on purpose.
        for (int round = 1; is_taken(name); ++round) {
            const auto suffix =
                " (" + std::to_string(i) + (round > 1 ? '.' + std::to_string(round) : std::string()) + ')';
            name = bounded_text(cards[i]->organisation, max_name - suffix.size()) + suffix;
        }
        taken.push_back(look_of(name));
    }
    return place < cards.size() && cards[place] ? name : unnamed(place);
}

std::string unnamed(Place place) {
    return "Partner " + std::to_string(place);
}

Agree make_agree(const crypto::SigningKey& key, const Proposal& proposal, Place place,
                 const crypto::CurvePublic& ephemeral, std::string_view contributes, View terms) {
    Agree agree{proposal.hash(), ephemeral, bounded_text(contributes, max_summary), to_bytes(terms), {}};
    agree.signature = key.sign(agree_label, agree_message(proposal, place, agree));
    return agree;
}

std::optional<Finding> check_agree(const Agree& agree, const Proposal& proposal,
                                   const crypto::Digest& proposal_hash, Place place,
                                   const IdentityCard& card) {
    if (agree.proposal_hash != proposal_hash)
        return Finding{Fault::changed_proposal, place, "agreed to another proposal"};
    if (!crypto::verify(card.verify_key, agree_label, agree_message(proposal, place, agree), agree.signature))
        return Finding{Fault::cheating, place, "the signature of the consent does not fit"};
    if (is_worthless(agree.ephemeral)) return Finding{Fault::cheating, place, "a session key of small order"};
    return std::nullopt;
}

crypto::Digest roster_hash(const Proposal& proposal, const Roster& roster) {
    wire::Writer writer;
    write_roster(writer, roster);
    return crypto::Hasher("tacit roster 1")
        .add(View(proposal.session_id))
        .add(View(proposal.hash()))
        .add(writer.view())
        .finish();
}

std::optional<Finding> check_roster(const Roster& roster, const Proposal& proposal) {
    if (roster.cards.size() != proposal.participants || roster.agrees.size() != proposal.participants)
        return Finding{Fault::malformed_message, organizer_place, "a roster of the wrong size"};
    if (roster.cards.front() != proposal.organizer)
        return Finding{Fault::cheating, organizer_place,
                       "the organizer's card is not the one of the proposal"};
    const auto hash = proposal.hash();
    std::vector<crypto::VerifyKey> verify_keys;
    std::vector<crypto::CurvePublic> curve_keys, ephemeral_keys;
    for (Place place = 0; place < proposal.participants; ++place) {
        const auto& card = roster.cards[place];
        if (!card.verify().ok())
            return Finding{Fault::cheating, place, "an identity card that is not well signed"};
        if (const auto finding = check_agree(roster.agrees[place], proposal, hash, place, card))
            return finding;
        verify_keys.push_back(card.verify_key);
        curve_keys.push_back(card.curve_key);
        ephemeral_keys.push_back(roster.agrees[place].ephemeral);
    }
    for (const auto place : {repeated(verify_keys), repeated(curve_keys), repeated(ephemeral_keys)})
        if (place) return Finding{Fault::cheating, *place, "a key that stands at two places"};
    return std::nullopt;
}

crypto::Signature make_seal(const crypto::SigningKey& key, const Proposal& proposal,
                            const crypto::Digest& roster, Place place) {
    return key.sign(seal_label, seal_message(proposal, roster, place));
}

bool seal_fits(const crypto::Signature& seal, const Proposal& proposal, const crypto::Digest& roster,
               Place place, const IdentityCard& card) {
    return crypto::verify(card.verify_key, seal_label, seal_message(proposal, roster, place), seal);
}

Finished make_finished(const crypto::SigningKey& key, const crypto::Digest& agreement, Place place,
                       std::optional<crypto::Digest> commitment) {
    const auto signature = key.sign(finished_label, finished_message(agreement, place, commitment));
    return {commitment, signature};
}

Delivered make_delivered(const crypto::SigningKey& key, const crypto::Digest& agreement, Place place) {
    return {key.sign(delivered_label, finished_message(agreement, place, std::nullopt))};
}

bool finished_fits(const Finished& finished, const crypto::Digest& agreement, Place place,
                   const IdentityCard& card) {
    if (finished.delivered && finished.commitment) return false;
    return crypto::verify(card.verify_key, finished.delivered ? delivered_label : finished_label,
                          finished_message(agreement, place, finished.commitment), finished.signature);
}

crypto::Digest Agreement::hash() const {
    return crypto::Hasher("tacit agreement 1")
        .add(View(proposal.session_id))
        .add(View(proposal.hash()))
        .add(View(roster_hash(proposal, roster)))
        .finish();
}

std::string Agreement::name(Place place) const {
    return distinct_name({roster.cards.begin(), roster.cards.end()}, place);
}

Status Agreement::verify() const {
    if (const auto status = proposal.check(); !status.ok()) return as_fault(status, Fault::malformed_message);
    if (const auto finding = check_roster(roster, proposal)) {
        const bool known = finding->about < roster.cards.size();
        return error(finding->fault, finding->detail, known ? card(finding->about).organisation : "");
    }
    if (seals.size() != roster.cards.size()) return error(Fault::malformed_message, "a seal is missing");
    const auto hash = roster_hash(proposal, roster);
    for (Place place = 0; place < participants(); ++place)
        if (!seal_fits(seals[place], proposal, hash, place, card(place)))
            return error(Fault::cheating, "a seal does not fit the roster", card(place).organisation);
    return {};
}

Bytes Agreement::encode() const {
    wire::Writer writer;
    writer.blob(proposal.encode());
    write_roster(writer, roster);
    for (const auto& seal : seals) writer.raw(seal);
    return std::move(writer).take();
}

Result<Agreement> Agreement::decode(View bytes) {
    wire::Reader reader(bytes);
    const auto encoded = reader.blob(max_proposal);
    if (reader.failed()) return error(Fault::malformed_message, "no agreement");
    Agreement out;
    TACIT_ASSIGN(out.proposal, Proposal::decode(encoded));
    out.roster = read_roster(reader, out.proposal.participants);
    for (std::size_t i = 0; i < out.proposal.participants && !reader.failed(); ++i)
        out.seals.push_back(reader.array<64>());
    TACIT_TRY(reader.finish());
    TACIT_TRY(out.verify());
    return out;
}

Result<PairKeys> pair_keys(const Agreement& agreement, const crypto::CurveKey& ephemeral, Place me,
                           Place peer) {
    if (me == peer || me >= agreement.participants() || peer >= agreement.participants())
        return error(Fault::usage, "no such pair of places");
    if (agreement.roster.agrees[me].ephemeral != ephemeral.public_key())
        return error(Fault::usage, "not the session key of this agreement");
    wire::Writer context;
    context.raw(agreement.hash()).u16(std::min(me, peer)).u16(std::max(me, peer));
    const auto shared =
        ephemeral.agree(agreement.roster.agrees[peer].ephemeral, "tacit pair 1", context.view());
    if (!shared)
        return error(Fault::cheating, "a session key of small order", agreement.card(peer).organisation);
    const auto direction = [&](Place from, Place to) {
        wire::Writer places;
        places.u16(from).u16(to);
        auto key = crypto::derive_key(shared->view(), "tacit pair direction 1", places.view());
        crypto::Secret<32> out{std::span<const std::uint8_t, 32>(key)};
        crypto::wipe(key);
        return out;
    };
    return PairKeys{direction(me, peer), direction(peer, me)};
}

}  // namespace tacit::session
