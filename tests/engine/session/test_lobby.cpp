#include <QTest>

#include "table.h"

using namespace tacit;
using namespace tacit::session;
using namespace tacit::session::test;

using Step = Table::Step;
using Kind = Step::Kind;

class TestLobby : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyOrderFinishes();
    void everyDisturbanceInEveryStateIsToldByName();
    void randomOrdersAndRepeatsOfManyFinish();
    void everyLostMessageEndsAtTheDeadline();
    void declineIsToldToAll();
    void restartedPartnerAgreesAnew();
    void silenceIsShownAndForgiven();
    void lateComersAreToldTheEnd();
    void organizerRefusesForeignConsent();
    void organizerRefusesForeignSeal();
    void messagesOutOfPlaceNameTheirSender();
    void damagedMessagesEndTheSession();
    void partnerFindsOutAChangedRoster_data();
    void partnerFindsOutAChangedRoster();
    void twoRostersAreFoundOut();
    void failedRunIsToldToAll();
    void falseOutcomeIsFoundOut();
    void blameIsHearsay();
    void diagramsHaveNoWayBack();
};

namespace {

/// Visits every state that the participants can reach, by whatever order of steps, calling `look` once for
/// each.
template <class Look>
std::size_t explore(const World& world, Look look) {
    std::set<std::string> known;
    std::vector<Table> open{Table(world)};
    while (!open.empty()) {
        Table table = std::move(open.back());
        open.pop_back();
        if (!known.insert(table.fingerprint()).second) continue;
        look(table);
        for (const auto& step : table.steps()) {
            open.push_back(table);
            open.back().take(step);
        }
    }
    return known.size();
}

bool all_finished_alike(const World& world, Table& table) {
    const auto& first = table.seen(0);
    for (Place place = 0; place < world.size(); ++place) {
        const auto& seen = table.seen(place);
        if (!table.finished(place) || !seen.agreement || !seen.outcomes || seen.ends != 0) return false;
        if (!(*seen.agreement == *first.agreement) || !(*seen.outcomes == *first.outcomes)) return false;
    }
    return first.agreement->verify().ok();
}

}  // namespace

void TestLobby::everyOrderFinishes() {
    for (const Place n : {Place(2), Place(3), Place(4)}) {
        const World world(21, n);
        const auto states = explore(world, [&](Table& table) {
            for (Place place = 0; place < n; ++place) {
                QCOMPARE(table.seen(place).ends, 0);
                if (!table.seen(place).agreement) continue;
                // Nobody runs before everybody has sealed and knows all seals.
                for (const auto& who : table.organizer().participants()) QVERIFY(who.seal && who.ready);
            }
            if (table.steps().empty()) QVERIFY(all_finished_alike(world, table));
        });
        // Counted by hand for two partners: 32 while gathering, 8 sealing, 8 readying, 31 running, 3 after.
        if (n == 3) QCOMPARE(states, std::size_t(82));
        QVERIFY(n != 4 || states > 250);
    }
}

void TestLobby::everyDisturbanceInEveryStateIsToldByName() {
    const World world(22, 3);
    const auto name = [&](Place place) { return world.people[place].card.organisation; };
    const auto disturb = [&](const Table& before, Place about, Fault fault, auto act) {
        Table table = before;
        act(table);
        settle(table, {Kind::join, Kind::to_organizer, Kind::to_partner});
        for (Place place = 0; place < 3; ++place) {
            if (table.finished(place)) continue;
            if (fault == Fault::partner_gone && place == about) continue;  // nobody can tell who is gone
            QVERIFY(table.over(place));
            QCOMPARE(table.seen(place).ends, 1);
            QCOMPARE(fault_of(table, place), fault);
            // Whoever is accused by others sees the name of the one who tells it.
            const bool accused = place == about && fault == Fault::cheating;
            QCOMPARE(partner_of(table, place), accused          ? name(0)
                                               : place == about ? std::string()
                                                                : name(about));
        }
    };
    explore(world, [&](Table& table) {
        if (!table.over(0))
            disturb(table, 0, Fault::cancelled, [](Table& t) { t.carry_out(0, t.organizer().cancel()); });
        if (table.over(0) || !table.seen(1).joined) return;
        if (!table.over(1))
            disturb(table, 1, Fault::cancelled, [](Table& t) { t.carry_out(1, t.partner(1).cancel()); });
        if (table.partner(1).state() == PartnerLobby::State::reviewing)
            disturb(table, 1, Fault::declined, [](Table& t) { t.carry_out(1, t.partner(1).decline("no")); });
        if (!table.organizer().participants()[1].finished)
            disturb(table, 1, Fault::partner_gone, [](Table& t) { t.carry_out(0, t.organizer().gone(1)); });
        if (table.running(1))
            disturb(table, 2, Fault::cheating, [](Table& t) {
                t.carry_out(1, t.partner(1).run_failed(error(Fault::cheating, "a check failed"), Place(2)));
            });
    });
}

