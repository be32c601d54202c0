#include <QApplication>
#include <QCommandLineParser>
#include <csignal>

#include "base/heap.h"
#include "desktop/startup.h"
#include "ui/theme/theme.h"

int main(int argc, char** argv) {
    tacit::keep_freed_memory();
    QApplication application(argc, argv);
    QApplication::setApplicationName("tacit");
    QApplication::setApplicationDisplayName("Tacit");
    QApplication::setApplicationVersion(TACIT_VERSION);
    QApplication::setDesktopFileName("org.tacit.Tacit");
    std::signal(SIGPIPE, SIG_IGN);

    QCommandLineParser parser;
    parser.setApplicationDescription("Joint answers from data that nobody shares.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({"profile", "The profile's folder; made on first use.", "DIR"});
    parser.addPositionalArgument("invitation", "A .tacit file to open.", "[invitation]");
    parser.process(application);
    const auto profile =
        parser.isSet("profile") ? parser.value("profile") : tacit::adapters::EngineFactory::defaultProfile();

    tacit::ui::applyTheme(application);
    tacit::adapters::EngineFactory engines(std::chrono::seconds(60));
    tacit::ui::DialogFileChooser files;
    tacit::desktop::Startup startup(engines, files, profile, parser.positionalArguments().value(0));
    QObject::connect(&startup, &tacit::desktop::Startup::gaveUp, &application, &QCoreApplication::quit);
    startup.begin();
    return QApplication::exec();
}
