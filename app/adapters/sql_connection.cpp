#include "adapters/sql_connection.h"

#include <QFileInfo>
#include <atomic>
#include <utility>

namespace tacit::adapters {

namespace {

constexpr auto connect_seconds = "10";
constexpr qsizetype longest_words = 300;

struct Driver {
    const char* name;
    const char* package;
    const char* people;
};

Driver driverOf(DatabaseKind kind) {
    switch (kind) {
        case DatabaseKind::sqlite:
            return {"QSQLITE", "libqt6sql6-sqlite", "SQLite"};
        case DatabaseKind::postgresql:
            return {"QPSQL", "libqt6sql6-psql", "PostgreSQL"};
        case DatabaseKind::odbc:
            return {"QODBC", "libqt6sql6-odbc", "ODBC"};
    }
    return {"", "", ""};
}

QString connectOptions(const DatabaseAddress& address) {
    const QString seconds(connect_seconds);
    switch (address.kind) {
        case DatabaseKind::sqlite:
            return "QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=" + seconds + "000";
        case DatabaseKind::postgresql:
            return "application_name=tacit;connect_timeout=" + seconds +
                   (address.sslMode.isEmpty() ? QString() : ";sslmode=" + address.sslMode);
        case DatabaseKind::odbc:
            return "SQL_ATTR_ODBC_VERSION=SQL_OV_ODBC3;SQL_ATTR_ACCESS_MODE=SQL_MODE_READ_ONLY;"
                   "SQL_ATTR_LOGIN_TIMEOUT=" +
                   seconds;
    }
    return {};
}

// A semicolon would begin another key of ODBC's; in braces it does not. (Qt 6.4 joins the parts as they are.)
QString connectionValue(const QString& text, DatabaseKind kind) {
    if (kind != DatabaseKind::odbc || !(text.contains(';') || text.startsWith('{'))) return text;
    return '{' + QString(text).replace('}', "}}") + '}';
}

std::string quotedName(const DatabaseAddress& address) {
    return '"' + address.name() + '"';
}

Status checkFile(const DatabaseAddress& address) {
    const QFileInfo file(address.database);
    if (!file.exists())
        return error(Fault::database_refused,
                     quotedName(address) + " is not there. Check the name and the folder.");
    if (!file.isFile() || !file.isReadable())
        return error(Fault::database_refused,
                     quotedName(address) +
                         " is no file that you may read. Choose the file of an SQLite "
                         "database.");
    return {};
}

std::string nextAfterOpening(DatabaseKind kind) {
    switch (kind) {
        case DatabaseKind::sqlite:
            return "Check that it is an SQLite database and that you may read it.";
        case DatabaseKind::postgresql:
            return "Check host, port, database, user and password.";
        case DatabaseKind::odbc:
            return "Check that the data source is set up on this computer, and user and password.";
    }
    return {};
}

}  // namespace

std::string driverWords(const QSqlError& error) {
    auto words = error.databaseText().simplified();
    if (words.isEmpty()) words = error.driverText().simplified();
    while (words.endsWith('.')) words.chop(1);
    if (words.size() > longest_words) words = words.left(longest_words) + QChar(0x2026);
    return words.toStdString();
}

Error databaseError(const std::string& what, const QSqlError& problem, const std::string& next) {
    const auto words = driverWords(problem);
    return error(Fault::database_refused, what + (words.empty() ? "" : ": " + words) + ". " + next);
}

bool wantsPassword(const Error& error) {
    const auto text = QString::fromStdString(error.detail).toLower();
    // What the servers say; the last are the codes of ODBC and PostgreSQL for a refused log-in.
    for (const auto* word :
         {"password supplied", "password authentication", "login failed", "28000", "28p01"})
        if (text.contains(QLatin1String(word))) return true;
    return false;
}

Result<SqlConnection> SqlConnection::open(const DatabaseAddress& address, const std::string& password) {
    static std::atomic<unsigned> count{0};
    const auto driver = driverOf(address.kind);
    if (!QSqlDatabase::isDriverAvailable(driver.name))
        return error(Fault::database_refused, std::string("This computer lacks the part that reads ") +
                                                  driver.people + " databases. Install the package " +
                                                  driver.package + ".");
    if (address.kind == DatabaseKind::sqlite) TACIT_TRY(checkFile(address));
    SqlConnection connection("tacit-" + QString::number(++count));
    auto database = QSqlDatabase::addDatabase(driver.name, connection.name_);
    // An absolute path, so that no name is taken for an address of SQLite's own.
    database.setDatabaseName(address.kind == DatabaseKind::sqlite
                                 ? QFileInfo(address.database).absoluteFilePath()
                                 : address.database);
    database.setHostName(address.host);
    database.setPort(address.port);
    database.setConnectOptions(connectOptions(address));
    const auto user = connectionValue(address.user, address.kind);
    const auto secret = connectionValue(QString::fromStdString(password), address.kind);
    if (database.open(user, secret)) return connection;
    const auto problem = database.lastError();
    auto failed =
        databaseError(quotedName(address) + " cannot be opened", problem, nextAfterOpening(address.kind));
    // No driver is known to repeat it; none gets the chance.
    if (!password.empty() && failed.detail.find(password) != std::string::npos)
        failed.detail = quotedName(address) + " cannot be opened. " + nextAfterOpening(address.kind);
    return failed;
}

SqlConnection::~SqlConnection() {
    if (name_.isEmpty()) return;
    QSqlDatabase::database(name_, false).close();
    QSqlDatabase::removeDatabase(name_);
}

}  // namespace tacit::adapters
