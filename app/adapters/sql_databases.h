#pragma once

#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/database_address.h"
#include "api/database.h"
#include "table/source_opener.h"

namespace tacit::adapters {

class SqlSource;

/// The file behind an address, or the path itself where it is none; empty for a database in no file.
QString databaseFile(const QString& address);

/// Asks a person for the password of the database that is named. Called in the thread that opens it. Nothing:
/// the person has none, or is not there.
using AskPassword = std::function<std::optional<std::string>(const std::string& database)>;

/// Opens databases through Qt SQL: SQLite, PostgreSQL and whatever ODBC reaches, by an address
/// (database_address.h); a file of SQLite also by its path alone. Read-only: a table, a view or one SELECT.
class SqlDatabases final : public table::SourceOpener, public api::Databases {
  public:
    /// Before the first import. The password is the one given, else that of the environment variable
    /// TACIT_DATABASE_PASSWORD, else, where the server wants one, what this answers.
    void askWith(AskPassword ask) { ask_ = std::move(ask); }

    bool knows(const std::string& address) const override;
    Result<table::OpenedSource> open(const std::string& address, const std::string& password,
                                     const std::stop_token& stop) override;
    Result<api::DatabaseTable> describe(const std::string& address, const std::string& password,
                                        const std::stop_token& stop) override;

  private:
    Result<std::unique_ptr<SqlSource>> openSource(DatabaseAddress address, const std::string& password,
                                                  const std::stop_token& stop) const;

    AskPassword ask_;
};

}  // namespace tacit::adapters
