#include <QTest>

#include "crypto/random.h"
#include "table/xml_scanner.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

/// Our own parser beside expat: what expat accepts, it reads in the same way.
class TestXmlScanner : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sameEvents_data();
    void sameEvents();
    void refused_data();
    void refused();
    void alteredDocuments();
    void otherEncodingsAreLeftToExpat();
};

namespace {

/// All that a document says, as one text.
class Events final : public XmlHandler {
  public:
    void start(std::string_view name, const XmlAttributes& attributes) override {
        all += "<" + std::string(name);
        attributes.each([&](std::string_view prefix, std::string_view local, std::string_view value) {
            all += "|" + std::string(prefix) + ":" + std::string(local) + "=" + std::string(value);
        });
        all += ">";
    }
    void end(std::string_view name) override { all += "</" + std::string(name) + ">"; }
    void text(std::string_view piece) override { all += piece; }
    std::string all;
};

struct Reading {
    bool ok = false;
    std::string events;
    std::string problem;
};

Reading by_expat(const std::string& document) {
    Events events;
    const auto status = parse_xml(document, events, {}, {}, true);
    return {status.ok(), events.all, status.ok() ? "" : status.error().detail};
}

/// In pieces of this many bytes.
Reading by_scanner(const std::string& document, std::size_t step) {
    Events events;
    XmlScanner scanner(events);
    Status status;
    for (std::size_t at = 0; at < document.size() && status.ok(); at += step)
        status = scanner.feed(as_view(std::string_view(document).substr(at, step)), false);
    if (status.ok()) status = scanner.feed({}, true);
    return {status.ok(), events.all, status.ok() ? "" : status.error().detail};
}

const std::vector<std::string>& documents() {
    static const std::vector<std::string> all = {
        "<a/>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b='1' c = \"2\" ><b/>text</a>\n<!-- end -->",
        "<x:a xmlns:x=\"u\" x:b=\"v\"><x:c r=\"A1\" t='s'>1</x:c ></x:a>",
        "<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x20AC;&#x1F600;</a>",
        "<a b=\"&lt;&#10;&quot;x'\t\n \r\n\" c='\"&amp;'/>",
        "<a>one\r\ntwo\rthree\n\r</a>",
        "<a><![CDATA[<b>&amp;]] > \n]]>after<!-- <c> --><?pi d?></a>",
        "<a>\u00e4\u20ac\U0001f600 > ]]</a>",
        "<a b=\"x>y\" c=\"/>\"><d e=\"\"/></a>",
        "<a>\t \n</a>",
    };
    return all;
}

}  // namespace

void TestXmlScanner::sameEvents_data() {
    QTest::addColumn<QByteArray>("document");
    for (const auto& document : documents())
        QTest::newRow(document.c_str()) << QByteArray::fromStdString(document);
}

void TestXmlScanner::sameEvents() {
    QFETCH(QByteArray, document);
    const auto expected = by_expat(document.toStdString());
    QVERIFY2(expected.ok, expected.problem.c_str());
    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{1000}}) {
        const auto found = by_scanner(document.toStdString(), step);
        QVERIFY2(found.ok, found.problem.c_str());
        QCOMPARE(QByteArray::fromStdString(found.events), QByteArray::fromStdString(expected.events));
    }
}

void TestXmlScanner::refused_data() {
    QTest::addColumn<QByteArray>("document");
    for (const auto& document : {""s,
                                 "<a>"s,
                                 "</a>"s,
                                 "<a></b>"s,
                                 "<a/><b/>"s,
                                 "text"s,
                                 "<a/>text"s,
                                 "<a b></a>"s,
                                 "<a b=c/>"s,
                                 "<a b=\"1\"c=\"2\"/>"s,
                                 "<a b=\"<\"/>"s,
                                 "<a>&b;</a>"s,
                                 "<a>&#0;</a>"s,
                                 "<a>&#xD800;</a>"s,
                                 "<a>&lt</a>"s,
                                 "<a>\x01</a>"s,
                                 "<a>\xff</a>"s,
                                 "<a>\xc3"s,
                                 "<a>\0</a>"s,
                                 "<1/>"s,
                                 "< a/>"s,
                                 "<a b=\"&x;\"/>"s,
                                 "<a><![CDATA[x</a>"s,
                                 "<a><![CDATA[\x01]]></a>"s,
                                 "<a><!-- x</a>"s,
                                 "<a b=\"1/>"s,
                                 "<a / >"s,
                                 "<!DOCTYPE a><a/>"s,
                                 "<a><!ELEMENT b></a>"s,
                                 "<a>&#1114112;</a>"s,
                                 "<a b=\"\x02\"/>"s,
                                 "<![CDATA[x]]><a/>"s})
        QTest::newRow(document.c_str()) << QByteArray::fromStdString(document);
}

void TestXmlScanner::refused() {
    QFETCH(QByteArray, document);
    QVERIFY(!by_expat(document.toStdString()).ok);
    for (const std::size_t step : {std::size_t{1}, std::size_t{1000}})
        QVERIFY(!by_scanner(document.toStdString(), step).ok);
}

void TestXmlScanner::alteredDocuments() {
    const int trials = qEnvironmentVariableIsSet("TACIT_SOAK") ? 1'000'000 : 20'000;
    constexpr std::string_view alphabet = "<>/=\"'&; \r\n\tab:#x1?!-[]\xc3\xa4";
    crypto::SeededRandom random(20261128);
    int accepted = 0;
    for (int trial = 0; trial < trials; ++trial) {
        auto document = documents()[random.below(documents().size())];
        for (auto changes = 1 + random.below(3); changes > 0 && !document.empty(); --changes) {
            const auto at = random.below(document.size());
            const char c = alphabet[random.below(alphabet.size())];
            if (random.below(3) == 0)
                document.erase(at, 1);
            else if (random.below(2) == 0)
                document.insert(at, 1, c);
            else
                document[at] = c;
        }
        const auto expected = by_expat(document);
        if (!expected.ok || !is_utf8_xml(document)) continue;
        ++accepted;
        const auto found = by_scanner(document, 1 + random.below(8));
        QVERIFY2(found.ok, (document + ": " + found.problem).c_str());
        QCOMPARE(QByteArray::fromStdString(found.events), QByteArray::fromStdString(expected.events));
    }
    QVERIFY(accepted > trials / 20);
}

void TestXmlScanner::otherEncodingsAreLeftToExpat() {
    QVERIFY(is_utf8_xml("<a/>") && is_utf8_xml("\xef\xbb\xbf<?xml version='1.0'?><a/>"));
    QVERIFY(is_utf8_xml("<?xml version=\"1.0\" encoding=\"Utf-8\"?><a/>"));
    QVERIFY(!is_utf8_xml("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>"));
    QVERIFY(!is_utf8_xml("<\0a\0"s) && !is_utf8_xml("\xff\xfe<\0"s) && !is_utf8_xml(""));
    Events events;
    QVERIFY(parse_xml("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe4</a>", events, {}).ok());
    QCOMPARE(events.all, "<a>\u00e4</a>"s);
}

QTEST_APPLESS_MAIN(TestXmlScanner)
#include "test_xml_scanner.moc"