void TestLobby::randomOrdersAndRepeatsOfManyFinish() {
    crypto::SeededRandom dice(23);
    for (std::size_t n : {2u, 4u, 6u, 9u}) {
        const World world(100 + n, n);
        for (int round = 0; round < 8; ++round) {
            Table table(world);
            for (auto steps = table.steps(); !steps.empty(); steps = table.steps())
                table.take(steps[dice.below(steps.size())], 1 + static_cast<int>(dice.below(3)));
            QVERIFY(all_finished_alike(world, table));
        }
    }
}

void TestLobby::everyLostMessageEndsAtTheDeadline() {
    const World world(24, 3);
    bool more = true;
    int lost = 0;
    for (int nth = 0; more; ++nth) {
        Table table(world);
        int count = 0;
        more = false;
        Place about = 0;
        bool last = false;
        for (auto steps = table.steps(); !steps.empty(); steps = table.steps()) {
            const auto& step = steps.front();
            const bool message = step.kind == Kind::to_organizer || step.kind == Kind::to_partner;
            if (message && count++ == nth) {
                last = table.drop(step).front() == 9;
                about = step.place;
                more = true;
                ++lost;
            } else {
                table.take(step);
            }
        }
        if (!more) break;
        if (last) {  // Done: only its receiver does not know that all is well
            QVERIFY(table.finished(0));
            table.carry_out(about, table.partner(about).deadline());
            QCOMPARE(fault_of(table, about), Fault::deadline);
            continue;
        }
        QVERIFY(!table.over(0));
        QCOMPARE(table.organizer().waiting_for().empty(), false);
        table.carry_out(0, table.organizer().deadline());
        settle(table, {Kind::to_partner});
        for (Place place = 0; place < 3; ++place) QCOMPARE(fault_of(table, place), Fault::deadline);
        // A Start that was lost is the one step for which the organizer waits on its own run as well.
        const auto named = partner_of(table, 0);
        QVERIFY(named == world.people[about].card.organisation || named.empty());
        QVERIFY(table.seen(0).ended->error.detail.find(world.people[about].card.organisation) !=
                std::string::npos);
    }
    QCOMPARE(lost, 16);  // eight messages to or from each of two partners
}

void TestLobby::declineIsToldToAll() {
    const World world(25, 3);
    Table table(world);
    settle(table, {Kind::join});
    table.carry_out(2, table.partner(2).decline("Not with\nthese columns"));
    settle(table, {Kind::to_organizer, Kind::to_partner});
    QCOMPARE(partner_of(table, 0), std::string("Contoso"));
    QCOMPARE(partner_of(table, 1), std::string("Contoso"));
    QCOMPARE(partner_of(table, 2), std::string());
    QCOMPARE(table.seen(1).ended->error.detail, std::string("Not with\nthese columns"));
    QCOMPARE(table.seen(1).ended->about, Place(2));
}

