#include "table/header_search.h"

#include <algorithm>
#include <string>
#include <vector>

#include "table/csv_records.h"
#include "table/date_text.h"
#include "table/limits.h"
#include "table/number_text.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t header_sample_bytes = 256 * 1024;
constexpr std::size_t header_sample_rows = 200;
constexpr std::size_t max_preamble = 30;

bool is_value(std::string_view text) {
    return number_shape(text).number_like || date_shape(trimmed(text)).date;
}

struct Shape {
    std::uint32_t row = 0;
    std::size_t width = 0;
    std::size_t filled = 0;
    std::vector<bool> values;  ///< by column: a number or a date
};

std::vector<Shape> shapes_of(std::string_view text, char delimiter) {
    std::vector<Shape> out;
    const bool cut = text.size() > header_sample_bytes;
    CsvRecords records(text.substr(0, header_sample_bytes), delimiter);
    std::vector<std::string_view> fields;
    for (std::uint32_t row = 1; row <= header_sample_rows && records.next(fields); ++row) {
        if (cut && records.offset() == header_sample_bytes) break;  // most likely half a record
        Shape shape;
        shape.row = row;
        shape.width = fields.size();
        for (const auto field : fields) {
            shape.filled += !trimmed(field).empty();
            shape.values.push_back(is_value(field));
        }
        out.push_back(std::move(shape));
    }
    return out;
}

class ShapesOfSheet final : public RowSink {
  public:
    explicit ShapesOfSheet(std::uint32_t first_column) : first_column_(first_column) {}

    Status row(std::uint32_t sheet_row, std::span<const SourceCell> cells) override {
        Shape shape;
        shape.row = sheet_row;
        for (const auto& cell : cells) {
            if (trimmed(cell.text).empty() || cell.column - first_column_ >= max_columns) continue;
            ++shape.filled;
            shape.width = cell.column - first_column_ + 1;
            shape.values.resize(shape.width);
            shape.values.back() = cell.kind == CellKind::number || is_value(cell.text);
        }
        shapes_.push_back(std::move(shape));
        return {};
    }
    void note(std::uint32_t, std::uint32_t, std::string_view, std::string_view, std::string_view) override {}
    void expect(std::size_t) override {}

    /// Sheets have no delimiters that tell how wide a row is: one that is mostly there is as wide as the
    /// table.
    std::vector<Shape> take() {
        std::size_t width = 0;
        for (const auto& shape : shapes_) width = std::max(width, shape.width);
        for (auto& shape : shapes_) {
            if (shape.filled * 2 <= width) continue;
            shape.width = width;
            shape.values.resize(width);
        }
        return std::move(shapes_);
    }

  private:
    std::uint32_t first_column_;
    std::vector<Shape> shapes_;
};

bool names_columns(const Shape& shape, std::size_t width) {
    return shape.width == width && shape.filled == width &&
           std::none_of(shape.values.begin(), shape.values.end(), [](bool value) { return value; });
}

std::uint32_t find_header(const std::vector<Shape>& shapes) {
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
        return below >= 2 && fitting * 10 >= below * 8 && typed ? shape.row : 0;
    }
    return 0;
}

}  // namespace

std::uint32_t find_header(std::string_view text, char delimiter) {
    return delimiter == 0 ? 0 : find_header(shapes_of(text, delimiter));
}

std::uint32_t find_header(Source& source, std::size_t sheet, Range range, const std::stop_token& stop) {
    ShapesOfSheet shapes(range.first_column);
    range.last_row = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(range.last_row, range.first_row + header_sample_rows));
    return source.read(sheet, range, shapes, stop, {}).ok() ? find_header(shapes.take()) : 0;
}

}  // namespace tacit::table
