#pragma once

#include <unicode/normalizer2.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace tacit::table {

/// The recipe "text" (key_spec.h), applied to many texts. Any number of threads may use one.
class TextFolder {
  public:
    static Result<TextFolder> make();

    /// `text` must be well-formed UTF-8. Applying it again changes nothing.
    Status fold(std::string_view text, std::string& out) const;

  private:
    explicit TextFolder(const icu::Normalizer2& normalizer) : normalizer_(&normalizer) {}
    const icu::Normalizer2* normalizer_;  ///< ICU's own, never deleted
};

}  // namespace tacit::table
