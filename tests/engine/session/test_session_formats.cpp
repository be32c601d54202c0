#include <QTest>

#include "base/invisible.h"
#include "people.h"
#include "session/agreement.h"
#include "session/armour.h"
#include "session/codec.h"

using namespace tacit;
using namespace tacit::session;
using namespace tacit::session::test;

class TestSessionFormats : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cardRoundTripAndDamage();
    void namesAreOnePlainLine_data();
    void namesAreOnePlainLine();
    void fingerprintIsStable();
    void proposalRoundTripAndDamage();
    void proposalLimits();
    void goldenBytes();
    void invitationRoundTrip();
    void invitationDamage();
    void invitationTextDamage();
    void invitationFromANewerProgram();
    void invitationMakingChecksItsInput();
    void armourLines();
    void messagesRoundTripAndAreStrict();
    void messageLimits();
    void agreementRoundTripAndDamage();
    void agreementVerifyNamesTheOneItIsAbout();
    void whatIsNotSeenMakesNoName();
    void pairKeysMeetInTheMiddle();
    void pairKeysAreBoundToTheAgreement();
    void boundedTextCutsAtCharacters();
};

namespace {

NewInvitation sample_invitation(std::uint64_t seed = 1) {
    crypto::SeededRandom random(seed);
    const auto people = make_people(random, 3);
    const auto proposal = make_proposal(random, people[0], 3);
    return make_invitation(proposal, 2, {"tcp://10.0.0.7:4711", "tcp://host.example:1"},
                           noon + std::chrono::hours(72), people[0].key, random)
        .value();
}

Agreement sample_agreement(const std::vector<Person>& people, const Proposal& proposal) {
    Agreement out{proposal, {}, {}};
    for (Place i = 0; i < people.size(); ++i) {
        out.roster.cards.push_back(people[i].card);
        out.roster.agrees.push_back(
            make_agree(people[i].key, proposal, i, people[i].ephemeral.public_key(), "12 rows"));
    }
    const auto hash = roster_hash(proposal, out.roster);
    for (Place i = 0; i < people.size(); ++i)
        out.seals.push_back(make_seal(people[i].key, proposal, hash, i));
    return out;
}

std::vector<Message> sample_messages() {
    crypto::SeededRandom random(4);
    const auto people = make_people(random, 3);
    const auto agreement = sample_agreement(people, make_proposal(random, people[0], 3));
    const auto digest = random.array<32>();
    const auto with = make_finished(people[1].key, agreement.hash(), 1, digest);
    const auto without = make_finished(people[2].key, agreement.hash(), 2, std::nullopt);
    return {agreement.roster.agrees[1],
            Decline{"not\nthis year"},
            agreement.roster,
            Seal{agreement.seals[1]},
            Seals{agreement.seals},
            Ready{},
            Start{},
            with,
            without,
            Done{{with, without, without}},
            End{Fault::partner_gone, 2, "Contoso", "no sign of life"},
            End{Fault::deadline, End::nobody, "", ""}};
}

}  // namespace

void TestSessionFormats::cardRoundTripAndDamage() {
    crypto::SeededRandom random(1);
    const auto person = make_person(random, "Åbo Steel");
    const auto bytes = person.card.encode();
    const auto back = IdentityCard::decode(bytes);
    QVERIFY(back.ok());
    QCOMPARE(back->encode(), bytes);
    QVERIFY(*back == person.card);
    for_each_damage(bytes, [](const Bytes& bad, const std::string& what) {
        const auto card = IdentityCard::decode(bad);
        QVERIFY2(!card.ok(), what.c_str());
        QVERIFY(card.error().fault == Fault::malformed_message || card.error().fault == Fault::cheating);
    });
}

void TestSessionFormats::namesAreOnePlainLine_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << QByteArray("Smith & Søn, 株式会社") << true;
    QTest::newRow("right to left") << QByteArray("שלום") << true;
    QTest::newRow("hundred bytes") << QByteArray(100, 'x') << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("blank") << QByteArray("  ") << false;
    QTest::newRow("only zero-width") << QByteArray("\xe2\x80\x8b") << false;
    QTest::newRow("too long") << QByteArray(101, 'x') << false;
    QTest::newRow("two lines") << QByteArray("a\nb") << false;
    QTest::newRow("tab") << QByteArray("a\tb") << false;
    QTest::newRow("override") << QByteArray(
                                     "a\xe2\x80\xae"
                                     "b")
                              << false;
    QTest::newRow("isolate") << QByteArray(
                                    "a\xe2\x81\xa6"
                                    "b")
                             << false;
    QTest::newRow("C1 control") << QByteArray(
                                       "a\xc2\x85"
                                       "b")
                                << false;
    QTest::newRow("line separator") << QByteArray(
                                           "a\xe2\x80\xa8"
                                           "b")
                                    << false;
    QTest::newRow("not UTF-8") << QByteArray("\xff") << false;
}

