#include "adapters/database_address.h"

#include <QByteArray>
#include <QFileInfo>
#include <QMap>
#include <array>
#include <utility>

#include "adapters/selection_options.h"

namespace tacit::adapters {

namespace {

struct Scheme {
    QStringView prefix;
    DatabaseKind kind;
};
constexpr std::array<Scheme, 4> schemes = {{{u"sqlite:", DatabaseKind::sqlite},
                                            {u"postgresql:", DatabaseKind::postgresql},
                                            {u"postgres:", DatabaseKind::postgresql},
                                            {u"odbc:", DatabaseKind::odbc}}};

Error bad(const char* what) {
    return error(Fault::database_refused, what);
}

Error passwordInside() {
    return bad(
        "The address holds a password, and addresses are shown and stored. Take it out, and give it in the "
        "environment variable TACIT_DATABASE_PASSWORD or when you are asked for it.");
}

QString decoded(const QString& text) {
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toUtf8()));
}

const Scheme* schemeOf(const QString& text) {
    for (const auto& scheme : schemes)
        if (text.startsWith(scheme.prefix, Qt::CaseInsensitive)) return &scheme;
    return nullptr;
}

Status takeOption(const QString& option, DatabaseAddress& out) {
    const auto sign = option.indexOf('=');
    const auto key = option.left(sign).toLower();
    const auto value = decoded(option.mid(sign + 1));
    if (sign < 1 || value.isEmpty())
        return bad("Behind the question mark of the address an option has no value. Write table=NAME.");
    const bool server = out.kind == DatabaseKind::postgresql;
    if (key == "password" || key == "pwd") return passwordInside();
    if (isSelectionOption(key)) return takeSelectionOption(key, option.mid(sign + 1), out.selection);
    if (key == "table") {
        out.table = value;
    } else if (key == "user" && out.kind != DatabaseKind::sqlite) {
        out.user = value;
    } else if (key == "host" && server) {
        out.host = value;
    } else if (key == "sslmode" && server) {
        static const QStringList modes{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"};
        if (!modes.contains(value))
            return bad(
                "The address has an unknown sslmode. It is disable, allow, prefer, require, verify-ca or "
                "verify-full.");
        out.sslMode = value;
    } else {
        return bad(
            "The address has an option that this kind of database does not know. There are table and query; "
            "columns, where, group, sum, count, minimum, maximum, squares and group-counts-as beside a "
            "table; user for PostgreSQL and ODBC; host and sslmode for PostgreSQL.");
    }
    return {};
}

Status takeOptions(const QString& text, DatabaseAddress& out) {
    QString rest = text;
    while (!rest.isEmpty()) {
        if (rest.startsWith("query=", Qt::CaseInsensitive)) {
            TACIT_ASSIGN(out.query, oneSelect(rest.mid(6), out.kind));
            break;
        }
        const auto end = rest.indexOf('&');
        TACIT_TRY(takeOption(rest.left(end), out));
        rest = end < 0 ? QString() : rest.mid(end + 1);
    }
    if (!out.table.isEmpty() && !out.query.isEmpty())
        return bad("The address names both a table and a query. Leave one of them out.");
    if (out.table.isEmpty() && out.selection.any())
        return bad("The address asks for a part of a table and names no table. Add table=NAME.");
    return {};
}

Status takePort(const QString& text, DatabaseAddress& out) {
    bool good = false;
    out.port = text.toInt(&good);
    if (good && out.port > 0 && out.port <= 65535) return {};
    return bad("The address has no possible number as its port. It is a number up to 65535 behind the host.");
}

// user@host:port/database, where the host may be an address of IPv6 in brackets.
Status takeServer(const QString& text, DatabaseAddress& out) {
    if (!text.startsWith("//"))
        return bad("The address is incomplete. It has the form postgresql://USER@HOST/DATABASE?table=NAME.");
    const auto slash = text.indexOf('/', 2);
    QString server = text.mid(2, slash < 0 ? -1 : slash - 2);
    out.database = slash < 0 ? QString() : decoded(text.mid(slash + 1));
    if (const auto at = server.lastIndexOf('@'); at >= 0) {
        const auto user = server.left(at);
        if (user.contains(':')) return passwordInside();
        out.user = decoded(user);
        server = server.mid(at + 1);
    }
    const auto bracket = server.lastIndexOf(']');
    if (const auto colon = server.lastIndexOf(':'); colon > bracket) {
        TACIT_TRY(takePort(server.mid(colon + 1), out));
        server = server.left(colon);
    }
    if (server.startsWith('[') && server.endsWith(']')) server = server.mid(1, server.size() - 2);
    out.host = decoded(server);
    if (out.database.isEmpty())
        return bad(
            "The address names no database. It has the form postgresql://USER@HOST/DATABASE?table=NAME.");
    return {};
}

// KEY=VALUE;KEY=VALUE... of ODBC, keys in small letters.
QMap<QString, QString> valuesOf(const QString& text) {
    QMap<QString, QString> out;
    for (const auto& pair : text.split(';'))
        if (const auto sign = pair.indexOf('='); sign > 0)
            out[pair.left(sign).trimmed().toLower()] = pair.mid(sign + 1).trimmed();
    return out;
}

Status takeSource(const QString& text, DatabaseAddress& out) {
    out.database = decoded(text);
    for (const auto& key : valuesOf(out.database).keys())
        for (const auto* secret : {"pwd", "password", "passphrase", "secret", "token"})
            if (key.contains(secret)) return passwordInside();
    if (out.database.trimmed().isEmpty())
        return bad("The address names no data source. It has the form odbc:NAME?table=NAME.");
    return {};
}

// White space and comments in front of the first word.
QStringView withoutComments(QStringView text) {
    for (;;) {
        text = text.trimmed();
        if (text.startsWith(u"--")) {
            const auto end = text.indexOf(u'\n');
            text = end < 0 ? QStringView() : text.mid(end);
        } else if (text.startsWith(u"/*")) {
            const auto end = text.indexOf(u"*/");
            text = end < 0 ? QStringView() : text.mid(end + 2);
        } else {
            return text;
        }
    }
}

}  // namespace

