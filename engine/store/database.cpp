#include "store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tacit::store {

namespace {

Error sqlite_error(int code, const char* message) {
    const std::string text = message == nullptr ? sqlite3_errstr(code) : message;
    switch (code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return error(Fault::profile_damaged, "the profile's database is damaged: " + text);
        case SQLITE_FULL:
            return error(Fault::storage_failed, "the disk is full");
        case SQLITE_READONLY:
            return error(Fault::storage_failed, "the profile is read-only: " + text);
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_CANTOPEN:
            return error(Fault::storage_failed, "no permission for the profile: " + text);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return error(Fault::storage_failed, "another program has locked the profile's database: " + text);
        case SQLITE_IOERR:
            return error(Fault::storage_failed, "reading or writing the profile failed: " + text);
        case SQLITE_NOMEM:
            return error(Fault::storage_failed, "not enough memory");
        default:
            return error(Fault::internal, "SQLite: " + text);
    }
}

Error sqlite_error(sqlite3* connection) {
    return sqlite_error(sqlite3_extended_errcode(connection), sqlite3_errmsg(connection));
}

// SQLite would make the file readable for everybody that the umask allows; its log inherits our mode.
Status make_private_file(const std::filesystem::path& file) {
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (handle < 0)
        return error(Fault::storage_failed, "cannot open " + file.string() + ": " + std::strerror(errno));
    ::close(handle);
    return {};
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}
void Database::Close::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}

void Statement::keep(int code) {
    if (code != SQLITE_OK && bind_failure_ == SQLITE_OK) bind_failure_ = code;
}

void Statement::bind_one(int index, std::int64_t value) {
    keep(sqlite3_bind_int64(statement_.get(), index, value));
}

void Statement::bind_one(int index, std::string_view value) {
    // A null pointer would bind NULL instead of the empty text.
    const char* data = value.data() == nullptr ? "" : value.data();
    keep(sqlite3_bind_text64(statement_.get(), index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind_one(int index, View value) {
    if (value.empty())
        keep(sqlite3_bind_zeroblob(statement_.get(), index, 0));
    else
        keep(sqlite3_bind_blob64(statement_.get(), index, value.data(), value.size(), SQLITE_TRANSIENT));
}

void Statement::bind_one(int index, const std::optional<Bytes>& value) {
    if (value)
        bind_one(index, View(*value));
    else
        bind_one(index, nullptr);
}

void Statement::bind_one(int index, std::nullptr_t) {
    keep(sqlite3_bind_null(statement_.get(), index));
}

Result<bool> Statement::step() {
    if (bind_failure_ != SQLITE_OK) return sqlite_error(bind_failure_, nullptr);
    switch (sqlite3_step(statement_.get())) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            return sqlite_error(sqlite3_db_handle(statement_.get()));
    }
}

Status Statement::run() {
    for (;;) {
        TACIT_ASSIGN(const bool row, step());
        if (!row) return {};
    }
}

void Statement::reset() {
    sqlite3_reset(statement_.get());  // repeats the error of the last step, which was reported already
    sqlite3_clear_bindings(statement_.get());
    bind_failure_ = SQLITE_OK;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

Bytes Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr ? Bytes() : Bytes(data, data + size);
}

std::optional<Bytes> Statement::optional_blob(int column) const {
    if (is_null(column)) return std::nullopt;
    return blob(column);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Result<Database> Database::open(const std::filesystem::path& file) {
    TACIT_TRY(make_private_file(file));
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(raw);
    if (code != SQLITE_OK) return sqlite_error(code, raw == nullptr ? nullptr : sqlite3_errmsg(raw));
    sqlite3_extended_result_codes(raw, 1);
    TACIT_TRY(database.configure());
    return database;
}

Status Database::configure() {
    // A damaged or hostile schema must not be able to call functions or to write to the schema itself.
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Exclusive locking comes before the log, so that no shared-memory index is ever made beside it.
    return execute(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
        "PRAGMA cell_size_check = ON;");
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const int code =
        sqlite3_prepare_v2(connection_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    if (code != SQLITE_OK) return sqlite_error(connection_.get());
    return Statement(raw);
}

Status Database::execute(const std::string& sql) {
    if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return sqlite_error(connection_.get());
    return {};
}

Result<std::int64_t> Database::integer(std::string_view sql) {
    TACIT_ASSIGN(Statement statement, prepare(sql));
    TACIT_ASSIGN(const bool row, statement.step());
    if (!row) return error(Fault::internal, "a query gave no row");
    return statement.integer(0);
}

Status Database::flush_log() {
    return execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

Status Database::named(std::string_view name, const Status& status) {
    if (status.ok()) return {};
    Error failure = status.error();
    failure.detail = std::string(name) + ": " + failure.detail;
    return failure;
}

void Database::roll_back() noexcept {
    // After some failures (a full disk) SQLite has rolled back by itself.
    if (sqlite3_get_autocommit(connection_.get()) == 0)
        sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace tacit::store
