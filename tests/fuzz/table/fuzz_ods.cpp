#include <cstdint>

#include "check_table.h"
#include "engine/table/xlsx_file.h"

// The input is content.xml, behind a sound archive.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check_table(zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                        {"content.xml", std::string(reinterpret_cast<const char*>(data), size)}},
                       Packing::stored));
    return 0;
}