void TestSessionFormats::namesAreOnePlainLine() {
    QFETCH(QByteArray, name);
    QFETCH(bool, good);
    crypto::SeededRandom random(1);
    const auto person = make_person(random, "A");
    const auto issue = [&](std::string organisation, std::string who) {
        return IdentityCard::issue(person.key, std::move(organisation), std::move(who),
                                   person.curve.public_key(), noon);
    };
    QCOMPARE(issue(name.toStdString(), "B").ok(), good);
    QCOMPARE(issue("B", name.toStdString()).ok(), good);
    auto forged = person.card;
    forged.organisation = name.toStdString();
    const auto card = IdentityCard::decode(forged.encode());
    QVERIFY(!card.ok());
    QCOMPARE(card.error().fault, good ? Fault::cheating : Fault::malformed_message);
}

void TestSessionFormats::fingerprintIsStable() {
    crypto::SeededRandom random(1);
    const auto a = make_person(random, "A");
    const auto b = make_person(random, "A");
    QCOMPARE(QString::fromStdString(a.card.fingerprint()), QString("SFIC-TMOX-TBDX-WBIV-5KG5"));
    QVERIFY(a.card.fingerprint() != b.card.fingerprint());
    QCOMPARE(b.card.fingerprint().size(), 24u);
}

void TestSessionFormats::proposalRoundTripAndDamage() {
    crypto::SeededRandom random(2);
    const auto people = make_people(random, 2);
    const auto proposal = make_proposal(random, people[0], 2);
    const auto bytes = proposal.encode();
    const auto back = Proposal::decode(bytes);
    QVERIFY(back.ok());
    QVERIFY(*back == proposal);
    QVERIFY(back->hash() == proposal.hash());
    for_each_damage(bytes, [&](const Bytes& bad, const std::string& what) {
        // Not signed by itself: what still reads well must have another hash.
        const auto read = Proposal::decode(bad);
        if (read.ok()) QVERIFY2(read->hash() != proposal.hash() && read->encode() == bad, what.c_str());
    });
    auto other = bytes;
    other[0] = 9;
    QCOMPARE(Proposal::decode(other).error().fault, Fault::version_differs);
}

void TestSessionFormats::proposalLimits() {
    crypto::SeededRandom random(2);
    const auto people = make_people(random, 2);
    const auto good = make_proposal(random, people[0], 2);
    QVERIFY(good.check().ok());
    const auto spoilt = [&](auto change) {
        auto bad = good;
        change(bad);
        return !bad.check().ok() && Proposal::decode(bad.encode()).error().fault == Fault::malformed_message;
    };
    QVERIFY(spoilt([](Proposal& p) { p.title.clear(); }));
    QVERIFY(spoilt([](Proposal& p) { p.title.assign(201, 'x'); }));
    QVERIFY(spoilt([](Proposal& p) { p.question.clear(); }));
    QVERIFY(spoilt([](Proposal& p) { p.question.resize(max_question + 1); }));
    QVERIFY(spoilt([](Proposal& p) { p.participants = 1; }));
    QVERIFY(spoilt([](Proposal& p) { p.participants = 65; }));
    QVERIFY(spoilt([](Proposal& p) { p.deadline = 0; }));
    auto late = good;
    late.created = from_unix_ms(INT64_MAX);
    QCOMPARE(Proposal::decode(late.encode()).error().fault, Fault::malformed_message);
    auto largest = good;
    largest.title.assign(200, 'x');
    largest.question_kind.assign(32, 'x');
    largest.question.resize(max_question, 7);
    QVERIFY(Proposal::decode(largest.encode()).ok());
    QVERIFY(largest.encode().size() <= max_proposal);
}

