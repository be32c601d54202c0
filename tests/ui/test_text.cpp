#include <QTest>
#include <cmath>

#include "base/invisible.h"
#include "ui/text/estimate_text.h"
#include "ui/text/fault_text.h"
#include "ui/text/format.h"
#include "ui/text/sanitize.h"

using namespace tacit;
using namespace tacit::ui;

class TextTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyFaultHasThreeSentences();
    void faultsNamePartnerAndDetail();
    void faultsUseTheWordsOfTheProduct();
    void plain_data();
    void onlyWhatIsNotSeenIsDropped();
    void plain();
    void plainKeepsLinesOnDemand();
    void decimals_data();
    void decimals();
    void durations_data();
    void durations();
    void estimates_data();
    void estimates();
    void adviceToHaveFewerCompute();
    void agoBecomesADate();
    void partners();
    void everyStageAndStateHasAWord();
    void lateNotesSayThatTheResultIsThere();
    void aReceiptClaimsNoMoreThanWasSigned();
};

void TextTest::aReceiptClaimsNoMoreThanWasSigned() {
    api::ReceiptView receipt;
    QVERIFY(receiptText(receipt).contains("no receipt"));
    receipt.kept = true;
    receipt.signed_by = {"Alder", "Birch", "Cedar"};
    QVERIFY(receiptText(receipt).startsWith("All of them signed"));
    QVERIFY(receiptText(receipt).contains("how the run ended"));
    receipt.signed_by = {"Alder"};
    receipt.missing = {"Birch", "Cedar\u202E"};
    QVERIFY(receiptText(receipt).contains("not signed by Birch and Cedar,"));
}

void TextTest::everyFaultHasThreeSentences() {
    QCOMPARE(allFaults().size(), 31);
    QSet<QString> happened;
    for (const Fault fault : allFaults()) {
        const auto name = fault_name(fault);
        const Message message = faultMessage(error(fault));
        for (const QString& sentence : {message.happened, message.means, message.next}) {
            QVERIFY2(sentence.size() > 12, name.data());
            QVERIFY2(sentence.endsWith(u'.') || sentence.endsWith(u'?'), qPrintable(sentence));
            QVERIFY2(!sentence.contains(u'%'), qPrintable(sentence));
        }
        happened << message.happened;
        // The names are one closed list: the last one is "internal", and no other value has its name.
        QCOMPARE(name == "internal", fault == Fault::internal);
    }
    QCOMPARE(happened.size(), allFaults().size());
}

void TextTest::faultsNamePartnerAndDetail() {
    QVERIFY(faultMessage(error(Fault::partner_gone, {}, "Birch")).happened.contains("Birch"));
    QVERIFY(faultMessage(error(Fault::declined, "Not yet", "Birch")).means.contains("Not yet"));
    QVERIFY(faultMessage(error(Fault::cancelled, {}, "Birch")).happened.contains("Birch"));
    QVERIFY(faultMessage(error(Fault::cancelled)).happened.contains("You"));
    QVERIFY(faultMessage(error(Fault::partner_failed, {}, "Birch")).happened.contains("Birch"));
    QVERIFY(faultMessage(error(Fault::cell_invalid, "C4, C17")).happened.contains("C4, C17"));
    QVERIFY(
        faultMessage(error(Fault::unreachable, "tcp://192.0.2.1:5")).happened.contains("tcp://192.0.2.1:5"));
    // What a partner sends as its name cannot turn the sentence around or break it into lines.
    const QString hostile = faultMessage(error(Fault::declined, "a\u202Eb", "Bi\nrch\u2066")).happened;
    QVERIFY(hostile.startsWith("Bi rch"));
    QVERIFY(!hostile.contains(QChar(0x2066)));
}

void TextTest::faultsUseTheWordsOfTheProduct() {
    static const QStringList banned{"party", "parties", "node", "unmask", "clean room", "shares"};
    QVector<Message> all{interruptedMessage()};
    for (const Fault fault : allFaults()) all << faultMessage(error(fault, "detail", "Birch"));
    for (const Message& message : all) {
        const QString text = (message.happened + message.means + message.next).toLower();
        for (const QString& word : banned) QVERIFY2(!text.contains(word), qPrintable(text));
    }
}