void TestLobby::restartedPartnerAgreesAnew() {
    const World world(26, 3);
    Table table(world);
    settle(table, {Kind::join});
    table.take({Kind::agree, 1});
    table.take({Kind::to_organizer, 1});
    const auto first = *table.organizer().participants()[1].agree;
    PartnerLobby again(world.proposal, 1, world.people[1].card, world.people[1].key);
    const auto effects = again.agree(world.people[2].curve.public_key(), "the same rows");
    QVERIFY(table.organizer().message(1, std::get<Send>(effects.front()).body).size() == 1);
    QVERIFY(!(*table.organizer().participants()[1].agree == first));
    QCOMPARE(table.organizer().state(), OrganizerLobby::State::gathering);
}

void TestLobby::silenceIsShownAndForgiven() {
    const World world(27, 2);
    Table table(world);
    table.take({Kind::join, 1});
    auto& organizer = table.organizer();
    QCOMPARE(organizer.silent(1).size(), 1u);
    QVERIFY(organizer.participants()[1].silent);
    QVERIFY(organizer.silent(1).empty());
    QCOMPARE(organizer.connected(1).size(), 1u);
    QVERIFY(!organizer.participants()[1].silent);
    QVERIFY(organizer.gone(0).empty() && organizer.gone(5).empty());
    QCOMPARE(table.partner(1).silent().size(), 1u);
    QVERIFY(table.partner(1).organizer_silent());
    QCOMPARE(table.partner(1).connected().size(), 1u);
    table.run_out();
    QVERIFY(all_finished_alike(world, table));
}

void TestLobby::lateComersAreToldTheEnd() {
    const World world(28, 3);
    Table table(world);
    table.take({Kind::join, 1});
    (void)table.organizer().claimed(2, world.people[2].card);  // paired, but not connected yet
    table.carry_out(0, table.organizer().gone(1));
    QCOMPARE(fault_of(table, 0), Fault::partner_gone);
    const auto effects = table.organizer().connected(2);
    QCOMPARE(effects.size(), 1u);
    const auto told = table.partner(2).message(std::get<Send>(effects[0]).body);
    const auto& ended = std::get<Ended>(told.back());
    QCOMPARE(ended.error.fault, Fault::partner_gone);
    QCOMPARE(ended.error.partner, std::string("Northwind"));  // though it never saw a roster
}

void TestLobby::organizerRefusesForeignConsent() {
    const World world(29, 3);
    auto other = world.proposal;
    other.question = Bytes{9};
    const auto& people = world.people;
    const auto verdict = [&](const Agree& agree) {
        Table table(world);
        settle(table, {Kind::join});
        table.carry_out(0, table.organizer().message(1, encode_message(agree)));
        settle(table, {Kind::to_partner});
        if (partner_of(table, 2) != "Northwind" || partner_of(table, 0) != "Northwind")
            return std::optional<Fault>();
        return fault_of(table, 2);
    };
    const auto& key = people[1].ephemeral.public_key();
    QCOMPARE(verdict(make_agree(people[1].key, other, 1, key, "")), Fault::changed_proposal);
    QCOMPARE(verdict(make_agree(people[2].key, world.proposal, 1, key, "")), Fault::cheating);
    QCOMPARE(verdict(make_agree(people[1].key, world.proposal, 2, key, "")), Fault::cheating);
    QCOMPARE(verdict(make_agree(people[1].key, world.proposal, 1, crypto::CurvePublic{1}, "")),
             Fault::cheating);
}

void TestLobby::organizerRefusesForeignSeal() {
    const World world(30, 3);
    Table table(world);
    settle(table, {Kind::join});
    for (Place place = 0; place < 3; ++place) table.take({Kind::agree, place});
    settle(table, {Kind::to_organizer});
    QCOMPARE(table.organizer().state(), OrganizerLobby::State::sealing);
    const Seal seal{make_seal(world.people[2].key, world.proposal, crypto::Digest{}, 2)};
    table.carry_out(0, table.organizer().message(2, encode_message(seal)));
    QCOMPARE(fault_of(table, 0), Fault::cheating);
    QCOMPARE(partner_of(table, 0), std::string("Contoso"));
}

