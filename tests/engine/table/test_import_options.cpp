// What a person chooses about an import, over what is detected.
#include <QTest>

#include "table/keys.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;

class TestImportOptions : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void noRowNamesTheColumns();
    void theWidestOfTheFirstRowsCounts();
    void rowsAtTheEndAreLeftOut();
    void whatWasNotedAboutThemIsLeftOutToo();
    void blankRowsAtTheEndDoNotCount();
    void partsOfASheet();
    void ranges_data();
    void ranges();
    void aHeaderOutsideOfTheRange();
    void severalRowsNameTheColumns();
    void rowsOfNamesThatAreNotThere();
    void theTopIsShown();
    void encodingsAreRead_data();
    void encodingsAreRead();
    void unassignedBytesAreRefused();
    void everyListedEncodingIsKnown();
    void datesHaveTheChosenOrder();
    void undecidedCellsAreCounted();
    void columnsHoldWhatIsChosen();
    void cellsThatDoNotFitCountAsMissing();
    void unitsAreLeftOutByChoice();
    void groupsAsInIndia();
};

void TestImportOptions::noRowNamesTheColumns() {
    ImportOptions options;
    options.no_header = true;
    const auto read = must_read("\n1,x\n-2.5,y\nn/a,z\n4,\n5,w\n", options);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("Column A|Column B/1|x/-2.5|y/n/a|z/4|/5|w"));
    QCOMPARE(read->header_row(), 0u);
    QCOMPARE(read->address(0, 1), std::string("B2"));
    QCOMPARE(issue_cells(*read), std::string("A4"));
    const auto alone = must_read("7\n", options);
    QVERIFY(alone);
    QCOMPARE(numbers(*alone), std::string("7"));
    QCOMPARE(read_text("\n \n", options).error().fault, Fault::file_refused);
}

void TestImportOptions::theWidestOfTheFirstRowsCounts() {
    ImportOptions options;
    options.no_header = true;
    std::string text = "1,2\n1,2,3\n";
    const auto wide = must_read(text, options);
    QVERIFY(wide);
    QCOMPARE(shown(*wide), std::string("Column A|Column B|Column C/1|2|/1|2|3"));
    for (int i = 0; i < 300; ++i) text += "1,2,3\n";
    const auto late = must_read(text + "1,2,3,late\n", options);
    QVERIFY(late);
    QCOMPARE(late->columns().size(), std::size_t{3});
    QCOMPARE(issue_cells(*late), std::string("D303"));
}

void TestImportOptions::rowsAtTheEndAreLeftOut() {
    ImportOptions options;
    options.skip_last = 2;
    const auto read = must_read("name,pay\nA,1\nB,2\nTotal,3\nas of May,\n", options);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("name|pay/A|1/B|2"));
    QCOMPARE(read->left_out(), std::uint64_t{2});
    QVERIFY(read->issues().empty());
    const auto few = must_read("name,pay\nA,1\n", options);
    QVERIFY(few);
    QCOMPARE(few->rows(), std::size_t{0});
    QCOMPARE(few->left_out(), std::uint64_t{1});
    options.no_header = true;
    const auto bare = must_read("A,1\nB,2\nTotal,3\nend,,,\n", options);
    QVERIFY(bare);
    QCOMPARE(numbers(*bare, 1), std::string("1 2"));
    options.skip_last = 1001;
    QCOMPARE(read_text("a\n1\n", options).error().fault, Fault::usage);
}

void TestImportOptions::whatWasNotedAboutThemIsLeftOutToo() {
    const std::string text = "name,pay\n\"A\"x,1\nB,2\n\"T\"otal,3,4\n";
    const auto all = must_read(text);
    QVERIFY(all);
    QCOMPARE(issue_cells(*all), std::string("A2 A4 A4 C4"));
    ImportOptions options;
    options.skip_last = 1;
    const auto read = must_read(text, options);
    QVERIFY(read);
    QCOMPARE(issue_cells(*read), std::string("A2"));
}

void TestImportOptions::blankRowsAtTheEndDoNotCount() {
    ImportOptions options;
    options.skip_last = 1;
    const auto read = must_read("name,pay\nA,1\n,\nB,2\n,\nTotal,3\n,\n\n", options);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("name|pay/A|1/|/B|2"));
    QCOMPARE(read->left_out(), std::uint64_t{1});
}

