#pragma once

#include <optional>
#include <string_view>

#include "session/lobby.h"

namespace tacit::session {

/// A partner's side of a session, after pairing, to the end of the run. Pure: each event returns what is to
/// be done. Not thread safe; `key` must outlive it. It talks to the organizer only.
///
///   reviewing --agree / send Agree--------------------------> agreed
///   agreed    --Roster checks / send Seal-------------------> sealing
///   sealing   --Seals all fit / send Ready------------------> sealed
///   sealed    --Start / AgreementReady----------------------> running
///   running   --delivered / send Delivered, once------------> running
///   running   --run_finished / send Finished----------------> finishing
///   finishing --Done fits / AllFinished---------------------> finished
///   any of the first six --decline, cancel, deadline, fault, organizer gone (then send nothing), End-->
///   ended
///
/// The organizer is not trusted with more than passing on: a roster in which anything is not as signed, or
/// seals of another roster, end the session here and say so. The exact repeat of a message is ignored; one
/// that has no place in a state is malformed_message. A protocol that returned its result in `running` has
/// returned it, whatever comes later: `ended` in `finishing` says only that not everybody reported a good
/// end.
class PartnerLobby {
  public:
    enum class State { reviewing, agreed, sealing, sealed, running, finishing, finished, ended };

    /// `proposal` is the invitation's, `me` the card that the desk welcomed at `place`.
    PartnerLobby(Proposal proposal, Place place, IdentityCard me, const crypto::SigningKey& key);

    Effects connected();
    Effects silent();
    Effects gone();
    Effects message(View bytes);
    // What people and the program here do. Without effect in a state where it makes no sense.
    Effects agree(const crypto::CurvePublic& ephemeral, std::string_view contributes, View terms = {});
    Effects decline(std::string_view reason);
    Effects cancel();
    Effects deadline();
    /// The hosts of the protocol have all that they need of this side, which may go from now on.
    Effects delivered();
    Effects run_finished(std::optional<crypto::Digest> commitment);
    /// The protocol failed here; `about` is whom it blames. The organizer hears of faults about a peer as
    /// they are; what is wrong on this side stays here.
    Effects run_failed(const Error& error, std::optional<Place> about = std::nullopt);
    /// What the transport got from this place makes no sense. Another partner's packets come through the
    /// organizer: either of the two may have altered them, and it is said so.
    Effects faulted(Place place, const Error& error);

    State state() const { return state_; }
    bool organizer_connected() const { return connected_; }
    bool organizer_silent() const { return silent_; }
    const Proposal& proposal() const { return proposal_; }
    /// Cards by place: all of them once the roster is there, before that only the organizer's and one's own.
    std::optional<IdentityCard> card(Place place) const;
    /// The organisation, told from others of the same name (`distinct_name`), or "Partner n".
    std::string name(Place place) const;
    static bool allowed(State from, State to);

  private:
    void enter(State next);
    bool over() const { return state_ == State::finished || state_ == State::ended; }
    Effects on(const Roster& roster);
    Effects on(const Seals& seals);
    Effects on(const Start& start);
    Effects on(const Done& done);
    Effects on(const End& end);
    std::optional<Finding> judge(const Roster& roster) const;
    Effects unexpected();
    /// Tells the organizer why, and ends.
    Effects leave(Fault fault, Place about, std::string_view detail);
    /// The same where the organizer is told less than is shown here.
    Effects leave(const Error& told, const Error& here, Place about);
    Effects ended(Fault fault, Place about, std::string detail, std::string fallback_name);
    Effects send(const Message& message) const { return {Send{organizer_place, encode_message(message)}}; }

    Proposal proposal_;
    Place place_;
    IdentityCard me_;
    const crypto::SigningKey& key_;
    State state_ = State::reviewing;
    bool connected_ = false;
    bool silent_ = false;
    std::optional<Agree> agree_;
    Agreement agreement_;
    crypto::Digest roster_hash_{};
    bool delivered_ = false;
    std::optional<Finished> finished_;
};

}  // namespace tacit::session
