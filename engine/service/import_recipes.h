#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/import.h"
#include "base/bytes.h"
#include "store/profile.h"

namespace tacit::service {

/// How tables of a kind are read, as a person chose it, kept sealed in the profile. A kind is a file's name
/// but for its numbers: what was chosen for "pay-2024-02.csv" serves for "pay-2024-03.csv".
///
/// Any thread; each call is one of the profile's. Faults are the store's.
class ImportRecipes {
  public:
    /// The oldest go when there are more.
    static constexpr std::size_t most = 100;

    explicit ImportRecipes(store::Profile& profile) : profile_(profile) {}

    /// Nothing if there is none, or if it cannot be read any more.
    std::optional<api::ImportRecipe> find(const std::string& file_name) const;
    /// Replaces what was kept for the same kind. Passwords are not kept.
    Status keep(const api::ImportRecipe& recipe);
    Status drop(const std::string& file_name);

    /// "pay-#-#.csv": letters of ASCII in lower case, each run of digits one sign.
    static std::string kind_of(const std::string& file_name);
    static Bytes encode(const std::vector<api::ImportRecipe>& recipes);
    static Result<std::vector<api::ImportRecipe>> decode(View bytes);

  private:
    Result<std::vector<api::ImportRecipe>> all() const;
    Status save(const std::vector<api::ImportRecipe>& recipes);

    store::Profile& profile_;
};

}  // namespace tacit::service
