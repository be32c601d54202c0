// Sessions of the past: what they show, what they still save, and that erasing leaves nothing.
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "app/engine_person.h"
#include "service/export.h"
#include "service/past_session.h"
#include "service/result_codec.h"
#include "service/stored_rows.h"
#include "session/receipt.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::test;

namespace {

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A folder with the profiles of two people, who meet and then close their programs.
struct Pair {
    QTemporaryDir folder;
    std::string id;

    QString path(const QString& name) const { return folder.filePath(name); }
    QString write(const QString& name, const QByteArray& contents) const {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly)) file.write(contents);
        return path(name);
    }
    /// What was wrong, or nothing. Each saves result and receipt while the session is still open.
    QString meet(const api::Question& question, const QByteArray& mine, const QByteArray& theirs) {
        EnginePerson northwind(path("Northwind"), "Northwind"), alder(path("Alder"), "Alder");
        api::Draft draft;
        draft.title = "Test session";
        draft.question = question;
        draft.invitation_prefix = path("invitation").toStdString();
        const auto host = northwind.host(draft, write("a.csv", mine));
        if (!host) return northwind.problem;
        const auto partner = alder.join(path("invitation-1.tacit"));
        if (!partner || !alder.agree(*partner, write("b.csv", theirs))) return alder.problem;
        for (const auto& session : {host, partner})
            if (!EnginePerson::reaches(*session, api::Stage::done)) return EnginePerson::fault(*session);
        id = host->view().id;
        const auto save = [&](const api::Session& session, const QString& who) {
            (void)session.save_result(path(who + "-live.csv").toStdString());
            return session.save_receipt(path(who + "-live.json").toStdString()).ok();
        };
        return save(*host, "Northwind") && save(*partner, "Alder") ? QString() : "no receipt was saved";
    }
};

api::OverlapQuestion rows_of_key() {
    api::OverlapQuestion question;
    question.key = "key";
    return question;
}

}  // namespace

class TestPastSession : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void savesWhatTheLiveOneSaved_data();
    void savesWhatTheLiveOneSaved();
    void listedThroughoutWhileManyRowsAreKept();
    void namesOfOthersAreNoFormulas();
    void nothingForThoseWhoAreNoRecipients();
    void endedWithoutAgreement();
    void erasedSessionsSaveNothing();
    void tooManyRowsAreSaidToBeLost();
    void storedRowsAreReadStrictly();
    void answersOfDecisionsAreKept();
    void statisticsStayAsTheyWere();
    void totalsWithRulesAreStoredAsBefore();
};

void TestPastSession::savesWhatTheLiveOneSaved_data() {
    QTest::addColumn<int>("question");
    QTest::addRow("total") << 0;
    QTest::addRow("matching rows, more than the preview") << 1;
    QTest::addRow("how many match") << 2;
    QTest::addRow("yes or no") << 3;
    QTest::addRow("who") << 4;
    QTest::addRow("total by category, one hidden") << 5;
    QTest::addRow("with statistics") << 6;
}