std::string DatabaseAddress::name() const {
    QString where = database;
    if (kind == DatabaseKind::sqlite) where = QFileInfo(database).fileName();
    if (kind == DatabaseKind::postgresql && !host.isEmpty()) where += " on " + host;
    if (kind == DatabaseKind::odbc)
        // What a connection string says of where it is: the last of these.
        for (const auto& values = valuesOf(database);
             const auto* key : {"driver", "server", "database", "dsn"})
            if (values.contains(key)) where = QFileInfo(values[key]).fileName();
    return where.toStdString();
}

bool isDatabaseAddress(const std::string& text) {
    return schemeOf(QString::fromStdString(text)) != nullptr;
}

Result<DatabaseAddress> parseDatabaseAddress(const std::string& text) {
    const auto whole = QString::fromStdString(text);
    const auto* scheme = schemeOf(whole);
    if (scheme == nullptr)
        return bad("This is no address of a database. It begins with sqlite:, postgresql: or odbc:.");
    DatabaseAddress out;
    out.kind = scheme->kind;
    const auto rest = whole.mid(scheme->prefix.size());
    const auto mark = rest.indexOf('?');
    const auto place = rest.left(mark);
    switch (out.kind) {
        case DatabaseKind::sqlite:
            out.database = decoded(place);
            if (out.database.isEmpty())
                return bad("The address names no file. It has the form sqlite:FILE?table=NAME.");
            break;
        case DatabaseKind::postgresql:
            TACIT_TRY(takeServer(place, out));
            break;
        case DatabaseKind::odbc:
            TACIT_TRY(takeSource(place, out));
            break;
    }
    if (mark >= 0) TACIT_TRY(takeOptions(rest.mid(mark + 1), out));
    return out;
}

Result<QString> oneSelect(const QString& text, DatabaseKind kind) {
    auto statement = QStringView(text).trimmed();
    while (statement.endsWith(u';')) statement = statement.chopped(1).trimmed();
    if (statement.contains(u';'))
        return bad(
            "The query has a semicolon inside, as if it were several statements. Write one SELECT statement; "
            "a semicolon in a text can be written as a function of its number, such as char(59).");
    const auto beginning = withoutComments(statement);
    const auto begins = [&](QStringView word) {
        return beginning.startsWith(word, Qt::CaseInsensitive) &&
               (beginning.size() == word.size() ||
                !(beginning[word.size()].isLetterOrNumber() || beginning[word.size()] == u'_'));
    };
    // Behind WITH some databases of ODBC would also change rows.
    if (!begins(u"select") && !(begins(u"with") && kind != DatabaseKind::odbc))
        return bad(
            "The query is no SELECT statement, and nothing else is run. Write one that begins with SELECT.");
    return statement.toString();
}

}  // namespace tacit::adapters