void TestSessionFormats::goldenBytes() {
    const auto made = sample_invitation();
    const auto digest = [](View bytes) { return QString::fromStdString(to_hex(crypto::blake2b(bytes))); };
    crypto::SeededRandom random(1);
    const auto card = make_person(random, "A").card.encode();
    // A change here is a change of the protocol's version.
    QCOMPARE(digest(card), QString("bf198e451c9acaac71dda5d88a9548e42da977f83e959e601dd1a9dbf0005141"));
    QCOMPARE(digest(made.invitation.proposal.encode()),
             QString("4eeff3f07ac2bb5721e67f34418e74b9b236b2e05e2d210847f8935f8fbb048b"));
    QCOMPARE(digest(made.invitation.proposal.hash()),
             QString("63a7ab4a205f0cf191a4200cd0c28eae446f34745c55a83037f30c100827b221"));
    QCOMPARE(digest(made.invitation.encode_binary()),
             QString("0baa56048c5bfd8d68c7012ef4e6d81fd97a77f742f86b2b270b4fc56b434c36"));
    QCOMPARE(digest(made.record.pairing_key),
             QString("2a1831724225c8435f4ee5e5db63f1829914d1fafa04292cf81f5ec931015d7a"));
    Bytes messages;
    for (const auto& message : sample_messages()) {
        const auto bytes = encode_message(message);
        messages.insert(messages.end(), bytes.begin(), bytes.end());
    }
    QCOMPARE(digest(messages), QString("f9e8879bd2d4af8a500aa5e9532b359ec2e7cf4c68a80da399d46246ede7ceff"));
}

void TestSessionFormats::invitationRoundTrip() {
    const auto made = sample_invitation();
    const auto& invitation = made.invitation;
    const auto text = invitation.encode();
    QVERIFY(text.starts_with("Tacit invitation. Open this file with Tacit.\n"));
    for (const auto& file : {to_bytes(as_view(text)), invitation.encode_binary()}) {
        const auto back = Invitation::decode(file);
        QVERIFY(back.ok());
        QCOMPARE(back->encode(), text);
        QCOMPARE(back->place, Place(2));
        QVERIFY(back->expires == noon + std::chrono::hours(72));
        QVERIFY(back->endpoints == invitation.endpoints);
        QVERIFY(back->proposal == invitation.proposal);
        const auto keys = back->pairing_keys();
        QVERIFY(keys.curve.public_key() == made.record.pairing_key);
        QVERIFY(crypto::equal_fixed_time(keys.mac.view(), made.record.mac->view()));
        QVERIFY(!crypto::equal_fixed_time(keys.mac.view(), keys.curve.secret().view()));
    }
}

void TestSessionFormats::invitationDamage() {
    const auto made = sample_invitation();
    const auto good = made.invitation.encode_binary();
    const auto proposal = made.invitation.proposal.encode();
    const auto start = good.size() - 16 - proposal.size();
    QVERIFY(std::equal(proposal.begin(), proposal.end(), good.begin() + static_cast<std::ptrdiff_t>(start)));
    for_each_damage(good, [&](const Bytes& bad, const std::string& what) {
        const auto read = Invitation::decode(bad);
        QVERIFY2(!read.ok(), what.c_str());
        bool in_proposal = bad.size() == good.size();
        for (std::size_t i = 0; in_proposal && i < good.size(); ++i)
            if (bad[i] != good[i] && (i < start || i >= start + proposal.size())) in_proposal = false;
        QVERIFY2(read.error().fault == (in_proposal ? Fault::changed_proposal : Fault::invitation_invalid),
                 what.c_str());
    });
}

void TestSessionFormats::invitationTextDamage() {
    const auto text = sample_invitation().invitation.encode();
    for_each_damage(as_view(text), [](const Bytes& bad, const std::string& what) {
        const auto read = Invitation::decode(bad);
        QVERIFY2(!read.ok(), what.c_str());
        const auto fault = read.error().fault;
        QVERIFY2(fault == Fault::changed_proposal || fault == Fault::invitation_invalid, what.c_str());
    });
    std::string windows;
    for (const char c : text) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    QVERIFY(Invitation::decode(as_view(windows)).ok());
    auto mixed = windows;
    mixed.erase(mixed.rfind('\r'), 1);
    QCOMPARE(Invitation::decode(as_view(mixed)).error().fault, Fault::invitation_invalid);
    QCOMPARE(Invitation::decode(Bytes(max_invitation + 1, 'A')).error().fault, Fault::invitation_invalid);
}