void TestLobby::messagesOutOfPlaceNameTheirSender() {
    const World world(31, 3);
    const Bytes seal(65, 4);
    for (const Bytes& bytes :
         {encode_message(Seal{}), encode_message(Ready{}), encode_message(Finished{}),
          encode_message(Start{}), encode_message(Seals{std::vector<crypto::Signature>(3)})}) {
        Table table(world);
        settle(table, {Kind::join});
        table.carry_out(0, table.organizer().message(1, bytes));
        QCOMPARE(fault_of(table, 0), Fault::malformed_message);
        QCOMPARE(partner_of(table, 0), std::string("Northwind"));
    }
    for (const Bytes& bytes : {encode_message(Start{}), encode_message(Ready{}), encode_message(Decline{"x"}),
                               encode_message(Seals{std::vector<crypto::Signature>(3)})}) {
        Table table(world);
        settle(table, {Kind::join});
        table.take({Kind::agree, 1});
        table.carry_out(1, table.partner(1).message(bytes));
        QCOMPARE(fault_of(table, 1), Fault::malformed_message);
        QCOMPARE(partner_of(table, 1), std::string("Åbo Steel"));
    }
    // From places that nobody has taken, nothing is even looked at.
    Table table(world);
    QVERIFY(table.organizer().message(1, seal).empty());
    QVERIFY(table.organizer().message(0, seal).empty());
    QVERIFY(table.organizer().message(77, seal).empty());
    QCOMPARE(table.organizer().state(), OrganizerLobby::State::gathering);
}

void TestLobby::damagedMessagesEndTheSession() {
    // Every message of a session, in every state that takes it, with a byte flipped here and there: the
    // session never comes to an agreement, and the end names the sender.
    const World world(32, 2);
    int tried = 0;
    Table table(world);
    for (auto steps = table.steps(); !steps.empty(); steps = table.steps()) {
        const auto step = steps.front();
        if (step.kind == Kind::to_organizer || step.kind == Kind::to_partner) {
            Table copy = table;
            const auto good = copy.drop(step);
            for (std::size_t i = 0; i < good.size(); i += 1 + good.size() / 90) {
                Table fork = copy;
                auto bad = good;
                bad[i] ^= 0x10;
                const Place at = step.kind == Kind::to_organizer ? 0 : 1;
                fork.carry_out(at, at == 0 ? fork.organizer().message(1, bad) : fork.partner(1).message(bad));
                QVERIFY2(fork.seen(at).ends == 1,
                         (std::to_string(good[0]) + " at " + std::to_string(i)).c_str());
                ++tried;
            }
        }
        table.take(step);
    }
    QVERIFY(tried > 300);
}

void TestLobby::partnerFindsOutAChangedRoster_data() {
    QTest::addColumn<int>("change");
    QTest::addColumn<int>("fault");
    const int cheating = static_cast<int>(Fault::cheating),
              changed = static_cast<int>(Fault::changed_proposal);
    QTest::newRow("swapped cards") << 0 << cheating;
    QTest::newRow("own consent altered") << 1 << cheating;
    QTest::newRow("other organizer") << 2 << cheating;
    QTest::newRow("consent of others to another proposal") << 3 << changed;
    QTest::newRow("foreign signature") << 4 << cheating;
    QTest::newRow("one partner at two places") << 5 << cheating;
    QTest::newRow("worthless session key") << 6 << cheating;
    QTest::newRow("renamed partner") << 7 << cheating;
}