void TestPastSession::savesWhatTheLiveOneSaved() {
    QFETCH(int, question);
    Pair pair;
    QByteArray mine = "key,n,\"a, \"\"b\"\"\",g\n", theirs = "key,n,g\n";
    for (int i = 0; i < 1300; ++i) {
        const auto number = QByteArray::number(i);
        mine += "k" + number + "," + number + (i % 3 == 0 ? ",\"x, \"\"y\"\"\nz\"" : ",");
        const QByteArray category = i % 650 == 0 ? ",few\n" : ",many\n";
        mine += category;
        theirs += "K" + number + ",1" + category;
    }
    auto overlap = rows_of_key();
    if (question == 2) overlap.reveal = api::Reveal::count;
    api::TotalQuestion by_category{{"n"}};
    by_category.group = "g";
    by_category.categories = {"few", "many"};
    by_category.rules.minimum_group = 5;
    if (question == 6) by_category.statistics = {api::Statistic::minimum, api::Statistic::maximum};
    const auto wrong = question >= 5   ? pair.meet(by_category, mine, theirs)
                       : question == 0 ? pair.meet(api::TotalQuestion{{"n"}}, mine, theirs)
                       : question == 3 ? pair.meet(api::DecisionQuestion{"sum(n) > 845649"}, mine, theirs)
                       : question == 4 ? pair.meet(api::DecisionQuestion{"highest(n)"}, mine, theirs)
                                       : pair.meet(overlap, mine, theirs);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));

    for (const auto* who : {"Northwind", "Alder"}) {
        EnginePerson again(pair.path(who), who);
        QVERIFY(again.engine().live_session(pair.id) == nullptr);
        const auto past = again.engine().open_session(pair.id);
        QVERIFY(past != nullptr);
        const auto view = past->view();
        QVERIFY(view.stage == api::Stage::done && view.result && !view.live);
        QCOMPARE(view.title, std::string("Test session"));
        QCOMPARE(view.participants.size(), std::size_t{2});
        for (const auto& participant : view.participants)
            QCOMPARE(participant.me, participant.organisation == who);
        QVERIFY(view.receipt.signed_by_all());
        QCOMPARE(view.receipt.signed_by, (std::vector<std::string>{"Northwind", "Alder"}));

        const auto result = pair.path("past.csv"), receipt = pair.path("past.json");
        QVERIFY(past->save_result(result.toStdString()).ok());
        QVERIFY(past->save_receipt(receipt.toStdString()).ok());
        QVERIFY(read(result).size() > 5);
        if (question == 5) QVERIFY(read(result).contains("n,few,,,,hidden by the rules"));
        QCOMPARE(read(result), read(pair.path(QString(who) + "-live.csv")));
        QCOMPARE(read(receipt), read(pair.path(QString(who) + "-live.json")));
        QVERIFY(session::Receipt::from_json(read(receipt).toStdString()).ok());

        // What the profile knows already is held against a new question about the same.
        const auto cautions = again.engine().cautions(api::DecisionQuestion{"sum(n) > 845640"}, {});
        QCOMPARE(cautions.size(), std::size_t(question == 1 || question == 2 ? 0 : 1));
        QVERIFY(again.engine().cautions(api::DecisionQuestion{"sum(n) > 1"}, {"somebody else"}).empty());
        if (question == 4)
            QCOMPARE(std::get<api::DecisionResult>(*view.result).names,
                     std::vector<std::string>{"Northwind"});

        bool called = false;
        const auto subscription = past->subscribe([&] { called = true; });
        QVERIFY(subscription != nullptr);
        past->cancel();
        past->decline("no");
        const auto agreed = past->agree({});
        QVERIFY(!agreed.ok() && agreed.error().fault == Fault::usage);
        QVERIFY(!called);
        QVERIFY(past->view().stage == api::Stage::done);
    }
}

