#include <QTest>

#include "table/keys.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;

/// Kinds of keys other than plain text: which spellings are the same, and which cells are no keys.
class TestKeyForms : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void forms_data();
    void forms();
    void noKeys_data();
    void noKeys();
    void columnDecidesLostPlus_data();
    void columnDecidesLostPlus();
    void columnDecidesDates();
    void severalColumns();
    void everyRowIsCounted();
    void recipesAreNamedInOneWay();
    void recipesOfOthersAreRefused_data();
    void recipesOfOthersAreRefused();

  private:
    static CanonicalKeys keysOf(const std::vector<std::string>& cells, const KeySpec& spec);
};

namespace {

KeySpec spec_of(const QString& recipe) {
    const auto spec = KeySpec::parse(recipe.toStdString());
    if (!spec) QTest::qFail(spec.error().detail.c_str(), __FILE__, __LINE__);
    return spec ? *spec : KeySpec{};
}

std::string in_quotes(std::string cell) {
    for (std::size_t at = 0; (at = cell.find('"', at)) != std::string::npos; at += 2) cell.insert(at, "\"");
    return '"' + cell + '"';
}

}  // namespace

CanonicalKeys TestKeyForms::keysOf(const std::vector<std::string>& cells, const KeySpec& spec) {
    std::string bytes = "k;x\n";
    for (const auto& cell : cells) bytes += in_quotes(cell) + ";1\n";
    const auto table = must_read(bytes);
    if (!table) return {};
    auto keys = canonical_keys(*table, std::array{KeyColumn{0, spec}});
    if (!keys) QTest::qFail(keys.error().detail.c_str(), __FILE__, __LINE__);
    return keys ? std::move(*keys) : CanonicalKeys{};
}

void TestKeyForms::forms_data() {
    QTest::addColumn<QString>("recipe");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const auto row = [](const char* name, const char* recipe, const char* before, const char* after) {
        QTest::newRow(name) << recipe << QString::fromUtf8(before) << QString::fromUtf8(after);
    };
    row("identifier", "identifier-v1", " AB-12 ", "ab-12");
    row("digits", "identifier-v1,digits", "DE 0815/4711", "08154711");
    row("zeros", "identifier-v1,zeros", "00012", "12");
    row("nothing but zeros", "identifier-v1,zeros", "000", "0");
    row("digits and zeros", "identifier-v1,digits,zeros", "No. 0012", "12");
    row("zeros stay", "identifier-v1", "00012", "00012");

    row("mail", "email-v1", " Anna.Berg@Example.ORG ", "anna.berg@example.org");
    row("domain in Unicode", "email-v1", "x@B\u00fccher.de", "x@xn--bcher-kva.de");
    row("domain in ASCII", "email-v1", "x@XN--BCHER-KVA.de", "x@xn--bcher-kva.de");
    row("dot at the end", "email-v1", "x@example.org.", "x@example.org");
    row("dots count", "email-v1", "a.b@gmail.com", "a.b@gmail.com");
    row("dots at gmail", "email-v1,dots", "A.B.c@GMail.com", "abc@gmail.com");
    row("dots elsewhere", "email-v1,dots", "a.b@example.org", "a.b@example.org");
    row("googlemail", "email-v1,dots", "a.b@googlemail.com", "ab@gmail.com");
    row("googlemail itself", "email-v1", "ab@googlemail.com", "ab@googlemail.com");
    row("tags", "email-v1,tags", "anna+news@example.org", "anna@example.org");
    row("tags count", "email-v1", "anna+news@example.org", "anna+news@example.org");

    // Numbers that regulators set aside for films and examples, or of public offices.
    row("national", "phone-v1,DE", "030 227-0", "+49302270");
    row("brackets", "phone-v1,DE", "(030) 2270", "+49302270");
    row("international", "phone-v1,DE", "+49 30 2270", "+49302270");
    row("with a zero", "phone-v1,DE", "+49 (0)30 2270", "+49302270");
    row("with two zeros", "phone-v1,DE", "0049 30 2270", "+49302270");
    row("another country", "phone-v1,DE", "+1 202-456-1111", "+12024561111");
    row("at home there", "phone-v1,US", "(202) 456-1111", "+12024561111");
    row("full width", "phone-v1,US", "\uff12\uff10\uff12 456 1111", "+12024561111");
    row("extension", "phone-v1,US", "202-456-1111 ext. 12", "+12024561111;ext=12");
    row("lost plus", "phone-v1,US", "442079460018", "+442079460018");

    row("iso date", "date-v1", "1987-06-05", "1987-06-05");
    row("day first", "date-v1", "25.6.1987", "1987-06-25");
    row("month first", "date-v1", "6/25/1987", "1987-06-25");
    row("same either way", "date-v1", "5/5/1987", "1987-05-05");
    row("midnight", "date-v1", "1987-06-05T00:00:00", "1987-06-05");
    row("leap day", "date-v1", "29.02.2024", "2024-02-29");

    row("number", "number-v1", "12.50", "12.50");
    row("fewer places", "number-v1", "12.5", "12.50");
    row("grouped", "number-v1", "1,234.50", "1234.50");
    row("negative", "number-v1", "-3", "-3");
    row("minus behind", "number-v1", "3-", "-3");
    row("plus", "number-v1", "+3", "3");

    row("name", "name-v1", " Ren\u00e9e  D'Arcy-M\u00fcller ", "renee darcy muller");
    row("Greek name", "name-v1", "\u0391\u03bd\u03bd\u03b1", "anna");
    row("sharp s", "name-v1", "Gro\u00df", "gross");
}

