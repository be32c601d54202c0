// How libFuzzer changes a stream of records. Every record says its own length and the list of sheets says
// where they begin, so that almost every change of single bytes makes a file which is damaged in the same few
// ways. These changes keep both right (and only now and then do not).

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/table/xls_file.h"
#include "table/xls_records.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using namespace tacit::table;

struct Record {
    std::uint16_t type = 0;
    std::string data;
};
using Records = std::vector<Record>;

std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// What follows the last sound record is left out.
Records records_of(std::string_view stream) {
    Records out;
    XlsRecord record;
    for (std::size_t at = 0; xls_record(stream, at, record); at = record.end)
        out.push_back({record.type, std::string(record.data)});
    return out;
}

// The n-th name in the list of sheets gets the place of the n-th part after that of the workbook.
void set_places(Records& records) {
    std::vector<std::uint32_t> places;
    std::uint32_t at = 0;
    for (const auto& record : records) {
        if (record.type == xls::begin_of_part && at != 0) places.push_back(at);
        at += static_cast<std::uint32_t>(4 + record.data.size());
    }
    std::size_t sheet = 0;
    for (auto& record : records)
        if (record.type == xls::bound_sheet && record.data.size() >= 4 && sheet < places.size())
            record.data.replace(0, 4, u32(places[sheet++]));
}

std::string stream_of(const Records& records) {
    std::string out;
    for (const auto& record : records)
        out += u16(record.type) + u16(static_cast<unsigned>(record.data.size())) + record.data;
    return out;
}

std::size_t put(const std::string& stream, std::uint8_t* data, std::size_t max_size) {
    const auto size = std::min(stream.size(), max_size);
    std::memcpy(data, stream.data(), size);
    return size;
}

constexpr std::array<std::uint16_t, 21> known_types = {
    xls::formula,        xls::number,       xls::label,          xls::rich_string,
    xls::bool_or_error,  xls::rk,           xls::mul_rk,         xls::row,
    xls::label_shared,   xls::string,       xls::format,         xls::xf,
    xls::shared_strings, xls::array,        xls::shared_formula, xls::date_mode,
    xls::code_page,      xls::merged_cells, xls::table,          xls::continued,
    xls::begin_of_part};
constexpr std::array<std::string_view, 28> format_parts = {
    "0",         "#,##0.00",    "00000", "0%",     "0.0E+00", "yyyy-mm-dd", "d/m/yy",
    "[h]:mm:ss", "hh:mm AM/PM", "mmm",   "dddd",   "[$-407]", "[$EUR]",     "\"text\"",
    "_)",        "* ",          "\\-",   "@",      ";",       "[Red]",      "[>=100]",
    "General",   "?/?",         "# ",    "#,##0,", "ss.00",   ".",          "\xe2\x82\xac"};
constexpr std::array<double, 14> numbers = {
    0, -0.0, 1, -1, 0.1, 1.0 / 3, 59, 60, 61, 2958465, 45352.5625, 1e15, 1e300, 123456789012345678.0};

class Mutation {
  public:
    explicit Mutation(unsigned seed) : random_(seed) {}

    void change(Records& records) {
        for (std::size_t times = 1 + below(3); times > 0; --times) change_once(records);
        if (below(16) != 0) set_places(records);
    }
    void mix(Records& into, const Records& from) {
        if (from.empty()) return;
        const auto begin = below(from.size());
        const auto count = 1 + below(std::min<std::size_t>(from.size() - begin, 8));
        const auto first = from.begin() + static_cast<std::ptrdiff_t>(begin);
        into.insert(somewhere(into), first, first + static_cast<std::ptrdiff_t>(count));
        set_places(into);
    }

  private:
    std::size_t below(std::size_t bound) { return random_() % bound; }
    template <class Values>
    auto one_of(const Values& values) {
        return values[below(values.size())];
    }
    Records::iterator somewhere(Records& records) {
        return records.begin() + static_cast<std::ptrdiff_t>(below(records.size() + 1));
    }

    void change_once(Records& records) {
        if (records.empty()) records.push_back(fresh());
        auto& record = records[below(records.size())];
        switch (below(10)) {
            case 0:
                records.insert(somewhere(records), Record(record));
                return;
            case 1:
                records.erase(records.begin() + (&record - records.data()));
                return;
            case 2:
                std::swap(record, records[below(records.size())]);
                return;
            case 3:
                record.type = one_of(known_types);
                return;
            case 4:
            case 5:
                records.insert(somewhere(records), fresh());
                return;
            case 6:
                tear(records, static_cast<std::size_t>(&record - records.data()));
                return;
            default:
                change_bytes(record.data);
        }
    }

    void change_bytes(std::string& data) {
        constexpr std::size_t room = 64;
        const auto size = data.size();
        data.resize(size + room);
        data.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(data.data()), size, size + room));
        data.resize(std::min<std::size_t>(data.size(), 8224));
    }

    void tear(Records& records, std::size_t which) {
        const auto at = below(records[which].data.size() + 1);
        Record rest{xls::continued, records[which].data.substr(at)};
        if (below(2) == 0) rest.data.insert(0, 1, static_cast<char>(below(2)));
        records[which].data.resize(at);
        records.insert(records.begin() + static_cast<std::ptrdiff_t>(which) + 1, std::move(rest));
    }

    Record fresh() {
        const auto at = xls_at(static_cast<unsigned>(below(6)), static_cast<unsigned>(below(4)),
                               static_cast<unsigned>(below(4)));
        switch (below(7)) {
            case 0:
                return {xls::number, at + f64(number())};
            case 1:
                return {xls::formula, at + f64(number()) + u16(0)};
            case 2:
                return {xls::rk, at + u32(static_cast<std::uint32_t>(random_()))};
            case 3:
                return {xls::label, at + text(format_code())};
            case 4: {
                const auto count = 1 + below(3);
                const auto code = format_code();
                return {xls::format, u16(static_cast<unsigned>(164 + count)) + text(code)};
            }
            case 5:
                return {xls::xf, u16(0) +
                                     u16(static_cast<unsigned>(below(2) == 0 ? below(50) : 164 + below(4))) +
                                     std::string(16, '\0')};
            default:
                return {one_of(known_types), at};
        }
    }

    double number() {
        const double value = one_of(numbers);
        return below(2) == 0 ? value : value + static_cast<double>(below(4000));
    }
    std::string format_code() {
        std::string out;
        for (std::size_t parts = 1 + below(5); parts > 0; --parts) out += one_of(format_parts);
        return out;
    }
    static std::string text(const std::string& characters) {
        return u16(static_cast<unsigned>(characters.size())) + '\0' + characters;
    }

    std::minstd_rand random_;
};

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
    constexpr unsigned bytes_alone = 8;  // one in so many
    auto records = records_of(text_of(data, size));
    if (seed % bytes_alone == 0 || records.empty()) return LLVMFuzzerMutate(data, size, max_size);
    Mutation(seed).change(records);
    return put(stream_of(records), data, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* a, std::size_t a_size,
                                                 const std::uint8_t* b, std::size_t b_size, std::uint8_t* out,
                                                 std::size_t max_size, unsigned seed) {
    auto records = records_of(text_of(a, a_size));
    Mutation(seed).mix(records, records_of(text_of(b, b_size)));
    return put(stream_of(records), out, max_size);
}
