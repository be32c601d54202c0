#pragma once

#include <QString>

namespace tacit::ui {

/// What a message to the user consists of: what happened, what that means for the data, what to do next.
struct Message {
    QString happened;
    QString means;
    QString next;
    friend bool operator==(const Message&, const Message&) = default;
};

}  // namespace tacit::ui
