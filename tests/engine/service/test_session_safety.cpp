// What partners, old invitations and a full disk cannot do to a session: engines in this process, over the
// loopback, and a partner made of the session's own parts where a program must depart from the protocol.
#include <sys/resource.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <csignal>
#include <thread>

#include "app/engine_person.h"
#include "net/transport.h"
#include "session/messages.h"
#include "session/pairing.h"
#include "session/partner_lobby.h"

using namespace tacit;
using namespace tacit::test;

namespace {

/// A partner that pairs and talks by itself, so that a test decides what it sends.
struct HandMade {
    crypto::SystemRandom random;
    crypto::SigningKey key = crypto::SigningKey::generate(random);
    crypto::CurveKey curve = crypto::CurveKey::generate(random);
    crypto::CurveKey ephemeral = crypto::CurveKey::generate(random);
    session::Invitation invitation;
    session::IdentityCard card;
    net::ConnectOptions options;
    std::unique_ptr<net::PartnerTransport> transport;

    explicit HandMade(const QString& file) {
        QFile in(file);
        if (!in.open(QIODevice::ReadOnly)) qFatal("no invitation");
        const auto bytes = in.readAll();
        invitation =
            session::Invitation::decode(as_view(std::string_view(bytes.data(), bytes.size()))).value();
        const auto now = SystemClock().wall();
        card = session::IdentityCard::issue(key, "Alder", "Tester", curve.public_key(), now).value();
        options.endpoints = invitation.endpoints;
        options.host_key = invitation.proposal.organizer.curve_key;
        options.me = invitation.place;
        options.participants = invitation.proposal.participants;
        options.session = invitation.proposal.session_number();
    }
    bool claim(std::chrono::milliseconds limit = std::chrono::seconds(10)) {
        const auto pairing =
            session::PartnerPairing::begin(invitation, card, key, curve, SystemClock().wall(), random);
        const auto reply = net::PartnerTransport::pair(options, invitation.pairing_keys().curve,
                                                       pairing.request(), limit, {});
        return reply.ok() && pairing.finish(*reply).ok();
    }
    bool connect() {
        transport.reset();
        auto made = net::PartnerTransport::connect(options, curve, random);
        if (!made) return false;
        transport = std::move(*made);
        return true;
    }
    bool send(const session::Message& message) {
        return transport->send_control(0, session::encode_message(message)).ok();
    }
    session::Agree agree(const crypto::CurveKey& session_key) {
        return session::make_agree(key, invitation.proposal, invitation.place, session_key.public_key(),
                                   "1 row");
    }
};

struct Scene {
    QTemporaryDir folder;
    EnginePerson northwind{path("Northwind"), "Northwind"};

    QString path(const QString& name) const { return folder.filePath(name); }
    QString write(const QString& name, const QByteArray& contents) const {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly)) file.write(contents);
        return path(name);
    }
    QString invitation(int place = 1) const { return path("invitation-%1.tacit").arg(place); }
    api::SessionPtr host(int partners = 1, std::chrono::seconds lobby = std::chrono::seconds(60)) {
        api::Draft draft;
        draft.title = "Test session";
        draft.question = api::TotalQuestion{{"n"}};
        draft.partners = static_cast<std::uint16_t>(partners);
        draft.invitation_prefix = path("invitation").toStdString();
        draft.lobby_deadline = lobby;
        return northwind.host(draft, write("a.csv", "n\n1.25\n"));
    }
};

/// Nothing more can be written to any file of this process while it lives.
struct FullDisk {
    rlimit before{};
    FullDisk() {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit none{0, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before); }
};

}  // namespace

class TestSessionSafety : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void invitationOfAFinishedSessionTouchesNothing();
    void secondJoinOfALiveSessionIsRefused();
    void claimsWhileASessionEndsDoNotHang();
    void consentIsGivenOnce();
    void restartedPartnerAgreesAnew();
    void changesOfMindDoNotHoldUpTheLobby();
    void resultStaysWhateverOthersSayThen();
    void contributorsMayLeaveWhenTheirNumbersAreThere();
    void receiptDoesNotReplaceTheData();
    void fullDiskIsSeenAndTriedAgain();
    void savesWithoutTheTableAndNeverOverIt();
};

