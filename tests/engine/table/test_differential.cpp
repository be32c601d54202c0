#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "table/decimal.h"
#include "table/unicode.h"
#include "table_helpers.h"
#include "xlsx_file.h"

using namespace tacit;
using namespace tacit::table;

/// Holds workbooks that other programs made against a CSV file of the same name beside each of them, cell by
/// cell: TACIT_WORKBOOKS=folder test_differential. The CSV file is what the program that made the workbook
/// saves of its first sheet, in UTF-8, with points as decimal marks and dates as ISO 8601.
class TestDifferential : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void differencesAreFound();
    void workbooksOfOthers();
};

namespace {

std::string without_returns(std::string_view text) {
    std::string out;
    for (const char c : trimmed(text))
        if (c != '\r') out.push_back(c);
    return out;
}

bool same_number(std::string_view a, std::string_view b) {
    Decimal x, y;
    return Decimal::parse(a, x) == DecimalProblem::none && Decimal::parse(b, y) == DecimalProblem::none &&
           x == y;
}

/// What differs, cell by cell; the first ten.
std::string differences(const Dataset& book, const Dataset& csv) {
    std::string out;
    int count = 0;
    const auto rows = std::max(book.rows(), csv.rows());
    const auto columns = std::max(book.columns().size(), csv.columns().size());
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) {
            const auto text = [&](const Dataset& table) {
                return r < table.rows() && c < table.columns().size() ? without_returns(table.cell(r, c))
                                                                      : std::string();
            };
            const auto left = text(book), right = text(csv);
            if (left == right || same_number(left, right) || ++count > 10) continue;
            out += book.address(r, c) + ": \"" + left + "\" for \"" + right + "\"; ";
        }
    return out;
}

/// The same for two files; a refusal counts as a difference.
std::string compared(const std::filesystem::path& book, const std::filesystem::path& beside) {
    ImportOptions options;
    options.header_row = 1;
    const auto left = load(book, options);
    if (!left.ok()) return left.error().detail;
    const auto right = load(beside, options);
    return right.ok() ? differences(**left, **right) : right.error().detail;
}

}  // namespace

void TestDifferential::differencesAreFound() {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    XlsxFile file;
    file.sheets = {{"S",
                    "<row><c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c></row>"
                    "<row><c><v>1.50</v></c><c t=\"str\"><v>x</v></c></row>"}};
    std::ofstream(root / "book.xlsx", std::ios::binary) << file.bytes();
    std::ofstream(root / "same.csv") << "a,b\n1.5,x\n";
    std::ofstream(root / "value.csv") << "a,b\n1.6,x\n";
    std::ofstream(root / "longer.csv") << "a,b\n1.5,x\n,y\n";
    QCOMPARE(compared(root / "book.xlsx", root / "same.csv"), std::string());
    QCOMPARE(compared(root / "book.xlsx", root / "value.csv"), std::string("A2: \"1.50\" for \"1.6\"; "));
    QCOMPARE(compared(root / "book.xlsx", root / "longer.csv"), std::string("B3: \"\" for \"y\"; "));
}

void TestDifferential::workbooksOfOthers() {
    const auto folder = qEnvironmentVariable("TACIT_WORKBOOKS");
    if (folder.isEmpty()) QSKIP("TACIT_WORKBOOKS names no folder with workbooks and a CSV file beside each");
    int count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.toStdString())) {
        const auto& path = entry.path();
        auto beside = path;
        beside.replace_extension(".csv");
        if (path.extension() == ".csv" || !std::filesystem::exists(beside)) continue;
        ++count;
        const auto found = compared(path, beside);
        QVERIFY2(found.empty(), qPrintable(QString::fromStdString(path.string() + ": " + found)));
    }
    QVERIFY2(count > 0, "there is no workbook with a CSV file beside it");
}

QTEST_APPLESS_MAIN(TestDifferential)
#include "test_differential.moc"
