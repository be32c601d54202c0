#pragma once

#include <QVector>

#include "base/fault.h"
#include "ui/text/message.h"

namespace tacit::ui {

/// The sentences for an error: complete, for every fault, with the partner's name and the detail where they
/// help. Outside text in the error is sanitised.
Message faultMessage(const Error& error);

/// For a record of a session that neither ended nor runs: the program was closed in its middle.
Message interruptedMessage();

/// Every value of the closed enum, for tests and for the pictures.
const QVector<Fault>& allFaults();

}  // namespace tacit::ui
