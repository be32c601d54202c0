#include "question/total/rules.h"

#include <algorithm>

#include "question/text.h"

namespace tacit::question::total {

api::DisclosureRules strictest(const api::DisclosureRules& one, const api::DisclosureRules& other) {
    return {std::max(one.minimum_contributors, other.minimum_contributors),
            std::max(one.minimum_group, other.minimum_group), std::min(one.dominance, other.dominance)};
}

Status check_rules(const api::DisclosureRules& rules) {
    if (rules.minimum_contributors > most_minimum_contributors)
        return error(Fault::usage, "A minimum of contributors is at most " +
                                       counted(most_minimum_contributors, "participant", "participants") +
                                       '.');
    if (rules.minimum_group > most_minimum_group)
        return error(Fault::usage, "A minimum group size is at most " +
                                       counted(most_minimum_group, "value", "values") + '.');
    if (rules.dominance < 1 || rules.dominance > 100)
        return error(Fault::usage, "The largest part that a participant may have is 1 to 100 per cent.");
    return {};
}

void write_rules(wire::Writer& writer, const api::DisclosureRules& rules) {
    writer.u16(rules.minimum_contributors).u32(rules.minimum_group).u8(rules.dominance);
}

api::DisclosureRules read_rules(wire::Reader& reader) {
    api::DisclosureRules rules;
    rules.minimum_contributors = reader.u16();
    rules.minimum_group = reader.u32();
    rules.dominance = reader.u8();
    if (!check_rules(rules)) reader.fail();
    return rules;
}

Bytes terms_of(const api::DisclosureRules& rules) {
    if (!rules.any()) return {};
    wire::Writer w;
    write_rules(w, rules);
    return std::move(w).take();
}

std::optional<api::DisclosureRules> rules_of_terms(View terms) {
    if (terms.empty()) return api::DisclosureRules{};
    wire::Reader r(terms);
    const auto rules = read_rules(r);
    if (!r.finish() || !rules.any()) return std::nullopt;
    return rules;
}

std::vector<std::string> words_of(const api::DisclosureRules& rules) {
    std::vector<std::string> out;
    if (rules.minimum_contributors > 0)
        out.push_back("fewer than " +
                      counted(rules.minimum_contributors, "participant has", "participants have") +
                      " a value in it");
    if (rules.minimum_group > 0)
        out.push_back("there are fewer than " + counted(rules.minimum_group, "value", "values") + " in it");
    if (rules.dominance < 100)
        out.push_back("one participant's part is more than " + std::to_string(rules.dominance) + " % of it");
    return out;
}

std::string sentence_of(const api::DisclosureRules& rules) {
    std::string out;
    for (const auto& words : words_of(rules)) out += (out.empty() ? "" : ", or ") + words;
    return out;
}

}  // namespace tacit::question::total
