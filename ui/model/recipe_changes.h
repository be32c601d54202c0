#pragma once

#include <QCoreApplication>
#include <QString>

#include "api/import.h"

namespace tacit::ui {

/// What is different in a table from the one that its import options were chosen for, in plain sentences.
class RecipeChanges {
    Q_DECLARE_TR_FUNCTIONS(tacit::ui::RecipeChanges)
  public:
    /// One sentence where nothing is.
    static QString text(const api::ImportRecipe& recipe, const api::DatasetView& dataset);
};

}  // namespace tacit::ui
