#pragma once

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

class DataPanel;
class FileChooser;
class ExpectationsForm;
class TotalForm;

/// Second page: the organizer's own dataset and the columns that the question is about.
class DataStep final : public Page {
    Q_OBJECT
  public:
    DataStep(std::shared_ptr<api::Engine> engine, FileChooser& chooser, WizardState& state,
             QWidget* parent = nullptr);
    DataPanel& panel() { return *panel_; }

  private:
    void refresh();
    void showDecision();
    void showTotal();

    std::shared_ptr<api::Engine> engine_;
    WizardState& state_;
    TotalForm* total_ = nullptr;
    ExpectationsForm* expectations_ = nullptr;
    DataPanel* panel_;
    std::string kind_;
    std::optional<api::Question> shown_;  ///< the Decision that the panel asks for, among so many partners
    int partners_ = 0;
    api::Question asked_;  ///< of another kind: as the panel was last told
};

}  // namespace tacit::ui
