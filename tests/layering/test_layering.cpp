// Holds the #include lines of the tree against the layer graph that stands in engine/README.md, and the
// rule "one user per foreign library". A new exception fails, and so does a stale line of the graph.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

const QString root = QStringLiteral(TACIT_SOURCE_DIR);

QString contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList sources(const QString& folder) {
    QStringList out;
    QDirIterator it(root + '/' + folder, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) out << it.next();
    out.sort();
    return out;
}

struct Include {
    QString file, target;
    bool system = false;
};

QList<Include> includesOf(const QString& folder) {
    static const QRegularExpression line(QStringLiteral("^\\s*#include\\s*([<\"])([^>\"]+)[>\"]"),
                                         QRegularExpression::MultilineOption);
    QList<Include> out;
    for (const auto& file : sources(folder)) {
        auto matches = line.globalMatch(contents(file));
        while (matches.hasNext()) {
            const auto match = matches.next();
            out << Include{file.mid(root.size() + 1), match.captured(2), match.captured(1) == "<"};
        }
    }
    return out;
}

/// The lines "folder -> a, b" of the block that starts with ```layers in engine/README.md.
QMap<QString, QSet<QString>> layerGraph() {
    static const QRegularExpression block(QStringLiteral("```layers\\n(.*?)```"),
                                          QRegularExpression::DotMatchesEverythingOption);
    QMap<QString, QSet<QString>> graph;
    const auto text = block.match(contents(root + "/engine/README.md")).captured(1);
    for (const auto& line : text.split('\n', Qt::SkipEmptyParts)) {
        const auto sides = line.split("->");
        QSet<QString> to;
        for (const auto& name : sides.value(1).split(',', Qt::SkipEmptyParts))
            if (!name.trimmed().isEmpty()) to << name.trimmed();
        graph[sides.value(0).trimmed()] = to;
    }
    return graph;
}

}  // namespace

class TestLayering : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void engineFollowsItsGraph();
    void graphHasNoStaleArrowAndNoCircle();
    void uiSeesTheApiAlone();
    void oneUserPerForeignLibrary();
    void engineHoldsNoQt();
    void noFileIsTooLong();
};

void TestLayering::engineFollowsItsGraph() {
    const auto graph = layerGraph();
    QVERIFY2(!graph.isEmpty(), "no ```layers block in engine/README.md");
    for (const auto& folder : QDir(root + "/engine").entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QVERIFY2(graph.contains(folder), qPrintable("not in the graph: engine/" + folder));
        for (const auto& include : includesOf("engine/" + folder)) {
            const auto target = include.target.section('/', 0, 0);
            if (include.system || target == folder) continue;
            QVERIFY2(graph[folder].contains(target),
                     qPrintable(include.file + " includes \"" + include.target + "\" against the graph"));
        }
    }
}

void TestLayering::graphHasNoStaleArrowAndNoCircle() {
    const auto graph = layerGraph();
    for (auto it = graph.begin(); it != graph.end(); ++it) {
        QSet<QString> used;
        for (const auto& include : includesOf("engine/" + it.key()))
            if (!include.system) used << include.target.section('/', 0, 0);
        for (const auto& target : it.value()) {
            QVERIFY2(graph.contains(target), qPrintable("unknown folder in the graph: " + target));
            QVERIFY2(used.contains(target), qPrintable("stale arrow: " + it.key() + " -> " + target));
        }
    }
    QSet<QString> placed;
    for (bool progress = true; progress;) {
        progress = false;
        for (auto it = graph.begin(); it != graph.end(); ++it)
            if (!placed.contains(it.key()) && placed.contains(it.value())) {
                placed << it.key();
                progress = true;
            }
    }
    QCOMPARE(placed.size(), graph.size());
}

void TestLayering::uiSeesTheApiAlone() {
    static const QSet<QString> allowed{"ui", "api", "base"};
    for (const auto& include : includesOf("ui"))
        if (!include.system && include.target.contains('/'))
            QVERIFY2(allowed.contains(include.target.section('/', 0, 0)),
                     qPrintable(include.file + " includes \"" + include.target + '"'));
}

void TestLayering::oneUserPerForeignLibrary() {
    const QList<QPair<QRegularExpression, QString>> owners{
        {QRegularExpression("^sodium"), "engine/crypto/"},
        {QRegularExpression("^zmq"), "engine/net/"},
        {QRegularExpression("^sqlite3"), "engine/store/"},
        {QRegularExpression("^unicode/"), "engine/table/"},
        {QRegularExpression("^zip\\.h"), "engine/table/"},
        {QRegularExpression("^expat"), "engine/table/"},
        {QRegularExpression("^qt6?keychain"), "app/adapters/"},
        {QRegularExpression("^(QSql|QtSql)"), "app/adapters/"}};
    for (const auto* folder : {"engine", "ui", "app"})
        for (const auto& include : includesOf(folder))
            for (const auto& [library, owner] : owners)
                if (include.system && library.match(include.target).hasMatch())
                    QVERIFY2(include.file.startsWith(owner),
                             qPrintable(include.file + " includes <" + include.target + ">; its place is " +
                                        owner));
}

void TestLayering::engineHoldsNoQt() {
    static const QRegularExpression qt("^(Q[A-Z]|Qt)");
    for (const auto& include : includesOf("engine"))
        QVERIFY2(!qt.match(include.target).hasMatch(),
                 qPrintable(include.file + " includes " + include.target));
}

void TestLayering::noFileIsTooLong() {
    for (const auto* folder : {"engine", "ui", "app", "tests"})
        for (const auto& file : sources(folder))
            QVERIFY2(contents(file).count('\n') < 1000, qPrintable(file + " has a thousand lines"));
}

QTEST_GUILESS_MAIN(TestLayering)
#include "test_layering.moc"
