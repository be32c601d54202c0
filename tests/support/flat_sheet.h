#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace tacit::test {

/// A cell of a made-up table: what it is, and its text as the import has to give it.
struct MadeCell {
    enum Kind { blank, text, number, date, boolean } kind = blank;
    QString value;
};

struct MadeTable {
    QStringList names;
    std::vector<std::vector<MadeCell>> rows;
};

/// The table as one file of flat OpenDocument (.fods), which leaves LibreOffice nothing to guess.
QByteArray flatSheet(const MadeTable& table);

/// As comma-separated text.
QByteArray csvSheet(const MadeTable& table);

}  // namespace tacit::test
