#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/question.h"
#include "base/clock.h"
#include "base/result.h"

namespace tacit::api {

/// What a receipt proves, for a participant, a lawyer or an auditor. All of it is signed: every participant
/// signed what was proposed and with whom, and the keeper's record the rest.
struct ReceiptReading {
    struct Participant {
        /// As its own key says; nobody else vouches for them. No two organisations here have one name.
        std::string organisation, person;
        std::string fingerprint;  ///< of that key, for people to compare
        std::string contributes;  ///< in its words when it agreed, "a table"; and which rules it asked for
        bool keeper = false;      ///< whose receipt this is
        bool confirmed = false;   ///< signed how the run ended; it agreed in any case
        bool handed_in = false;   ///< signed before the end that its numbers are with those who compute
        bool has_result = false;  ///< committed itself to a result of its own
    };
    std::string session;  ///< hexadecimal
    std::string title;
    std::string kind;            ///< "total", "overlap" or "decision"
    std::string proposal_hash;   ///< hexadecimal
    std::string agreement_hash;  ///< hexadecimal
    ProposalText proposal;       ///< as this version words it; empty where it does not know the question
    bool understood = false;     ///< it knows the question
    std::vector<Participant> participants;             ///< by place, the organizer first
    WallTime proposed, started, ended;                 ///< by the clocks of the organizer and of the keeper
    std::optional<Fault> fault;                        ///< how the run ended for the keeper; nothing: well
    std::uint64_t bytes_sent = 0, bytes_received = 0;  ///< by the keeper

    bool confirmed_by_all() const {
        for (const auto& participant : participants)
            if (!participant.confirmed) return false;
        return true;
    }
};

}  // namespace tacit::api
