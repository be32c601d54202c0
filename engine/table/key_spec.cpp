#include "table/key_spec.h"

#include <algorithm>
#include <array>
#include <vector>

#include "table/key_phone.h"

namespace tacit::table {

namespace {

constexpr std::array<std::string_view, 7> kinds = {"text", "identifier", "email", "phone",
                                                   "date", "number",     "name"};
constexpr std::string_view version = "-v1";

std::vector<std::string_view> parts_of(std::string_view recipe) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto comma = recipe.find(',');
        parts.push_back(recipe.substr(0, comma));
        if (comma == std::string_view::npos) return parts;
        recipe.remove_prefix(comma + 1);
    }
}

Error unknown_recipe(std::string_view recipe) {
    return error(Fault::version_differs, "the keys shall be matched by the recipe \"" + std::string(recipe) +
                                             "\", which this version of the program does not know");
}

}  // namespace

std::string_view key_kind_name(KeyKind kind) {
    return kinds.at(static_cast<std::size_t>(kind));
}

std::string KeySpec::recipe() const {
    std::string out(key_kind_name(kind));
    out += version;
    if (digits_only) out += ",digits";
    if (strip_leading_zeros) out += ",zeros";
    if (ignore_dots) out += ",dots";
    if (ignore_tags) out += ",tags";
    if (!region.empty()) out += "," + region;
    return out;
}

Result<KeySpec> KeySpec::parse(std::string_view recipe) {
    const auto parts = parts_of(recipe);
    KeySpec spec;
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](std::string_view name) {
        return parts[0].starts_with(name) && parts[0].substr(name.size()) == version;
    });
    if (kind == kinds.end()) return unknown_recipe(recipe);
    spec.kind = static_cast<KeyKind>(kind - kinds.begin());
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (parts[i] == "digits")
            spec.digits_only = true;
        else if (parts[i] == "zeros")
            spec.strip_leading_zeros = true;
        else if (parts[i] == "dots")
            spec.ignore_dots = true;
        else if (parts[i] == "tags")
            spec.ignore_tags = true;
        else
            spec.region = parts[i];
    }
    // There is one way to write a recipe, so that whoever signs it signs what is done.
    if (!spec.valid() || spec.recipe() != recipe) return unknown_recipe(recipe);
    return spec;
}

Status KeySpec::valid() const {
    if ((digits_only || strip_leading_zeros) && kind != KeyKind::identifier)
        return error(Fault::usage, "Only of identifiers can digits be picked out and leading zeros dropped.");
    if ((ignore_dots || ignore_tags) && kind != KeyKind::email)
        return error(Fault::usage, "Dots and tags can be ignored in e-mail addresses only.");
    if (kind == KeyKind::phone ? !is_phone_region(region) : !region.empty())
        return error(Fault::usage, kind == KeyKind::phone
                                       ? "Phone numbers need the country, as two letters, to which numbers "
                                         "without a country code belong: DE, FR, US, ..."
                                       : "Only phone numbers have a country.");
    return {};
}

std::string key_sentence(const KeySpec& spec) {
    switch (spec.kind) {
        case KeyKind::text:
            return "Keys are compared without regard to upper and lower case, outer and repeated spaces, and "
                   "Unicode form.";
        case KeyKind::identifier: {
            std::string out =
                "Identifiers are compared without regard to upper and lower case and spaces "
                "around them";
            if (spec.digits_only) out += ", by their digits alone";
            if (spec.strip_leading_zeros) out += ", and 007 is the same as 7";
            return out + '.';
        }
        case KeyKind::email: {
            std::string out = "E-mail addresses are compared without regard to upper and lower case";
            if (spec.ignore_dots) out += "; at gmail.com dots in the name do not count";
            if (spec.ignore_tags) out += "; what follows a plus in the name does not count";
            return out + '.';
        }
        case KeyKind::phone:
            return "Phone numbers are compared in their international form, whatever their spaces, brackets "
                   "and dashes; those without a country code are taken to be of " +
                   spec.region + '.';
        case KeyKind::date:
            return "Dates are compared as days of the calendar, whatever the order in which they are "
                   "written.";
        case KeyKind::number:
            return "Numbers are compared by their value: 1.50 is the same as 1,5 in a file with decimal "
                   "commas.";
        case KeyKind::name:
            return "Names are compared in Latin letters, without regard to accents, case, hyphens and other "
                   "signs.";
    }
    return {};
}

}  // namespace tacit::table
