#include "cli_support.h"

#include <signal.h>

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTest>

namespace tacit::test {

Cli::Cli(const QStringList& arguments) {
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("TACIT_KEYCHAIN", "off");
    process_.setProcessEnvironment(environment);
    process_.start(QStringLiteral(TACIT_BIN_DIR "/tacit-cli"), arguments);
    process_.waitForStarted();
}

Cli::~Cli() {
    if (!running()) return;
    process_.kill();
    process_.waitForFinished();
}

bool Cli::running() const {
    return process_.state() != QProcess::NotRunning;
}

int Cli::wait(int milliseconds) {
    if (running() && !process_.waitForFinished(milliseconds)) {
        process_.kill();
        process_.waitForFinished();
        return -1;
    }
    return process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -2;
}

void Cli::signal(int number) {
    // Process 0 would mean the whole group, the tests themselves included.
    if (const auto id = static_cast<pid_t>(process_.processId()); id > 0) ::kill(id, number);
}

QString Cli::output() {
    output_ += process_.readAllStandardOutput();
    return QString::fromUtf8(output_);
}

QString Cli::errors() {
    errors_ += process_.readAllStandardError();
    return QString::fromUtf8(errors_);
}

QJsonObject Cli::json() {
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(output().toUtf8(), &problem);
    return problem.error == QJsonParseError::NoError ? document.object() : QJsonObject();
}

bool Cli::says(const QString& text, int milliseconds) {
    QElapsedTimer timer;
    timer.start();
    while (!errors().contains(text)) {
        if (timer.elapsed() > milliseconds || !running()) return errors().contains(text);
        process_.waitForReadyRead(20);
    }
    return true;
}

QString Workspace::write(const QString& name, const QByteArray& contents) const {
    QFile file(path(name));
    if (file.open(QIODevice::WriteOnly)) file.write(contents);
    return path(name);
}

QByteArray Workspace::read(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool Workspace::exists(const QString& name) const {
    return QFile::exists(path(name));
}

bool Workspace::appears(const QString& name, int milliseconds) const {
    return QTest::qWaitFor([&] { return exists(name); }, milliseconds);
}

std::unique_ptr<Cli> Workspace::host(const QString& name, const QStringList& more) const {
    return std::make_unique<Cli>(QStringList{"host", "--profile", path(name), "--json", "--yes", "--title",
                                             "Test session", "--invitation", path("invitation")} +
                                 more);
}

std::unique_ptr<Cli> Workspace::join(const QString& name, const QString& invitation,
                                     const QStringList& more) const {
    return std::make_unique<Cli>(
        QStringList{"join", path(invitation), "--profile", path(name), "--json", "--yes"} + more);
}

bool Workspace::profileWorks(const QString& name) const {
    Workspace next;
    next.write("a.csv", "n\n1\n");
    Cli again({"host", "--profile", path(name), "--json", "--yes", "--title", "Again", "--invitation",
               next.path("invitation"), "--question", "total", "--column", "n", "--data", next.path("a.csv"),
               "--partners", "1"});
    if (!next.appears("invitation-1.tacit")) return false;
    const auto visitor = next.join("Visitor", "invitation-1.tacit", {"--data", next.path("a.csv")});
    return visitor->wait() == 0 && again.wait() == 0;
}

quint16 freePort() {
    // Below those that systems give to whoever connects: such a one is taken by the next connection of
    // another test.
    constexpr int first = 15'000, behind_last = 32'000;
    QTcpServer server;
    for (int tries = 0; tries < 1000; ++tries)
        if (server.listen(QHostAddress::LocalHost,
                          static_cast<quint16>(QRandomGenerator::global()->bounded(first, behind_last))))
            break;
    return server.serverPort();
}

}  // namespace tacit::test
