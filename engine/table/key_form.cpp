#include "table/key_form.h"

#include <unicode/idna.h>
#include <unicode/translit.h>

#include <algorithm>

#include "base/ascii.h"
#include "table/cell_reading.h"
#include "table/date_text.h"
#include "table/key_phone.h"
#include "table/key_text.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

class TextForm final : public KeyForm {
  public:
    explicit TextForm(TextFolder folder) : folder_(folder) {}
    Result<KeyProblem> form(std::string_view text, bool, std::string& out) const override {
        TACIT_TRY(folder_.fold(text, out));
        return KeyProblem{};
    }

  private:
    TextFolder folder_;
};

class IdentifierForm final : public KeyForm {
  public:
    IdentifierForm(TextFolder folder, const KeySpec& spec)
        : folder_(folder), digits_only_(spec.digits_only), strip_zeros_(spec.strip_leading_zeros) {}

    Result<KeyProblem> form(std::string_view text, bool, std::string& out) const override {
        TACIT_TRY(folder_.fold(text, out));
        if (out.empty()) return KeyProblem{};
        if (digits_only_) {
            out.erase(std::remove_if(out.begin(), out.end(), [](char c) { return !is_digit(c); }), out.end());
            if (out.empty())
                return KeyProblem{"This identifier has no digit, and only digits are compared.",
                                  "Correct the cell, empty it, or match by the whole identifier."};
        }
        if (strip_zeros_) {
            const auto first = out.find_first_not_of('0');
            // Of zeros alone one stays: it is no blank.
            out.erase(0, first == std::string::npos ? out.size() - 1 : first);
        }
        return KeyProblem{};
    }

  private:
    TextFolder folder_;
    bool digits_only_, strip_zeros_;
};

class EmailForm final : public KeyForm {
  public:
    static Result<std::unique_ptr<KeyForm>> make(TextFolder folder, const KeySpec& spec) {
        UErrorCode code = U_ZERO_ERROR;
        std::unique_ptr<icu::IDNA> idna(icu::IDNA::createUTS46Instance(
            UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, code));
        if (U_FAILURE(code) != 0) return error(Fault::internal, u_errorName(code));
        return std::unique_ptr<KeyForm>(new EmailForm(folder, spec, std::move(idna)));
    }

    Result<KeyProblem> form(std::string_view text, bool, std::string& out) const override {
        TACIT_TRY(folder_.fold(text, out));
        if (out.empty()) return KeyProblem{};
        const auto at = out.find('@');
        if (at == std::string::npos || out.find('@', at + 1) != std::string::npos ||
            out.find(' ') != std::string::npos)
            return KeyProblem{"This is no e-mail address: it needs exactly one @ and no space.", advice};
        auto local = out.substr(0, at);
        std::string domain;
        if (!domain_of(std::string_view(out).substr(at + 1), domain))
            return KeyProblem{"What stands after the @ is not the name of a domain.", advice};
        if (domain == "googlemail.com" && (ignore_dots_ || ignore_tags_)) domain = "gmail.com";
        if (ignore_tags_) local.resize(std::min(local.find('+'), local.size()));
        if (ignore_dots_ && domain == "gmail.com") std::erase(local, '.');
        if (local.empty()) return KeyProblem{"Nothing that counts stands before the @.", advice};
        out = local + '@' + domain;
        return KeyProblem{};
    }

  private:
    static constexpr std::string_view advice =
        "Correct the cell, or empty it: a blank cell takes no part in the match.";

    EmailForm(TextFolder folder, const KeySpec& spec, std::unique_ptr<icu::IDNA> idna)
        : folder_(folder),
          ignore_dots_(spec.ignore_dots),
          ignore_tags_(spec.ignore_tags),
          idna_(std::move(idna)) {}

    /// "bücher.de." as "xn--bcher-kva.de"; it needs at least two labels.
    bool domain_of(std::string_view text, std::string& out) const {
        if (text.ends_with('.')) text.remove_suffix(1);
        icu::StringByteSink<std::string> sink(&out);
        icu::IDNAInfo info;
        UErrorCode code = U_ZERO_ERROR;
        idna_->nameToASCII_UTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, info,
                                code);
        const auto is_part = [](char c) {
            return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
        };
        return U_SUCCESS(code) != 0 && !info.hasErrors() && out.find('.') != std::string::npos &&
               out.find("..") == std::string::npos && out.front() != '.' &&
               std::all_of(out.begin(), out.end(), is_part);
    }

    TextFolder folder_;
    bool ignore_dots_, ignore_tags_;
    std::unique_ptr<icu::IDNA> idna_;
};

