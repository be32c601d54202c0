#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <memory>

namespace tacit::test {

/// One run of the real tacit-cli as a process of its own. Ends with the object.
class Cli {
  public:
    explicit Cli(const QStringList& arguments);
    ~Cli();

    /// Exit status, or -1 if it has not ended within the limit (then it is killed).
    int wait(int milliseconds = 60000);
    void signal(int number);
    bool running() const;
    QJsonObject json();  ///< of standard output; empty unless it is exactly one object
    QString output();
    QString errors();
    /// Waits until standard error holds the text.
    bool says(const QString& text, int milliseconds = 30000);

  private:
    QProcess process_;
    QByteArray errors_, output_;
};

/// A passing folder with profiles, data and invitations of one test.
class Workspace {
  public:
    QString path(const QString& name) const { return folder_.filePath(name); }
    QString write(const QString& name, const QByteArray& contents) const;
    QByteArray read(const QString& name) const;
    bool exists(const QString& name) const;
    /// Waits for a file that another process makes by atomic rename.
    bool appears(const QString& name, int milliseconds = 30000) const;

    /// tacit-cli host/join with what every test needs: profile of that name, --json, --yes.
    std::unique_ptr<Cli> host(const QString& name, const QStringList& more) const;
    std::unique_ptr<Cli> join(const QString& name, const QString& invitation, const QStringList& more) const;

    /// Whether the profile opens and can still host a session that succeeds.
    bool profileWorks(const QString& name) const;

  private:
    QTemporaryDir folder_;
};

/// A TCP port of the loopback that was free a moment ago, and that nobody gets who does not ask for it.
quint16 freePort();

}  // namespace tacit::test