void TextTest::plain_data() {
    QTest::addColumn<QString>("in");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("out");
    QTest::newRow("as it is") << "Birch & Partners <b>" << 200 << "Birch & Partners <b>";
    QTest::newRow("lines") << "one\r\ntwo\tthree" << 200 << "one two three";
    QTest::newRow("control") << QString("a\x01\x1b[31mb") << 200 << "a [31mb";
    QTest::newRow("bidi override") << QStringLiteral("invoice\u202Egpj.exe") << 200 << "invoicegpj.exe";
    QTest::newRow("bidi isolate") << QStringLiteral("\u2066x\u2069") << 200 << "x";
    QTest::newRow("zero width") << QStringLiteral("a\u200Bb\uFEFFc\u00ADd") << 200 << "abcd";
    QTest::newRow("hangul filler") << QStringLiteral("\u3164\uFFA0") << 200 << "";
    QTest::newRow("outer blanks") << "  x  " << 200 << "x";
    QTest::newRow("cut") << "abcdef" << 3 << QStringLiteral("abc\u2026");
    QTest::newRow("exactly") << "abc" << 3 << "abc";
    QTest::newRow("letters of all the world")
        << QStringLiteral("Åse 東京 שלום") << 200 << QStringLiteral("Åse 東京 שלום");
    QTest::newRow("stacked marks") << QString("a") + QString(50, QChar(0x0301)) << 200
                                   << QString("a") + QString(4, QChar(0x0301));
    QTest::newRow("beyond the first plane")
        << QStringLiteral("\U0001F600x") << 1 << QStringLiteral("\U0001F600\u2026");
}

/// What is shown must differ wherever the engine takes two names for different ones.
void TextTest::onlyWhatIsNotSeenIsDropped() {
    for (char32_t c = 0x20; c <= 0x10ffff; ++c) {
        if (c >= 0xd800 && c <= 0xdfff) continue;  // in no text of the engine
        const auto shown = ui::plain("A" + QString::fromUcs4(&c, 1) + "B");
        QVERIFY2((shown == "AB") == is_invisible(c), qPrintable(QString::number(c, 16)));
    }
}

void TextTest::plain() {
    QFETCH(QString, in);
    QFETCH(int, limit);
    QTEST(ui::plain(in, limit), "out");
    QTEST(ui::plain(in.toStdString(), limit), "out");
}

void TextTest::plainKeepsLinesOnDemand() {
    QCOMPARE(plainLines("one\ntwo\u202E\n", 100), QString("one\ntwo"));
    QVERIFY(plainLines(std::string(5000, 'x'), 1000).size() == 1001);
    // Bytes that are no UTF-8 do not get through as they are.
    QCOMPARE(ui::plain(std::string("a\xff"), 10), QString("a") + QChar(QChar::ReplacementCharacter));
}

void TextTest::decimals_data() {
    QTest::addColumn<QString>("in");
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("out");
    QTest::newRow("negative") << "-12.50"
                              << "en_US"
                              << "-12.50";
    QTest::newRow("zero") << "0"
                          << "en_US"
                          << "0";
    QTest::newRow("groups") << "1234567.000001"
                            << "en_US"
                            << "1,234,567.000001";
    QTest::newRow("german") << "-1234567.5"
                            << "de_DE"
                            << "-1.234.567,5";
    QTest::newRow("more than a double holds") << "123456789012345678901234567890.123456"
                                              << "en_US"
                                              << "123,456,789,012,345,678,901,234,567,890.123456";
    QTest::newRow("three digits") << "999"
                                  << "en_US"
                                  << "999";
    QTest::newRow("not a decimal") << "1e5"
                                   << "en_US"
                                   << "1e5";
}

void TextTest::decimals() {
    QFETCH(QString, in);
    QFETCH(QString, locale);
    QTEST(formatDecimal(in.toStdString(), QLocale(locale)), "out");
}

void TextTest::durations_data() {
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("out");
    QTest::newRow("negative") << -5 << "0 seconds";
    QTest::newRow("one") << 1 << "1 second";
    QTest::newRow("59") << 59 << "59 seconds";
    QTest::newRow("60") << 60 << "1 minute";
    QTest::newRow("119") << 119 << "1 minute";
    QTest::newRow("120") << 120 << "2 minutes";
    QTest::newRow("hour") << 3600 << "1 hour";
    QTest::newRow("day") << 90000 << "1 day";
    QTest::newRow("days") << 200000 << "2 days";
}

void TextTest::durations() {
    QFETCH(int, seconds);
    QTEST(formatDuration(std::chrono::seconds(seconds)), "out");
}

void TextTest::agoBecomesADate() {
    const WallTime now = from_unix_ms(1'700'000'000'000);
    QCOMPARE(formatAgo(now - std::chrono::seconds(3), now), QString("just now"));
    QCOMPARE(formatAgo(now + std::chrono::seconds(3), now), QString("just now"));
    QCOMPARE(formatAgo(now - std::chrono::minutes(3), now), QString("3 minutes ago"));
    const WallTime long_ago = now - std::chrono::hours(30);
    QCOMPARE(formatAgo(long_ago, now), formatDateTime(long_ago));
}

