#include "cli/options.h"

#include <QDir>
#include <algorithm>
#include <cstdio>
#include <set>

#include "adapters/engine_factory.h"
#include "cli/import_options.h"

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
    QCommandLineParser& inner() { return parser_; }
    const QCommandLineParser& inner() const { return parser_; }
    QString positional() const { return parser_.positionalArguments().value(0); }

  private:
    QCommandLineParser parser_;
    QString command_;
    int wanted_ = 0;
};

void addRunOptions(Parser& parser) {
    parser.add("profile", "The profile's folder (identity, partners, history); made on first use.", "DIR");
    parser.add("as", "Names a new profile.", "'ORGANISATION / PERSON'");
    parser.add(
        "data",
        "Your spreadsheet (CSV, XLSX, XLS or ODS), or a table of a database: sqlite:FILE?table=NAME, "
        "postgresql://USER@HOST/DATABASE?table=NAME or odbc:SOURCE?table=NAME; query=SELECT... in the "
        "place of table=NAME. The password of a database is taken from TACIT_DATABASE_PASSWORD, or asked "
        "for at the terminal.",
        "FILE");
    addImportOptions(parser.inner());
    parser.add("map", "Which of your columns stands for an asked one (repeatable).", "ASKED=MINE");
    parser.add("value",
               "Decision: a number, or yes or no, in the place of a column (repeatable). A name with = in it "
               "needs quotes, also with --map: '\"a=b\"=5'.",
               "NAME=DECIMAL");
    parser.add("minimum-contributors",
               "Total: hides a number in which fewer participants have a value. With join: for all, if it is "
               "stricter than what is proposed.",
               "N");
    parser.add("minimum-group", "Total: hides a number with fewer values. With join likewise.", "N");
    parser.add("dominance",
               "Total: hides a number of which one participant's part is more. With join likewise.",
               "PERCENT");
    parser.add("leave-out-invalid", "Overlap: rows whose key is not of the agreed kind take no part.");
    parser.add("result", "Writes the result as CSV.", "FILE");
    parser.add("receipt", "Writes the signed record of the run.", "FILE");
    parser.add("deadline", "Bounds every wait (default 300).", "SECONDS");
    parser.add("threads", "Threads for the protocol (default: as many as the machine has).", "N");
    parser.add("json",
               "Prints the result as one JSON object. The answer of a Decision is true or false, a list of "
               "names, a number as text, \"withheld\" or \"not for you\".");
    parser.add("yes", "Gives the consents that a person would give.");
}

struct Pair {
    QString name, value;
};

/// NAME=VALUE. A name with = in it stands in quotes, as in a formula: "a=b"=5, quotes inside doubled. What
/// stands between the closing quote and the = belongs to the name too ("a=b".count=0..5).
std::optional<Pair> splitPair(const QString& text) {
    const auto quote = text.isEmpty() ? QChar() : text[0];
    QString name;
    qsizetype at = 0;
    if (quote == '"' || quote == '`') {
        for (at = 1; at < text.size(); ++at) {
            if (text[at] == quote && (++at >= text.size() || text[at] != quote)) break;
            name += text[at];
        }
    }
    const auto sign = text.indexOf('=', at);
    name += text.mid(at, sign - at);
    if (sign < 1 || name.isEmpty()) return std::nullopt;
    return Pair{name, text.mid(sign + 1)};
}

std::optional<Parsed> splitPairs(const QStringList& pairs, const QString& option, const QString& form,
                                 QMap<QString, QString>& out) {
    for (const auto& text : pairs) {
        const auto pair = splitPair(text);
        if (!pair) return usage(option + " takes " + form + ", not '" + text + "'");
        if (out.contains(pair->name)) return usage(option + " names '" + pair->name + "' twice");
        out[pair->name] = pair->value;
    }
    return std::nullopt;
}

