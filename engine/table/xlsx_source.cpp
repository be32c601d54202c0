#include "table/xlsx_source.h"

#include <algorithm>

#include "base/ascii.h"
#include "table/limits.h"
#include "table/xlsx_sheet.h"

namespace tacit::table {

namespace {

// Rows up to which the texts that they need are sought out before all texts are read.
constexpr std::uint32_t few_rows = 10'000;

// How many of the shared texts the rows down to `last` need.
class SharedScan final : public XmlHandler {
  public:
    explicit SharedScan(std::uint32_t last) : last_(last) {}

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "row" && (++rows_ > last_ || attributes.number("r").value_or(0) > last_)) finish();
        if (name == "c") shared_ = attributes.get("t") == "s";
        collecting_ = shared_ && name == "v";
        index_ = 0;
    }
    void end(std::string_view name) override {
        if (name == "v" && collecting_) needed = std::max(needed, index_ + 1);
        collecting_ = false;
    }
    void text(std::string_view piece) override {
        if (!collecting_) return;
        for (const char c : piece)
            if (is_digit(c) && index_ < max_shared_strings)
                index_ = index_ * 10 + static_cast<std::size_t>(c - '0');
    }

    std::size_t needed = 0;

  private:
    std::uint32_t last_;
    std::uint32_t rows_ = 0;
    std::size_t index_ = 0;
    bool shared_ = false;
    bool collecting_ = false;
};

class XlsxSource final : public Source {
  public:
    XlsxSource(std::unique_ptr<ZipArchive> archive, XlsxWorkbook book)
        : archive_(std::move(archive)),
          book_(std::move(book)),
          sniffed_{"Excel workbook", "UTF-8", false, 0, 0} {}

    const std::vector<SheetInfo>& sheets() const override { return book_.sheets; }
    const Sniffed& sniff() const override { return sniffed_; }

    Status read(std::size_t sheet, const Range& range, RowSink& sink, const std::stop_token& stop,
                const Progress& progress) override {
        const auto entry = archive_->find(book_.parts[sheet]);
        if (!entry)
            return refused("The workbook is damaged: the sheet \"" + book_.sheets[sheet].name +
                           "\" is missing. Open it in the spreadsheet program and save it again.");
        std::size_t needed = SIZE_MAX;
        if (range.last_row <= few_rows) {
            SharedScan scan(range.last_row);
            TACIT_TRY(parse_part(*archive_, *entry, max_part_bytes, scan, stop));
            needed = scan.needed;
        }
        // Texts and styles are read when they are needed: a list of the sheets does without.
        TACIT_ASSIGN(const SharedStrings strings, read_shared_strings(*archive_, book_.shared_strings_part,
                                                                      stop, max_shared_strings, needed));
        TACIT_ASSIGN(const std::vector<NumberFormatCode> styles,
                     read_styles(*archive_, book_.styles_part, stop));
        const XlsxContext context{strings, styles, book_.date_1904};
        XlsxSheetHandler handler(context, range, sink);
        TACIT_TRY(parse_part(*archive_, *entry, max_part_bytes, handler, stop, progress));
        handler.close();
        return {};
    }

  private:
    std::unique_ptr<ZipArchive> archive_;
    XlsxWorkbook book_;
    Sniffed sniffed_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_xlsx(std::unique_ptr<ZipArchive> archive, const std::stop_token& stop) {
    TACIT_ASSIGN(XlsxWorkbook book, read_workbook(*archive, stop));
    return std::unique_ptr<Source>(std::make_unique<XlsxSource>(std::move(archive), std::move(book)));
}

}  // namespace tacit::table
