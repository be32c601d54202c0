#include "adapters/selection_options.h"

#include <QStringList>
#include <array>
#include <limits>
#include <optional>

namespace tacit::adapters {

namespace {

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

struct Word {
    const char* word;
    api::Comparison comparison;
    std::size_t fewest, most;  ///< values
};
constexpr std::array<Word, 8> words = {{{"equals", api::Comparison::equals, 1, 1},
                                        {"one-of", api::Comparison::one_of, 1, any_number},
                                        {"at-least", api::Comparison::at_least, 1, 1},
                                        {"at-most", api::Comparison::at_most, 1, 1},
                                        {"between", api::Comparison::between, 2, 2},
                                        {"contains", api::Comparison::contains, 1, 1},
                                        {"empty", api::Comparison::empty, 0, 0},
                                        {"not-empty", api::Comparison::not_empty, 0, 0}}};

struct Option {
    const char* key;
    api::Aggregation what;
};
constexpr std::array<Option, 5> aggregates = {{{"sum", api::Aggregation::sum},
                                               {"count", api::Aggregation::count},
                                               {"minimum", api::Aggregation::minimum},
                                               {"maximum", api::Aggregation::maximum},
                                               {"squares", api::Aggregation::squares}}};

std::optional<api::Aggregation> aggregationOf(const QString& key) {
    for (const auto& option : aggregates)
        if (key == QLatin1String(option.key)) return option.what;
    return std::nullopt;
}

std::string textOf(const QString& part) {
    return QByteArray::fromPercentEncoding(part.toUtf8()).toStdString();
}

Status takeFilter(const QString& value, api::TableSelection& out) {
    const auto given = value.split(',');
    if (given.size() >= 2)
        for (const auto& word : words) {
            if (given[1] != QLatin1String(word.word)) continue;
            api::RowFilter filter{textOf(given[0]), word.comparison, {}};
            for (const auto& part : given.mid(2)) filter.values.push_back(textOf(part));
            if (filter.values.size() < word.fewest || filter.values.size() > word.most) break;
            out.filters.push_back(std::move(filter));
            return {};
        }
    return error(Fault::database_refused,
                 "A where= of the address cannot be understood. Write where=COLUMN,equals,VALUE; the other "
                 "comparisons are one-of (values), at-least, at-most, between (two values), contains, empty "
                 "and not-empty (no value). A comma inside of a name or a value is %2C.");
}

Status takeMeaning(const QString& value, api::TableSelection& out) {
    if (value != "one-row" && value != "its-rows")
        return error(Fault::database_refused,
                     "The address does not say clearly what a group counts as. Write "
                     "group-counts-as=one-row or group-counts-as=its-rows.");
    out.group_counts_as = value == "its-rows" ? api::GroupCountsAs::its_rows : api::GroupCountsAs::one_row;
    return {};
}

}  // namespace

bool isSelectionOption(const QString& key) {
    return key == "columns" || key == "where" || key == "group" || key == "group-counts-as" ||
           aggregationOf(key);
}

Status takeSelectionOption(const QString& key, const QString& value, api::TableSelection& out) {
    if (key == "where") return takeFilter(value, out);
    if (key == "group-counts-as") return takeMeaning(value, out);
    for (const auto& part : value.split(',')) {
        const auto name = textOf(part);
        if (name.empty())
            return error(Fault::database_refused,
                         "The address has an empty name in a list of columns. Write " + key.toStdString() +
                             "=NAME,NAME.");
        if (key == "columns")
            out.columns.push_back(name);
        else if (key == "group")
            out.group_by.push_back(name);
        else if (const auto what = aggregationOf(key))
            // A column of this name is %2A.
            out.aggregates.push_back({*what, *what == api::Aggregation::count && part == "*" ? "" : name});
    }
    return {};
}

}  // namespace tacit::adapters