void TestKeyForms::forms() {
    QFETCH(QString, recipe);
    QFETCH(QString, before);
    QFETCH(QString, after);
    const auto keys = keysOf({before.toStdString()}, spec_of(recipe));
    QCOMPARE(keys.invalid, std::uint64_t{0});
    QCOMPARE(keys.keys.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(std::string(keys.keys[0])), after);
}

void TestKeyForms::noKeys_data() {
    QTest::addColumn<QString>("recipe");
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* recipe, const char* cell, const char* says) {
        QTest::newRow(name) << recipe << cell << says;
    };
    row("no digit", "identifier-v1,digits", "unknown", "no digit");
    row("no at", "email-v1", "anna.example.org", "exactly one @");
    row("two at", "email-v1", "anna@b@example.org", "exactly one @");
    row("two addresses", "email-v1", "a@example.org, b@example.org", "exactly one @");
    row("space", "email-v1", "an na@example.org", "exactly one @");
    row("nothing before", "email-v1", "@example.org", "before the @");
    row("only a tag before", "email-v1,tags", "+x@example.org", "before the @");
    row("no domain", "email-v1", "anna@", "domain");
    row("half a domain", "email-v1", "anna@example", "domain");
    row("empty label", "email-v1", "anna@example..org", "domain");
    row("no letters of a domain", "email-v1", "anna@exa_(mple).org", "domain");
    row("too short", "phone-v1,DE", "12", "not a phone number");
    row("a word", "phone-v1,DE", "none", "not a phone number");
    row("very long", "phone-v1,DE", "1111111111111111111111111111111111111111111111", "not a phone number");
    row("either way", "phone-v1,DE", "491723728306", "country code");
    row("no date", "date-v1", "next week", "not a date");
    row("no such day", "date-v1", "2023-02-29", "not a date");
    row("order unknown", "date-v1", "05/06/1987", "either way round");
    row("two digits", "date-v1", "25.06.87", "century");
    row("time", "date-v1", "1987-06-05 13:30", "time of day");
    row("no number", "number-v1", "many", "not a number");
    row("either mark", "number-v1", "1,234", "thousands");
    row("leading zeros", "number-v1", "007", "identifier");
    row("digits lost", "number-v1", "4.91723E+12", "scientific");
    row("no letter", "name-v1", "...", "no letter");
}

void TestKeyForms::noKeys() {
    QFETCH(QString, recipe);
    QFETCH(QString, cell);
    QFETCH(QString, says);
    const auto keys = keysOf({cell.toStdString()}, spec_of(recipe));
    QCOMPARE(keys.keys.size(), std::size_t{0});
    QCOMPARE(keys.invalid, std::uint64_t{1});
    QCOMPARE(keys.issues.size(), std::size_t{1});
    QCOMPARE(keys.issues[0].cell, std::string("A2"));
    QCOMPARE(keys.issues[0].text, cell.toStdString());
    QVERIFY2(keys.issues[0].problem.find(says.toStdString()) != std::string::npos,
             keys.issues[0].problem.c_str());
    QVERIFY(!keys.issues[0].next.empty());
}

void TestKeyForms::columnDecidesLostPlus_data() {
    QTest::addColumn<QString>("neighbour");
    QTest::addColumn<QString>("after");
    // A US number is none within Germany, and a number of Berlin none with a plus in front of its zero.
    QTest::newRow("others have lost it") << "12024561111"
                                         << "+491723728306";
    QTest::newRow("nobody else tells") << "030 2270"
                                       << "";
    QTest::newRow("others are within") << "1723728306"
                                       << "+49491723728306";
}

