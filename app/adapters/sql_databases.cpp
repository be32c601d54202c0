#include "adapters/sql_databases.h"

#include <QFileInfo>
#include <array>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <utility>

#include "adapters/sql_source.h"

namespace tacit::adapters {

namespace {

bool isSqliteFile(const std::string& path) {
    constexpr std::string_view mark("SQLite format 3\0", 16);
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown)) return false;
    std::array<char, mark.size()> head{};
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), head.size());
    return file && std::string_view(head.data(), head.size()) == mark;
}

Result<DatabaseAddress> addressOf(const std::string& text) {
    if (isDatabaseAddress(text)) return parseDatabaseAddress(text);
    DatabaseAddress file;
    file.database = QString::fromStdString(text);
    return file;
}

std::string givenPassword(const std::string& password) {
    if (!password.empty()) return password;
    const char* set = std::getenv("TACIT_DATABASE_PASSWORD");
    return set == nullptr ? std::string() : set;
}

}  // namespace

QString databaseFile(const QString& address) {
    const auto parsed = addressOf(address.toStdString());
    return parsed.ok() && parsed->kind == DatabaseKind::sqlite ? parsed->database : QString();
}

bool SqlDatabases::knows(const std::string& address) const {
    return isDatabaseAddress(address) || isSqliteFile(address);
}

Result<std::unique_ptr<SqlSource>> SqlDatabases::openSource(DatabaseAddress address,
                                                            const std::string& password,
                                                            const std::stop_token& stop) const {
    auto secret = givenPassword(password);
    auto connection = SqlConnection::open(address, secret);
    if (!connection && secret.empty() && ask_ && wantsPassword(connection.error())) {
        if (auto answer = ask_(address.name())) {
            secret = std::move(*answer);
            connection = SqlConnection::open(address, secret);
        }
    }
    if (stop.stop_requested()) return error(Fault::cancelled);
    if (!connection) return connection.error();
    switch (address.kind) {
        case DatabaseKind::sqlite:
            return openSqlite(std::move(*connection), std::move(address));
        case DatabaseKind::postgresql:
            return openPostgresql(std::move(*connection), std::move(address), secret);
        case DatabaseKind::odbc:
            return openOdbc(std::move(*connection), std::move(address));
    }
    return error(Fault::database_refused);
}

Result<table::OpenedSource> SqlDatabases::open(const std::string& address, const std::string& password,
                                               const std::stop_token& stop) {
    TACIT_ASSIGN(const auto parsed, addressOf(address));
    table::OpenedSource out;
    out.name = parsed.name();
    if (parsed.kind == DatabaseKind::sqlite)
        out.file = QFileInfo(parsed.database).absoluteFilePath().toStdString();
    TACIT_ASSIGN(out.source, openSource(parsed, password, stop));
    return out;
}

Result<api::DatabaseTable> SqlDatabases::describe(const std::string& address, const std::string& password,
                                                  const std::stop_token& stop) {
    TACIT_ASSIGN(const auto parsed, addressOf(address));
    TACIT_ASSIGN(const auto source, openSource(parsed, password, stop));
    auto out = source->describe();
    if (stop.stop_requested()) return error(Fault::cancelled);
    return out;
}

}  // namespace tacit::adapters
