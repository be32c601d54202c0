#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <random>
#include <sstream>

#include "table/csv_writer.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;

class TestCsvWriter : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void headerAndChosenRows();
    void whatIsWrittenReadsTheSame();
    void theInputIsNotOverwritten();
    void anExistingFileIsReplacedWhole();
    void anUnfinishedFileLeavesNothing();
    void failuresAreClear();
    void pairs();

  private:
    std::filesystem::path at(const char* name) const { return folder_->filePath(name).toStdString(); }
    std::unique_ptr<QTemporaryDir> folder_;
};

static std::string content(const std::filesystem::path& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

static std::vector<std::size_t> all_rows(const Dataset& table) {
    std::vector<std::size_t> rows(table.rows());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
    return rows;
}

void TestCsvWriter::headerAndChosenRows() {
    const auto table = must_read("name;pay\n A ;1,50\n\"B \"\"x\"\", y\";\n\"C\nD\";007\n");
    QVERIFY(table);
    const auto rows = std::array<std::size_t, 3>{2, 0, 1};
    QVERIFY(write_rows(*table, rows, at("out.csv")).ok());
    QCOMPARE(content(at("out.csv")),
             std::string("name,pay\n\"C\nD\",007\n A ,\"1,50\"\n\"B \"\"x\"\", y\",\n"));
}

void TestCsvWriter::whatIsWrittenReadsTheSame() {
    std::mt19937_64 random(9);
    const std::string alphabet = "ab,;\t|\"\n\r x1.";
    for (int round = 0; round < 100; ++round) {
        const std::size_t width = 1 + random() % 3;
        std::vector<std::vector<std::string>> rows(1 + random() % 6, std::vector<std::string>(width));
        for (std::size_t c = 0; c < width; ++c)
            rows[0][c] = (round % 7 == 0 ? "sep=" : "n") + std::to_string(c);
        for (std::size_t r = 1; r < rows.size(); ++r)
            for (auto& text : rows[r])
                for (std::uint64_t n = random() % 5; n > 0; --n) text += alphabet[random() % alphabet.size()];
        auto file = CsvFile::create(at("round.csv"));
        QVERIFY(file.ok());
        for (const auto& row : rows) {
            const std::vector<std::string_view> fields(row.begin(), row.end());
            QVERIFY(file->line(fields).ok());
        }
        QVERIFY(file->finish().ok());
        ImportOptions options;
        options.delimiter = ',';
        const auto read = load(at("round.csv"), options);
        QVERIFY(read.ok());
        QCOMPARE((*read)->rows() + 1, rows.size());
        for (std::size_t r = 1; r < rows.size(); ++r)
            for (std::size_t c = 0; c < width; ++c)
                QCOMPARE(std::string((*read)->cell(r - 1, c)), rows[r][c]);
    }
}

void TestCsvWriter::theInputIsNotOverwritten() {
    const std::string original = "a\n1\n";
    std::ofstream(at("in.csv")) << original;
    std::filesystem::create_hard_link(at("in.csv"), at("same.csv"));
    std::filesystem::create_symlink(at("in.csv"), at("link.csv"));
    const auto table = load(at("in.csv"));
    QVERIFY(table.ok());
    for (const char* name : {"in.csv", "same.csv", "link.csv", "./in.csv"}) {
        const auto status = write_rows(**table, all_rows(**table), at(name));
        QVERIFY2(!status.ok(), name);
        QCOMPARE(status.error().fault, Fault::usage);
    }
    QCOMPARE(content(at("in.csv")), original);
    QVERIFY(write_rows(**table, all_rows(**table), at("out.csv")).ok());
}

void TestCsvWriter::anExistingFileIsReplacedWhole() {
    std::ofstream(at("out.csv")) << "something much longer that was here before\n";
    QVERIFY(write_pairs({"name", "value"}, {{"count", "700"}}, at("out.csv")).ok());
    QCOMPARE(content(at("out.csv")), std::string("name,value\ncount,700\n"));
    const auto mode = std::filesystem::status(at("out.csv")).permissions();
    QVERIFY((mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
            std::filesystem::perms::none);
}

void TestCsvWriter::anUnfinishedFileLeavesNothing() {
    {
        auto file = CsvFile::create(at("out.csv"));
        QVERIFY(file.ok());
        const std::string large(3 << 20, 'x');
        QVERIFY(file->line(std::array<std::string_view, 1>{large}).ok());
        QVERIFY(!std::filesystem::exists(at("out.csv")));
        QVERIFY(!std::filesystem::is_empty(folder_->path().toStdString()));
    }
    QVERIFY(std::filesystem::is_empty(folder_->path().toStdString()));
}

void TestCsvWriter::failuresAreClear() {
    const auto nowhere = write_pairs({"a", "b"}, {}, at("no/such/folder.csv"));
    QVERIFY(!nowhere.ok());
    QCOMPARE(nowhere.error().fault, Fault::storage_failed);
    QVERIFY(nowhere.error().detail.find("folder.csv") != std::string::npos);
    QCOMPARE(write_pairs({"a", "b"}, {}, at("")).error().fault, Fault::storage_failed);
    QCOMPARE(write_pairs({"a", "b"}, {}, "/").error().fault, Fault::storage_failed);
}

void TestCsvWriter::pairs() {
    QVERIFY(write_pairs({"name", "value"}, {{"a,b", "-12.50"}, {"", "\""}}, at("p.csv")).ok());
    QCOMPARE(content(at("p.csv")), std::string("name,value\n\"a,b\",-12.50\n,\"\"\"\"\n"));
}

QTEST_APPLESS_MAIN(TestCsvWriter)
#include "test_csv_writer.moc"