void TestKeyForms::columnDecidesLostPlus() {
    QFETCH(QString, neighbour);
    QFETCH(QString, after);
    const auto keys = keysOf({neighbour.toStdString(), "491723728306"}, spec_of("phone-v1,DE"));
    QCOMPARE(keys.invalid, std::uint64_t{after.isEmpty() ? 1u : 0u});
    QCOMPARE(keys.keys.size(), std::size_t{after.isEmpty() ? 1u : 2u});
    if (!after.isEmpty()) QCOMPARE(QString::fromStdString(std::string(keys.keys[1])), after);
}

void TestKeyForms::columnDecidesDates() {
    const auto keys = keysOf({"05/06/1987", "25/06/1987", "1987-01-02"}, spec_of("date-v1"));
    QCOMPARE(keys.keys.texts(), (std::vector<std::string_view>{"1987-06-05", "1987-06-25", "1987-01-02"}));
}

void TestKeyForms::severalColumns() {
    const auto table = must_read(
        "name;born;town\nAnna Berg;1987-06-05;Ulm\nanna  BERG;1987-06-05;Bonn\nAnna;1987-06-05;Ulm\n"
        "Anna Berg;;Ulm\nAnna Berg;soon;Ulm\nab;c;x\na;bc;x\n");
    QVERIFY(table);
    const std::vector<KeyColumn> person{{0, spec_of("name-v1")}, {1, spec_of("date-v1")}};
    const auto keys = canonical_keys(*table, person);
    QVERIFY(keys.ok());
    QCOMPARE(keys->row_key, (std::vector<std::int32_t>{0, 0, 1, -1, -1, -1, -1}));
    QCOMPARE(keys->blank, std::uint64_t{1});
    QCOMPARE(keys->invalid, std::uint64_t{3});
    // No two keys look the same because a letter moves from one column to the next.
    const std::vector<KeyColumn> texts{{0, {}}, {1, {}}};
    const auto apart = canonical_keys(*table, texts);
    QVERIFY(apart.ok());
    QVERIFY(apart->row_key[5] != apart->row_key[6]);
}

void TestKeyForms::everyRowIsCounted() {
    const std::vector<std::string> cells{"a@x.org", "A@X.ORG", "",         "  ",
                                         "nobody",  "b@x.org", "b@@x.org", "a@x.org"};
    const auto keys = keysOf(cells, spec_of("email-v1"));
    QCOMPARE(keys.rows, std::uint64_t{8});
    QCOMPARE(keys.distinct, std::uint64_t{2});
    QCOMPARE(keys.duplicates, std::uint64_t{2});
    QCOMPARE(keys.blank, std::uint64_t{2});
    QCOMPARE(keys.invalid, std::uint64_t{2});
    QCOMPARE(keys.changed, std::uint64_t{1});
    QCOMPARE(keys.issues.size(), std::size_t{2});
}

void TestKeyForms::recipesAreNamedInOneWay() {
    for (const char* recipe : {"text-v1", "identifier-v1", "identifier-v1,digits,zeros", "email-v1,dots,tags",
                               "phone-v1,FR", "date-v1", "number-v1", "name-v1"}) {
        const auto spec = KeySpec::parse(recipe);
        QVERIFY2(spec.ok(), recipe);
        QCOMPARE(spec->recipe(), std::string(recipe));
        QVERIFY(!key_sentence(*spec).empty());
    }
}

void TestKeyForms::recipesOfOthersAreRefused_data() {
    QTest::addColumn<QString>("recipe");
    for (const char* recipe :
         {"", "text", "text-v2", "email-v1,tags,dots", "email-v1,dots,dots", "email-v1,digits", "phone-v1",
          "phone-v1,XX", "phone-v1,de", "phone-v1,", "date-v1,DE", "iban-v1", "text-v1,"})
        QTest::addRow("'%s'", recipe) << recipe;
}

void TestKeyForms::recipesOfOthersAreRefused() {
    QFETCH(QString, recipe);
    const auto spec = KeySpec::parse(recipe.toStdString());
    QVERIFY(!spec.ok());
    QCOMPARE(spec.error().fault, Fault::version_differs);
}

QTEST_APPLESS_MAIN(TestKeyForms)
#include "test_key_forms.moc"
