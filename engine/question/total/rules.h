#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/question.h"
#include "base/result.h"
#include "wire/reader.h"
#include "wire/writer.h"

/// Disclosure rules as a value: what holds of several, bytes, words. Bytes: u16 minimum of contributors, u32
/// minimum of values, u8 dominance in per cent (1 to 100).
namespace tacit::question::total {

inline constexpr std::size_t rules_size = 7;
inline constexpr std::uint16_t most_minimum_contributors = 1000;
inline constexpr std::uint32_t most_minimum_group = 1'000'000'000;

/// Of each rule the stricter one.
api::DisclosureRules strictest(const api::DisclosureRules& one, const api::DisclosureRules& other);

/// Fault::usage with a sentence.
Status check_rules(const api::DisclosureRules& rules);

void write_rules(wire::Writer& writer, const api::DisclosureRules& rules);
/// Rules that `check_rules` does not pass fail the reader.
api::DisclosureRules read_rules(wire::Reader& reader);

/// Own rules as the terms of a consent: none are no bytes, so that a consent has one form. Terms that are no
/// rules: nothing.
Bytes terms_of(const api::DisclosureRules& rules);
std::optional<api::DisclosureRules> rules_of_terms(View terms);

/// What hides a number, each of them in the middle of a sentence: "fewer than 3 participants have a value in
/// it".
std::vector<std::string> words_of(const api::DisclosureRules& rules);
/// The same with "or" between them; empty where there is no rule.
std::string sentence_of(const api::DisclosureRules& rules);

}  // namespace tacit::question::total