void TestLobby::partnerFindsOutAChangedRoster() {
    QFETCH(int, change);
    QFETCH(int, fault);
    const World world(33, 4);
    const auto& people = world.people;
    auto other = world.proposal;
    other.title = "Other";
    PartnerLobby lobby(world.proposal, 1, people[1].card, people[1].key);
    (void)lobby.agree(people[1].ephemeral.public_key(), "rows");
    Roster roster;
    for (Place i = 0; i < 4; ++i) {
        roster.cards.push_back(people[i].card);
        roster.agrees.push_back(
            make_agree(people[i].key, world.proposal, i, people[i].ephemeral.public_key(), "rows"));
    }
    PartnerLobby honest = lobby;
    QCOMPARE(honest.message(encode_message(roster)).size(), 2u);
    QCOMPARE(honest.state(), PartnerLobby::State::sealing);
    const auto& key = people[2].ephemeral.public_key();
    switch (change) {
        case 0:
            std::swap(roster.cards[2], roster.cards[3]);
            break;
        case 1:
            roster.agrees[1] =
                make_agree(people[1].key, world.proposal, 1, people[1].ephemeral.public_key(), "r");
            break;
        case 2:
            roster.cards[0] = people[2].card;
            break;
        case 3:
            roster.agrees[2] = make_agree(people[2].key, other, 2, key, "rows");
            break;
        case 4:
            roster.agrees[2] = make_agree(people[3].key, world.proposal, 2, key, "rows");
            break;
        case 5:
            roster.cards[3] = people[2].card;
            roster.agrees[3] =
                make_agree(people[2].key, world.proposal, 3, people[3].ephemeral.public_key(), "rows");
            break;
        case 6:
            roster.agrees[2] = make_agree(people[2].key, world.proposal, 2, crypto::CurvePublic{}, "rows");
            break;
        case 7:
            roster.cards[2].organisation = "Contosa";
            break;
        default:
            QFAIL("no such change");
    }
    const auto effects = lobby.message(encode_message(roster));
    const auto& ended = std::get<Ended>(effects.back());
    QCOMPARE(static_cast<int>(ended.error.fault), fault);
    QCOMPARE(ended.error.partner, std::string("Åbo Steel"));
    const auto told = decode_message(std::get<Send>(effects.front()).body, 4);
    QCOMPARE(static_cast<int>(std::get<End>(*told).fault), fault);
}

void TestLobby::twoRostersAreFoundOut() {
    // An organizer who signs two consents of its own and shows one to each partner. Each roster checks by
    // itself; the seals do not fit together.
    const World world(34, 3);
    const auto& people = world.people;
    PartnerLobby first(world.proposal, 1, people[1].card, people[1].key);
    PartnerLobby second(world.proposal, 2, people[2].card, people[2].key);
    const auto sent = [&](const Effects& effects) {
        return *decode_message(std::get<Send>(effects.front()).body, world.proposal.participants);
    };
    Roster a;
    for (const auto& person : people) a.cards.push_back(person.card);
    a.agrees = {make_agree(people[0].key, world.proposal, 0, people[0].ephemeral.public_key(), "7 rows"),
                std::get<Agree>(sent(first.agree(people[1].ephemeral.public_key(), "8 rows"))),
                std::get<Agree>(sent(second.agree(people[2].ephemeral.public_key(), "9 rows")))};
    auto b = a;
    b.agrees[0] = make_agree(people[0].key, world.proposal, 0, people[0].curve.public_key(), "70000 rows");
    const auto first_seal = std::get<Seal>(sent(first.message(encode_message(a))));
    const auto second_seal = std::get<Seal>(sent(second.message(encode_message(b))));
    const auto own = make_seal(people[0].key, world.proposal, roster_hash(world.proposal, a), 0);
    const auto effects =
        first.message(encode_message(Seals{{own, first_seal.signature, second_seal.signature}}));
    const auto& ended = std::get<Ended>(effects.back());
    QCOMPARE(ended.error.fault, Fault::cheating);
    QCOMPARE(ended.error.partner, std::string("Åbo Steel"));
    QVERIFY(ended.error.detail.find("Contoso") != std::string::npos);
}

