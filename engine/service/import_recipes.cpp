#include "service/import_recipes.h"

#include <algorithm>

#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::service {

namespace {

constexpr std::string_view setting_name = "import-recipes";
/// The first knew one row of names only, the second no units.
constexpr std::uint8_t one_row_version = 1, no_units_version = 2, recipes_version = 3;
constexpr std::uint32_t most_recipe_columns = 16'384;
constexpr std::size_t longest_name = 256 * 1024;

// Names of sheets and columns come from files: any bytes.
std::string read_name(wire::Reader& in) {
    return std::string(as_text(in.blob(longest_name)));
}
void write_name(wire::Writer& out, const std::string& name) {
    out.blob(as_view(name));
}

template <class Enum>
Enum read_enum(wire::Reader& in, Enum last) {
    const auto value = in.u8();
    if (value > static_cast<std::uint8_t>(last)) in.fail();
    return in.failed() ? Enum{} : static_cast<Enum>(value);
}
template <class Enum>
void write_enum(wire::Writer& out, Enum value) {
    out.u8(static_cast<std::uint8_t>(value));
}

void write_options(wire::Writer& out, const api::ImportOptions& options) {
    write_name(out, options.sheet);
    out.u32(options.header_row).u32(options.header_rows).boolean(options.no_header);
    write_name(out, options.range);
    out.u32(options.skip_last).u8(static_cast<std::uint8_t>(options.delimiter));
    write_name(out, options.encoding);
    out.u8(static_cast<std::uint8_t>(options.decimal));
    write_enum(out, options.dates);
    out.u32(static_cast<std::uint32_t>(options.columns.size()));
    for (const auto& column : options.columns) {
        write_name(out, column.name);
        write_enum(out, column.use);
        out.boolean(column.unfit_as_missing);
        write_name(out, column.unit);
    }
}

api::ImportOptions read_options(wire::Reader& in, std::uint8_t version) {
    api::ImportOptions options;
    options.sheet = read_name(in);
    options.header_row = in.u32();
    if (version > one_row_version) options.header_rows = in.u32();
    options.no_header = in.boolean();
    options.range = read_name(in);
    options.skip_last = in.u32();
    options.delimiter = static_cast<char>(in.u8());
    options.encoding = read_name(in);
    options.decimal = static_cast<char>(in.u8());
    options.dates = read_enum(in, api::DateOrder::month_first);
    options.columns.resize(in.count(most_recipe_columns, 6));
    for (auto& column : options.columns) {
        column.name = read_name(in);
        column.use = read_enum(in, api::ColumnUse::ignored);
        column.unfit_as_missing = in.boolean();
        if (version > no_units_version) column.unit = read_name(in);
    }
    return options;
}

}  // namespace

std::string ImportRecipes::kind_of(const std::string& file_name) {
    std::string kind;
    for (const char c : file_name) {
        const bool digit = c >= '0' && c <= '9';
        if (digit && !kind.empty() && kind.back() == '#') continue;
        kind += digit ? '#' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return kind;
}

Bytes ImportRecipes::encode(const std::vector<api::ImportRecipe>& recipes) {
    wire::Writer out;
    out.u8(recipes_version).u32(static_cast<std::uint32_t>(recipes.size()));
    for (const auto& recipe : recipes) {
        write_name(out, recipe.file_name);
        write_options(out, recipe.options);
        out.u32(static_cast<std::uint32_t>(recipe.columns.size()));
        for (const auto& column : recipe.columns) {
            write_name(out, column.name);
            write_enum(out, column.type);
        }
    }
    return std::move(out).take();
}

Result<std::vector<api::ImportRecipe>> ImportRecipes::decode(View bytes) {
    wire::Reader in(bytes);
    const auto version = in.u8();
    if (version < one_row_version || version > recipes_version) in.fail();
    std::vector<api::ImportRecipe> recipes(in.count(most, 4));
    for (auto& recipe : recipes) {
        recipe.file_name = read_name(in);
        recipe.options = read_options(in, version);
        recipe.columns.resize(in.count(most_recipe_columns, 5));
        for (auto& column : recipe.columns) {
            column.name = read_name(in);
            column.type = read_enum(in, api::ColumnType::empty);
        }
    }
    if (!in.finish()) return error(Fault::profile_damaged, "the kept import options cannot be read");
    return recipes;
}

Result<std::vector<api::ImportRecipe>> ImportRecipes::all() const {
    TACIT_ASSIGN(const auto sealed, profile_.sealed_setting(std::string(setting_name)));
    if (!sealed) return std::vector<api::ImportRecipe>();
    return decode(*sealed);
}

Status ImportRecipes::save(const std::vector<api::ImportRecipe>& recipes) {
    if (recipes.empty()) return profile_.remove_setting(std::string(setting_name));
    return profile_.set_sealed_setting(std::string(setting_name), encode(recipes));
}

std::optional<api::ImportRecipe> ImportRecipes::find(const std::string& file_name) const {
    const auto known = all();
    if (!known) return std::nullopt;
    const auto kind = kind_of(file_name);
    for (const auto& recipe : *known)
        if (kind_of(recipe.file_name) == kind) return recipe;
    return std::nullopt;
}

Status ImportRecipes::keep(const api::ImportRecipe& recipe) {
    if (recipe.file_name.empty()) return error(Fault::usage, "only what was read from a file can be kept");
    auto known = all();
    // What cannot be read any more is no reason not to keep something new.
    auto recipes = known ? std::move(*known) : std::vector<api::ImportRecipe>();
    const auto kind = kind_of(recipe.file_name);
    std::erase_if(recipes, [&](const auto& other) { return kind_of(other.file_name) == kind; });
    recipes.insert(recipes.begin(), recipe);
    recipes.front().options.password.clear();
    recipes.front().options.content.reset();
    if (recipes.size() > most) recipes.resize(most);
    // Else none of them could be read any more.
    if (!decode(encode(recipes)))
        return error(Fault::usage,
                     "the names of these columns are too long to be kept; the import itself is as you chose");
    return save(recipes);
}

Status ImportRecipes::drop(const std::string& file_name) {
    TACIT_ASSIGN(auto recipes, all());
    const auto kind = kind_of(file_name);
    std::erase_if(recipes, [&](const auto& other) { return kind_of(other.file_name) == kind; });
    return save(recipes);
}

}  // namespace tacit::service