void TestSessionFormats::invitationFromANewerProgram() {
    // Layout that no version changes: magic, version, ..., 16 bytes of checksum.
    wire::Writer writer;
    writer.raw(as_view("TACITINV")).u16(9).raw(Bytes(40, 7));
    const auto sum = crypto::Hasher("tacit invitation checksum").add(writer.view()).finish();
    writer.raw(View(sum).first(16));
    auto file = std::move(writer).take();
    QCOMPARE(Invitation::decode(file).error().fault, Fault::version_differs);
    file[20] ^= 1;
    QCOMPARE(Invitation::decode(file).error().fault, Fault::invitation_invalid);
}

void TestSessionFormats::invitationMakingChecksItsInput() {
    crypto::SeededRandom random(1);
    const auto people = make_people(random, 2);
    const auto proposal = make_proposal(random, people[0], 2);
    const auto fault = [&](const Proposal& p, Place place, std::vector<std::string> endpoints,
                           const Person& by) {
        const auto made = make_invitation(p, place, std::move(endpoints), noon, by.key, random);
        return made.ok() ? std::optional<Fault>() : made.error().fault;
    };
    const std::string good = "tcp://[::1]:65535";
    QVERIFY(!fault(proposal, 1, {good}, people[0]));
    QCOMPARE(fault(proposal, 0, {good}, people[0]), Fault::usage);
    QCOMPARE(fault(proposal, 2, {good}, people[0]), Fault::usage);
    QCOMPARE(fault(proposal, 1, {good}, people[1]), Fault::usage);
    QCOMPARE(fault(proposal, 1, {}, people[0]), Fault::usage);
    QCOMPARE(fault(proposal, 1, std::vector<std::string>(5, good), people[0]), Fault::usage);
    for (const std::string bad :
         {"ipc:///tmp/x", "tcp://", "tcp://host", "tcp://host:", "tcp://:80", "tcp://h:0", "tcp://h:65536",
          "tcp://h:99999999", "tcp://h:8x", "tcp://h h:80", "tcp://h\n:80"})
        QVERIFY2(fault(proposal, 1, {bad}, people[0]) == Fault::usage, bad.c_str());
    QCOMPARE(fault(proposal, 1, {"tcp://" + std::string(200, 'h') + ":80"}, people[0]), Fault::usage);
}

void TestSessionFormats::armourLines() {
    for (std::size_t n : {0u, 1u, 2u, 3u, 47u, 48u, 49u, 96u, 1000u}) {
        Bytes bytes(n);
        for (std::size_t i = 0; i < n; ++i) bytes[i] = static_cast<std::uint8_t>(i * 37);
        const auto text = to_armour("Head", bytes);
        QVERIFY(from_armour("Head", text) == bytes);
        QVERIFY(!from_armour("Heat", text));
    }
    QCOMPARE(to_armour("H", as_view("foob")), std::string("H\nZm9vYg==\n"));
    for (const std::string bad :
         {"H\nZm9vYh==\n", "H\nZm9vYg=\n", "H\nZm9vYg==", "H\nZm9v\nYg==\n", "H\n Zm9vYg==\n",
          "H\nZm9vYg==\n\n", "H Zm9vYg==\n", "H\nZm9vY===\n", "", "H"})
        QVERIFY2(!from_armour("H", bad), bad.c_str());
}

void TestSessionFormats::messagesRoundTripAndAreStrict() {
    auto messages = sample_messages();
    messages.emplace_back(Delivered{std::get<Finished>(messages.at(8)).signature});
    messages.emplace_back(Finished{std::nullopt, std::get<Finished>(messages.at(8)).signature, true});
    for (const auto& message : messages) {
        const auto good = encode_message(message);
        const auto back = decode_message(good, 3);
        QVERIFY(back.ok());
        QVERIFY(*back == message);
        QVERIFY(good.size() <= max_control);
        for_each_damage(good, [&](const Bytes& bad, const std::string& what) {
            const auto read = decode_message(bad, 3);
            if (read.ok())
                QVERIFY2(encode_message(*read) == bad && !(*read == message), what.c_str());
            else
                QCOMPARE(read.error().fault, Fault::malformed_message);
        });
    }
}

