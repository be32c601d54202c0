#include <QCoreApplication>
#include <cstdio>

#include "base/heap.h"
#include "cli/ask_password.h"
#include "cli/bench.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/run.h"

namespace {

constexpr const char* help = R"(tacit-cli: joint answers from data that nobody shares

  tacit-cli demo                        the questions on the bundled samples, beside the clear answers
  tacit-cli inspect FILE [options]      what the import sees in a spreadsheet
  tacit-cli host [options] --yes        propose a question, write invitations, run
  tacit-cli join INVITATION [options] --yes
  tacit-cli verify RECEIPT [--json]     whether a receipt is genuine, and what it proves
  tacit-cli bench [NAME...] [--json]    the engine's benchmarks
  tacit-cli COMMAND --help              the options of a command

Exit status: 0 success, 1 the run failed or was refused, 2 usage.
)";

template <class Options>
int dispatch(tacit::adapters::EngineFactory& engines, const QStringList& arguments,
             tacit::cli::Parsed (*parse)(const QStringList&, Options&),
             int (*run)(tacit::adapters::EngineFactory&, const Options&)) {
    Options options;
    const auto parsed = parse(arguments, options);
    if (parsed.help) return 0;
    if (parsed.usage) {
        tacit::cli::say("tacit-cli: " + parsed.usage->message + "\nTry --help.");
        return 2;
    }
    return run(engines, options);
}

}  // namespace

int main(int argc, char** argv) {
    using namespace tacit::cli;
    tacit::keep_freed_memory();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName("tacit");
    QCoreApplication::setApplicationVersion(TACIT_VERSION);
    installSignals();
    tacit::adapters::EngineFactory engines;
    PasswordPrompt prompt;
    engines.askForDatabasePasswords([&prompt](const auto& database) { return prompt.ask(database); });
    auto arguments = QCoreApplication::arguments().mid(1);
    const auto command = arguments.isEmpty() ? QString() : arguments.takeFirst();
    if (command == "host") return dispatch(engines, arguments, parseHost, runHost);
    if (command == "join") return dispatch(engines, arguments, parseJoin, runJoin);
    if (command == "inspect") return dispatch(engines, arguments, parseInspect, runInspect);
    if (command == "verify") return dispatch(engines, arguments, parseVerify, runVerify);
    if (command == "bench") return runBench(arguments);
    if (command == "demo" && arguments.isEmpty()) return runDemo(engines);
    if (command == "--version") {
        std::puts("tacit-cli " TACIT_VERSION);
        return 0;
    }
    const bool asked = command == "--help" || command == "help";
    std::fputs(help, asked ? stdout : stderr);
    return asked ? 0 : 2;
}
