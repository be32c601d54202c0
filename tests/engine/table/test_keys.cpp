#include <QTest>
#include <map>
#include <random>

#include "table/keys.h"
#include "table/unicode.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;

class TestKeys : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void recipe_data();
    void recipe();
    void applyingItTwiceChangesNothing();
    void malformedTextIsRefused();
    void keysOfAColumn();
    void manyKeysAsInTheClear();
    void rowsComeBack();
    void cancelling();
};

void TestKeys::recipe_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const auto row = [](const char* name, const char* before, const char* after) {
        QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after);
    };
    row("nothing to do", "anna@example.org", "anna@example.org");
    row("case", "Anna@Example.ORG", "anna@example.org");
    row("white space", " \t Anna \r\n  Berg\u00a0", "anna berg");
    row("composed", "M\u00fcller", "m\u00fcller");
    row("decomposed", "Mu\u0308ller", "m\u00fcller");
    row("sharp s", "Stra\u00dfe", "strasse");
    row("capital sharp s", "STRA\u1e9eE", "strasse");
    row("ligature", "\ufb01rma", "firma");
    row("full width", "\uff21\uff22\uff13", "ab3");
    row("zero width", "an\u200bna\ufeff", "anna");
    row("soft hyphen", "co\u00adop", "coop");
    row("ideographic space", "\u6771\u3000\u4eac", "\u6771 \u4eac");
    row("final sigma", "\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c3");
    row("dotted I", "\u0130", "i\u0307");
    row("roman numeral", "\u2163", "iv");
    row("numbers stay texts", "007", "007");
    row("blank", " \u200b\u00a0", "");
    row("empty", "", "");
}

void TestKeys::recipe() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    const auto key = canonical_key(before.toStdString());
    QVERIFY(key.ok());
    QCOMPARE(QString::fromStdString(*key), after);
}

void TestKeys::applyingItTwiceChangesNothing() {
    std::mt19937_64 random(3);
    const auto check = [](const std::string& text) {
        const auto once = canonical_key(text);
        QVERIFY(once.ok());
        QCOMPARE(*canonical_key(*once), *once);
    };
    for (char32_t c = 1; c < 0x30000; ++c) {
        if (c >= 0xd800 && c < 0xe000) continue;
        std::string text;
        append_utf8(text, c);
        check(text);
    }
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::uint64_t length = random() % 6; length > 0; --length) {
            // Where combining, folding and spacing meet: Latin, Greek, marks, presentation forms, spaces.
            constexpr std::pair<char32_t, char32_t> ranges[] = {{0x20, 0x24f},    {0x300, 0x3ff},
                                                                {0x1e00, 0x206f}, {0xfb00, 0xfb4f},
                                                                {0x1100, 0x11ff}, {0x3000, 0x30ff}};
            const auto [low, high] = ranges[random() % std::size(ranges)];
            append_utf8(text, low + static_cast<char32_t>(random() % (high - low + 1)));
        }
        check(text);
    }
}

void TestKeys::malformedTextIsRefused() {
    QCOMPARE(canonical_key("M\xfcller").error().fault, Fault::cell_invalid);
    QVERIFY(!canonical_key(std::string(1 << 20, 'a')).ok());
}

void TestKeys::keysOfAColumn() {
    const auto table = must_read(
        "mail;n\nAnna@x.org;1\nbob@x.org;2\n anna@X.org ;3\n ;4\nBOB@x.org;5\n\"\";6\ncy@x.org;7\n");
    QVERIFY(table);
    const auto keys = canonical_keys(*table, 0);
    QVERIFY(keys.ok());
    QCOMPARE(keys->keys.texts(), (std::vector<std::string_view>{"anna@x.org", "bob@x.org", "cy@x.org"}));
    QCOMPARE(keys->row_key, (std::vector<std::int32_t>{0, 1, 0, -1, 1, -1, 2}));
    QCOMPARE(keys->rows, std::uint64_t{7});
    QCOMPARE(keys->distinct, std::uint64_t{3});
    QCOMPARE(keys->blank, std::uint64_t{2});
    QCOMPARE(keys->duplicates, std::uint64_t{2});
    QCOMPARE(keys->examples.size(), std::size_t{3});
    QCOMPARE(keys->examples[1].before, std::string(" anna@X.org "));
    QCOMPARE(keys->examples[1].after, std::string("anna@x.org"));
}

/// Far more rows than are looked at together, against the plain way: a map, key by key.
void TestKeys::manyKeysAsInTheClear() {
    std::mt19937 random(11);
    const std::vector<std::string> forms = {"key", " KEY ", "Kéy", "k  ey", "KE\u0301Y"};
    std::string bytes = "k;n\n";
    for (int row = 0; row < 20'003; ++row)
        bytes += random() % 50 == 0
                     ? " ;1\n"
                     : forms[random() % forms.size()] + std::to_string(random() % 3000) + ";1\n";
    const auto table = must_read(bytes);
    QVERIFY(table);
    const auto keys = canonical_keys(*table, 0);
    QVERIFY(keys.ok());
    std::map<std::string, std::int32_t> known;
    std::uint64_t blank = 0;
    QCOMPARE(keys->row_key.size(), table->rows());
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const auto key = *canonical_key(table->cell(row, 0));
        if (key.empty()) {
            ++blank;
            QCOMPARE(keys->row_key[row], CanonicalKeys::blank_row);
            continue;
        }
        const auto place = known.emplace(key, static_cast<std::int32_t>(known.size())).first->second;
        QCOMPARE(keys->row_key[row], place);
        QCOMPARE(keys->keys[static_cast<std::size_t>(place)], std::string_view(key));
    }
    QCOMPARE(keys->keys.size(), known.size());
    QCOMPARE(keys->distinct, std::uint64_t{known.size()});
    QCOMPARE(keys->blank, blank);
    QCOMPARE(keys->duplicates, table->rows() - blank - known.size());
}

void TestKeys::rowsComeBack() {
    const auto table = must_read("k\na\nb\nA\nc\n\nB\n");
    QVERIFY(table);
    const auto keys = canonical_keys(*table, 0);
    QVERIFY(keys.ok());
    QCOMPARE(rows_of_keys(*keys, std::array<std::uint32_t, 2>{2, 0}), (std::vector<std::size_t>{0, 2, 3}));
    QCOMPARE(rows_of_keys(*keys, std::array<std::uint32_t, 2>{1, 77}), (std::vector<std::size_t>{1, 5}));
    QVERIFY(rows_of_keys(*keys, {}).empty());
}

void TestKeys::cancelling() {
    const auto table = must_read("k\na\n");
    QVERIFY(table);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(canonical_keys(*table, 0, stop.get_token()).error().fault, Fault::cancelled);
}

QTEST_APPLESS_MAIN(TestKeys)
#include "test_keys.moc"