void TestImportOptions::partsOfASheet() {
    ImportOptions options;
    options.range = *parse_range("B2:C5");
    const auto read =
        must_read("t,t,t,t\n_,name,pay,_\n_,A,1,_\n_,B,n/a,_\n_,C,-3,_\n_,Total,-2,_\n", options);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("name|pay/A|1/B|n/a/C|-3"));
    QCOMPARE(issue_cells(*read), std::string("C4"));
    QCOMPARE(read->address(0, 0), std::string("B3"));
    QCOMPARE(numeric_column(*read, 1).error().fault, Fault::cell_invalid);
    QVERIFY(numeric_column(*read, 1).error().detail.find("C4") != std::string::npos);
    options.no_header = true;
    const auto bare = must_read("t,t\n1,2\n3,4\n", options);
    QVERIFY(bare);
    QCOMPARE(shown(*bare), std::string("Column B/2/4"));
    QCOMPARE(bare->address(1, 0), std::string("B3"));
}

void TestImportOptions::ranges_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("read");
    const auto row = [](const char* text, const char* read) { QTest::newRow(text) << text << read; };
    row("B3:F200", "3-200 1-5");
    row(" b3 : $F$200 ", "3-200 1-5");
    row("B:F", "1- 1-5");
    row("3:200", "3-200 0-");
    row("AA3:", "3- 26-");
    row("XFD1:XFD1", "1-1 16383-16383");
    for (const char* bad : {"", "B3", ":", ":B3", "F:B", "9:3", "B0:C3", "XFE1:XFE2", "1B:3C", "B3:F200:1",
                            "B-3:F4", "4294967296:4294967297", "\xc3\xa4:B"})
        row(bad, "");
}

void TestImportOptions::ranges() {
    QFETCH(QString, text);
    QFETCH(QString, read);
    const auto range = parse_range(text.toStdString());
    if (read.isEmpty()) {
        QVERIFY(!range.ok());
        QCOMPARE(range.error().fault, Fault::usage);
        return;
    }
    QVERIFY(range.ok());
    const auto end = [](std::uint32_t value) {
        return value == UINT32_MAX ? QString() : QString::number(value);
    };
    QCOMPARE(QString("%1-%2 %3-%4")
                 .arg(range->first_row)
                 .arg(end(range->last_row))
                 .arg(range->first_column)
                 .arg(end(range->last_column)),
             read);
}

void TestImportOptions::aHeaderOutsideOfTheRange() {
    ImportOptions options;
    options.range = *parse_range("3:9");
    options.header_row = 2;
    const auto read = read_text("a\n1\n2\n3\n", options);
    QCOMPARE(read.error().fault, Fault::usage);
    QVERIFY(read.error().detail.find("row 2") != std::string::npos);
}

void TestImportOptions::severalRowsNameTheColumns() {
    ImportOptions options;
    options.header_row = 2;
    options.header_rows = 2;
    const auto read = must_read(
        "Pay by "
        "team\n,2024,,2025,,Note,\nTeam,March,April,March,April,Note,\nA,1,2,3,4,x,\nB,5,6,7,8,,late\n",
        options);
    QVERIFY(read);
    QCOMPARE(shown(*read),
             std::string("Team|2024 / March|2024 / April|2025 / March|2025 / April|Note|Column G/"
                         "A|1|2|3|4|x|/B|5|6|7|8||late"));
    QCOMPARE(read->header_row(), 2u);
    QCOMPARE(read->address(0, 1), std::string("B4"));
    QVERIFY(read->issues().empty());  // years below a name are no data

    // Three, of which the lowest is the widest.
    options.header_rows = 3;
    const auto three = must_read("\nEurope\nNorth,,South\na,b,a,b,c\n1,2,3,4,5\n", options);
    QVERIFY(three);
    QCOMPARE(shown(*three), std::string("Europe / North / a|Europe / North / b|Europe / South / a|"
                                        "Europe / South / b|Europe / South / c/1|2|3|4|5"));
    options.no_header = true;
    QCOMPARE(must_read("1\n2\n", options)->rows(), std::size_t{2});
}

