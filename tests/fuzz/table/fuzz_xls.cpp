#include "check_table.h"

// The input is a whole compound file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using enum tacit::table::FileKind;
    if (size > 0 && data[0] == 0x09) return 0;  // no compound file: see fuzz_biff
    check_table_of({xls}, std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