void TestSessionSafety::invitationOfAFinishedSessionTouchesNothing() {
    Scene scene;
    const auto host = scene.host();
    QVERIFY(host);
    std::string id;
    {
        EnginePerson alder(scene.path("Alder"), "Alder");
        const auto partner = alder.join(scene.invitation());
        QVERIFY(partner && alder.agree(*partner, scene.write("b.csv", "n\n-3\n")));
        QVERIFY(EnginePerson::reaches(*partner, api::Stage::done));
        id = partner->view().id;
        // In the same program, where the session is still open.
        const auto again = alder.engine().join(scene.invitation().toStdString(), std::chrono::seconds(5));
        QVERIFY(!again.ok() && again.error().fault == Fault::invitation_used);
    }
    QVERIFY(EnginePerson::reaches(*host, api::Stage::done));
    // Next week, the file is opened once more.
    EnginePerson alder(scene.path("Alder"), "Alder");
    const auto again = alder.engine().join(scene.invitation().toStdString(), std::chrono::seconds(5));
    QVERIFY(!again.ok() && again.error().fault == Fault::invitation_used);
    const auto past = alder.engine().open_session(id);
    QVERIFY(past && EnginePerson::sum(*past) == "-1.75");
    QVERIFY(past->save_receipt(scene.path("kept.json").toStdString()).ok());
}

void TestSessionSafety::secondJoinOfALiveSessionIsRefused() {
    Scene scene;
    const auto host = scene.host();
    EnginePerson alder(scene.path("Alder"), "Alder");
    const auto partner = alder.join(scene.invitation());
    QVERIFY(partner && EnginePerson::reaches(*partner, api::Stage::review));
    const auto second = alder.engine().join(scene.invitation().toStdString(), std::chrono::seconds(5));
    QVERIFY(!second.ok() && second.error().fault == Fault::invitation_used);
    QVERIFY(alder.agree(*partner, scene.write("b.csv", "n\n-3\n")));
    QVERIFY(EnginePerson::reaches(*host, api::Stage::done));
    QVERIFY(EnginePerson::reaches(*partner, api::Stage::done));
}

void TestSessionSafety::claimsWhileASessionEndsDoNotHang() {
    // Good claims run on the transport's thread and wake the session, just as the session takes the transport
    // down. Where these two wait for each other, this test never ends.
    constexpr int partners = 12;
    for (int milliseconds = 0; milliseconds < 40; milliseconds += 2) {
        Scene scene;
        const auto host = scene.host(partners);
        QVERIFY(host);
        std::vector<std::unique_ptr<HandMade>> people;
        for (int place = 1; place <= partners; ++place)
            people.push_back(std::make_unique<HandMade>(scene.invitation(place)));
        std::vector<std::jthread> claiming;
        for (auto& person : people)
            claiming.emplace_back([&person] { (void)person->claim(std::chrono::milliseconds(300)); });
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        host->cancel();
        QVERIFY(EnginePerson::reaches(*host, api::Stage::failed));
        QVERIFY(scene.northwind.engine().erase_session(host->view().id).ok());
    }
}

void TestSessionSafety::consentIsGivenOnce() {
    Scene scene;
    const auto host = scene.host();
    EnginePerson alder(scene.path("Alder"), "Alder");
    const auto partner = alder.join(scene.invitation());
    QVERIFY(partner);
    const auto signed_for = alder.bring(scene.write("b.csv", "n\n-3\n"), {"n"});
    const auto other = alder.bring(scene.write("c.csv", "n\n1000\n"), {"n"});
    QVERIFY(signed_for.ok() && other.ok());
    QVERIFY(partner->agree(*signed_for).ok());
    const auto again = partner->agree(*other);
    QVERIFY(!again.ok() && again.error().fault == Fault::usage);
    QVERIFY(EnginePerson::reaches(*host, api::Stage::done));
    QCOMPARE(EnginePerson::sum(*host), "-1.75");
}

void TestSessionSafety::restartedPartnerAgreesAnew() {
    Scene scene;
    const auto host = scene.host(2);
    HandMade first(scene.invitation(1));
    QVERIFY(first.claim() && first.connect());
    QVERIFY(first.send(first.agree(first.ephemeral)));
    const auto state = [&](std::size_t place) { return host->view().participants.at(place).state; };
    QTRY_VERIFY_WITH_TIMEOUT(state(1) == api::ParticipantState::ready, 15000);
    // Killed without a word and started again; its consent of before counts no more.
    auto dead = std::move(first.transport);
    auto made = net::PartnerTransport::connect(first.options, first.curve, first.random);
    QVERIFY(made.ok());
    QTRY_VERIFY_WITH_TIMEOUT(state(1) == api::ParticipantState::joined, 15000);
    QVERIFY(host->view().stage == api::Stage::lobby);
    QVERIFY((*made)->send_control(0, session::encode_message(first.agree(first.ephemeral))).ok());
    QTRY_VERIFY_WITH_TIMEOUT(state(1) == api::ParticipantState::ready, 15000);
}

