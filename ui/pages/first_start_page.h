#pragma once

#include <memory>

#include "api/engine.h"
#include "ui/widgets/page.h"

class QLineEdit;
class QPushButton;

namespace tacit::ui {

class Banner;

/// The first start: who are you? Makes the identity, and says what is made and where it stays.
class FirstStartPage : public Page {
    Q_OBJECT
  public:
    explicit FirstStartPage(std::shared_ptr<api::Engine> engine, QWidget* parent = nullptr);

  Q_SIGNALS:
    void identityMade();

  private:
    void submit();
    std::shared_ptr<api::Engine> engine_;
    QLineEdit* organisation_;
    QLineEdit* person_;
    QPushButton* create_;
    Banner* banner_;
};

}  // namespace tacit::ui