std::optional<Parsed> readRules(const Parser& parser, api::DisclosureRules& rules) {
    const auto read = [&](const QString& name, unsigned least, unsigned most, auto& out) {
        if (!parser.has(name)) return true;
        bool good = false;
        const auto value = parser.text(name).toUInt(&good);
        if (!good || value < least || value > most) return false;
        out = static_cast<std::remove_reference_t<decltype(out)>>(value);
        return true;
    };
    if (!read("minimum-contributors", 1, 1000, rules.minimum_contributors))
        return usage("--minimum-contributors takes a number of participants, from 1 to 1000");
    if (!read("minimum-group", 1, 1'000'000'000, rules.minimum_group))
        return usage("--minimum-group takes a number of values, from 1 to 1000000000");
    if (!read("dominance", 1, 100, rules.dominance))
        return usage("--dominance takes a whole number of per cent, from 1 to 100");
    return std::nullopt;
}

std::optional<Parsed> readRunOptions(const Parser& parser, RunOptions& out) {
    out.profile = parser.has("profile") ? parser.text("profile") : adapters::EngineFactory::defaultProfile();
    out.as = parser.text("as");
    out.data = parser.text("data");
    if (const auto wrong = readImportOptions(parser.inner(), out.import)) return usage(*wrong);
    out.result = parser.text("result");
    out.receipt = parser.text("receipt");
    if (auto wrong = splitPairs(parser.texts("map"), "--map", "ASKED=MINE", out.map)) return wrong;
    if (auto wrong = splitPairs(parser.texts("value"), "--value", "NAME=DECIMAL", out.value)) return wrong;
    if (auto wrong = readRules(parser, out.rules)) return wrong;
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

/// Of a Decision also a list: organizer,partner2.
std::optional<Parsed> readPlaces(const Parser& parser, api::DecisionQuestion& question) {
    const auto text = parser.text("to");
    if (text.isEmpty() || text == "all" || text == "organizer" || text == "partner")
        return readRecipients(parser, question.to);
    for (const auto& one : text.split(',')) {
        const auto number = one.startsWith("partner") ? one.mid(7) : QString();
        const bool digit = number.size() == 1 && number[0] >= '1' && number[0] <= '7';
        if (!digit && one != "organizer")
            return usage("--to is all, organizer, partner or a list such as organizer,partner2");
        question.to_places.push_back(static_cast<std::uint16_t>(digit ? number[0].unicode() - u'0' : 0));
    }
    auto& places = question.to_places;
    std::sort(places.begin(), places.end());
    if (std::adjacent_find(places.begin(), places.end()) != places.end())
        return usage("--to names somebody twice");
    return std::nullopt;
}

std::optional<Parsed> readRanges(const Parser& parser, api::DecisionQuestion& question) {
    for (const auto& text : parser.texts("range")) {
        const auto pair = splitPair(text);
        const auto at = pair ? pair->value.indexOf("..") : -1;
        if (at < 1) return usage("--range takes NAME=LOW..HIGH, not '" + text + "'");
        question.ranges.push_back({pair->name.toStdString(), pair->value.left(at).toStdString(),
                                   pair->value.mid(at + 2).toStdString()});
    }
    return std::nullopt;
}

std::optional<Parsed> readUnits(const Parser& parser, api::DecisionQuestion& question) {
    for (const auto& text : parser.texts("unit")) {
        const auto pair = splitPair(text);
        if (!pair) return usage("--unit takes NAME=UNIT, not '" + text + "'");
        question.units.push_back({pair->name.toStdString(), pair->value.toStdString()});
    }
    return std::nullopt;
}

/// The formula of a template is made by the engine.
std::optional<Parsed> readDecision(const Parser& parser, api::Draft& draft) {
    api::DecisionQuestion question;
    question.formula = parser.text("formula").toStdString();
    question.template_name = parser.text("template").toStdString();
    for (const auto* foreign : {"column", "key", "recipe", "reveal", "security"})
        if (parser.has(foreign)) return usage(QString("--%1 does not belong to a Decision").arg(foreign));
    if (question.formula.empty() == question.template_name.empty())
        return usage(
            "a Decision needs either --formula TEXT, such as 'sum(exposure) > 1000000', or --template NAME");
    for (const auto& text : parser.texts("parameter")) {
        const auto pair = splitPair(text);
        if (!pair) return usage("--parameter takes K=V, not '" + text + "'");
        question.parameters.push_back({pair->name.toStdString(), pair->value.toStdString()});
    }
    if (question.template_name.empty() && !question.parameters.empty())
        return usage("--parameter belongs to --template");
    if (auto wrong = readPlaces(parser, question)) return wrong;
    if (auto wrong = readRanges(parser, question)) return wrong;
    if (auto wrong = readUnits(parser, question)) return wrong;
    draft.question = question;
    return std::nullopt;
}

/// `quartiles` stands for the lower, the median and the upper one.
std::optional<Parsed> readStatistics(const Parser& parser, std::vector<api::Statistic>& statistics) {
    using enum api::Statistic;
    static const QMap<QString, std::vector<api::Statistic>> names{
        {"min", {minimum}},
        {"max", {maximum}},
        {"median", {median}},
        {"quartiles", {lower_quartile, median, upper_quartile}}};
    std::set<api::Statistic> all;
    for (const auto& name : parser.texts("statistic")) {
        if (!names.contains(name)) return usage("--statistic is min, max, median or quartiles");
        const auto chosen = names.value(name);
        all.insert(chosen.begin(), chosen.end());
    }
    statistics.assign(all.begin(), all.end());
    return std::nullopt;
}

/// --range and --unit of a Total say what is expected of a column, and each end of a range may be open.
std::optional<Parsed> readExpectations(const Parser& parser, api::TotalQuestion& question) {
    const auto expectation = [&](const QString& column) -> api::TotalExpectation* {
        const auto& columns = question.columns;
        const auto found = std::find(columns.begin(), columns.end(), column.toStdString());
        if (found == columns.end()) return nullptr;
        question.expectations.resize(columns.size());
        return &question.expectations[static_cast<std::size_t>(found - columns.begin())];
    };
    for (const auto& text : parser.texts("range")) {
        const auto pair = splitPair(text);
        const auto at = pair ? pair->value.indexOf("..") : -1;
        auto* one = at < 0 ? nullptr : expectation(pair->name);
        if (one == nullptr || pair->value == "..")
            return usage("--range takes COLUMN=LOW..HIGH of a --column, or one end alone, not '" + text +
                         "'");
        if (!one->low.empty() || !one->high.empty()) return usage("--range names '" + pair->name + "' twice");
        one->low = pair->value.left(at).toStdString();
        one->high = pair->value.mid(at + 2).toStdString();
    }
    for (const auto& text : parser.texts("unit")) {
        const auto pair = splitPair(text);
        auto* one = pair ? expectation(pair->name) : nullptr;
        if (one == nullptr || pair->value.isEmpty())
            return usage("--unit takes COLUMN=UNIT of a --column, not '" + text + "'");
        if (!one->unit.empty()) return usage("--unit names '" + pair->name + "' twice");
        one->unit = pair->value.toStdString();
    }
    return std::nullopt;
}

std::optional<Parsed> readTotal(const Parser& parser, api::Draft& draft) {
    api::TotalQuestion question;
    for (const auto& name : parser.texts("column")) question.columns.push_back(name.toStdString());
    if (question.columns.empty()) return usage("a Total needs --column NAME, once for each column");
    for (const auto* foreign :
         {"key", "recipe", "reveal", "to", "security", "formula", "template", "parameter"})
        if (parser.has(foreign)) return usage(QString("--%1 does not belong to a Total").arg(foreign));
    question.group = parser.text("group").toStdString();
    for (const auto& name : parser.texts("category")) question.categories.push_back(name.toStdString());
    if (question.group.empty() && !question.categories.empty())
        return usage("--category needs --group NAME, the column that tells the category");
    question.categories_from_data = !question.group.empty() && question.categories.empty();
    if (auto wrong = readRules(parser, question.rules)) return wrong;
    if (auto wrong = readStatistics(parser, question.statistics)) return wrong;
    if (auto wrong = readExpectations(parser, question)) return wrong;
    if (parser.has("hosts")) {
        bool good = false;
        question.hosts = parser.text("hosts").toUShort(&good);
        if (!good || question.hosts < 2 || question.hosts > 8)
            return usage("--hosts takes the number of participants who compute, from 2 to 8");
    }
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
    for (const auto* foreign : {"column", "formula", "template", "parameter", "range", "unit"})
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
    if (kind == "total") return readTotal(parser, draft);
    for (const auto* foreign :
         {"group", "category", "statistic", "hosts", "minimum-contributors", "minimum-group", "dominance"})
        if (parser.has(foreign)) return usage(QString("--%1 belongs to a Total").arg(foreign));
    if (kind == "overlap") return readOverlap(parser, draft);
    if (kind == "decision") return readDecision(parser, draft);
    return usage("--question is total, overlap or decision");
}

}  // namespace

Parsed parseHost(const QStringList& arguments, HostOptions& out) {
    Parser parser("host", "Proposes a question, writes the invitations, waits for the partners and runs.");
    parser.add("question", "total, overlap or decision.", "KIND");
    parser.add("column", "Total: a column to add up (repeatable).", "NAME");
    parser.add("statistic",
               "Total: min, max, median or quartiles of the participants' own sums (repeatable).", "NAME");
    parser.add(
        "hosts",
        "Total: so many compute for all, you and those with the first invitations (default: everybody, "
        "and three where there are more than eight participants).",
        "N");
    parser.add("group", "Total: the column that tells the category of a row.", "NAME");
    parser.add("category", "Total: a category (repeatable, with --group). Without: those in your own data.",
               "TEXT");
    parser.add("key", "Overlap: the column to match; repeated, columns that make up the key together.",
               "NAME");
    parser.add("recipe",
               "Overlap: what the keys are, once per --key: text (default), identifier[,digits][,zeros], "
               "email[,dots][,tags], phone,COUNTRY, date, number, name.",
               "KIND");
    parser.add("reveal", "Overlap: rows or count.", "WHAT");
    parser.add("to",
               "Overlap, Decision: all (default), organizer or partner (in a Decision: all partners); in a "
               "Decision also a list such as organizer,partner2.",
               "WHOM");
    parser.add("security",
               "Overlap of rows: malicious (default; holds against altered programs) or honest-but-curious.",
               "WHICH");
    parser.add("formula",
               "Decision: what is computed, such as 'sum(exposure) > 1000000', 'highest(bid)', "
               "'mine(salary) > average(salary)'; grammar in engine/question/decision/README.md.",
               "TEXT");
    parser.add("template",
               "Decision: total-limit, cross, agreement, highest, own-position, tolerance or ratio, with "
               "--parameter.",
               "NAME");
    parser.add("parameter", "Decision: fills in a slot of the template (repeatable).", "K=V");
    parser.add("range",
               "Decision: between what everybody's number lies (repeatable; default +-10^18). Total: between "
               "what a column's numbers probably lie, or LOW.. or ..HIGH.",
               "NAME=LOW..HIGH");
    parser.add(
        "unit",
        "Decision: what numbers are measured in; unlike ones are not added (repeatable). Total: likewise "
        "of a column, for whoever brings numbers.",
        "NAME=UNIT");
    parser.add("title", "The session's title, which partners see.", "TEXT");
    parser.add("partners", "How many partners are invited.", "N");
    parser.add("invitation", "Invitations are written to PREFIX-1.tacit ... PREFIX-N.tacit.", "PREFIX");
    parser.add("listen", "Where partners connect to (default tcp://127.0.0.1:0).", "ENDPOINT");
    parser.add("advertise", "Another address for the invitations (port forwarding).", "ENDPOINT");
    addRunOptions(parser);
    if (auto ended = parser.parse(arguments)) return *ended;
    if (auto wrong = readQuestion(parser, out.draft)) return *wrong;
    if (auto wrong = readRunOptions(parser, out.run)) return *wrong;
    out.run.rules = {};  // those of the organizer are the proposal's
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
    Parser parser(
        "inspect",
        "Shows what the import sees in a spreadsheet, or in a database:\n"
        "  sqlite:FILE?table=NAME\n"
        "  postgresql://USER@HOST:PORT/DATABASE?table=NAME\n"
        "  odbc:SOURCE?user=USER&table=NAME, or odbc:DRIVER=...;SERVER=...?table=NAME\n"
        "Without table= the tables are the sheets to choose from; query=SELECT... in its place reads one "
        "SELECT statement. Beside table= the database can do a part of the work:\n"
        "  &columns=NAME,NAME                 the columns that are kept\n"
        "  &where=NAME,COMPARISON,VALUE       equals, one-of, at-least, at-most, between, contains, empty, "
        "not-empty\n"
        "  &group=NAME,NAME&sum=NAME&count=*  one row for each group; also minimum, maximum, squares\n"
        "  &group-counts-as=its-rows          counts and means are those of the rows in the groups, not of "
        "groups\n"
        "A comma in a name is %2C. The password is taken from TACIT_DATABASE_PASSWORD, or asked for at the "
        "terminal.",
        "FILE");
    addImportOptions(parser.inner());
    parser.add("json", "Prints one JSON object.");
    if (auto ended = parser.parse(arguments)) return *ended;
    out.file = parser.positional();
    if (const auto wrong = readImportOptions(parser.inner(), out.import)) return usage(*wrong);
    out.json = parser.has("json");
    return {};
}

Parsed parseVerify(const QStringList& arguments, VerifyOptions& out) {
    Parser parser(
        "verify",
        "Checks a receipt, and says what it proves. Needs no profile and no connection: whoever gets "
        "a receipt can check it, an auditor for instance.",
        "RECEIPT");
    parser.add("json", "Prints one JSON object.");
    if (auto ended = parser.parse(arguments)) return *ended;
    out.file = parser.positional();
    out.json = parser.has("json");
    return {};
}

}  // namespace tacit::cli