void TestSessionFormats::messageLimits() {
    const auto refused = [](const Message& message) {
        return !decode_message(encode_message(message), 3).ok();
    };
    QVERIFY(!refused(Decline{std::string(500, 'x')}));
    QVERIFY(refused(Decline{std::string(501, 'x')}));
    QVERIFY(refused(Decline{"\x1b[2J"}));
    QVERIFY(refused(End{Fault::declined, 3, "", ""}));
    QVERIFY(refused(End{Fault::declined, 1, "a\nb", ""}));
    QVERIFY(refused(End{Fault::declined, 1, std::string(101, 'x'), ""}));
    QVERIFY(refused(Seals{std::vector<crypto::Signature>(2)}));
    QVERIFY(refused(Seals{std::vector<crypto::Signature>(4)}));
    QVERIFY(!decode_message({}, 3).ok());
    QVERIFY(!decode_message(Bytes{0}, 3).ok());
    QVERIFY(!decode_message(Bytes{12}, 3).ok());
    QVERIFY(!decode_message(Bytes(max_control + 1, 6), 3).ok());
    // All faults have numbers, and keep them.
    for (int i = 0; i <= static_cast<int>(Fault::internal); ++i) {
        const End end{static_cast<Fault>(i), End::nobody, "", ""};
        QVERIFY(*decode_message(encode_message(end), 3) == Message(end));
    }
}

void TestSessionFormats::agreementRoundTripAndDamage() {
    crypto::SeededRandom random(5);
    const auto people = make_people(random, 2);
    const auto agreement = sample_agreement(people, make_proposal(random, people[0], 2));
    QVERIFY(agreement.verify().ok());
    const auto good = agreement.encode();
    const auto back = Agreement::decode(good);
    QVERIFY(back.ok());
    QVERIFY(*back == agreement);
    for_each_damage(good, [](const Bytes& bad, const std::string& what) {
        QVERIFY2(!Agreement::decode(bad).ok(), what.c_str());
    });
}

void TestSessionFormats::agreementVerifyNamesTheOneItIsAbout() {
    crypto::SeededRandom random(6);
    const auto people = make_people(random, 3);
    const auto proposal = make_proposal(random, people[0], 3);
    auto other = proposal;
    other.title = "Something else";
    const auto verdict = [&](auto change) {
        auto bad = sample_agreement(people, proposal);
        change(bad);
        const auto status = bad.verify();
        return status.ok() ? Error{} : status.error();
    };
    const auto changed = verdict([&](Agreement& a) {
        a.roster.agrees[2] = make_agree(people[2].key, other, 2, people[2].ephemeral.public_key(), "");
    });
    QCOMPARE(changed.fault, Fault::changed_proposal);
    QCOMPARE(changed.partner, std::string("Contoso"));
    const auto foreign = verdict([&](Agreement& a) {
        a.roster.agrees[1] = make_agree(people[2].key, proposal, 1, people[1].ephemeral.public_key(), "");
    });
    QCOMPARE(foreign.fault, Fault::cheating);
    QCOMPARE(foreign.partner, std::string("Northwind"));
    QCOMPARE(verdict([&](Agreement& a) { std::swap(a.roster.cards[1], a.roster.cards[2]); }).fault,
             Fault::cheating);
    QCOMPARE(verdict([&](Agreement& a) { a.roster.cards[0] = people[1].card; }).fault, Fault::cheating);
    QCOMPARE(verdict([&](Agreement& a) { std::swap(a.seals[1], a.seals[2]); }).partner,
             std::string("Northwind"));
    QCOMPARE(verdict([&](Agreement& a) { a.seals.pop_back(); }).fault, Fault::malformed_message);
    QCOMPARE(verdict([&](Agreement& a) { a.roster.agrees[1].contributes = "13 rows"; }).fault,
             Fault::cheating);
    QCOMPARE(verdict([&](Agreement& a) { a.roster.agrees[1].terms = {1}; }).fault, Fault::cheating);
    QCOMPARE(verdict([&](Agreement& a) { a.proposal.deadline = 301; }).fault, Fault::changed_proposal);
    const auto twice = verdict([&](Agreement& a) {
        a.roster.agrees[2] = make_agree(people[2].key, proposal, 2, people[1].ephemeral.public_key(), "");
    });
    QCOMPARE(twice.fault, Fault::cheating);
    QCOMPARE(twice.partner, std::string("Contoso"));
    const auto worthless = verdict([&](Agreement& a) {
        a.roster.agrees[2] = make_agree(people[2].key, proposal, 2, crypto::CurvePublic{}, "");
    });
    QCOMPARE(worthless.detail, std::string("a session key of small order"));
}

