#pragma once

#include <QString>

#include "api/database.h"

namespace tacit::ui {

/// What a person says about a database, and the address that the import takes for it. Without widgets.
struct DatabaseChoice {
    enum class Kind { sqlite, postgresql, odbc };

    Kind kind = Kind::sqlite;
    QString file;      ///< SQLite
    QString source;    ///< ODBC: the name of a data source, or KEY=VALUE;KEY=VALUE...
    QString host;      ///< PostgreSQL: HOST or HOST:PORT, or the folder of a socket; empty: this computer
    QString database;  ///< PostgreSQL
    QString user;      ///< PostgreSQL and ODBC; empty: what the system knows
    QString table;     ///< empty: to be chosen among all
    api::TableSelection selection{};  ///< of the table

    /// Whether what the kind needs is there.
    bool complete() const;
    /// The address. There is no password in it.
    QString address() const;
    /// For people.
    QString name() const;
};

}  // namespace tacit::ui
