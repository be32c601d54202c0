#include "question/total/joint.h"

#include <algorithm>
#include <optional>
#include <span>

#include "crypto/hash.h"
#include "question/garbling.h"
#include "question/total/cells.h"
#include "question/total/circuit.h"
#include "question/total/rules.h"

namespace tacit::question::total {

namespace {

std::string mean_of(table::Int128 sum, std::uint64_t count) {
    const auto mean = table::divide_half_even(table::Decimal(sum), count);
    return mean ? mean->text() : std::string();
}

/// A quarter of so many millionths, exact.
std::string text_of_quarters(table::Int128 four_times) {
    const bool negative = four_times < 0;
    const auto size = negative ? -four_times : four_times;
    const auto micros = size / 4;
    auto out = table::Decimal(micros).text();
    if (const auto quarters = static_cast<int>(size % 4); quarters > 0) {
        constexpr const char* further[] = {"", "25", "5", "75"};
        const auto point = out.find('.');
        const auto places = point == std::string::npos ? 0 : out.size() - point - 1;
        if (point == std::string::npos) out += '.';
        out.append(6 - places, '0').append(further[quarters]);
    }
    return negative ? '-' + out : out;
}

/// None where nobody has a value.
std::vector<std::string> statistics_of(const Shown& cell) {
    std::vector<std::string> out;
    if (!cell.shown || cell.count == 0) return out;
    for (const auto statistic : cell.statistics) out.push_back(text_of_quarters(statistic));
    return out;
}

/// The whole column, if all of it is shown: else the difference would show what is hidden.
void add_up(api::TotalColumn& column, std::span<const Shown> cells) {
    column.hidden = std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return !cell.shown; });
    if (column.hidden) return;
    table::Int128 sum = 0;
    for (const auto& cell : cells) {
        sum += cell.sum;
        column.count += cell.count;
    }
    column.sum = table::Decimal(sum).text();
    column.mean = mean_of(sum, column.count);
}

api::TotalResult result_of(const api::TotalQuestion& question, const Layout& layout,
                           const Disclosed& disclosed) {
    api::TotalResult out;
    out.contributors = static_cast<std::uint16_t>(layout.participants);
    out.rules = layout.rules;
    out.group = question.group;
    out.statistics = layout.statistics;
    for (std::size_t c = 0; c < layout.columns; ++c) {
        auto& column = out.columns.emplace_back();
        column.name = question.columns[c];
        const auto cells = std::span(disclosed).subspan(layout.cell(c, 0), layout.categories);
        add_up(column, cells);
        // By category of each alone: those of the whole column are of other sums.
        if (question.group.empty()) column.statistics = statistics_of(cells.front());
        for (std::size_t k = 0; k < question.categories.size(); ++k) {
            api::TotalCell cell;
            cell.category = question.categories[k];
            cell.hidden = !cells[k].shown;
            if (cells[k].shown) {
                cell.sum = table::Decimal(cells[k].sum).text();
                cell.count = cells[k].count;
                cell.mean = mean_of(cells[k].sum, cells[k].count);
                cell.statistics = statistics_of(cells[k]);
            }
            column.cells.push_back(std::move(cell));
        }
    }
    return out;
}

}  // namespace

std::size_t statistics_most_cells(std::uint16_t participants) {
    return participants <= most_hosts ? 16 : participants <= 16 ? 8 : participants <= 32 ? 4 : 2;
}

bool by_circuit(const api::TotalQuestion& question, std::uint16_t participants) {
    return question.compares() || participants > plain_most_participants;
}

std::size_t most_cells(std::uint16_t participants) {
    if (participants > most_hosts) return participants <= 16 ? 32 : participants <= 32 ? 16 : 8;
    return participants <= 6 ? 128 : participants == 7 ? 88 : 64;
}

Layout layout_of(const api::TotalQuestion& question, std::size_t participants) {
    return {participants,   question.columns.size(), std::max<std::size_t>(1, question.categories.size()),
            question.rules, question.statistics,     question.hosts};
}

Result<api::DisclosureRules> agreed_rules(const api::DisclosureRules& proposed, const RunContext& context) {
    auto rules = proposed;
    for (std::size_t place = 0; place < context.terms.size(); ++place) {
        const auto own = rules_of_terms(context.terms[place]);
        if (!own)
            return error(Fault::cheating, "terms that are no rules",
                         place < context.names.size() ? context.names[place] : std::string());
        rules = strictest(rules, *own);
    }
    return rules;
}

Result<api::TotalResult> run_jointly(const api::TotalQuestion& question, const Input& input,
                                     RunContext& context) {
    TACIT_ASSIGN(const auto parts, parts_of(question, input, context.stop));
    auto layout = layout_of(question, context.participants());
    TACIT_ASSIGN(layout.rules, agreed_rules(question.rules, context));
    const auto label = crypto::Hasher("tacit/question/total").add(context.agreement).finish();
    const auto circuit = circuit_of(layout);
    TACIT_ASSIGN(const auto outputs,
                 compute_by_garbling(circuit, inputs_of(parts), label, layout.hosts(),
                                     "Adding up and comparing with locked values", context));
    TACIT_ASSIGN(const auto shown, disclosed(layout, outputs));
    return result_of(question, layout, shown);
}

std::uint64_t joint_bytes(const api::TotalQuestion& question, std::uint16_t participants) {
    const auto layout = layout_of(question, participants);
    return garbling_bytes(circuit_of(layout).shape(), participants, layout.hosts());
}

api::CostEstimate joint_estimate(const api::TotalQuestion& question, std::uint16_t participants,
                                 const Machine& machine) {
    const auto of = [&](std::uint16_t hosts) {
        auto layout = layout_of(question, participants);
        layout.asked_hosts = hosts;
        return garbling_estimate(circuit_of(layout).shape(), participants, layout.hosts(), machine);
    };
    auto out = of(question.hosts);
    if (question.hosts > 0 || out.seconds < long_seconds) return out;
    // Three rather than two: they must all join forces to read anything.
    for (const std::uint16_t hosts : {3, 2}) {
        if (hosts >= layout_of(question, participants).hosts()) continue;
        const auto fewer = of(hosts);
        if (2 * fewer.seconds > out.seconds) continue;
        out.advised = {hosts, fewer.seconds, fewer.bytes};
        break;
    }
    return out;
}

}  // namespace tacit::question::total