void TestSessionSafety::changesOfMindDoNotHoldUpTheLobby() {
    {
        // New consents, as fast as can be, end by their number.
        Scene scene;
        const auto host = scene.host(2);
        HandMade partner(scene.invitation(1));
        QVERIFY(partner.claim() && partner.connect());
        for (int i = 0; i < 20; ++i)
            (void)partner.send(partner.agree(crypto::CurveKey::generate(partner.random)));
        QVERIFY(EnginePerson::reaches(*host, api::Stage::failed));
        QCOMPARE(EnginePerson::fault(*host), "malformed-message");
    }
    {
        // A few, spread over the wait, do not make it longer: the deadline comes before the partner is
        // through.
        Scene scene;
        const auto host = scene.host(2, std::chrono::seconds(4));
        HandMade partner(scene.invitation(1));
        QVERIFY(partner.claim() && partner.connect());
        int sent = 0;
        while (host->view().stage == api::Stage::lobby && sent < 14) {
            (void)partner.send(partner.agree(crypto::CurveKey::generate(partner.random)));
            ++sent;
            (void)EnginePerson::reaches(*host, api::Stage::failed, 1500);
        }
        QCOMPARE(EnginePerson::fault(*host), "deadline");
        QVERIFY(sent < 14);
    }
}

void TestSessionSafety::resultStaysWhateverOthersSayThen() {
    // Somebody runs the protocol to its end and then, instead of waiting for the others, says that they
    // cancel.
    Scene scene;
    EnginePerson alder(scene.path("Alder"), "Alder");
    for (int round = 0; round < 4; ++round) {
        const auto host = scene.host();
        QVERIFY(host);
        const auto partner = alder.join(scene.invitation());
        QVERIFY(partner);
        // As soon as its own result is there.
        const auto& canceller = round % 2 == 0 ? partner : host;
        const auto watch = canceller->subscribe([&] {
            const auto view = canceller->view();
            const bool through =
                std::any_of(view.participants.begin(), view.participants.end(), [](const auto& participant) {
                    return participant.me && participant.state == api::ParticipantState::finished;
                });
            if (through || view.progress.step == "Waiting until everybody has finished") canceller->cancel();
        });
        QVERIFY(alder.agree(*partner, scene.write("b.csv", "n\n-3\n")));
        for (const auto& session : {host, partner}) {
            QVERIFY2(EnginePerson::reaches(*session, api::Stage::done),
                     qPrintable(EnginePerson::fault(*session)));
            QCOMPARE(EnginePerson::sum(*session), "-1.75");
            const auto view = session->view();
            QVERIFY(view.late_fault.has_value() == !view.receipt.signed_by_all());
            QVERIFY(session->save_receipt(scene.path("r.json").toStdString()).ok());
        }
    }
}

