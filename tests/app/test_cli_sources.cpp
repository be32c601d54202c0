#include <QTest>

#include "app/adapters/database_helpers.h"
#include "cli_support.h"
#include "support/flat_sheet.h"
#include "support/other_programs.h"

using namespace tacit::test;

/// The same table as CSV, as three kinds of workbook that LibreOffice made, in SQLite, in PostgreSQL and
/// behind two drivers of ODBC: the same question has the same answer from each.
class TestCliSources : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void totalIsTheSame();
    void overlapIsTheSame();
    void cleanupTestCase();

  private:
    void makeTable();
    void makeFiles();
    void makeDatabases();

    Workspace space_;
    MadeTable table_;
    std::unique_ptr<PostgresServer> server_;
    QMap<QString, QString> sources_;  ///< by name: what --data takes
};

namespace {

constexpr int people = 120;

QString quoted(const MadeCell& cell) {
    if (cell.kind == MadeCell::blank) return "NULL";
    if (cell.kind == MadeCell::number) return cell.value;
    return '\'' + QString(cell.value).replace('\'', "''") + '\'';
}

QByteArray sortedLines(const QByteArray& text) {
    auto lines = text.split('\n');
    std::sort(lines.begin(), lines.end());
    return lines.join('\n');
}

}  // namespace

void TestCliSources::initTestCase() {
    NEED(Office().found(), "LibreOffice (libreoffice-calc-nogui)");
    NEED(PostgresServer::found(), "PostgreSQL (postgresql)");
    NEED(findFile("/usr/lib/*/odbc/libsqlite3odbc.so"), "the ODBC driver of SQLite (libsqliteodbc)");
    NEED(findFile("/usr/lib/*/odbc/psqlodbcw.so"), "the ODBC driver of PostgreSQL (odbc-postgresql)");
    makeTable();
    makeFiles();
    makeDatabases();
    QCOMPARE(sources_.size(), 8);
}

void TestCliSources::makeTable() {
    table_.names = {"code", "email", "team", "amount", "due"};
    const QStringList amounts{"-123456789012.25", "0.1",    "-0.000001", "3000000000", "-2147483649",
                              "999999999.999999", "-100.5", "0",         "12.34",      "-7"};
    const QStringList teams{"North", "Süd", "n/a"};
    for (int i = 0; i < people; ++i) {
        const auto number = QString::number(i);
        MadeCell amount{MadeCell::number, amounts[i % amounts.size()]};
        if (i % 7 == 3) amount = {};
        // Codes with leading zeros, addresses in other cases, a key that is missing.
        MadeCell email{MadeCell::text, (i % 2 == 0 ? "Person" : "person") + number + "@example.org"};
        if (i % 11 == 5) email = {};
        table_.rows.push_back({{MadeCell::text, number.rightJustified(5, '0')},
                               email,
                               {MadeCell::text, teams[i % teams.size()]},
                               amount,
                               {MadeCell::date, QDate(2024, 2, 1).addDays(i).toString(Qt::ISODate)}});
    }
    QByteArray partner = "mail,code,team,amount,day\n";
    for (int i = 0; i < 2 * people; i += 3) {
        const auto number = QString::number(i);
        partner +=
            ("PERSON" + number + "@EXAMPLE.org," + number.rightJustified(5, '0') + ',' +
             teams[i % teams.size()] + ",-1.25," + QDate(2024, 2, 1).addDays(i).toString(Qt::ISODate) + '\n')
                .toUtf8();
    }
    space_.write("partner.csv", partner);
}

void TestCliSources::makeFiles() {
    sources_["CSV"] = space_.write("data.csv", csvSheet(table_));
    const auto sheet = space_.write("data.fods", flatSheet(table_));
    const Office office;
    for (const auto* format : {"xlsx", "ods", "xls"}) {
        QVERIFY2(office.convert({sheet}, format), format);
        sources_[format] = space_.path(QString("data.") + format);
    }
}

