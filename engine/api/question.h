#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace tacit::api {

/// What a number must be based on before anybody sees it. A participant may bring stricter ones when
/// agreeing: of all rules the strictest holds.
struct DisclosureRules {
    std::uint16_t minimum_contributors = 0;  ///< participants with a value in it; 0 = no such rule
    std::uint32_t minimum_group = 0;         ///< values in it; 0 = no such rule
    /// Per cent: no participant's part may be more of the sum of all parts, each without its sign; 100 = no
    /// such rule.
    std::uint8_t dominance = 100;
    bool any() const { return minimum_contributors > 0 || minimum_group > 0 || dominance < 100; }
    friend bool operator==(const DisclosureRules&, const DisclosureRules&) = default;
};

/// What else a Total tells of the participants' own sums, each of which counts once.
enum class Statistic : std::uint8_t {
    minimum = 0,
    lower_quartile = 1,
    median = 2,
    upper_quartile = 3,
    maximum = 4
};

/// What the organizer expects of the numbers of a column, for people: it changes nothing of what is computed.
struct TotalExpectation {
    std::string unit{};         ///< "EUR"; empty = none is stated
    std::string low{}, high{};  ///< between what a number probably lies: decimals; empty = open
    bool any() const { return !unit.empty() || !low.empty() || !high.empty(); }
    friend bool operator==(const TotalExpectation&, const TotalExpectation&) = default;
};

/// Total: sum, count and mean of numeric columns over all participants, also by category, under rules.
struct TotalQuestion {
    std::vector<std::string> columns;       ///< as the organizer calls them; each participant maps their own
    std::string group{};                    ///< the column that tells a row's category; empty = no categories
    std::vector<std::string> categories{};  ///< all that there are, where there is a `group`
    bool categories_from_data = false;      ///< the list is what stands in the organizer's own table
    DisclosureRules rules{};
    std::vector<Statistic> statistics{};  ///< ascending, each once
    /// The organizer and so many less one of the first partners compute, for all. 0: everybody does, and of
    /// more than eight participants the first three.
    std::uint16_t hosts = 0;
    std::vector<TotalExpectation> expectations{};  ///< empty, or parallel to `columns`
    /// Whether the numbers enter a circuit, however few take part: it compares before it opens, or not all
    /// compute. Else they are added up, no more.
    bool compares() const { return rules.any() || !group.empty() || !statistics.empty() || hosts > 0; }
    friend bool operator==(const TotalQuestion&, const TotalQuestion&) = default;
};

enum class Reveal : std::uint8_t { rows = 0, count = 1 };
enum class Recipients : std::uint8_t { all = 0, organizer = 1, partner = 2 };

/// Against whom a protocol protects one's data: somebody with an altered program, or only somebody who
/// follows the protocol and keeps what comes by.
enum class Security : std::uint8_t { malicious = 0, honest_but_curious = 1 };

/// What kind of thing a key is. Which spellings are then the same is said in table/key_spec.h, and in plain
/// words in the proposal.
enum class KeyKind : std::uint8_t { text = 0, identifier, email, phone, date, number, name };

/// How both sides bring their keys into the same form before these are compared.
struct KeyRecipe {
    KeyKind kind = KeyKind::text;
    bool digits_only = false;          ///< identifier: all other characters are dropped
    bool strip_leading_zeros = false;  ///< identifier
    bool ignore_dots = false;          ///< email: those before gmail.com
    bool ignore_tags = false;          ///< email: what follows a plus
    std::string region{};              ///< phone: country of numbers without a country code, "DE"
    friend bool operator==(const KeyRecipe&, const KeyRecipe&) = default;
};

struct KeyPart {
    std::string name;
    KeyRecipe recipe;
    friend bool operator==(const KeyPart&, const KeyPart&) = default;
};

/// Overlap: two participants match a key column, or several that make up the key together.
struct OverlapQuestion {
    std::string key;
    Reveal reveal = Reveal::rows;
    Recipients to = Recipients::all;
    Security security =
        Security::malicious;         ///< of `rows`; `count` is honest-but-curious whatever stands here
    KeyRecipe recipe{};              ///< of `key`
    std::vector<KeyPart> further{};  ///< rows match only where these do as well
    std::vector<KeyPart> parts() const {
        std::vector<KeyPart> out{{key, recipe}};
        out.insert(out.end(), further.begin(), further.end());
        return out;
    }
    Security effective_security() const {
        return reveal == Reveal::rows ? security : Security::honest_but_curious;
    }
    friend bool operator==(const OverlapQuestion&, const OverlapQuestion&) = default;
};