/// Of five three compute. One of the others cancels as soon as it has given its numbers, and closes the
/// program.
void TestSessionSafety::contributorsMayLeaveWhenTheirNumbersAreThere() {
    constexpr int partners = 4;
    Scene scene;
    api::Draft draft;
    draft.title = "Test session";
    api::TotalQuestion question{{"n"}};
    question.statistics = {api::Statistic::median, api::Statistic::maximum};
    question.hosts = 3;
    draft.question = question;
    draft.partners = partners;
    draft.invitation_prefix = scene.path("invitation").toStdString();
    const auto host = scene.northwind.host(draft, scene.write("0.csv", "n\n1\n"));
    QVERIFY2(host, qPrintable(scene.northwind.problem));
    std::vector<std::unique_ptr<EnginePerson>> people;
    std::vector<api::SessionPtr> sessions{host};
    std::vector<api::SubscriptionPtr> watching;
    for (int i = 1; i <= partners; ++i) {
        const auto name = QString("P%1").arg(i);
        people.push_back(std::make_unique<EnginePerson>(scene.path(name), name.toStdString()));
        sessions.push_back(people.back()->join(scene.invitation(i)));
        QVERIFY2(sessions.back(), qPrintable(people.back()->problem));
        if (i != partners) continue;
        watching.push_back(sessions.back()->subscribe([leaver = sessions.back()] {
            if (leaver->view().progress.step.starts_with("Handed in")) leaver->cancel();
        }));
    }
    for (int i = 1; i <= partners; ++i) {
        const auto data = scene.write(QString("%1.csv").arg(i), "n\n" + QByteArray::number(10 * i) + "\n");
        QVERIFY(people[static_cast<std::size_t>(i - 1)]->agree(*sessions[static_cast<std::size_t>(i)], data));
    }
    const auto over = [](const api::Session& session) {
        const auto stage = session.view().stage;
        return stage == api::Stage::done || stage == api::Stage::failed;
    };
    QTRY_VERIFY_WITH_TIMEOUT(over(*sessions.back()), 30000);
    watching.clear();
    sessions.pop_back();
    people.pop_back();
    for (const auto& session : sessions) {
        QVERIFY2(EnginePerson::reaches(*session, api::Stage::done),
                 qPrintable(EnginePerson::fault(*session)));
        const auto view = session->view();
        const auto& column = std::get<api::TotalResult>(*view.result).columns.at(0);
        QCOMPARE(column.statistics, (std::vector<std::string>{"20", "40"}));
        // Who left has signed that its numbers are there, and nothing about the end.
        QVERIFY(!view.late_fault && view.receipt.missing.size() == 1);
        for (const auto& participant : view.participants)
            QCOMPARE(participant.computes, participant.place < 3);
    }
}

void TestSessionSafety::receiptDoesNotReplaceTheData() {
    Scene scene;
    const auto host = scene.host();
    EnginePerson alder(scene.path("Alder"), "Alder");
    const auto partner = alder.join(scene.invitation());
    const auto data = scene.write("b.csv", "n\n-3\n");
    QVERIFY(partner && alder.agree(*partner, data));
    QVERIFY(EnginePerson::reaches(*partner, api::Stage::done));
    const auto saved = partner->save_receipt(data.toStdString());
    QVERIFY(!saved.ok() && saved.error().fault == Fault::usage);
    QFile file(data);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("n\n-3\n"));
    for (const auto& participant : partner->view().participants)
        QCOMPARE(participant.fingerprint.size(), std::size_t{24});
}

void TestSessionSafety::fullDiskIsSeenAndTriedAgain() {
    Scene scene;
    const auto host = scene.host();
    std::string id;
    {
        EnginePerson alder(scene.path("Alder"), "Alder");
        const auto partner = alder.join(scene.invitation());
        QVERIFY(partner);
        id = partner->view().id;
        const auto data = scene.write("b.csv", "n\n-3\n");
        {
            const FullDisk full;
            QVERIFY(alder.agree(*partner, data));
            QVERIFY(EnginePerson::reaches(*partner, api::Stage::done));
            QTRY_VERIFY_WITH_TIMEOUT(partner->view().unsaved.has_value(), 10000);
            QCOMPARE(partner->view().unsaved->fault, Fault::storage_failed);
            QCOMPARE(EnginePerson::sum(*partner), "-1.75");
        }
    }  // tried again when the program closes; by then there is room
    EnginePerson alder(scene.path("Alder"), "Alder");
    const auto past = alder.engine().open_session(id);
    QVERIFY(past && EnginePerson::sum(*past) == "-1.75");
}

void TestSessionSafety::savesWithoutTheTableAndNeverOverIt() {
    // An ended session holds the table no more: what it needs of it is in the result, and where it came from.
    Scene scene;
    const auto host = scene.host();
    EnginePerson alder(scene.path("Alder"), "Alder");
    const auto partner = alder.join(scene.invitation());
    QVERIFY(partner && alder.agree(*partner, scene.write("b.csv", "n\n-3\n")));
    QVERIFY(EnginePerson::reaches(*partner, api::Stage::done));
    QVERIFY(partner->save_result(scene.path("r.csv").toStdString()).ok());
    const auto saved = partner->save_result(scene.path("b.csv").toStdString());
    QVERIFY(!saved.ok() && saved.error().fault == Fault::usage);
}

QTEST_GUILESS_MAIN(TestSessionSafety)
#include "test_session_safety.moc"