void TestCliSources::makeDatabases() {
    QStringList rows;
    for (const auto& row : table_.rows) {
        QStringList cells;
        for (const auto& cell : row) cells << quoted(cell);
        rows << '(' + cells.join(", ") + ')';
    }
    const QString insert = "INSERT INTO data VALUES " + rows.join(", ");
    makeSqlite(
        space_.path("data.db"),
        {"CREATE TABLE data (code varchar(9), email varchar(40), team varchar(9), amount numeric, due date)",
         insert});
    sources_["SQLite"] = "sqlite:" + space_.path("data.db") + "?table=data";
    sources_["ODBC to SQLite"] = "odbc:Driver=" + *findFile("/usr/lib/*/odbc/libsqlite3odbc.so") +
                                 ";Database=" + space_.path("data.db") + "?table=data";
    server_ = std::make_unique<PostgresServer>();
    QVERIFY2(server_->start(), qPrintable(server_->problem()));
    runStatements(
        "QPSQL", "postgres",
        {"CREATE TABLE data (code varchar(9), email text, team text, amount numeric(24,6), due date)",
         insert},
        server_->socketFolder(), "tacit");
    sources_["PostgreSQL"] = server_->address() + "&table=data";
    sources_["ODBC to PostgreSQL"] = "odbc:Driver=" + *findFile("/usr/lib/*/odbc/psqlodbcw.so") +
                                     ";Servername=" + server_->socketFolder() +
                                     ";Database=postgres;UserName=tacit?table=data";
}

void TestCliSources::totalIsTheSame() {
    QString first;
    for (auto source = sources_.begin(); source != sources_.end(); ++source) {
        QFile::remove(space_.path("invitation-1.tacit"));
        const auto host = space_.host("Alder " + source.key(),
                                      {"--question", "total", "--column", "amount", "--group", "team",
                                       "--data", source.value(), "--partners", "1", "--as", "Alder"});
        QVERIFY2(space_.appears("invitation-1.tacit"), qPrintable(source.key() + host->errors()));
        const auto join = space_.join("Birch " + source.key(), "invitation-1.tacit",
                                      {"--data", space_.path("partner.csv"), "--as", "Birch"});
        QVERIFY2(join->wait() == 0, qPrintable(source.key() + join->errors()));
        QVERIFY2(host->wait() == 0, qPrintable(source.key() + host->errors()));
        if (first.isEmpty()) first = host->output();
        QVERIFY(first.contains("North"));
        QVERIFY2(host->output() == first, qPrintable(source.key() + ": " + host->output() + " for " + first));
        QCOMPARE(join->output(), first);
    }
}

void TestCliSources::overlapIsTheSame() {
    struct Key {
        QString mine, partners, recipe;
        int matches;
    };
    // Of 40 common numbers; of every eleventh from the sixth on the address is missing.
    for (const auto& key : {Key{"email", "mail", "email", 37}, Key{"code", "code", "identifier", 40},
                            Key{"due", "day", "date", 40}}) {
        QByteArray first;
        for (auto source = sources_.begin(); source != sources_.end(); ++source) {
            QFile::remove(space_.path("invitation-1.tacit"));
            QFile::remove(space_.path("rows.csv"));
            const auto where = source.key() + ", " + key.mine;
            const auto host =
                space_.host("Alder " + source.key(),
                            {"--question", "overlap", "--key", key.mine, "--recipe", key.recipe, "--data",
                             source.value(), "--partners", "1", "--result", space_.path("rows.csv")});
            QVERIFY2(space_.appears("invitation-1.tacit"), qPrintable(where + host->errors()));
            const auto join =
                space_.join("Birch " + source.key(), "invitation-1.tacit",
                            {"--data", space_.path("partner.csv"), "--map", key.mine + '=' + key.partners});
            QVERIFY2(join->wait() == 0, qPrintable(where + join->errors()));
            QVERIFY2(host->wait() == 0, qPrintable(where + host->errors()));
            QCOMPARE(host->json()["count"].toInt(), key.matches);
            // What identifies a row is the same, letter by letter; amounts may have zeros at their end.
            QByteArray rows;
            for (const auto& line : space_.read("rows.csv").split('\n')) {
                const auto cells = line.split(',');
                if (cells.size() == 5)
                    rows += cells[0] + ',' + cells[1] + ',' + cells[2] + ',' + cells[4] + '\n';
            }
            rows = sortedLines(rows);
            if (first.isEmpty()) first = rows;
            QCOMPARE(rows.count('\n'), key.matches + 1);
            QVERIFY2(rows == first, qPrintable(where + ": " + rows + " for " + first));
        }
    }
}

void TestCliSources::cleanupTestCase() {
    server_.reset();
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    TestCliSources suite;
    return runSuite(suite, argc, argv);
}
#include "test_cli_sources.moc"
