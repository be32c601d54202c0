#pragma once

#include "api/engine.h"

namespace tacit::test {

/// Views of sessions in every stage, with invented companies. Times are relative to the moment of the call,
/// so that a window shows "2 minutes ago".

api::ProposalText describe_fake(const api::Question& question, std::uint16_t partners);

std::string fake_kind(const api::Question& question);

api::SessionView total_in_lobby();      ///< organizer; partners invited, joined, ready, silent, declined
api::SessionView overlap_connecting();  ///< partner
api::SessionView overlap_in_review();   ///< partner
api::SessionView total_in_review();     ///< partner
api::SessionView overlap_waiting();     ///< partner, agreed, in the lobby
api::SessionView total_sealing();
api::SessionView overlap_running();         ///< 62 %, time left known
api::SessionView total_running_waiting();   ///< waits for Birch since 40 s, nothing else known
api::SessionView total_done_by_category();  ///< one of three categories is hidden by the rules
api::SessionView total_done_by_category_with_statistics();
api::SessionView total_done();          ///< three contributors, two columns, one sum negative
api::SessionView overlap_done_rows();   ///< 700 in common, preview of the matching rows
api::SessionView overlap_done_count();  ///< 700 in common, only how many
api::SessionView overlap_not_for_you();
api::SessionView decision_in_review();  ///< partner, one of three
api::SessionView decision_done(bool answer);
/// The same of any question, and with any answer.
api::SessionView decision_in_review_of(const api::DecisionQuestion& question, const std::string& title);
api::SessionView decision_done_with(const api::DecisionQuestion& question, const std::string& title,
                                    api::DecisionResult result);
api::SessionView failed(Fault fault);  ///< with partner and detail where the fault has them

api::InvitationView total_invitation(const std::string& path);
api::InvitationView overlap_invitation(const std::string& path);

}  // namespace tacit::test
