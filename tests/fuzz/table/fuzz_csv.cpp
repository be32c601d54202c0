#include "check_table.h"

// The input is a whole file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using enum tacit::table::FileKind;
    check_table_of({text}, std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
