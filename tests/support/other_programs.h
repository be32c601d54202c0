#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <optional>

namespace tacit::test {

/// What a suite that needs other programs (LibreOffice, PostgreSQL, ODBC) ends with when it was left out:
/// ctest then shows it as skipped and not as passed.
constexpr int skippedStatus = 77;

/// Whether `./dev test-all` runs the suites, so that a program that is missing is a failure.
bool allIsTested();

/// The exit status of a suite: failures, else skippedStatus if something was left out.
int runSuite(QObject& suite, int argc, char** argv);

/// Where a program lies, or nothing.
std::optional<QString> findProgram(const QString& name, const QStringList& folders = {});
/// The newest file that fits a pattern such as "/usr/lib/postgresql/*/bin/initdb", or nothing.
std::optional<QString> findFile(const QString& pattern);

/// For initTestCase: leaves the suite out, or fails it where everything is to be tested and something is
/// missing.
#define NEED(condition, what)                                                       \
    do {                                                                            \
        if (!tacit::test::allIsTested()) {                                          \
            QSKIP("Left to ./dev test-all, which installs what this needs: " what); \
        }                                                                           \
        QVERIFY2(condition, what " is missing");                                    \
    } while (false)

/// Converts files with LibreOffice, without a window and with a profile of its own, as somebody has it whose
/// numbers and dates are those of a locale such as "de-DE".
class Office {
  public:
    explicit Office(const QString& locale = QStringLiteral("en-US"));
    bool found() const { return program_.has_value(); }
    /// Whether each of the files of a folder stands beside itself in another format: "xlsx", "ods", "xls",
    /// "html".
    bool convert(const QStringList& files, const QString& format) const;

  private:
    std::optional<QString> program_;
    QTemporaryDir profile_;
};

/// A PostgreSQL server of the test's own: in a passing folder, run by an unprivileged user, reached by a
/// socket in that folder alone. The user "tacit" may do everything without a password; "guarded" needs one.
class PostgresServer {
  public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    static bool found();
    /// Whether it runs; waits until it does.
    bool start();
    QString problem() const { return problem_; }
    QString socketFolder() const { return folder_; }
    /// "postgresql:///postgres?host=...&user=tacit"
    QString address(const QString& user = "tacit") const;

  private:
    bool initialise();
    QStringList asUnprivileged(const QStringList& command) const;
    bool run(const QStringList& command);

    QString folder_, problem_;
    QProcess server_;
};

}  // namespace tacit::test
