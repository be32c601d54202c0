// How a session ends at each side: what may be told about a fault, to whom, and under whose name.
#include <QTest>
#include <functional>

#include "table.h"

using namespace tacit;
using namespace tacit::session;
using namespace tacit::session::test;

using Kind = Table::Step::Kind;

class TestLobbyEnds : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void localErrorsStayHere();
    void anEndCannotSpeakForTheReceiver();
    void senselessPacketsNameTheirWay();
    void equalNamesAreToldApart();
    void anotherRunOfAPartnerStartsAfresh();
    void whoHasDeliveredMayLeave();
    void longestMessagesOfManyFit();
};

/// What a partner has given stands for its end, whatever makes it go; a result that it sees nevertheless, as
/// well as a fault of somebody else that it found, counts as ever.
void TestLobbyEnds::whoHasDeliveredMayLeave() {
    const World world(43, 3);
    Table start(world);
    settle_until_running(start);
    start.carry_out(1, start.partner(1).delivered());
    QVERIFY(start.partner(1).delivered().empty());
    settle(start, {Kind::to_organizer});
    QVERIFY(start.organizer().participants()[1].delivered);

    const auto finish_others = [&](Table& table) {
        QVERIFY(!table.over(0) && !table.over(2));
        table.take({Kind::finish, 0});
        table.take({Kind::finish, 2});
        settle(table, {Kind::to_organizer, Kind::to_partner});
        for (const Place place : {Place(0), Place(2)}) {
            QVERIFY(table.finished(place));
            const auto& outcomes = *table.seen(place).outcomes;
            QVERIFY(!outcomes[1].commitment && outcomes[2].commitment);
            QVERIFY(outcomes[1].delivered && !outcomes[2].delivered);
            QVERIFY(finished_fits(outcomes[1], start.seen(2).agreement->hash(), 1, world.people[1].card));
            // Signed before the end, it proves nothing about the end.
            const Finished as_end{std::nullopt, outcomes[1].signature};
            QVERIFY(!finished_fits(as_end, start.seen(2).agreement->hash(), 1, world.people[1].card));
        }
    };
    const std::vector<std::function<void(Table&)>> ways{
        [](Table& t) { t.carry_out(0, t.organizer().gone(1)); },
        [](Table& t) { t.carry_out(0, t.organizer().replaced(1)); },
        [](Table& t) { t.carry_out(1, t.partner(1).cancel()); },
        [](Table& t) { t.carry_out(1, t.partner(1).deadline()); },
        [](Table& t) { t.carry_out(1, t.partner(1).run_failed(error(Fault::storage_failed, "full"))); }};
    for (const auto& leave : ways) {
        Table table = start;
        leave(table);
        settle(table, {Kind::to_organizer, Kind::to_partner});
        finish_others(table);
    }
    // It was only away, and has its result after all.
    Table back = start;
    back.carry_out(0, back.organizer().gone(1));
    back.take({Kind::finish, 1});
    settle(back, {Kind::to_organizer});
    QVERIFY(back.organizer().participants()[1].finished->commitment);
    back.take({Kind::finish, 0});
    back.take({Kind::finish, 2});
    settle(back, {Kind::to_organizer, Kind::to_partner});
    QVERIFY(back.finished(0) && back.finished(1) && back.finished(2));
    // Who blames somebody is heard.
    Table blame = start;
    blame.carry_out(1, blame.partner(1).run_failed(error(Fault::cheating, "different outputs"), Place(2)));
    settle(blame, {Kind::to_organizer, Kind::to_partner});
    QCOMPARE(fault_of(blame, 0), Fault::cheating);
    QCOMPARE(partner_of(blame, 0), std::string("Contoso"));
    // Who has not delivered still ends it for all, and nobody else can deliver for it.
    Table early = start;
    early.carry_out(2, early.partner(2).cancel());
    settle(early, {Kind::to_organizer, Kind::to_partner});
    QCOMPARE(fault_of(early, 0), Fault::cancelled);
    const auto agreement = start.seen(2).agreement->hash();
    for (const auto& delivered :
         {make_delivered(world.people[1].key, agreement, 1),
          Delivered{make_finished(world.people[2].key, agreement, 2, std::nullopt).signature}}) {
        Table forged = start;
        forged.carry_out(0, forged.organizer().message(2, encode_message(delivered)));
        QCOMPARE(fault_of(forged, 0), Fault::cheating);
    }
    // Nor is it sent as one's end.
    Table claimed = start;
    const Finished end{std::nullopt, make_delivered(world.people[2].key, agreement, 2).signature, true};
    claimed.carry_out(0, claimed.organizer().message(2, encode_message(end)));
    QCOMPARE(fault_of(claimed, 0), Fault::malformed_message);
}

