#pragma once

#include <QWidget>
#include <vector>

#include "api/session.h"

class QLabel;
class QVBoxLayout;

namespace tacit::ui {

class Badge;
class ElidedLabel;
class IconLabel;

/// One participant: name, person, how it is known, the fingerprint of its key, and its state as a badge; for
/// the organizer, below it, the invitation file with buttons to copy its path and to open its folder.
class ParticipantRow : public QWidget {
    Q_OBJECT
  public:
    explicit ParticipantRow(int place, QWidget* parent = nullptr);
    void set(const api::ParticipantView& participant);

  private:
    void copyPath();
    IconLabel* icon_;
    QLabel* name_;
    QLabel* person_;
    QLabel* fingerprint_;
    Badge* badge_;
    QWidget* invitation_;
    ElidedLabel* path_;
    QLabel* copied_;
};

/// All participants under each other. Rows are reused, so that an update never takes the focus away.
class ParticipantList : public QWidget {
    Q_OBJECT
  public:
    explicit ParticipantList(QWidget* parent = nullptr);
    void set(const std::vector<api::ParticipantView>& participants);

  private:
    QVBoxLayout* column_;
    std::vector<ParticipantRow*> rows_;
};

}  // namespace tacit::ui
