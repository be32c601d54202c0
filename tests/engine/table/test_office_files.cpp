#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "crypto/random.h"
#include "support/flat_sheet.h"
#include "support/other_programs.h"
#include "table/load.h"
#ifdef TACIT_XLSXWRITER
#include <xlsxwriter.h>
#endif

using namespace tacit;
using namespace tacit::table;
using test::MadeCell;
using test::MadeTable;

/// Generated tables, written by the spreadsheet programs of others and read back: every cell as it was.
/// Workbooks of LibreOffice in three formats, its web pages, and workbooks of libxlsxwriter.
class TestOfficeFiles : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void workbooksOfLibreOffice_data();
    void workbooksOfLibreOffice();
    void workbooksOfLibxlsxwriter();

  private:
    static int trials() { return qEnvironmentVariableIsSet("TACIT_SOAK") ? 300 : 12; }
};

namespace {

constexpr std::size_t rows = 40;

QString chosen(crypto::Random& random, const QStringList& from) {
    return from[static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(from.size())))];
}

QString digits(crypto::Random& random, std::uint64_t count) {
    QString out = QString::number(1 + random.below(9));
    while (static_cast<std::uint64_t>(out.size()) < count) out += QString::number(random.below(10));
    return out;
}

// At most 15 significant digits and six places, which is what a spreadsheet keeps and what Tacit reads.
QString madeNumber(crypto::Random& random) {
    const QString sign = random.below(2) == 0 ? "-" : "";
    switch (random.below(6)) {
        case 0:
            return chosen(random,
                          {"0", "-1", "0.1", "-0.1", "0.000001", "-0.000001", "3000000000", "-2147483649",
                           "999999999999999", "-999999999999999", "1000000000000000000", "0.3", "-0.7"});
        case 1:
            return sign + digits(random, 1 + random.below(15));
        case 2:
            return sign + digits(random, 15) + QString(static_cast<qsizetype>(random.below(3)), '0');
        case 3:
            return sign + "0." + QString(static_cast<qsizetype>(random.below(5)), '0') +
                   QString::number(1 + random.below(9));
        default: {
            const auto places = 1 + random.below(6);
            auto fraction = digits(random, places);
            fraction.back() = QChar('1' + static_cast<char>(random.below(9)));
            return sign + digits(random, 1 + random.below(15 - places)) + '.' + fraction;
        }
    }
}

QString madeDate(crypto::Random& random) {
    // March 1900 to 9999: earlier days are those about which spreadsheets disagree.
    return QDate(1900, 3, 1).addDays(static_cast<qint64>(random.below(2'958'000))).toString(Qt::ISODate);
}

QString madeText(crypto::Random& random) {
    return chosen(
        random, {"007",        "00042", "1,234", "1.234,50", "n/a",      "Köln",       "“quoted” & <tagged>",
                 "two\nlines", "a  b",  "=1+1",  "'05",      "TRUE",     "2024-03-01", "12 %",
                 "𝄞 clef",     "ß",     "-",     "1E5",      "a;b,c\td", "e\u0301",    "日本語",
                 "#N/A"});
}

MadeTable madeTable(crypto::Random& random) {
    MadeTable table;
    table.names = {"text", "number", "date", "boolean", "mixed"};
    for (std::size_t r = 0; r < rows; ++r) {
        std::vector<MadeCell> row{{MadeCell::text, madeText(random)},
                                  {MadeCell::number, madeNumber(random)},
                                  {MadeCell::date, madeDate(random)},
                                  {MadeCell::boolean, random.below(2) == 0 ? "TRUE" : "FALSE"}};
        row.push_back(row[random.below(row.size())]);
        for (auto& cell : row)
            if (random.below(8) == 0) cell = {};
        // The last row is whole, so that the table is as long as it was made.
        if (r + 1 == rows) row[1] = {MadeCell::number, madeNumber(random)};
        table.rows.push_back(row);
    }
    return table;
}

CellKind kindOf(MadeCell::Kind kind) {
    switch (kind) {
        case MadeCell::blank:
            return CellKind::empty;
        case MadeCell::text:
            return CellKind::text;
        case MadeCell::number:
            return CellKind::number;
        case MadeCell::date:
            return CellKind::date;
        case MadeCell::boolean:
            return CellKind::boolean;
    }
    return CellKind::empty;
}

// Numbers by their exact value: 0.50 is 0.5.
bool same(const MadeCell& made, std::string_view text, CellKind kind) {
    if (kind != kindOf(made.kind)) return false;
    if (made.kind != MadeCell::number) return made.value.toStdString() == text;
    Decimal wanted, got;
    return Decimal::parse(made.value.toStdString(), wanted) == DecimalProblem::none &&
           Decimal::parse(text, got) == DecimalProblem::none && wanted == got;
}

