// Writes the start of the corpora of the session's fuzz targets, from a fixed seed.

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "engine/session/table.h"
#include "session/pairing_desk.h"
#include "session/receipt.h"

using namespace tacit;
using namespace tacit::session;

namespace {

std::filesystem::path root;

void put(const std::string& name, View bytes) {
    const auto path = root / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

Bytes flipped(View bytes, std::size_t at) {
    auto out = to_bytes(bytes);
    out.at(at) ^= 1;
    return out;
}

void pairing_corpus() {
    // The same draws as in fuzz_claim.cpp, so that its good claim is the one that is welcomed there.
    crypto::SeededRandom random(1);
    const auto people = test::make_people(random, 2);
    const auto proposal = test::make_proposal(random, people[0], 2);
    auto made = make_invitation(proposal, 1, {"tcp://h:1"}, test::noon, people[0].key, random).value();
    const auto pairing = PartnerPairing::begin(made.invitation, people[1].card, people[1].key,
                                               people[1].curve, test::noon, random);
    const auto binary = made.invitation.encode_binary();
    put("invitation/good.tacit", as_view(made.invitation.encode()));
    put("invitation/good.bin", binary);
    put("invitation/version", flipped(binary, 8));
    put("invitation/signature", flipped(binary, 200));
    put("invitation/proposal", flipped(binary, binary.size() - 30));
    put("invitation/short", View(binary).first(60));
    std::vector<InvitationRecord> records;
    records.push_back(std::move(made.record));
    PairingDesk desk(proposal, people[0].key, people[0].curve, std::move(records));
    const auto request = pairing.request();
    put("claim/good", request);
    put("claim/version", flipped(request, 1));
    put("claim/mac", flipped(request, request.size() - 1));
    put("claim/short", request.first(40));
    put("claim/welcome", desk.handle(1, request, test::noon).reply);
    put("claim/refusal", desk.handle(1, flipped(request, 60), test::noon).reply);
}

void session_corpus() {
    const test::World world(1, 3);
    test::Table table(world);
    std::uint8_t stage = 0;
    for (auto steps = table.steps(); !steps.empty(); steps = table.steps(), ++stage) {
        const auto step = steps.front();
        const bool up = step.kind == test::Table::Step::Kind::to_organizer;
        if (up || step.kind == test::Table::Step::Kind::to_partner) {
            test::Table copy = table;
            Bytes input{stage, static_cast<std::uint8_t>((step.place == 2 ? 2 : 0) | (up ? 1 : 0))};
            const auto message = copy.drop(step);
            input.insert(input.end(), message.begin(), message.end());
            put("control/stage-" + std::to_string(stage), input);
            if (stage % 3 == 0)
                put("control/flipped-" + std::to_string(stage), flipped(input, 2 + message.size() / 2));
        }
        if (table.running(1) && table.organizer().state() == OrganizerLobby::State::running) {
            test::Table copy = table;
            Bytes input{stage, 1};
            const auto effects = copy.partner(1).delivered();
            const auto& message = std::get<Send>(effects.at(0)).body;
            input.insert(input.end(), message.begin(), message.end());
            put("control/delivered-" + std::to_string(stage), input);
        }
        table.take(step);
    }
    Receipt draft;
    draft.agreement = *table.seen(1).agreement;
    draft.me = 1;
    draft.started = draft.ended = test::noon;
    draft.outcomes = *table.seen(1).outcomes;
    draft.commitment = draft.outcomes[1].commitment;
    draft.protocol = "additive sums";
    RecordChain chain(world.proposal.session_id, world.people[1].key);
    chain.append(test::noon, "joined");
    const auto receipt = close_receipt(draft, chain).value();
    put("receipt/good.bin", receipt.encode());
    put("receipt/good.json", as_view(receipt.to_json()));
    put("receipt/flipped", flipped(receipt.encode(), 900));
    put("receipt/short", View(receipt.encode()).first(500));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "usage: make_session_corpus FOLDER\n");
        return 2;
    }
    root = arguments[1];
    pairing_corpus();
    session_corpus();
    return 0;
}
