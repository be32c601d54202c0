#include "cli/options.h"

#include <QDir>
#include <cstdio>

#include "adapters/engine_factory.h"

namespace tacit::cli {

namespace {

Parsed usage(const QString& message) {
    return {Usage{message}, false};
}

/// QCommandLineParser reports and exits by itself only in `process`; here everything comes back as a value.
class Parser {
  public:
    Parser(const QString& command, const QString& what, const QString& positional = {}) : command_(command) {
        parser_.setApplicationDescription(what);
        if (!positional.isEmpty()) parser_.addPositionalArgument(positional, {});
        add("help", "Shows this text.");
        wanted_ = positional.isEmpty() ? 0 : 1;
    }
    void add(const QString& name, const QString& text, const QString& value = {}) {
        parser_.addOption(QCommandLineOption(name, text, value));
    }
    /// Empty on success.
    std::optional<Parsed> parse(const QStringList& arguments) {
        const bool good = parser_.parse(QStringList{"tacit-cli " + command_} + arguments);
        if (good && parser_.isSet("help")) {
            std::fputs(qPrintable(parser_.helpText()), stdout);
            return Parsed{std::nullopt, true};
        }
        if (!good) return usage(parser_.errorText());
        if (parser_.positionalArguments().size() < wanted_) return usage("a file is missing");
        if (parser_.positionalArguments().size() > wanted_)
            return usage("unexpected argument: " + parser_.positionalArguments().at(wanted_));
        return std::nullopt;
    }
    bool has(const QString& name) const { return parser_.isSet(name); }
    QString text(const QString& name) const { return parser_.value(name); }
    QStringList texts(const QString& name) const { return parser_.values(name); }
    QString positional() const { return parser_.positionalArguments().value(0); }