void TextTest::partners() {
    api::SessionView view;
    const auto add = [&](const char* name, bool me) {
        api::ParticipantView participant;
        participant.place = static_cast<std::uint16_t>(view.participants.size());
        participant.organisation = name;
        participant.me = me;
        view.participants.push_back(participant);
    };
    add("Alder", true);
    QCOMPARE(partnersText(view), QString("Nobody else yet"));
    add("Birch", false);
    QCOMPARE(partnersText(view), QString("Birch"));
    add("", false);
    QCOMPARE(partnersText(view), QString("Birch and Partner 2"));
    add("Cedar", false);
    add("Dogwood", false);
    QCOMPARE(partnersText(view), QString("Birch, Partner 2 and 2 others"));
}

void TextTest::everyStageAndStateHasAWord() {
    QSet<QString> words;
    for (int stage = 0; stage <= static_cast<int>(api::Stage::failed); ++stage) {
        api::SessionView view;
        view.live = true;
        view.stage = static_cast<api::Stage>(stage);
        words << stageText(view).text;
    }
    QCOMPARE(words.size(), 7);
    QVERIFY(!words.contains(QString()));
    words.clear();
    for (int state = 0; state <= static_cast<int>(api::ParticipantState::gone); ++state) {
        const StateText text = participantText(static_cast<api::ParticipantState>(state));
        QVERIFY(!text.icon.isEmpty());
        words << text.text;
    }
    QCOMPARE(words.size(), 8);
    api::SessionView past;
    past.stage = api::Stage::running;
    past.live = false;
    QCOMPARE(stageText(past).text, QString("Interrupted"));
}

void TextTest::lateNotesSayThatTheResultIsThere() {
    api::SessionView view;
    view.stage = api::Stage::done;
    QVERIFY(!lateNote(view));
    view.late_fault = error(Fault::cancelled, {}, "Birch");
    QVERIFY(lateNote(view)->means.contains("Your result is complete"));
    view.unsaved = error(Fault::storage_failed);
    QVERIFY(lateNote(view)->next.contains("Save the result"));
    view.stage = api::Stage::failed;
    QVERIFY(!lateNote(view));
}

void TextTest::estimates_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<qulonglong>("bytes");
    QTest::addColumn<QString>("begins");
    QTest::newRow("a moment") << 0.4 << 120'000ull << "Less than a second and 120.0 kB of";
    QTest::newRow("one") << 1.2 << 9'900'000ull << "About a second and 9.9 MB of";
    QTest::newRow("a few") << 4.4 << 33'700'000ull << "About 4 seconds and 34 MB of";
    QTest::newRow("minutes") << 150.1 << 71'000'000ull << "About 3 minutes and 71 MB of";
    QTest::newRow("hours") << 7100.0 << 5'000'000'000ull << "About 2 hours and 5 GB of";
    QTest::newRow("no number") << std::nan("") << 0ull << "Less than a second and 0 bytes of";
}

void TextTest::estimates() {
    QFETCH(double, seconds);
    QFETCH(qulonglong, bytes);
    QFETCH(QString, begins);
    const auto text = estimateText({seconds, bytes, 100'000'000}, QLocale("en_US"));
    QVERIFY2(text.startsWith(begins), qPrintable(text));
    QVERIFY2(text.contains("the connection carries 100 Mbit/s"), qPrintable(text));
    const auto each = estimateText({seconds, bytes, 100'000'000, true, 8}, QLocale("en_US"));
    QVERIFY2(each.contains("among 8 participants, whatever the numbers are") && !each.contains("other list"),
             qPrintable(each));
    QVERIFY(!estimateText({seconds, bytes, 100'000'000, true, 2}, QLocale("en_US")).contains("organizer"));
}

void TextTest::adviceToHaveFewerCompute() {
    api::CostEstimate estimate{200, 4'000'000'000, 100'000'000, true, 8};
    QVERIFY(!hostsAdvice(estimate));
    estimate.advised = {3, 12.2, 300'000'000};
    const auto advice = hostsAdvice(estimate, QLocale("en_US"));
    QVERIFY(advice && advice->means.contains("you, partner 1 and partner 2") &&
            advice->means.contains("about 12 seconds and 300 MB"));
    QVERIFY(advice->next.contains("if all of them joined forces"));
}

QTEST_GUILESS_MAIN(TextTest)
#include "test_text.moc"
