#include "service/result_codec.h"

#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::service {

namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t longest_text = 1u << 20;
constexpr std::uint32_t most_entries = 1u << 20;

void put(wire::Writer& w, const std::vector<std::string>& texts) {
    w.u32(static_cast<std::uint32_t>(texts.size()));
    for (const auto& text : texts) w.text(text);
}

std::vector<std::string> texts(wire::Reader& r) {
    std::vector<std::string> out(r.count(most_entries, 4));
    // Cells of the user's own file: any bytes, control characters included.
    for (auto& text : out) text = std::string(as_text(r.blob(longest_text)));
    return out;
}

void put(wire::Writer& w, const api::TotalResult& total) {
    w.u16(total.contributors).u32(static_cast<std::uint32_t>(total.columns.size()));
    for (const auto& c : total.columns) w.text(c.name).text(c.sum).u64(c.count).text(c.mean);
}

api::TotalResult total(wire::Reader& r) {
    api::TotalResult out;
    out.contributors = r.u16();
    out.columns.resize(r.count(most_entries, 20));
    for (auto& c : out.columns) {
        c.name = r.text(longest_text);
        c.sum = r.text(longest_text);
        c.count = r.u64();
        c.mean = r.text(longest_text);
    }
    return out;
}

constexpr std::uint32_t most_statistics = 5;

/// What is not in the plain form.
bool has_rules(const api::TotalResult& total) {
    return total.rules.any() || !total.group.empty() || !total.statistics.empty();
}

/// Of the columns; those by category have their own form.
void put_statistics(wire::Writer& w, const api::TotalResult& total) {
    w.u32(static_cast<std::uint32_t>(total.statistics.size()));
    for (const auto statistic : total.statistics) w.u8(static_cast<std::uint8_t>(statistic));
    for (const auto& column : total.columns) {
        put(w, column.statistics);
        for (const auto& cell : column.cells) put(w, cell.statistics);
    }
}

void read_statistics(wire::Reader& r, api::TotalResult& total, bool by_category) {
    const auto count = r.count(most_statistics, 1);
    if (count == 0) r.fail();
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto statistic = r.u8();
        if (statistic >= most_statistics) r.fail();
        total.statistics.push_back(static_cast<api::Statistic>(statistic));
    }
    const auto read = [&](std::vector<std::string>& out) {
        out = texts(r);
        if (!out.empty() && out.size() != count) r.fail();
    };
    for (auto& column : total.columns) {
        if (!by_category && !column.cells.empty()) r.fail();
        read(column.statistics);
        for (auto& cell : column.cells) read(cell.statistics);
    }
    if (by_category == total.group.empty()) r.fail();
}

void put_rules(wire::Writer& w, const api::TotalResult& total) {
    w.text(total.group).u16(total.rules.minimum_contributors).u32(total.rules.minimum_group);
    w.u8(total.rules.dominance);
    for (const auto& column : total.columns) {
        w.boolean(column.hidden).u32(static_cast<std::uint32_t>(column.cells.size()));
        for (const auto& cell : column.cells)
            w.text(cell.category).boolean(cell.hidden).text(cell.sum).u64(cell.count).text(cell.mean);
    }
}

void read_rules(wire::Reader& r, api::TotalResult& total) {
    total.group = r.text(longest_text);
    total.rules.minimum_contributors = r.u16();
    total.rules.minimum_group = r.u32();
    total.rules.dominance = r.u8();
    for (auto& column : total.columns) {
        column.hidden = r.boolean();
        column.cells.resize(r.count(most_entries, 21));
        for (auto& cell : column.cells) {
            cell.category = r.text(longest_text);
            cell.hidden = r.boolean();
            cell.sum = r.text(longest_text);
            cell.count = r.u64();
            cell.mean = r.text(longest_text);
        }
    }
}

void put(wire::Writer& w, const api::OverlapResult& overlap) {
    w.u8(static_cast<std::uint8_t>(overlap.reveal))
        .u64(overlap.count)
        .u64(overlap.rows)
        .u64(overlap.distinct);
    w.u64(overlap.blank).u64(overlap.partner_distinct).u64(overlap.matching_rows);
    put(w, overlap.header);
    w.u32(static_cast<std::uint32_t>(overlap.preview.size()));
    for (const auto& row : overlap.preview) put(w, row);
}

api::OverlapResult overlap(wire::Reader& r) {
    api::OverlapResult out;
    const auto reveal = r.u8();
    if (reveal > 1) r.fail();
    out.reveal = static_cast<api::Reveal>(reveal);
    out.count = r.u64();
    out.rows = r.u64();
    out.distinct = r.u64();
    out.blank = r.u64();
    out.partner_distinct = r.u64();
    out.matching_rows = r.u64();
    out.header = texts(r);
    out.preview.resize(r.count(most_entries, 4));
    for (auto& row : out.preview) row = texts(r);
    return out;
}

