#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "session/lobby.h"

namespace tacit::session {

/// The organizer's side of a session, from the first claim to the end of the run. Pure: each event returns
/// what is to be done. Not thread safe; `key` must outlive it.
///
///   gathering --all cards and all Agrees, mine too / send Roster--> sealing
///   sealing   --all Seals fit / send Seals------------------------> readying
///   readying  --all Ready / send Start, AgreementReady------------> running
///   running   --all Finished, mine too / send Done, AllFinished---> finished
///   any of the first four --a refusal, a fault, going, cancel, deadline / send End, Ended--> ended
///
/// Who has sent Delivered may go, for whatever reason of its own: it counts as finished then, and the run
/// goes on.
///
/// A message that has no place in a state ends the session with malformed_message and names its sender. The
/// exact repeat of one that was taken before is ignored, and in `gathering` a newer valid Agree replaces an
/// older one (a partner's program was restarted), max_agrees times at most. After the end everything is
/// ignored, but whoever connects is told how it ended.
class OrganizerLobby {
  public:
    /// Consents that one place may give: else its changes of mind would hold up the lobby for ever.
    static constexpr int max_agrees = 16;
    enum class State { gathering, sealing, readying, running, finished, ended };
    struct Participant {
        std::optional<IdentityCard> card;
        bool connected = false;
        bool silent = false;
        std::optional<Agree> agree;
        int agrees = 0;  ///< given so far
        std::optional<crypto::Signature> seal;
        bool ready = false;
        std::optional<Finished> delivered;  ///< what stands for `finished` if it is gone before
        std::optional<Finished> finished;
    };

    /// `proposal` must check; `key` is the key of its organizer.
    OrganizerLobby(Proposal proposal, const crypto::SigningKey& key);

    // What the pairing desk and the transport tell.
    Effects claimed(Place place, const IdentityCard& card);
    Effects connected(Place place);
    Effects silent(Place place);
    Effects gone(Place place);
    /// Another run of this partner's program is there. While gathering its consent is forgotten, and it may
    /// agree anew; later it cannot go on where the first one was: as `gone`.
    Effects replaced(Place place);
    Effects message(Place place, View bytes);
    // What people and the program here do. Without effect in a state where it makes no sense.
    Effects agree(const crypto::CurvePublic& ephemeral, std::string_view contributes, View terms = {});
    Effects cancel();
    Effects deadline();
    Effects run_finished(std::optional<crypto::Digest> commitment);
    /// The protocol failed here; `about` is whom it blames. Others hear of faults about a peer as they are;
    /// what is wrong on this side stays here.
    Effects run_failed(const Error& error, std::optional<Place> about = std::nullopt);
    /// What the transport got from this place makes no sense.
    Effects faulted(Place place, const Error& error);

    State state() const { return state_; }
    const Proposal& proposal() const { return proposal_; }
    /// By place; 0 is this side.
    const std::vector<Participant>& participants() const { return participants_; }
    /// Whose step the session waits for now, this side included.
    std::vector<Place> waiting_for() const;
    /// The organisation, told from others of the same name (`distinct_name`), or "Partner n".
    std::string name(Place place) const;
    static bool allowed(State from, State to);

  private:
    void enter(State next);
    bool over() const { return state_ == State::finished || state_ == State::ended; }
    bool seated(Place place) const;
    Effects on(Place place, const Agree& agree);
    Effects on(Place place, const Decline& decline);
    Effects on(Place place, const Seal& seal);
    Effects on(Place place, const Ready& ready);
    Effects on(Place place, const Finished& finished);
    Effects on(Place place, const End& end);
    Effects on(Place place, const Delivered& delivered);
    Effects unexpected(Place place);
    Effects try_roster();
    Effects try_seals();
    Effects try_start();
    Effects try_done();
    /// Tells everybody and ends. `about` and `partner` as in End and Error.
    Effects end(Fault fault, Place about, std::string_view detail);
    /// The same where others are told less than is shown here.
    Effects end(const End& told, const Error& here);
    void broadcast(Effects& out, const Message& message) const;

    Proposal proposal_;
    crypto::Digest proposal_hash_;
    const crypto::SigningKey& key_;
    State state_ = State::gathering;
    std::vector<Participant> participants_;
    Agreement agreement_;
    crypto::Digest roster_hash_{};
    Bytes last_message_;  ///< End or Done, for whoever connects after it was sent
};

}  // namespace tacit::session