void TestImportOptions::rowsOfNamesThatAreNotThere() {
    ImportOptions options;
    const auto says = [&](const char* text) {
        const auto read = read_text(text, options);
        return read.ok() ? QString() : QString::fromStdString(read.error().detail);
    };
    options.header_row = 1;
    options.header_rows = 2;
    QVERIFY(says("a\n\n1\n").contains("Row 2") && says("a\n\n1\n").contains("fewer"));
    QVERIFY(says("a\n").contains("ends before row 2"));
    options.header_row = 0;
    QVERIFY(says("\na\n").contains("ends before row 3"));
    options.range = *parse_range("1:3");
    options.header_row = 3;
    QVERIFY(says("a\nb\nc\nd\n").contains("outside"));
    for (const std::uint32_t rows : {0u, 9u, UINT32_MAX}) {
        options.header_rows = rows;
        QVERIFY(says("a\n1\n").contains("1 to 8"));
    }
}

void TestImportOptions::theTopIsShown() {
    const auto read = must_read("Pay of 2024\n\n,by team\nname,pay\nA,1\nB,2\nC,3\n");
    QVERIFY(read);
    QCOMPARE(read->header_row(), 4u);
    QCOMPARE(read->top().size(), std::size_t{6});
    QCOMPARE(read->top()[1].row, 3u);
    QCOMPARE(read->top()[1].cells, (std::vector<std::string>{"", "by team"}));
    std::string text = "a\n";
    for (int i = 0; i < 100; ++i) text += "1\n";
    QCOMPARE(must_read(text)->top().size(), std::size_t{40});
}

void TestImportOptions::encodingsAreRead_data() {
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* encoding, const char* bytes, const char* text) {
        QTest::newRow(encoding) << encoding << QByteArray(bytes) << QString::fromUtf8(text);
    };
    row("Windows-1250", "\xa3\xf3\x64\x9f", "Łódź");
    row("Windows-1251", "\xcc\xee\xf1\xea\xe2\xe0", "Москва");
    row("Windows-1253", "\xc1\xe8\xde\xed\xe1", "Αθήνα");
    row("Windows-1254", "\xdd\xfe\xf0", "İşğ");
    row("Windows-1257", "\xd0\xe0\xf0", "Šąš");
    row("ISO-8859-15", "\xa4\xbd", "€œ");
    row("IBM850", "M\x81ller \xe1", "Müller ß");
    row("Macintosh", "M\x9fller", "Müller");
    row("Shift_JIS", "\x93\x8c\x8b\x9e", "東京");
    row("GB18030", "\xb1\xb1\xbe\xa9", "北京");
    row("Big5", "\xa5\x78\xa5\x5f", "台北");
    row("EUC-KR", "\xbc\xad\xbf\xef", "서울");
}

void TestImportOptions::encodingsAreRead() {
    QFETCH(QString, encoding);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    ImportOptions options;
    const auto found = find_encoding(encoding.toLower().toStdString());
    QVERIFY(found.ok());
    options.encoding = *found;
    const auto read = must_read(("city;n\n" + bytes + ";1\n").toStdString(), options);
    QVERIFY(read);
    QCOMPARE(QString::fromUtf8(read->cell(0, 0).data(), int(read->cell(0, 0).size())), text);
    QCOMPARE(QString::fromStdString(read->origin().encoding), encoding);
}

void TestImportOptions::unassignedBytesAreRefused() {
    for (const auto& [encoding, bytes] :
         {std::pair{Encoding::windows1250, "a\n\x81\n"}, std::pair{Encoding::shift_jis, "a\n\x93\n"},
          std::pair{Encoding::euc_kr, "a\n\x80\n"}, std::pair{Encoding::iso8859_15, "a\n\x85\n"}}) {
        ImportOptions options;
        options.encoding = encoding;
        const auto read = read_text(bytes, options);
        QVERIFY2(!read.ok(), std::string(encoding_name(encoding)).c_str());
        QCOMPARE(read.error().fault, Fault::file_refused);
        QVERIFY(read.error().detail.find("byte 3") != std::string::npos);
    }
}

