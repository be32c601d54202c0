#include "table/key_phone.h"

#include <phonenumbers/phonenumberutil.h>

#include <set>

#include "table/key_text.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t rows_between_stops = 1 << 10;
/// Longer than any number with all its signs; what is longer is not parsed at all.
constexpr std::size_t longest_number = 100;

/// How numbers without a plus in front are read where both ways are valid.
enum class PlusLost { undecided, no, yes };

class PhoneForm final : public KeyForm {
  public:
    PhoneForm(TextFolder folder, std::string region) : folder_(folder), region_(std::move(region)) {}

    /// Looks at the whole column for cells that can be read in one way only.
    Status decide(const Dataset& dataset, std::size_t column, const std::stop_token& stop) {
        bool within = false, with_code = false;
        std::string text;
        for (std::size_t row = 0; row < dataset.rows() && !(within && with_code); ++row) {
            if (row % rows_between_stops == 0 && stop.stop_requested()) return error(Fault::cancelled);
            TACIT_TRY(folder_.fold(dataset.cell(row, column), text));
            if (!could_lack_plus(text)) continue;
            const auto readings = read(text);
            within |= !readings.within.empty() && readings.with_code.empty();
            with_code |= readings.within.empty() && !readings.with_code.empty();
        }
        if (within != with_code) plus_lost_ = with_code ? PlusLost::yes : PlusLost::no;
        return {};
    }

    Result<KeyProblem> form(std::string_view cell, bool, std::string& out) const override {
        std::string text;
        TACIT_TRY(folder_.fold(cell, text));
        out.clear();
        if (text.empty()) return KeyProblem{};
        auto readings = read(text);
        if (readings.with_code.empty() || readings.with_code == readings.within)
            out = std::move(readings.within);
        else if (readings.within.empty())
            out = std::move(readings.with_code);
        else if (plus_lost_ == PlusLost::undecided)
            return KeyProblem{
                "This could begin with a country code or be a number within the country; both exist, and the "
                "column does not decide which.",
                "Write the number with a plus and the country code in front."};
        else
            out = std::move(plus_lost_ == PlusLost::yes ? readings.with_code : readings.within);
        if (out.empty())
            return KeyProblem{"This is not a phone number that exists there.",
                              "Correct the cell, or empty it; numbers of other countries need their country "
                              "code with a plus in front."};
        return KeyProblem{};
    }

  private:
    struct Readings {
        std::string within;     ///< as written, numbers without a country code being of the region
        std::string with_code;  ///< with a plus put in front, where none stands there
    };

    static bool could_lack_plus(std::string_view text) {
        return !text.empty() && text[0] != '+' && text[0] != '0' && text[0] != '(';
    }

    Readings read(const std::string& text) const {
        Readings out;
        if (text.size() > longest_number) return out;
        out.within = international(text);
        if (could_lack_plus(text)) out.with_code = international('+' + text);
        return out;
    }

    /// Empty if it is no valid number. An extension is part of it: it may be another person.
    std::string international(const std::string& text) const {
        const auto& util = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        std::string out;
        if (util.Parse(text, region_, &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
            !util.IsValidNumber(number))
            return out;
        util.Format(number, PhoneNumberUtil::E164, &out);
        if (number.has_extension() && !number.extension().empty()) out += ";ext=" + number.extension();
        return out;
    }

    TextFolder folder_;
    std::string region_;
    PlusLost plus_lost_ = PlusLost::undecided;
};

}  // namespace

bool is_phone_region(std::string_view region) {
    if (region.size() != 2) return false;
    std::set<std::string> known;
    PhoneNumberUtil::GetInstance()->GetSupportedRegions(&known);
    return known.contains(std::string(region));
}

Result<std::unique_ptr<KeyForm>> make_phone_form(const std::string& region, const Dataset& dataset,
                                                 std::size_t column, const std::stop_token& stop) {
    TACIT_ASSIGN(const auto folder, TextFolder::make());
    auto form = std::make_unique<PhoneForm>(folder, region);
    TACIT_TRY(form->decide(dataset, column, stop));
    return std::unique_ptr<KeyForm>(std::move(form));
}

}  // namespace tacit::table
