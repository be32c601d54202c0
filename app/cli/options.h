#pragma once

#include <QCommandLineParser>
#include <QStringList>
#include <chrono>
#include <optional>

#include "api/engine.h"

namespace tacit::cli {

/// Thrown nowhere: a command line that makes no sense is a value too. Exit status 2.
struct Usage {
    QString message;
};

/// What `host` and `join` have in common.
struct RunOptions {
    QString profile;  ///< --profile, else the user's own
    QString as;       ///< --as 'Organisation / Person'
    QString data;
    api::ImportOptions import;  ///< how the file is read
    QString result;
    QString receipt;
    QMap<QString, QString> map;    ///< asked column -> mine
    QMap<QString, QString> value;  ///< Decision: asked -> decimal
    api::DisclosureRules rules;    ///< Total: --minimum-contributors and the like
    std::chrono::seconds deadline{300};
    unsigned threads = 0;            ///< for the protocol; 0 = as many as the machine has
    bool leave_out_invalid = false;  ///< Overlap
    bool json = false;
    bool yes = false;
};

struct HostOptions {
    RunOptions run;
    api::Draft draft;  ///< all but the contribution
};

struct JoinOptions {
    RunOptions run;
    QString invitation;
};

/// Parsers of `arguments` without the program's and the command's name. An empty optional with an empty usage
/// message means that help was printed.
struct Parsed {
    std::optional<Usage> usage;
    bool help = false;
};

Parsed parseHost(const QStringList& arguments, HostOptions& out);
Parsed parseJoin(const QStringList& arguments, JoinOptions& out);

struct InspectOptions {
    QString file;
    api::ImportOptions import;
    bool json = false;
};
Parsed parseInspect(const QStringList& arguments, InspectOptions& out);

struct VerifyOptions {
    QString file;
    bool json = false;
};
Parsed parseVerify(const QStringList& arguments, VerifyOptions& out);

}  // namespace tacit::cli
