#include "ui/model/database_choice.h"

#include <QFileInfo>
#include <QStringList>
#include <QUrl>

namespace tacit::ui {

namespace {

// Everything but letters, digits and a few signs as %XX; slashes stay where they part folders.
QString encoded(const QString& text, const QByteArray& kept = {}) {
    return QString::fromLatin1(QUrl::toPercentEncoding(text.trimmed(), kept));
}

QString server(const QString& host) {
    const auto text = host.trimmed();
    // An address of IPv6 stands in brackets, with the port behind; the colon before a port stays.
    return encoded(text, text.startsWith('[') ? "[]:" : ":");
}

}  // namespace

bool DatabaseChoice::complete() const {
    switch (kind) {
        case Kind::sqlite:
            return !file.trimmed().isEmpty();
        case Kind::postgresql:
            return !database.trimmed().isEmpty();
        case Kind::odbc:
            return !source.trimmed().isEmpty();
    }
    return false;
}

QString DatabaseChoice::address() const {
    QStringList options;
    QString out;
    switch (kind) {
        case Kind::sqlite:
            out = "sqlite:" + encoded(file, "/");
            break;
        case Kind::postgresql: {
            const bool socket = host.trimmed().startsWith('/');
            out = "postgresql://" + (user.trimmed().isEmpty() ? QString() : encoded(user) + '@') +
                  (socket ? QString() : server(host)) + '/' + encoded(database);
            if (socket) options << "host=" + encoded(host, "/");
            break;
        }
        case Kind::odbc:
            out = "odbc:" + encoded(source, "=;/{}");
            if (!user.trimmed().isEmpty()) options << "user=" + encoded(user);
            break;
    }
    if (!table.trimmed().isEmpty()) options << "table=" + encoded(table);
    return options.isEmpty() ? out : out + '?' + options.join('&');
}

QString DatabaseChoice::name() const {
    switch (kind) {
        case Kind::sqlite:
            return QFileInfo(file.trimmed()).fileName();
        case Kind::postgresql:
            return database.trimmed();
        case Kind::odbc:
            return source.trimmed();
    }
    return {};
}

}  // namespace tacit::ui
