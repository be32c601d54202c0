#include "engine/session/people.h"
#include "fuzz_check.h"
#include "session/pairing_desk.h"

using namespace tacit;
using namespace tacit::session;

// The same bytes as a request to the organizer's desk and as a reply to a partner. Nothing that was not made
// by the holder of the invitation is welcomed; nothing that the organizer did not sign is believed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const View bytes(data, size);
    crypto::SeededRandom random(1);
    const auto people = test::make_people(random, 2);
    const auto proposal = test::make_proposal(random, people[0], 2);
    auto made = make_invitation(proposal, 1, {"tcp://h:1"}, test::noon, people[0].key, random).value();
    const auto pairing = PartnerPairing::begin(made.invitation, people[1].card, people[1].key,
                                               people[1].curve, test::noon, random);
    std::vector<InvitationRecord> records;
    records.push_back(std::move(made.record));
    PairingDesk desk(proposal, people[0].key, people[0].curve, std::move(records));
    (void)decode_claim(bytes);
    const auto answer = desk.handle(1, bytes, test::noon);
    must(!answer.reply.empty() && answer.reply.size() <= max_pairing);
    const auto request = pairing.request();
    must(answer.claimed.has_value() ==
         std::equal(bytes.begin(), bytes.end(), request.begin(), request.end()));
    (void)pairing.finish(bytes);
    return 0;
}
