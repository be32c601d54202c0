#include "table/key_text.h"

#include <unicode/bytestream.h>

#include "table/unicode.h"

namespace tacit::table {

namespace {

// One round is enough for nearly all texts; the recipe's own idempotence is tested.
constexpr int max_rounds = 8;

/// What most keys need: no ICU, and no second text where there is no space to be removed.
bool fold_ascii(std::string_view text, std::string& out) {
    out.assign(text);
    unsigned char all = 0;
    bool control_or_space = false;
    for (char& c : out) {
        all |= static_cast<unsigned char>(c);
        control_or_space |= c <= ' ';
        c = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
    }
    if (all >= 0x80) return false;
    if (control_or_space) out = without_extra_space(out);
    return true;
}

}  // namespace

Result<TextFolder> TextFolder::make() {
    UErrorCode code = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(code);
    if (U_FAILURE(code) != 0) return error(Fault::internal, u_errorName(code));
    return TextFolder(*normalizer);
}

Status TextFolder::fold(std::string_view text, std::string& out) const {
    if (fold_ascii(text, out)) return {};
    out = text;
    for (int round = 0; round < max_rounds; ++round) {
        std::string folded;
        icu::StringByteSink<std::string> sink(&folded);
        UErrorCode code = U_ZERO_ERROR;
        normalizer_->normalizeUTF8(0, icu::StringPiece(out.data(), static_cast<int32_t>(out.size())), sink,
                                   nullptr, code);
        if (U_FAILURE(code) != 0) return error(Fault::internal, u_errorName(code));
        folded = without_extra_space(folded);
        if (folded == out) break;
        out = std::move(folded);
    }
    return {};
}

}  // namespace tacit::table