void TestImportOptions::everyListedEncodingIsKnown() {
    for (const auto& known : encodings()) {
        QCOMPARE(*find_encoding(known.name), known.encoding);
        const bool wide = known.encoding == Encoding::utf16le || known.encoding == Encoding::utf16be;
        if (wide) continue;
        ImportOptions options;
        options.encoding = known.encoding;
        const auto read = must_read("a;b\n1;2\n", options);
        QVERIFY(read);
        QCOMPARE(shown(*read), std::string("a|b/1|2"));
    }
    QCOMPARE(find_encoding("KOI7").error().fault, Fault::usage);
    QCOMPARE(*find_encoding("utf-16be"), Encoding::utf16be);
}

void TestImportOptions::datesHaveTheChosenOrder() {
    const std::string text = "day\n05/06/2024\n07/06/2024\n25/06/2024\n";
    ImportOptions options;
    options.dates = DateOrder::month_first;
    const auto month = must_read(text, options);
    QVERIFY(month);
    QCOMPARE(month->columns()[0].date_order, DateOrder::month_first);
    QCOMPARE(issue_cells(*month), std::string("A4"));
    options.dates = DateOrder::day_first;
    const auto open = must_read("day\n05/06/2024\n07/06/2024\n", options);
    QVERIFY(open);
    QCOMPARE(open->columns()[0].undecided, std::uint64_t{0});
    const std::vector<KeyColumn> key{{0, {KeyKind::date}}};
    const auto keys = canonical_keys(*open, key);
    QVERIFY(keys.ok());
    QCOMPARE(keys->keys[0], std::string_view("2024-06-05"));
}

void TestImportOptions::undecidedCellsAreCounted() {
    const auto read = must_read("day;n\n05/06/2024;1,234\n06/06/2024;2,345\n2024-06-05;7\n");
    QVERIFY(read);
    QCOMPARE(read->columns()[0].undecided, std::uint64_t{1});  // 6 June is 6 June in either order
    QCOMPARE(read->columns()[1].undecided, std::uint64_t{2});
    QCOMPARE(read->columns()[1].invalid, std::uint64_t{2});
    const auto decided = must_read("day;n\n05/06/2024;1,234\n25/06/2024;0,5\n");
    QVERIFY(decided);
    QCOMPARE(decided->columns()[0].undecided, std::uint64_t{0});
    QCOMPARE(decided->columns()[1].undecided, std::uint64_t{0});
}

void TestImportOptions::columnsHoldWhatIsChosen() {
    const std::string text = "code;mixed;day;junk\n007;1;05.06.2024;n/a\n12;x;6;1\n13;y;2024-06-07;2\n";
    ImportOptions options;
    options.columns = {{"code", ColumnUse::number},
                       {"mixed", ColumnUse::number},
                       {"day", ColumnUse::date},
                       {"junk", ColumnUse::ignored},
                       {"not there", ColumnUse::text}};
    const auto read = must_read(text, options);
    QVERIFY(read);
    QCOMPARE(issue_cells(*read), std::string("A2 B3 C3 B4"));
    QCOMPARE(read->columns()[0].type, Type::integer);
    QCOMPARE(read->columns()[1].invalid, std::uint64_t{2});
    QCOMPARE(read->columns()[2].type, Type::date);
    QCOMPARE(read->columns()[3].type, Type::empty);
    QVERIFY(read->columns()[3].ignored);
    options.columns = {{"mixed", ColumnUse::text}, {"day", ColumnUse::text}, {"junk", ColumnUse::text}};
    const auto texts = must_read(text, options);
    QVERIFY(texts);
    QVERIFY(texts->issues().empty());
    for (const auto& column : texts->columns())
        QCOMPARE(column.valid + column.blank + column.invalid, std::uint64_t{3});
}

