#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tacit::store {

/// One prepared statement. Values are bound in order; the first failure of a bind is kept and reported by the
/// next step, so that callers check once. Borrowed from its Database, which must live longer.
class Statement {
  public:
    template <class... Values>
    Statement& bind(const Values&... values) {
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }

    /// True while there is a row to read.
    Result<bool> step();
    /// For a statement without rows: runs it to its end.
    Status run();
    /// Makes it ready for other values.
    void reset();

    std::int64_t integer(int column) const;
    std::string text(int column) const;
    Bytes blob(int column) const;
    std::optional<Bytes> optional_blob(int column) const;
    bool is_null(int column) const;

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

    void bind_one(int index, std::int64_t value);
    void bind_one(int index, std::string_view value);
    void bind_one(int index, View value);
    void bind_one(int index, const std::optional<Bytes>& value);
    void bind_one(int index, std::nullptr_t);
    void bind_one(int index, const Bytes& value) { bind_one(index, View(value)); }
    void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
    template <std::size_t N>
    void bind_one(int index, const ByteArray<N>& value) {
        bind_one(index, View(value));
    }
    void keep(int code);

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int bind_failure_ = 0;
};

/// An SQLite connection for one owner: WAL, synchronous FULL, foreign keys, secure_delete, and the exclusive
/// locking mode, so that nobody else reads or writes while it is open. Not thread-safe.
///
/// Faults: profile_damaged for a file that is no database or is corrupt; storage_failed, with the cause in
/// the detail, for a full disk, missing permission, a read-only medium and a lock of another program.
class Database {
  public:
    /// Opens the file, making it with mode 0600 if it is not there.
    static Result<Database> open(const std::filesystem::path& file);

    Result<Statement> prepare(std::string_view sql);
    /// Runs one or more statements that take no values; rows are ignored.
    Status execute(const std::string& sql);
    /// The single whole number that a query gives, such as a pragma.
    Result<std::int64_t> integer(std::string_view sql);

    /// Runs `body` between BEGIN IMMEDIATE and COMMIT. Whatever it returns as an error, and a failing commit,
    /// leaves the database as it was before. `name` says in the detail what was being done. Does not nest.
    template <class Body>
    Status transaction(std::string_view name, Body&& body) {
        TACIT_TRY(named(name, execute("BEGIN IMMEDIATE")));
        Rollback guard{this};
        TACIT_TRY(named(name, body()));
        TACIT_TRY(named(name, execute("COMMIT")));
        guard.database = nullptr;
        return {};
    }

    /// Moves the write-ahead log into the file and empties it, so that erased content does not live on there.
    Status flush_log();

  private:
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    struct Rollback {
        Database* database;
        ~Rollback() {
            if (database != nullptr) database->roll_back();
        }
    };
    explicit Database(sqlite3* connection) : connection_(connection) {}
    static Status named(std::string_view name, const Status& status);
    Status configure();
    void roll_back() noexcept;

    std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace tacit::store
