#include "question/overlap/match_keys.h"

#include <algorithm>

#include "question/text.h"
#include "table/limits.h"

namespace tacit::question {

namespace {

constexpr std::size_t longest_name = 200, longest_recipe = 100;
/// Keys of fewer digits are easily tried one by one.
constexpr std::size_t few_digits = 7;

table::KeySpec spec_of(const api::KeyRecipe& recipe) {
    return {static_cast<table::KeyKind>(recipe.kind),
            recipe.digits_only,
            recipe.strip_leading_zeros,
            recipe.ignore_dots,
            recipe.ignore_tags,
            recipe.region};
}

api::KeyRecipe recipe_of(const table::KeySpec& spec) {
    return {static_cast<api::KeyKind>(spec.kind),
            spec.digits_only,
            spec.strip_leading_zeros,
            spec.ignore_dots,
            spec.ignore_tags,
            spec.region};
}

/// Whether all keys are so few digits that somebody could put every possible one on a list.
bool can_be_listed(const table::CanonicalKeys& keys) {
    if (keys.keys.empty()) return false;
    for (std::size_t i = 0; i < keys.keys.size(); ++i) {
        const auto key = keys.keys[i];
        if (key.size() > few_digits || key.find_first_not_of("0123456789") != std::string_view::npos)
            return false;
    }
    return true;
}

std::string examples_of(const table::CanonicalKeys& keys) {
    std::string out;
    for (std::size_t i = 0; i < std::min<std::size_t>(keys.examples.size(), 2); ++i)
        out += (i == 0 ? ", such as \"" : "; \"") + keys.examples[i].before + "\" as \"" +
               keys.examples[i].after + '"';
    return out;
}

}  // namespace

Status validate_keys(const api::OverlapQuestion& question) {
    const auto parts = question.parts();
    if (parts.size() > most_key_parts)
        return error(Fault::usage, "A key has at most " + std::to_string(most_key_parts) + " columns.");
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!is_name(parts[i].name, longest_name))
            return error(Fault::usage, "An Overlap needs a key column: the one whose values are matched.");
        for (std::size_t j = 0; j < i; ++j)
            if (parts[i].name == parts[j].name)
                return error(Fault::usage, "The key has the column \"" + parts[i].name + "\" twice.");
        TACIT_TRY(spec_of(parts[i].recipe).valid());
        if (parts[i].recipe.kind == api::KeyKind::name && parts.size() == 1)
            return error(
                Fault::usage,
                "Different people have the same name: match names only together with another column, "
                "such as a date of birth.");
    }
    return {};
}

void encode_keys(const api::OverlapQuestion& question, wire::Writer& out) {
    const auto parts = question.parts();
    out.u8(static_cast<std::uint8_t>(parts.size()));
    for (const auto& part : parts) out.text(part.name).text(spec_of(part.recipe).recipe());
}

Status decode_keys(wire::Reader& in, api::OverlapQuestion& out) {
    const std::size_t count = in.u8();
    if (count < 1 || count > most_key_parts) in.fail();
    for (std::size_t i = 0; i < count; ++i) {
        const auto name = in.text(longest_name);
        const auto recipe = in.text(longest_recipe);
        if (in.failed()) return error(Fault::malformed_message, "the keys of an Overlap");
        TACIT_ASSIGN(const auto spec, table::KeySpec::parse(recipe));
        if (i == 0) {
            out.key = name;
            out.recipe = recipe_of(spec);
        } else {
            out.further.push_back({name, recipe_of(spec)});
        }
    }
    return {};
}

std::string key_names(const api::OverlapQuestion& question) {
    std::vector<std::string> names;
    for (const auto& part : question.parts()) names.push_back(part.name);
    return quoted_list(names);
}

std::string how_keys_match(const api::OverlapQuestion& question) {
    std::string out, recipes;
    const auto parts = question.parts();
    std::vector<api::KeyRecipe> said;
    for (const auto& part : parts) {
        if (std::find(said.begin(), said.end(), part.recipe) != said.end()) continue;
        said.push_back(part.recipe);
        const auto spec = spec_of(part.recipe);
        if (parts.size() > 1) out += '"' + part.name + "\": ";
        out += table::key_sentence(spec) + ' ';
        recipes += (recipes.empty() ? "" : ", ") + spec.recipe();
    }
    if (parts.size() > 1) out += "Rows match where all these columns do. ";
    return out + "A duplicate counts once; blanks take no part (" +
           (said.size() == 1 ? "recipe " : "recipes ") + recipes + ").";
}

Result<std::shared_ptr<const table::CanonicalKeys>> keys_of(const api::OverlapQuestion& question,
                                                            const Input& input, const std::stop_token& stop) {
    const auto parts = question.parts();
    if (input.columns.size() != parts.size())
        return error(Fault::column_missing, "choose the column for " + key_names(question));
    std::vector<table::KeyColumn> columns;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        TACIT_ASSIGN(const auto column, input.dataset->find_column(input.columns[i]));
        columns.push_back({column, spec_of(parts[i].recipe)});
    }
    return table::shared_keys(*input.dataset, columns, stop);
}

void report_keys(const Input& input, const table::CanonicalKeys& keys, api::ContributionCheck& check) {
    check.notes.push_back(counted(input.dataset->rows(), "row", "rows") + " with " +
                          counted(keys.keys.size(), "different key", "different keys") + '.');
    if (input.dataset->origin().groups.any)
        check.notes.push_back(
            "Each row of your table is a group, and is one row here, however many rows the group has.");
    if (keys.changed > 0)
        check.notes.push_back(counted(keys.changed, "cell is", "cells are") +
                              " brought into the agreed form before the comparison" + examples_of(keys) +
                              ". Your file stays as it is.");
    if (keys.duplicates > 0)
        check.notes.push_back(counted(keys.duplicates, "row repeats", "rows repeat") +
                              " a key: each key is matched once, and every row of it is in the result.");
    if (keys.blank > 0)
        check.notes.push_back(counted(keys.blank, "blank key takes", "blank keys take") + " no part.");
    if (keys.invalid > 0 && input.leave_out_invalid)
        check.notes.push_back(counted(keys.invalid, "row is", "rows are") +
                              " left out, as you chose: their keys are not of the agreed kind.");
    if (can_be_listed(keys))
        check.notes.push_back(
            "These keys are so short that somebody could put every possible one on a list: a partner with an "
            "altered program could learn more of your keys than it has. Match by something longer if you "
            "can.");
    if (!input.leave_out_invalid) {
        for (const auto& issue : keys.issues)
            check.problems.push_back({issue.cell, issue.text, issue.problem, issue.next});
        check.more_problems += keys.more_issues;
    }
    if (keys.keys.empty())
        check.problems.push_back({"", "", "The column \"" + input.columns[0] + "\" holds no key at all.",
                                  "Choose another column or another file."});
}

}  // namespace tacit::question
