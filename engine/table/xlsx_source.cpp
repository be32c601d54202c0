#include "table/xlsx_source.h"

#include "table/limits.h"
#include "table/xlsx_sheet.h"

namespace tacit::table {

namespace {

class XlsxSource final : public Source {
  public:
    XlsxSource(std::unique_ptr<ZipArchive> archive, XlsxWorkbook book)
        : archive_(std::move(archive)), book_(std::move(book)) {}

    const std::vector<SheetInfo>& sheets() const override { return book_.sheets; }
    std::string format() const override { return "Excel workbook"; }
    std::string encoding() const override { return "UTF-8"; }

    Status read(std::size_t sheet, RowSink& sink, const std::stop_token& stop,
                const Progress& progress) override {
        const auto entry = archive_->find(book_.parts[sheet]);
        if (!entry)
            return refused("The workbook is damaged: the sheet \"" + book_.sheets[sheet].name +
                           "\" is missing. Open it in the spreadsheet program and save it again.");
        // Texts and styles are read when they are needed: a list of the sheets does without.
        TACIT_ASSIGN(const SharedStrings strings,
                     read_shared_strings(*archive_, book_.shared_strings_part, stop));
        TACIT_ASSIGN(const std::vector<NumberKind> styles, read_styles(*archive_, book_.styles_part, stop));
        const XlsxContext context{strings, styles, book_.date_1904};
        XlsxSheetHandler handler(context, sink);
        return parse_part(*archive_, *entry, max_part_bytes, handler, stop, progress);
    }

  private:
    std::unique_ptr<ZipArchive> archive_;
    XlsxWorkbook book_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_xlsx(std::unique_ptr<ZipArchive> archive, const std::stop_token& stop) {
    TACIT_ASSIGN(XlsxWorkbook book, read_workbook(*archive, stop));
    return std::unique_ptr<Source>(std::make_unique<XlsxSource>(std::move(archive), std::move(book)));
}

}  // namespace tacit::table
