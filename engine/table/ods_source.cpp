#include "table/ods_source.h"

#include "table/limits.h"
#include "table/ods_content.h"
#include "table/xml_part.h"

namespace tacit::table {

namespace {

constexpr const char* content_part = "content.xml";

// The manifest tells how each encrypted part is to be decrypted.
class ManifestHandler final : public XmlHandler {
  public:
    void start(std::string_view name, const XmlAttributes&) override {
        if (name == "encryption-data")
            fail(
                refused("The spreadsheet is protected by a password. Open it in the spreadsheet program, and "
                        "save a copy without a password."));
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

class OdsSource final : public Source {
  public:
    OdsSource(std::unique_ptr<ZipArchive> archive, std::uint64_t content)
        : archive_(std::move(archive)),
          content_(content),
          sniffed_{"OpenDocument spreadsheet", "UTF-8", false, 0, 0} {}

    Status find_first(const std::stop_token& stop) {
        OdsContentHandler handler;
        TACIT_TRY(parse(handler, stop, {}));
        sheets_ = handler.sheets();
        if (sheets_.empty()) return refused("The spreadsheet has no sheet. Choose another file.");
        return {};
    }

    const std::vector<SheetInfo>& sheets() const override { return sheets_; }
    const Sniffed& sniff() const override { return sniffed_; }

    Status find_all_sheets(const std::stop_token& stop) override {
        if (complete_) return {};
        auto handler = OdsContentHandler::listing();
        TACIT_TRY(parse(handler, stop, {}));
        sheets_ = handler.sheets();
        complete_ = true;
        return {};
    }

    Status read(std::size_t sheet, const Range& range, RowSink& sink, const std::stop_token& stop,
                const Progress& progress) override {
        OdsContentHandler handler(sheet, range, sink);
        TACIT_TRY(parse(handler, stop, progress));
        handler.close();
        if (!handler.finished()) {
            sheets_ = handler.sheets();
            complete_ = true;
        }
        return {};
    }

  private:
    Status parse(OdsContentHandler& handler, const std::stop_token& stop, const Progress& progress) {
        return parse_part(*archive_, content_, max_part_bytes, handler, stop, progress);
    }

    std::unique_ptr<ZipArchive> archive_;
    std::uint64_t content_;
    Sniffed sniffed_;
    std::vector<SheetInfo> sheets_;
    bool complete_ = false;
};

}  // namespace

Result<std::unique_ptr<Source>> open_ods(std::unique_ptr<ZipArchive> archive, const std::stop_token& stop) {
    if (const auto manifest = archive->find("META-INF/manifest.xml")) {
        ManifestHandler handler;
        TACIT_TRY(parse_part(*archive, *manifest, max_small_part_bytes, handler, stop));
    }
    const auto content = archive->find(content_part);
    if (!content)
        return refused(
            "The spreadsheet is damaged: its content is missing. Open it in the spreadsheet program and save "
            "it again.");
    auto source = std::make_unique<OdsSource>(std::move(archive), *content);
    TACIT_TRY(source->find_first(stop));
    return std::unique_ptr<Source>(std::move(source));
}

}  // namespace tacit::table