api::DecisionResult decision(wire::Reader& r) {
    api::DecisionResult out;
    const auto answer = r.u8();
    if (answer > 1) r.fail();
    out.answer = answer == 1;
    out.question = r.text(longest_text);
    out.means = r.text(longest_text);
    return out;
}

/// A yes or no for all is stored as by the first version, which had no other answers.
bool is_plain(const api::DecisionResult& decision) {
    return decision.kind == api::AnswerKind::yes_no && !decision.own;
}

void put(wire::Writer& w, const api::DecisionResult& d) {
    w.u8(d.answer ? 1 : 0).text(d.question).text(d.means);
    if (is_plain(d)) return;
    w.u8(static_cast<std::uint8_t>(d.kind)).boolean(d.own).boolean(d.withheld);
    w.u32(static_cast<std::uint32_t>(d.places.size()));
    for (const auto place : d.places) w.u16(place);
    put(w, d.names);
    w.text(d.number).boolean(d.rounded);
    if (!d.unit.empty()) w.text(d.unit);
}

api::DecisionResult any_decision(wire::Reader& r, bool has_unit) {
    auto out = decision(r);
    const auto kind = r.u8();
    if (kind > static_cast<std::uint8_t>(api::AnswerKind::number)) r.fail();
    out.kind = static_cast<api::AnswerKind>(kind);
    out.own = r.boolean();
    out.withheld = r.boolean();
    out.places.resize(r.count(most_entries, 2));
    for (auto& place : out.places) place = r.u16();
    out.names = texts(r);
    out.number = r.text(longest_text);
    out.rounded = r.boolean();
    if (has_unit) out.unit = r.text(longest_text);
    if (is_plain(out) || out.unit.empty() == has_unit) r.fail();
    return out;
}

/// Forms that came later than the first version; the others have the index of the variant.
constexpr std::uint8_t total_with_rules_tag = 4, any_decision_tag = 19, overlap_left_out_tag = 20,
                       total_with_statistics_tag = 21, statistics_by_category_tag = 22,
                       decision_with_unit_tag = 23;

std::uint8_t tag_of(const api::ResultView& result) {
    const auto* t = std::get_if<api::TotalResult>(&result);
    if (t != nullptr && !t->statistics.empty())
        return t->group.empty() ? total_with_statistics_tag : statistics_by_category_tag;
    if (t != nullptr && has_rules(*t)) return total_with_rules_tag;
    const auto* o = std::get_if<api::OverlapResult>(&result);
    if (o != nullptr && o->invalid > 0) return overlap_left_out_tag;
    const auto* d = std::get_if<api::DecisionResult>(&result);
    if (d != nullptr && !is_plain(*d)) return d->unit.empty() ? any_decision_tag : decision_with_unit_tag;
    return static_cast<std::uint8_t>(result.index());
}

}  // namespace

Bytes encode_result(const api::ResultView& result) {
    wire::Writer w;
    w.u8(version).u8(tag_of(result));
    if (const auto* t = std::get_if<api::TotalResult>(&result)) {
        put(w, *t);
        if (has_rules(*t)) put_rules(w, *t);
        if (!t->statistics.empty()) put_statistics(w, *t);
    }
    if (const auto* o = std::get_if<api::OverlapResult>(&result)) {
        put(w, *o);
        if (o->invalid > 0) w.u64(o->invalid);
    }
    if (const auto* d = std::get_if<api::DecisionResult>(&result)) put(w, *d);
    if (const auto* n = std::get_if<api::NotForYou>(&result)) w.text(n->kind);
    return std::move(w).take();
}

Result<api::ResultView> decode_result(View bytes) {
    wire::Reader r(bytes);
    if (r.u8() != version) r.fail();
    api::ResultView out;
    const auto tag = r.u8();
    switch (tag) {
        case 0:
            out = total(r);
            break;
        case 1:
            out = overlap(r);
            break;
        case 2:
            out = api::NotForYou{r.text(longest_text)};
            break;
        case 3:
            out = decision(r);
            break;
        case overlap_left_out_tag: {
            auto found = overlap(r);
            found.invalid = r.u64();
            if (found.invalid == 0) r.fail();
            out = std::move(found);
            break;
        }
        case any_decision_tag:
        case decision_with_unit_tag:
            out = any_decision(r, tag == decision_with_unit_tag);
            break;
        case total_with_rules_tag:
        case total_with_statistics_tag:
        case statistics_by_category_tag: {
            auto found = total(r);
            read_rules(r, found);
            if (tag != total_with_rules_tag) read_statistics(r, found, tag == statistics_by_category_tag);
            out = std::move(found);
            break;
        }
        default:
            r.fail();
    }
    if (!r.finish()) return error(Fault::profile_damaged, "a stored result cannot be read");
    return out;
}

}  // namespace tacit::service