void TestImportOptions::cellsThatDoNotFitCountAsMissing() {
    const std::string text = "pay\n-1.5\nn/a\n\n3000000000\n1 EUR\n2\n4\n";
    QCOMPARE(numbers(*must_read(text)), std::string("cell-invalid"));
    ImportOptions options;
    options.columns = {{"pay", ColumnUse::detected, true}};
    const auto read = must_read(text, options);
    QVERIFY(read);
    QCOMPARE(QString::fromStdString(numbers(*read)), QString("-1.50 _ _ 3000000000 _ 2 4"));
    QCOMPARE(numeric_column(*read, 0)->count, std::uint64_t{4});
    QCOMPARE(read->columns()[0].invalid, std::uint64_t{2});
    QCOMPARE(issue_cells(*read), std::string("A3 A6"));  // never silently
    QVERIFY(read->issues()[0].problem.find("counts as missing") != std::string::npos);
    QVERIFY(numeric_issues(*read, 0, 10).listed.empty());
    options.columns[0].use = ColumnUse::text;  // where everything fits
    QVERIFY(!must_read(text, options)->columns()[0].unfit_as_missing);
}

void TestImportOptions::unitsAreLeftOutByChoice() {
    const auto read_with = [](const std::string& text, const std::string& unit) {
        ImportOptions options;
        options.columns = {{"pay", ColumnUse::detected, false, unit}};
        return must_read(text, options);
    };
    const std::string euros = "pay\n\u20ac 1.234,50\n7\n\n-3 \u20ac\n(1.000 \u20ac)\n";
    const auto left_out = read_with(euros, "\u20ac");
    QVERIFY(left_out);
    QCOMPARE(QString::fromStdString(numbers(*left_out)), QString("1234.50 7 _ -3 -1000"));
    QCOMPARE(unit_text(left_out->columns()[0].unit), std::string("\u20ac"));
    QVERIFY(left_out->columns()[0].without_unit && left_out->issues().empty());
    const auto unasked = read_with(euros, "");
    QVERIFY(unasked);
    QCOMPARE(numbers(*unasked), std::string("cell-invalid"));
    QCOMPARE(issue_cells(*unasked), std::string("A2 A5 A6"));
    QCOMPARE(unit_text(unasked->columns()[0].unit), std::string("\u20ac"));
    // Never two units at once, and never 12 % beside 0.12.
    for (const std::string text : {"pay\n5 EUR\n5 USD\n", "pay\n12 %\n0.12\n", "pay\n12 %\n5 EUR\n"}) {
        const auto read = read_with(text, text.find("EUR") != text.npos ? "EUR" : "%");
        QVERIFY(read && read->columns()[0].unit == Unit::none);
        QCOMPARE(numbers(*read), std::string("cell-invalid"));
        QCOMPARE(read->columns()[0].valid + read->columns()[0].invalid, std::uint64_t{2});
    }
    // A choice for one unit is none for another.
    const auto other = read_with("pay\n5 USD\n", "EUR");
    QVERIFY(other && !other->columns()[0].without_unit);
    QCOMPARE(numbers(*other), std::string("cell-invalid"));
    // What is too long for a number does not stand in for one.
    const auto long_one = read_with("pay\n12 %\n0.12\n40063813339310000000000 %\n", "%");
    QVERIFY(long_one && !long_one->columns()[0].without_unit);
    const auto percent = read_with("pay\n12 %\n0.5%\n", "%");
    QVERIFY(percent);
    QCOMPARE(numbers(*percent), std::string("12 0.50"));
}

void TestImportOptions::groupsAsInIndia() {
    const auto read = must_read("n\n\"12,34,567.50\"\n\"1,234\"\n-5\n\"1,00,000\"\n");
    QVERIFY(read);
    QCOMPARE(numbers(*read), std::string("1234567.50 1234 -5 100000"));
    QVERIFY(read->issues().empty());
    const auto alone = must_read("n\n\"12,34,567\"\n-5\n");
    QVERIFY(alone && numbers(*alone) == "1234567 -5");
    // Beside groups of three it is a slip.
    for (const std::string other : {"1,234,567", "123,456", "1 234 567"}) {
        const auto slip = must_read("n\n\"1,23,456\"\n\"" + other + "\"\n-5.5\n");
        QVERIFY(slip);
        QCOMPARE(issue_cells(*slip), std::string("A2"));
    }
    // And one alone does not say what the commas of the others are.
    const auto open = must_read("n\n\"12,34,567\"\n\"1,234\"\n\"2,345\"\n");
    QVERIFY(open);
    QCOMPARE(issue_cells(*open), std::string("A3 A4"));
}

QTEST_APPLESS_MAIN(TestImportOptions)
#include "test_import_options.moc"
