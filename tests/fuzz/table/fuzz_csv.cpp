#include <cstdint>

#include "check_table.h"
#include "table/file_kind.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    if (!tacit::table::is_zip(bytes)) check_table(bytes);
    return 0;
}