/// The longest names and words of the most participants.
void TestLobbyEnds::longestMessagesOfManyFit() {
    World world(44, max_participants);
    for (std::size_t i = 0; i < world.people.size(); ++i) {
        auto& person = world.people[i];
        const auto name = std::string(max_name - 3, 'n') + std::to_string(100 + i);
        person.card = IdentityCard::issue(person.key, name, name, person.curve.public_key(), noon).value();
    }
    world.proposal.organizer = world.people[0].card;
    world.proposal.question.assign(max_question, 7);
    Agreement agreement{world.proposal, {}, {}};
    for (Place place = 0; place < max_participants; ++place) {
        const auto& person = world.people[place];
        agreement.roster.cards.push_back(person.card);
        agreement.roster.agrees.push_back(make_agree(person.key, world.proposal, place,
                                                     person.ephemeral.public_key(),
                                                     std::string(max_summary, 'w'), Bytes(max_terms)));
    }
    const auto hash = roster_hash(world.proposal, agreement.roster);
    for (Place place = 0; place < max_participants; ++place)
        agreement.seals.push_back(make_seal(world.people[place].key, world.proposal, hash, place));
    const auto roster = encode_message(agreement.roster);
    QVERIFY(roster.size() > max_control * 9 / 10 && roster.size() <= max_control);
    QVERIFY(*decode_message(roster, max_participants) == Message(agreement.roster));
    const auto encoded = agreement.encode();
    QVERIFY(encoded.size() <= max_agreement);
    QVERIFY(Agreement::decode(encoded).value() == agreement);
}

void TestLobbyEnds::localErrorsStayHere() {
    const World world(38, 3);
    const std::string cells = "4 cells hold no number: C5962 \"Maria Lopez 48213 EUR\"";
    Table start(world);
    settle_until_running(start);
    for (const auto fault : {Fault::cell_invalid, Fault::storage_failed, Fault::internal, Fault::usage}) {
        for (const Place at : {Place(0), Place(1)}) {
            Table table = start;
            // Also where the error names a peer.
            for (const auto about : {std::optional<Place>(), std::optional<Place>(2)}) {
                Table fork = table;
                const auto effects = at == 0 ? fork.organizer().run_failed(error(fault, cells), about)
                                             : fork.partner(1).run_failed(error(fault, cells), about);
                for (const auto& effect : effects)
                    if (const auto* send = std::get_if<Send>(&effect))
                        QVERIFY(as_text(send->body).find("Maria") == std::string_view::npos);
                fork.carry_out(at, effects);
                settle(fork, {Kind::to_organizer, Kind::to_partner});
                for (Place place = 0; place < 3; ++place) {
                    QCOMPARE(fork.seen(place).ends, 1);
                    const auto& shown = fork.seen(place).ended->error;
                    QCOMPARE(shown.fault, place == at ? fault : Fault::partner_failed);
                    QCOMPARE(shown.detail, place == at ? cells : std::string());
                    QCOMPARE(shown.partner, place == at ? std::string() : world.people[at].card.organisation);
                }
            }
        }
    }
    // What is about a peer is told as it is.
    start.carry_out(
        1, start.partner(1).run_failed(error(Fault::cheating, "a commitment does not open"), Place(2)));
    settle(start, {Kind::to_organizer, Kind::to_partner});
    QVERIFY(start.seen(0).ended->error.detail.find("does not open") != std::string::npos);
}

