// Renders every page with the fake engine, in two sizes and two themes, for people to look at.
//   tacit-screenshots OUTDIR [PART-OF-NAME]
#include <QApplication>
#include <QDir>
#include <QLocale>
#include <QPainter>

#include "support/window_states.h"
#include "ui/theme/theme.h"

using namespace tacit;

namespace {

/// The window, and in its middle the dialog that is open.
QPixmap picture(ui::MainWindow& window) {
    auto shot = window.grab();
    if (auto* dialog = QApplication::activeModalWidget()) {
        const auto front = dialog->grab();
        QPainter painter(&shot);
        const QPoint at((shot.width() - front.width()) / 2, (shot.height() - front.height()) / 2);
        painter.drawPixmap(at, front);
        painter.setPen(Qt::gray);  // instead of the frame that the system draws
        painter.drawRect(QRect(at, front.size()).adjusted(-1, -1, 0, 0));
    }
    return shot;
}

void render(const test::WindowState& state, const QDir& out, bool dark) {
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        const auto stage = test::enter(state, size);
        const QString name =
            QString("%1-%2-%3.png").arg(state.name).arg(size.width()).arg(dark ? "dark" : "light");
        picture(*stage->window).save(out.filePath(name));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (argc < 2) {
        qCritical("usage: tacit-screenshots OUTDIR [PART-OF-NAME]");
        return 2;
    }
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    ui::applyTheme(application);
    const QDir out(QString::fromLocal8Bit(argv[1]));
    if (!out.mkpath(".")) return 1;
    const QString part = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    for (const bool dark : {false, true}) {
        ui::setThemeMode(application, dark ? ui::ThemeMode::dark : ui::ThemeMode::light);
        for (const auto& state : test::windowStates()) {
            if (state.name.contains(part)) render(state, out, dark);
        }
    }
    return 0;
}
