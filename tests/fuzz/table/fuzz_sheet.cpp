#include <cstdint>

#include "check_table.h"
#include "engine/table/xlsx_file.h"

// The input is what stands inside <sheetData>; after a zero byte, what stands inside <sst>.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto cut = text.find('\0');
    XlsxFile file;
    file.sheets = {{"S", text.substr(0, cut)}};
    file.shared = cut == std::string::npos ? "<si><t>shared</t></si>" : text.substr(cut + 1);
    file.styles =
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/><xf "
        "numFmtId=\"20\"/></cellXfs>";
    check_table(file.bytes(Packing::stored));
    return 0;
}