void TestLobbyEnds::anEndCannotSpeakForTheReceiver() {
    // Faults that would read as this side's own, and ends "about you" that somebody else sends.
    const World world(39, 3);
    Table start(world);
    settle(start, {Kind::join});
    for (const auto fault : {Fault::profile_damaged, Fault::passphrase_needed, Fault::usage,
                             Fault::cell_invalid, Fault::invitation_used, Fault::internal}) {
        for (const Place about : {Place(0), Place(1), Place(2), End::nobody}) {
            const auto message = encode_message(End{fault, about, "", "Correct these cells"});
            Table table = start;
            table.carry_out(0, table.organizer().message(1, message));
            settle(table, {Kind::to_partner});
            for (const Place place : {Place(0), Place(2)}) {
                QCOMPARE(fault_of(table, place), Fault::partner_failed);
                QCOMPARE(partner_of(table, place), std::string("Northwind"));
                QVERIFY(table.seen(place).ended->error.detail.empty());
            }
            Table other = start;
            other.carry_out(1, other.partner(1).message(message));
            QCOMPARE(fault_of(other, 1), Fault::partner_failed);
            QCOMPARE(partner_of(other, 1), std::string("Åbo Steel"));
            QVERIFY(other.seen(1).ended->error.detail.empty());
        }
    }
    for (const auto fault : {Fault::cancelled, Fault::declined, Fault::cheating, Fault::malformed_message}) {
        Table table = start;
        table.carry_out(1, table.partner(1).message(encode_message(End{fault, 1, "", ""})));
        QCOMPARE(fault_of(table, 1), fault);
        QCOMPARE(partner_of(table, 1), std::string("Åbo Steel"));
        QCOMPARE(table.seen(1).ended->about, organizer_place);
    }
}

void TestLobbyEnds::senselessPacketsNameTheirWay() {
    const World world(40, 3);
    Table start(world);
    settle_until_running(start);
    const auto faulted = error(Fault::cheating, "a packet does not open");
    // Of another partner: that one, or the organizer on the way.
    Table table = start;
    table.carry_out(1, table.partner(1).faulted(2, faulted));
    settle(table, {Kind::to_organizer, Kind::to_partner});
    for (const Place place : {Place(0), Place(1)}) {
        QCOMPARE(fault_of(table, place), Fault::cheating);
        QCOMPARE(partner_of(table, place), std::string("Contoso"));
        const auto& detail = table.seen(place).ended->error.detail;
        QVERIFY(detail.find("sent by Contoso, or altered by Åbo Steel on the way") != std::string::npos);
    }
    // Of the organizer itself, and of a partner to the organizer: nobody is in between.
    Table direct = start;
    direct.carry_out(1, direct.partner(1).faulted(0, faulted));
    QCOMPARE(fault_of(direct, 1), Fault::malformed_message);
    QCOMPARE(partner_of(direct, 1), std::string("Åbo Steel"));
    Table at_organizer = start;
    at_organizer.carry_out(0, at_organizer.organizer().faulted(2, faulted));
    QCOMPARE(fault_of(at_organizer, 0), Fault::malformed_message);
    QCOMPARE(partner_of(at_organizer, 0), std::string("Contoso"));
    // A result that is there stays; nobody answers for a place that is not in the session.
    Table done = start;
    done.take({Kind::finish, 1});
    QVERIFY(done.partner(1).faulted(2, faulted).empty());
    QVERIFY(start.partner(1).faulted(1, faulted).empty());
    QVERIFY(start.partner(1).faulted(9, faulted).empty());
    QVERIFY(start.organizer().faulted(0, faulted).empty());
    QVERIFY(start.organizer().faulted(9, faulted).empty());
}