/// What differs, at most five cells; empty if nothing does.
QString differences(const MadeTable& made, const QString& file) {
    const auto read = load(file.toStdString());
    if (!read.ok()) return QString::fromStdString(read.error().detail);
    const auto& table = **read;
    QStringList out;
    if (table.rows() != made.rows.size()) out << QString("%1 rows").arg(table.rows());
    if (table.columns().size() != static_cast<std::size_t>(made.names.size())) return "another width";
    for (std::size_t r = 0; r < std::min(table.rows(), made.rows.size()); ++r)
        for (std::size_t c = 0; c < table.columns().size(); ++c) {
            const auto& cell = made.rows[r][c];
            if (same(cell, table.cell(r, c), table.kind(r, c)) || out.size() >= 5) continue;
            out << QString("%1: \"%2\" (kind %3) for \"%4\" (kind %5)")
                       .arg(QString::fromStdString(table.address(r, c)),
                            QString::fromStdString(std::string(table.cell(r, c))))
                       .arg(static_cast<int>(table.kind(r, c)))
                       .arg(cell.value)
                       .arg(static_cast<int>(kindOf(cell.kind)));
        }
    return out.join("; ");
}

}  // namespace

void TestOfficeFiles::initTestCase() {
    NEED(test::Office().found(), "LibreOffice (libreoffice-calc-nogui)");
}

void TestOfficeFiles::workbooksOfLibreOffice_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("locale");
    for (const auto* format : {"ods", "xlsx", "xls"}) QTest::newRow(format) << format << "en-US";
    // What lies on the clipboard too, with the numbers and formats of the locale.
    for (const auto* locale : {"en-US", "de-DE", "fr-FR", "fi-FI"})
        QTest::addRow("html, %s", locale) << "html" << locale;
}

void TestOfficeFiles::workbooksOfLibreOffice() {
    QFETCH(QString, format);
    QFETCH(QString, locale);
    const test::Office office(locale);
    QTemporaryDir folder;
    crypto::SeededRandom random(20261128);
    std::vector<MadeTable> tables;
    QStringList files;
    for (int i = 0; i < trials(); ++i) {
        tables.push_back(madeTable(random));
        files << folder.filePath(QString("made%1.fods").arg(i));
        QFile file(files.back());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(test::flatSheet(tables.back()));
    }
    QVERIFY(office.convert(files, format));
    for (int i = 0; i < trials(); ++i) {
        const auto found = differences(tables[static_cast<std::size_t>(i)],
                                       folder.filePath(QString("made%1.%2").arg(i).arg(format)));
        QVERIFY2(found.isEmpty(), qPrintable(QString("table %1: %2").arg(i).arg(found)));
    }
}

#ifdef TACIT_XLSXWRITER
namespace {

bool writeXlsx(const MadeTable& table, const QString& path) {
    lxw_workbook* book = workbook_new(path.toUtf8().constData());
    lxw_worksheet* sheet = workbook_add_worksheet(book, "Made");
    lxw_format* day = workbook_add_format(book);
    format_set_num_format(day, "yyyy-mm-dd");
    for (int c = 0; c < table.names.size(); ++c)
        worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(c), table.names[c].toUtf8().constData(),
                               nullptr);
    for (std::size_t r = 0; r < table.rows.size(); ++r)
        for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
            const auto& cell = table.rows[r][c];
            const auto row = static_cast<lxw_row_t>(r + 1);
            const auto column = static_cast<lxw_col_t>(c);
            const auto date = QDate::fromString(cell.value, Qt::ISODate);
            lxw_datetime moment{date.year(), date.month(), date.day(), 0, 0, 0};
            switch (cell.kind) {
                case MadeCell::blank:
                    worksheet_write_blank(sheet, row, column, day);
                    break;
                case MadeCell::text:
                    worksheet_write_string(sheet, row, column, cell.value.toUtf8().constData(), nullptr);
                    break;
                case MadeCell::number:
                    worksheet_write_number(sheet, row, column, cell.value.toDouble(), nullptr);
                    break;
                case MadeCell::date:
                    worksheet_write_datetime(sheet, row, column, &moment, day);
                    break;
                case MadeCell::boolean:
                    worksheet_write_boolean(sheet, row, column, cell.value == "TRUE", nullptr);
                    break;
            }
        }
    return workbook_close(book) == LXW_NO_ERROR;
}

}  // namespace
#endif

void TestOfficeFiles::workbooksOfLibxlsxwriter() {
#ifdef TACIT_XLSXWRITER
    QTemporaryDir folder;
    crypto::SeededRandom random(20261129);
    for (int i = 0; i < trials() * 10; ++i) {
        const auto table = madeTable(random);
        const auto path = folder.filePath("made.xlsx");
        QVERIFY(writeXlsx(table, path));
        const auto found = differences(table, path);
        QVERIFY2(found.isEmpty(), qPrintable(QString("table %1: %2").arg(i).arg(found)));
    }
#else
    NEED(false, "libxlsxwriter (libxlsxwriter-dev)");
#endif
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    TestOfficeFiles suite;
    return test::runSuite(suite, argc, argv);
}
#include "test_office_files.moc"
