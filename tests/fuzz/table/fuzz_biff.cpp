#include "check_table.h"

// The input is the stream of an old workbook without the compound file around it, which the reader takes,
// too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using enum tacit::table::FileKind;
    if (size == 0 || data[0] != 0x09) return 0;
    check_table_of({xls}, std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
