#pragma once

#include <QSet>

#include "ui/pages/wizard/wizard_state.h"

namespace tacit::test {

/// A computer for the wizard: one folder that can be written, and files that exist.
inline ui::WizardSurroundings wizardWorld(const QSet<QString>& files = {}) {
    ui::WizardSurroundings here;
    here.documents = QStringLiteral("/home/clara/Documents");
    here.addresses = QStringList{QStringLiteral("192.0.2.17"), QStringLiteral("198.51.100.4")};
    here.exists = [files](const QString& path) { return files.contains(path); };
    here.writable = [](const QString& path) { return path.startsWith(QStringLiteral("/home/clara")); };
    return here;
}

}  // namespace tacit::test