void TestLobbyEnds::equalNamesAreToldApart() {
    World world(41, 4);
    const std::string long_name(100, 'x');
    const auto names = [&](const std::vector<std::string>& raw) {
        std::vector<std::optional<IdentityCard>> cards;
        for (const auto& name : raw) cards.emplace_back(IdentityCard())->organisation = name;
        std::string all;
        std::set<std::string> different;
        for (Place place = 0; place < raw.size(); ++place) {
            const auto name = distinct_name(cards, place);
            all += (place > 0 ? "|" : "") + name;
            if (name.size() > max_name || !different.insert(name).second) return std::string("clash");
        }
        return all;
    };
    QCOMPARE(names({"A", "B", "C"}), std::string("A|B|C"));
    QCOMPARE(names({"A", "B", "B"}), std::string("A|B|B (2)"));
    QCOMPARE(names({"Northwind", "north wind ", "NORTH\u200bWIND"}),
             std::string("Northwind|north wind  (1)|NORTH\u200bWIND (2)"));
    // Names made to collide with the number.
    QCOMPARE(names({"B", "B (2)", "B"}), std::string("B|B (2)|B (2.2)"));
    QVERIFY(names({long_name, long_name, long_name, long_name.substr(4) + " (2)"}) != "clash");

    // A partner that calls itself as another does not draw the blame on it.
    auto& people = world.people;
    people[3] = make_person(world.random, "Contoso");  // as at place 2
    Table table(world);
    settle_until_running(table);
    QCOMPARE(table.seen(1).agreement->name(2), std::string("Contoso"));
    QCOMPARE(table.seen(1).agreement->name(3), std::string("Contoso (3)"));
    table.carry_out(1, table.partner(1).run_failed(error(Fault::cheating, "x"), Place(3)));
    settle(table, {Kind::to_organizer, Kind::to_partner});
    for (const Place place : {Place(0), Place(1), Place(2)})
        QCOMPARE(partner_of(table, place), std::string("Contoso (3)"));
}

void TestLobbyEnds::anotherRunOfAPartnerStartsAfresh() {
    const World world(42, 3);
    Table table(world);
    settle(table, {Kind::join});
    table.take({Kind::agree, 1});
    table.take({Kind::to_organizer, 1});
    auto& organizer = table.organizer();
    QVERIFY(organizer.participants()[1].agree);
    QCOMPARE(organizer.replaced(1).size(), 1u);
    QVERIFY(!organizer.participants()[1].agree && !organizer.participants()[1].connected);
    QCOMPARE(organizer.connected(1).size(), 1u);
    QCOMPARE(organizer.state(), OrganizerLobby::State::gathering);
    QVERIFY(organizer.replaced(0).empty() && organizer.replaced(9).empty());
    // Consents have a number.
    Effects last;
    for (int i = 0; i < OrganizerLobby::max_agrees; ++i) {
        QVERIFY(!table.over(0));
        const auto text = std::to_string(i) + " rows";
        last = organizer.message(1, encode_message(make_agree(world.people[1].key, world.proposal, 1,
                                                              world.people[1].ephemeral.public_key(), text)));
    }
    QCOMPARE(std::get<Ended>(last.back()).error.fault, Fault::malformed_message);
    QCOMPARE(std::get<Ended>(last.back()).error.partner, std::string("Northwind"));
    // Once the roster is out, the second run cannot take the place of the first.
    Table later(world);
    settle_until_running(later);
    QCOMPARE(std::get<Ended>(later.organizer().replaced(2).back()).error.fault, Fault::partner_gone);
}

QTEST_GUILESS_MAIN(TestLobbyEnds)
#include "test_lobby_ends.moc"
