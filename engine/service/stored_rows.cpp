#include "service/stored_rows.h"

#include "table/csv_writer.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::service {

namespace {

constexpr std::uint8_t rows_version = 1;
constexpr std::uint32_t most_columns = 1u << 20;
constexpr std::size_t longest_cell = max_stored_rows;

}  // namespace

std::optional<Bytes> encode_rows(const table::Dataset& dataset, std::span<const std::size_t> rows,
                                 std::size_t limit) {
    const auto columns = dataset.columns().size();
    wire::Writer out;
    out.u8(rows_version).u32(static_cast<std::uint32_t>(columns));
    for (const auto& column : dataset.columns()) out.text(column.name);
    out.u64(rows.size());
    for (const auto row : rows) {
        for (std::size_t column = 0; column < columns; ++column) out.text(dataset.cell(row, column));
        if (out.view().size() > limit) return std::nullopt;
    }
    return std::move(out).take();
}

Status write_stored_rows(View encoded, const std::string& path) {
    wire::Reader in(encoded);
    if (in.u8() != rows_version) in.fail();
    std::vector<std::string_view> fields(in.count(most_columns, 4));
    const auto read_line = [&] {
        for (auto& field : fields) field = as_text(in.blob(longest_cell));
    };
    TACIT_ASSIGN(auto file, table::CsvFile::create(path));
    read_line();
    if (!in.failed()) TACIT_TRY(file.line(fields));
    const auto rows = in.u64();
    for (std::uint64_t row = 0; row < rows && !in.failed(); ++row) {
        read_line();
        if (!in.failed()) TACIT_TRY(file.line(fields));
    }
    if (!in.finish()) return error(Fault::profile_damaged, "the stored rows of this session cannot be read");
    return file.finish();
}

Status write_rows(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
                  const std::string& path) {
    TACIT_ASSIGN(auto file, table::CsvFile::create(path));
    const auto line = [&](const std::vector<std::string>& texts) {
        const std::vector<std::string_view> fields(texts.begin(), texts.end());
        return file.line(fields);
    };
    TACIT_TRY(line(header));
    for (const auto& row : rows) TACIT_TRY(line(row));
    return file.finish();
}

}  // namespace tacit::service