void TestLobby::failedRunIsToldToAll() {
    const World world(35, 3);
    Table table(world);
    settle_until_running(table);
    QVERIFY(table.running(0) && table.running(1) && table.running(2));
    Table other = table;
    table.carry_out(2, table.partner(2).run_failed(error(Fault::data_missing, "column gone")));
    settle(table, {Kind::to_organizer, Kind::to_partner});
    QCOMPARE(fault_of(table, 1), Fault::partner_failed);
    QCOMPARE(partner_of(table, 1), std::string("Contoso"));
    QCOMPARE(fault_of(table, 2), Fault::data_missing);
    QCOMPARE(partner_of(table, 2), std::string());
    other.carry_out(0, other.organizer().run_failed(error(Fault::cheating, "bad opening"), Place(1)));
    settle(other, {Kind::to_partner});
    QCOMPARE(partner_of(other, 2), std::string("Northwind"));
    QCOMPARE(partner_of(other, 0), std::string("Northwind"));
    QCOMPARE(partner_of(other, 1), std::string("Åbo Steel"));  // who says so
}

void TestLobby::falseOutcomeIsFoundOut() {
    const World world(36, 3);
    Table table(world);
    settle_until_running(table);
    const auto hash = table.seen(0).agreement->hash();
    Table forged = table;
    const auto foreign = make_finished(world.people[2].key, hash, 1, std::nullopt);
    forged.carry_out(0, forged.organizer().message(1, encode_message(foreign)));
    QCOMPARE(fault_of(forged, 0), Fault::cheating);
    QCOMPARE(partner_of(forged, 0), std::string("Northwind"));
    // The organizer passes on another outcome than the one that was signed, or drops one's own.
    (void)table.partner(1).run_finished(std::nullopt);
    std::vector<Finished> outcomes;
    for (Place place = 0; place < 3; ++place)
        outcomes.push_back(make_finished(world.people[place].key, hash, place, std::nullopt));
    for (const Place altered : {Place(1), Place(2)}) {
        auto bad = outcomes;
        bad[altered].commitment = crypto::Digest{5};
        PartnerLobby lobby = table.partner(1);
        QCOMPARE(std::get<Ended>(lobby.message(encode_message(Done{bad})).back()).error.fault,
                 Fault::cheating);
    }
    PartnerLobby lobby = table.partner(1);
    QVERIFY(std::holds_alternative<AllFinished>(lobby.message(encode_message(Done{outcomes})).back()));
}

void TestLobby::blameIsHearsay() {
    const World world(37, 3);
    Table table(world);
    settle(table, {Kind::join});
    Table other = table;
    table.carry_out(0, table.organizer().message(1, encode_message(End{Fault::cheating, 2, "Evil", "look"})));
    settle(table, {Kind::to_partner});
    QCOMPARE(partner_of(table, 0), std::string("Contoso"));  // our own name for place 2, not the speaker's
    QCOMPARE(table.seen(0).ended->error.detail, std::string("reported by Northwind: look"));
    other.carry_out(0,
                    other.organizer().message(1, encode_message(End{Fault::changed_proposal, 0, "", "you"})));
    settle(other, {Kind::to_partner});
    QCOMPARE(partner_of(other, 0), std::string("Northwind"));
    QCOMPARE(partner_of(other, 2), std::string("Åbo Steel"));
    QCOMPARE(fault_of(other, 2), Fault::changed_proposal);
}

void TestLobby::diagramsHaveNoWayBack() {
    using O = OrganizerLobby::State;
    using P = PartnerLobby::State;
    for (int from = 0; from <= static_cast<int>(O::ended); ++from)
        for (int to = 0; to <= from; ++to) QVERIFY(!OrganizerLobby::allowed(O(from), O(to)));
    for (int from = 0; from <= static_cast<int>(P::ended); ++from)
        for (int to = 0; to <= from; ++to) QVERIFY(!PartnerLobby::allowed(P(from), P(to)));
    QVERIFY(!OrganizerLobby::allowed(O::finished, O::ended));
    QVERIFY(!OrganizerLobby::allowed(O::gathering, O::running));
    QVERIFY(!PartnerLobby::allowed(P::agreed, P::running));
    QVERIFY(PartnerLobby::allowed(P::agreed, P::ended));
}

QTEST_GUILESS_MAIN(TestLobby)
#include "test_lobby.moc"