void TestPastSession::listedThroughoutWhileManyRowsAreKept() {
    Pair pair;
    const auto wrong = pair.meet(api::TotalQuestion{{"n"}}, "n\n1\n", "n\n2\n");
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    QByteArray many = "key\n";
    for (int i = 0; i < 100'000; ++i) many += "k" + QByteArray::number(i) + "\n";

    EnginePerson northwind(pair.path("Northwind"), "Northwind"), alder(pair.path("Alder"), "Alder");
    api::Draft draft;
    draft.title = "Many rows";
    draft.question = rows_of_key();
    draft.invitation_prefix = pair.path("many").toStdString();
    const auto host = northwind.host(draft, pair.write("many.csv", many));
    QVERIFY2(host, qPrintable(northwind.problem));
    const auto partner = alder.join(pair.path("many-1.tacit"));
    QVERIFY2(partner && alder.agree(*partner, pair.path("many.csv")), qPrintable(alder.problem));

    // Listed again and again, so that some fall into the writing of the rows: each list has both, once.
    const std::vector<std::string> both{pair.id, host->view().id};
    const auto ended = [](const api::Session& session) { return session.view().result.has_value(); };
    QElapsedTimer since;
    since.start();
    for (int after = 0; after < 200; after += ended(*host) && ended(*partner) ? 1 : 0) {
        QVERIFY(since.elapsed() < 60'000);
        const auto listed = northwind.engine().sessions();
        QCOMPARE(listed.size(), both.size());
        for (const auto& id : both)
            QCOMPARE(std::count_if(listed.begin(), listed.end(), [&](const auto& v) { return v.id == id; }),
                     1);
    }
    for (const auto& view : northwind.engine().sessions()) QVERIFY(view.stage == api::Stage::done);
}

void TestPastSession::namesOfOthersAreNoFormulas() {
    QTemporaryDir folder;
    const auto saved = [&](const api::ResultView& result) {
        const auto path = folder.filePath("result.csv").toStdString();
        if (!service::write_result(path, result, {}, {})) return QByteArray();
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    api::DecisionResult who;
    who.kind = api::AnswerKind::names;
    who.names = {"=1+cmd", "+1 Ltd", "-Minus", "@home", "Alder", "-12.5"};
    QCOMPARE(saved(who), QByteArray("answer\n'=1+cmd\n'+1 Ltd\n'-Minus\n'@home\nAlder\n-12.5\n"));
    api::DecisionResult number;
    number.kind = api::AnswerKind::number;
    number.number = "-0.50";
    QCOMPARE(saved(number), QByteArray("answer\n-0.50\n"));
    api::TotalResult total;
    total.columns.push_back({"=A1", "-3", 2, "-1.5"});
    QCOMPARE(saved(total), QByteArray("name,sum,count,mean\n'=A1,-3,2,-1.5\n"));
}

void TestPastSession::nothingForThoseWhoAreNoRecipients() {
    Pair pair;
    auto question = rows_of_key();
    question.to = api::Recipients::organizer;
    const auto wrong = pair.meet(question, "key\nx\n", "key\nx\n");
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    EnginePerson alder(pair.path("Alder"), "Alder");
    const auto past = alder.engine().open_session(pair.id);
    QVERIFY(past && std::holds_alternative<api::NotForYou>(*past->view().result));
    const auto saved = past->save_result(pair.path("x.csv").toStdString());
    QVERIFY(!saved.ok() && saved.error().fault == Fault::usage);
    QVERIFY(!QFile::exists(pair.path("x.csv")));
    QVERIFY(past->save_receipt(pair.path("x.json").toStdString()).ok());
}

void TestPastSession::endedWithoutAgreement() {
    Pair pair;
    std::string id;
    {
        EnginePerson northwind(pair.path("Northwind"), "Northwind");
        const auto session = northwind.host(pair.write("a.csv", "n\n1\n"), 1, pair.path("invitation"));
        QVERIFY2(session, qPrintable(northwind.problem));
        id = session->view().id;
        session->cancel();
        QVERIFY(EnginePerson::reaches(*session, api::Stage::failed));
        QVERIFY(!session->view().receipt.kept);
    }
    EnginePerson northwind(pair.path("Northwind"), "Northwind");
    const auto past = northwind.engine().open_session(id);
    QVERIFY(past && past->view().stage == api::Stage::failed && !past->view().receipt.kept);
    QCOMPARE(EnginePerson::fault(*past), "cancelled");
    for (const auto& status :
         {past->save_result(pair.path("x").toStdString()), past->save_receipt(pair.path("x").toStdString())})
        QVERIFY(!status.ok() && status.error().fault == Fault::usage);
    QVERIFY(!QFile::exists(pair.path("x")));
    QVERIFY(northwind.engine().open_session("00") == nullptr);
}

void TestPastSession::erasedSessionsSaveNothing() {
    Pair pair;
    const auto wrong = pair.meet(rows_of_key(), "key\nx\ny\n", "key\nx\n");
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    EnginePerson northwind(pair.path("Northwind"), "Northwind");
    const auto past = northwind.engine().open_session(pair.id);
    QVERIFY(past && past->save_result(pair.path("x.csv").toStdString()).ok());
    QVERIFY(northwind.engine().erase_session(pair.id).ok());
    QVERIFY(northwind.engine().open_session(pair.id) == nullptr);
    for (const auto& status :
         {past->save_result(pair.path("y").toStdString()), past->save_receipt(pair.path("y").toStdString())})
        QVERIFY(!status.ok() && status.error().fault == Fault::usage);
    QVERIFY(!QFile::exists(pair.path("y")));
}

void TestPastSession::tooManyRowsAreSaidToBeLost() {
    QTemporaryDir folder;
    store::NoKeyVault vault;
    crypto::SystemRandom random;
    SystemClock clock;
    const auto profile = store::Profile::open(folder.filePath("p").toStdString(), vault, {}, random, clock);
    QVERIFY(profile.ok());
    api::OverlapResult result;
    result.header = {"key"};
    result.preview = {{"a"}, {"b"}};
    result.count = result.matching_rows = 5000000;
    store::Session session;
    session.id = "s";
    session.state = "done";
    session.question = "overlap";
    const auto keep = [&] {
        session.result = Bytes(32, 0);
        const auto encoded = service::encode_result(result);
        session.result->insert(session.result->end(), encoded.begin(), encoded.end());
        return (*profile)->save_session(session).ok();
    };
    QVERIFY(keep());
    const auto file = folder.filePath("x.csv");
    auto past = service::PastSession::open(**profile, "s", std::nullopt);
    const auto saved = past->save_result(file.toStdString());
    QVERIFY(!saved.ok() && saved.error().fault == Fault::not_supported);
    QVERIFY(saved.error().detail.find("of the 5000000 matching rows") != std::string::npos);
    QVERIFY(!QFile::exists(file));

    // A record of an earlier version kept no rows, but all of a short result are in its preview.
    result.matching_rows = 2;
    QVERIFY(keep());
    past = service::PastSession::open(**profile, "s", std::nullopt);
    QVERIFY(past->save_result(file.toStdString()).ok());
    QCOMPARE(read(file), QByteArray("key\na\nb\n"));
}

void TestPastSession::storedRowsAreReadStrictly() {
    QTemporaryDir folder;
    const auto source = folder.filePath("a.csv"), file = folder.filePath("x.csv");
    QFile data(source);
    QVERIFY(data.open(QIODevice::WriteOnly) && data.write("a,b\n1,2\n3,4\n5,6\n") > 0);
    data.close();
    const auto dataset = table::load(source.toStdString(), {});
    QVERIFY(dataset.ok());
    const std::vector<std::size_t> rows{0, 2};
    const auto encoded = service::encode_rows(**dataset, rows);
    QVERIFY(encoded.has_value());
    QVERIFY(!service::encode_rows(**dataset, rows, 20).has_value());
    QVERIFY(service::write_stored_rows(*encoded, file.toStdString()).ok());
    QCOMPARE(read(file), QByteArray("a,b\n1,2\n5,6\n"));
    QFile::remove(file);
    for (std::size_t length = 0; length < encoded->size(); ++length) {
        const auto status = service::write_stored_rows(View(*encoded).first(length), file.toStdString());
        QVERIFY(!status.ok() && status.error().fault == Fault::profile_damaged);
    }
    auto more = *encoded;
    more.push_back(0);
    QVERIFY(!service::write_stored_rows(more, file.toStdString()).ok());
    QVERIFY(!QFile::exists(file));
}

void TestPastSession::answersOfDecisionsAreKept() {
    const auto same = [](const api::DecisionResult& a, const api::DecisionResult& b) {
        return a.answer == b.answer && a.question == b.question && a.means == b.means && a.kind == b.kind &&
               a.own == b.own && a.withheld == b.withheld && a.places == b.places && a.names == b.names &&
               a.number == b.number && a.rounded == b.rounded && a.unit == b.unit;
    };
    api::DecisionResult plain{true, "Is it?", "It is."}, own = plain, names = plain, number = plain;
    own.own = true;
    names.kind = api::AnswerKind::names;
    names.places = {0, 2};
    names.names = {"Northwind", "Löwe"};
    number.kind = api::AnswerKind::number;
    number.number = "-12.50";
    number.rounded = true;
    auto withheld = number;
    withheld.number.clear();
    withheld.rounded = false;
    withheld.withheld = true;
    auto amount = number;
    amount.unit = "EUR";
    for (const auto& result : {plain, own, names, number, withheld, amount}) {
        const auto bytes = service::encode_result(result);
        const auto back = service::decode_result(bytes);
        QVERIFY(back.ok() && same(std::get<api::DecisionResult>(*back), result));
        for (std::size_t n = 0; n < bytes.size(); ++n)
            QVERIFY(!service::decode_result(View(bytes).first(n)).ok());
    }
    // As the version stored it that knew a yes or no only.
    const auto bytes = service::encode_result(plain);
    QVERIFY(bytes.size() == 23 && bytes[0] == 1 && bytes[1] == 3 && bytes[2] == 1 && bytes[3] == 6);
}

void TestPastSession::statisticsStayAsTheyWere() {
    Pair pair;
    api::TotalQuestion question{{"n"}};
    question.statistics = {api::Statistic::minimum, api::Statistic::median};
    QCOMPARE(pair.meet(question, "n\n4\n", "n\n-1.5\n"), QString());
    EnginePerson alder(pair.path("Alder"), "Alder");
    const auto past = alder.engine().open_session(pair.id);
    QVERIFY(past);
    const auto view = past->view();
    const auto& total = std::get<api::TotalResult>(*view.result);
    QVERIFY(total.statistics == question.statistics);
    QCOMPARE(total.columns.at(0).statistics, (std::vector<std::string>{"-1.50", "1.25"}));
    QVERIFY(std::none_of(view.participants.begin(), view.participants.end(),
                         [](const auto& participant) { return participant.computes; }));
    QVERIFY(past->save_result(pair.path("past.csv").toStdString()).ok());
    QCOMPARE(read(pair.path("past.csv")), read(pair.path("Alder-live.csv")));
    QVERIFY(read(pair.path("past.csv")).contains("n,,2.50,2,1.25,,-1.50,1.25"));

    api::TotalResult by_category = total;
    by_category.group = "g";
    by_category.columns[0].statistics.clear();
    by_category.columns[0].cells = {{"few", true, {}, 0, {}},
                                    {"many", false, "2.50", 2, "1.25", {"-1.50", "1.25"}}};
    for (const auto& stored : {total, by_category}) {
        const auto bytes = service::encode_result(stored);
        const auto back = service::decode_result(bytes);
        QVERIFY(back.ok() && service::encode_result(*back) == bytes);
        const auto& cells = std::get<api::TotalResult>(*back).columns[0].cells;
        QCOMPARE(cells.size(), stored.columns[0].cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i)
            QVERIFY(cells[i].statistics == stored.columns[0].cells[i].statistics);
        for (std::size_t n = 0; n < bytes.size(); ++n)
            QVERIFY(!service::decode_result(View(bytes).first(n)).ok());
    }
}

/// Statistics have a form of their own: results of before are still read.
void TestPastSession::totalsWithRulesAreStoredAsBefore() {
    api::TotalResult total{3, {{"n", "", 0, "", true}}};
    total.rules = {3, 0, 100};
    const auto bytes = service::encode_result(total);
    // Version, form, contributors, a column with its four fields, no group, rules, hidden, no cells.
    const Bytes before{1, 4, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 'n', 0, 0, 0, 0,   0, 0, 0, 0, 0, 0,
                       0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0,   0, 0, 0, 100, 1, 0, 0, 0, 0};
    QVERIFY(bytes == before);
    const auto back = service::decode_result(before);
    QVERIFY(back.ok() && std::get<api::TotalResult>(*back).rules == total.rules);
}

QTEST_GUILESS_MAIN(TestPastSession)
#include "test_past_session.moc"
