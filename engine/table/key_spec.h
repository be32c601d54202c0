#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tacit::table {

/// What kind of thing a key is, and so which spellings of it are the same.
enum class KeyKind : std::uint8_t { text, identifier, email, phone, date, number, name };

/// The recipe by which both sides bring the keys of a column into the same form. Its name stands in the
/// agreement; a change of what a recipe does is a new version of it.
///
/// text: the well-formed UTF-8 text goes through Unicode's NFKC_Casefold (compatibility composition, full
/// case
///     folding, ignorable characters such as zero-width spaces removed; UAX #44) until nothing changes; each
///     run of white space becomes one space, at both ends none. Numbers and dates are texts like all others.
/// identifier: as text; then, if asked, all but the digits 0-9 is dropped, and leading zeros are.
/// email: one @; what stands before it as text, the domain by UTS #46 in ASCII. If asked, at gmail.com (also
///     written googlemail.com) dots before the @ do not count, and nowhere does what follows a plus there.
/// phone: E.164, an extension behind it as in RFC 3966; numbers without a country code are of `region`.
/// date: a day of the calendar, as year-month-day.
/// number: the exact decimal number, whatever the way in which it is written.
/// name: as text, in Latin letters without accents, words apart by one space and without other signs; for use
///     beside other columns only, as different people have the same.
struct KeySpec {
    KeyKind kind = KeyKind::text;
    bool digits_only = false;          ///< identifier
    bool strip_leading_zeros = false;  ///< identifier
    bool ignore_dots = false;          ///< email
    bool ignore_tags = false;          ///< email
    std::string region{};              ///< phone: two capital letters, ISO 3166-1

    /// As the agreement has it: "text-v1", "email-v1,dots,tags", "phone-v1,DE".
    std::string recipe() const;
    /// The inverse, for texts from a partner. Fault::version_differs where it is not one of this program's.
    static Result<KeySpec> parse(std::string_view recipe);
    /// Fault::usage with a sentence where options do not belong to the kind, or a region is missing.
    Status valid() const;

    friend bool operator==(const KeySpec&, const KeySpec&) = default;
};

/// "text", "identifier", "email", "phone", "date", "number", "name".
std::string_view key_kind_name(KeyKind kind);

/// How keys of the recipe are compared, as a complete sentence for a proposal.
std::string key_sentence(const KeySpec& spec);

}  // namespace tacit::table
