#include "service/result_codec.h"

#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::service {

namespace {

constexpr std::uint8_t version = 2;
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

void put(wire::Writer& w, const api::OverlapResult& overlap) {
    w.u8(static_cast<std::uint8_t>(overlap.reveal))
        .u64(overlap.count)
        .u64(overlap.rows)
        .u64(overlap.distinct);
    w.u64(overlap.blank).u64(overlap.invalid).u64(overlap.partner_distinct).u64(overlap.matching_rows);
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
    out.invalid = r.u64();
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

}  // namespace

Bytes encode_result(const api::ResultView& result) {
    wire::Writer w;
    w.u8(version).u8(static_cast<std::uint8_t>(result.index()));
    if (const auto* t = std::get_if<api::TotalResult>(&result)) put(w, *t);
    if (const auto* o = std::get_if<api::OverlapResult>(&result)) put(w, *o);
    if (const auto* d = std::get_if<api::DecisionResult>(&result))
        w.u8(d->answer ? 1 : 0).text(d->question).text(d->means);
    if (const auto* n = std::get_if<api::NotForYou>(&result)) w.text(n->kind);
    return std::move(w).take();
}

Result<api::ResultView> decode_result(View bytes) {
    wire::Reader r(bytes);
    if (r.u8() != version) r.fail();
    api::ResultView out;
    switch (r.u8()) {
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
        default:
            r.fail();
    }
    if (!r.finish()) return error(Fault::profile_damaged, "a stored result cannot be read");
    return out;
}

}  // namespace tacit::service
