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

QByteArray encoded(const std::string& text) {
    return QByteArray::fromStdString(text).toPercentEncoding();
}

QString encoded(const std::vector<std::string>& names) {
    QByteArrayList out;
    for (const auto& name : names) out << encoded(name);
    return QString::fromLatin1(out.join(','));
}

const char* word(api::Comparison comparison) {
    switch (comparison) {
        case api::Comparison::equals:
            return "equals";
        case api::Comparison::one_of:
            return "one-of";
        case api::Comparison::at_least:
            return "at-least";
        case api::Comparison::at_most:
            return "at-most";
        case api::Comparison::between:
            return "between";
        case api::Comparison::contains:
            return "contains";
        case api::Comparison::empty:
            return "empty";
        case api::Comparison::not_empty:
            return "not-empty";
    }
    return "";
}

const char* word(api::Aggregation what) {
    switch (what) {
        case api::Aggregation::sum:
            return "sum=";
        case api::Aggregation::count:
            return "count=";
        case api::Aggregation::minimum:
            return "minimum=";
        case api::Aggregation::maximum:
            return "maximum=";
        case api::Aggregation::squares:
            return "squares=";
    }
    return "";
}

QStringList optionsOf(const api::TableSelection& selection) {
    QStringList out;
    if (!selection.columns.empty()) out << "columns=" + encoded(selection.columns);
    for (const auto& filter : selection.filters) {
        auto option = "where=" + encoded(filter.column) + ',' + word(filter.comparison);
        for (const auto& value : filter.values) option += ',' + encoded(value);
        out << QString::fromLatin1(option);
    }
    if (!selection.group_by.empty()) out << "group=" + encoded(selection.group_by);
    for (const auto& one : selection.aggregates)
        out << word(one.what) +
                   (one.column.empty() ? QString("*") : QString::fromLatin1(encoded(one.column)));
    if (selection.group_counts_as == api::GroupCountsAs::its_rows) out << "group-counts-as=its-rows";
    return out;
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
    if (!table.trimmed().isEmpty()) options << "table=" + encoded(table) << optionsOf(selection);
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