class DateForm final : public KeyForm {
  public:
    explicit DateForm(DateOrder order) : order_(order) {}
    Result<KeyProblem> form(std::string_view text, bool, std::string& out) const override {
        out.clear();
        if (trimmed(text).empty()) return KeyProblem{};
        switch (iso_date(text, order_, out)) {
            case DateProblem::none:
                return KeyProblem{};
            case DateProblem::not_a_date:
                return KeyProblem{"This is not a date.", "Correct the cell, or empty it."};
            case DateProblem::ambiguous:
                return KeyProblem{
                    "Day and month could be either way round, and no other cell of the column decides it.",
                    "Write dates as 2024-05-06, or format the column as dates in a workbook."};
            case DateProblem::short_year:
                return KeyProblem{"The year has two digits, so the century is not known.",
                                  "Write all four digits of the year."};
            case DateProblem::time_of_day:
                return KeyProblem{"There is a time of day besides the date.",
                                  "Keep only the day, or match by the whole text."};
        }
        return KeyProblem{};
    }

  private:
    DateOrder order_;
};

class NumberForm final : public KeyForm {
  public:
    explicit NumberForm(NumberFormat format) : format_(format) {}
    Result<KeyProblem> form(std::string_view text, bool number_cell, std::string& out) const override {
        out.clear();
        if (trimmed(text).empty()) return KeyProblem{};
        const auto reading = read_cell(text, number_cell, format_);
        if (reading.problem != NumberProblem::none)
            return KeyProblem{problem_sentence(reading.problem, format_),
                              next_sentence(reading.problem, format_)};
        out = reading.value.text();
        return KeyProblem{};
    }

  private:
    NumberFormat format_;
};

class NameForm final : public KeyForm {
  public:
    static Result<std::unique_ptr<KeyForm>> make(TextFolder folder) {
        UErrorCode code = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> latin(
            icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, code));
        if (U_FAILURE(code) != 0 || !latin) return error(Fault::internal, u_errorName(code));
        return std::unique_ptr<KeyForm>(new NameForm(folder, std::move(latin)));
    }

    Result<KeyProblem> form(std::string_view text, bool, std::string& out) const override {
        TACIT_TRY(folder_.fold(text, out));
        if (std::any_of(out.begin(), out.end(),
                        [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
            auto wide = icu::UnicodeString::fromUTF8(out);
            latin_->transliterate(wide);
            std::string latin;
            wide.toUTF8String(latin);
            TACIT_TRY(folder_.fold(latin, out));
        }
        const bool blank = out.empty();
        // D'Arcy is Darcy, and Anna-Lena is Anna Lena.
        std::erase(out, '\'');
        for (char& c : out)
            if (static_cast<unsigned char>(c) < 0x80 && !is_digit(c) && !(c >= 'a' && c <= 'z')) c = ' ';
        out = without_extra_space(out);
        if (out.empty() && !blank)
            return KeyProblem{"This name has no letter.", "Correct or empty the cell."};
        return KeyProblem{};
    }

  private:
    NameForm(TextFolder folder, std::unique_ptr<icu::Transliterator> latin)
        : folder_(folder), latin_(std::move(latin)) {}
    TextFolder folder_;
    std::unique_ptr<icu::Transliterator> latin_;
};

}  // namespace

Result<std::unique_ptr<KeyForm>> make_key_form(const KeySpec& spec, const Dataset& dataset,
                                               std::size_t column, const std::stop_token& stop) {
    TACIT_ASSIGN(const auto folder, TextFolder::make());
    const auto& profile = dataset.columns()[column];
    switch (spec.kind) {
        case KeyKind::text:
            return std::unique_ptr<KeyForm>(std::make_unique<TextForm>(folder));
        case KeyKind::identifier:
            return std::unique_ptr<KeyForm>(std::make_unique<IdentifierForm>(folder, spec));
        case KeyKind::email:
            return EmailForm::make(folder, spec);
        case KeyKind::phone:
            return make_phone_form(spec.region, dataset, column, stop);
        case KeyKind::date:
            return std::unique_ptr<KeyForm>(std::make_unique<DateForm>(profile.date_order));
        case KeyKind::number:
            return std::unique_ptr<KeyForm>(std::make_unique<NumberForm>(profile.number_format));
        case KeyKind::name:
            return NameForm::make(folder);
    }
    return error(Fault::internal, "a recipe for keys without a form");
}

}  // namespace tacit::table