void TestSessionFormats::whatIsNotSeenMakesNoName() {
    const auto utf8 = [](char32_t c) {
        std::string out;
        const auto add = [&](char32_t bits) { out += static_cast<char>(bits); };
        const auto more = [&](int shift) { add(0x80 | (c >> shift & 0x3f)); };
        if (c < 0x80) return add(c), out;
        if (c < 0x800) return add(0xc0 | c >> 6), more(0), out;
        if (c < 0x10000) return add(0xe0 | c >> 12), more(6), more(0), out;
        return add(0xf0 | c >> 18), more(12), more(6), more(0), out;
    };
    for (char32_t c = 0x20; c <= 0x10ffff; ++c) {
        if (!is_invisible(c) || (c >= 0xd800 && c <= 0xdfff)) continue;
        const auto text = utf8(c);
        QVERIFY2(look_of("Con" + text + "toso") == look_of("Contoso"),
                 std::to_string(static_cast<unsigned>(c)).c_str());
        QVERIFY2(!is_plain_line(text + ' ' + text), std::to_string(static_cast<unsigned>(c)).c_str());
    }
    QVERIFY(is_plain_line("Contoso"));
    QVERIFY(look_of("Contosó") != look_of("Contoso"));
}

void TestSessionFormats::pairKeysMeetInTheMiddle() {
    crypto::SeededRandom random(7);
    const auto people = make_people(random, 4);
    const auto agreement = sample_agreement(people, make_proposal(random, people[0], 4));
    std::vector<Bytes> all;
    for (Place a = 0; a < 4; ++a)
        for (Place b = 0; b < 4; ++b) {
            if (a == b) continue;
            const auto ab = pair_keys(agreement, people[a].ephemeral, a, b);
            const auto ba = pair_keys(agreement, people[b].ephemeral, b, a);
            QVERIFY(ab.ok() && ba.ok());
            QVERIFY(crypto::equal_fixed_time(ab->send.view(), ba->receive.view()));
            QVERIFY(crypto::equal_fixed_time(ab->receive.view(), ba->send.view()));
            all.push_back(to_bytes(ab->send.view()));
        }
    std::sort(all.begin(), all.end());
    QVERIFY(std::adjacent_find(all.begin(), all.end()) == all.end());
    QCOMPARE(pair_keys(agreement, people[1].ephemeral, 2, 1).error().fault, Fault::usage);
    QCOMPARE(pair_keys(agreement, people[1].ephemeral, 1, 1).error().fault, Fault::usage);
    QCOMPARE(pair_keys(agreement, people[1].ephemeral, 1, 4).error().fault, Fault::usage);
}

void TestSessionFormats::pairKeysAreBoundToTheAgreement() {
    crypto::SeededRandom random(8);
    const auto people = make_people(random, 3);
    auto proposal = make_proposal(random, people[0], 3);
    const auto first = pair_keys(sample_agreement(people, proposal), people[1].ephemeral, 1, 2);
    proposal.deadline += 1;
    const auto second = pair_keys(sample_agreement(people, proposal), people[1].ephemeral, 1, 2);
    QVERIFY(!crypto::equal_fixed_time(first->send.view(), second->send.view()));
}

void TestSessionFormats::boundedTextCutsAtCharacters() {
    QCOMPARE(bounded_text("abc", 3), std::string("abc"));
    QCOMPARE(bounded_text("abcd", 3), std::string("abc"));
    QCOMPARE(bounded_text("ab✓", 4), std::string("ab"));
    QCOMPARE(bounded_text("ab✓", 5), std::string("ab✓"));
    QCOMPARE(bounded_text("a\x1b[31m\nb", 100), std::string("a [31m\nb"));
    QCOMPARE(bounded_text("\xff\xfe", 100), std::string());
    QCOMPARE(utc_text(noon), std::string("2027-01-15 08:00 UTC"));
    QCOMPARE(iso_text(noon + std::chrono::milliseconds(61017)), std::string("2027-01-15T08:01:01.017Z"));
}

QTEST_GUILESS_MAIN(TestSessionFormats)
#include "test_session_formats.moc"