/// What a Decision answers: yes or no, the names of participants, or a number.
enum class AnswerKind : std::uint8_t { yes_no = 0, names = 1, number = 2 };

/// Between what each participant's own number for a name lies, limits included: decimals, "-12.50".
struct DecisionRange {
    std::string name;
    std::string low, high;
    friend bool operator==(const DecisionRange&, const DecisionRange&) = default;
};

/// What everybody's own numbers for a name are measured in: "EUR". Of no say in what is computed.
struct DecisionUnit {
    std::string name;  ///< as DecisionRange::name
    std::string unit;
    friend bool operator==(const DecisionUnit&, const DecisionUnit&) = default;
};

/// What a slot of a template was filled in with.
struct DecisionParameter {
    std::string name, value;
    friend bool operator==(const DecisionParameter&, const DecisionParameter&) = default;
};

/// Decision: a function of everybody's values. The grammar of formulas is in question/decision/parser.h.
struct DecisionQuestion {
    std::string formula;              ///< "sum(exposure) > 1000000"
    Recipients to = Recipients::all;  ///< `partner`: all but the organizer
    /// If not empty, these participants alone learn the answer, whatever `to` says: places, ascending.
    std::vector<std::uint16_t> to_places{};
    /// At most one per name, in any order. A name without one: from -10^18 to 10^18. Always six places.
    std::vector<DecisionRange> ranges{};
    /// The template that `formula` was made from, if any; else both are empty. See Engine::fill_template.
    std::string template_name{};
    std::vector<DecisionParameter> parameters{};
    /// At most one per name, in any order. Unlike ones are neither added nor compared.
    std::vector<DecisionUnit> units{};
    friend bool operator==(const DecisionQuestion&, const DecisionQuestion&) = default;
};

/// The one value that says what is asked. Everything that people read, sign, run and record is derived from
/// it.
using Question = std::variant<TotalQuestion, OverlapQuestion, DecisionQuestion>;

/// A card of the catalogue, for the page on which a question is picked.
struct QuestionCard {
    std::string kind;     ///< "total", "overlap", "decision"
    std::string title;    ///< "Total"
    std::string purpose;  ///< one sentence
    std::string example;  ///< "What do our three companies pay in total?"
    bool available = true;
    std::uint16_t least_partners = 1;  ///< without the organizer
    std::uint16_t most_partners = 1;
};

/// A column that each participant is asked to bring.
struct AskedColumn {
    std::string name;
    bool numeric = false;
    std::string purpose;  ///< "added up with everybody's", "matched with the partner's"
    bool vote = false;    ///< a yes or no: typed as such, or a column in which all filled cells say the same
    std::vector<std::uint16_t> places{};  ///< who is asked; empty = everybody. Others leave it empty
    bool asks(std::uint16_t place) const {
        return places.empty() || std::find(places.begin(), places.end(), place) != places.end();
    }
};

/// A paragraph of an explanation for people: a heading and complete sentences.
struct Explanation {
    std::string heading;
    std::string text;
};

/// The proposal in plain words, generated from the question. All sentences are complete.
struct ProposalText {
    struct Line {
        std::string who;   ///< "Everyone", "The organizer", "Nobody", ...
        std::string text;  ///< "learns the sum, the count and the mean of \"salary\" over all participants."
    };
    std::string question;  ///< "Total of \"salary\" over 3 participants"
    std::vector<AskedColumn> asked;
    std::vector<Line> learns;        ///< who learns what
    std::vector<std::string> never;  ///< what nobody learns
    std::vector<std::string>
        beware;            ///< honest limits: "With two participants, each can subtract its own part ..."
    std::string security;  ///< whom one has to trust, in one sentence
    /// How one's data is protected, for whoever asks: what happens to it, what a partner with an altered
    /// program can and cannot do, what becomes known besides the result, where the protocol comes from.
    std::vector<Explanation> protection;
    std::string protocol_name;  ///< for records, at most 200 bytes
    std::string protocol;       ///< the technical name and source, for the details
};

}  // namespace tacit::api
