// What was chosen for a table is kept for the next one of its kind.
#include <QTest>

#include "engine/store/store_fixture.h"
#include "service/import_recipes.h"

using namespace tacit;
using namespace tacit::service;

namespace {

api::ImportRecipe example(const std::string& file_name) {
    api::ImportRecipe recipe;
    recipe.file_name = file_name;
    recipe.options.sheet = "Q\x01 \xc3\xa4";  // whatever a file may have as a name
    recipe.options.header_row = 3;
    recipe.options.range = "B3:F200";
    recipe.options.skip_last = 2;
    recipe.options.delimiter = '\t';
    recipe.options.encoding = "Windows-1250";
    recipe.options.decimal = ',';
    recipe.options.dates = api::DateOrder::month_first;
    recipe.options.columns = {{"pay", api::ColumnUse::number, true, "EUR"},
                              {"x", api::ColumnUse::ignored, false}};
    recipe.columns = {{"name", api::ColumnType::text}, {"pay", api::ColumnType::decimal}};
    return recipe;
}

}  // namespace

class TestImportRecipes : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void kinds_data();
    void kinds();
    void recipesComeBack();
    void thoseOfEarlierVersionsAreRead();
    void theNewestOfAKindCounts();
    void theOldestGo();
    void whatCannotBeReadAgainIsNotKept();
    void alteredBytesAreRefused();
};

void TestImportRecipes::kinds_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    QTest::newRow("month") << "Pay-2024-02.csv"
                           << "pay-#-#.csv";
    QTest::newRow("digits") << "202402pay7.XLSX"
                            << "#pay#.xlsx";
    QTest::newRow("none") << "pay.csv"
                          << "pay.csv";
    QTest::newRow("other letters") << QString::fromUtf8("Löhne 1.csv") << QString::fromUtf8("löhne #.csv");
    QTest::newRow("empty") << ""
                           << "";
}

void TestImportRecipes::kinds() {
    QFETCH(QString, name);
    QFETCH(QString, kind);
    QCOMPARE(QString::fromStdString(ImportRecipes::kind_of(name.toStdString())), kind);
}

void TestImportRecipes::recipesComeBack() {
    store::Home home;
    {
        const auto profile = home.must_open();
        auto recipe = example("Pay-2024-02.csv");
        recipe.options.password = "secret";
        QVERIFY(ImportRecipes(*profile).keep(recipe).ok());
        QVERIFY(!ImportRecipes(*profile).keep({}).ok());
    }
    const auto profile = home.must_open();
    ImportRecipes recipes(*profile);
    const auto found = recipes.find("pay-2025-11.csv");
    QVERIFY(found.has_value());
    QVERIFY(*found == example("Pay-2024-02.csv"));  // without the password
    QVERIFY(!recipes.find("pay-2025.csv").has_value());
    QVERIFY(recipes.drop("PAY-1-1.csv").ok());
    QVERIFY(!recipes.find("pay-2025-11.csv").has_value());
    QVERIFY(profile->settings()->empty());
}

void TestImportRecipes::thoseOfEarlierVersionsAreRead() {
    auto recipe = example("pay-1.csv");
    recipe.options.columns.clear();  // the versions differ in what is chosen for a column
    auto bytes = ImportRecipes::encode({recipe});
    QCOMPARE(bytes[0], 3);
    bytes[0] = 2;
    QVERIFY(*ImportRecipes::decode(bytes) == std::vector{recipe});
    for (const std::uint8_t version : {0, 4}) {
        bytes[0] = version;
        QVERIFY(!ImportRecipes::decode(bytes).ok());
    }
}

void TestImportRecipes::theNewestOfAKindCounts() {
    store::Home home;
    const auto profile = home.must_open();
    ImportRecipes recipes(*profile);
    auto second = example("pay-2.csv");
    second.options.header_row = 5;
    QVERIFY(recipes.keep(example("pay-1.csv")).ok() && recipes.keep(example("other.csv")).ok() &&
            recipes.keep(second).ok());
    QVERIFY(*recipes.find("pay-3.csv") == second);
    QVERIFY(recipes.find("other.csv").has_value());
}

void TestImportRecipes::theOldestGo() {
    store::Home home;
    const auto profile = home.must_open();
    ImportRecipes recipes(*profile);
    std::string name = "a";
    for (std::size_t i = 0; i <= ImportRecipes::most; ++i, name += 'a')
        QVERIFY(recipes.keep(example(name)).ok());
    QVERIFY(!recipes.find("a").has_value());
    QVERIFY(recipes.find("aa").has_value());
}

void TestImportRecipes::whatCannotBeReadAgainIsNotKept() {
    store::Home home;
    const auto profile = home.must_open();
    ImportRecipes recipes(*profile);
    QVERIFY(recipes.keep(example("pay-1.csv")).ok());
    auto odd = example("other.csv");
    odd.columns.front().name = std::string(300 * 1024, 'x');
    QCOMPARE(recipes.keep(odd).error().fault, Fault::usage);
    QVERIFY(!recipes.find("other.csv").has_value());
    QVERIFY(recipes.find("pay-1.csv").has_value());
}

void TestImportRecipes::alteredBytesAreRefused() {
    const std::vector<api::ImportRecipe> all{example("a"), example("b")};
    const auto bytes = ImportRecipes::encode(all);
    QVERIFY(*ImportRecipes::decode(bytes) == all);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        QVERIFY(!ImportRecipes::decode(View(bytes).first(length)).ok());
    auto longer = bytes;
    longer.push_back(0);
    QVERIFY(!ImportRecipes::decode(longer).ok());
    auto other = bytes;
    other[0] ^= 1;
    QCOMPARE(ImportRecipes::decode(other).error().fault, Fault::profile_damaged);
}

QTEST_APPLESS_MAIN(TestImportRecipes)
#include "test_import_recipes.moc"
