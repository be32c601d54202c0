#include "support/other_programs.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>
#include <algorithm>

namespace tacit::test {

namespace {

constexpr int enoughMilliseconds = 120'000;
constexpr unsigned nobody = 65534;

QString postgresProgram(const QString& name) {
    return findFile("/usr/lib/postgresql/*/bin/" + name).value_or(QString());
}

}  // namespace

bool allIsTested() {
    return qEnvironmentVariableIsSet("TACIT_TEST_ALL");
}

int runSuite(QObject& suite, int argc, char** argv) {
    const int failures = QTest::qExec(&suite, argc, argv);
    return failures == 0 && !allIsTested() ? skippedStatus : failures;
}

std::optional<QString> findProgram(const QString& name, const QStringList& folders) {
    const auto path = QStandardPaths::findExecutable(name, folders);
    if (path.isEmpty()) return std::nullopt;
    return path;
}

std::optional<QString> findFile(const QString& pattern) {
    QStringList found{"/"};
    for (const auto& part : pattern.split('/', Qt::SkipEmptyParts)) {
        QStringList deeper;
        for (const auto& folder : std::as_const(found)) {
            const auto names =
                QDir(folder).entryList({part}, QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot);
            for (const auto& name : names) deeper << folder + (folder == "/" ? "" : "/") + name;
        }
        found = deeper;
    }
    if (found.isEmpty()) return std::nullopt;
    return found.last();
}

Office::Office(const QString& locale) : program_(findProgram("soffice")) {
    const QDir folder(profile_.path());
    folder.mkpath("user");
    QFile settings(folder.filePath("user/registrymodifications.xcu"));
    if (!settings.open(QIODevice::WriteOnly)) program_.reset();
    const QString text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items "
        "xmlns:oor=\"http://openoffice.org/2001/registry\"><item "
        "oor:path=\"/org.openoffice.Setup/L10N\"><prop oor:name=\"ooSetupSystemLocale\" "
        "oor:op=\"fuse\"><value>%1</value></prop></item></oor:items>\n";
    settings.write(text.arg(locale).toUtf8());
}

bool Office::convert(const QStringList& files, const QString& format) const {
    if (files.isEmpty()) return false;
    QProcess process;
    process.start(
        *program_,
        QStringList{"-env:UserInstallation=" + QUrl::fromLocalFile(profile_.path()).toString(), "--headless",
                    "--norestore", "--convert-to", format, "--outdir", QFileInfo(files.first()).path()} +
            files);
    if (!process.waitForFinished(enoughMilliseconds) || process.exitCode() != 0) return false;
    return std::all_of(files.begin(), files.end(), [&](const QString& file) {
        const QFileInfo source(file);
        return QFile::exists(source.path() + '/' + source.completeBaseName() + '.' + format);
    });
}

bool PostgresServer::found() {
    return !postgresProgram("initdb").isEmpty() && !postgresProgram("postgres").isEmpty();
}

PostgresServer::PostgresServer() {
    // Not a QTemporaryDir: the folder belongs to the other user, and the path of a socket must be short.
    QByteArray name = QDir::tempPath().toUtf8() + "/tacit-pg-XXXXXX";
    if (::mkdtemp(name.data()) != nullptr) folder_ = QString::fromUtf8(name);
}

PostgresServer::~PostgresServer() {
    if (server_.state() != QProcess::NotRunning) {
        // SIGINT: the server sends its clients away and ends.
        if (const auto id = static_cast<pid_t>(server_.processId()); id > 0) ::kill(id, SIGINT);
        if (!server_.waitForFinished(enoughMilliseconds)) {
            server_.kill();
            server_.waitForFinished();
        }
    }
    if (!folder_.isEmpty()) QDir(folder_).removeRecursively();
}

QStringList PostgresServer::asUnprivileged(const QStringList& command) const {
    QStringList out;
    if (::geteuid() == 0)
        out << "setpriv"
            << "--reuid=" + QString::number(nobody) << "--regid=" + QString::number(nobody)
            << "--clear-groups";
    // Afterwards, as a process that changes its user forgets it: no server outlives its test.
    return out + QStringList{"setpriv", "--pdeathsig", "KILL"} + command;
}

bool PostgresServer::run(const QStringList& command) {
    auto words = asUnprivileged(command);
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(folder_);
    process.start(words.takeFirst(), words);
    if (process.waitForFinished(enoughMilliseconds) && process.exitCode() == 0) return true;
    problem_ = command.first() + ": " + QString::fromUtf8(process.readAll());
    return false;
}

bool PostgresServer::initialise() {
    if (folder_.isEmpty() ||
        (::geteuid() == 0 && ::chown(folder_.toUtf8().constData(), nobody, nobody) != 0)) {
        problem_ = "no folder for the server";
        return false;
    }
    const auto data = folder_ + "/data";
    if (!run({postgresProgram("initdb"), "-D", data, "-U", "tacit", "-A", "trust", "-E", "UTF8", "--locale=C",
              "--no-sync"}))
        return false;
    QFile access(data + "/pg_hba.conf");
    if (!access.open(QIODevice::WriteOnly | QIODevice::Truncate)) return false;
    access.write("local all guarded scram-sha-256\nlocal all all trust\n");
    return true;
}

bool PostgresServer::start() {
    if (!initialise()) return false;
    auto words = asUnprivileged({postgresProgram("postgres"), "-D", folder_ + "/data", "-k", folder_, "-c",
                                 "listen_addresses=", "-c", "fsync=off", "-c", "timezone=Asia/Kolkata", "-c",
                                 "datestyle=German"});
    server_.setProcessChannelMode(QProcess::MergedChannels);
    server_.setWorkingDirectory(folder_);
    server_.start(words.takeFirst(), words);
    const bool ready = QTest::qWaitFor(
        [&] {
            return QProcess::execute(postgresProgram("pg_isready"), {"-q", "-h", folder_}) == 0;
        },
        30'000);
    if (!ready) problem_ = QString::fromUtf8(server_.readAll());
    return ready;
}

QString PostgresServer::address(const QString& user) const {
    return "postgresql:///postgres?host=" + folder_ + "&user=" + user;
}

}  // namespace tacit::test
