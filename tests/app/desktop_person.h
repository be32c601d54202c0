#pragma once

#include <QTemporaryDir>
#include <memory>

#include "desktop/startup.h"

namespace tacit::test {

/// Gives the next path instead of a dialog.
class ScriptedFiles final : public ui::FileChooser {
  public:
    QString next;
    void openFile(QWidget*, const ui::FileRequest&, Chosen chosen) override { chosen(next); }
    void saveFile(QWidget*, const ui::FileRequest&, Chosen chosen) override { chosen(next); }
    void folder(QWidget*, const ui::FileRequest&, Chosen chosen) override { chosen(next); }
};

/// Somebody at the real desktop program, as the only one in this process: clicks, types, and looks at what
/// the window shows. Every step says what was wrong, or nothing.
class DesktopPerson {
  public:
    DesktopPerson(const QString& profile, const QString& invitation = {});

    QString introduce(const QString& organisation, const QString& person);
    /// Wizard from "New session" to the lobby. `columns` are ticked on the data page.
    QString propose(const QString& kind, const QString& data, const QStringList& columns,
                    const QString& folder, bool countOnly = false);
    /// The two halves of `propose`: up to the table that was read, and from its columns on. In between a test
    /// looks at the data page and decides there, through `window`.
    QString openData(const QString& kind, const QString& data);
    QString goOn(const QStringList& columns, const QString& folder, bool countOnly = false);
    QWidget* window() const { return startup_.window(); }
    /// The same for a Decision; `data` empty: the number is typed, and called `name`.
    QString decide(const QString& name, const QString& limit, const QString& data, const QString& number,
                   const QString& folder);
    QString joinWith(const QString& data);
    QString joinTyping(const QString& number);
    /// Waits for the result page and gives all of its texts, joined by line breaks; empty on failure.
    QString result(int milliseconds = 60000);
    QString save(const QString& path);
    /// What the page shows now, for the report of a failure.
    QString screen() const;

  private:
    template <class T>
    T* find(const QString& name) const;
    QString click(const QString& name, int milliseconds = 10000);
    QString chooseData(const QString& path);
    QString tick(const QStringList& columns);
    QString type(const QString& name, const QString& text);
    QString finishWizard(const QString& folder, bool countOnly);

    adapters::EngineFactory engines_;
    ScriptedFiles files_;
    desktop::Startup startup_;
};

}  // namespace tacit::test
