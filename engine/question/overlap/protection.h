#pragma once

#include "api/question.h"

namespace tacit::question {

/// What the proposal of an Overlap says of its protocol: one line of security, the explanation for whoever
/// asks, and the technical names for the details and the record. A change of a protocol changes these words.
void describe_protocol(const api::OverlapQuestion& question, api::ProposalText& text);

}  // namespace tacit::question
