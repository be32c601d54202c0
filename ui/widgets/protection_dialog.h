#pragma once

#include <QDialog>
#include <vector>

#include "api/question.h"

namespace tacit::ui {

/// "How this is protected": the explanation of a proposal's protocol, to be read. Deletes itself when closed.
class ProtectionDialog final : public QDialog {
    Q_OBJECT
  public:
    ProtectionDialog(const std::string& security, const std::vector<api::Explanation>& protection,
                     QWidget* parent);
};

}  // namespace tacit::ui