  private:
    QCommandLineParser parser_;
    QString command_;
    int wanted_ = 0;
};

void addRunOptions(Parser& parser) {
    parser.add("profile", "The profile's folder (identity, partners, history); made on first use.", "DIR");
    parser.add("as", "Names a new profile.", "'ORGANISATION / PERSON'");
    parser.add("data", "Your spreadsheet (CSV or XLSX).", "FILE");
    parser.add("sheet", "The sheet of the workbook.", "NAME");
    parser.add("map", "Which of your columns stands for an asked one (repeatable).", "ASKED=MINE");
    parser.add("value", "Decision: a number in the place of a column (repeatable).", "NAME=DECIMAL");
    parser.add("leave-out-invalid", "Overlap: rows whose key is not of the agreed kind take no part.");
    parser.add("result", "Writes the result as CSV.", "FILE");
    parser.add("receipt", "Writes the signed record of the run.", "FILE");
    parser.add("deadline", "Bounds every wait (default 300).", "SECONDS");
    parser.add("threads", "Threads for the protocol (default: as many as the machine has).", "N");
    parser.add("json", "Prints the result as one JSON object.");
    parser.add("yes", "Gives the consents that a person would give.");
}

std::optional<Parsed> splitPairs(const QStringList& pairs, const QString& option, const QString& form,
                                 QMap<QString, QString>& out) {
    for (const auto& pair : pairs) {
        const auto at = pair.indexOf('=');
        if (at < 1) return usage(option + " takes " + form + ", not '" + pair + "'");
        if (out.contains(pair.left(at))) return usage(option + " names '" + pair.left(at) + "' twice");
        out[pair.left(at)] = pair.mid(at + 1);
    }
    return std::nullopt;
}

std::optional<Parsed> readRunOptions(const Parser& parser, RunOptions& out) {
    out.profile = parser.has("profile") ? parser.text("profile") : adapters::EngineFactory::defaultProfile();
    out.as = parser.text("as");
    out.data = parser.text("data");
    out.sheet = parser.text("sheet");
    out.result = parser.text("result");
    out.receipt = parser.text("receipt");
    if (auto wrong = splitPairs(parser.texts("map"), "--map", "ASKED=MINE", out.map)) return wrong;
    if (auto wrong = splitPairs(parser.texts("value"), "--value", "NAME=DECIMAL", out.value)) return wrong;
    for (const auto& name : out.map.keys())
        if (out.value.contains(name)) return usage("'" + name + "' has both --map and --value");
    out.leave_out_invalid = parser.has("leave-out-invalid");
    out.json = parser.has("json");
    out.yes = parser.has("yes");
    if (parser.has("deadline")) {
        bool good = false;
        const int seconds = parser.text("deadline").toInt(&good);
        if (!good || seconds < 1 || seconds > 7 * 24 * 3600)
            return usage("--deadline takes seconds, from 1 to 604800");
        out.deadline = std::chrono::seconds(seconds);
    }
    if (parser.has("threads")) {
        bool good = false;
        out.threads = parser.text("threads").toUInt(&good);
        if (!good || out.threads < 1 || out.threads > 256)
            return usage("--threads takes a number from 1 to 256");
    }
    if (!out.yes)
        return usage(
            "this command agrees to the proposal and sends encrypted pieces of your data; say so with --yes");
    return std::nullopt;
}

std::optional<Parsed> readRecipients(const Parser& parser, api::Recipients& to) {
    static const QMap<QString, api::Recipients> recipients{{"all", api::Recipients::all},
                                                           {"organizer", api::Recipients::organizer},
                                                           {"partner", api::Recipients::partner}};
    if (!parser.has("to")) return std::nullopt;
    if (!recipients.contains(parser.text("to"))) return usage("--to is all, organizer or partner");
    to = recipients[parser.text("to")];
    return std::nullopt;
}

std::optional<Parsed> readDecision(const Parser& parser, api::Draft& draft) {
    api::DecisionQuestion question;
    question.formula = parser.text("formula").toStdString();
    for (const auto* foreign : {"column", "key", "recipe", "reveal", "security"})
        if (parser.has(foreign)) return usage(QString("--%1 does not belong to a Decision").arg(foreign));
    for (const auto* later : {"template", "parameter"})
        if (parser.has(later))
            return usage(QString("--%1 is not in this version yet: ask with --formula").arg(later));
    if (question.formula.empty())
        return usage("a Decision needs --formula TEXT, such as 'sum(exposure) > 1000000'");
    if (auto wrong = readRecipients(parser, question.to)) return wrong;
    draft.question = question;
    return std::nullopt;
}

/// "email,dots": a kind, then what it is to ignore, or the country of phone numbers.
std::optional<Parsed> readRecipe(const QString& text, api::KeyRecipe& out) {
    static const QMap<QString, api::KeyKind> kinds{
        {"text", api::KeyKind::text},   {"identifier", api::KeyKind::identifier},
        {"email", api::KeyKind::email}, {"phone", api::KeyKind::phone},
        {"date", api::KeyKind::date},   {"number", api::KeyKind::number},
        {"name", api::KeyKind::name}};
    auto words = text.split(',');
    const auto kind = words.takeFirst();
    if (!kinds.contains(kind))
        return usage("--recipe is text, identifier, email, phone, date, number or name, not '" + kind + "'");
    out.kind = kinds[kind];
    for (const auto& word : words) {
        if (word == "digits")
            out.digits_only = true;
        else if (word == "zeros")
            out.strip_leading_zeros = true;
        else if (word == "dots")
            out.ignore_dots = true;
        else if (word == "tags")
            out.ignore_tags = true;
        else if (out.kind == api::KeyKind::phone && out.region.empty())
            out.region = word.toStdString();
        else
            return usage("--recipe '" + text + "' has '" + word + "', which does not belong there");
    }
    return std::nullopt;
}

std::optional<Parsed> readKeys(const Parser& parser, api::OverlapQuestion& question) {
    const auto names = parser.texts("key"), recipes = parser.texts("recipe");
    if (names.isEmpty()) return usage("an Overlap needs --key NAME");
    if (recipes.size() > names.size()) return usage("there are more --recipe than --key");
    for (int i = 0; i < names.size(); ++i) {
        api::KeyPart part{names[i].toStdString(), {}};
        if (part.name.empty()) return usage("an Overlap needs --key NAME");
        if (i < recipes.size())
            if (auto wrong = readRecipe(recipes[i], part.recipe)) return wrong;
        if (i > 0) {
            question.further.push_back(std::move(part));
        } else {
            question.key = part.name;
            question.recipe = part.recipe;
        }
    }
    return std::nullopt;
}

std::optional<Parsed> readOverlap(const Parser& parser, api::Draft& draft) {
    static const QMap<QString, api::Reveal> reveals{{"rows", api::Reveal::rows},
                                                    {"count", api::Reveal::count}};
    static const QMap<QString, api::Security> securities{
        {"malicious", api::Security::malicious}, {"honest-but-curious", api::Security::honest_but_curious}};
    api::OverlapQuestion question;
    if (auto wrong = readKeys(parser, question)) return wrong;
    for (const auto* foreign : {"column", "formula", "template", "parameter"})
        if (parser.has(foreign)) return usage(QString("--%1 does not belong to an Overlap").arg(foreign));
    if (parser.has("reveal")) {
        if (!reveals.contains(parser.text("reveal"))) return usage("--reveal is rows or count");
        question.reveal = reveals[parser.text("reveal")];
    }
    if (auto wrong = readRecipients(parser, question.to)) return wrong;
    if (parser.has("security")) {
        if (!securities.contains(parser.text("security")))
            return usage("--security is malicious or honest-but-curious");
        question.security = securities[parser.text("security")];
        if (question.security != question.effective_security())
            return usage("--reveal count is honest-but-curious in this version");
    }
    draft.question = question;
    return std::nullopt;
}

std::optional<Parsed> readQuestion(const Parser& parser, api::Draft& draft) {
    const auto kind = parser.text("question");
    if (kind == "total") {
        api::TotalQuestion question;
        for (const auto& name : parser.texts("column")) question.columns.push_back(name.toStdString());
        if (question.columns.empty()) return usage("a Total needs --column NAME, once for each column");
        for (const auto* foreign :
             {"key", "recipe", "reveal", "to", "security", "formula", "template", "parameter"})
            if (parser.has(foreign)) return usage(QString("--%1 does not belong to a Total").arg(foreign));
        draft.question = question;
        return std::nullopt;
    }
    if (kind == "overlap") return readOverlap(parser, draft);
    if (kind == "decision") return readDecision(parser, draft);
    return usage("--question is total, overlap or decision");
}

}  // namespace

Parsed parseHost(const QStringList& arguments, HostOptions& out) {
    Parser parser("host", "Proposes a question, writes the invitations, waits for the partners and runs.");
    parser.add("question", "total, overlap or decision.", "KIND");
    parser.add("column", "Total: a column to add up (repeatable).", "NAME");
    parser.add("key", "Overlap: the column to match; repeated, columns that make up the key together.",
               "NAME");
    parser.add("recipe",
               "Overlap: what the keys are, once per --key: text (default), identifier[,digits][,zeros], "
               "email[,dots][,tags], phone,COUNTRY, date, number, name.",
               "KIND");
    parser.add("reveal", "Overlap: rows or count.", "WHAT");
    parser.add("to", "Overlap, Decision: all (default), organizer or partner (in a Decision: all partners).",
               "WHOM");
    parser.add("security",
               "Overlap of rows: malicious (default; holds against altered programs) or honest-but-curious.",
               "WHICH");
    parser.add("formula", "Decision: sum(NAME) compared with a number by >, >=, < or <=.", "TEXT");
    parser.add("template", "Decision: not in this version yet.", "NAME");
    parser.add("parameter", "Decision: not in this version yet.", "K=V");
    parser.add("title", "The session's title, which partners see.", "TEXT");
    parser.add("partners", "How many partners are invited.", "N");
    parser.add("invitation", "Invitations are written to PREFIX-1.tacit ... PREFIX-N.tacit.", "PREFIX");
    parser.add("listen", "Where partners connect to (default tcp://127.0.0.1:0).", "ENDPOINT");
    parser.add("advertise", "Another address for the invitations (port forwarding).", "ENDPOINT");
    addRunOptions(parser);
    if (auto ended = parser.parse(arguments)) return *ended;
    if (auto wrong = readQuestion(parser, out.draft)) return *wrong;
    if (auto wrong = readRunOptions(parser, out.run)) return *wrong;
    bool good = false;
    const int partners = parser.text("partners").toInt(&good);
    if (!good || partners < 1 || partners > 1000) return usage("--partners takes the number of partners");
    out.draft.partners = static_cast<std::uint16_t>(partners);
    out.draft.title = parser.text("title").toStdString();
    if (out.draft.title.empty())
        return usage("--title is missing: the text by which partners recognise the session");
    out.draft.invitation_prefix = parser.text("invitation").toStdString();
    if (out.draft.invitation_prefix.empty()) return usage("--invitation PREFIX is missing");
    if (parser.has("listen")) out.draft.listen = parser.text("listen").toStdString();
    out.draft.advertise = parser.text("advertise").toStdString();
    out.draft.deadline = out.draft.lobby_deadline = out.run.deadline;
    return {};
}

Parsed parseJoin(const QStringList& arguments, JoinOptions& out) {
    Parser parser("join", "Opens an invitation, agrees to its proposal and takes part.", "INVITATION");
    addRunOptions(parser);
    if (auto ended = parser.parse(arguments)) return *ended;
    if (auto wrong = readRunOptions(parser, out.run)) return *wrong;
    out.invitation = parser.positional();
    return {};
}

Parsed parseInspect(const QStringList& arguments, InspectOptions& out) {
    Parser parser("inspect", "Shows what the import sees in a spreadsheet.", "FILE");
    parser.add("sheet", "The sheet of the workbook.", "NAME");
    parser.add("json", "Prints one JSON object.");
    if (auto ended = parser.parse(arguments)) return *ended;
    out.file = parser.positional();
    out.sheet = parser.text("sheet");
    out.json = parser.has("json");
    return {};
}

}  // namespace tacit::cli
