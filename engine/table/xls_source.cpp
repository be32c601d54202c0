#include "table/xls_source.h"

#include "table/ole_file.h"
#include "table/xls_workbook.h"

namespace tacit::table {

namespace {

class XlsSource final : public Source {
  public:
    XlsSource(std::string stream, XlsWorkbook book)
        : stream_(std::move(stream)),
          book_(std::move(book)),
          sniffed_{"Excel 97 workbook",
                   book_.biff8 ? "UTF-16" : "code page " + std::to_string(book_.code_page), false, 0, 0} {}

    const std::vector<SheetInfo>& sheets() const override { return book_.sheets; }
    const Sniffed& sniff() const override { return sniffed_; }

    Status read(std::size_t sheet, const Range& range, RowSink& sink, const std::stop_token& stop,
                const Progress& progress) override {
        return read_xls_sheet(stream_, book_.places[sheet], book_, range, sink, stop, progress);
    }

  private:
    std::string stream_;
    XlsWorkbook book_;
    Sniffed sniffed_;
};

// The stream of the workbook, by the names that Excel 97 and Excel 5 give it.
Result<std::string> workbook_stream(std::string_view bytes) {
    if (!is_ole(bytes)) return std::string(bytes);
    TACIT_ASSIGN(const OleFile file, OleFile::open(bytes));
    if (file.has("EncryptedPackage"))
        return refused(
            "The workbook is protected by a password. Open it in the spreadsheet program, remove the "
            "password under File, Info, Protect Workbook, and save a copy.");
    for (const auto* name : {"Workbook", "Book", "WORKBOOK", "BOOK"})
        if (file.has(name)) return file.stream(name);
    return refused(
        "This is an old office document rather than a table. Open it in its program and save it as an Excel "
        "workbook (.xlsx) or as CSV.");
}

}  // namespace

Result<std::unique_ptr<Source>> open_xls(std::string_view bytes, const std::stop_token& stop) {
    TACIT_ASSIGN(std::string stream, workbook_stream(bytes));
    TACIT_ASSIGN(XlsWorkbook book, read_xls_workbook(stream, stop));
    return std::unique_ptr<Source>(std::make_unique<XlsSource>(std::move(stream), std::move(book)));
}

}  // namespace tacit::table
