#include "table/csv_header.h"

#include <algorithm>
#include <string>
#include <vector>

#include "table/csv_records.h"
#include "table/date_text.h"
#include "table/number_text.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t header_sample_bytes = 256 * 1024;
constexpr std::size_t header_sample_records = 200;
constexpr std::size_t max_preamble = 30;

bool is_value(std::string_view text) {
    return number_shape(text).number_like || date_shape(trimmed(text)).date;
}

struct Shape {
    std::size_t width = 0;
    std::size_t filled = 0;
    std::vector<bool> values;  ///< by column: a number or a date
};

std::vector<Shape> shapes_of(std::string_view text, char delimiter) {
    std::vector<Shape> out;
    const bool cut = text.size() > header_sample_bytes;
    CsvRecords records(text.substr(0, header_sample_bytes), delimiter);
    std::vector<std::string_view> fields;
    while (out.size() < header_sample_records && records.next(fields)) {
        if (cut && records.offset() == header_sample_bytes) break;  // most likely half a record
        Shape shape;
        shape.width = fields.size();
        for (const auto field : fields) {
            shape.filled += !trimmed(field).empty();
            shape.values.push_back(is_value(field));
        }
        out.push_back(std::move(shape));
    }
    return out;
}

bool names_columns(const Shape& shape, std::size_t width) {
    return shape.width == width && shape.filled == width &&
           std::none_of(shape.values.begin(), shape.values.end(), [](bool value) { return value; });
}

}  // namespace

std::uint32_t find_header(std::string_view text, char delimiter) {
    if (delimiter == 0) return 0;
    const auto shapes = shapes_of(text, delimiter);
    std::size_t width = 0;
    for (const auto& shape : shapes) width = std::max(width, shape.width);
    if (width < 2) return 0;
    bool above = false;
    for (std::size_t i = 0; i < shapes.size() && i <= max_preamble; ++i) {
        const Shape& shape = shapes[i];
        if (shape.filled == 0) continue;
        if (shape.filled * 2 <= width) {
            above = true;
            continue;
        }
        if (!above || !names_columns(shape, width)) return 0;
        std::size_t below = 0, fitting = 0;
        std::vector<std::size_t> values(width);
        for (std::size_t j = i + 1; j < shapes.size(); ++j) {
            if (shapes[j].filled == 0) continue;
            ++below;
            fitting += shapes[j].width == width;
            for (std::size_t c = 0; c < shapes[j].width; ++c) values[c] += shapes[j].values[c];
        }
        const bool typed =
            std::any_of(values.begin(), values.end(), [&](std::size_t count) { return count * 2 > below; });
        return below >= 2 && fitting * 10 >= below * 8 && typed ? static_cast<std::uint32_t>(i + 1) : 0;
    }
    return 0;
}

}  // namespace tacit::table
