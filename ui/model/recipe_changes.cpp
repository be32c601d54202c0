#include "ui/model/recipe_changes.h"

#include <QStringList>
#include <unordered_map>

#include "ui/model/data_text.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {

namespace {

using Columns = std::vector<api::RecipeColumn>;
constexpr int namesToTell = 5;

/// Where each name stands. Tables may have thousands of columns, so none is searched for.
class Places {
  public:
    explicit Places(const Columns& columns) {
        int place = 0;
        for (const auto& column : columns) places_.emplace(column.name, place++);
    }
    /// -1: nowhere.
    int of(const std::string& name) const {
        const auto found = places_.find(name);
        return found == places_.end() ? -1 : found->second;
    }

  private:
    std::unordered_map<std::string, int> places_;
};

bool numeric(api::ColumnType type) {
    return type == api::ColumnType::integer || type == api::ColumnType::decimal;
}

/// An empty column says nothing about what it will hold, and whole numbers are numbers.
bool alike(api::ColumnType a, api::ColumnType b) {
    return a == b || (numeric(a) && numeric(b)) || a == api::ColumnType::empty || b == api::ColumnType::empty;
}

/// What of two tables' columns belongs together.
struct Compared {
    QStringList gone, added, renamed, moved, others;
};

/// The longest run of columns, not side by side but in the same order as before, stays; the others moved.
QStringList movedNames(const std::vector<int>& places, const Columns& now) {
    const auto size = places.size();
    std::vector<std::size_t> length(size, 1), from(size, size);
    std::size_t best = 0;
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < i; ++j)
            if (places[j] < places[i] && length[j] + 1 > length[i]) {
                length[i] = length[j] + 1;
                from[i] = j;
            }
        if (length[i] > length[best]) best = i;
    }
    std::vector<bool> stays(size, false);
    for (std::size_t i = size == 0 ? size : best; i < size; i = from[i]) stays[i] = true;
    QStringList moved;
    for (std::size_t i = 0; i < size; ++i)
        if (!stays[i]) moved << plain(now[i].name, 40);
    return moved;
}

Compared compare(const Columns& before, const Columns& now) {
    Compared out;
    const Places placesBefore(before), placesNow(now);
    std::vector<int> renamedTo(before.size(), -1);
    for (std::size_t i = 0; i < before.size() && i < now.size(); ++i) {
        // In the same place, of the same kind, and the old name is nowhere: most likely a new name.
        if (placesNow.of(before[i].name) < 0 && placesBefore.of(now[i].name) < 0 &&
            alike(before[i].type, now[i].type))
            renamedTo[i] = static_cast<int>(i);
    }
    Columns kept;
    std::vector<int> places;
    for (std::size_t i = 0; i < now.size(); ++i) {
        const int was = placesBefore.of(now[i].name);
        const auto name = plain(now[i].name, 40);
        if (was >= 0) {
            kept.push_back(now[i]);
            places.push_back(was);
            const auto type = before[static_cast<std::size_t>(was)].type;
            if (!alike(type, now[i].type))
                out.others << RecipeChanges::tr("“%1” held %2 and now holds %3.")
                                  .arg(name, DataText::typeName(type).toLower(),
                                       DataText::typeName(now[i].type).toLower());
        } else if (i < renamedTo.size() && renamedTo[i] >= 0) {
            out.renamed << RecipeChanges::tr("“%1” is called “%2” now, it seems.")
                               .arg(plain(before[i].name, 40), name);
        } else {
            out.added << name;
        }
    }
    for (std::size_t i = 0; i < before.size(); ++i)
        if (placesNow.of(before[i].name) < 0 && renamedTo[i] < 0) out.gone << plain(before[i].name, 40);
    // Thousands of columns would take a while, and nobody reads their names.
    if (places.size() <= 1000) out.moved = movedNames(places, kept);
    return out;
}

QString listed(const QStringList& names) {
    QStringList quoted;
    for (const auto& name : names.mid(0, namesToTell)) quoted << QStringLiteral("“%1”").arg(name);
    const auto rest = names.size() - quoted.size();
    const auto text = quoted.join(QStringLiteral(", "));
    return rest == 0 ? text : RecipeChanges::tr("%1 and %2 more").arg(text, DataText::number(quint64(rest)));
}

}  // namespace

QString RecipeChanges::text(const api::ImportRecipe& recipe, const api::DatasetView& dataset) {
    Columns now;
    for (const auto& column : dataset.columns) now.push_back({column.name, column.type});
    const auto changes = compare(recipe.columns, now);
    QStringList sentences = changes.renamed;
    if (!changes.gone.isEmpty()) sentences << tr("Gone: %1.").arg(listed(changes.gone));
    if (!changes.added.isEmpty()) sentences << tr("New: %1.").arg(listed(changes.added));
    if (!changes.moved.isEmpty()) sentences << tr("In another place: %1.").arg(listed(changes.moved));
    sentences += changes.others;
    if (sentences.isEmpty()) return tr("It has the same columns in the same order.");
    return sentences.join(u' ');
}

}  // namespace tacit::ui
