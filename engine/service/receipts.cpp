#include "service/receipts.h"

#include <fstream>

#include "question/catalogue.h"
#include "session/receipt.h"

namespace tacit::service {

namespace {

/// Of 64 participants with long names, and the encoding in hexadecimal beside the text: under 1 MiB. A wrong
/// file can be anything.
constexpr std::size_t max_receipt_file = std::size_t{4} << 20;

Result<std::string> read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(max_receipt_file + 1, '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && file.gcount() == 0)
        return error(Fault::receipt_invalid, "it cannot be opened, or is empty");
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > max_receipt_file) return error(Fault::receipt_invalid, "it is too large for one");
    return text;
}

void add_question(api::ReceiptReading& reading, const session::Proposal& proposal) {
    const auto* definition = question::find(proposal.question_kind);
    if (definition == nullptr) return;
    const auto question = definition->decode(proposal.question);
    if (!question || !definition->validate(*question, proposal.participants)) return;
    reading.proposal = definition->describe(*question, proposal.participants);
    reading.understood = true;
}

/// In its own words, and what it agreed to besides as this program words it.
std::string contribution(const session::Proposal& proposal, const session::Agree& agree) {
    const auto* definition = question::find(proposal.question_kind);
    const auto terms = definition == nullptr ? std::string() : definition->words_of_terms(agree.terms);
    return agree.contributes + (terms.empty() || agree.contributes.empty() ? "" : "; ") + terms;
}

api::ReceiptReading::Participant participant(const session::Receipt& receipt, session::Place place) {
    const auto& card = receipt.agreement.card(place);
    api::ReceiptReading::Participant out;
    out.organisation = receipt.agreement.name(place);
    out.person = card.person;
    out.fingerprint = card.fingerprint();
    out.contributes = contribution(receipt.agreement.proposal, receipt.agreement.roster.agrees[place]);
    out.keeper = place == receipt.me;
    out.confirmed = receipt.confirmed(place);
    out.handed_in = !receipt.outcomes.empty() && receipt.outcomes[place].delivered;
    out.has_result = receipt.outcomes.empty() ? out.keeper && receipt.commitment.has_value()
                                              : receipt.outcomes[place].commitment.has_value();
    return out;
}

}  // namespace

Result<api::ReceiptReading> read_receipt(const std::string& path) {
    TACIT_ASSIGN(const auto text, read_text(path));
    const auto receipt = session::Receipt::from_json(text);
    if (!receipt) {
        const auto& why = receipt.error();
        return error(Fault::receipt_invalid,
                     why.fault == Fault::version_differs
                         ? "another version of Tacit made it, which this one cannot read"
                         : why.detail);
    }
    const auto& proposal = receipt->agreement.proposal;
    api::ReceiptReading out;
    out.session = to_hex(proposal.session_id);
    out.title = proposal.title;
    out.kind = proposal.question_kind;
    out.proposal_hash = to_hex(proposal.hash());
    out.agreement_hash = to_hex(receipt->agreement.hash());
    add_question(out, proposal);
    for (session::Place place = 0; place < receipt->agreement.participants(); ++place)
        out.participants.push_back(participant(*receipt, place));
    out.proposed = proposal.created;
    out.started = receipt->started;
    out.ended = receipt->ended;
    out.fault = receipt->fault;
    out.bytes_sent = receipt->bytes_sent;
    out.bytes_received = receipt->bytes_received;
    return out;
}

}  // namespace tacit::service
