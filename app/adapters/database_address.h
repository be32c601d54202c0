#pragma once

#include <QString>
#include <string>

#include "api/database.h"
#include "base/result.h"

namespace tacit::adapters {

enum class DatabaseKind { sqlite, postgresql, odbc };

/// Where a database lies and what is read of it.
///
/// Grammar (what stands in brackets may be left out):
///   address  = "sqlite:" FILE [what] | postgres | "odbc:" SOURCE [what]
///   postgres = ("postgresql:" | "postgres:") "//" [USER "@"] [HOST [":" PORT]] "/" DATABASE [what]
///   SOURCE   = the name of a data source of ODBC, or KEY=VALUE;KEY=VALUE... as its driver wants them
///   what     = "?" option ("&" option)* ["&" query] | "?" query
///   option   = "table=" NAME | "user=" USER | "host=" FOLDER-OF-A-SOCKET | "sslmode=" MODE | part
///   part     = "columns=" names, those that are kept
///            | "where=" NAME "," comparison, rows for which it holds; several: all of them
///            | "group=" names, one row for each group of rows with the same values in them
///            | ("sum=" | "minimum=" | "maximum=" | "squares=") names, a number for each group; squares:
///            their sum | "count=" names, how many cells are filled; "*": how many rows there are
///            | "group-counts-as=" ("one-row" | "its-rows"), for who counts or averages them afterwards
///   names    = NAME ("," NAME)*, where %2C is a comma inside of a name
///   comparison = ("equals" | "at-least" | "at-most" | "contains") "," VALUE | "one-of" ("," VALUE)+
///            | "between," VALUE "," VALUE | "empty" | "not-empty"
///   query    = "query=" TEXT, one SELECT statement: everything behind the sign as it stands, & and %
///   included
/// In all other parts %XX stands for a byte, so that %3F is a question mark in a file's name. A `part` needs
/// the name of its table, and the database makes it: selection_sql.h. A password has no place in an address:
/// it would be shown, stored and passed on with it.
struct DatabaseAddress {
    DatabaseKind kind = DatabaseKind::sqlite;
    QString database;  ///< SQLite: the file; ODBC: the source
    QString host, user, sslMode;
    int port = -1;
    QString table;                  ///< empty: all tables and views are there to choose from
    QString query;                  ///< or this; it ends without a semicolon
    api::TableSelection selection;  ///< of the table

    /// For people and records: without the statement.
    std::string name() const;
};

/// Whether it begins like an address, be it a good one or not.
bool isDatabaseAddress(const std::string& text);

/// Fault::database_refused in sentences that repeat no part that could be a password.
Result<DatabaseAddress> parseDatabaseAddress(const std::string& text);

/// That the text is one SELECT statement, as far as can be said without the database. Anything with a
/// semicolon inside is refused, in quotes or not: without one there is no second statement in the languages
/// of these databases but one, whose driver reads it in parentheses.
Result<QString> oneSelect(const QString& text, DatabaseKind kind);

}  // namespace tacit::adapters
