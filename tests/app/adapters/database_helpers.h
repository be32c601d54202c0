#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>
#include <QTest>

namespace tacit::test {

/// Runs statements in a database that may be written, through a connection of the test's own.
inline void runStatements(const QString& driver, const QString& database, const QStringList& statements,
                          const QString& host = {}, const QString& user = {}) {
    {
        auto connection = QSqlDatabase::addDatabase(driver, "test-writer");
        connection.setDatabaseName(database);
        if (!host.isEmpty()) connection.setHostName(host);
        QVERIFY2(connection.open(user, {}), qPrintable(connection.lastError().text()));
        for (const auto& statement : statements) {
            QSqlQuery query(connection);
            QVERIFY2(query.exec(statement), qPrintable(statement + ": " + query.lastError().text()));
        }
    }
    QSqlDatabase::removeDatabase("test-writer");
}

inline void makeSqlite(const QString& file, const QStringList& statements) {
    runStatements("QSQLITE", file, statements);
}

}  // namespace tacit::test
