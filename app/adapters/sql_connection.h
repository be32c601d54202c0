#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <string>
#include <utility>

#include "adapters/database_address.h"

namespace tacit::adapters {

/// One connection to a database through Qt SQL, closed at the end. Lives and dies in one thread, as drivers
/// demand. The password is handed to the driver and kept nowhere else.
class SqlConnection {
  public:
    /// Read-only as far as the kind of database allows. Fault::database_refused.
    static Result<SqlConnection> open(const DatabaseAddress& address, const std::string& password);
    SqlConnection(SqlConnection&& other) noexcept : name_(std::exchange(other.name_, {})) {}
    SqlConnection& operator=(SqlConnection&& other) noexcept {
        std::swap(name_, other.name_);
        return *this;
    }
    ~SqlConnection();

    QSqlDatabase database() const { return QSqlDatabase::database(name_, false); }

  private:
    explicit SqlConnection(QString name) : name_(std::move(name)) {}

    QString name_;
};

/// What a driver says, as one line of bounded length; empty if it says nothing.
std::string driverWords(const QSqlError& error);

/// "What happened: the driver's words. Next."
Error databaseError(const std::string& what, const QSqlError& error, const std::string& next);

/// Whether an error of opening is about the password, so that asking for one may help.
bool wantsPassword(const Error& error);

}  // namespace tacit::adapters
